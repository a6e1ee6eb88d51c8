package layout

import (
	"strings"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// Width returns the columns that s, which may hold sequences, takes in a terminal. Terminals that have confirmed mode
// 2027 (graphemes) count grapheme clusters, all others count each code point by its East Asian Width, as does Bubble
// Tea's renderer until that confirmation.
func Width(s string, graphemes bool) int {
	if isPlain(s) {
		return len(s)
	}
	if graphemes {
		return ansi.StringWidth(s)
	}
	return ansi.StringWidthWc(s)
}

// isPlain reports whether s is printable ASCII: as wide as it is long.
func isPlain(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i]-0x20 > 0x5e {
			return false
		}
	}
	return true
}

// clusterWidth returns the columns to reserve for one grapheme cluster: without mode 2027 as many as either way of
// counting gives, so that no line can come out too wide.
func (p *page) clusterWidth(cluster string, w int) int {
	if p.o.Graphemes {
		return w
	}
	return max(w, ansi.StringWidthWc(cluster))
}

// textWidth returns the columns to reserve for text without sequences.
func (p *page) textWidth(s string) int {
	n := 0
	for len(s) > 0 {
		r, size := rune(s[0]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(s)
		}
		if w := simpleWidth(r); w >= 0 && !combines(s[size:]) {
			n += w
			s = s[size:]
			continue
		}
		cluster, w := ansi.FirstGraphemeCluster(s, ansi.GraphemeWidth)
		n += p.clusterWidth(cluster, w)
		s = s[len(cluster):]
	}
	return n
}

// simpleWidth returns the columns of a code point that is a grapheme cluster by itself if nothing combines with it, and -1
// where the tables must be asked. It knows Latin, Greek, Cyrillic and Hebrew letters, the usual punctuation, kana,
// ideographs and Hangul syllables.
func simpleWidth(r rune) int {
	switch {
	case r < 0x20:
		return -1
	case r < 0x7f:
		return 1
	case r < 0xa0 || r == 0xa9 || r == 0xae: // © and ® may be followed by a variation selector
		return -1
	case r == softHyphen:
		return 0
	case r < 0x300, r >= 0x370 && r < 0x483, r >= 0x48a && r < 0x531, r >= 0x5d0 && r < 0x5eb,
		r >= 0x2010 && r <= 0x2027, r >= 0x2030 && r < 0x203c, r >= 0x1e00 && r < 0x2000:
		return 1
	case r >= 0x3001 && r < 0x302a, r >= 0x3041 && r < 0x3097, r >= 0x309b && r < 0x3100, r >= 0x3400 && r < 0x4db6,
		r >= 0x4e00 && r < 0x9ff0, r >= 0xac00 && r < 0xd7a4, r >= 0xff01 && r < 0xff61:
		return 2 // East Asian Wide and Fullwidth
	}
	return -1
}

// combines reports whether what follows may join the cluster before it. Most bytes that a character can begin with say
// that it does not: below U+0300, Greek, Cyrillic, the usual punctuation, kana, ideographs, Hangul syllables.
func combines(rest string) bool {
	if len(rest) == 0 || rest[0] < 0xcc {
		return false
	}
	switch c := rest[0]; {
	case c >= 0xce && c <= 0xd1:
		return false
	case c == 0xe2 && len(rest) > 2:
		return rest[1] != 0x80 || rest[2] < 0x90 || rest[2] > 0xa7
	case c == 0xe3 && len(rest) > 2:
		return rest[1] == 0x80 && rest[2] >= 0xaa || rest[1] == 0x82 && (rest[2] == 0x99 || rest[2] == 0x9a)
	case c >= 0xe4 && c <= 0xec:
		return c == 0xea && len(rest) > 1 && rest[1] < 0xb0 // below U+AC00: scripts with marks
	}
	return true
}

// Fold rewrites emoji sequences whose width terminals do not agree on to a form that they do: without variation
// selectors, skin tones and tags, and of emoji joined by ZWJ the first alone. Bubble Tea's renderer counts code points
// until the terminal has confirmed mode 2027, and so do most terminals; a sequence that one counts as 2 columns and the
// other as 8 shifts everything behind it. All else is returned unchanged, most text without a copy.
func Fold(s string) string {
	if !mayFold(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for rest := s; len(rest) > 0; {
		cluster, w := ansi.FirstGraphemeCluster(rest, ansi.GraphemeWidth)
		rest = rest[len(cluster):]
		if mayFold(cluster) && ansi.StringWidthWc(cluster) != w {
			cluster = foldCluster(cluster)
		}
		b.WriteString(cluster)
	}
	return b.String()
}

// mayFold looks for the lead bytes of what Fold drops: ZWJ and the keycap (U+200D, U+20E3), variation selectors
// (U+FE0E, U+FE0F), skin tones and tags (U+1F3FB…, U+E0020…).
func mayFold(s string) bool {
	for i := 0; i+2 < len(s); i++ {
		switch s[i] {
		case 0xe2:
			if s[i+1] == 0x80 && s[i+2] == 0x8d || s[i+1] == 0x83 && s[i+2] == 0xa3 {
				return true
			}
		case 0xef:
			if s[i+1] == 0xb8 {
				return true
			}
		case 0xf0:
			if s[i+1] == 0x9f && s[i+2] == 0x8f {
				return true
			}
		case 0xf3:
			return true
		}
	}
	return false
}

func foldCluster(c string) string {
	if i := strings.Index(c, "\u200d"); i > 0 {
		c = c[:i]
	}
	return strings.Map(func(r rune) rune {
		switch {
		case r == 0xfe0e || r == 0xfe0f || r == 0x20e3, r >= 0x1f3fb && r <= 0x1f3ff, r >= 0xe0020 && r <= 0xe007f:
			return -1
		}
		return r
	}, c)
}
