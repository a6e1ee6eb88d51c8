package extract

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"tidings/feed/text"
)

// said is what a page says of itself: its head, its JSON-LD, and the elements of its body that may hold title, names and dates.
type said struct {
	root  *html.Node
	meta  map[string][]string // name, property or itemprop of <meta>, lower case → contents in page order
	title string              // of <title>
	lang  string              // of <html lang>
	ld    linkedData

	canonical string
	nexts     []string // of links that may lead to the article's next page: <link rel=next>, <a rel=next>, links in a row of page numbers

	heads  []spot // h1 to h3, and what has itemprop=headline
	people []spot // what may name the authors
	dates  []spot // <time> and what may hold a date

	scripts []string // of JSON-LD

	classes map[string]classHint // what the classes and ids seen so far name
}

// spot is an element of note; at counts elements from the top of the page.
type spot struct {
	node *html.Node
	at   int
	how  spotKind
}

// spotKind says why an element was noted.
type spotKind uint8

const (
	byTag spotKind = iota
	byProperty
	byRel
	byClass
	byAddress // a link to an author's page
	byIcon    // beside an icon or a portrait that stands for a person
)

// maxSpots bounds how many elements of one sort are looked at.
const maxSpots = 400

// next returns the node after n in page order, not going inside n when deeper is false, and not leaving top; nil at the end.
// Every walk here uses it, so that no page can exhaust the stack.
func next(n, top *html.Node, deeper bool) *html.Node {
	if deeper && n.FirstChild != nil {
		return n.FirstChild
	}
	for n != nil && n != top {
		if n.NextSibling != nil {
			return n.NextSibling
		}
		n = n.Parent
	}
	return nil
}

// readSaid collects what the page says of itself in one walk.
func readSaid(root *html.Node) *said {
	s := &said{root: root, meta: map[string][]string{}, classes: map[string]classHint{}}
	at := 0
	for n := root; n != nil; {
		deeper := true
		if n.Type == html.ElementNode {
			at++
			deeper = s.note(n, at)
		}
		n = next(n, root, deeper)
	}
	s.classes = nil
	s.ld = readLinkedData(s.scripts)
	return s
}

// note looks at one element and says whether to go inside.
func (s *said) note(n *html.Node, at int) bool {
	switch n.DataAtom {
	case atom.Html:
		if v, ok := attr(n, "lang"); ok {
			s.lang = v
		} else if v, ok := attr(n, "xml:lang"); ok {
			s.lang = v
		}
	case atom.Title:
		if s.title == "" && !within(n, atom.Svg) {
			s.title = textOf(n, 2000)
		}
		return false
	case atom.Meta:
		s.noteMeta(n)
		return false
	case atom.Link:
		s.noteLink(n)
	case atom.Script:
		if t, _ := attr(n, "type"); strings.Contains(strings.ToLower(t), "ld+json") && n.FirstChild != nil && len(s.scripts) < 100 {
			s.scripts = append(s.scripts, n.FirstChild.Data)
		}
		return false
	case atom.Style, atom.Noscript, atom.Svg, atom.Iframe, atom.Textarea, atom.Select:
		return false
	case atom.H1, atom.H2, atom.H3:
		s.heads = addSpot(s.heads, spot{n, at, byTag})
	case atom.Time:
		s.dates = addSpot(s.dates, spot{n, at, byTag})
	case atom.A:
		s.noteLink(n)
	}
	for i := range n.Attr {
		a := &n.Attr[i]
		switch a.Key {
		case "itemprop":
			s.noteProperty(n, at, strings.ToLower(a.Val))
		case "rel":
			if hasWord(strings.ToLower(a.Val), "author") {
				s.people = addSpot(s.people, spot{n, at, byRel})
			}
		case "class", "id", "data-testid", "data-qa", "data-component":
			s.noteClass(n, at, a.Val)
		case "href":
			if n.DataAtom == atom.A && authorPath(a.Val) {
				s.people = addSpot(s.people, spot{n, at, byAddress})
			}
		}
	}
	return true
}

