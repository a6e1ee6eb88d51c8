package text

import "unicode/utf8"

// Sequences counts what b holds beyond ASCII: whole UTF-8 sequences, and bytes that are part of none.
func Sequences(b []byte) (whole, stray int) {
	for i := 0; i < len(b); {
		if b[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, n := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && n == 1 {
			stray++
		} else {
			whole++
		}
		i += n
	}
	return whole, stray
}
