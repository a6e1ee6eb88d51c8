package ui

import (
	"errors"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"tidings/ui/keys"
	"tidings/ui/style"
)

// Settings that change on the disk are taken over while the interface runs; a mistake changes nothing and is told.
func TestSettingsChange(t *testing.T) {
	var now Settings
	var changed bool
	var wrong error
	asked := 0
	s := start(t, library(), 100, 30, func(o *Options) {
		o.Theme = "tidings"
		o.Settings = func() (Settings, bool, error) { asked++; return now, changed, wrong }
	})
	look := func() {
		t.Helper()
		s.send(tea.KeyPressMsg{Code: tea.KeyDown})
		var left, due []tea.Msg
		for _, msg := range s.due {
			if _, ok := msg.(settingsDue); ok {
				due = append(due, msg)
			} else {
				left = append(left, msg)
			}
		}
		s.due = left
		if len(due) != 1 {
			t.Fatalf("%d looks are due", len(due))
		}
		s.send(due[0])
	}
	look()
	if asked != 1 || s.m.named != "tidings" {
		t.Fatalf("asked %d times, theme %s", asked, s.m.named)
	}
	table, err := keys.New("vim", []keys.Binding{{Keys: "ctrl+n", Action: "quit"}})
	if err != nil {
		t.Fatal(err)
	}
	now, changed = Settings{Keys: table, Theme: "moss", Marks: style.ASCII(), Measure: 50, Justify: true, NoMouse: true, Rest: "[refresh]"}, true
	look()
	if s.m.named != "moss" || s.m.theme.Name != "moss" || s.m.marks != style.ASCII() || s.m.o.Measure != 50 || !s.m.noMouse || s.m.keys != table {
		t.Errorf("theme %s, measure %d", s.m.theme.Name, s.m.o.Measure)
	}
	if screen := s.m.View().Content; !strings.Contains(screen, "[refresh] waits for the next start") {
		t.Error("the screen does not say what waits")
	}
	changed, wrong = false, errors.New("config.toml:3: no such thing")
	look()
	if s.m.named != "moss" || !strings.Contains(s.m.View().Content, "config.toml:3") {
		t.Error("a mistake changed something, or was not told")
	}
	// Without the focus nothing is looked at.
	s.due = nil
	wrong = nil
	s.send(tea.BlurMsg{})
	s.send(settingsDue{})
	for _, msg := range s.due {
		if _, ok := msg.(settingsDue); ok {
			t.Error("a look is due without the focus")
		}
	}
}
