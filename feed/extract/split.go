package extract

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// maxLeaves is how many leaves of a page are judged; the rest is as if it were not there, and cut reports it. The longest real page
// at hand has 1,529. maxText is how much of a leaf's text is read to judge it, in bytes.
const (
	maxLeaves = 10_000
	maxText   = 64 << 10
)

// document is a parsed page, split into the leaf blocks that are judged one by one.
type document struct {
	in     Input
	root   *html.Node
	said   *said      // what the page says of itself
	script *html.Node // the body that came from a script, when the tree had none
	cut    bool       // the page was longer than the ceilings of parse
	elems  []elem     // elements above text, parents before children; elems[0] is the root
	leaves []leaf     // in page order

	owner map[*html.Node]int32 // text node → leaf; made by leafOf
	heard []heard              // of each leaf; made by hear
}

// elem is an element with text in it. first and last bound the leaves inside: leaves[first:last].
type elem struct {
	node        *html.Node
	parent      int32 // index into elems; -1 for the root
	depth       int32
	first, last int32
	marks       marks // of itself and of everything above
}

// leaf is the smallest unit that is judged: a run of text with no block element and no <br> inside.
type leaf struct {
	block *html.Node   // the innermost block element around the run
	texts []*html.Node // its text nodes in page order; the run goes from the first to the last
	text  string       // white space collapsed; the beginning, when it is longer than maxText
	br    bool         // only a <br> stands between the leaf before and this one, in the same block
	elem  int32        // index of block in elems

	linked int // bytes of text inside links
	strong int // bytes of text inside b, strong, em, i
}

// marks are what the elements around a leaf say of it.
type marks uint32

const (
	inHidden marks = 1 << iota
	inDialog
	inNav
	inAside
	inFooter
	inHeader
	inArticle
	inMain
	inFigure
	inCaption
	inList
	inTable
	inForm
	inQuote
	inButton
	inHeading
	inPre
	inLink // a link around a whole block
	inBody // itemprop=articleBody
	inLabel
)

// leafOf returns the index of the leaf that a text node belongs to, or -1.
func (d *document) leafOf(n *html.Node) int {
	if d.owner == nil {
		d.owner = make(map[*html.Node]int32, len(d.leaves))
		for i := range d.leaves {
			for _, t := range d.leaves[i].texts {
				d.owner[t] = int32(i)
			}
		}
	}
	if i, ok := d.owner[n]; ok {
		return int(i)
	}
	return -1
}

// newDocument decodes, parses and splits a page.
func newDocument(in Input) *document {
	d := &document{in: in}
	d.root, d.cut = parse(decode(in.HTML, in.ContentType))
	d.said = readSaid(d.root)
	d.split()
	return d
}

// skipped says whether nothing inside an element is text for a reader.
func skipped(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Script, atom.Style, atom.Noscript, atom.Head, atom.Iframe, atom.Select, atom.Textarea, atom.Object, atom.Video, atom.Audio, atom.Canvas, atom.Svg, atom.Datalist, atom.Noembed, atom.Noframes, atom.Rt, atom.Rp:
		return true
	case atom.Template:
		_, shadow := attr(n, "shadowrootmode")
		return !shadow
	}
	return false
}

// attr returns an attribute's value and whether it is there.
func attr(n *html.Node, key string) (string, bool) {
	for i := range n.Attr {
		if n.Attr[i].Key == key {
			return n.Attr[i].Val, true
		}
	}
	return "", false
}

// split walks the tree once, without recursion, and fills elems and leaves.
func (d *document) split() {
	d.elems = append(d.elems, elem{node: d.root, parent: -1})
	s := splitter{d: d}
	n := d.root
	for n != nil {
		deeper := false
		switch n.Type {
		case html.TextNode:
			s.text(n)
		case html.DocumentNode:
			deeper = true
		case html.ElementNode:
			deeper = s.open(n)
		}
		if deeper && n.FirstChild != nil {
			n = n.FirstChild
			continue
		}
		for n != nil {
			if deeper && n.Type == html.ElementNode {
				s.shut(n)
			}
			if n.NextSibling != nil {
				n = n.NextSibling
				break
			}
			n, deeper = n.Parent, true
		}
	}
	s.flush()
	d.elems[0].last = int32(len(d.leaves))
}

// splitter is where the walk of split stands.
type splitter struct {
	d           *document
	cur         int32 // the innermost block element
	links, bold int   // how many of them are open

	run   leaf   // the leaf on its way
	said  []byte // its text
	space bool   // white space is owed before its next word
	br    bool   // a <br> ended the one before
}

// flush ends the leaf.
func (s *splitter) flush() {
	d := s.d
	if len(s.said) > 0 {
		s.run.text = string(s.said)
		s.run.block, s.run.elem = d.elems[s.cur].node, s.cur
		s.run.br = s.br && len(d.leaves) > 0 && d.leaves[len(d.leaves)-1].elem == s.cur
		d.leaves = append(d.leaves, s.run)
	}
	s.run, s.said, s.space, s.br = leaf{}, s.said[:0], false, false
}

