package feed

import (
	"bytes"
	"mime"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"

	"tidings/feed/text"
)

// toUTF8 returns body as UTF-8 without a byte order mark, and, in words, what had to be guessed or mended. The charset is
// that of the byte order mark, else of the Content-Type, else of the XML declaration, else guessed (RFC 7303, 3). A name
// that the bytes disprove does not count: text that is valid UTF-8 with letters beyond ASCII is UTF-8, whatever is said.
func toUTF8(body []byte, contentType string) ([]byte, string) {
	out, mended := decode(body, contentType)
	return undoC1(out), mended
}

// undoC1 replaces C1 controls, which no text holds: they come from windows-1252 that was taken for ISO 8859-1.
func undoC1(b []byte) []byte {
	var out []byte
	for start := 0; ; {
		n := bytes.IndexByte(b[start:], 0xc2)
		if n < 0 || start+n+1 >= len(b) {
			if out == nil {
				return b
			}
			return append(out, b[start:]...)
		}
		if c := b[start+n+1]; c < 0xa0 {
			if out == nil {
				out = append(make([]byte, 0, len(b)+len(b)/16), b[:start]...)
			}
			out = append(out, b[start:start+n]...)
			out = utf8.AppendRune(out, windows1252(c))
		} else if out != nil {
			out = append(out, b[start:start+n+2]...)
		}
		start += n + 2
	}
}

func decode(body []byte, contentType string) ([]byte, string) {
	if s, enc := byteOrder(body); enc != nil {
		out, err := enc.NewDecoder().Bytes(s)
		if err != nil {
			return body, ""
		}
		return trimMarks(out), ""
	}
	if bytes.HasPrefix(body, []byte("\xef\xbb\xbf")) {
		return mendUTF8(trimMarks(body))
	}
	if utf8.Valid(body) && !hasShifts(body) {
		return body, ""
	}
	named := ""
	for _, name := range []string{headerCharset(contentType), declaredCharset(body)} {
		enc, canonical := charset.Lookup(name)
		if enc == nil {
			continue
		}
		if strings.HasPrefix(canonical, "utf-16") { // it is not: there is no sign of it in the bytes
			canonical = "utf-8"
		}
		if named == "" {
			named = canonical
		}
		if canonical == "utf-8" {
			if utf8.Valid(body) || mostlyUTF8(body) {
				return mendUTF8(body)
			}
			continue
		}
		out, err := enc.NewDecoder().Bytes(body)
		if err != nil {
			continue
		}
		if n := bytes.Count(out, []byte("\ufffd")); n > 8 && n > len(out)/100 {
			continue // not this one
		}
		return out, ""
	}
	if mostlyUTF8(body) {
		return mendUTF8(body)
	}
	out, name := guessCharset(body)
	if out == nil {
		return mendUTF8(body)
	}
	if named == "" {
		return out, "no charset is named: read as " + name
	}
	return out, "the text is not " + named + ": read as " + name
}

// byteOrder returns the text behind a UTF-16 or UTF-32 byte order mark and its encoding. Without a mark, the zero bytes
// of "<" and "?" tell (XML 1.0, appendix F).
func byteOrder(b []byte) ([]byte, encoding.Encoding) {
	has := func(p string) bool { return bytes.HasPrefix(b, []byte(p)) }
	switch {
	case has("\x00\x00\xfe\xff"), has("\x00\x00\x00<"):
		return b, utf32.UTF32(utf32.BigEndian, utf32.UseBOM)
	case has("\xff\xfe\x00\x00"), has("<\x00\x00\x00"):
		return b, utf32.UTF32(utf32.LittleEndian, utf32.UseBOM)
	case has("\xfe\xff"), has("\x00<\x00"), has("\x00{\x00"):
		return b, unicode.UTF16(unicode.BigEndian, unicode.UseBOM)
	case has("\xff\xfe"), has("<\x00") && len(b) > 3 && b[3] == 0, has("{\x00") && len(b) > 3 && b[3] == 0:
		return b, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)
	}
	return nil, nil
}

func trimMarks(b []byte) []byte {
	for bytes.HasPrefix(b, []byte("\xef\xbb\xbf")) {
		b = b[3:]
	}
	return b
}

// hasShifts reports whether ASCII text uses the escapes of ISO-2022-JP or HZ, which are valid UTF-8 by accident.
func hasShifts(b []byte) bool {
	return bytes.Contains(b, []byte("\x1b$")) && (bytes.Contains(b, []byte("\x1b(B")) || bytes.Contains(b, []byte("\x1b(J")))
}

// headerCharset returns the charset parameter of a Content-Type, however badly it is written.
func headerCharset(contentType string) string {
	if _, params, err := mime.ParseMediaType(contentType); err == nil {
		return params["charset"]
	}
	_, after, ok := strings.Cut(strings.ToLower(contentType), "charset")
	if !ok {
		return ""
	}
	after = strings.TrimLeft(after, " =")
	if i := strings.IndexAny(after, ";, "); i >= 0 {
		after = after[:i]
	}
	return strings.Trim(after, `"'`)
}

