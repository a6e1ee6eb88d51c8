package feed

import (
	"strings"

	"golang.org/x/net/html"

	"tidings/feed/text"
)

// TextOf returns the visible text of an HTML fragment as one clean line.
func TextOf(fragment string) string {
	if !strings.ContainsAny(fragment, "<&") {
		return text.Line(fragment)
	}
	var b strings.Builder
	writeText(&b, fragment, 0)
	return text.Line(b.String())
}

// writeText writes the visible text of HTML, until it has at least limit bytes (0: all). Blocks are set apart by spaces.
func writeText(b *strings.Builder, fragment string, limit int) {
	z := htmlTokens{rest: fragment}
	hide := hider{fragment: fragment}
	hidden := ""
	for limit == 0 || b.Len() < limit {
		tt := z.next()
		switch tt {
		case html.CommentToken:
			if rest := afterOpenComment(z.raw); rest != "" {
				z.reset(rest)
			}
		case html.ErrorToken:
			return
		case html.TextToken:
			if hidden == "" {
				b.WriteString(html.UnescapeString(z.raw))
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			if hidden == "" && hide.hides(z.name) && tt == html.StartTagToken {
				hidden = z.name
			}
			if !isInline(z.name) {
				b.WriteByte(' ')
			}
		case html.EndTagToken:
			if hidden == z.name {
				hidden = ""
			}
			if !isInline(z.name) {
				b.WriteByte(' ')
			}
		}
	}
}

// isHidden reports whether a browser shows nothing of an element's content, or nothing that is text.
func isHidden(name string) bool {
	switch name {
	case "script", "style", "object", "applet", "iframe", "frameset", "head", "noscript", "math", "svg", "template", "noembed", "noframes", "textarea", "select", "canvas":
		return true
	}
	return false
}

// isInline reports whether an element stands within a line of text.
func isInline(name string) bool {
	switch name {
	case "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins", "kbd", "mark",
		"q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "nobr":
		return true
	}
	return false
}

// hider knows which elements of a fragment hide what is in them.
type hider struct {
	fragment string
	ends     map[string]bool // whether the fragment has an end tag of that name, once looked for
}

// hides reports whether an element hides what is in it: it must have an end.
func (h *hider) hides(name string) bool {
	if name == "script" || name == "style" {
		return true
	}
	if !isHidden(name) {
		return false
	}
	has, known := h.ends[name]
	if !known {
		if h.ends == nil {
			h.ends = map[string]bool{}
		}
		has = containsFold(h.fragment, "</"+name)
		h.ends[name] = has
	}
	return has
}

// containsFold is strings.Contains for a lower-case ASCII needle in text of any case.
func containsFold(s, needle string) bool {
	for i := 0; ; i++ {
		n := strings.IndexByte(s[i:], needle[0])
		if n < 0 || i+n+len(needle) > len(s) {
			return false
		}
		i += n
		if strings.EqualFold(s[i:i+len(needle)], needle) {
			return true
		}
	}
}
