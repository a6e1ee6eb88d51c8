package store

import (
	"strings"
	"unicode/utf8"
)

// in reports whether the term stands in s.
func (t term) in(s string) bool {
	if found, sure := t.inPlain(s); sure {
		return found
	}
	n := len(t.words)
	if n > 64 {
		return len(findHits(s, []term{t}, 0)) > 0
	}
	var state uint64 // bit i: the words just read are the term's first i+1
	eachWord(s, func(w wordRange) bool {
		var here uint64
		for i := range t.words {
			if t.isWord(i, w.folded) {
				here |= 1 << i
			}
		}
		state = (state<<1 | 1) & here
		return state>>(n-1) == 0
	})
	return state>>(n-1) != 0
}

// isWord reports whether w is the term's i-th word.
func (t term) isWord(i int, w string) bool {
	return w == t.words[i] || t.prefix && i == len(t.words)-1 && strings.HasPrefix(w, t.words[i])
}

// inPlain is in for a term that begins with an ASCII word and a text whose only other characters are quotation marks, dashes
// and the like, which most texts of such terms are: it cuts only where the term's first letters stand. sure is false for
// other texts.
func (t term) inPlain(s string) (found, sure bool) {
	first := strings.TrimRight(t.words[0], "+#")
	if first == "" || len(first) >= maxWord || strings.IndexFunc(first, func(r rune) bool { return r >= utf8.RuneSelf }) >= 0 {
		return false, false
	}
	inWord := false
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c >= utf8.RuneSelf {
			if c != 0xe2 || i+2 >= len(s) || s[i+1] != 0x80 || s[i+2]&0xc0 != 0x80 { // U+2000 to U+203F
				return false, false
			}
			i += 2
			inWord = false
			continue
		}
		is := isASCIIWord(c)
		if is && !inWord && len(s)-i >= len(first) && c|0x20 == first[0]|0x20 && strings.EqualFold(s[i:i+len(first)], first) && t.beginsAt(s[i:]) {
			return true, true
		}
		inWord = is
	}
	return false, true
}

// beginsAt reports whether the words of s begin with the term's.
func (t term) beginsAt(s string) bool {
	n := 0
	eachWord(s, func(w wordRange) bool {
		if !t.isWord(n, w.folded) {
			return false
		}
		n++
		return n < len(t.words)
	})
	return n == len(t.words)
}
