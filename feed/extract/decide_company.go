package extract

import (
	"strings"

	"golang.org/x/net/html/atom"
	"golang.org/x/net/publicsuffix"

	"tidings/feed/text"
)

// The body is the element that holds the text and hardly anything else. What stands in it as the text does is likely of the
// text, whatever the models make of its words: short lines, names, figures and the matter of pages unlike those that they
// learnt from.
const (
	bodyShare   = 5   // one in how many of the kept words may stand outside of it
	bodyClean   = .7  // share that is kept of the words that stand in it as the text does and are no links
	insideFrom  = .2  // probability from which a short line inside stays
	insideWords = -2  // when its words do not read as clutter, by their log odds
	insideLong  = 10  // words from which a line is no short one: appeals are sentences
	longFrom    = .25 // probability from which a long one stays
	longSaid    = -.5 // when its words do not lean that way
	edgeAbove   = .6  // probability from which a sentence, or what leads to something, is no doubtful first line
	insideLead  = 4   // words of a line that may lead to the next
	leadSaid    = -1  // and the log odds of its words
	edgeBelow   = .5  // and a sentence no doubtful last one
	belowWords  = -1  // when its words do not lean towards clutter
)

// company is the body of a page and the leaves that stand in it as the text does.
type company struct {
	plain []bool // nil when the page has no body
	finds int    // lists in it whose links lead to other sites
}

// findCompany looks for the body.
func (s *sheet) findCompany(v []verdict) company {
	plain := s.plain(v, s.body(v))
	kept, all := 0, 0
	for i, p := range plain {
		if l := &s.doc.leaves[i]; p && l.linked*2 <= len(l.text) && !s.isTitle(i) {
			all += s.leaf[i].words
			if v[i].keep {
				kept += s.leaf[i].words
			}
		}
	}
	if float32(kept) < bodyClean*float32(all) {
		return company{}
	}
	c := company{plain: plain}
	for e := range s.doc.elems {
		el := &s.doc.elems[e]
		if a := el.node.DataAtom; (a == atom.Ul || a == atom.Ol) && el.last-el.first > 1 && c.has(int(el.first)) && c.has(int(el.last)-1) &&
			s.elem[e].linked*2 > s.elem[e].bytes && s.leadsAway(int(el.first), int(el.last)) {
			c.finds++
		}
	}
	return c
}

// has says whether a leaf stands in the body as the text does.
func (c company) has(i int) bool { return c.plain != nil && c.plain[i] }

// inside keeps the leaves of the body between the first and the last that is kept, unless they surely are none of the article.
func (s *sheet) inside(v []verdict, words []float32, c company) {
	first, last := ends(v)
	for i := last - 1; i > first && first >= 0; i-- {
		l, t := &s.doc.leaves[i], &s.leaf[i]
		switch {
		case v[i].keep || !c.has(i) || v[i].settled() || v[i].copied || v[i].rule != byScore || isHeading(l.block.DataAtom):
			continue
		case l.linked*2 > len(l.text) || s.asks(i):
			continue
		case t.words <= insideLead && s.leads(i, v, words[i]):
			continue
		}
		from, least := float32(insideFrom), float32(insideWords)
		if t.words >= insideLong {
			from, least = longFrom, longSaid
		}
		if v[i].score >= from && words[i] > least {
			v[i].keep = true
		}
	}
}

// leads says whether a short line leads to what is left out, or to links.
func (s *sheet) leads(i int, v []verdict, words float32) bool {
	if next := &s.doc.leaves[i+1]; ledBy(s.doc.leaves[i].text) {
		return !v[i+1].keep || words < leadSaid && next.linked*2 > len(next.text)
	}
	return !s.leaf[i].ended && words < leadSaid && !v[i+1].keep
}

// ledBy says whether a line ends with a colon.
func ledBy(line string) bool { return strings.HasSuffix(line, ":") || strings.HasSuffix(line, "：") }

// asks says whether a line has a word of subscriptions, accounts, letters, comments or gifts.
func (s *sheet) asks(i int) bool {
	seen := s.doc.gates(i)
	return seen[gateBuy] || seen[gateEnter] || seen[gateLetter] || seen[gateComment] || seen[gateGive]
}

// body returns the innermost element that holds nearly all of what is kept; 0, the root, when nothing is.
func (s *sheet) body(v []verdict) (e int) {
	kept := make([]int, len(s.doc.elems))
	total := 0
	for i := range v {
		if !v[i].keep {
			continue
		}
		total += s.leaf[i].words
		for e := s.doc.leaves[i].elem; e >= 0; e = s.doc.elems[e].parent {
			kept[e] += s.leaf[i].words
		}
	}
	if total == 0 {
		return 0
	}
	for i := range kept {
		if kept[i]*bodyShare >= total*(bodyShare-1) {
			e = i
		}
	}
	for e > 0 && isLine(s.doc.elems[e].node.DataAtom) {
		e = int(s.doc.elems[e].parent)
	}
	return e
}

