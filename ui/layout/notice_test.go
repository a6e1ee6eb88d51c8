package layout

import (
	"strings"
	"testing"

	"tidings/feed/article"
)

func TestThePreviewIsToldInOneSentence(t *testing.T) {
	for _, c := range []struct {
		evidence string
		said     int
		want     string
	}{
		{"", 0, ""},
		{"", 1205, "The page says the article has 1,205 words."},
		{"stops at a subscribe notice", 1205, "The page stops at a subscribe notice and says the article has 1,205 words."},
		{"The page stops at a subscribe notice.", 0, "The page stops at a subscribe notice."},
		{"stops after 4 paragraphs", 0, ""},
		{"stops after 1 paragraph with “…”", 0, "The page stops with “…”."},
		{"stops after 12,000 words at a notice to log in; the page says 90 words", 90, "The page stops at a notice to log in and says the article has 90 words."},
		{"the feed brings a summary only", 300, "The feed brings a summary only; the page says the article has 300 words."},
		{"最後まで", 0, "最後まで."},
	} {
		if got := whyCut(&article.Article{Evidence: c.evidence, SaidWords: c.said}); got != c.want {
			t.Errorf("%q, %d words: %q, not %q", c.evidence, c.said, got, c.want)
		}
	}
}

func TestNavigationIsNotCountedAsLeftOut(t *testing.T) {
	block := []article.Block{{Spans: spans("Home")}}
	a := article.Article{
		Title:  "Fog",
		Blocks: []article.Block{{Spans: spans("It lifted.")}, {Spans: spans("It came back.")}},
		Removed: []article.Removed{
			{Kind: article.Navigation, At: 0, Place: article.Around, Blocks: block},
			{Kind: article.Donation, At: 0, Place: article.Edge, Blocks: block},
			{Kind: article.Share, At: 1, Blocks: block},
			{Kind: article.Comments, At: 2, Place: article.Around, Blocks: block},
			{Kind: article.Newsletter, At: 2, Place: article.Edge, Blocks: block},
		},
	}
	for _, c := range []struct {
		around bool
		runs   int
	}{{false, 3}, {true, 5}} {
		o := options(72)
		o.ShowRemoved, o.ShowAround = true, c.around
		l := Lines(a, o)
		if l.Removed != 3 || l.Around != 2 {
			t.Errorf("%d left out, %d around", l.Removed, l.Around)
		}
		seen := map[int]bool{}
		for _, line := range l.Lines {
			if line.Removed >= 0 {
				seen[line.Removed] = true
			}
		}
		if len(seen) != c.runs {
			t.Errorf("around %v: runs %v are shown, not %d", c.around, seen, c.runs)
		}
		if told := strings.Contains(shown(l), "2 blocks around the article: navigation, comments"); told == c.around {
			t.Errorf("around %v, told %v", c.around, told)
		}
	}
}

// Where no key brings a block back, on paper, all of it and the whole reason are set.
func TestLeftOutIsWholeOnPaper(t *testing.T) {
	reason := "asks for money, speaks to “you”, stands in the page's list of links, and in nine of twelve articles of this site"
	r := article.Removed{Kind: article.Comments, Reason: reason}
	for range 2 * mostLeftOut {
		r.Blocks = append(r.Blocks, article.Block{Spans: spans("One more.")})
	}
	a := article.Article{Blocks: []article.Block{{Spans: spans("It lifted.")}}, Removed: []article.Removed{r}}
	for _, width := range []int{40, 72, 160} {
		o := options(width)
		o.ShowRemoved, o.KeepKey = true, ""
		set := shown(Lines(a, o))
		if n := strings.Count(set, "One more."); n != len(r.Blocks) {
			t.Errorf("width %d: %d of %d blocks", width, n, len(r.Blocks))
		}
		if words := strings.Join(strings.Fields(strings.ReplaceAll(set, "┊", " ")), " "); !strings.Contains(words, reason) {
			t.Errorf("width %d: the reason is cut:\n%s", width, set)
		}
		o.KeepKey = "+"
		if n := strings.Count(shown(Lines(a, o)), "One more."); n > mostLeftOut {
			t.Errorf("width %d: %d blocks on a screen", width, n)
		}
	}
}

// A picture's own link comes before those of its caption: they are numbered from top to bottom.
func TestAPicturesLinkComesBeforeItsCaptions(t *testing.T) {
	a := article.Article{Blocks: []article.Block{{
		Kind: article.Figure, URL: "https://a.example/1.png", Alt: "A lighthouse",
		Spans: []article.Span{{Text: "At dawn. "}, {Text: "Photo", URL: "https://a.example/credit"}},
	}}}
	l := Lines(a, options(60))
	if len(l.Links) != 2 || l.Links[0].Text != "A lighthouse" || l.Links[1].Text != "Photo" {
		t.Errorf("links: %+v", l.Links)
	}
	a.Blocks[0].Alt = "At dawn. Photo" // said below
	if s := shown(Lines(a, options(60))); strings.Count(s, "At dawn.") != 1 || !strings.Contains(s, "Picture") {
		t.Errorf("the caption is said twice:\n%s", s)
	}
}
