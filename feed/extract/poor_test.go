package extract

import (
	"fmt"
	"strings"
	"testing"

	"tidings/feed/article"
)

// TestPagesWithoutAnArticle: what kind of page it is is said, and what there is instead is given.
func TestPagesWithoutAnArticle(t *testing.T) {
	var cards strings.Builder
	for i := range 14 {
		fmt.Fprintf(&cards, `<div class="card"><img src="/p%d.jpg"><h3><a href="/news/story-%d">The harbour council votes on pier number %d</a></h3></div>`, i, i, i)
	}
	nav := `<nav><a href="/">Home</a><a href="/sport">Sport and games of the week</a></nav>`
	summary := `<meta property="og:description" content="How the harbour of the town was opened again after the long repairs of the winter.">`
	for _, c := range []struct {
		name, page, evidence string
		want                 article.Completeness
		blocks               string // the first of them
		count                int
	}{
		{
			"a list of articles", nav + `<h1>News</h1>` + cards.String(), "in place of an article stands a list of 14 others", article.Blocked,
			"li1: [The harbour council votes on pier number 0](https://paper.example/news/story-0)\n", 14,
		},
		{
			"a video", summary + `<meta property="og:type" content="video.other"><meta property="og:title" content="The harbour opens"><meta property="og:video" content="https://paper.example/embed/7"><h1>The harbour opens</h1>` + cards.String(),
			"the page is a video; this is its description", article.Teaser, "embed <https://paper.example/embed/7> alt=The harbour opens: \np: How the harbour of the town was opened again after the long repairs of the winter.\n", 2,
		},
		{
			"a product", summary + `<script type="application/ld+json">{"@type":"Product","name":"Rope","offers":{"price":"3"},"review":{"@type":"Review","name":"Good"}}</script><h1>Rope</h1><p>$3</p>`,
			"the page is a product’s page; this is its description", article.Teaser, "p: How the harbour of the town was opened again after the long repairs of the winter.\n", 1,
		},
		{
			"an article without its text", summary + `<meta property="og:type" content="article"><h1>The harbour opens</h1>`,
			"the page holds no text of an article; this is its summary", article.Teaser, "p: How the harbour of the town was opened again after the long repairs of the winter.\n", 1,
		},
		{
			"an empty shell", summary + `<title>App</title><div id="root"></div><noscript>You need to enable JavaScript to run this app.</noscript>`,
			"the page is an empty shell: its text comes by script; this is its summary", article.Blocked, "p: How the harbour of the town was opened again after the long repairs of the winter.\n", 1,
		},
		{"an error page", summary + `<title>Paper</title><h1>Page not found</h1><p>The page you requested does not exist.</p>`, "in place of an article stands an error page (“page not found”)", article.Blocked, "", 0},
		{"nothing", ``, "the page is an empty shell: it holds 0 words", article.Blocked, "", 0},
	} {
		r, err := Page(Input{HTML: []byte(c.page), URL: "https://paper.example/x"})
		if err != nil {
			t.Fatal(err)
		}
		a := r.Article
		if a.Completeness != c.want || a.Evidence != c.evidence {
			t.Errorf("%s: %s, %q", c.name, a.Completeness, a.Evidence)
		}
		if got := dump(a.Blocks); !strings.HasPrefix(got, c.blocks) || len(a.Blocks) != c.count && c.count > 0 {
			t.Errorf("%s: %d blocks:\n%s", c.name, len(a.Blocks), got)
		}
		if len(a.Blocks) == 0 && a.Evidence == "" {
			t.Errorf("%s: an empty article without a word on it", c.name)
		}
	}
}
