package feed

import (
	"bytes"
	"encoding/base64"
	"net/url"
	"strconv"
	"strings"
	"unicode/utf8"

	"tidings/feed/text"
)

// contentKind is what a text construct says that it holds.
type contentKind uint8

const (
	kindUnsaid contentKind = iota // RSS, and Atom without a type: text or HTML, to be seen
	kindText                      // plain text
	kindHTML                      // HTML, escaped once
	kindMarkup                    // elements of the document itself
	kindBase64                    // HTML or text in base64, or something that is neither
)

// heldText is a text of the document as it stands there, kept aside while gofeed parses the skeleton.
type heldText struct {
	raw   []byte
	kind  contentKind
	tags  bool // holds elements
	cdata bool // holds CDATA sections or comments
	json  bool // is a JSON string with its quotes, or a number
	base  int32
	lang  int32
}

// texts gives the held texts by the numbers that stand for them in the skeleton.
type heldTexts struct {
	all   []heldText
	bases []*url.URL // bases[0] is the document's address; elements may be nil
	langs []string
	clean sanitizer
}

const (
	maxLine = 2 << 10  // bytes of a title, a name, a tag
	maxBody = 16 << 20 // bytes of a summary or content
)

// add keeps a text and returns its number.
func (h *heldTexts) add(t heldText) int {
	h.all = append(h.all, t)
	return len(h.all) - 1
}

// get returns the text of a number in the skeleton; nil when s is none.
func (h *heldTexts) get(s string) *heldText {
	if s == "" || len(s) > 9 {
		return nil
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 || n >= len(h.all) {
		return nil
	}
	return &h.all[n]
}

// raw returns a text decoded once and trimmed, for ids and attributes.
func (h *heldTexts) raw(s string) string {
	t := h.get(s)
	if t == nil {
		return ""
	}
	out, _ := t.inner(maxURL)
	return strings.TrimSpace(out)
}

const maxURL = 16 << 10

// line returns a text as one line without markup: titles, names, tags.
func (h *heldTexts) line(s string) string {
	t := h.get(s)
	if t == nil {
		return ""
	}
	out, isHTML := t.inner(4 * maxLine)
	if isHTML && (t.kind != kindUnsaid || t.tags || meansHTML(out)) {
		out = TextOf(out)
	} else {
		out = text.Line(out)
	}
	return text.Clip(out, maxLine)
}

// url returns a text as an absolute address, or "".
func (h *heldTexts) url(s string) string {
	t := h.get(s)
	if t == nil {
		return ""
	}
	if t.tags { // <link>http://…<br/></link>
		return resolve(h.line(s), h.bases[t.base])
	}
	out, _ := t.inner(maxURL + 1)
	return resolve(out, h.bases[t.base])
}

// resolve returns an absolute address, or, when there is nothing to resolve it by, a relative one as it stands, or "".
func resolve(s string, base *url.URL) string {
	if out := text.Resolve(s, base); out != "" || base != nil {
		return out
	}
	s = strings.TrimSpace(s)
	if s == "" || len(s) > maxURL || strings.HasPrefix(s, "-") || strings.HasPrefix(s, "//") || strings.ContainsAny(s, " \\<>\"'`") || text.Line(s) != s {
		return ""
	}
	if i := strings.IndexAny(s, ":/?#"); i >= 0 && s[i] == ':' {
		return "" // another scheme
	}
	return s
}

// lineAsIs returns a text as one line; what looks like markup in it is text (names, tags).
func (h *heldTexts) lineAsIs(s string) string {
	t := h.get(s)
	if t == nil {
		return ""
	}
	if t.tags {
		return h.line(s)
	}
	out, _ := t.inner(4 * maxLine)
	return text.Clip(text.Line(out), maxLine)
}

// fragment returns a text as a sanitised HTML fragment.
func (h *heldTexts) fragment(s string) string {
	t := h.get(s)
	if t == nil {
		return ""
	}
	out, isHTML := t.inner(maxBody)
	if !isHTML {
		return paragraphs(out)
	}
	return h.clean.sanitize(out, h.bases[t.base])
}

// inner decodes a text to HTML or plain text, of at most about limit bytes.
func (t *heldText) inner(limit int) (out string, isHTML bool) {
	raw := t.raw
	if t.json {
		out = unquoteJSON(raw, limit)
		return out, t.kind == kindHTML || t.kind == kindUnsaid && looksHTML(out)
	}
	if len(raw) > limit {
		raw = raw[:limit]
		if i := bytes.LastIndexAny(raw[max(0, limit-64):], "&<"); i >= 0 { // not inside a reference or tag
			raw = raw[:max(0, limit-64)+i]
		}
	}
	if t.tags && t.kind != kindHTML && t.kind != kindBase64 {
		return t.markup(raw), true
	}
	if t.cdata || t.tags {
		out = joinText(raw)
	} else {
		out = unescape(raw)
	}
	switch t.kind {
	case kindBase64:
		b, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(out), ""))
		switch {
		case err != nil:
			return out, looksHTML(out)
		case !utf8.Valid(b) || bytes.IndexByte(b, 0) >= 0:
			return "", false
		}
		return string(b), looksHTML(string(b))
	case kindHTML:
		return out, true
	case kindMarkup:
		// Markup without elements: its references are decoded, what is left is text.
		return out, looksHTML(out)
	case kindUnsaid:
		return out, looksHTML(out)
	}
	return out, false
}

