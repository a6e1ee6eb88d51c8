package extract

import "math"

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
	for i := range n {
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
