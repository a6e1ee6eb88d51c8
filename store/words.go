package store

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"tidings/feed/text"
)

// How text is cut into words for the search index. The same cutting serves the index, the query and the snippet, so what
// is found is what is marked.
//
//   - A word is a run of letters, digits and their marks, folded by text.Fold; "+" and "#" behind it belong to it (C++, F#).
//   - Scripts written without spaces (and Korean, whose particles stick to the word) are cut into overlapping pairs of
//     characters, and the last character of a run stands alone: 東京都 is 東京 京都 都. A word of any length is then a phrase
//     of pairs, and a single character a prefix. Trigrams, the usual way, cannot find words of two characters, which most
//     Chinese and Japanese words are, and need an index of their own.
const maxWord = 64 // bytes; what is longer is no word of any language but an address or a key, found by its beginning

// wordRange is a folded word and where it stands in the text: s[start:end].
type wordRange struct {
	folded     string
	start, end int
	lone       bool // the last character of a run of pairs
}

// eachWord calls f for each word of s until it returns false.
func eachWord(s string, f func(wordRange) bool) {
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case !isWordRune(r) || unicode.IsMark(r):
			i += n
		case isDense(r):
			var ok bool
			if i, ok = densePairs(s, i, f); !ok {
				return
			}
		default:
			start := i
			upper := false
			plain := true
			for i < len(s) {
				c := s[i]
				if c < utf8.RuneSelf {
					if !isASCIIWord(c) {
						break
					}
					upper = upper || c >= 'A' && c <= 'Z'
					i++
					continue
				}
				r, n = utf8.DecodeRuneInString(s[i:])
				if !isWordRune(r) || isDense(r) {
					break
				}
				plain = false
				i += n
			}
			if i < len(s) && (s[i] == '+' || s[i] == '#') {
				i = suffix(s, start, i)
			}
			w := s[start:i]
			switch {
			case !plain:
				w = text.Fold(w)
			case upper:
				w = strings.ToLower(w) // which is text.Fold of ASCII letters
			}
			if !f(wordRange{folded: clipWord(w), start: start, end: i}) {
				return
			}
		}
	}
}

// suffix returns the end of the word that ends at i together with the "+" or "#" behind it, if these end there, too.
func suffix(s string, start, i int) int {
	j := i
	for j < len(s) && j < i+2 && (s[j] == '+' || s[j] == '#') {
		j++
	}
	if i-start > 12 || j < len(s) && (s[j] == '+' || s[j] == '#' || isASCIIWord(s[j]) || s[j] >= utf8.RuneSelf && isWordRune(first(s[j:]))) {
		return i
	}
	if s[i] == '+' && j-i != 2 || s[i] == '#' && j-i != 1 {
		return i
	}
	return j
}

func first(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

// densePairs cuts the run of characters that starts at s[i] and returns its end.
func densePairs(s string, i int, f func(wordRange) bool) (int, bool) {
	prev, prevEnd := -1, 0
	wasFolded := false
	fold := func(w string, folded bool) string {
		if folded {
			return w
		}
		return text.Fold(w)
	}
	for i < len(s) {
		r, n := utf8.DecodeRuneInString(s[i:])
		folded := isFolded(r)
		if !folded && !isDense(r) && (prev < 0 || !unicode.IsMark(r)) {
			break
		}
		if prev >= 0 && !f(wordRange{folded: fold(s[prev:i+n], folded && wasFolded), start: prev, end: i + n}) {
			return i, false
		}
		prev, prevEnd, wasFolded = i, i+n, folded
		i += n
	}
	return i, f(wordRange{folded: fold(s[prev:prevEnd], wasFolded), start: prev, end: prevEnd, lone: true})
}

// isFolded reports whether r is a dense character that text.Fold leaves as it is, alone and between others of these: Han,
// kana and Hangul syllables.
func isFolded(r rune) bool {
	return r >= 0x4e00 && r < 0xa000 || r >= 0x3041 && r < 0x3097 || r >= 0x30a1 && r < 0x30fb || r >= 0xac00 && r < 0xd7a4
}

func isASCIIWord(c byte) bool { return asciiWord[c] }

// asciiWord are the ASCII letters and digits: a table, because every byte of every text is asked for.
var asciiWord = func() (t [256]bool) {
	for c := range t {
		t[c] = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
	}
	return t
}()

func isWordRune(r rune) bool {
	switch {
	case r < utf8.RuneSelf:
		return isASCIIWord(byte(r))
	case r >= 0x400 && r < 0x482, r >= 0x4e00 && r < 0xa000, r >= 0xac00 && r < 0xd7a4: // Cyrillic, Han, Hangul: all letters
		return true
	case r >= 0x2000 && r < 0x2070: // quotation marks, dashes and the like
		return false
	}
	return unicode.In(r, unicode.L, unicode.N, unicode.M)
}

// isDense reports whether r is of a script whose words are not parted by spaces.
func isDense(r rune) bool {
	switch {
	case r < 0x0e00:
		return false
	case r < 0x0f00: // Thai, Lao
		return isWordRune(r)
	case r < 0x1000:
		return false
	case r < 0x10a0: // Myanmar
		return isWordRune(r)
	case r >= 0x1780 && r < 0x1800: // Khmer
		return isWordRune(r)
	case r >= 0x1100 && r < 0x1200: // Hangul, decomposed
		return true
	case r < 0x2e80:
		return false
	case r < 0xd7ff: // Han, kana, Bopomofo, Hangul
		return isWordRune(r) && !(r >= 0xa000 && r < 0xac00)
	case r >= 0xf900 && r < 0xfb00, r >= 0xff66 && r < 0xffdd, r >= 0x20000 && r < 0x3fffe:
		return isWordRune(r)
	}
	return false
}

// clipWord cuts a word to maxWord bytes at a character.
func clipWord(w string) string {
	if len(w) <= maxWord {
		return w
	}
	i := maxWord
	for !utf8.RuneStart(w[i]) {
		i--
	}
	return w[:i]
}
