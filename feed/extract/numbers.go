package extract

import (
	"math"

	"golang.org/x/net/html/atom"
)

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

// scores are the linear models' judgement of a page's leaves and what is summed up from it.
type scores struct {
	words, full  []float32 // log odds
	parent, wpar []float32 // means over an element's leaves, by element
	sign         map[uint32]float32
	from, to     int // run of leaves with the greatest sum of score times size
	top          float32
	lastGood     []int // the nearest leaf before i that reads as article; -1
	nextGood     []int
	goodBefore   []int // how many good words stand before i
}

// newScores sums up the linear scores of a page.
func newScores(s *sheet, words, full []float32) *scores {
	d := s.doc
	n := len(d.leaves)
	sc := &scores{
		words: words, full: full, parent: make([]float32, len(d.elems)), wpar: make([]float32, len(d.elems)), sign: make(map[uint32]float32, len(s.bySign)),
		lastGood: make([]int, n), nextGood: make([]int, n), goodBefore: make([]int, n+1), top: -20,
	}
	weight := make([]float32, len(d.elems))
	signWeight := make(map[uint32]float32, len(s.bySign))
	sum, best, start := 0.0, 0.0, 0
	last := -1
	for i := 0; i < n; i++ {
		w := float32(1 + min(s.leaf[i].words, 60))
		for e, up := d.leaves[i].elem, 0; e >= 0 && up < 6; e, up = d.elems[e].parent, up+1 {
			sc.parent[e] += w * clamp(full[i])
			sc.wpar[e] += w * clamp(words[i])
			weight[e] += w
		}
		sc.sign[s.sign[i]] += w * clamp(full[i])
		signWeight[s.sign[i]] += w
		if s.leaf[i].words >= 10 {
			sc.top = max(sc.top, full[i])
		}
		gain := float64(logistic(full[i])-0.45) * float64(3+min(s.leaf[i].words, 60))
		if sum <= 0 {
			sum, start = 0, i
		}
		if sum += gain; sum > best {
			best, sc.from, sc.to = sum, start, i+1
		}
		sc.lastGood[i] = last
		sc.goodBefore[i+1] = sc.goodBefore[i]
		if full[i] > 0 && s.leaf[i].words >= 5 {
			last = i
			sc.goodBefore[i+1] += s.leaf[i].words
		}
	}
	nextG := n
	for i := n - 1; i >= 0; i-- {
		sc.nextGood[i] = nextG
		if full[i] > 0 && s.leaf[i].words >= 5 {
			nextG = i
		}
	}
	for e := range weight {
		if weight[e] > 0 {
			sc.parent[e] /= weight[e]
			sc.wpar[e] /= weight[e]
		}
	}
	for k, w := range signWeight {
		sc.sign[k] /= w
	}
	return sc
}

func clamp(x float32) float32 { return max(-6, min(6, x)) }

func logistic(x float32) float32 { return float32(1 / (1 + math.Exp(-float64(x)))) }

// far stands for "none on this side".
const far = 99

