package text

import (
	"strings"
	"unicode/utf8"
)

// Clip returns s in at most n bytes. A longer text is cut at the end of a word if one ends in its last quarter, never
// inside a character with its marks or a joined emoji, and ends in "…" (3 bytes). Below 3 bytes it returns "".
func Clip(s string, n int) string {
	if len(s) <= n {
		return s
	}
	const dots = "…"
	if n < len(dots) {
		return ""
	}
	cut := n - len(dots)
	for cut > 0 && !boundary(s, cut) {
		cut--
	}
	if i := strings.LastIndexByte(s[:cut], ' '); i >= cut*3/4 && s[cut] != ' ' {
		cut = i
	}
	return strings.TrimRight(s[:cut], " ") + dots
}

// boundary reports whether s may be cut before s[i].
func boundary(s string, i int) bool {
	if !utf8.RuneStart(s[i]) {
		return false
	}
	next, _ := utf8.DecodeRuneInString(s[i:])
	prev, _ := utf8.DecodeLastRuneInString(s[:i])
	switch classOf(next) {
	case mark, selector, joiner, direction:
		return false
	}
	isFlag := func(r rune) bool { return r >= 0x1f1e6 && r <= 0x1f1ff }
	return prev != zwj && !isSkinTone(next) && (!isFlag(prev) || !isFlag(next))
}
