package ui

import (
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
)

func TestStyledScreens(t *testing.T) {
	light := false
	for _, c := range []struct {
		name   string
		change func(*Options)
		colors colorprofile.Profile
	}{
		{"dark", func(*Options) {}, colorprofile.TrueColor},
		{"light", func(o *Options) { o.Dark = &light }, colorprofile.TrueColor},
		{"16", func(*Options) {}, colorprofile.ANSI},
		{"mono", func(*Options) {}, colorprofile.ASCII},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := start(t, library(), 100, 30, c.change)
			s.send(tea.ColorProfileMsg{Profile: c.colors})
			s.keys("j m j v").styled("items-" + c.name)
			s.keys("k enter X").styled("leftout-" + c.name)
			s.keys("q h").styled("feeds-" + c.name)
			s.keys("l /").text("story").styled("search-" + c.name)
			s.keys("esc g g j j j j enter").styled("preview-" + c.name)
			s.keys("q ?").styled("help-" + c.name)
		})
	}
}

// TestTheThemeFollowsTheTerminal: the background is asked for, and remembered for the next start.
func TestTheThemeFollowsTheTerminal(t *testing.T) {
	f := library()
	s := start(t, f, 80, 24, func(o *Options) { o.Dark = nil })
	if !s.m.theme.Dark {
		t.Error("a terminal that never answers should get the dark theme")
	}
	s.send(tea.BackgroundColorMsg{Color: white{}})
	if s.m.theme.Dark {
		t.Error("the theme does not follow a light background")
	}
	if err := s.m.storeState(); err != nil {
		t.Fatal(err)
	}
	again := start(t, f, 80, 24, func(o *Options) { o.Dark = nil })
	if again.m.theme.Dark {
		t.Error("the next start does not begin with the light theme")
	}
}

type white struct{}

func (white) RGBA() (r, g, b, a uint32) { return 0xffff, 0xffff, 0xffff, 0xffff }
