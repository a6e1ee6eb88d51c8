package main

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
	"strings"

	"tidings/feed/extract"
)

// dictionary numbers the hashed features that enough sites use and knows on how many sites of each fold they stand.
type dictionary struct {
	hash  []uint32
	count [][8]uint8
}

// minSites is on how many sites a feature must stand to be learnt: what one site says of itself does not carry over.
const minSites = 3

// sites is on how many sites outside the folds a and b a feature stands.
func (d *dictionary) sites(k uint32, a, b int) int {
	n := 0
	for f, c := range d.count[k] {
		if f != a && f != b {
			n += int(c)
		}
	}
	return n
}

// makeRows makes a row of every leaf of every page and numbers the features.
func (c *config) makeRows(all []*page, likely map[*page]map[int]bool) *dictionary {
	order := slices.Clone(all)
	slices.SortStableFunc(order, func(a, b *page) int { return strings.Compare(a.s.Domain, b.s.Domain) })
	_ = parallel(len(order), func(i int) error { c.rowsOf(order[i], likely[order[i]]); return nil })
	const bits = 24
	last, seen := make([]uint16, 1<<bits), make([]uint8, 1<<bits)
	site, domain := uint16(0), ""
	each := func(f func(h uint32)) {
		site, domain = 0, ""
		for _, p := range order {
			if p.s.Domain != domain {
				domain = p.s.Domain
				site++
			}
			for _, r := range p.rows {
				for _, h := range r.feats {
					f(h)
				}
			}
		}
	}
	each(func(h uint32) {
		if k := h >> (32 - bits); last[k] != site {
			last[k] = site
			if seen[k] < 255 {
				seen[k]++
			}
		}
	})
	d := &dictionary{}
	number := make(map[uint32]uint32, 1<<20)
	var lastOf []uint16
	site, domain = 0, ""
	translate := func(p *page, feats []uint32, own int) ([]uint32, int) {
		out, n := feats[:0], 0
		for j, h := range feats {
			if seen[h>>(32-bits)] < minSites {
				continue
			}
			k, ok := number[h]
			if !ok {
				k = uint32(len(d.hash))
				number[h] = k
				d.hash = append(d.hash, h)
				d.count = append(d.count, [8]uint8{})
				lastOf = append(lastOf, 0)
			}
			if lastOf[k] != site {
				lastOf[k] = site
				if d.count[k][p.s.fold] < 255 {
					d.count[k][p.s.fold]++
				}
			}
			out = append(out, k)
			if j < own {
				n++
			}
		}
		return out, n
	}
	for _, p := range order {
		if p.s.Domain != domain {
			domain = p.s.Domain
			site++
		}
		for _, r := range p.rows {
			r.feats, r.own = translate(p, r.feats, r.own)
			if r.dropped != nil {
				r.dropped, r.droppedOwn = translate(p, r.dropped, r.droppedOwn)
			}
		}
	}
	return d
}

// window is how far around an article's leaves the leaves of a page with clutter put in are learnt again.
const window = 25

// rowsOf makes the rows of one page.
func (c *config) rowsOf(p *page, likely map[int]bool) {
	n := p.st.Len()
	first, last := n, -1
	copied := false
	for i := range n {
		if p.y[i] {
			first, last = min(first, i), i
		}
		copied = copied || p.putIn[i]
	}
	rng := rand.New(rand.NewPCG(uint64(hash(p.s.ID)), 5))
	var arena []uint32
	p.rows = make([]*row, n)
	pageWeight := float32(math.Pow(200/float64(max(40, n)), .4))
	for i := range n {
		r := &row{y: p.y[i], fold: p.s.fold}
		arena = arena[:0]
		var own int
		arena, own = p.st.Hashed(arena, i, nil)
		r.feats, r.own = slices.Clone(arena), own
		w := float32(min(p.st.Words(i), 60))
		r.weight = (.5 + w/40) * pageWeight
		near := i >= first-window && i <= last+window
		r.learn = !copied || near
		if copied && !p.putIn[i] { // seen before, on the page as served: a part of them is enough
			r.learn = near && rng.Float32() < .5 || p.made || p.bare
			if p.made {
				r.weight *= .5
			}
		}
		switch {
		case p.bare && p.y[i]:
			r.weight *= .7
		case p.putIn[i] && p.y[i]:
			r.weight = 2
		case p.putIn[i]:
			r.weight = float32(c.injected) * (.8 + w/60)
		case p.y[i]:
			r.weight *= float32(c.article)
			if likely[i] {
				r.weight *= float32(c.likely)
			}
		}
		if near && (p.putIn[i] || p.y[i] && rng.Float32() < .5) {
			share := .3 + .2*rng.Float32()
			arena = arena[:0]
			arena, own = p.st.Hashed(arena, i, func() bool { return rng.Float32() < share })
			r.dropped, r.droppedOwn = slices.Clone(arena), own
		}
		p.rows[i] = r
	}
}

