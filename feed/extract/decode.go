package extract

import (
	"bytes"
	"slices"
	"unicode/utf8"

	"golang.org/x/net/html/charset"

	"tidings/feed/text"
)

// decode returns the page as UTF-8. The order is: a byte order mark; bytes that are valid UTF-8 and use it (a page whose
// header says Latin-1 while its bytes are clean UTF-8 is a commonplace, the reverse does not occur by chance); the
// Content-Type; the page's own <meta>; a guess (all three: WHATWG encoding sniffing, as x/net/html/charset does it).
// What cannot be decoded becomes U+FFFD.
func decode(b []byte, contentType string) []byte {
	if bytes.HasPrefix(b, []byte("\xef\xbb\xbf")) {
		return bytes.ToValidUTF8(b[3:], []byte("\uFFFD"))
	}
	wide := bytes.HasPrefix(b, []byte("\xff\xfe")) || bytes.HasPrefix(b, []byte("\xfe\xff"))
	valid := !wide && utf8.Valid(b)
	if valid && hasHighByte(b) {
		return b
	}
	enc, name, certain := charset.DetermineEncoding(b, contentType)
	if valid && name == "utf-8" {
		return b
	}
	if name == "utf-8" || (!certain && mostlyUTF8(b)) {
		return bytes.ToValidUTF8(b, []byte("\uFFFD"))
	}
	if !wide && !hasHighByte(b) && name == "windows-1252" {
		return b // plain ASCII
	}
	out, err := enc.NewDecoder().Bytes(b)
	if err != nil {
		return bytes.ToValidUTF8(b, []byte("\uFFFD"))
	}
	return bytes.TrimPrefix(out, []byte("\ufeff"))
}

func hasHighByte(b []byte) bool {
	return slices.ContainsFunc(b, func(c byte) bool { return c >= utf8.RuneSelf })
}

// mostlyUTF8 says whether broken bytes are rare among UTF-8 sequences: one bad byte must not turn a whole page into
// another charset.
func mostlyUTF8(b []byte) bool {
	whole, stray := text.Sequences(b)
	return whole > 20*stray
}