// joinText decodes text that has CDATA sections, comments or stray tags in it.
func joinText(raw []byte) string {
	var b strings.Builder
	b.Grow(len(raw))
	s := scanner{b: raw}
	for {
		switch t := s.next(); t.kind {
		case tokenEOF:
			return b.String()
		case tokenText:
			b.WriteString(unescape(raw[t.from:t.to]))
		case tokenCDATA:
			b.Write(raw[t.from:t.to])
		case tokenStart, tokenEnd:
			b.Write(raw[t.at:s.at])
		}
	}
}

// markup writes elements of the document as HTML: prefixes dropped, "<p/>" closed, CDATA sections as what they mean.
func (t *heldText) markup(raw []byte) string {
	var b strings.Builder
	b.Grow(len(raw))
	s := scanner{b: raw}
	for {
		tok := s.next()
		switch tok.kind {
		case tokenEOF:
			return b.String()
		case tokenText:
			b.Write(raw[tok.from:tok.to])
		case tokenCDATA:
			if t.kind == kindMarkup {
				b.WriteString(escapeText(string(raw[tok.from:tok.to])))
			} else {
				b.Write(raw[tok.from:tok.to])
			}
		case tokenStart:
			name := localName(tok.name)
			b.WriteByte('<')
			b.Write(name)
			if tok.to > tok.from {
				b.Write(raw[tok.from:tok.to])
			}
			b.WriteByte('>')
			if tok.closed && !isVoid(strings.ToLower(string(name))) {
				b.WriteString("</")
				b.Write(name)
				b.WriteByte('>')
			}
		case tokenEnd:
			b.WriteString("</")
			b.Write(localName(tok.name))
			b.WriteByte('>')
		}
	}
}

func localName(name []byte) []byte {
	if i := bytes.LastIndexByte(name, ':'); i >= 0 {
		return name[i+1:]
	}
	return name
}

// looksHTML reports whether text that does not say what it is holds HTML: a tag of HTML, or a reference by name.
func looksHTML(s string) bool {
	for i := 0; i < len(s); i++ {
		n := strings.IndexAny(s[i:], "<&")
		if n < 0 {
			return false
		}
		i += n
		rest := s[i+1 : min(len(s), i+40)]
		if s[i] == '&' {
			if _, size := appendReference(nil, []byte(s[i:min(len(s), i+40)])); size > 1 {
				return true
			}
			continue
		}
		if strings.HasPrefix(rest, "!--") {
			return true
		}
		rest = strings.TrimPrefix(rest, "/")
		end := 0
		for end < len(rest) && (rest[end]|0x20 >= 'a' && rest[end]|0x20 <= 'z' || rest[end] >= '0' && rest[end] <= '9') {
			end++
		}
		if end > 0 && (end == len(rest) || strings.IndexByte(" \t\r\n/>", rest[end]) >= 0) && isHTMLName(strings.ToLower(rest[:end])) {
			return true
		}
	}
	return false
}

// meansHTML reports whether a line that looks like HTML is: "The <canvas> element" is not, for a tag without an end, or
// without attributes if it needs none, is talked about.
func meansHTML(s string) bool {
	for {
		i := strings.IndexAny(s, "<&")
		if i < 0 {
			return false
		}
		if s[i] == '&' && looksHTML(s[i:min(len(s), i+40)]) && !strings.HasPrefix(s[i:], "&<") {
			return true
		}
		s = s[i+1:]
		end := strings.IndexByte(s, '>')
		if end < 1 {
			continue
		}
		tag := s[:end]
		name, _, _ := strings.Cut(strings.TrimRight(tag, "/"), " ")
		switch name = strings.ToLower(name); {
		case strings.HasPrefix(tag, "/"), strings.Contains(tag, "="), strings.HasPrefix(tag, "!--"):
			return true
		case name == "p" || name == "br" || name == "li" || name == "hr" || name == "wbr":
			return true
		case isHTMLName(name) && containsFold(s[end:], "</"+name):
			return true
		}
	}
}

// paragraphs writes plain text as HTML: an empty line starts a paragraph, other line breaks stay line breaks.
func paragraphs(s string) string {
	s = strings.TrimSpace(text.Lines(s))
	if s == "" {
		return ""
	}
	s = escapeText(s)
	if !strings.Contains(s, "\n") {
		return s
	}
	lineEnd := "<br>\n"
	if isWrapped(s) {
		lineEnd = "\n"
	}
	var b strings.Builder
	for part := range strings.SplitSeq(s, "\n\n") {
		if part = strings.TrimSpace(part); part != "" {
			b.WriteString("<p>")
			b.WriteString(strings.ReplaceAll(part, "\n", lineEnd))
			b.WriteString("</p>\n")
		}
	}
	return strings.TrimRight(b.String(), "\n")
}

// isWrapped reports whether plain text was broken into lines of about one length, by a program.
func isWrapped(s string) bool {
	full, lines := 0, 0
	for part := range strings.SplitSeq(s, "\n\n") {
		all := strings.Split(strings.TrimSpace(part), "\n")
		for _, l := range all[:len(all)-1] {
			lines++
			if n := utf8.RuneCountInString(strings.TrimSpace(l)); n >= 55 && n <= 85 {
				full++
			}
		}
	}
	return lines >= 3 && full*10 >= lines*9
}

var textEscaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

// escapeText escapes text for HTML.
func escapeText(s string) string { return textEscaper.Replace(s) }
