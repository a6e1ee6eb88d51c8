package extract

import (
	"os"
	"strings"
	"testing"
)

// The report that the project began with: two forms of one page, one without any hint but the words and their place.
func TestSeedPages(t *testing.T) {
	const dir = "../../../shared/seed/"
	want, err := os.ReadFile(dir + "expected.txt")
	if err != nil {
		t.Skip("the seed pages are not here: ", err)
	}
	appeal, err := os.ReadFile(dir + "appeal.txt")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"page.html", "page-plain.html"} {
		page, err := os.ReadFile(dir + name)
		if err != nil {
			t.Fatal(err)
		}
		res, err := Page(Input{HTML: page, URL: "https://www.independent.co.uk/x.html"})
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.TrimSpace(res.Article.Text()); got != strings.TrimSpace(string(want)) {
			t.Errorf("%s reads\n%s", name, got)
		}
		var removed strings.Builder
		for _, r := range res.Article.Removed {
			if r.Reason == "" {
				t.Errorf("%s: removed %q without a reason", name, r.Blocks[0].Text())
			}
			for _, b := range r.Blocks {
				removed.WriteString(b.Text() + "\n")
			}
		}
		for line := range strings.SplitSeq(strings.TrimSpace(string(appeal)), "\n") {
			if !strings.Contains(removed.String(), line) {
				t.Errorf("%s: %q is not accounted for", name, line)
			}
		}
	}
}