// numbers writes the features of leaf i into out, which holds numberCount of them.
func (s *sheet) numbers(out []float32, i int, sc *scores) {
	d := s.doc
	l, t := &d.leaves[i], &s.leaf[i]
	n := len(d.leaves)
	at := 0
	put := func(x float32) { out[at] = x; at++ }
	flag := func(b bool) {
		if b {
			put(1)
		} else {
			put(0)
		}
	}
	share := func(a, b int) float32 {
		if b == 0 {
			return 0
		}
		return float32(a) / float32(b)
	}
	size := len(l.text)
	put(float32(min(t.words, 200)))
	put(share(l.linked, size))
	put(share(l.strong, size))
	put(share(t.commas+t.stops, t.words+1))
	put(share(t.digits, t.chars))
	put(share(t.capitals, t.words))
	flag(t.ended)
	switch t.opens {
	case 'A':
		put(0)
	case '"':
		put(1)
	case 'a':
		put(2)
	case '0':
		put(3)
	default:
		put(4)
	}
	put(float32(t.commas))
	put(share(t.chars, t.words))
	put(share(t.short, t.words))
	level := float32(0)
	switch l.block.DataAtom {
	case atom.P:
		put(0)
	case atom.Div, atom.Section, atom.Article, atom.Main, atom.Body:
		put(1)
	case atom.Li, atom.Dd, atom.Dt:
		put(2)
	case atom.Td, atom.Th, atom.Caption:
		put(3)
	case atom.Blockquote:
		put(4)
	case atom.Pre:
		put(5)
	case atom.Figcaption, atom.Figure:
		put(6)
	default:
		if isHeading(l.block.DataAtom) {
			put(7)
			level = float32(l.block.Data[1] - '0')
		} else {
			put(8)
		}
	}
	put(level)
	m := d.elems[l.elem].marks
	for _, k := range [...]marks{
		inHidden, inDialog, inNav, inAside, inFooter, inHeader, inArticle, inMain, inFigure, inCaption, inList, inTable,
		inForm, inQuote, inButton, inLink, inBody, inLabel,
	} {
		flag(m&k != 0)
	}
	put(float32(d.elems[l.elem].depth))
	put(share(i, n))
	put(share(s.before[i], s.before[n]))
	if s.views.h1 >= 0 {
		put(float32(max(-far, min(far, i-s.views.h1))))
		put(float32(max(-2000, min(2000, s.before[i]-s.before[s.views.h1]))))
	} else {
		put(-far - 1)
		put(-2001)
	}
	put(s.distLong(i, -1))
	put(s.distLong(i, 1))
	if i > 0 {
		put(float32(min(100, s.leaf[i-1].words)))
	} else {
		put(-1)
	}
	if i+1 < n {
		put(float32(min(100, s.leaf[i+1].words)))
	} else {
		put(-1)
	}
	if i > 0 {
		put(share(d.leaves[i-1].linked, len(d.leaves[i-1].text)))
	} else {
		put(-1)
	}
	if i+1 < n {
		put(share(d.leaves[i+1].linked, len(d.leaves[i+1].text)))
	} else {
		put(-1)
	}
	put(float32(min(5, s.copies[t.print])))
	v := &s.views
	put(coverage(t.tokens, v.body))
	put(coverage(t.tokens, v.intro))
	put(float32(v.titleShare(t.tokens)))
	best, dist := float32(0), float32(far)
	for e, up := l.elem, 0; e >= 0; e, up = d.elems[e].parent, up+1 {
		if v.denseOf[e] > best {
			best = v.denseOf[e]
		}
		if e == v.dense {
			dist = float32(up)
		}
	}
	put(v.denseOf[max(0, d.elems[l.elem].parent)])
	put(best)
	put(dist)
	flag(i >= v.from && i < v.to)
	put(float32(max(-far, min(far, i-v.from))))
	put(float32(max(-far, min(far, v.to-i))))
	pe := &d.elems[v.prose]
	flag(int32(i) >= pe.first && int32(i) < pe.last)
	art := float32(-1)
	for e := l.elem; e >= 0; e = d.elems[e].parent {
		if d.elems[e].node.DataAtom == atom.Article {
			art = share(s.elem[e].long, v.longWords)
			break
		}
	}
	put(art)
	put(float32(min(20, v.articles)))
	p := max(0, d.elems[l.elem].parent)
	g := max(0, d.elems[p].parent)
	pt, gt := &s.elem[p], &s.elem[g]
	put(float32(min(far, pt.leaves)))
	put(share(pt.ps, pt.leaves))
	put(share(pt.words, v.words))
	put(share(pt.linked, pt.bytes))
	put(share(pt.long, v.longWords))
	put(share(gt.words, v.words))
	put(share(gt.linked, gt.bytes))
	put(share(gt.long, v.longWords))
	gr := s.bySign[s.sign[i]]
	put(float32(min(far, gr.n)))
	put(share(gr.words, gr.n))
	put(share(gr.long, gr.words))
	put(share(gr.words, v.words))
	put(float32(min(2000, n)))
	put(float32(min(20000, v.words)))
	put(share(v.longWords, v.words))
	flag(l.br)

	near := func(a []float32, j int) float32 {
		if j < 0 || j >= n {
			return -9
		}
		return a[j]
	}
	for _, o := range [...]int{0, -1, 1, -2, 2} {
		put(near(sc.words, i+o))
	}
	for _, o := range [...]int{0, -1, 1, -2, 2, -3, 3} {
		put(near(sc.full, i+o))
	}
	put(sc.parent[p])
	put(sc.sign[s.sign[i]])
	put(sc.top)
	var sumF, sumW, ws float32
	for j := max(0, i-8); j < min(n, i+9); j++ {
		if j != i {
			w := float32(1 + min(40, s.leaf[j].words))
			sumF += w * clamp(sc.full[j])
			sumW += w * clamp(sc.words[j])
			ws += w
		}
	}
	if ws > 0 {
		sumF /= ws
		sumW /= ws
	}
	put(sumF)
	put(sumW)
	flag(i >= sc.from && i < sc.to)
	put(float32(max(-far, min(far, i-sc.from))))
	put(float32(max(-far, min(far, sc.to-i))))
	lg, ng := sc.lastGood[i], sc.nextGood[i]
	if lg >= 0 {
		put(float32(min(far, i-lg)))
	} else {
		put(far + 1)
	}
	if ng < n {
		put(float32(min(far, ng-i)))
	} else {
		put(far + 1)
	}
	if lg >= 0 {
		put(float32(min(1000, s.before[i]-s.before[lg+1])))
	} else {
		put(1001)
	}
	if ng < n {
		put(float32(min(1000, s.before[ng]-s.before[i+1])))
	} else {
		put(1001)
	}
	flag(v.body != nil)
	put(sc.parent[g])
	put(sc.wpar[p])
	put(sc.full[i] - sc.top)
	put(share(s.elem[v.dense].words, v.words))
	flag(i > 0 && d.leaves[i-1].block.DataAtom == l.block.DataAtom)
	flag(i+1 < n && d.leaves[i+1].block.DataAtom == l.block.DataAtom)
	put(float32(min(5000, sc.goodBefore[i])))
	put(float32(min(5000, sc.goodBefore[n]-sc.goodBefore[i+1])))
	flag(i+1 < n && isHeading(d.leaves[i+1].block.DataAtom))
	flag(s.self[i])
	flag(i > 0 && s.self[i-1] || i+1 < n && s.self[i+1])
	put(s.shared(i))
	if i > 0 {
		put(s.shared(i - 1))
	} else {
		put(-2)
	}
	if i+1 < n {
		put(s.shared(i + 1))
	} else {
		put(-2)
	}
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
	put(run)
	flag(i > 0 && s.sign[i-1] == s.sign[i])
	flag(i+1 < n && s.sign[i+1] == s.sign[i])
	put(s.titleOf(i))
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
	return float32(len(in)) / float32(len(s.views.title))
}

// distLong is how many leaves away the next long paragraph stands on a side.
func (s *sheet) distLong(i, step int) float32 {
	for j := i + step; j >= 0 && j < len(s.leaf) && j != i+step*far; j += step {
		if s.leaf[j].words >= longWords && s.doc.leaves[j].linked*2 < len(s.doc.leaves[j].text) {
			return float32(max(j-i, i-j))
		}
	}
	return far + 1
}
