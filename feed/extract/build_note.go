package extract

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"tidings/feed/article"
)

// withoutLabel takes a footnote's own number from its beginning, for the block carries it as its label: a number that is raised,
// or one with a stop, a bracket or a colon behind it.
func withoutLabel(spans []article.Span, label string) []article.Span {
	if len(spans) == 0 || label == "" {
		return spans
	}
	first := spans[0]
	rest, ok := strings.CutPrefix(strings.TrimLeft(first.Text, " [("), label)
	if !ok {
		return spans
	}
	bare := strings.TrimLeft(rest, "]).: ")
	switch {
	case bare == "" && len(spans) > 1 && (first.Style&article.Sup != 0 || strings.TrimSpace(rest) != ""):
		out := append([]article.Span(nil), spans[1:]...)
		out[0].Text = strings.TrimLeft(out[0].Text, " .:")
		if out[0].Text == "" && len(out) > 1 {
			out = out[1:]
		}
		return out
	case bare != "" && rest != "" && strings.ContainsRune("]).:", rune(rest[0])):
		out := append([]article.Span(nil), spans...)
		out[0].Text = bare
		return out
	}
	return spans
}

// noteLink handles links inside the page: a reference to a footnote becomes a Note span, a link back from a note vanishes.
// It says whether the link is dealt with.
func (b *builder) noteLink(n *html.Node) bool {
	href, _ := attr(n, "href")
	i := strings.IndexByte(href, '#')
	if i < 0 || i > 0 && bareURL(href[:i]) != bareURL(b.doc.in.URL) || len(href) < i+2 {
		return false
	}
	id := href[i+1:]
	label := strings.Trim(textOf(n, 40), "[](){} ")
	class, _ := attr(n, "class")
	role, _ := attr(n, "role")
	hint := strings.ToLower(class + " " + role)
	if strings.Contains(hint, "backlink") || strings.Contains(hint, "backref") || strings.Contains(hint, "reversefootnote") || b.top().noted && (isBackLink(label) || label == b.top().note) {
		return true
	}
	marked := strings.Contains(hint, "footnote") || strings.Contains(hint, "noteref") || n.Parent != nil && n.Parent.DataAtom == atom.Sup || n.FirstChild != nil && n.FirstChild.DataAtom == atom.Sup
	low := strings.ToLower(id)
	if !marked && !(strings.HasPrefix(low, "fn") || strings.Contains(low, "note") || strings.HasPrefix(low, "ftn") || strings.HasPrefix(low, "_ftn") || strings.HasPrefix(low, "cite_")) {
		return false
	}
	if label == "" || utf8.RuneCountInString(label) > 5 || strings.HasPrefix(low, "fnref") || strings.HasPrefix(low, "cite_ref") || strings.HasPrefix(low, "_ftnref") || b.top().noted {
		return false
	}
	if _, ok := b.notes[id]; !ok {
		b.notes[id] = label
	}
	t := firstText(n)
	if t == nil {
		return true
	}
	if leaf := b.doc.leafOf(t); leaf >= 0 && b.enter(leaf) {
		b.run.space = false
		b.add(article.Span{Text: label, Style: article.Note, URL: "#" + label})
		if b.stateOf(leaf) == kept {
			b.cited[id] = true
		}
	}
	return true
}

// isBackLink says whether a link's text only points back: an arrow, a caret, or nothing.
func isBackLink(s string) bool {
	for _, r := range s {
		if unicode.IsNumber(r) || unicode.IsLetter(r) && r != 'a' && r != 'b' && r != 'c' {
			return false
		}
	}
	return true
}

// ordinalOf reads a footnote's number from its label; 0 when it is none.
func ordinalOf(label string) int {
	n := 0
	for _, r := range label {
		if r < '0' || r > '9' || n > 10000 {
			return 0
		}
		n = n*10 + int(r-'0')
	}
	return n
}
