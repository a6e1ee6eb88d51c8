package main

import (
	"math"
	"math/rand/v2"
)

// row is a leaf to learn from. feats are dense feature numbers, the first own of them the leaf's own words; dropped are the
// same with words left out, or nil.
type row struct {
	feats      []uint32
	own        int
	dropped    []uint32
	droppedOwn int
	y          bool
	weight     float32
	fold       int
	learn      bool // linear models learn from it
}

// linearModel is a pair of logistic regressions, trained with FTRL-proximal (McMahan et al., 2013), whose L1 term leaves most
// weights at zero.
type linearModel struct {
	words, full         []float32
	biasWords, biasFull float32
}

const (
	ftrlAlpha  = 0.08
	ftrlBeta   = 1.0
	ftrlL2     = 2.0
	linearRuns = 2
)

type ftrl struct {
	z, n   []float32
	zb, nb float32
	l1     float32
}

func newFTRL(size int, l1 float32) *ftrl {
	return &ftrl{z: make([]float32, size), n: make([]float32, size), l1: l1}
}

func (f *ftrl) weight(i uint32) float32 {
	z := f.z[i]
	if z <= f.l1 && z >= -f.l1 {
		return 0
	}
	s := f.l1
	if z < 0 {
		s = -f.l1
	}
	return -(z - s) / ((ftrlBeta+sqrt(f.n[i]))/ftrlAlpha + ftrlL2)
}

func sqrt(x float32) float32 { return float32(math.Sqrt(float64(x))) }

func (f *ftrl) bias() float32 { return -f.zb / ((ftrlBeta + sqrt(f.nb)) / ftrlAlpha) }

func (f *ftrl) learn(feats []uint32, y bool, weight float32, scratch []float32) {
	sum := f.bias()
	scratch = scratch[:0]
	for _, i := range feats {
		w := f.weight(i)
		scratch = append(scratch, w)
		sum += w
	}
	g := float32(1 / (1 + math.Exp(-float64(sum))))
	if y {
		g--
	}
	g *= weight
	for j, i := range feats {
		s := (sqrt(f.n[i]+g*g) - sqrt(f.n[i])) / ftrlAlpha
		f.z[i] += g - s*scratch[j]
		f.n[i] += g * g
	}
	s := (sqrt(f.nb+g*g) - sqrt(f.nb)) / ftrlAlpha
	f.zb += g - s*f.bias()
	f.nb += g * g
}

// trainLinear learns from the rows whose fold is not left out, over features that enough sites of those folds use.
func trainLinear(rows []*row, size int, usable []bool, out func(fold int) bool, seed uint64, l1w, l1f float32) *linearModel {
	var mine []*row
	for _, r := range rows {
		if r.learn && !out(r.fold) {
			mine = append(mine, r)
		}
	}
	rng := rand.New(rand.NewPCG(seed, 77))
	fw, ff := newFTRL(size, l1w), newFTRL(size, l1f)
	scratch := make([]float32, 0, 512)
	var feats []uint32
	for range linearRuns {
		rng.Shuffle(len(mine), func(i, j int) { mine[i], mine[j] = mine[j], mine[i] })
		for _, r := range mine {
			src, own := r.feats, r.own
			if r.dropped != nil && rng.Float32() < 0.5 {
				src, own = r.dropped, r.droppedOwn
			}
			feats = feats[:0]
			n := 0
			for j, k := range src {
				if usable[k] {
					feats = append(feats, k)
					if j < own {
						n++
					}
				}
			}
			fw.learn(feats[:n], r.y, r.weight, scratch)
			ff.learn(feats, r.y, r.weight, scratch)
		}
	}
	m := &linearModel{words: make([]float32, size), full: make([]float32, size), biasWords: fw.bias(), biasFull: ff.bias()}
	for i := range m.words {
		m.words[i], m.full[i] = fw.weight(uint32(i)), ff.weight(uint32(i))
	}
	return m
}

// score returns the log odds of both models.
func (m *linearModel) score(feats []uint32, own int) (w, f float32) {
	w, f = m.biasWords, m.biasFull
	for j, k := range feats {
		if j < own {
			w += m.words[k]
		}
		f += m.full[k]
	}
	return w, f
}
