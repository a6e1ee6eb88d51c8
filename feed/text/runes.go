package text

import "unicode"

const (
	zwsp = 0x200b
	zwnj = 0x200c
	zwj  = 0x200d
	lrm  = 0x200e
	rlm  = 0x200f
	alm  = 0x061c
	vs16 = 0xfe0f
)

// class says what the door does with a rune.
type class uint8

const (
	ordinary  class = iota
	blank           // white space within a line
	newline         // ends a line
	mark            // stands on the character before it
	selector        // chooses a form of the character before it
	joiner          // ZWJ, ZWNJ
	zeroSpace       // ZWSP
	direction       // LRM, RLM, ALM
	nothing         // dropped
)

// classOf returns the class of r. The first cases are the bulk of the world's letters, to be quick.
func classOf(r rune) class {
	switch {
	case r < 0x20 || r >= 0x7f && r < 0xa0:
		switch r {
		case '\n', '\r', 0x0b, 0x0c, 0x85:
			return newline
		case '\t':
			return blank
		}
		return nothing
	case r == ' ':
		return blank
	case r < 0x300:
		switch r {
		case 0xa0:
			return blank
		case 0xad:
			return nothing
		}
		return ordinary
	case r >= 0x4e00 && r < 0xa000, r >= 0x370 && r < 0x483, r >= 0xac00 && r < 0xd7a4, r >= 0x3041 && r < 0x3097,
		r >= 0x309b && r < 0x3130, r >= 0x48a && r < 0x590, r >= 0x5d0 && r < 0x600, r >= 0x620 && r < 0x64b,
		r >= 0x2010 && r < 0x2028, r >= 0x2030 && r < 0x205f, r >= 0x3001 && r < 0x302a, r >= 0xff01 && r < 0xffa0:
		return ordinary
	}
	switch r {
	case zwj, zwnj:
		return joiner
	case lrm, rlm, alm:
		return direction
	case zwsp:
		return zeroSpace
	case 0x1680, 0x202f, 0x205f, 0x3000:
		return blank
	case 0x2028, 0x2029:
		return newline
	case 0x034f, 0x115f, 0x1160, 0x17b4, 0x17b5, 0x180e, 0x3164, 0xffa0, 0xfffc:
		return nothing // grapheme joiner, fillers, inherent vowels, object replacement
	}
	switch {
	case r >= 0x2000 && r <= 0x200a:
		return blank
	case r >= 0xfe00 && r <= 0xfe0f, r >= 0x180b && r <= 0x180d, r == 0x180f, r >= 0xe0100 && r <= 0xe01ef:
		return selector
	case r >= 0xe000 && r <= 0xf8ff, r >= 0xf0000: // private use
		return nothing
	case r&0xfffe == 0xfffe, r >= 0xfdd0 && r <= 0xfdef: // noncharacters
		return nothing
	case r >= 0xe0000 && r <= 0xe0fff, r >= 0xfff0 && r <= 0xfffb: // tags, annotations
		return nothing
	case unicode.In(r, unicode.Mn, unicode.Me):
		return mark
	case unicode.Is(unicode.Cf, r):
		if unicode.Is(unicode.Prepended_Concatenation_Mark, r) { // number signs and the like are visible
			return ordinary
		}
		return nothing
	case r >= 0xd800 && r < 0xe000:
		return nothing
	}
	return ordinary
}

// isRTL reports whether r is a letter of a script that reads from right to left.
func isRTL(r rune) bool {
	return r >= 0x590 && r < 0x900 || r >= 0xfb1d && r < 0xfdd0 || r >= 0xfdf0 && r < 0xfe00 || r >= 0xfe70 && r < 0xff00 ||
		r >= 0x10800 && r < 0x11000 || r >= 0x1e800 && r < 0x1f000
}

// isEmoji reports whether r may be a part of an emoji sequence (an approximation of Extended_Pictographic, UTS 51, with
// the skin tones).
func isEmoji(r rune) bool {
	return r >= 0x1f000 && r < 0x1fb00 || r >= 0x2600 && r < 0x27c0 || r >= 0x2190 && r < 0x2400 || r >= 0x25a0 && r < 0x2600 ||
		r >= 0x2b00 && r < 0x2c00 || r == 0x2122 || r == 0x2139
}

func isSkinTone(r rune) bool { return r >= 0x1f3fb && r <= 0x1f3ff }

func isHan(r rune) bool { return unicode.Is(unicode.Han, r) }

// isJoining reports whether r is of a script in which ZWJ and ZWNJ between letters are spelling.
func isJoining(r rune) bool {
	return r >= 0x600 && r < 0x8a0 || r >= 0x8a0 && r < 0xe00 || r >= 0x1000 && r < 0x10a0 || r >= 0x1780 && r < 0x1800 ||
		r >= 0x1800 && r < 0x18b0 || r >= 0x1b00 && r < 0x1b80 || r >= 0xa8e0 && r < 0xa900 || r >= 0xa980 && r < 0xa9e0 ||
		r >= 0xfb50 && r < 0xfdd0 || r >= 0xfe70 && r < 0xff00 || r >= 0x11000 && r < 0x11d00
}

// isVirama reports whether r takes away a consonant's vowel; ZWJ behind it shapes the consonant even at a word's end.
func isVirama(r rune) bool {
	switch r {
	case 0x94d, 0x9cd, 0xa4d, 0xacd, 0xb4d, 0xbcd, 0xc4d, 0xccd, 0xd4d, 0xdca:
		return true
	}
	return false
}

// isUnspaced reports whether r is of a script written without spaces, where ZWSP shows a word's end.
func isUnspaced(r rune) bool {
	return r >= 0xe00 && r < 0xf00 || r >= 0x1000 && r < 0x10a0 || r >= 0x1780 && r < 0x1800 || r >= 0x19e0 && r < 0x1ab0
}
