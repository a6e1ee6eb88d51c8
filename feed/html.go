package feed

import (
	"bytes"
	"html"
	"net/url"
	"strings"

	xhtml "golang.org/x/net/html"

	"tidings/feed/text"
)

// The sanitised fragment that Parse gives for summaries and contents holds only the elements and attributes listed in
// html_names.go, balanced, at most maxOpen deep, with text that passed feed/text and absolute http(s) addresses. It is for
// programs that read it again: it holds no script, style, form or handler, but pictures and embedded media have the
// publisher's addresses, so showing it in a browser would fetch them.

const maxOpen = 100

// sanitizer writes a fragment.
type sanitizer struct {
	out  []byte
	open []string // names of open elements
	over int      // elements that were left out because maxOpen was reached
	base *url.URL
	// bases of xml:base inside the fragment, with the depth at which each ends
	bases []struct {
		depth int
		old   *url.URL
	}
}

// sanitize returns a fragment of HTML from outside as a sanitised one; see above.
func sanitize(fragment string, base *url.URL) string {
	fragment = text.Lines(fragment)
	if !strings.ContainsAny(fragment, "<&") {
		return strings.TrimSpace(escapeText(fragment))
	}
	s := sanitizer{out: make([]byte, 0, len(fragment)+len(fragment)/16), base: base}
	z := xhtml.NewTokenizer(strings.NewReader(fragment))
	hide := hider{fragment: fragment}
	hidden, hiddenDepth := "", 0
	for {
		tt := z.Next()
		switch tt {
		case xhtml.CommentToken:
			if rest := afterOpenComment(z.Raw()); rest != "" {
				z = xhtml.NewTokenizer(strings.NewReader(rest))
			}
		case xhtml.ErrorToken:
			for len(s.open) > 0 {
				s.pop()
			}
			return string(bytes.TrimSpace(s.out))
		case xhtml.TextToken:
			if hidden == "" {
				s.text(z.Raw())
			}
		case xhtml.StartTagToken, xhtml.SelfClosingTagToken:
			raw, more := z.TagName()
			if hidden != "" {
				if string(raw) == hidden && tt == xhtml.StartTagToken {
					hiddenDepth++
				}
				continue
			}
			name, known := htmlNames()[string(raw)]
			if !known {
				if isHidden(string(raw)) {
					if tt == xhtml.SelfClosingTagToken {
						z.NextIsNotRawText()
					} else if hide.hides(string(raw)) {
						hidden, hiddenDepth = string(raw), 1
					}
				}
				continue
			}
			empty := tt == xhtml.SelfClosingTagToken && name.media && !name.void
			if empty {
				z.NextIsNotRawText() // <iframe src="…"/>
			}
			s.start(name, z, more)
			if empty {
				s.end(name)
			}
		case xhtml.EndTagToken:
			raw, _ := z.TagName()
			if hidden != "" {
				if string(raw) == hidden {
					if hiddenDepth--; hiddenDepth == 0 {
						hidden = ""
					}
				}
				continue
			}
			if name, ok := htmlNames()[string(raw)]; ok {
				s.end(name)
			}
		}
	}
}

// afterOpenComment returns what follows a comment that is never closed: it ends at the first ">".
func afterOpenComment(raw []byte) string {
	if bytes.HasSuffix(raw, []byte("-->")) || !bytes.HasPrefix(raw, []byte("<!--")) || bytes.HasSuffix(raw, []byte("--!>")) {
		return ""
	}
	_, rest, _ := strings.Cut(string(raw), ">")
	return strings.ReplaceAll(rest, "<!--", "<!") // none of the rest is closed either
}