// declaredCharset returns the encoding that the XML declaration names.
func declaredCharset(b []byte) string {
	i := bytes.Index(b[:min(len(b), 4096)], []byte("<?xml"))
	if i < 0 {
		return ""
	}
	b = b[i:min(len(b), i+400)]
	if end := bytes.Index(b, []byte("?>")); end > 0 {
		b = b[:end]
	}
	i = bytes.Index(b, []byte("encoding"))
	if i < 0 {
		return ""
	}
	b = bytes.TrimLeft(b[i+len("encoding"):], " \t\r\n=")
	if len(b) == 0 {
		return ""
	}
	if q := b[0]; q == '"' || q == '\'' {
		b = b[1:]
		if end := bytes.IndexByte(b, q); end >= 0 {
			return strings.TrimSpace(string(b[:end]))
		}
	}
	if end := bytes.IndexAny(b, " \t\r\n?>"); end >= 0 {
		b = b[:end]
	}
	return string(b)
}

// mostlyUTF8 reports whether b has more well-formed sequences beyond ASCII than stray bytes.
func mostlyUTF8(b []byte) bool {
	whole, stray := text.Sequences(b)
	return whole > stray
}

// mendUTF8 reads stray bytes as windows-1252, as browsers do with text that is labelled wrongly.
func mendUTF8(b []byte) ([]byte, string) {
	if utf8.Valid(b) {
		return b, ""
	}
	out := make([]byte, 0, len(b)+len(b)/16)
	for i := 0; i < len(b); {
		r, n := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && n == 1 {
			out = utf8.AppendRune(out, windows1252(b[i]))
		} else {
			out = append(out, b[i:i+n]...)
		}
		i += n
	}
	return out, "bytes that are not UTF-8: read as windows-1252"
}

// windows1252 returns the character of a byte (WHATWG Encoding, index windows-1252).
func windows1252(c byte) rune {
	if c >= 0x80 && c < 0xa0 {
		return rune1252[c-0x80]
	}
	return rune(c)
}

var rune1252 = [32]rune{
	0x20ac, 0x81, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8d, 0x017d, 0x8f,
	0x90, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0x9d, 0x017e, 0x0178,
}

// guessCharset reads text that names no charset, or a wrong one, and is not UTF-8. East Asian encodings are told by how
// well-formed they are, Cyrillic ones by the letters that are common; what is left is windows-1252. It returns nil when
// nothing fits better than that.
func guessCharset(b []byte) ([]byte, string) {
	sample := b[:min(len(b), 64<<10)]
	high, pairs := 0, 0
	for i, c := range sample {
		if c >= 0x80 {
			high++
			if i > 0 && sample[i-1] >= 0x80 {
				pairs++
			}
		}
	}
	if pairs*3 < high { // single letters within ASCII words: a Latin charset
		return nil, ""
	}
	bestName, best := "", 0
	for _, name := range []string{"shift_jis", "euc-jp", "gb18030", "big5", "euc-kr", "windows-1251", "koi8-r"} {
		enc, _ := charset.Lookup(name)
		out, err := enc.NewDecoder().Bytes(sample)
		if err != nil {
			continue
		}
		if s := plausible(out, name); s > best {
			bestName, best = name, s
		}
	}
	if bestName == "" {
		return nil, ""
	}
	enc, _ := charset.Lookup(bestName)
	out, err := enc.NewDecoder().Bytes(b)
	if err != nil {
		return nil, ""
	}
	return out, bestName
}

// plausible scores decoded text: characters that texts in that charset are full of count for it, broken and rare ones
// against. 0 or less means: not this one.
func plausible(s []byte, name string) int {
	score, n := 0, 0
	for i := 0; i < len(s); {
		if s[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, size := utf8.DecodeRune(s[i:])
		i += size
		n++
		cyrillic := name == "windows-1251" || name == "koi8-r"
		switch {
		case r == utf8.RuneError || r < 0xa0:
			score -= 20
		case cyrillic && r >= 'а' && r <= 'я':
			score += 2
		case cyrillic && r >= 'А' && r <= 'Я':
		case cyrillic:
			score -= 4
		case r >= 0x3041 && r <= 0x30f6: // kana: in Japanese text only
			score += 6
		case r >= 0x4e00 && r < 0xa000:
			score += 2
		case r >= 0xac00 && r < 0xd7a4:
			score += 4
		case r >= 0x3000 && r < 0x3020 || r >= 0xff00 && r < 0xff60:
			score += 2
		case r >= 0xff61 && r < 0xffa0: // half-width kana: what other charsets look like in Shift_JIS
			score -= 4
		default:
			score -= 4
		}
	}
	if n < 2 {
		return 0
	}
	return score * 100 / n // a two-byte charset has half the characters
}
