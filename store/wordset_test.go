package store

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// TestWordSet gives a set every word twice, far more than it has room for at first, and again after it was cleared: each is
// there once, in the order of its first time, and a word with a mark is another word.
func TestWordSet(t *testing.T) {
	var s wordSet
	for round := range 3 {
		s.clear()
		var want []string
		for range 2 {
			for i := range 3000 >> round {
				w := fmt.Sprint(round, "word", i)
				s.add("", w)
				s.add(markTitle, w)
				s.add(markAuthor, w)
				if len(want) < 3*(3000>>round) {
					want = append(want, w, markTitle+w, markAuthor+w)
				}
			}
		}
		if got := strings.Fields(string(s.list)); !slices.Equal(got, want) {
			t.Fatalf("round %d: %d words, want %d", round, len(got), len(want))
		}
	}
}

func TestIndexWordsOnce(t *testing.T) {
	got := indexWords(document{title: "The sea", authors: []string{"Sea Lion"}, tags: []string{"sea"}, feed: 7, source: "The Coast", text: "The sea, the SEA. Straße"})
	if want := " the sea strasse _wthe _wsea coast lion _asea _alion _tsea _f7"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