// open goes into an element; false: there is nothing in it to read.
func (s *splitter) open(n *html.Node) bool {
	if skipped(n) {
		return false
	}
	switch {
	case n.DataAtom == atom.Br:
		s.flush()
		s.br = true
	case n.DataAtom == atom.A:
		s.links++
	case isBold(n.DataAtom):
		s.bold++
	}
	if isBlock(n.DataAtom) || marksBlock(n) {
		s.flush()
		d := s.d
		up := &d.elems[s.cur]
		e := elem{node: n, parent: s.cur, depth: up.depth + 1, first: int32(len(d.leaves)), marks: up.marks | ownMarks(n)}
		if s.links > 0 {
			e.marks |= inLink
		}
		d.elems = append(d.elems, e)
		s.cur = int32(len(d.elems) - 1)
	}
	return true
}

// shut comes out of an element.
func (s *splitter) shut(n *html.Node) {
	switch {
	case n.DataAtom == atom.A:
		s.links--
	case isBold(n.DataAtom):
		s.bold--
	}
	if e := &s.d.elems[s.cur]; e.node == n && s.cur != 0 {
		s.flush()
		e.last = int32(len(s.d.leaves))
		s.cur = e.parent
	}
}

// text adds a text node to the leaf.
func (s *splitter) text(n *html.Node) {
	if len(s.d.leaves) >= maxLeaves {
		s.d.cut = s.d.cut || strings.TrimSpace(n.Data) != ""
		return
	}
	before := len(s.said)
	s.said, s.space = appendText(s.said, n.Data[:min(len(n.Data), max(0, maxText-before))], s.space)
	if len(s.said) == before && before < maxText {
		return
	}
	s.run.texts = append(s.run.texts, n)
	if s.links > 0 {
		s.run.linked += len(s.said) - before
	}
	if s.bold > 0 {
		s.run.strong += len(s.said) - before
	}
}

func isBold(a atom.Atom) bool {
	return a == atom.B || a == atom.Strong || a == atom.Em || a == atom.I
}

// marksBlock says whether an element that is inline by its name is set as a block or hidden by its attributes.
func marksBlock(n *html.Node) bool {
	if n.DataAtom != 0 && n.DataAtom != atom.Span && n.DataAtom != atom.A {
		return false
	}
	return hidden(n)
}

// hidden says whether an element's own attributes keep it from being shown.
func hidden(n *html.Node) bool {
	for i := range n.Attr {
		a := &n.Attr[i]
		switch a.Key {
		case "hidden":
			return a.Val != "until-found"
		case "style":
			s := strings.ReplaceAll(strings.ToLower(a.Val), " ", "")
			if strings.Contains(s, "display:none") || strings.Contains(s, "visibility:hidden") {
				return true
			}
		}
	}
	return false
}

// ownMarks returns what an element by itself says of the text inside.
func ownMarks(n *html.Node) marks {
	var m marks
	switch n.DataAtom {
	case atom.Dialog:
		m |= inDialog
	case atom.Nav, atom.Menu:
		m |= inNav
	case atom.Aside:
		m |= inAside
	case atom.Footer:
		m |= inFooter
	case atom.Header, atom.Hgroup:
		m |= inHeader
	case atom.Article:
		m |= inArticle
	case atom.Main:
		m |= inMain
	case atom.Figure:
		m |= inFigure
	case atom.Figcaption:
		m |= inCaption
	case atom.Ul, atom.Ol, atom.Dl:
		m |= inList
	case atom.Table:
		m |= inTable
	case atom.Form, atom.Fieldset:
		m |= inForm
	case atom.Label, atom.Legend:
		m |= inLabel
	case atom.Blockquote:
		m |= inQuote
	case atom.Button, atom.Option, atom.Summary:
		m |= inButton
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		m |= inHeading
	case atom.Pre, atom.Listing:
		m |= inPre
	}
	for i := range n.Attr {
		switch a := &n.Attr[i]; a.Key {
		case "role":
			switch strings.ToLower(strings.TrimSpace(a.Val)) {
			case "navigation", "menu", "menubar", "tablist", "toolbar":
				m |= inNav
			case "dialog", "alertdialog":
				m |= inDialog
			case "complementary":
				m |= inAside
			case "contentinfo":
				m |= inFooter
			case "banner":
				m |= inHeader
			case "article":
				m |= inArticle
			case "main":
				m |= inMain
			case "search", "form":
				m |= inForm
			case "button":
				m |= inButton
			case "heading":
				m |= inHeading
			}
		case "aria-modal":
			if a.Val == "true" {
				m |= inDialog
			}
		case "itemprop":
			if strings.Contains(strings.ToLower(a.Val), "articlebody") {
				m |= inBody
			}
		}
	}
	if hidden(n) {
		m |= inHidden
	}
	return m
}

// appendText appends s with white space collapsed and invisible characters dropped. space says that white space is owed
// before the next word; nothing is owed at the start of a run.
func appendText(out []byte, s string, space bool) ([]byte, bool) {
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			i++
			if c <= ' ' || c == 0x7f {
				space = true
				continue
			}
			if space && len(out) > 0 {
				out = append(out, ' ')
			}
			space = false
			out = append(out, c)
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case unicode.IsSpace(r):
			space = true
		case r == '\u200b' || r == '\ufeff' || r == '\u00ad' || r == '\u2060' || r < 0xa0:
		default:
			if space && len(out) > 0 {
				out = append(out, ' ')
			}
			space = false
			out = append(out, s[i:i+n]...)
		}
		i += n
	}
	return out, space
}
