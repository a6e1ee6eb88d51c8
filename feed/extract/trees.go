package extract

import (
	"errors"
	"slices"
)

// Trees are boosted regression trees of one depth over numeric features; their sum is the log odds of "article".
type Trees struct {
	Depth  int
	Bias   float32
	Edges  [][]float32 // thresholds of each feature, ascending
	Splits []byte      // two bytes an inner node, breadth first, tree after tree: feature, threshold; a value above it goes right
	Leaves []int16     // 1<<Depth a tree, in units of Scale
	Scale  float32

	asks   []uint16 // of every inner node: which answer it goes by; made by Prepare
	values []int16  // Leaves, with room behind them for any byte as the number of a leaf
}

// maxDepth is how deep trees may be: the number of a leaf takes a byte.
const maxDepth = 8

// Prepare checks the trees, made for rows of width numbers, and makes them ready to score.
func (t *Trees) Prepare(width int) error {
	inner := 1<<t.Depth - 1
	if t.Depth < 1 || t.Depth > maxDepth || len(t.Splits)%(2*inner) != 0 || len(t.Leaves)*2*inner != len(t.Splits)<<t.Depth || len(t.Edges) != width {
		return errors.New("trees of a wrong shape")
	}
	first := make([]int, width+1)
	for f, edges := range t.Edges {
		if !slices.IsSorted(edges) {
			return errors.New("trees with thresholds out of order")
		}
		first[f+1] = first[f] + len(edges)
	}
	if first[width] > 1<<16-1 {
		return errors.New("trees with too many thresholds")
	}
	t.asks = make([]uint16, len(t.Splits)/2)
	for i := range t.asks {
		f, b := int(t.Splits[2*i]), int(t.Splits[2*i+1])
		if f >= width || b >= len(t.Edges[f]) {
			if f != 255 {
				return errors.New("trees ask for a feature that is not there")
			}
			t.asks[i] = uint16(first[width]) // a node that does not split: all go left
			continue
		}
		t.asks[i] = uint16(first[f] + b)
	}
	t.values = append(slices.Clone(t.Leaves), make([]int16, 1<<8)...)
	return nil
}

// Score writes the log odds of many rows into out: row i begins at rows[i*stride]. 64 rows go through the trees together, a bit
// each: what a node asks is answered for all of them by one word, and the words of a tree's nodes give the words of its ways.
func (t *Trees) Score(out, rows []float32, stride int) {
	answers := make([]uint64, t.answers())
	for len(out) > 0 {
		n := min(64, len(out))
		t.answer(answers, rows[:n*stride], stride)
		var sums [64]int32
		t.sum(&sums, n, answers)
		for i, sum := range sums[:n] {
			out[i] = t.Bias + float32(sum)*t.Scale
		}
		out, rows = out[n:], rows[n*stride:]
	}
}

// answers counts what nodes may ask: every threshold of every feature, and last what is true of no row.
func (t *Trees) answers() int {
	n := 1
	for _, edges := range t.Edges {
		n += len(edges)
	}
	return n
}

// answer says of up to 64 rows which thresholds their numbers are above: bit r of a word is row r's.
func (t *Trees) answer(answers []uint64, rows []float32, stride int) {
	clear(answers)
	for f, edges := range t.Edges {
		if len(edges) == 0 {
			continue
		}
		own := answers[:len(edges)]
		answers = answers[len(edges):]
		last, passed := rows[f], countBelow(edges, rows[f])
		for i, bit := f, uint64(1); i < len(rows); i, bit = i+stride, bit<<1 {
			if x := rows[i]; x != last { // neighbours have much in common
				last, passed = x, countBelow(edges, x)
			}
			if passed > 0 {
				own[passed-1] |= bit
			}
		}
		for k := len(own) - 2; k >= 0; k-- { // who is above a threshold is above all that are lower
			own[k] |= own[k+1]
		}
	}
}

// countBelow counts the thresholds that x is above, without a branch on what it finds: half of them would be foretold wrong.
func countBelow(edges []float32, x float32) int {
	at := 0
	for n := uint(len(edges)); n > 0; n /= 2 {
		half := int(n+1) / 2
		at += half & -above(x, edges[at+half-1])
	}
	return at
}

// above is 1 where x is greater than y, else 0, without a branch.
func above(x, y float32) int {
	n := 0
	if x > y {
		n = 1
	}
	return n
}

// sum adds up what the trees give each of the first n rows.
func (t *Trees) sum(sums *[64]int32, n int, answers []uint64) {
	var ways [maxDepth]uint64 // of each level: who goes right
	var nodes [1 << (maxDepth - 1)]uint64
	asks, values := t.asks, t.values
	for len(asks) > 0 {
		for d := range t.Depth {
			ways[d] = turns(nodes[:1<<d], answers, asks[:1<<d], ways[:d])
			asks = asks[1<<d:]
		}
		for r := 0; r < n; r += 8 {
			var leaf uint64 // of eight rows, a byte each
			for _, went := range ways[:t.Depth] {
				leaf = leaf<<1 | spread[byte(went>>r)]
			}
			sums, values := (*[8]int32)(sums[r:]), (*[1 << 8]int16)(values)
			for k := range sums {
				sums[k] += int32(values[byte(leaf)])
				leaf >>= 8
			}
		}
		values = values[1<<t.Depth:]
	}
}

// turns says who goes right on a level of a tree: what each row's node there answers. ways are the turns above, nodes is room for
// as many words as the level has nodes.
func turns(nodes, answers []uint64, asks []uint16, ways []uint64) uint64 {
	if len(ways) < 2 {
		for k, ask := range asks {
			nodes[k] = answers[ask]
		}
	} else { // the first two turns at once: most of the work is here
		nodes = nodes[:len(asks)/4]
		a, b, c, d := asks[:len(nodes)], asks[len(nodes):][:len(nodes)], asks[2*len(nodes):][:len(nodes)], asks[3*len(nodes):][:len(nodes)]
		for k := range nodes {
			nodes[k] = pick(ways[0], pick(ways[1], answers[a[k]], answers[b[k]]), pick(ways[1], answers[c[k]], answers[d[k]]))
		}
		ways = ways[2:]
	}
	for _, went := range ways { // of the two halves, each row has the one that it came to
		right := nodes[len(nodes)/2:]
		left := nodes[:len(right)]
		for k, x := range right {
			left[k] = pick(went, left[k], x)
		}
		nodes = left
	}
	return nodes[0]
}

// pick takes each bit from right where the rows went right, else from left.
func pick(went, left, right uint64) uint64 { return left ^ went&(left^right) }

// spread has the bits of a byte as the lowest bits of eight.
var spread = func() (s [256]uint64) {
	for b := range s {
		for bit := range 8 {
			s[b] |= uint64(b>>bit&1) << (8 * bit)
		}
	}
	return s
}()
