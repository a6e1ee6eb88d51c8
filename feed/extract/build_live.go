package extract

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"tidings/feed/article"
	"tidings/feed/text"
)

// fewestEntries is how many like siblings that each begin with a time make a live blog.
const fewestEntries = 3

// startsEntry says whether an element is one entry of a live blog: one of several like siblings that each begin with a time, or
// marked as such (schema.org/LiveBlogPosting, liveBlogUpdate).
func (b *builder) startsEntry(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Article, atom.Li, atom.Section, atom.Div:
	default:
		return false
	}
	if b.entries[n] {
		return true
	}
	if v, ok := attr(n, "itemprop"); ok && strings.Contains(strings.ToLower(v), "liveblogupdate") {
		return entryTime(n) != nil
	}
	// Look at this element's children once, when the walk comes to it.
	var hits []*html.Node
	var kids int
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type != html.ElementNode || c.DataAtom != atom.Article && c.DataAtom != atom.Li && c.DataAtom != atom.Section && c.DataAtom != atom.Div {
			continue
		}
		kids++
		if entryTime(c) != nil {
			hits = append(hits, c)
		}
	}
	if len(hits) >= fewestEntries && len(hits)*2 > kids {
		if b.entries == nil {
			b.entries = map[*html.Node]bool{}
		}
		for _, h := range hits {
			b.entries[h] = true
		}
	}
	return false
}

// entryTime returns the <time> that an element begins with, or nil.
func entryTime(n *html.Node) *html.Node {
	for c, i := n, 0; c != nil && i < 14; c, i = next(c, n, true), i+1 {
		if c.DataAtom == atom.Time {
			return c
		}
		if c.Type == html.TextNode && strings.TrimSpace(c.Data) != "" {
			return nil
		}
	}
	return nil
}

// entry adds the head of a live blog's entry if most of the entry is kept. A list of teasers that begin with a time is not.
func (b *builder) entry(n *html.Node, elem int32) {
	t := entryTime(n)
	el := &b.doc.elems[elem]
	if t == nil || b.top().sink != nil {
		return
	}
	all, keep := b.allBytes[el.last]-b.allBytes[el.first], b.keptBytes[el.last]-b.keptBytes[el.first]
	if all < 80 || 2*keep < all {
		return
	}
	label := text.Line(textOf(t, 60))
	if label == "" {
		return
	}
	b.emit(piece{block: article.Block{Kind: article.Entry, Label: label}, leaf: int(b.at), state: kept, elem: elem}, nil)
}