// text writes text of the source. Its references are decoded, the whole is cleaned, because marks and joiners depend on
// their neighbours, and escaped again.
func (s *sanitizer) text(raw []byte) {
	i := bytes.IndexAny(raw, "&<>")
	if i < 0 {
		s.out = append(s.out, raw...)
		return
	}
	if !plainReferences(raw[i:]) {
		raw = []byte(text.Lines(html.UnescapeString(string(raw))))
		for _, c := range raw {
			s.escaped(c)
		}
		return
	}
	for i >= 0 {
		s.out = append(s.out, raw[:i]...)
		if raw[i] == '&' {
			s.out = append(s.out, '&') // it starts a reference that stays
		} else {
			s.escaped(raw[i])
		}
		raw = raw[i+1:]
		i = bytes.IndexAny(raw, "&<>")
	}
	s.out = append(s.out, raw...)
}

// plainReferences reports whether all references in text are those that escaping gives.
func plainReferences(raw []byte) bool {
	for {
		i := bytes.IndexByte(raw, '&')
		if i < 0 {
			return true
		}
		raw = raw[i:]
		if !bytes.HasPrefix(raw, []byte("&amp;")) && !bytes.HasPrefix(raw, []byte("&lt;")) && !bytes.HasPrefix(raw, []byte("&gt;")) {
			return false
		}
		raw = raw[1:]
	}
}

func (s *sanitizer) escaped(c byte) {
	switch c {
	case '&':
		s.out = append(s.out, "&amp;"...)
	case '<':
		s.out = append(s.out, "&lt;"...)
	case '>':
		s.out = append(s.out, "&gt;"...)
	default:
		s.out = append(s.out, c)
	}
}

// start writes a start tag with the attributes that may stay.
func (s *sanitizer) start(n *htmlName, z *xhtml.Tokenizer, more bool) {
	s.imply(n)
	depth := len(s.open)
	mark := len(s.out)
	s.out = append(append(s.out, '<'), n.name...)
	src, kept := "", 0
	for more {
		var key, val []byte
		key, val, more = z.TagAttr()
		k := string(key)
		if k == "xml:base" {
			if u, err := url.Parse(strings.TrimSpace(string(val))); err == nil {
				if s.base != nil {
					u = s.base.ResolveReference(u)
				}
				s.bases = append(s.bases, struct {
					depth int
					old   *url.URL
				}{depth, s.base})
				s.base = u
			}
			continue
		}
		if n.name == "img" && (k == "src" || isLazySource(k)) {
			if u := text.Resolve(string(val), s.base); u != "" && (src == "" || k != "src") {
				src = u
			}
			continue
		}
		if len(val) > maxURL {
			continue
		}
		switch v := string(val); n.attr(k) {
		case attrURL:
			if strings.HasPrefix(v, "#") && isPlainID(v[1:]) {
				s.attr(k, v)
			} else if u := text.Resolve(v, s.base); u != "" {
				s.attr(k, u)
				kept++
			}
		case attrText:
			if v = text.Clip(text.Line(v), maxLine); v != "" {
				s.attr(k, v)
			}
		case attrNumber:
			if len(v) > 0 && len(v) < 6 && strings.Trim(v, "0123456789") == "" {
				s.attr(k, v)
			}
		case attrID:
			if isPlainID(v) {
				s.attr(k, v)
				kept++
			}
		}
	}
	switch {
	case n.name == "img":
		if src == "" {
			s.out = s.out[:mark]
			return
		}
		s.attr("src", src)
	case n.name == "span" && len(s.out) == mark+len("<span"), n.media && kept == 0 && n.void:
		s.out = s.out[:mark] // says nothing
		if n.void {
			return
		}
		s.push("")
		return
	}
	if n.void {
		s.out = append(s.out, '>')
		return
	}
	if len(s.open) >= maxOpen {
		s.out = s.out[:mark]
		s.over++
		return
	}
	s.out = append(s.out, '>')
	s.push(n.name)
}

func (s *sanitizer) attr(k, v string) {
	s.out = append(s.out, ' ')
	s.out = append(s.out, k...)
	s.out = append(s.out, `="`...)
	if strings.ContainsAny(v, `&"<>`) {
		v = html.EscapeString(v)
	}
	s.out = append(s.out, v...)
	s.out = append(s.out, '"')
}
