package extract

import "testing"

// Every name has its number: a feature added in one place only would shift all that follow.
func TestNumbersFillTheRow(t *testing.T) {
	s := newSheet(newDocument(Input{HTML: []byte("<h1>a</h1><p>one<p>two")}))
	out := make([]float32, numberCount)
	for i := range out {
		out[i] = -12345
	}
	zero := make([]float32, 3)
	s.numbers(out, 1, newScores(s, zero, zero))
	for i, x := range out {
		if x == -12345 {
			t.Errorf("feature %q is never written", numberNames[i])
		}
	}
}
