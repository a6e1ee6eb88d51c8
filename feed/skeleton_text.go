package feed

import (
	"bytes"
	"strings"
	"time"

	"tidings/feed/text"
)

// text reads an element that holds text or markup.
func (k *skeleton) text(e element, o *opened, t token) {
	h := heldText{base: o.base, lang: o.lang, kind: k.kindOf(e)}
	if !t.closed {
		if !k.capture(t, &h) {
			k.cut = true
			return
		}
	}
	if e.name == "link" && k.linkElement(o, h) {
		return
	}
	if e.name == "link" && len(bytes.TrimSpace(h.raw)) == 0 {
		k.tag(e, o, nil) // gofeed takes the href of a link without text
		k.endTag(e.name)
		return
	}
	if e.name == "picture" && (len(h.raw) == 0 || h.tags) {
		for _, a := range k.attrs {
			if bytes.EqualFold(a.name, []byte("url")) || bytes.EqualFold(a.name, []byte("href")) {
				h = heldText{raw: a.value, kind: kindText, base: o.base}
			}
		}
	}
	k.tag(e, o, nil)
	k.number(h)
	k.endTag(e.name)
}

// linkElement writes a link of RSS that is meant as one of Atom (<link rel="self" href="…"/>) as that.
func (k *skeleton) linkElement(o *opened, h heldText) bool {
	var rel, href []byte
	for _, a := range k.attrs {
		switch strings.ToLower(string(a.name)) {
		case "rel":
			rel = a.value
		case "href":
			href = a.value
		}
	}
	if len(rel) == 0 || bytes.EqualFold(rel, []byte("alternate")) {
		return false
	}
	if len(bytes.TrimSpace(h.raw)) > 0 {
		href = h.raw
	}
	k.out = append(k.out, "<atom:link"...)
	k.emitAttr("href", href, o)
	k.emitAttr("rel", rel, o)
	k.out = append(k.out, "></atom:link>"...)
	return true
}

// kindOf returns what a text construct says that it holds, from its type and mode (RFC 4287, 3.1.1; Atom 0.3).
func (k *skeleton) kindOf(e element) contentKind {
	if k.kind != Atom && !strings.HasPrefix(e.name, "atom:") {
		return kindUnsaid
	}
	typ, mode := "", ""
	for _, a := range k.attrs {
		switch strings.ToLower(string(a.name)) {
		case "type":
			typ = strings.ToLower(strings.TrimSpace(string(a.value)))
		case "mode":
			mode = strings.ToLower(strings.TrimSpace(string(a.value)))
		}
	}
	typ, _, _ = strings.Cut(typ, ";")
	switch {
	case mode == "base64":
		return kindBase64
	case typ == "html" || typ == "text/html":
		return kindHTML
	case typ == "xhtml" || typ == "application/xhtml+xml":
		return kindMarkup
	case typ == "text" || typ == "text/plain":
		return kindText
	case typ == "" && e.name != "content" && e.name != "summary" && e.name != "subtitle":
		return kindText
	case typ == "" || strings.HasPrefix(typ, "text/"):
		return kindUnsaid
	case strings.HasSuffix(typ, "xml"):
		return kindMarkup
	case strings.Contains(typ, "/"): // RFC 4287, 4.1.3.3
		return kindBase64
	}
	return kindUnsaid
}

// capture reads up to the end tag of t and fills h. It reports whether the end was found. An element whose end does not
// come before that of its parent was not closed: it ends before the first element that can't be inside a text.
func (k *skeleton) capture(t token, h *heldText) bool {
	s := &k.scan
	from := s.at
	depth, inner := 0, 0
	doubt := -1 // where the first element stands that shows that t was not closed, if it was not
	*h = heldText{kind: h.kind, base: h.base, lang: h.lang}
	closeAt := func(at int) bool {
		s.at = at
		h.raw = s.b[from:at]
		return true
	}
	for {
		tok := s.next()
		if tok.cut || tok.kind == tokenEOF {
			if doubt >= 0 {
				k.again += len(s.b) - doubt
				k.rewinds++
				return closeAt(doubt)
			}
			return false
		}
		switch tok.kind {
		case tokenCDATA, tokenOther:
			h.cdata = true
		case tokenStart:
			if ends(tok.name, t.name) {
				if doubt < 0 {
					doubt = tok.at
				}
				if k.tired() {
					k.rewinds++
					return closeAt(doubt)
				}
				if isItem(tok.name) && !tok.closed {
					inner++
				}
			}
			h.tags = true
			if !tok.closed && bytes.Equal(tok.name, t.name) {
				depth++
			}
		case tokenEnd:
			switch {
			case bytes.EqualFold(tok.name, t.name):
				if depth == 0 {
					h.raw = s.b[from:tok.at]
					return true
				}
				depth--
			case inner > 0 && isItem(tok.name):
				inner--
			case k.closes(tok.name):
				if doubt >= 0 {
					k.again += s.at - doubt
					k.rewinds++
					return closeAt(doubt)
				}
				return closeAt(tok.at)
			default:
				h.tags = true
			}
		}
	}
}

