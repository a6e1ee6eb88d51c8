package extract

import (
	"strings"
	"testing"

	"tidings/feed/article"
)

// outline is an article in the order of the page: its lines, and "-kind: " before what was left out.
func outline(a article.Article) string {
	var s strings.Builder
	for i := 0; i <= len(a.Blocks); i++ {
		for _, r := range a.Removed {
			if r.At == i {
				for _, b := range r.Blocks {
					s.WriteString("-" + string(r.Kind) + ": " + b.Text() + "\n")
				}
			}
		}
		if i < len(a.Blocks) {
			s.WriteString(a.Blocks[i].Text() + "\n")
		}
	}
	return s.String()
}

func TestCleanLeavesOutWhatLaterPagesRepeat(t *testing.T) {
	const appeal, button, verse = "Our work is paid for by readers: please donate whatever you can today.", "Give what you like", "One line of the house\nand another line of it, as ever"
	p := func(s string) article.Block {
		return article.Block{Spans: []article.Span{{Text: s}}, ID: fingerprint(s)}
	}
	stored := article.Article{
		Blocks: []article.Block{p(appeal), p(button), p(long("One")), p(verse), p(long("Two")), {Kind: article.Code, Spans: []article.Span{{Text: appeal}}}},
		Removed: []article.Removed{
			{Kind: article.Share, At: 0, Blocks: []article.Block{p("Share")}},
			{Kind: article.Ad, At: 3, Blocks: []article.Block{p("Advert")}},
			{Kind: article.Rights, At: 6, Blocks: []article.Block{p("All rights")}},
		},
	}
	on := func(n int, lines ...string) map[uint64]int {
		m := map[uint64]int{}
		for _, l := range lines {
			m[fingerprint(l)] = n
		}
		return m
	}
	boxes := []string{appeal, button, "One line of the house", "and another line of it, as ever"}
	untouched := outline(stored)
	cleaned := "-share: Share\n-donation: " + appeal + "\n-donation: " + button + "\n" + long("One") + "\n-ad: Advert\n-other: " + verse + "\n" + long("Two") + "\n" + appeal + "\n-rights: All rights\n"
	for _, c := range []struct {
		name string
		site Site
		kept []uint64
		want string
	}{
		{"on four pages", Site{Pages: 4, Blocks: on(4, boxes...)}, nil, cleaned},
		{"of a site hardly known", Site{Pages: 2, Blocks: on(2, boxes...)}, nil, untouched},
		{"on one other page", Site{Pages: 9, Blocks: on(2, boxes...)}, nil, untouched},
		{"short, and seldom", Site{Pages: 40, Blocks: on(3, button)}, nil, untouched},
		{"one line of two", Site{Pages: 9, Blocks: on(9, "and another line of it, as ever")}, nil, untouched},
		{"the whole article", Site{Pages: 9, Blocks: on(9, append(boxes, long("One"), long("Two"))...)}, nil, untouched},
		{"kept on the site", Site{Pages: 4, Blocks: on(4, appeal), Keep: []uint64{fingerprint(appeal)}}, nil, untouched},
		{"kept in the article", Site{Pages: 4, Blocks: on(4, appeal)}, []uint64{fingerprint(appeal)}, untouched},
	} {
		a := stored
		a.Kept = c.kept
		got := c.site.Clean(a)
		if s := outline(got); s != c.want {
			t.Errorf("%s:\n%s\nwant\n%s", c.name, s, c.want)
		}
		for _, r := range got.Removed {
			if r.Kind == article.Donation && (r.Place != article.Edge || r.Reason != "asks for money, stands on 3 other pages of this site as well") {
				t.Errorf("%s: %d, %q", c.name, r.Place, r.Reason)
			}
		}
	}
	if outline(stored) != untouched {
		t.Error("the stored article was changed")
	}
}
