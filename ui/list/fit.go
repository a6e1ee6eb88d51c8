package list

import (
	"strings"

	"github.com/charmbracelet/x/ansi"
)

const (
	zwj  = '\u200d' // joins emoji to one picture where a terminal can
	vs15 = '\ufe0e' // asks for the text form of a character
	vs16 = '\ufe0f' // asks for its emoji form, which is wider
)

// Fold replaces what terminals measure differently: joined emoji become their first part, variation selectors and skin
// tones go. Afterwards the width by graphemes and the width by code points (wcwidth) are the same.
func Fold(s string) string {
	if isPlain(s) {
		return s
	}
	s = strings.ToValidUTF8(s, "\ufffd")
	var b strings.Builder
	b.Grow(len(s))
	skip := false
	for _, r := range s {
		switch {
		case r == zwj:
			skip = b.Len() > 0
			continue
		case r == vs15 || r == vs16 || (r >= 0x1f3fb && r <= 0x1f3ff): // Fitzpatrick modifiers (UTS #51)
			continue
		case skip && r >= 0x2190: // the part joined on
			skip = false
			continue
		}
		skip = false
		b.WriteRune(r)
	}
	return b.String()
}

// isPlain reports whether s is ASCII, so that Fold can't change it.
func isPlain(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

// Measure is how the terminal counts columns: by code points (wcwidth, the zero value), or by grapheme clusters, once it
// has said that it does (mode 2027).
type Measure ansi.Method

// Width returns the columns that s takes, escape sequences not counted.
func (m Measure) Width(s string) int {
	for i := 0; i < len(s); i++ {
		if s[i] < 0x20 || s[i] >= 0x7f {
			return ansi.Method(m).StringWidth(s)
		}
	}
	return len(s)
}

// Clip returns plain text folded and cut to at most w columns; a cut shows as the ellipsis (one column wide).
func (m Measure) Clip(s string, w int, ellipsis string) string {
	if w <= 0 {
		return ""
	}
	s = Fold(s)
	if m.Width(s) <= w {
		return s
	}
	// Truncate may count a cluster by its picture and leave it too wide by code points: ask for less until it fits.
	for n := w; n > 0; n-- {
		if c := ansi.Method(m).Truncate(s, n, ellipsis); m.Width(c) <= w {
			return c
		}
	}
	return ""
}

// Fit returns plain text folded, cut or padded with spaces to exactly w columns.
func (m Measure) Fit(s string, w int, ellipsis string) string {
	s = m.Clip(s, w, ellipsis)
	s += Spaces(w - m.Width(s))
	for m.Width(s) < w { // the first space may have joined the last cluster (a prepended mark, UAX #29)
		s += " "
	}
	return s
}

const spaces = "                                                                                                    "

// Spaces returns n spaces, none when n is negative.
func Spaces(n int) string {
	switch {
	case n <= 0:
		return ""
	case n <= len(spaces):
		return spaces[:n]
	}
	return strings.Repeat(" ", n)
}
