package style

import (
	"fmt"
	"image/color"
	"strings"
	"testing"

	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
)

// terminals are backgrounds and text colours that people have: of terminals as they come, and of well-spread schemes.
var terminals = map[bool][]struct {
	name   string
	bg, fg uint32
}{
	true: {
		{"black", 0x000000, 0xffffff},
		{"vs code", 0x1e1e1e, 0xcccccc},
		{"solarized dark", 0x002b36, 0xeee8d5},
		{"gruvbox", 0x282828, 0xebdbb2},
		{"one dark", 0x282c34, 0xdcdfe4},
		{"tango", 0x2e3436, 0xeeeeec},
		{"nord", 0x2e3440, 0xd8dee9},
		{"tokyo night", 0x1a1b26, 0xc0caf5},
	},
	false: {
		{"white", 0xffffff, 0x000000},
		{"solarized light", 0xfdf6e3, 0x586e75},
		{"gruvbox light", 0xfbf1c7, 0x3c3836},
		{"one light", 0xf8f8f8, 0x383a42},
		{"grey", 0xeeeeee, 0x000000},
	},
}

// rows are the looks that other looks lie on.
var rows = []Role{Cursor, CursorAway, Selected}

func TestContrast(t *testing.T) {
	for _, c := range []struct {
		a, b uint32
		want float64
	}{
		{0x000000, 0xffffff, 21}, {0x777777, 0xffffff, 4.478}, {0xffffff, 0xffffff, 1}, {0xff0000, 0xffffff, 3.998},
	} {
		if got := Contrast(rgb(c.a), rgb(c.b)); got < c.want-0.005 || got > c.want+0.005 {
			t.Errorf("contrast of %06x and %06x: %.3f, want %.3f", c.a, c.b, got, c.want)
		}
	}
}

// Every role's text is readable on every background it can lie on: the terminal's or the theme's own, and the rows of
// cursor and selection; in 24-bit colour and in 256.
func TestThemesAreReadable(t *testing.T) {
	for _, name := range Names() {
		for _, dark := range []bool{true, false} {
			th, ok := Builtin(name, dark)
			if !ok || th.Name != name || th.Dark != dark {
				t.Fatalf("no theme %s", name)
			}
			atLeast := 4.5
			if name == "contrast" {
				atLeast = 7
			}
			places := terminals[dark]
			if th.Background != nil || name == "sixteen" || name == "plain" { // the last two: the terminal's palette decides
				places = places[:1]
			}
			asBuilt := th
			for _, profile := range []colorprofile.Profile{colorprofile.TrueColor, colorprofile.ANSI256} {
				th := asBuilt.For(profile)
				for _, p := range places {
					bg, fg := rgb(p.bg), rgb(p.fg)
					if th.Background != nil {
						bg, fg = th.Background, th.Foreground
					}
					where := fmt.Sprintf("%s dark=%v %v on %s", name, dark, profile, p.name)
					for _, r := range Roles() {
						check(t, where+": "+r.String(), th.Look(r), bg, fg, r, atLeast)
						for _, under := range rows {
							if !r.Decoration() {
								check(t, where+": "+r.String()+" on "+under.String(), th.Look(r).On(th.Look(under)), bg, fg, r, atLeast)
							}
						}
					}
				}
			}
		}
	}
}

func check(t *testing.T, what string, l Look, bg, fg color.Color, r Role, atLeast float64) {
	t.Helper()
	if l.Bg != nil {
		bg = l.Bg
	}
	if l.Fg != nil {
		fg = l.Fg
	}
	if r.Decoration() {
		atLeast = 1.5 // to be seen, not read
	}
	if c := Contrast(fg, bg); c < atLeast {
		t.Errorf("%s: %.2f:1, want %.1f:1", what, c, atLeast)
	}
}

