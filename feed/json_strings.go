package feed

import (
	"bytes"
	"unicode/utf16"
	"unicode/utf8"
)

// unquoteJSON decodes a JSON string, of at most about limit bytes, or returns a number as it stands. It takes line breaks
// inside and unknown escapes as they are; half a surrogate pair becomes U+FFFD.
func unquoteJSON(raw []byte, limit int) string {
	if len(raw) == 0 || raw[0] != '"' {
		return string(raw[:min(len(raw), limit)])
	}
	raw = bytes.TrimSuffix(raw[1:], []byte(`"`))
	if len(raw) > limit {
		raw = raw[:limit]
	}
	i := bytes.IndexByte(raw, '\\')
	if i < 0 {
		return string(raw)
	}
	out := make([]byte, 0, len(raw))
	for i >= 0 {
		out = append(out, raw[:i]...)
		if raw = raw[i:]; len(raw) < 2 {
			return string(out)
		}
		n := 2
		switch c := raw[1]; c {
		case 'n':
			out = append(out, '\n')
		case 't':
			out = append(out, '\t')
		case 'r':
			out = append(out, '\r')
		case 'b', 'f':
			out = append(out, ' ')
		case 'u':
			r := hex4(raw[2:])
			if r < 0 {
				out = append(out, 'u')
				break
			}
			n = 6
			if utf16.IsSurrogate(r) {
				if low := rune(-1); len(raw) >= 12 && raw[6] == '\\' && raw[7] == 'u' {
					if low = hex4(raw[8:]); utf16.DecodeRune(r, low) != utf8.RuneError {
						r, n = utf16.DecodeRune(r, low), 12
					}
				}
			}
			out = utf8.AppendRune(out, r)
		default:
			out = append(out, c)
		}
		raw = raw[n:]
		i = bytes.IndexByte(raw, '\\')
	}
	return string(append(out, raw...))
}

// hex4 reads four hexadecimal digits; -1 when they are none.
func hex4(b []byte) rune {
	if len(b) < 4 {
		return -1
	}
	r := rune(0)
	for _, c := range b[:4] {
		switch {
		case isDigit(c):
			r = r<<4 | rune(c-'0')
		case c|0x20 >= 'a' && c|0x20 <= 'f':
			r = r<<4 | rune(c|0x20-'a'+10)
		default:
			return -1
		}
	}
	return r
}