// noteMeta keeps a <meta> element's content under its name.
func (s *said) noteMeta(n *html.Node) {
	content, ok := attr(n, "content")
	content = strings.TrimSpace(content)
	if !ok || content == "" || len(content) > 10_000 {
		return
	}
	for _, k := range []string{"property", "name", "itemprop", "http-equiv"} {
		if v, ok := attr(n, k); ok {
			key := strings.ToLower(strings.TrimSpace(v))
			if len(s.meta) < 1000 && len(s.meta[key]) < 50 {
				s.meta[key] = append(s.meta[key], content)
			}
		}
	}
}

// noteLink keeps the addresses that links state about the page itself.
func (s *said) noteLink(n *html.Node) {
	href, _ := attr(n, "href")
	rel, _ := attr(n, "rel")
	rel = strings.ToLower(rel)
	switch {
	case hasWord(rel, "canonical") && s.canonical == "" && n.DataAtom == atom.Link:
		s.canonical = href
	case len(s.nexts) < 20 && href != "" && (hasWord(rel, "next") || n.DataAtom == atom.A && endsInNumber(href) && amongPages(n)):
		s.nexts = append(s.nexts, href)
	}
}

// noteProperty looks at an element's microdata.
func (s *said) noteProperty(n *html.Node, at int, props string) {
	for p := range strings.FieldsSeq(props) {
		switch p {
		case "headline":
			s.heads = addSpot(s.heads, spot{n, at, byProperty})
		case "author", "creator":
			s.people = addSpot(s.people, spot{n, at, byProperty})
		case "datepublished", "datecreated":
			s.dates = addSpot(s.dates, spot{n, at, byProperty})
		}
	}
}

func addSpot(list []spot, s spot) []spot {
	if len(list) >= maxSpots || len(list) > 0 && list[len(list)-1] == s {
		return list
	}
	return append(list, s)
}

// authorPath says whether an address looks like an author's page: a path segment that names authors, and something after it.
func authorPath(href string) bool {
	for {
		_, rest, ok := strings.Cut(href, "/")
		if !ok {
			return false
		}
		for _, w := range [...]string{"author/", "authors/", "auteur/", "autor/", "autoren/", "profile/", "people/", "by/", "staff/", "contributor", "writers/", "journalist/"} {
			if len(rest) > len(w) && rest[0] == w[0] && rest[:len(w)] == w {
				return true
			}
		}
		href = rest
	}
}

// hasWord says whether a space-separated list holds a word.
func hasWord(list, word string) bool {
	for w := range strings.FieldsSeq(list) {
		if w == word {
			return true
		}
	}
	return false
}

// within says whether an element stands inside one of a kind.
func within(n *html.Node, a atom.Atom) bool {
	for p := n.Parent; p != nil; p = p.Parent {
		if p.DataAtom == a {
			return true
		}
	}
	return false
}

// first returns the first content of the first <meta> of these names that has any.
func (s *said) first(names ...string) string {
	for _, n := range names {
		for _, v := range s.meta[n] {
			if v = fold(v); v != "" {
				return v
			}
		}
	}
	return ""
}

// textOf returns the text below n, white space collapsed, without scripts and hidden elements, cut after about limit bytes.
// Block elements and line breaks separate words.
func textOf(n *html.Node, limit int) string {
	var out []byte
	space := false
	for c := n; c != nil && len(out) < limit; {
		deeper := true
		switch c.Type {
		case html.TextNode:
			out, space = appendText(out, c.Data, space)
		case html.ElementNode:
			if c != n && (skipped(c) || hidden(c)) {
				deeper = false
			} else if isBlock(c.DataAtom) || c.DataAtom == atom.Br {
				space = true
			}
		}
		c = next(c, n, deeper)
	}
	return string(out)
}

// fold returns s as one clean line.
func fold(s string) string {
	return text.Line(s)
}
