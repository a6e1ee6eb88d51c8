package main

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"tidings/feed/article"
	"tidings/feed/extract"
)

// item is a piece of clutter that training puts among an article's paragraphs: one or several paragraphs.
type item struct {
	kind  article.RemovedKind // empty for prose that is no appeal
	paras []string
	fold  int
	lang  string // of a hand-written item
	site  string // the name of the site that it was found on
}

// putInAttr marks what training put into a page; no feature reads it.
const putInAttr = "putin"

// inject puts n pieces of clutter into a page as its own paragraphs, in varied dress, and reports whether there was a place.
func inject(st *extract.Study, y []bool, bank *bankOf, n int, site, lang string, rng *rand.Rand) bool {
	var spots []*html.Node
	for i := range y {
		if b := st.Block(i); y[i] && st.Words(i) >= 8 && b != nil && b.Parent != nil && b.DataAtom != atom.Body && b.DataAtom != atom.Td && b.DataAtom != atom.Li {
			if len(spots) == 0 || spots[len(spots)-1] != b {
				spots = append(spots, b)
			}
		}
	}
	if len(spots) == 0 {
		return false
	}
	for range n {
		it := bank.draw(rng, lang)
		if it == nil {
			return false
		}
		var at *html.Node
		after := true
		switch x := rng.Float32(); {
		case x < .25:
			at, after = spots[0], false
		case x < .5:
			at = spots[len(spots)-1]
		default:
			at = spots[rng.IntN(len(spots))]
		}
		for _, node := range dress(it.named(site, rng, bank), at, rng) {
			if after {
				at.Parent.InsertBefore(node, at.NextSibling)
				at = node
			} else {
				at.Parent.InsertBefore(node, at)
			}
		}
	}
	return true
}

// named is a copy of an item that speaks of the page's own site; now and then two of a kind follow each other.
func (it *item) named(site string, rng *rand.Rand, bank *bankOf) *item {
	out := &item{kind: it.kind, fold: it.fold}
	paras := it.paras
	if it.kind != "" && it.kind == article.Donation || it.kind == article.Paywall {
		for _, o := range bank.own {
			if o != it && o.kind == it.kind && rng.Float32() < .02 {
				paras = append(append([]string(nil), paras...), o.paras...)
				break
			}
		}
	}
	from := it.site
	for _, p := range paras {
		p = strings.ReplaceAll(p, "{site}", site)
		if len(from) >= 4 && rng.Float32() < .7 {
			p = strings.ReplaceAll(p, from, site)
		}
		out.paras = append(out.paras, p)
	}
	return out
}

func element(a atom.Atom, class string, kids ...*html.Node) *html.Node {
	n := &html.Node{Type: html.ElementNode, DataAtom: a, Data: a.String()}
	if class != "" {
		n.Attr = append(n.Attr, html.Attribute{Key: "class", Val: class})
	}
	for _, k := range kids {
		n.AppendChild(k)
	}
	return n
}

// dress sets an item's paragraphs as one of the ways in which pages set their own.
func dress(it *item, at *html.Node, rng *rand.Rand) []*html.Node {
	class := ""
	if rng.Float32() < .4 {
		for _, a := range at.Attr {
			if a.Key == "class" {
				class = a.Val
			}
		}
	}
	tag := atom.P
	if at.DataAtom == atom.Div && rng.Float32() < .6 || rng.Float32() < .1 {
		tag = atom.Div
	}
	style := rng.IntN(10)
	var out []*html.Node
	for j, p := range it.paras {
		inner := &html.Node{Type: html.TextNode, Data: p}
		var n *html.Node
		switch {
		case style == 0 || style == 1:
			n = element(tag, class, element([]atom.Atom{atom.Em, atom.Strong, atom.I, atom.B}[rng.IntN(4)], "", inner))
		case style == 2 || style == 3 && len(p) < 120:
			a := element(atom.A, "", inner)
			a.Attr = append(a.Attr, html.Attribute{Key: "href", Val: "/go"})
			n = element(tag, class, element(atom.Strong, "", a))
		case style == 4 && j == 0 && len(it.paras) > 1:
			n = element(atom.H3, "", inner)
		case style == 5 && strings.Contains(p, " "):
			cut := strings.LastIndexByte(p[:max(1, len(p)*2/3)], ' ')
			if cut < 0 {
				n = element(tag, class, inner)
				break
			}
			a := element(atom.A, "", &html.Node{Type: html.TextNode, Data: p[cut+1:]})
			a.Attr = append(a.Attr, html.Attribute{Key: "href", Val: "/go"})
			n = element(tag, class, &html.Node{Type: html.TextNode, Data: p[:cut+1]}, a)
		default:
			n = element(tag, class, inner)
		}
		out = append(out, n)
	}
	if style == 6 || style == 7 {
		box := element([]atom.Atom{atom.Div, atom.Div, atom.Section, atom.Aside}[rng.IntN(4)], fmt.Sprintf("c-%06x", rng.IntN(1<<24)), out...)
		out = []*html.Node{box}
	}
	for _, n := range out {
		n.Attr = append(n.Attr, html.Attribute{Key: putInAttr, Val: string(it.kind)})
	}
	return out
}

