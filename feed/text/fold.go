package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Fold returns s for comparing and finding: lower case, without accents, vowel points and width forms, "ß" as "ss", "ø"
// as "o" and so on. Marks that are letters of their own (Indic vowels, Japanese voicing) stay. Fold(Fold(s)) == Fold(s).
func Fold(s string) string {
	if isASCII(s) {
		return strings.ToLower(s)
	}
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range norm.NFKD.String(s) {
		switch {
		case r >= 'A' && r <= 'Z':
			b.WriteByte(byte(r) + 'a' - 'A')
		case r < utf8.RuneSelf:
			b.WriteByte(byte(r))
		case r >= 0x300 && r < 0x370, r >= 0x591 && r < 0x5c8 && unicode.Is(unicode.Mn, r), r >= 0x64b && r < 0x660, r == 0x670, r == 0x640:
			// diacritics; Hebrew points; Arabic vowels and tatweel
		default:
			r = unicode.ToLower(r)
			if t, ok := plainLetter(r); ok {
				b.WriteString(t)
			} else {
				b.WriteRune(r)
			}
		}
	}
	out := norm.NFC.String(b.String())
	return out
}

// plainLetter spells letters that Unicode does not decompose.
func plainLetter(r rune) (string, bool) {
	switch r {
	case 'ß':
		return "ss", true
	case 'æ':
		return "ae", true
	case 'œ':
		return "oe", true
	case 'ø':
		return "o", true
	case 'đ', 'ð':
		return "d", true
	case 'ł':
		return "l", true
	case 'ħ':
		return "h", true
	case 'ı':
		return "i", true
	case 'þ':
		return "th", true
	case 'ŧ':
		return "t", true
	case 'ς':
		return "σ", true
	case 'ё':
		return "е", true
	}
	return "", false
}
