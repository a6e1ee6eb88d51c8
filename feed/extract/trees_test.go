package extract

import (
	"math"
	"math/rand/v2"
	"testing"
)

// walk sends one row through the trees, node by node.
func (t *Trees) walk(row []float32) float32 {
	inner := 1<<t.Depth - 1
	sum := int32(0)
	for tree := range len(t.Leaves) >> t.Depth {
		splits := t.Splits[2*tree*inner:]
		at := 0
		for range t.Depth {
			f, b := int(splits[2*at]), splits[2*at+1]
			at = 2*at + 1
			if f != 255 && row[f] > t.Edges[f][b] {
				at++
			}
		}
		sum += int32(t.Leaves[tree<<t.Depth+at-inner])
	}
	return t.Bias + float32(sum)*t.Scale
}

// Rows that go through the trees together come out as each of them alone.
func TestTreesScoreRowsTogether(t *testing.T) {
	m, err := shippedModel()
	if err != nil {
		t.Fatal(err)
	}
	rng := rand.New(rand.NewPCG(1, 2))
	for _, trees := range []*Trees{&m.Trees, &m.Second} {
		for _, n := range []int{0, 1, 63, 64, 65, 150} {
			rows, out := make([]float32, n*rowCount), make([]float32, n)
			for i := range rows {
				f := i % rowCount
				switch edges := m.Second.Edges[f]; {
				case i >= rowCount && rng.IntN(3) == 0: // as the row before
					rows[i] = rows[i-rowCount]
				case rng.IntN(200) == 0:
					rows[i] = float32(math.NaN())
				case rng.IntN(20) == 0 || len(edges) == 0:
					rows[i] = rng.Float32()*4e4 - 2e4
				default: // at a threshold or right above it
					rows[i] = edges[rng.IntN(len(edges))]
					if rng.IntN(2) == 0 {
						rows[i] = math.Nextafter32(rows[i], math.MaxFloat32)
					}
				}
			}
			trees.Score(out, rows, rowCount)
			for i := range out {
				if want := trees.walk(rows[i*rowCount:]); out[i] != want {
					t.Fatalf("row %d of %d: %v, alone %v", i, n, out[i], want)
				}
			}
		}
	}
}

func TestTreesOutOfOrderAreNotTaken(t *testing.T) {
	for name, edges := range map[string][]float32{"falling": {2, 1}, "no number": {1, float32(math.NaN()), 2}} {
		trees := Trees{Depth: 1, Edges: [][]float32{edges}, Splits: []byte{0, 1}, Leaves: []int16{1, 2}}
		if trees.Prepare(1) == nil {
			t.Errorf("thresholds are taken: %s", name)
		}
	}
}
