package store

import (
	"html"
	"strings"
)

// plainText is the text of a sanitised HTML fragment, for the index and for one-line summaries. The fragment was written
// by feed's sanitiser, so this reads tags, not the web; whatever it is given, no "<" of a tag is left over. Blocks are
// parted by a line break, cells and the like by a space.
func plainText(s string) string {
	i := strings.IndexAny(s, "<&")
	if i < 0 {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for len(s) > 0 {
		i := strings.IndexByte(s, '<')
		if i < 0 {
			b.WriteString(unescape(s))
			break
		}
		b.WriteString(unescape(s[:i]))
		s = s[i:]
		end := tagEnd(s)
		if end < 0 { // no tag
			b.WriteByte('<')
			s = s[1:]
			continue
		}
		switch name := tagName(s[1:end]); name {
		case "a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins", "kbd", "mark", "q", "s",
			"samp", "small", "span", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "ruby", "rb", "rp", "rt":
		case "td", "th", "img":
			b.WriteByte(' ')
		default:
			b.WriteByte('\n')
		}
		s = s[end+1:]
	}
	return b.String()
}

func unescape(s string) string {
	if strings.IndexByte(s, '&') < 0 {
		return s
	}
	return html.UnescapeString(s)
}

// tagEnd is the index of the ">" that ends the tag s begins with; -1 when it begins with none.
func tagEnd(s string) int {
	if len(s) < 3 {
		return -1
	}
	if c := s[1] | 0x20; (c < 'a' || c > 'z') && s[1] != '/' && s[1] != '!' {
		return -1
	}
	i := strings.IndexByte(s, '>')
	if i < 0 || strings.IndexByte(s[:i], '"') < 0 {
		return i
	}
	quote := byte(0)
	for i := range len(s) {
		switch c := s[i]; {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'' && i > 0 && s[i-1] == '=':
			quote = c
		case c == '>':
			return i
		}
	}
	return i
}

// tagName is the lower-case name in the inside of a tag.
func tagName(s string) string {
	s = strings.TrimPrefix(s, "/")
	for i := range len(s) {
		if c := s[i] | 0x20; (c < 'a' || c > 'z') && (s[i] < '0' || s[i] > '9') {
			s = s[:i]
			break
		}
	}
	return strings.ToLower(s)
}

// oneLine joins the text's words with single spaces, looking at no more of it than a line of n bytes needs.
func oneLine(s string, n int) string {
	if len(s) > 4*n {
		cut := 4 * n
		for cut > 0 && s[cut]&0xc0 == 0x80 {
			cut--
		}
		s = s[:cut]
	}
	return strings.Join(strings.Fields(s), " ")
}
