package feed

import (
	"bytes"
	"html"
	"net/url"
	"slices"
	"strings"

	xhtml "golang.org/x/net/html"

	"tidings/feed/text"
)

// The sanitised fragment that Parse gives for summaries and contents holds only the elements and attributes listed in
// html_names.go, balanced, at most maxOpen deep, with text that passed feed/text and absolute http(s) addresses. It is for
// programs that read it again: it holds no script, style, form or handler, but pictures and embedded media have the
// publisher's addresses, so showing it in a browser would fetch them.

const maxOpen = 100

// sanitizer writes fragments, one after the other.
type sanitizer struct {
	in   htmlTokens
	out  []byte
	open []string // names of open elements
	over int      // elements that were left out because maxOpen was reached
	base *url.URL
	// bases of xml:base inside the fragment, with the depth at which each ends
	bases []outerBase
}

// outerBase is the base address that is in force again when an element ends.
type outerBase struct {
	depth int
	base  *url.URL
}

// sanitize returns a fragment of HTML from outside as a sanitised one; see above.
func (s *sanitizer) sanitize(fragment string, base *url.URL) string {
	fragment = text.Lines(fragment)
	if !strings.ContainsAny(fragment, "<&") {
		return strings.TrimSpace(escapeText(fragment))
	}
	s.in.reset(fragment)
	s.out = slices.Grow(s.out[:0], len(fragment)+len(fragment)/16)
	s.open, s.over, s.base, s.bases = s.open[:0], 0, base, s.bases[:0]
	hide := hider{fragment: fragment}
	hidden, hiddenDepth := "", 0
	for {
		tt := s.in.next()
		switch tt {
		case xhtml.CommentToken:
			if rest := afterOpenComment(s.in.raw); rest != "" {
				s.in.reset(rest)
			}
		case xhtml.ErrorToken:
			for len(s.open) > 0 {
				s.pop()
			}
			return string(bytes.TrimSpace(s.out))
		case xhtml.TextToken:
			if hidden == "" {
				s.text(s.in.raw)
			}
		case xhtml.StartTagToken, xhtml.SelfClosingTagToken:
			if hidden != "" {
				if s.in.name == hidden && tt == xhtml.StartTagToken {
					hiddenDepth++
				}
				continue
			}
			name, known := htmlNames()[s.in.name]
			if !known {
				if isHidden(s.in.name) {
					if tt == xhtml.SelfClosingTagToken {
						s.in.closeNow()
					} else if hide.hides(s.in.name) {
						hidden, hiddenDepth = s.in.name, 1
					}
				}
				continue
			}
			empty := tt == xhtml.SelfClosingTagToken && name.media && !name.void
			if empty {
				s.in.closeNow() // <iframe src="…"/>
			}
			s.start(name)
			if empty {
				s.end(name)
			}
		case xhtml.EndTagToken:
			if hidden != "" {
				if s.in.name == hidden {
					if hiddenDepth--; hiddenDepth == 0 {
						hidden = ""
					}
				}
				continue
			}
			if name, ok := htmlNames()[s.in.name]; ok {
				s.end(name)
			}
		}
	}
}

// afterOpenComment returns what follows a comment that is never closed: it ends at the first ">".
func afterOpenComment(raw string) string {
	if strings.HasSuffix(raw, "-->") || !strings.HasPrefix(raw, "<!--") || strings.HasSuffix(raw, "--!>") {
		return ""
	}
	_, rest, _ := strings.Cut(raw, ">")
	return strings.ReplaceAll(rest, "<!--", "<!") // none of the rest is closed either
}

// text writes text of the source. References other than those that escaping gives are decoded, the whole is cleaned, because
// marks and joiners depend on their neighbours, and escaped again.
func (s *sanitizer) text(raw string) {
	switch {
	case !isEscaped(raw):
		s.out = appendEscaped(s.out, text.Lines(html.UnescapeString(raw)), "&<>")
	case strings.IndexByte(raw, '<') >= 0 || strings.IndexByte(raw, '>') >= 0:
		s.out = appendEscaped(s.out, raw, "<>")
	default:
		s.out = append(s.out, raw...)
	}
}

// start writes a start tag with the attributes that may stay.
func (s *sanitizer) start(n *htmlName) {
	s.imply(n)
	depth := len(s.open)
	mark := len(s.out)
	s.out = append(append(s.out, '<'), n.name...)
	src, kept := "", 0
	for _, a := range s.in.attrs {
		k, v := a.key, a.val
		if k == "xml:base" {
			if u, err := url.Parse(strings.TrimSpace(v)); err == nil {
				if s.base != nil {
					u = s.base.ResolveReference(u)
				}
				s.bases = append(s.bases, outerBase{depth, s.base})
				s.base = u
			}
			continue
		}
		if n.name == "img" && (k == "src" || isLazySource(k)) {
			if u := text.Resolve(v, s.base); u != "" && (src == "" || k != "src") {
				src = u
			}
			continue
		}
		if len(v) > maxURL {
			continue
		}
		switch n.attr(k) {
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
		s.out = appendEscaped(s.out, v, `&"'<>`)
	} else {
		s.out = append(s.out, v...)
	}
	s.out = append(s.out, '"')
}
