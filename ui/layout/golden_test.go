package layout

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"tidings/feed/article"
	"tidings/ui/style"
)

var update = flag.Bool("update", false, "write the goldens anew")

func strip(s string) string { return strings.TrimRight(ansi.Strip(s), " ") }

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v (write it with -update)", err)
	}
	if got != string(want) {
		t.Errorf("%s differs:\n%s", name, got)
	}
}

func TestGolden(t *testing.T) {
	a := sample()
	for _, w := range []int{40, 72, 80, 120} {
		o := options(w)
		golden(t, fmt.Sprintf("article-%d.txt", w), shown(Lines(a, o)))
		o.ShowRemoved = true
		golden(t, fmt.Sprintf("left-out-%d.txt", w), shown(Lines(a, o)))
	}
	o := options(80)
	o.Marks = style.ASCII()
	golden(t, "article-80-ascii.txt", shown(Lines(a, o)))
	o = options(80)
	o.Justify = true
	golden(t, "article-80-justified.txt", shown(Lines(a, o)))
	o = options(80)
	o.ShowRemoved, o.ShowAround = true, true
	golden(t, "left-out-80-around.txt", shown(Lines(a, o)))
	p := a
	p.Blocks = p.Blocks[:2]
	p.Removed = nil
	p.Completeness, p.SaidWords, p.Evidence = article.Preview, 1205, "the page stops at a subscribe notice"
	golden(t, "preview-80.txt", shown(Lines(p, options(80))))
	p.Evidence = "stops after 4 paragraphs at a subscribe notice; the page says 1,205 words"
	golden(t, "preview-80.txt", shown(Lines(p, options(80)))) // what was stored by an earlier version
}

// The same in its colours: what is written is what a terminal gets.
func TestGoldenStyled(t *testing.T) {
	a := sample()
	for _, dark := range []bool{true, false} {
		o := options(72)
		o.Theme, _ = style.Builtin("tidings", dark)
		o.ShowRemoved = true
		o.Colors = Highlight(a, false)
		var b strings.Builder
		for _, l := range Lines(a, o).Lines {
			fmt.Fprintf(&b, "%q\n", l.Text)
		}
		golden(t, fmt.Sprintf("styled-dark-%v.txt", dark), b.String())
	}
}
