package store

import (
	"math/rand/v2"
	"testing"
	"unicode"
	"unicode/utf8"

	"tidings/feed/text"
)

// TestQuickCuts holds the quick ways of cutting words against the slow ones they stand for, for every character there is.
func TestQuickCuts(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 1))
	var folded []rune
	step := rune(1)
	if testing.Short() {
		step = 5
	}
	for r := rune(0); r <= unicode.MaxRune; r += step {
		want := unicode.In(r, unicode.L, unicode.N, unicode.M)
		if r < utf8.RuneSelf {
			want = isASCIIWord(byte(r))
		}
		if isWordRune(r) != want {
			t.Errorf("%U: part of a word: %v", r, !want)
		}
		if !isFolded(r) {
			continue
		}
		folded = append(folded, r)
		if !isDense(r) {
			t.Errorf("%U is not dense", r)
		}
		if s := string(r); text.Fold(s) != s {
			t.Errorf("%U folds to %q", r, text.Fold(s))
		}
	}
	for range 20_000 {
		if s := string([]rune{folded[rnd.IntN(len(folded))], folded[rnd.IntN(len(folded))]}); text.Fold(s) != s {
			t.Errorf("%q folds to %q", s, text.Fold(s))
		}
	}
}

// FuzzTermIn holds the quick way of finding a term against the slow one.
func FuzzTermIn(f *testing.F) {
	f.Add("The “quick” brown fox — don’t jump over C++ code", "brown fox", false)
	f.Add("Ünder the bridge, F# and c++x", "c++", false)
	f.Add("Überschrift: the straße", "stra", true)
	f.Add("東京都で津波 in Tokyo", "tokyo", true)
	f.Fuzz(func(t *testing.T, s, want string, prefix bool) {
		tm := termOf(want, prefix)
		if len(tm.words) == 0 {
			return
		}
		if got, hits := tm.in(s), len(findHits(s, []term{tm}, 0)) > 0; got != hits {
			t.Errorf("%q in %q: %v, by its hits %v", want, s, got, hits)
		}
	})
}
