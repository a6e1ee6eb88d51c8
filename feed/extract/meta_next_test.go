package extract

import "testing"

func TestNextPage(t *testing.T) {
	for _, c := range []struct{ page, head, want string }{
		{"https://paper.example/news/story", `<link rel="next" href="/news/story?page=2">`, "https://paper.example/news/story?page=2"},
		{"https://paper.example/news/story?page=2", `<link rel="next" href="/news/story?page=3">`, "https://paper.example/news/story?page=3"},
		{"https://paper.example/news/story/?utm_source=feed", `<a rel="next" href="https://www.paper.example/news/story/2/">Next</a>`, "https://www.paper.example/news/story/2/"},
		{"https://paper.example/news/story/2/", `<a rel="next" href="/news/story/3/">Next</a>`, "https://paper.example/news/story/3/"},
		{"https://paper.example/news/story", `<link rel="next" href="/news/story/page/2">`, "https://paper.example/news/story/page/2"},
		{"https://paper.example/news/story", `<link rel="next" href="/news/story/seite-2">`, "https://paper.example/news/story/seite-2"},
		{"https://paper.example/news/story.html", `<link rel="next" href="story-2.html">`, "https://paper.example/news/story-2.html"},
		{"https://paper.example/news/story-page-2.html", `<link rel="next" href="story-page-3.html">`, "https://paper.example/news/story-page-3.html"},
		{"https://paper.example/news/story", `<div class="pagination"><a href="/news/story">1</a><a href="/news/story?page=2">2</a><a href="/news/story?page=3">3</a></div>`, "https://paper.example/news/story?page=2"},
		{"https://paper.example/news/story?page=2", `<div class="pagination"><a href="/news/story">1</a><a href="/news/story?page=2">2</a><a href="/news/story?page=3">3</a></div>`, "https://paper.example/news/story?page=3"},
		// What rel=next mostly is: the next article.
		{"https://paper.example/news/story", `<link rel="next" href="/news/another-story">`, ""},
		{"https://paper.example/2024/05/01/story", `<a rel="next" href="/2024/05/02/other">Next post</a>`, ""},
		{"https://paper.example/news/story", `<a rel="next" href="/news/story-2">Next post</a>`, ""},
		{"https://paper.example/news/1201", `<a rel="next" href="/news/1202">Next post</a>`, ""},
		{"https://paper.example/news/story", `<link rel="next" href="https://other.example/news/story?page=2">`, ""},
		{"https://paper.example/news/story", `<link rel="next" href="/news/story?page=5">`, ""},
		{"https://paper.example/news/story", `<link rel="next" href="javascript:next()">`, ""},
		{"https://paper.example/news/story", `<div id="comments"><div class="pagination"><a href="/news/story?page=2">2</a></div></div>`, ""},
		{"https://paper.example/news/story", `<p>See <a href="/news/story?page=2">there</a></p>`, ""},
		{"", `<link rel="next" href="?page=2">`, ""},
	} {
		root, _ := parse([]byte(`<!doctype html><html><head></head><body>` + c.head))
		s := readSaid(root)
		if got := s.nextPage(c.page, s.baseURL(c.page)); got != c.want {
			t.Errorf("%s with %s: %q, want %q", c.page, c.head, got, c.want)
		}
	}
}

func FuzzPageOf(f *testing.F) {
	f.Add("https://a.example/story-page-2.html?p=3")
	f.Add("https://a.example/p2")
	f.Fuzz(func(t *testing.T, raw string) {
		if stem, n := pageOf(raw); stem == "" && n != 0 || n < 0 || n > mostPages {
			t.Errorf("%q: %q %d", raw, stem, n)
		}
	})
}