// What must be told apart is told apart without colour.
func TestNothingByColourAlone(t *testing.T) {
	pairs := [][2]Role{
		{Unread, Read},
		{Title, Text},
		{Heading, Text},
		{Link, Text},
		{LinkHere, Link},
		{Hit, Text},
		{HitHere, Hit},
		{Cursor, Text},
		{CursorAway, Cursor},
		{CursorAway, Text},
		{Selected, Text},
		{Marked, Text},
		{LeftOutHere, LeftOut},
		{Notice, Text},
		{Warning, Status},
		{Key, Text},
		{Hint, Text},
	}
	for _, dark := range []bool{true, false} {
		for _, name := range []string{"plain", "sixteen"} {
			th, _ := Builtin(name, dark)
			for _, p := range pairs {
				if th.Look(p[0]).Attr == th.Look(p[1]).Attr {
					t.Errorf("%s: %v and %v have the same attributes", name, p[0], p[1])
				}
			}
		}
		m := Mono(dark)
		for _, r := range Roles() {
			if l := m.Look(r); l.Fg != nil || l.Bg != nil {
				t.Errorf("mono: %v has a colour", r)
			}
		}
	}
}

func TestFor(t *testing.T) {
	th, _ := Builtin("paper", true)
	for p, want := range map[colorprofile.Profile]string{
		colorprofile.TrueColor: "paper", colorprofile.ANSI256: "paper", colorprofile.Unknown: "paper",
		colorprofile.ANSI: "sixteen", colorprofile.Ascii: "plain", colorprofile.NoTTY: "plain",
	} {
		if got := th.For(p); got.Name != want || !got.Dark {
			t.Errorf("for %v: %s dark=%v, want %s", p, got.Name, got.Dark, want)
		}
	}
	// "sixteen" is the person's own palette, however many colours the terminal has.
	own, _ := Builtin("sixteen", true)
	for _, p := range []colorprofile.Profile{colorprofile.TrueColor, colorprofile.ANSI256, colorprofile.ANSI} {
		if got := own.For(p); got.looks[Accent].Fg != color.Color(ansi.BrightCyan) {
			t.Errorf("sixteen for %v: accent %v", p, got.looks[Accent].Fg)
		}
	}
	if d, ok := Builtin("nosuch", false); ok || d.Name != "tidings" {
		t.Errorf("unknown name: %s, %v", d.Name, ok)
	}
}

func TestPaint(t *testing.T) {
	l := Look{Fg: rgb(0x102030), Bg: ansi.Blue, Attr: Bold | Underline}
	if got, want := l.Paint("x"), "\x1b[1;4;38;2;16;32;48;44mx\x1b[m"; got != want {
		t.Errorf("paint: %q, want %q", got, want)
	}
	if got := (Look{}).Paint("x"); got != "x" {
		t.Errorf("plain: %q", got)
	}
	if got := l.Paint(""); got != "" {
		t.Errorf("empty: %q", got)
	}
	m := Mono(true)
	if got, want := m.PaintOn(Cursor, Unread, "x"), "\x1b[1;7mx\x1b[m"; got != want {
		t.Errorf("on the cursor: %q, want %q", got, want)
	}
	a := ANSI(true)
	if l := a.Look(Warning).On(a.Look(Cursor)); l.Fg != nil || l.Attr&Reverse == 0 {
		t.Errorf("a colour on a reversed row: %+v", l)
	}
}

func TestMarksAreOneColumn(t *testing.T) {
	for name, m := range map[string]Marks{"unicode": Unicode(), "ascii": ASCII()} {
		for _, s := range append([]string{
			m.Unread, m.Read, m.Bookmark, m.Preview, m.Trouble, m.Enclosure, m.Selected, m.Cursor, m.Vertical, m.Horizontal,
			m.TeeDown, m.TeeUp, m.QuoteBar, m.LeftOut, m.Wrapped, m.Ellipsis, m.Track, m.Thumb, m.Up,
			m.Back, m.Fold, m.Folded, m.Dot,
		}, m.Bullets[:]...) {
			if ansi.StringWidth(s) != 1 || ansi.StringWidthWc(s) != 1 {
				t.Errorf("%s: %q is not one column wide", name, s)
			}
			if name == "ascii" && strings.IndexFunc(s, func(r rune) bool { return r < 0x20 || r > 0x7e }) >= 0 {
				t.Errorf("ascii: %q", s)
			}
		}
	}
}

func TestRoleNames(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range Roles() {
		if n := r.String(); n == "" || n == "role?" || seen[n] {
			t.Errorf("role %d is named %q", r, n)
		} else {
			seen[n] = true
		}
	}
}
