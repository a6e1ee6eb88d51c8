package extract

import (
	"math"
	"strings"

	"golang.org/x/net/html/atom"
)

// views are several independent guesses of where the article stands. None is right on every page; the trees weigh them.
type views struct {
	dense     int32 // the element with the highest density score, as readers of the Readability family choose it
	denseOf   []float32
	prose     int32           // the lowest element that holds most of the page's long paragraphs
	from, to  int             // the run of leaves with the most prose: each word counts, each leaf and each linked word costs
	h1        int             // the leaf of the first top heading that is the title's; -1 when there is none
	body      map[uint32]bool // three-word runs of JSON-LD's articleBody; nil when the page has none
	feed      map[uint32]bool // the same of the feed item's own full text
	title     map[token]bool
	intro     map[uint32]bool // of the description
	words     int
	longWords int
	articles  int // <article> elements with text
}

// find computes all views.
func (v *views) find(s *sheet) {
	d := s.doc
	v.words, v.longWords = s.elem[0].words, s.elem[0].long
	v.density(s)
	v.common(s)
	v.span(s)
	v.head(s)
	for i := range d.elems {
		if d.elems[i].node.DataAtom == atom.Article {
			v.articles++
		}
	}
}

// density scores elements by the prose directly inside them: a paragraph gives its commas and its length to its parent, half
// to its grandparent, a third to the one above; links take their share away.
func (v *views) density(s *sheet) {
	d := s.doc
	v.denseOf = make([]float32, len(d.elems))
	for i := range d.leaves {
		l, t := &d.leaves[i], &s.leaf[i]
		if t.words < 8 || d.elems[l.elem].marks&(inHidden|inNav|inDialog|inButton) != 0 {
			continue
		}
		score := 1 + float32(t.commas) + float32(min(t.chars/100, 3))
		e := l.elem
		if l.block.DataAtom != atom.Div && l.block.DataAtom != atom.Section && l.block.DataAtom != atom.Article {
			e = d.elems[e].parent
		}
		for up := 0; up < 4 && e > 0; up++ {
			share := score
			if up > 0 {
				share = score / float32(up*2)
			}
			v.denseOf[e] += share
			e = d.elems[e].parent
		}
	}
	best := float32(0)
	for i := range d.elems {
		t := &s.elem[i]
		if t.bytes == 0 {
			continue
		}
		v.denseOf[i] *= 1 - float32(t.linked)/float32(t.bytes)
		if v.denseOf[i] > best {
			best, v.dense = v.denseOf[i], int32(i)
		}
	}
	if best > 0 {
		for i := range v.denseOf {
			v.denseOf[i] /= best
		}
	}
}

// common goes down from the root as long as one child holds nearly all long paragraphs.
func (v *views) common(s *sheet) {
	d := s.doc
	if v.longWords == 0 {
		return
	}
	// children come after parents, so the last element that still holds the share and hangs below the choice wins.
	for i := 1; i < len(d.elems); i++ {
		if d.elems[i].parent == v.prose && s.elem[i].long*10 >= v.longWords*7 {
			v.prose = int32(i)
		}
	}
}

// span finds the run of leaves with the greatest sum (Kadane's algorithm).
func (v *views) span(s *sheet) {
	d := s.doc
	sum, best, start := 0.0, 0.0, 0
	for i := range d.leaves {
		l, t := &d.leaves[i], &s.leaf[i]
		plain := 1 - float64(l.linked)/float64(len(l.text)+1)
		gain := float64(t.words)*plain - 6
		if t.words > 40 {
			gain = 40*plain - 6 + math.Sqrt(float64(t.words-40))
		}
		if d.elems[l.elem].marks&(inHidden|inNav|inDialog|inFooter) != 0 {
			gain = -6
		}
		if sum <= 0 {
			sum, start = 0, i
		}
		sum += gain
		if sum > best {
			best, v.from, v.to = sum, start, i+1
		}
	}
}

// head finds the article's own top heading and the words of the title and the description.
func (v *views) head(s *sheet) {
	d := s.doc
	v.h1 = -1
	v.title, v.intro = map[token]bool{}, map[uint32]bool{}
	title := d.said.title + " " + d.said.first("og:title")
	var desc string
	for _, name := range []string{"og:description", "description", "twitter:description"} {
		if c := d.said.first(name); len(c) > len(desc) {
			desc = c
		}
	}
	if c := d.in.Summary; len(c) > len(desc) {
		desc = c
	}
	var t traits
	t.read(title)
	for _, k := range t.tokens {
		v.title[k] = true
	}
	t = traits{}
	t.read(desc)
	runs(t.tokens, func(h uint32) { v.intro[h] = true })
	for i := range d.said.ld.things {
		if th := &d.said.ld.things[i]; len(th.body) > 200 && !th.inside {
			v.body = textRuns(v.body, th.body)
		}
	}
	if len(d.in.Content) > 200 {
		v.feed = textRuns(nil, d.in.Content)
	}
	bestShare := 0.0
	for i := range d.leaves {
		l := &d.leaves[i]
		if l.block.DataAtom != atom.H1 && l.block.DataAtom != atom.H2 {
			continue
		}
		share := v.titleShare(s.leaf[i].tokens)
		if l.block.DataAtom == atom.H1 {
			share += 0.2
		}
		if share > bestShare && share >= 0.5 {
			bestShare, v.h1 = share, i
		}
	}
}

// textRuns adds the three-word runs of a long text to set.
func textRuns(set map[uint32]bool, text string) map[uint32]bool {
	if set == nil {
		set = make(map[uint32]bool, len(text)/6)
	}
	text = text[:min(len(text), 200_000)]
	// Leaves keep only the head and the tail of their tokens, so read the text in pieces and overlap them.
	var last []token
	for len(text) > 0 {
		n := min(len(text), 300)
		if i := strings.LastIndexAny(text[:n], " \n"); i > 0 && n < len(text) {
			n = i + 1
		}
		var t traits
		t.read(text[:n])
		text = text[n:]
		ts := append(last, t.tokens...)
		runs(ts, func(h uint32) { set[h] = true })
		last = append([]token(nil), ts[max(0, len(ts)-2):]...)
	}
	return set
}

// titleShare is the share of words that stand in the page's title.
func (v *views) titleShare(ts []token) float64 {
	if len(ts) == 0 {
		return 0
	}
	n := 0
	for _, k := range ts {
		if v.title[k] {
			n++
		}
	}
	return float64(n) / float64(len(ts))
}

// runs calls f with the hash of every run of three tokens.
func runs(ts []token, f func(uint32)) {
	for i := 0; i+2 < len(ts); i++ {
		f(mix(mix(uint32(ts[i]), uint32(ts[i+1])), uint32(ts[i+2])))
	}
}

// coverage is the share of a leaf's three-word runs that stand in set.
func coverage(ts []token, set map[uint32]bool) float32 {
	if len(set) == 0 || len(ts) < 3 {
		return 0
	}
	n, in := 0, 0
	runs(ts, func(h uint32) {
		n++
		if set[h] {
			in++
		}
	})
	return float32(in) / float32(n)
}