// trainTrees trains both trees over the linear scores that scorer's model gives to each page (nil: the page is left out), and
// puts the whole model together. The second trees learn from the verdicts of first trees that have not seen the page's site: two
// made on half of the sites each.
func (l *learner) trainTrees(final *linearModel, scorer func(*page) *linearModel) (*extract.Model, error) {
	first := len(extract.NumberNames())
	width := first + len(extract.SecondNames())
	type part struct {
		nums   []float32 // a row of every leaf
		pick   []int     // leaves to learn from
		weight []float32
		half   uint32
	}
	parts := make([]*part, len(l.pages))
	if err := parallel(len(l.pages), func(pi int) error {
		p := l.pages[pi]
		lm := scorer(p)
		if lm == nil || p.made {
			return nil
		}
		n := len(p.rows)
		words, full := make([]float32, n), make([]float32, n)
		for i, r := range p.rows {
			words[i], full[i] = lm.score(r.feats, r.own)
		}
		p.st.SetScores(words, full)
		rng := rand.New(rand.NewPCG(uint64(hash(p.s.ID)), 9))
		pt := &part{nums: make([]float32, n*width), half: hash(p.s.Domain) >> 7 & 1}
		parts[pi] = pt
		for i, r := range p.rows {
			p.st.Numbers(pt.nums[i*width:], i)
			if !r.learn {
				continue
			}
			weight := r.weight
			if !r.y && full[i] < -4 && !p.putIn[i] { // most of a page is plainly not the article: a quarter of it tells enough
				if rng.Float32() > .25 {
					continue
				}
				weight *= 4
			}
			pt.pick = append(pt.pick, i)
			pt.weight = append(pt.weight, weight)
		}
		return nil
	}); err != nil {
		return nil, err
	}
	gather := func(w int, use func(*part) bool) *table {
		var rows []float32
		var y []bool
		var weight []float32
		for pi, pt := range parts {
			if pt == nil || !use(pt) {
				continue
			}
			for x, i := range pt.pick {
				rows = append(rows, pt.nums[i*width:i*width+w]...)
				y = append(y, l.pages[pi].y[i])
				weight = append(weight, pt.weight[x])
			}
		}
		return newTable(rows, w, y, weight)
	}
	params := l.boost
	params.trees = l.boost.trees * 6 / 10
	params.rate = l.boost.rate * 1.4
	var halves [2]extract.Trees
	for h := range halves {
		halves[h] = boost(gather(first, func(p *part) bool { return p.half != uint32(h) }), params)
		if err := halves[h].Prepare(first); err != nil {
			return nil, err
		}
	}
	if err := parallel(len(l.pages), func(pi int) error {
		pt := parts[pi]
		if pt == nil {
			return nil
		}
		odds := make([]float32, len(l.pages[pi].rows))
		halves[pt.half].Score(odds, pt.nums, width)
		l.pages[pi].st.Second(pt.nums, odds)
		return nil
	}); err != nil {
		return nil, err
	}
	everything := func(*part) bool { return true }
	m := &extract.Model{Linear: quantise(final, l.dict), Trees: averaged(gather(first, everything), l.boost, l.forests), Second: averaged(gather(width, everything), params, l.forests), Kinds: l.kinds}
	b, err := m.MarshalBinary()
	if err != nil {
		return nil, err
	}
	return extract.LoadModel(b) // as shipped: what is measured is what the file holds
}

// linearSlots is how many weights the shipped table has room for; three quarters are used.
const linearSlots = 1 << 17

// quantise writes the heaviest weights into a table of bytes.
func quantise(m *linearModel, dict *dictionary) extract.Linear {
	l := extract.Linear{Slots: make([]byte, 4*linearSlots), BiasWords: m.biasWords, BiasFull: m.biasFull}
	type entry struct {
		k uint32
		w float32
	}
	var es []entry
	var maxW, maxF float32
	for k := range m.words {
		w := max(abs(m.words[k]), abs(m.full[k]))
		if w > 0 {
			es = append(es, entry{uint32(k), w})
			maxW, maxF = max(maxW, abs(m.words[k])), max(maxF, abs(m.full[k]))
		}
	}
	slices.SortFunc(es, func(a, b entry) int { return cmp.Or(cmp.Compare(b.w, a.w), cmp.Compare(a.k, b.k)) })
	l.ScaleWords, l.ScaleFull = max(maxW, .01)/127, max(maxF, .01)/127
	q := func(x, scale float32) int8 { return int8(math.Round(float64(x / scale))) }
	used := 0
	for _, e := range es {
		if used >= linearSlots*3/4 {
			break
		}
		w, f := q(m.words[e.k], l.ScaleWords), q(m.full[e.k], l.ScaleFull)
		if w == 0 && f == 0 {
			continue
		}
		if l.Set(dict.hash[e.k], w, f) {
			used++
		}
	}
	return l
}

func abs(x float32) float32 { return max(x, -x) }
