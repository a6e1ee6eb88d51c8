package extract

import "golang.org/x/net/html/atom"

// Numeric features feed the trees: what a leaf measures, where it stands, what the views say, and the linear models' scores of
// itself and around it. numberNames names them in order; "tidings read --explain" and the training command print them.
var numberNames = [...]string{
	"words", "linked", "strong", "punctuation", "digits", "capitals", "ended", "opens", "commas", "wordlen", "shortwords",
	"tag", "heading", "hidden", "dialog", "nav", "aside", "footer", "header", "article", "main", "figure", "caption", "list", "table",
	"form", "quote", "button", "linkaround", "articlebody", "label",
	"depth", "place", "wordplace", "afterh1", "wordsafterh1", "tolongabove", "tolongbelow", "wordsabove", "wordsbelow", "linkedabove", "linkedbelow",
	"copies", "ldbody", "intro", "title", "dense", "densebest", "densedist", "inspan", "afterspanstart", "beforespanend", "inprose",
	"articleshare", "articles", "siblings", "siblingps", "parentwords", "parentlinked", "parentlong", "grandwords", "grandlinked", "grandlong",
	"signn", "signwords", "signlong", "signshare", "pageleaves", "pagewords", "pagelong", "br",
	"sw", "sw-1", "sw+1", "sw-2", "sw+2", "sf", "sf-1", "sf+1", "sf-2", "sf+2", "sf-3", "sf+3", "sfparent", "sfsign", "sfmax", "sfnear", "swnear",
	"sfspan", "sfspanafter", "sfspanbefore", "lastgood", "nextgood", "lastgoodwords", "nextgoodwords", "hasld", "sfgrand", "swparent", "sfrank",
	"denseshare", "samelast", "samenext", "goodabove", "goodbelow", "headnext",
	"self", "selfnear", "topic", "topic-1", "topic+1", "topicrun", "samesign-1", "samesign+1", "intitle",
}

const numberCount = len(numberNames)

// far stands for "none on this side".
const far = 99

// features writes the features of one leaf, one after the other.
type features struct {
	out []float32
	at  int
}

func (f *features) put(x float32) {
	f.out[f.at] = x
	f.at++
}

func (f *features) flag(b bool) { f.put(float32(b2u(b))) }

func (f *features) share(part, of int) { f.put(share(part, of)) }

// upTo writes n, or most where it is more.
func (f *features) upTo(most, n int) { f.put(float32(min(most, n))) }

// within writes n, or the nearest number from -most to most.
func (f *features) within(most, n int) { f.put(float32(max(-most, min(most, n)))) }

// orElse writes what value returns, or none where there is nothing to ask.
func (f *features) orElse(none float32, there bool, value func() float32) {
	if !there {
		f.put(none)
		return
	}
	f.put(value())
}

func share(part, of int) float32 {
	if of == 0 {
		return 0
	}
	return float32(part) / float32(of)
}

// near returns the log odds of leaf j, or -9 where there is no such leaf.
func near(odds []float32, j int) float32 {
	if j < 0 || j >= len(odds) {
		return -9
	}
	return odds[j]
}

// numbers writes the features of leaf i into out, which holds numberCount of them, in the order of numberNames.
func (s *sheet) numbers(out []float32, i int, sc *scores) {
	f := &features{out: out}
	s.textNumbers(f, i)
	s.tagNumbers(f, i)
	s.placeNumbers(f, i)
	s.viewNumbers(f, i)
	s.parentNumbers(f, i)
	s.scoreNumbers(f, i, sc)
	s.reachNumbers(f, i, sc)
	s.restNumbers(f, i, sc)
}

// textNumbers say what the leaf's own text measures: words to shortwords.
func (s *sheet) textNumbers(f *features, i int) {
	l, t := &s.doc.leaves[i], &s.leaf[i]
	f.upTo(200, t.words)
	f.share(l.linked, len(l.text))
	f.share(l.strong, len(l.text))
	f.share(t.commas+t.stops, t.words+1)
	f.share(t.digits, t.chars)
	f.share(t.capitals, t.words)
	f.flag(t.ended)
	switch t.opens {
	case 'A':
		f.put(0)
	case '"':
		f.put(1)
	case 'a':
		f.put(2)
	case '0':
		f.put(3)
	default:
		f.put(4)
	}
	f.put(float32(t.commas))
	f.share(t.chars, t.words)
	f.share(t.short, t.words)
}

