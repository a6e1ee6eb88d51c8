package feed

import (
	"bytes"
	"html"
	"strings"
	"unicode/utf8"
)

// unescape decodes the character references of XML text once: numbers, and the names that HTML defines (entities that the
// document itself declares are never expanded). Only references that end in ";" count, so that "?a=1&copy=2" stays what it
// is. Numbers for C1 controls mean windows-1252, as in HTML; those of characters that XML forbids give nothing.
func unescape(b []byte) string {
	i := bytes.IndexByte(b, '&')
	if i < 0 {
		return string(b)
	}
	var out strings.Builder
	out.Grow(len(b))
	var room [8]byte // for what one reference stands for
	for {
		out.Write(b[:i])
		ref, n := appendReference(room[:0], b[i:])
		out.Write(ref)
		b = b[i+n:]
		if i = bytes.IndexByte(b, '&'); i < 0 {
			out.Write(b)
			return out.String()
		}
	}
}

// appendReference decodes the reference at the start of b and returns how many bytes it took. A "&" that starts none is
// kept.
func appendReference(out, b []byte) ([]byte, int) {
	const longest = 34 // "&CounterClockwiseContourIntegral;" is the longest name of HTML
	end := bytes.IndexByte(b[:min(len(b), longest)], ';')
	if end < 2 {
		return append(out, '&'), 1
	}
	name := b[1:end]
	if name[0] == '#' {
		r, ok := number(name[1:])
		if !ok {
			return append(out, '&'), 1
		}
		if r > 0 {
			out = utf8.AppendRune(out, r)
		}
		return out, end + 1
	}
	switch string(name) {
	case "amp":
		return append(out, '&'), end + 1
	case "lt":
		return append(out, '<'), end + 1
	case "gt":
		return append(out, '>'), end + 1
	case "quot":
		return append(out, '"'), end + 1
	case "apos":
		return append(out, '\''), end + 1
	case "nbsp":
		return append(out, "\u00a0"...), end + 1
	}
	for _, c := range name {
		if (c|0x20 < 'a' || c|0x20 > 'z') && (c < '0' || c > '9') {
			return append(out, '&'), 1
		}
	}
	ref := string(b[:end+1])
	if s := html.UnescapeString(ref); s != ref && !partly(ref, s) {
		return append(out, s...), end + 1
	}
	if s := html.UnescapeString(strings.ToLower(ref)); !strings.HasSuffix(s, ";") { // &NBSP;
		return append(out, s...), end + 1
	}
	return append(out, '&'), 1
}

// partly reports whether only a beginning of the name was decoded ("&notit;" to "¬it;").
func partly(ref, decoded string) bool {
	return decoded == html.UnescapeString(ref[:len(ref)-1])+";"
}

// number decodes the digits of a numeric reference. The rune is 0 for a character that text may not hold.
func number(b []byte) (rune, bool) {
	base := rune(10)
	if len(b) > 0 && b[0]|0x20 == 'x' {
		base, b = 16, b[1:]
	}
	if len(b) == 0 {
		return 0, false
	}
	r := rune(0)
	for _, c := range b {
		d := rune(99)
		switch {
		case c >= '0' && c <= '9':
			d = rune(c - '0')
		case c|0x20 >= 'a' && c|0x20 <= 'f':
			d = rune(c|0x20-'a') + 10
		}
		if d >= base {
			return 0, false
		}
		if r = r*base + d; r > utf8.MaxRune {
			r = utf8.MaxRune + 1 // and stay there
		}
	}
	switch {
	case r >= 0x80 && r < 0xa0:
		r = rune1252[r-0x80]
		if r < 0xa0 {
			return 0, true
		}
	case r > utf8.MaxRune, r >= 0xd800 && r < 0xe000, r < ' ' && r != '\t' && r != '\n' && r != '\r', r == 0x7f, r&0xfffe == 0xfffe:
		return 0, true
	}
	return r, true
}