// isLine says whether an element is one line of a text and no place for several.
func isLine(a atom.Atom) bool {
	switch a {
	case atom.P, atom.Li, atom.Ul, atom.Ol, atom.Blockquote, atom.Pre, atom.Table, atom.Tbody, atom.Tr, atom.Td, atom.Dl, atom.Dd, atom.Dt, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		return true
	}
	return false
}

// plain says of every leaf whether it stands in the body as the text does: nothing between the two but what lines, lists,
// tables and quotations are made of, without a name of its own that no kept line's place has.
func (s *sheet) plain(v []verdict, body int) []bool {
	out := make([]bool, len(v))
	el := &s.doc.elems[body]
	kept := map[uint32]int{}
	for i := el.first; i < el.last; i++ {
		if v[i].keep {
			for e := s.doc.leaves[i].elem; e > int32(body); e = s.doc.elems[e].parent {
				kept[s.dressOf(e)]++
			}
		}
	}
	for i := el.first; i < el.last; i++ {
		ok := s.doc.elems[s.doc.leaves[i].elem].marks&(inNav|inHidden|inDialog|inForm|inButton|inCaption) == 0
		for e := s.doc.leaves[i].elem; ok && e > int32(body); e = s.doc.elems[e].parent {
			ok = s.textual(e) && (!s.named(e) || kept[s.dressOf(e)] >= 2)
		}
		out[i] = ok
	}
	return out
}

// textNames are the hashes of what pages call boxes that belong to a text.
var textNames = nameSet("admonition admonitionblock callout notecard footnotes endnotes")

// named says whether an element has a name of its own. That of a line's id is none: headings and notes are linked to by theirs.
func (s *sheet) named(e int32) bool {
	for _, k := range s.elem[e].names {
		if textNames()[k] {
			return false
		}
	}
	if n := s.doc.elems[e].node; isLine(n.DataAtom) {
		class, _ := attr(n, "class")
		return class != ""
	}
	return len(s.elem[e].names) > 0
}

// dressOf is a hash of an element's tag and names.
func (s *sheet) dressOf(e int32) uint32 {
	n := s.doc.elems[e].node
	h := uint32(n.DataAtom)
	if isLine(n.DataAtom) {
		class, _ := attr(n, "class")
		return mix(h, uint32(fingerprint(class)))
	}
	for _, k := range s.elem[e].names {
		h = mix(h, k)
	}
	return h
}

// textual says whether an element is of the sort that texts are made of.
func (s *sheet) textual(e int32) bool {
	switch a := s.doc.elems[e].node.DataAtom; a {
	case atom.Div, atom.Section, atom.Span, atom.Font, atom.Center, atom.Figure, atom.Thead, atom.Tfoot, atom.Th, atom.Caption, atom.Code, atom.Article, atom.Main:
		return true
	default:
		return isLine(a)
	}
}

// companyEdge is the probability from which a line of the body is no doubtful first or last one; 1 when that follows the rules
// for all.
func (s *sheet) companyEdge(i int, last bool, words float32) float32 {
	switch l := &s.doc.leaves[i]; {
	case !last && (s.leaf[i].ended || ledBy(l.text)):
		return edgeAbove
	case last && s.leaf[i].ended && !s.asks(i) && words > belowWords && l.linked == 0 && l.strong*2 < len(l.text):
		return edgeBelow
	}
	return 1
}

// leadsAway says whether the links of some leaves lead to other sites, two of three at least: a site's own articles are what
// its boxes point to, a text's sources and finds are others'.
func (s *sheet) leadsAway(from, to int) bool {
	base := s.doc.said.baseURL(s.doc.in.URL)
	own := ownSite(text.Host(base))
	if own == "" {
		return false
	}
	all, away := 0, 0
	for i := from; i < to; i++ {
		l := &s.doc.leaves[i]
		if l.linked == 0 {
			continue
		}
		all++
		if h := text.Host(text.URL(linkOf(l), base)); h != "" && ownSite(h) != own {
			away++
		}
	}
	return all > 0 && away*3 >= all*2
}

// ownSite returns the part of a host's name that one owner has (publicsuffix.org): "bbc.co.uk" of "www.bbc.co.uk".
func ownSite(host string) string {
	if site, err := publicsuffix.EffectiveTLDPlusOne(host); err == nil {
		return site
	}
	return host
}
