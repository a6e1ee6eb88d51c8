package style

import (
	"image/color"
	"slices"

	"github.com/charmbracelet/colorprofile"
)

// Theme gives every role its look. It is a comparable value: two themes that are equal draw the same. The zero Theme
// draws plain text.
type Theme struct {
	Name string
	Dark bool // meant for a dark terminal
	// Background and Foreground are what the whole screen is set to (tea.View's fields of these names); nil leaves the
	// terminal's own.
	Background, Foreground color.Color

	looks [roles]Look
}

// Look returns how r is drawn.
func (t *Theme) Look(r Role) Look {
	if r < roles {
		return t.looks[r]
	}
	return Look{}
}

// Paint returns s, one line of plain text, in the look of r.
func (t *Theme) Paint(r Role, s string) string { return t.Look(r).Paint(s) }

// PaintOn returns s in the look of r as it lies on a row of under's look (Cursor, CursorAway, Selected).
func (t *Theme) PaintOn(under, r Role, s string) string { return t.Look(r).On(t.Look(under)).Paint(s) }

// Names returns the names of the themes that are built in, the default first.
func Names() []string {
	return []string{"tidings", "paper", "slate", "moss", "contrast", "sixteen", "plain"}
}

// Builtin returns the built-in theme of that name for a dark or a light terminal, and false for an unknown name; then
// the theme is the default one.
func Builtin(name string, dark bool) (Theme, bool) {
	p := lightPalettes
	if dark {
		p = darkPalettes
	}
	switch name {
	case "sixteen":
		return ANSI(dark), true
	case "plain":
		return Mono(dark), true
	case "contrast":
		return highContrast(dark), true
	}
	if i := slices.Index(paletteNames[:], name); i >= 0 {
		t := p[i].theme(dark)
		t.Name = name
		return t, true
	}
	t, _ := Builtin("tidings", dark)
	return t, false
}

// For returns the theme as a terminal of that profile can show it: the same colours in 24-bit colour, the fixed ones of
// 256, ANSI with 16, Mono with none. A NO_COLOR in the environment (no-color.org) makes a profile without colours.
func (t Theme) For(p colorprofile.Profile) Theme {
	switch {
	case p == colorprofile.TrueColor || p == colorprofile.Unknown || t.Name == "plain":
		return t.short()
	case p == colorprofile.ANSI256:
		return t.fit256()
	case p == colorprofile.ANSI:
		return ANSI(t.Dark)
	default:
		return Mono(t.Dark)
	}
}
