package style

import (
	"image/color"
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// Attr is a set of attributes that need no colour.
type Attr uint8

// The attributes of a Look.
const (
	Bold Attr = 1 << iota
	Faint
	Italic
	Underline
	Reverse
	Strike
)

// Look is how one role is drawn. A nil colour is the terminal's own. Looks are comparable values.
type Look struct {
	Fg, Bg color.Color
	Attr   Attr
}

// SGR returns the sequence that turns the look on (ECMA-48 SGR), or "" for the terminal's plain text. Reset ends it.
func (l Look) SGR() string {
	if l == (Look{}) {
		return ""
	}
	s := make(ansi.Style, 0, 8)
	if l.Attr&Bold != 0 {
		s = s.Bold()
	}
	if l.Attr&Faint != 0 {
		s = s.Faint()
	}
	if l.Attr&Italic != 0 {
		s = s.Italic(true)
	}
	if l.Attr&Underline != 0 {
		s = s.Underline(true)
	}
	if l.Attr&Reverse != 0 {
		s = s.Reverse(true)
	}
	if l.Attr&Strike != 0 {
		s = s.Strikethrough(true)
	}
	if l.Fg != nil {
		s = s.ForegroundColor(l.Fg)
	}
	if l.Bg != nil {
		s = s.BackgroundColor(l.Bg)
	}
	return s.String()
}

// Reset is the sequence that ends every look.
const Reset = "\x1b[m"

// Paint returns s in this look. s is one line and holds no sequences of its own: a look does not survive a Reset
// within s. Paint what lies on a coloured row piece by piece, with On.
func (l Look) Paint(s string) string {
	if s == "" || l == (Look{}) {
		return s
	}
	var b strings.Builder
	sgr := l.SGR()
	b.Grow(len(sgr) + len(s) + len(Reset))
	b.WriteString(sgr)
	b.WriteString(s)
	b.WriteString(Reset)
	return b.String()
}

// On returns the look lying on a row of the look under: what l leaves to the terminal, colour by colour, it takes from
// under, and it has both looks' attributes. On a reversed row the row's colours win, as a text colour would become the
// background there.
func (l Look) On(under Look) Look {
	if l.Bg == nil {
		l.Bg = under.Bg
	}
	if l.Fg == nil {
		l.Fg = under.Fg
	}
	if under.Attr&Reverse != 0 {
		l.Fg, l.Bg = under.Fg, under.Bg
	}
	l.Attr |= under.Attr
	return l
}