// tagNumbers say in which elements it stands: tag to depth.
func (s *sheet) tagNumbers(f *features, i int) {
	l := &s.doc.leaves[i]
	e := &s.doc.elems[l.elem]
	level := float32(0)
	switch l.block.DataAtom {
	case atom.P:
		f.put(0)
	case atom.Div, atom.Section, atom.Article, atom.Main, atom.Body:
		f.put(1)
	case atom.Li, atom.Dd, atom.Dt:
		f.put(2)
	case atom.Td, atom.Th, atom.Caption:
		f.put(3)
	case atom.Blockquote:
		f.put(4)
	case atom.Pre:
		f.put(5)
	case atom.Figcaption, atom.Figure:
		f.put(6)
	default:
		if isHeading(l.block.DataAtom) {
			f.put(7)
			level = float32(l.block.Data[1] - '0')
		} else {
			f.put(8)
		}
	}
	f.put(level)
	for _, k := range [...]marks{
		inHidden, inDialog, inNav, inAside, inFooter, inHeader, inArticle, inMain, inFigure, inCaption, inList, inTable,
		inForm, inQuote, inButton, inLink, inBody, inLabel,
	} {
		f.flag(e.marks&k != 0)
	}
	f.put(float32(e.depth))
}

// placeNumbers say where on the page it stands, and beside what: place to copies.
func (s *sheet) placeNumbers(f *features, i int) {
	d := s.doc
	n := len(d.leaves)
	f.share(i, n)
	f.share(s.before[i], s.before[n])
	if h := s.views.h1; h >= 0 {
		f.within(far, i-h)
		f.within(2000, s.before[i]-s.before[h])
	} else {
		f.put(-far - 1)
		f.put(-2001)
	}
	f.put(s.distLong(i, -1))
	f.put(s.distLong(i, 1))
	for _, j := range [2]int{i - 1, i + 1} {
		f.orElse(-1, j >= 0 && j < n, func() float32 { return float32(min(100, s.leaf[j].words)) })
	}
	for _, j := range [2]int{i - 1, i + 1} {
		f.orElse(-1, j >= 0 && j < n, func() float32 { return share(d.leaves[j].linked, len(d.leaves[j].text)) })
	}
	f.upTo(5, s.copies[s.leaf[i].print])
}

// viewNumbers say what the guesses of where the article stands make of it: ldbody to articles.
func (s *sheet) viewNumbers(f *features, i int) {
	d, v := s.doc, &s.views
	own := d.leaves[i].elem
	tokens := s.leaf[i].tokens
	f.put(coverage(tokens, v.body))
	f.put(coverage(tokens, v.intro))
	f.put(float32(v.titleShare(tokens)))
	best, dist := float32(0), float32(far)
	for e, up := own, 0; e >= 0; e, up = d.elems[e].parent, up+1 {
		best = max(best, v.denseOf[e])
		if e == v.dense {
			dist = float32(up)
		}
	}
	f.put(v.denseOf[max(0, d.elems[own].parent)])
	f.put(best)
	f.put(dist)
	f.flag(i >= v.from && i < v.to)
	f.within(far, i-v.from)
	f.within(far, v.to-i)
	prose := &d.elems[v.prose]
	f.flag(int32(i) >= prose.first && int32(i) < prose.last)
	long := float32(-1)
	for e := own; e >= 0; e = d.elems[e].parent {
		if d.elems[e].node.DataAtom == atom.Article {
			long = share(s.elem[e].long, v.longWords)
			break
		}
	}
	f.put(long)
	f.upTo(20, v.articles)
}

// parents returns the elements above the one that leaf i stands in.
func (s *sheet) parents(i int) (parent, grand int32) {
	parent = max(0, s.doc.elems[s.doc.leaves[i].elem].parent)
	return parent, max(0, s.doc.elems[parent].parent)
}

// parentNumbers say what stands with it in the elements above, of the same signature, and on the page: siblings to br.
func (s *sheet) parentNumbers(f *features, i int) {
	v := &s.views
	parent, grand := s.parents(i)
	p, g := &s.elem[parent], &s.elem[grand]
	f.upTo(far, p.leaves)
	f.share(p.ps, p.leaves)
	f.share(p.words, v.words)
	f.share(p.linked, p.bytes)
	f.share(p.long, v.longWords)
	f.share(g.words, v.words)
	f.share(g.linked, g.bytes)
	f.share(g.long, v.longWords)
	sign := s.bySign[s.sign[i]]
	f.upTo(far, sign.n)
	f.share(sign.words, sign.n)
	f.share(sign.long, sign.words)
	f.share(sign.words, v.words)
	f.upTo(2000, len(s.doc.leaves))
	f.upTo(20000, v.words)
	f.share(v.longWords, v.words)
	f.flag(s.doc.leaves[i].br)
}

