package main

import (
	"math"
	"math/rand/v2"
	"slices"
	"sync"

	"tidings/feed/extract"
)

// table holds rows of numbers for the trees, binned feature by feature.
type table struct {
	bins   [][]uint8 // by feature, then row
	edges  [][]float32
	y      []bool
	weight []float32
}

const maxBins = 64

// newTable bins rows of numbers: width numbers each.
func newTable(rows []float32, width int, y []bool, weight []float32) *table {
	n := len(y)
	t := &table{bins: make([][]uint8, width), edges: make([][]float32, width), y: y, weight: weight}
	_ = parallel(width, func(f int) error {
		t.edges[f] = edgesOf(rows, width, f)
		col := make([]uint8, n)
		for i := range col {
			below, _ := slices.BinarySearch(t.edges[f], rows[i*width+f])
			col[i] = uint8(below)
		}
		t.bins[f] = col
		return nil
	})
	return t
}

// edgesOf parts the values that feature f has in a sample of the rows: each from the next where they are few, else into bins
// of like size.
func edgesOf(rows []float32, width, f int) []float32 {
	n := len(rows) / width
	var vals []float32
	for i := 0; i < n; i += max(1, n/40_000) {
		vals = append(vals, rows[i*width+f])
	}
	slices.Sort(vals)
	var edges []float32
	if distinct := slices.Compact(slices.Clone(vals)); len(distinct) <= maxBins {
		for i := 0; i+1 < len(distinct); i++ {
			edges = append(edges, (distinct[i]+distinct[i+1])/2)
		}
		return edges
	}
	for b := 1; b < maxBins; b++ {
		if e := vals[len(vals)*b/maxBins]; len(edges) == 0 || e > edges[len(edges)-1] {
			edges = append(edges, e)
		}
	}
	return edges
}

// boostParams are the knobs of the boosting.
type boostParams struct {
	trees, depth           int
	rate                   float64
	rowShare, featureShare float64
	lambda, minHessian     float64
	seed                   uint64
}

// averaged averages n forests that see other rows and features: what one drawn order happens to learn weighs less.
func averaged(t *table, p boostParams, n int) extract.Trees {
	var out extract.Trees
	for i := range n {
		q := p
		q.seed += uint64(1000 * i)
		f := boost(t, q)
		if i == 0 {
			out = f
			continue
		}
		out.Splits, out.Leaves = append(out.Splits, f.Splits...), append(out.Leaves, f.Leaves...)
	}
	out.Scale /= float32(max(1, n))
	return out
}

// boost trains gradient boosted trees with logistic loss.
func boost(t *table, p boostParams) extract.Trees {
	pos, all := 0.0, 0.0
	for i := range t.y {
		all += float64(t.weight[i])
		if t.y[i] {
			pos += float64(t.weight[i])
		}
	}
	bias := float32(math.Log(pos / (all - pos)))
	b := newBoosting(t, p, bias)
	out := extract.Trees{Depth: p.depth, Bias: bias, Edges: t.edges, Scale: 1.0 / 4096}
	for range p.trees {
		b.draw()
		split := b.grow()
		value := b.values()
		b.add(split, value)
		out.Splits = append(out.Splits, split...)
		out.Leaves = append(out.Leaves, value...)
	}
	return out
}

// boosting is a training under way.
type boosting struct {
	t    *table
	p    boostParams
	rng  *rand.Rand
	f    []float32 // what the trees so far say of each row
	g, h []float32 // gradient and curvature of the loss there
	rows []int32   // that the next tree learns from
	node []int32   // where each of them has come to, counted within the level
}

func newBoosting(t *table, p boostParams, bias float32) *boosting {
	n := len(t.y)
	return &boosting{
		t: t, p: p, rng: rand.New(rand.NewPCG(p.seed, 99)), f: slices.Repeat([]float32{bias}, n),
		g: make([]float32, n), h: make([]float32, n), rows: make([]int32, 0, n), node: make([]int32, n),
	}
}

// draw prepares the next tree: the gradients as they now are, and the rows that it learns from.
func (b *boosting) draw() {
	b.rows = b.rows[:0]
	for i, w := range b.t.weight {
		pr := float32(1 / (1 + math.Exp(-float64(b.f[i]))))
		y := float32(0)
		if b.t.y[i] {
			y = 1
		}
		b.g[i] = (y - pr) * w
		b.h[i] = max(pr*(1-pr), 1e-6) * w
		if b.rng.Float64() < b.p.rowShare {
			b.rows = append(b.rows, int32(i))
			b.node[i] = 0
		}
	}
}

