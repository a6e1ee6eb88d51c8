package feed

import "strings"

// escapes are the references that escaping gives; where two stand for one character, the first is what is written.
var escapes = [...]struct {
	reference string
	char      byte
}{{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&#34;", '"'}, {"&#39;", '\''}, {"&quot;", '"'}}

// appendEscaped appends s with what special holds of "&", "<", ">" and quotes as references.
func appendEscaped(out []byte, s, special string) []byte {
	for {
		i := strings.IndexAny(s, special)
		if i < 0 {
			return append(out, s...)
		}
		out = append(out, s[:i]...)
		for _, e := range escapes {
			if e.char == s[i] {
				out = append(out, e.reference...)
				break
			}
		}
		s = s[i+1:]
	}
}

// readEscape returns the character and the length of the escape that s begins with; 0 where it begins with none.
func readEscape(s string) (char byte, size int) {
	for _, e := range escapes {
		if strings.HasPrefix(s, e.reference) {
			return e.char, len(e.reference)
		}
	}
	return 0, 0
}

// isEscaped reports whether all references in s are those that stay in the text of a sanitised fragment.
func isEscaped(s string) bool {
	for {
		i := strings.IndexByte(s, '&')
		if i < 0 {
			return true
		}
		char, size := readEscape(s[i:])
		if size == 0 || char == '"' || char == '\'' {
			return false
		}
		s = s[i+size:]
	}
}

// plainValue decodes an attribute's value; ok is false when that takes more than to undo escaping.
func plainValue(s string) (decoded string, ok bool) {
	if strings.IndexByte(s, '\r') >= 0 || strings.IndexByte(s, 0) >= 0 {
		return "", false
	}
	i := strings.IndexByte(s, '&')
	if i < 0 {
		return s, true
	}
	var b strings.Builder
	b.Grow(len(s))
	for ; i >= 0; i = strings.IndexByte(s, '&') {
		char, size := readEscape(s[i:])
		if size == 0 {
			return "", false
		}
		b.WriteString(s[:i])
		b.WriteByte(char)
		s = s[i+size:]
	}
	b.WriteString(s)
	return b.String(), true
}
