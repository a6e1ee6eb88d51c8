package extract

import (
	"strings"
	"unicode"

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

// liveTimes finds the leaves that are nothing but the time of an entry of a live blog, as its heads are set where no <time> is
// used: at least three that are set alike, each with kept text behind it before the next.
func liveTimes(doc *document, verdicts []verdict) map[int]bool {
	alike := map[string][]int{}
	for i := range doc.leaves {
		if l := &doc.leaves[i]; len(l.text) <= 40 && isClock(l.text) && doc.elems[l.elem].marks&(inTable|inHidden|inNav) == 0 {
			k := look(l.block)
			alike[k] = append(alike[k], i)
		}
	}
	var out map[int]bool
	for _, at := range alike {
		var full []int
		for n, i := range at {
			end := len(verdicts)
			if n+1 < len(at) {
				end = at[n+1]
			}
			for j := i + 1; j < end; j++ {
				if verdicts[j].keep && len(doc.leaves[j].text) >= 40 {
					full = append(full, i)
					break
				}
			}
		}
		if len(full) < fewestEntries || len(full)*2 <= len(at) {
			continue
		}
		if out == nil {
			out = map[int]bool{}
		}
		for _, i := range full {
			out[i] = true
		}
	}
	return out
}

// clockWords may stand beside a time of day.
var clockWords = wordSet(`am pm a p m uhr h et est edt ct cst cdt pt pst pdt gmt bst cet cest utc ist at um à a las today heute updated aktualisiert
	mon tue wed thu fri sat sun monday tuesday wednesday thursday friday saturday sunday montag dienstag mittwoch donnerstag freitag samstag sonntag`)

// isClock says whether a line is a time of day ("12:05", "3.15 p.m. ET", "11h40", "2 May, 14:05 Uhr") or a minute of a match
// ("45'", "90+3'"), and nothing else.
func isClock(s string) bool {
	s = strings.TrimSpace(s)
	if n := strings.IndexAny(s, "'’′"); n > 0 && n+1 >= len(s)-2 {
		return strings.Trim(s[:n], "0123456789+. ") == "" && len(s) <= 8
	}
	clock := false
	for i := 1; i+2 < len(s); i++ {
		if digit(s[i-1]) && digit(s[i+1]) && digit(s[i+2]) && (s[i] == ':' || s[i] == '.' || s[i] == 'h') && s[i+1] < '6' && (i+3 == len(s) || !digit(s[i+3])) {
			clock = true
		}
	}
	if !clock {
		return false
	}
	for w := range strings.FieldsFuncSeq(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) }) {
		if !clockWords()[w] && monthOf(w) == 0 {
			return false
		}
	}
	return true
}

func digit(c byte) bool { return c >= '0' && c <= '9' }

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
	for c := t; c != nil; c = next(c, t, true) {
		if c.Type == html.TextNode && b.times[b.doc.leafOf(c)] { // its own leaf becomes the head
			return
		}
	}
	b.emit(piece{block: article.Block{Kind: article.Entry, Label: label}, leaf: int(b.at), state: kept, elem: elem}, nil)
}

// look is how an element is set: its tag and class and those of the two around it.
func look(n *html.Node) string {
	var b strings.Builder
	for up := 0; n != nil && up < 3; up, n = up+1, n.Parent {
		class, _ := attr(n, "class")
		b.WriteString(n.Data + " " + class + "\n")
	}
	return b.String()
}
