package article

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

func textOf(texts ...string) Article {
	var a Article
	for _, t := range texts {
		a.Blocks = append(a.Blocks, Block{Spans: []Span{{Text: t}}})
	}
	return a
}

// styled writes what carries a style in brackets.
func styled(b Block, st Style) string {
	var s strings.Builder
	for _, sp := range b.Spans {
		if sp.Style&st != 0 {
			s.WriteString("[" + sp.Text + "]")
		} else {
			s.WriteString(sp.Text)
		}
	}
	return s.String()
}

func TestCompare(t *testing.T) {
	was := []string{"The harbour office opens at eight.", "Nineteen bicycles were found.", "A line that goes.", "船は夜明けに港へ戻る。", "The end."}
	is := []string{"The harbour office opens at eight.", "Twenty bicycles were found this week.", "船は夕方に港へ戻る。", "Something wholly different is said here now.", "The end."}
	c := Compare(textOf(is...), was, is)
	if !slices.Equal(c.New, []int{1, 2, 3}) || c.Count != 4 {
		t.Errorf("new %v, %d changes", c.New, c.Count)
	}
	var got []string
	for _, g := range c.Gone {
		got = append(got, styled(g.Block, Strike))
	}
	if want := []string{"[Nineteen] bicycles were found.", "A line that goes.", "船は[夜明け]に港へ戻る。"}; !slices.Equal(got, want) {
		t.Errorf("gone %q", got)
	}
	for i, want := range map[int]string{1: "[Twenty] bicycles were found[ this week].", 2: "船は[夕方]に港へ戻る。", 3: is[3]} {
		if got := styled(c.Blocks[i], Mark); got != want {
			t.Errorf("block %d: %q", i, got)
		}
	}
}

// The blocks may be cut otherwise than the texts that are compared: what did not change is no change.
func TestCompareFindsOnlyWhatTheTextsDifferIn(t *testing.T) {
	a := textOf("A heading", "One and two in one block.", "Three, mended.")
	c := Compare(a, []string{"One and", "two in one block.", "Three, broken."}, []string{"One and", "two in one block.", "Three, mended."})
	if !slices.Equal(c.New, []int{2}) || c.Count != 1 || len(c.Gone) != 1 || c.Gone[0].At != 2 {
		t.Errorf("%+v", c)
	}
	if c := Compare(a, []string{"x"}, []string{"x"}); c.Count != 0 || len(c.Gone)+len(c.New) != 0 {
		t.Errorf("%+v", c)
	}
}

// Whatever the texts: the article's own text stays letter by letter, and everything stands in bounds.
func TestCompareLosesNothing(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	line := func() string {
		var w []string
		for range r.IntN(6) {
			w = append(w, []string{"one", "two", "three", "é́", "港", " ", "", "…"}[r.IntN(8)])
		}
		return strings.Join(w, []string{" ", "", "  "}[r.IntN(3)])
	}
	lines := func() (out []string) {
		for range r.IntN(8) {
			out = append(out, line())
		}
		return out
	}
	for range 3000 {
		was, is := lines(), lines()
		a := textOf(is...)
		if r.IntN(3) == 0 {
			a = textOf(lines()...)
		}
		c := Compare(a, was, is)
		if len(c.Blocks) != len(a.Blocks) {
			t.Fatal("blocks")
		}
		for i, b := range c.Blocks {
			if b.Text() != a.Blocks[i].Text() {
				t.Fatalf("%q became %q", a.Blocks[i].Text(), b.Text())
			}
		}
		for _, g := range c.Gone {
			if g.At < 0 || g.At > len(a.Blocks) || !slices.Contains(was, g.Block.Text()) {
				t.Fatalf("gone %+v of %q", g, was)
			}
		}
		if slices.Equal(was, is) != (c.Count == 0) {
			t.Fatalf("%d changes from %q to %q", c.Count, was, is)
		}
	}
}