// putIn says whether training put a leaf in, and whether as part of the article.
func putIn(b *html.Node) (in, article bool) {
	for ; b != nil; b = b.Parent {
		for _, a := range b.Attr {
			if a.Key == putInAttr {
				return true, a.Val == asArticle
			}
		}
	}
	return false, false
}

// asArticle is the value of putInAttr on reporting.
const asArticle = "article"

// report puts a paragraph of reporting beside one of the article's own.
func report(st *extract.Study, y []bool, text string, rng *rand.Rand) {
	var spots []*html.Node
	for i := range y {
		if b := st.Block(i); y[i] && st.Words(i) >= 15 && b != nil && b.Parent != nil && b.DataAtom == atom.P {
			spots = append(spots, b)
		}
	}
	if len(spots) == 0 {
		return
	}
	at := spots[rng.IntN(len(spots))]
	n := element(atom.P, "", &html.Node{Type: html.TextNode, Data: text})
	for _, a := range at.Attr {
		if a.Key == "class" {
			n.Attr = append(n.Attr, a)
		}
	}
	n.Attr = append(n.Attr, html.Attribute{Key: putInAttr, Val: asArticle})
	at.Parent.InsertBefore(n, at.NextSibling)
}

// undress takes a page's hints away: names, or tags as well, so that the models learn to do without.
func undress(root *html.Node, rng *rand.Rand) {
	names := rng.Float32() < .7
	divs := rng.Float32() < .3
	plain := rng.Float32() < .3
	salt := rng.Uint32()
	for n := range root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		if names {
			kept := n.Attr[:0]
			for _, a := range n.Attr {
				switch a.Key {
				case "class":
					a.Val = fmt.Sprintf("c-%x", hash(a.Val)^salt)
				case "id", "role", "itemprop", "aria-label", "data-component", "data-testid":
					continue
				}
				kept = append(kept, a)
			}
			n.Attr = kept
		}
		if divs && n.DataAtom == atom.P {
			n.DataAtom, n.Data = atom.Div, "div"
		}
		if plain {
			switch n.DataAtom {
			case atom.Article, atom.Main, atom.Section, atom.Aside, atom.Header, atom.Footer, atom.Nav:
				n.DataAtom, n.Data = atom.Div, "div"
			}
		}
	}
}

func hash(s string) uint32 {
	h := uint32(2166136261)
	for i := 0; i < len(s); i++ {
		h = (h ^ uint32(s[i])) * 16777619
	}
	return h
}

// bankOf is the clutter that a page may get: that of its own fold, so that no model is judged on what it has learnt.
type bankOf struct {
	own, appeals, prose []*item
}

// draw takes an item; hand-written ones mostly in the page's own language.
func (b *bankOf) draw(rng *rand.Rand, lang string) *item {
	list := b.prose
	switch x := rng.Float32(); {
	case x < .36:
		list = b.own
		if rng.Float32() < .8 {
			var same []*item
			for _, it := range b.own {
				if it.lang == lang {
					same = append(same, it)
				}
			}
			if len(same) > 3 {
				list = same
			}
		}
	case x < .74:
		list = b.appeals
	}
	if len(list) == 0 {
		list = b.own
	}
	if len(list) == 0 {
		return nil
	}
	return list[rng.IntN(len(list))]
}