// scoreNumbers are the linear scores of it and around it: sw to swnear.
func (s *sheet) scoreNumbers(f *features, i int, sc *scores) {
	n := len(s.doc.leaves)
	for _, o := range [...]int{0, -1, 1, -2, 2} {
		f.put(near(sc.words, i+o))
	}
	for _, o := range [...]int{0, -1, 1, -2, 2, -3, 3} {
		f.put(near(sc.full, i+o))
	}
	parent, _ := s.parents(i)
	f.put(sc.parent[parent])
	f.put(sc.sign[s.sign[i]])
	f.put(sc.top)
	var full, words, weight float32
	for j := max(0, i-8); j < min(n, i+9); j++ {
		if j != i {
			w := float32(1 + min(40, s.leaf[j].words))
			full += w * clamp(sc.full[j])
			words += w * clamp(sc.words[j])
			weight += w
		}
	}
	if weight > 0 {
		full /= weight
		words /= weight
	}
	f.put(full)
	f.put(words)
}

// reachNumbers say how far the leaves are that score well: sfspan to nextgoodwords.
func (s *sheet) reachNumbers(f *features, i int, sc *scores) {
	f.flag(i >= sc.from && i < sc.to)
	f.within(far, i-sc.from)
	f.within(far, sc.to-i)
	last, next := sc.lastGood[i], sc.nextGood[i]
	above, below := last >= 0, next < len(s.doc.leaves)
	f.orElse(far+1, above, func() float32 { return float32(min(far, i-last)) })
	f.orElse(far+1, below, func() float32 { return float32(min(far, next-i)) })
	f.orElse(1001, above, func() float32 { return float32(min(1000, s.before[i]-s.before[last+1])) })
	f.orElse(1001, below, func() float32 { return float32(min(1000, s.before[next]-s.before[i+1])) })
}

// restNumbers are those that came later, of all sorts: hasld to intitle.
func (s *sheet) restNumbers(f *features, i int, sc *scores) {
	d, v := s.doc, &s.views
	n := len(d.leaves)
	above, below := i > 0, i+1 < n
	tag := d.leaves[i].block.DataAtom
	parent, grand := s.parents(i)
	f.flag(v.body != nil)
	f.put(sc.parent[grand])
	f.put(sc.wpar[parent])
	f.put(sc.full[i] - sc.top)
	f.share(s.elem[v.dense].words, v.words)
	f.flag(above && d.leaves[i-1].block.DataAtom == tag)
	f.flag(below && d.leaves[i+1].block.DataAtom == tag)
	f.upTo(5000, sc.goodBefore[i])
	f.upTo(5000, sc.goodBefore[n]-sc.goodBefore[i+1])
	f.flag(below && isHeading(d.leaves[i+1].block.DataAtom))
	f.flag(s.self[i])
	f.flag(above && s.self[i-1] || below && s.self[i+1])
	f.put(s.shared(i))
	f.orElse(-2, above, func() float32 { return s.shared(i - 1) })
	f.orElse(-2, below, func() float32 { return s.shared(i + 1) })
	var run, seen float32
	for j := max(0, i-2); j < min(n, i+3); j++ {
		if x := s.shared(j); x >= 0 {
			w := float32(len(s.leaf[j].topic))
			run += x * w
			seen += w
		}
	}
	if seen > 0 {
		run /= seen
	}
	f.put(run)
	f.flag(above && s.sign[i-1] == s.sign[i])
	f.flag(below && s.sign[i+1] == s.sign[i])
	f.put(s.titleOf(i))
}

// titleOf is the share of the title's words that stand in a leaf.
func (s *sheet) titleOf(i int) float32 {
	if len(s.views.title) == 0 {
		return 0
	}
	in := map[token]bool{}
	for _, k := range s.leaf[i].tokens {
		if s.views.title[k] {
			in[k] = true
		}
	}
	return share(len(in), len(s.views.title))
}

// distLong is how many leaves away the next long paragraph stands on a side.
func (s *sheet) distLong(i, step int) float32 {
	for j := i + step; j >= 0 && j < len(s.leaf) && j != i+step*far; j += step {
		if s.long(j) {
			return float32(max(j-i, i-j))
		}
	}
	return far + 1
}
