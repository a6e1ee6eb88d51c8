package feed

import (
	"strings"

	"golang.org/x/net/html"
)

// htmlTokens splits HTML into tokens as golang.org/x/net/html does. Text and tags that are written plainly, which is all
// that most feeds hold, are read where they stand. From the first piece on that takes a browser's rules, such as a script,
// an open quote or a doubtful comment, x/net/html reads all that is left.
type htmlTokens struct {
	rest string          // not yet read
	full *html.Tokenizer // reads the rest; nil until then

	raw   string // the token as it stands
	name  string // of a tag, in lower case
	attrs []htmlAttr
}

// htmlAttr is an attribute with its references decoded.
type htmlAttr struct{ key, val string }

// maxPlainAttrs bounds the search for a name that comes twice.
const maxPlainAttrs = 16

// reset starts on another fragment.
func (z *htmlTokens) reset(fragment string) {
	*z = htmlTokens{rest: fragment, attrs: z.attrs[:0]}
}

// next reads a token. After an ErrorToken there is nothing more.
func (z *htmlTokens) next() html.TokenType {
	if z.full == nil {
		z.attrs = z.attrs[:0]
		tt, n := html.TextToken, plainText(z.rest)
		if n == 0 {
			tt, n = z.plainMarkup(z.rest)
		}
		if n > 0 || z.rest == "" {
			z.raw, z.rest = z.rest[:n], z.rest[n:]
			return tt
		}
		z.full = html.NewTokenizer(strings.NewReader(z.rest))
	}
	z.attrs = z.attrs[:0]
	tt := z.full.Next()
	n := len(z.full.Raw())
	z.raw, z.rest = z.rest[:n], z.rest[n:]
	if tt == html.StartTagToken || tt == html.SelfClosingTagToken || tt == html.EndTagToken {
		name, more := z.full.TagName()
		z.name = string(name)
		for more {
			var key, val []byte
			key, val, more = z.full.TagAttr()
			z.attrs = append(z.attrs, htmlAttr{string(key), string(val)})
		}
	}
	return tt
}

// closeNow says of the start tag just read that nothing belongs to it, not even where text without markup would follow.
func (z *htmlTokens) closeNow() {
	if z.full != nil {
		z.full.NextIsNotRawText()
	}
}

// plainText returns how many bytes of text s begins with.
func plainText(s string) int {
	for i := 0; ; i++ {
		n := strings.IndexByte(s[i:], '<')
		if n < 0 {
			return len(s)
		}
		i += n
		if i+1 == len(s) {
			return len(s)
		}
		if c := s[i+1]; c|0x20 >= 'a' && c|0x20 <= 'z' || c == '/' || c == '!' || c == '?' {
			return i
		}
	}
}

// plainMarkup reads the tag or comment at the start of s and returns its length, or 0 when it is not plain.
func (z *htmlTokens) plainMarkup(s string) (html.TokenType, int) {
	switch {
	case s == "":
		return html.ErrorToken, 0
	case strings.HasPrefix(s, "<!--"):
		n := strings.Index(s[4:], "--")
		if n > 0 && s[4] != '>' && s[4] != '-' && strings.HasPrefix(s[4+n:], "-->") {
			return html.CommentToken, 4 + n + 3
		}
		return html.ErrorToken, 0
	case s[1] == '/':
		n := 2 + plainName(s[2:])
		if n == 2 || n == len(s) || s[n] != '>' {
			return html.ErrorToken, 0
		}
		z.name = s[2:n]
		return html.EndTagToken, n + 1
	}
	return z.plainStart(s)
}

// plainStart reads a start tag whose names are in lower case and whose values stand in quotes.
func (z *htmlTokens) plainStart(s string) (html.TokenType, int) {
	i := 1 + plainName(s[1:])
	z.name = s[1:i]
	if i == 1 || holdsRawText(z.name) {
		return html.ErrorToken, 0
	}
	for {
		from := i
		for i < len(s) && (s[i] == ' ' || s[i] == '\n' || s[i] == '\t') {
			i++
		}
		switch {
		case strings.HasPrefix(s[i:], ">"):
			return html.StartTagToken, i + 1
		case strings.HasPrefix(s[i:], "/>"):
			return html.SelfClosingTagToken, i + 2
		}
		n := plainAttr(s[i:], &z.attrs)
		if i == from || n == 0 || len(z.attrs) > maxPlainAttrs {
			return html.ErrorToken, 0
		}
		i += n
	}
}

// plainAttr reads the attribute at the start of s and returns its length, or 0 when it is not plain. The second of a name
// does not count.
func plainAttr(s string, attrs *[]htmlAttr) int {
	n := plainName(s)
	a := htmlAttr{key: s[:n]}
	if n == 0 || n == len(s) {
		return 0
	}
	if s[n] == '=' {
		n++
		if n == len(s) || s[n] != '"' && s[n] != '\'' {
			return 0
		}
		end := strings.IndexByte(s[n+1:], s[n])
		if end < 0 {
			return 0
		}
		a.val = s[n+1 : n+1+end]
		n += 1 + end + 1
		var ok bool
		if a.val, ok = plainValue(a.val); !ok {
			return 0
		}
	}
	for _, seen := range *attrs {
		if seen.key == a.key {
			return n
		}
	}
	*attrs = append(*attrs, a)
	return n
}

// plainName returns the length of the name of an element or attribute that s begins with, if it is in lower case.
func plainName(s string) int {
	i := 0
	for i < len(s) && (s[i] >= 'a' && s[i] <= 'z' || i > 0 && (isDigit(s[i]) || s[i] == '-' || s[i] == ':' || s[i] == '_')) {
		i++
	}
	return i
}

// holdsRawText reports whether what follows a start tag is text up to the element's end, whatever stands in it (HTML,
// 13.2.5.1).
func holdsRawText(name string) bool {
	switch name {
	case "iframe", "noembed", "noframes", "noscript", "plaintext", "script", "style", "textarea", "title", "xmp":
		return true
	}
	return false
}
