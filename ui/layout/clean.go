package layout

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// oneLine cleans text that has no line breaks, no blanks at its ends.
func (p *page) oneLine(s string) string {
	s = p.clean(s)
	if strings.IndexByte(s, '\n') >= 0 {
		s = strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == '\n' }), " ")
	}
	return strings.Trim(s, " ")
}

// clean makes text ready for setting: runs of blanks are one space, line breaks "\n" without blanks around them, and
// nothing that moves a terminal's cursor. Text from a page has passed feed/text; this keeps the promise about widths
// for any other.
func (p *page) clean(s string) string {
	if tidy(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	last, prev := byte(0), rune(0)
	for i := 0; i < len(s); {
		r, n := rune(s[i]), 1
		if r >= utf8.RuneSelf {
			r, n = utf8.DecodeRuneInString(s[i:])
		}
		switch {
		case r == '\n' || r == 0x2028 || r == 0x2029:
			if last == ' ' {
				t := strings.TrimRight(b.String(), " ")
				b.Reset()
				b.WriteString(t)
			}
			b.WriteByte('\n')
			last = '\n'
		case r == ' ' || r == '\t' || r == '\r' || r == '\v' || r == '\f' || r >= 0x2000 && r <= 0x200a || r == 0x205f || r == 0x1680:
			if last != ' ' && last != '\n' {
				b.WriteByte(' ')
				last = ' '
			}
		case r == utf8.RuneError && n == 1:
			b.WriteRune(utf8.RuneError)
			last = 'x'
		case unprintable(r), joins(r) && (last != 'x' || !mayJoin(prev, r)): // nothing to join with: it would grow by it
		default:
			b.WriteString(s[i : i+n])
			switch {
			case r == softHyphen || r == zwsp: // not printed
			case unicode.Is(unicode.Zs, r): // stays, but is as blank
				last = 0
			default:
				last, prev = 'x', r
			}
		}
		i += n
	}
	if p.o.Graphemes {
		return b.String()
	}
	return Fold(b.String())
}

// tidy reports whether clean has nothing to do: most text.
func tidy(s string) bool {
	var last byte
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case c < 0x20 || c == 0x7f:
			return false
		case c == ' ':
			if last == ' ' {
				return false
			}
		case c < utf8.RuneSelf:
		case c == 0xc2:
			if i+1 >= len(s) || s[i+1] < 0xa0 {
				return false
			}
		case c == 0xe1:
			if i+1 >= len(s) || s[i+1] == 0x9a || s[i+1] == 0xa0 {
				return false
			}
		case c == 0xe2: // of general punctuation: dashes, quotation marks, ellipsis
			if i+2 >= len(s) || s[i+1] < 0x80 || s[i+1] == 0x81 || s[i+1] == 0x83 ||
				s[i+1] == 0x80 && (s[i+2] < 0x90 || s[i+2] > 0xa7 && s[i+2] < 0xb0) {
				return false
			}
		case c == 0xef, c >= 0xf0:
			return false
		}
		last = c
	}
	return utf8.ValidString(s)
}

// unprintable reports code points that draw nothing or move others: controls, bidirectional embeddings and isolates,
// byte order marks, word joiners, interlinear annotations.
func unprintable(r rune) bool {
	switch {
	case r < 0x20, r >= 0x7f && r < 0xa0, r >= 0x202a && r <= 0x202e, r >= 0x2060 && r <= 0x206f, r == 0xfeff,
		r >= 0xfff9 && r <= 0xfffb, r == 0x180e:
		return true
	}
	return r > 0xffff && unicode.Is(unicode.Cf, r) && !(r >= 0xe0020 && r <= 0xe007f)
}

// joins reports code points that change how the character before them is drawn.
func joins(r rune) bool {
	return r == 0x200d || r == 0x20e3 || r == 0xfe0e || r == 0xfe0f || r >= 0x1f3fb && r <= 0x1f3ff || r >= 0xe0020 && r <= 0xe007f
}

// mayJoin reports whether r has a meaning behind base: ZWJ in many scripts, the others behind emoji and what keycaps and
// signs are made of.
func mayJoin(base, r rune) bool {
	return r == 0x200d || base >= 0x203c && !unicode.IsLetter(base) || base >= '0' && base <= '9' || base == '#' || base == '*' || base == 0xa9 || base == 0xae
}

func hasHidden(s string) bool {
	for i := 0; i+1 < len(s); i++ {
		if s[i] == 0xc2 && s[i+1] == 0xad || s[i] == 0xe2 && s[i+1] == 0x80 && i+2 < len(s) && s[i+2] == 0x8b {
			return true
		}
	}
	return false
}

// unhide drops what is not printed.
func unhide(s string) string {
	return strings.Map(func(r rune) rune {
		if r == softHyphen || r == zwsp {
			return -1
		}
		return r
	}, s)
}
