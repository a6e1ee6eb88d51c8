package store

import (
	"math/rand/v2"
	"strings"
	"testing"
)

// TestTermIn holds the quick way to find a term against the one that cuts the whole text.
func TestTermIn(t *testing.T) {
	rnd := rand.New(rand.NewPCG(5, 6))
	words := []string{"the", "The", "axe", "AXE", "axes", "c++", "C", "f#", "42", "é", "éaxe", "axeé", "東京", "don't", "quiz"}
	gaps := []string{" ", " ", " ", " — ", "’", "-", ".", "+", " é ", "\n", "、", "“"}
	text := func(n int) string {
		var b strings.Builder
		for i := range n {
			if i > 0 {
				b.WriteString(gaps[rnd.IntN(len(gaps))])
			}
			b.WriteString(words[rnd.IntN(len(words))])
		}
		return b.String()
	}
	found, sure := 0, 0
	for range 200_000 {
		want := termOf(text(1+rnd.IntN(3)), rnd.IntN(3) == 0)
		if len(want.words) == 0 {
			continue
		}
		s := text(rnd.IntN(12))
		has := len(findHits(s, []term{want}, 0)) > 0
		if got := want.in(s); got != has {
			t.Fatalf("%q in %q: %v, want %v", want.words, s, got, has)
		}
		if has {
			found++
		}
		if _, ok := want.inPlain(s); ok {
			sure++
		}
	}
	if found < 10_000 || sure < 10_000 {
		t.Errorf("only %d found, %d decided the quick way", found, sure)
	}
}
