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
	var wg sync.WaitGroup
	for part := range 2 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for f := part; f < width; f += 2 {
				step := max(1, n/40_000)
				var vals []float32
				for i := 0; i < n; i += step {
					vals = append(vals, rows[i*width+f])
				}
				slices.Sort(vals)
				var edges []float32
				distinct := slices.Compact(slices.Clone(vals))
				if len(distinct) <= maxBins {
					for i := 0; i+1 < len(distinct); i++ {
						edges = append(edges, (distinct[i]+distinct[i+1])/2)
					}
				} else {
					for b := 1; b < maxBins; b++ {
						e := vals[len(vals)*b/maxBins]
						if len(edges) == 0 || e > edges[len(edges)-1] {
							edges = append(edges, e)
						}
					}
				}
				t.edges[f] = edges
				col := make([]uint8, n)
				for i := range col {
					x := rows[i*width+f]
					lo, hi := 0, len(edges)
					for lo < hi { // the number of edges below x
						m := (lo + hi) / 2
						if x > edges[m] {
							lo = m + 1
						} else {
							hi = m
						}
					}
					col[i] = uint8(lo)
				}
				t.bins[f] = col
			}
		}()
	}
	wg.Wait()
	return t
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
	n := len(t.y)
	rng := rand.New(rand.NewPCG(p.seed, 99))
	pos, all := 0.0, 0.0
	for i := range t.y {
		all += float64(t.weight[i])
		if t.y[i] {
			pos += float64(t.weight[i])
		}
	}
	bias := math.Log(pos / (all - pos))
	f := make([]float32, n)
	for i := range f {
		f[i] = float32(bias)
	}
	g, h := make([]float32, n), make([]float32, n)
	width := len(t.bins)
	inner, leaves := 1<<p.depth-1, 1<<p.depth
	out := extract.Trees{Depth: p.depth, Bias: float32(bias), Edges: t.edges, Scale: 1.0 / 4096}
	rows := make([]int32, 0, n)
	node := make([]int32, n)
	for tree := 0; tree < p.trees; tree++ {
		rows = rows[:0]
		for i := 0; i < n; i++ {
			pr := float32(1 / (1 + math.Exp(-float64(f[i]))))
			y := float32(0)
			if t.y[i] {
				y = 1
			}
			g[i] = (y - pr) * t.weight[i]
			h[i] = max(pr*(1-pr), 1e-6) * t.weight[i]
			if rng.Float64() < p.rowShare {
				rows = append(rows, int32(i))
			}
		}
		feats := rng.Perm(width)[:max(1, int(float64(width)*p.featureShare))]
		split := make([]byte, 2*inner)
		for i := range inner {
			split[2*i] = 255
		}
		for _, i := range rows {
			node[i] = 0
		}
		for level := 0; level < p.depth; level++ {
			first := 1<<level - 1
			width := 1 << level
			type choice struct {
				gain float64
				f, b int
			}
			best := make([][]choice, 2)
			var wg sync.WaitGroup
			for part := range 2 {
				best[part] = make([]choice, width)
				wg.Add(1)
				go func() {
					defer wg.Done()
					type cell struct{ g, h float32 }
					hist := make([]cell, width*maxBins)
					for x := part; x < len(feats); x += 2 {
						col := t.bins[feats[x]]
						clear(hist)
						for _, i := range rows {
							c := &hist[int(node[i])*maxBins+int(col[i])]
							c.g += g[i]
							c.h += h[i]
						}
						for k := range width {
							hs := hist[k*maxBins : (k+1)*maxBins]
							var sg, sh float64
							for _, c := range hs {
								sg += float64(c.g)
								sh += float64(c.h)
							}
							if sh < 2*p.minHessian {
								continue
							}
							base := sg * sg / (sh + p.lambda)
							var lg, lh float64
							for b := 0; b < len(t.edges[feats[x]]); b++ {
								lg += float64(hs[b].g)
								lh += float64(hs[b].h)
								if lh < p.minHessian || sh-lh < p.minHessian {
									continue
								}
								gain := lg*lg/(lh+p.lambda) + (sg-lg)*(sg-lg)/(sh-lh+p.lambda) - base
								if gain > best[part][k].gain+1e-9 {
									best[part][k] = choice{gain, feats[x], b}
								}
							}
						}
					}
				}()
			}
			wg.Wait()
			for k := range width {
				c := best[0][k]
				if o := best[1][k]; o.gain > c.gain {
					c = o
				}
				if c.gain > 1e-6 {
					split[2*(first+k)], split[2*(first+k)+1] = byte(c.f), byte(c.b)
				}
			}
			for _, i := range rows {
				k := node[i]
				sf, sb := split[2*(first+int(k))], split[2*(first+int(k))+1]
				if sf != 255 && t.bins[sf][i] > sb {
					node[i] = 2*k + 1
				} else {
					node[i] = 2 * k
				}
			}
		}
		lg, lh := make([]float64, leaves), make([]float64, leaves)
		for _, i := range rows {
			lg[node[i]] += float64(g[i])
			lh[node[i]] += float64(h[i])
		}
		value := make([]int16, leaves)
		for k := range value {
			v := p.rate * lg[k] / (lh[k] + p.lambda)
			value[k] = int16(math.Round(max(-4, min(4, v)) * 4096))
		}
		for i := range n {
			k := 0
			for level := 0; level < p.depth; level++ {
				at := 2 * (1<<level - 1 + k)
				if sf := split[at]; sf != 255 && t.bins[sf][i] > split[at+1] {
					k = 2*k + 1
				} else {
					k = 2 * k
				}
			}
			f[i] += float32(value[k]) / 4096
		}
		out.Splits = append(out.Splits, split...)
		out.Leaves = append(out.Leaves, value...)
	}
	return out
}
