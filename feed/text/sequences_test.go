package text

import "testing"

func TestSequences(t *testing.T) {
	if whole, stray := Sequences([]byte("a é 汐 \ufffd \xe9\xff b\xe6\xb1")); whole != 3 || stray != 4 {
		t.Errorf("%d whole, %d stray; want 3 and 4", whole, stray)
	}
}
