package article

import (
	"slices"
	"testing"
)

func TestKeep(t *testing.T) {
	p := func(s string) Block { return Block{Spans: []Span{{Text: s}}} }
	a := Article{
		Blocks:  []Block{p("one"), p("two")},
		Removed: []Removed{{At: 0, Blocks: []Block{p("a")}}, {At: 1, Blocks: []Block{p("b"), p("c")}}, {At: 1, Blocks: []Block{p("d")}}, {At: 2, Blocks: []Block{p("e")}}},
	}
	order := func(a Article) []string {
		var all []string
		for i := 0; i <= len(a.Blocks); i++ {
			for _, r := range a.Removed {
				if r.At == i {
					for _, b := range r.Blocks {
						all = append(all, "-"+b.Text())
					}
				}
			}
			if i < len(a.Blocks) {
				all = append(all, a.Blocks[i].Text())
			}
		}
		return all
	}
	for _, tt := range []struct {
		n    int
		want []string
	}{
		{0, []string{"a", "one", "-b", "-c", "-d", "two", "-e"}},
		{1, []string{"-a", "one", "b", "c", "-d", "two", "-e"}},
		{2, []string{"-a", "one", "-b", "-c", "d", "two", "-e"}},
		{3, []string{"-a", "one", "-b", "-c", "-d", "two", "e"}},
		{4, []string{"-a", "one", "-b", "-c", "-d", "two", "-e"}},
		{-1, []string{"-a", "one", "-b", "-c", "-d", "two", "-e"}},
	} {
		if got := order(a.Keep(tt.n)); !slices.Equal(got, tt.want) {
			t.Errorf("Keep(%d): %q, want %q", tt.n, got, tt.want)
		}
	}
	if len(a.Blocks) != 2 || len(a.Removed) != 4 {
		t.Error("Keep changed its receiver")
	}
}
