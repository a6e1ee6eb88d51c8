package extract

import (
	"fmt"
	"strings"
	"testing"

	"tidings/feed/article"
)

func block(words int) article.Block {
	return article.Block{Spans: []article.Span{{Text: strings.Repeat("word ", words)}}}
}

func TestMarkPlaces(t *testing.T) {
	run := func(k article.RemovedKind, at, blocks int) article.Removed {
		r := article.Removed{Kind: k, At: at, Reason: kindWords[k]}
		for range blocks {
			r.Blocks = append(r.Blocks, block(3))
		}
		return r
	}
	removed := []article.Removed{
		run(article.Newsletter, 0, 2), // too far above
		run(article.Navigation, 0, edgeBlocks),
		run(article.Donation, 0, 2),
		run(article.Share, 0, 3),
		{Kind: article.Other, At: 0, Reason: "says “a word”", Blocks: []article.Block{block(30)}}, // touches the article
		run(article.Share, 2, 1),
		run(article.Related, 5, 1),
		run(article.Paywall, 5, 2),
		{Kind: article.Donation, At: 5, Reason: "shares no subject with the article", Blocks: []article.Block{block(3)}}, // a card
		run(article.Comments, 5, 40),
		run(article.Cookie, 5, 1), // too far below
	}
	markPlaces(removed, 5)
	var got []string
	for _, r := range removed {
		got = append(got, string(r.Kind)+" "+r.Place.String())
	}
	want := "newsletter around, navigation around, donation edge, share around, other edge, share inside, related around, paywall edge, donation around, comments around, cookie around"
	if g := strings.Join(got, ", "); g != want {
		t.Errorf("got  %s\nwant %s", g, want)
	}
	one := []article.Removed{run(article.Donation, 0, 1)}
	if markPlaces(one, 0); one[0].Place != article.Around {
		t.Errorf("without an article: %s", one[0].Place)
	}
}

// TestWhatIsLeftOutIsAccountedFor: every line of the element around the article is in the article or among the removed, with a
// kind, a reason and a place, however many they are.
func TestWhatIsLeftOutIsAccountedFor(t *testing.T) {
	var page strings.Builder
	page.WriteString(`<body><nav><a href="/">Home</a></nav><main><article><h1>The harbour opens after long repairs</h1>`)
	for i := range 12 {
		fmt.Fprintf(&page, `<p>The council of the town met on day %d and spoke about the harbour, which ships had left for the winter, and about what the repairs would cost.</p>`, i)
	}
	page.WriteString(`<div class="comments"><h3>Comments</h3>`)
	for i := range 60 {
		fmt.Fprintf(&page, `<div class="comment"><a href="/u">Reader%d</a><span>lol number %d</span></div>`, i, i)
	}
	page.WriteString(`</div><p class="newsletter">Sign up for our newsletter and get the news in your inbox</p></article></main></body>`)
	r, err := Page(Input{HTML: []byte(page.String()), URL: "https://paper.example/harbour"})
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	all.WriteString(r.Article.Text() + "\n" + r.Article.Title + "\n")
	for _, x := range r.Article.Removed {
		if x.Kind == "" || x.Reason == "" {
			t.Errorf("no kind or reason: %+v", x)
		}
		for _, b := range x.Blocks {
			all.WriteString(b.Text() + "\n")
		}
	}
	for _, want := range []string{"met on day 0 ", "met on day 11 ", "lol number 0", "lol number 59", "Sign up for our newsletter"} {
		if !strings.Contains(all.String(), want) {
			t.Errorf("%q is neither in the article nor accounted for", want)
		}
	}
	if strings.Contains(all.String(), "Home") {
		t.Error("the site's navigation counts as left out of the article")
	}
}

// TestSavedPagesAreAccountedFor reads some of the saved pages: every line between the article's first and last is in it or
// among the removed, and a run that stands between blocks says so.
func TestSavedPagesAreAccountedFor(t *testing.T) {
	pages := realPages(t, 50)
	m, err := shippedModel()
	if err != nil {
		t.Fatal(err)
	}
	lines := 0
	for i, page := range pages {
		s := newSheet(newDocument(Input{HTML: page, URL: "https://paper.example/x"}))
		odds, words := s.odds(m)
		v := s.verdictsOf(m, odds, words)
		a := assemble(s, v).Article
		var all strings.Builder
		note := func(blocks []article.Block) {
			for _, b := range blocks {
				all.WriteString(squash(b.Text()) + squash(b.Alt) + squash(b.Label) + "\n")
			}
		}
		note(a.Blocks)
		for _, r := range a.Removed {
			note(r.Blocks)
			if between := r.At > 0 && r.At < len(a.Blocks); between != (r.Place == article.Inside) {
				t.Errorf("page %d: a run before block %d of %d is %s", i, r.At, len(a.Blocks), r.Place)
			}
		}
		first, last := len(v), -1
		for j := range v {
			if v[j].keep {
				first, last = min(first, j), j
			}
		}
		for j := range v {
			if q := squash(s.doc.leaves[j].text); q != "" && (v[j].shown || j > first && j < last) {
				if lines++; !strings.Contains(all.String(), q) {
					t.Errorf("page %d: %q is neither in the article nor accounted for", i, s.doc.leaves[j].text)
				}
			}
		}
	}
	t.Logf("%d lines", lines)
}