func isItem(name []byte) bool {
	name = localName(name)
	return bytes.EqualFold(name, []byte("item")) || bytes.EqualFold(name, []byte("entry"))
}

// ends reports whether a start tag shows that the text before it was never closed.
func ends(name, in []byte) bool {
	var lower [16]byte
	name = localName(name)
	if len(name) > len(lower) {
		return false
	}
	for i, c := range name {
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		lower[i] = c
	}
	switch string(lower[:len(name)]) {
	case "item", "entry", "guid", "pubdate", "enclosure":
		return true
	case "link", "description", "category", "encoded", "creator", "updated", "published", "id", "author":
		return bytes.EqualFold(localName(in), []byte("title"))
	}
	return false
}

// closes reports whether an end tag is that of an open element.
func (k *skeleton) closes(name []byte) bool {
	for i := range k.stack {
		if bytes.EqualFold(k.stack[i].name, name) {
			return true
		}
	}
	return false
}

// date reads an element that holds a date and writes it as gofeed reads it at once.
func (k *skeleton) date(e element, t token) {
	h := heldText{}
	if !t.closed && !k.capture(t, &h) {
		k.cut = true
		return
	}
	s, _ := h.inner(200)
	s = strings.TrimSpace(s)
	if s == "" {
		return
	}
	k.out = append(k.out, '<')
	k.out = append(k.out, e.name...)
	k.out = append(k.out, '>')
	if at, ok := ParseDate(s); ok {
		k.out = at.UTC().AppendFormat(k.out, time.RFC3339)
	} else { // gofeed may know better
		k.out = append(k.out, escapeText(text.Line(s))...)
	}
	k.endTag(e.name)
}

// empty reads an element of which only the attributes count.
func (k *skeleton) empty(e element, o *opened, t token) {
	h := heldText{base: o.base, lang: o.lang, kind: kindText}
	if !t.closed {
		k.skipTo(t, &h)
	}
	k.tag(e, o, func() {
		if len(bytes.TrimSpace(h.raw)) == 0 || h.tags {
			return
		}
		// Content in the place of an attribute.
		want := map[string]string{"category": "term", "atom:category": "term", "link": "href", "itunes:image": "href", "enclosure": "url"}[e.name]
		for _, a := range k.attrs {
			if want == "" || bytes.EqualFold(a.name, []byte(want)) {
				return
			}
		}
		if want != "" {
			k.emitAttr(want, h.raw, o)
		}
	})
	k.endTag(e.name)
}

// skipTo captures an element that ought to be empty. When it is not closed at all, it is taken as empty.
func (k *skeleton) skipTo(t token, h *heldText) {
	from := k.scan.at
	tok := k.scan.next()
	if tok.kind == tokenText || tok.kind == tokenCDATA {
		h.raw = k.scan.b[tok.from:tok.to]
		tok = k.scan.next()
	}
	if tok.kind == tokenEnd && bytes.EqualFold(tok.name, t.name) {
		return
	}
	k.scan.at = from
	h.raw = nil
	k.skip(t)
}

// skip reads past an element with all that is in it. If its end never comes, only the tag itself is skipped; that costs
// reading twice, so it is done only so often.
func (k *skeleton) skip(t token) {
	s := &k.scan
	from := s.at
	depth := 0
	for {
		tok := s.next()
		switch tok.kind {
		case tokenStart:
			if !tok.closed && bytes.Equal(tok.name, t.name) {
				depth++
			}
			if tok.cut {
				k.rewind(from)
				return
			}
		case tokenEnd:
			if bytes.EqualFold(tok.name, t.name) {
				if depth == 0 {
					return
				}
				depth--
			} else if k.closes(tok.name) {
				s.at = tok.at
				k.rewind(from)
				return
			}
		case tokenEOF:
			k.rewind(from)
			return
		}
	}
}

// tired reports whether so much was read twice that nothing more may be.
func (k *skeleton) tired() bool { return k.again > 3*len(k.scan.b) }

func (k *skeleton) rewind(to int) {
	k.rewinds++
	if !k.tired() {
		k.again += k.scan.at - to
		k.scan.at = to
	}
}