// noSplit stands for a feature where a node is not split: all its rows go on to the left.
const noSplit = 255

// grow makes a tree level by level over a draw of the features: a feature and a bin for each node, and leaves the rows at the
// leaves.
func (b *boosting) grow() []byte {
	width := len(b.t.bins)
	feats := b.rng.Perm(width)[:max(1, int(float64(width)*b.p.featureShare))]
	split := make([]byte, 2*(1<<b.p.depth-1))
	for i := 0; i < len(split); i += 2 {
		split[i] = noSplit
	}
	for level := range b.p.depth {
		first := 1<<level - 1
		for k, c := range b.best(feats, 1<<level) {
			if c.gain > 1e-6 {
				split[2*(first+k)], split[2*(first+k)+1] = byte(c.f), byte(c.bin)
			}
		}
		for _, i := range b.rows {
			b.node[i] = b.down(split, first, b.node[i], i)
		}
	}
	return split
}

// down returns the node of the next level that a row comes to from node k of the level that begins at first.
func (b *boosting) down(split []byte, first int, k, row int32) int32 {
	at := 2 * (first + int(k))
	if f := split[at]; f != noSplit && b.t.bins[f][row] > split[at+1] {
		return 2*k + 1
	}
	return 2 * k
}

// choice is a way to split a node.
type choice struct {
	gain   float64
	f, bin int
}

// best returns the best split of each of a level's nodes. Two goroutines look through half of the features each.
func (b *boosting) best(feats []int, nodes int) []choice {
	var halves [2][]choice
	var wg sync.WaitGroup
	for part := range halves {
		halves[part] = make([]choice, nodes)
		wg.Go(func() {
			hist := make([]cell, nodes*maxBins)
			for x := part; x < len(feats); x += 2 {
				b.fill(hist, feats[x])
				for k := range nodes {
					b.better(&halves[part][k], hist[k*maxBins:(k+1)*maxBins], feats[x])
				}
			}
		})
	}
	wg.Wait()
	best := halves[0]
	for k, o := range halves[1] {
		if o.gain > best[k].gain {
			best[k] = o
		}
	}
	return best
}

// cell sums up the rows of a node that fall into one bin of a feature.
type cell struct{ g, h float32 }

// fill sums up the rows by node and by bin of feature f.
func (b *boosting) fill(hist []cell, f int) {
	col := b.t.bins[f]
	clear(hist)
	for _, i := range b.rows {
		c := &hist[int(b.node[i])*maxBins+int(col[i])]
		c.g += b.g[i]
		c.h += b.h[i]
	}
}

// better puts a split of a node by feature f into c if there is one that gains more.
func (b *boosting) better(c *choice, hist []cell, f int) {
	var sg, sh float64
	for _, x := range hist {
		sg += float64(x.g)
		sh += float64(x.h)
	}
	if sh < 2*b.p.minHessian {
		return
	}
	base := sg * sg / (sh + b.p.lambda)
	var lg, lh float64
	for bin := range b.t.edges[f] {
		lg += float64(hist[bin].g)
		lh += float64(hist[bin].h)
		if lh < b.p.minHessian || sh-lh < b.p.minHessian {
			continue
		}
		if gain := lg*lg/(lh+b.p.lambda) + (sg-lg)*(sg-lg)/(sh-lh+b.p.lambda) - base; gain > c.gain+1e-9 {
			*c = choice{gain, f, bin}
		}
	}
}

// values returns what each leaf of the grown tree adds to the log odds, in 4096ths.
func (b *boosting) values() []int16 {
	leaves := 1 << b.p.depth
	lg, lh := make([]float64, leaves), make([]float64, leaves)
	for _, i := range b.rows {
		lg[b.node[i]] += float64(b.g[i])
		lh[b.node[i]] += float64(b.h[i])
	}
	value := make([]int16, leaves)
	for k := range value {
		v := b.p.rate * lg[k] / (lh[k] + b.p.lambda)
		value[k] = int16(math.Round(max(-4, min(4, v)) * 4096))
	}
	return value
}

// add lets the tree speak on every row.
func (b *boosting) add(split []byte, value []int16) {
	for i := range b.f {
		k := int32(0)
		for level := range b.p.depth {
			k = b.down(split, 1<<level-1, k, int32(i))
		}
		b.f[i] += float32(value[k]) / 4096
	}
}
