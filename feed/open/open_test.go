package open

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"tidings/feed"
	"tidings/feed/article"
	"tidings/feed/extract"
	"tidings/feed/fetch"
)

// shelf is a store in memory.
type shelf struct {
	items    map[feed.ItemID]feed.Item
	articles map[feed.ItemID]article.Article
	taught   int
	known    extract.Site
	outdated bool
}

func (s *shelf) Feed(context.Context, feed.FeedID) (feed.Feed, error) {
	return feed.Feed{ID: 1, URL: "https://news.example/feed", Title: "The Harbour Post", Settings: feed.Settings{
		Credential: "env:SECRET", Headers: map[string]string{"X-Key": "k"}, Cookies: "/cookies.txt",
	}}, nil
}

func (s *shelf) Item(_ context.Context, id feed.ItemID) (feed.Item, error) {
	it, ok := s.items[id]
	if !ok {
		return it, errors.New("not found")
	}
	return it, nil
}

func (s *shelf) Article(_ context.Context, id feed.ItemID) (article.Article, bool, error) {
	a, ok := s.articles[id]
	return a, ok, nil
}

func (s *shelf) SaveArticle(_ context.Context, id feed.ItemID, a article.Article, blocks []uint64) error {
	s.articles[id] = a
	s.taught += len(blocks)
	return nil
}

func (s *shelf) Outdated(context.Context, feed.ItemID) (bool, error) { return s.outdated, nil }

func (s *shelf) Headlines(_ context.Context, q feed.Query) ([]feed.Headline, error) {
	var out []feed.Headline
	for _, id := range slices.Sorted(maps.Keys(s.items)) {
		if it := s.items[id]; it.Feed == q.Feed && len(out) < q.Limit {
			out = append(out, feed.Headline{ID: id})
		}
	}
	return out, nil
}

func (s *shelf) Site(context.Context, string, int) (extract.Site, error) { return s.known, nil }

// web is pages by address; what is not there fails.
type web struct {
	pages map[string]string
	asked []fetch.Request
}

func (w *web) Get(_ context.Context, r fetch.Request) (*fetch.Response, error) {
	w.asked = append(w.asked, r)
	body, ok := w.pages[r.URL]
	if !ok {
		return nil, errors.New("the server did not answer")
	}
	return &fetch.Response{URL: r.URL, Status: 200, ContentType: "text/html; charset=utf-8", Body: []byte(body)}, nil
}

// prose is n paragraphs of ordinary reporting, told apart by their number.
func prose(from, n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "<p>The harbour council met for the %dth time on Tuesday to weigh what the old ferry line would cost the town, and after two hours of argument about tides and timetables it agreed to ask the builders for a second drawing.</p>\n", from+i)
	}
	return b.String()
}

func page(head, body string) string {
	return `<!doctype html><html lang="en"><head><title>Ferry returns</title>` + head + `</head><body><nav><a href="/">Home</a></nav><article><h1>Ferry returns</h1>` + body + `</article></body></html>`
}

func fresh(items ...feed.Item) (*shelf, *web, *Opener) {
	s := &shelf{items: map[feed.ItemID]feed.Item{}, articles: map[feed.ItemID]article.Article{}}
	for _, it := range items {
		s.items[it.ID] = it
	}
	w := &web{pages: map[string]string{}}
	return s, w, &Opener{Store: s, Fetcher: w}
}

func TestOpenFetchesOnceAndThenReadsTheStore(t *testing.T) {
	link := "https://news.example/ferry"
	s, w, o := fresh(feed.Item{ID: 7, Feed: 1, Link: link, Title: "Ferry returns", Authors: []string{"Ida Renn"}})
	w.pages[link] = page("", prose(1, 8))
	a, err := o.Open(context.Background(), 7)
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(a.Text(), "harbour council"); n != 8 || strings.Contains(a.Text(), "Home") {
		t.Errorf("%d paragraphs of 8: %q", n, a.Text())
	}
	if a.Byline != "Ida Renn" || a.Site == "" {
		t.Errorf("the feed's byline %q and site %q were not taken", a.Byline, a.Site)
	}
	if s.taught == 0 {
		t.Error("the page taught nothing of its site")
	}
	if _, ok, err := o.Renew(context.Background(), 7); ok || err != nil {
		t.Errorf("fetched again without need: %v", err)
	}
	s.outdated = true
	w.pages[link] = page("", prose(1, 9))
	if b, ok, err := o.Renew(context.Background(), 7); !ok || err != nil || strings.Count(b.Text(), "harbour council") != 9 || s.articles[7].Text() != b.Text() {
		t.Errorf("not fetched again: %v", err)
	}
	w.pages[link] = page(`<script type="application/ld+json">{"@type":"NewsArticle","headline":"Ferry returns","isAccessibleForFree":false}</script>`,
		prose(1, 2)+`<div class="paywall"><p>Subscribe to continue reading. Already a subscriber? Log in.</p></div>`)
	if b, _, err := o.Renew(context.Background(), 7); err != nil || strings.Count(b.Text(), "harbour council") != 9 || s.articles[7].Completeness != article.Full {
		t.Errorf("a preview took the place of the whole article: %v, %q", err, b.Text())
	}
	if b, err := o.Reload(context.Background(), 7); err != nil || b.Completeness == article.Full {
		t.Errorf("the page is no preview, which shows nothing: %v", err)
	}
	s.articles[7] = a
	w.asked = w.asked[:1]
	delete(w.pages, link)
	if _, ok, err := o.Renew(context.Background(), 7); ok || err == nil {
		t.Error("a page that is gone was said to be renewed")
	}
	w.asked = w.asked[:1]
	again, err := o.Open(context.Background(), 7)
	if err != nil || again.Text() != a.Text() || len(w.asked) != 1 {
		t.Errorf("opened again with the server gone: %v, %d requests", err, len(w.asked))
	}
}

// What later pages of the site teach cleans an article that was stored before, and what the reader brought back stays, also
// when the page is read again.
func TestLaterPagesCleanWhatIsStored(t *testing.T) {
	const box = "The harbour council thanks all who gave the town a hand on the day of the flood."
	link := "https://news.example/ferry"
	s, w, o := fresh(feed.Item{ID: 7, Feed: 1, Link: link, Title: "Ferry returns"})
	w.pages[link] = page("", prose(1, 4)+"<p>"+box+"</p>"+prose(5, 4))
	a, err := o.Open(t.Context(), 7)
	if err != nil || !strings.Contains(a.Text(), box) {
		t.Fatalf("%v: %q", err, a.Text())
	}
	print := a.Blocks[4].ID
	s.known = extract.Site{Pages: 5, Blocks: map[uint64]int{print: 5}}
	a, err = o.Open(t.Context(), 7)
	if err != nil || strings.Contains(a.Text(), box) || strings.Count(a.Text(), "argument about tides") != 8 {
		t.Fatalf("%v: %q", err, a.Text())
	}
	n := slices.IndexFunc(a.Removed, func(r article.Removed) bool { return r.Blocks[0].ID == print })
	if n < 0 {
		t.Fatal("what was taken away is not accounted for")
	}
	if a, err = o.Keep(t.Context(), 7, n); err != nil || !strings.Contains(a.Text(), box) {
		t.Fatalf("%v: %q", err, a.Text())
	}
	for name, get := range map[string]func() (article.Article, error){
		"opened again": func() (article.Article, error) { return o.Open(t.Context(), 7) },
		"read again":   func() (article.Article, error) { return o.Reload(t.Context(), 7) },
	} {
		if a, err = get(); err != nil || !strings.Contains(a.Text(), box) {
			t.Errorf("%s: %v: what the reader kept is gone", name, err)
		}
	}
}

func TestOpenFallsBackToTheFeedsText(t *testing.T) {
	link := "https://news.example/ferry"
	s, _, o := fresh(feed.Item{ID: 7, Feed: 1, Link: link, Title: "Ferry returns", Content: prose(1, 3)})
	a, err := o.Open(context.Background(), 7)
	if err == nil || strings.Count(a.Text(), "harbour council") != 3 {
		t.Errorf("err %v, text %q", err, a.Text())
	}
	if len(s.articles) != 0 {
		t.Error("a stand-in was stored: the page would never be asked for again")
	}
}

func TestOpenPrefersTheFeedsTextToACutPage(t *testing.T) {
	link := "https://news.example/ferry"
	_, w, o := fresh(feed.Item{ID: 7, Feed: 1, Link: link, Title: "Ferry returns", Content: prose(1, 12)})
	w.pages[link] = page("", prose(1, 3)+`<div class="paywall"><p>Subscribe now to continue reading this article.</p><p>Already a subscriber? Log in.</p></div>`)
	a, err := o.Open(context.Background(), 7)
	if err != nil || strings.Count(a.Text(), "harbour council") != 12 {
		t.Errorf("err %v, %d paragraphs, %s (%s)", err, strings.Count(a.Text(), "harbour council"), a.Completeness, a.Evidence)
	}
}

func TestAnItemWithoutPageIsItsOwnText(t *testing.T) {
	_, w, o := fresh(feed.Item{ID: 7, Feed: 1, Title: "Note", Content: "<p>Just this.</p>"}, feed.Item{ID: 8, Feed: 1, Title: "Nothing"})
	a, err := o.Open(context.Background(), 7)
	if err != nil || a.Text() != "Just this." || a.Completeness != article.Full {
		t.Errorf("%v %q %s", err, a.Text(), a.Completeness)
	}
	if _, err := o.Open(context.Background(), 8); err == nil {
		t.Error("an item with neither text nor page opened")
	}
	if len(w.asked) != 0 {
		t.Errorf("asked for %q", w.asked[0].URL)
	}
}

func TestPagesOfOneArticleAreJoined(t *testing.T) {
	link := "https://news.example/ferry"
	_, w, o := fresh(feed.Item{ID: 7, Feed: 1, Link: link, Title: "Ferry returns"})
	w.pages[link] = page(`<link rel="next" href="/ferry?page=2">`, prose(1, 6))
	w.pages[link+"?page=2"] = page(`<link rel="next" href="/ferry?page=1"><link rel="prev" href="/ferry">`, prose(7, 6))
	w.pages[link+"?page=1"] = w.pages[link]
	a, err := o.Open(context.Background(), 7)
	if err != nil || !strings.Contains(a.Text(), "for the 12th time") {
		t.Errorf("%v: %q", err, a.Text())
	}
	if len(w.asked) > maxPages || !w.asked[1].Chosen || w.asked[1].Origin != "https://news.example/feed" {
		t.Errorf("%d requests, the second %+v", len(w.asked), w.asked[1])
	}
	delete(w.pages, link+"?page=2")
	a, err = o.Reload(context.Background(), 7)
	if err != nil || a.Completeness != article.Preview || !strings.Contains(a.Evidence, "further page") {
		t.Errorf("a lost page is not told: %v %s %q", err, a.Completeness, a.Evidence)
	}
}

func TestSecretsStayOnTheFeedsSite(t *testing.T) {
	f := feed.Feed{URL: "https://news.example/feed", Settings: feed.Settings{Credential: "env:SECRET", Headers: map[string]string{"X-Key": "k"}}}
	for _, link := range []string{"https://elsewhere.example/a", "https://www.news.example/a", "https://news.example:8443/a"} {
		if r := request(link, f); r.Credential != "" || r.Headers != nil {
			t.Errorf("secrets go elsewhere: %+v", r)
		}
	}
	if r := request("https://news.example/a", f); r.Credential == "" || !r.Chosen || r.Origin != f.URL {
		t.Errorf("%+v", r)
	}
}

// TestSecretsDoNotFollowNextPages follows a link of the feed's own server that leads to a stranger's, whose page has a second one.
func TestSecretsDoNotFollowNextPages(t *testing.T) {
	t.Setenv("OPEN_TEST", "user:password")
	var got []string
	stranger := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		got = append(got, r.URL.RequestURI()+r.Header.Get("Authorization")+r.Header.Get("X-Key"))
		_, _ = w.Write([]byte(page(`<link rel="next" href="/ferry?page=2">`, prose(1, 6))))
	}))
	t.Cleanup(stranger.Close)
	home := httptest.NewServer(http.RedirectHandler(stranger.URL+"/ferry", http.StatusFound))
	t.Cleanup(home.Close)
	f := feed.Feed{URL: home.URL + "/feed", Settings: feed.Settings{Credential: "env:OPEN_TEST", Headers: map[string]string{"X-Key": "k"}, AllowPrivate: true}}
	_, _, o := fresh()
	o.Fetcher = fetch.New(fetch.Options{Limits: fetch.Limits{HostGap: -1}})
	req := request(home.URL+"/out", f)
	if req.Credential == "" {
		t.Fatal("the feed's own server is not asked with its credential")
	}
	if _, err := o.page(t.Context(), extract.Input{URL: req.URL}, req); err != nil {
		t.Fatal(err)
	}
	if want := []string{"/ferry", "/ferry?page=2"}; !slices.Equal(got, want) {
		t.Errorf("the stranger got %q, want %q", got, want)
	}
}

func TestKeep(t *testing.T) {
	s, _, o := fresh(feed.Item{ID: 7, Feed: 1, Link: "https://news.example/a", Title: "T"})
	p := func(s string) article.Block { return article.Block{Spans: []article.Span{{Text: s}}} }
	s.articles[7] = article.Article{Blocks: []article.Block{p("one")}, Removed: []article.Removed{{At: 1, Blocks: []article.Block{p("two")}}}}
	a, err := o.Keep(context.Background(), 7, 0)
	if err != nil || a.Text() != "one\ntwo" || s.articles[7].Text() != "one\ntwo" {
		t.Errorf("%v %q", err, a.Text())
	}
	if _, err := o.Keep(context.Background(), 7, 0); err == nil {
		t.Error("a block that is not there was kept")
	}
}

// What is asked is the page itself: not a redirector that counts clicks, not an AMP copy, and no parameter that only tracks.
func TestOpenAsksThePageItself(t *testing.T) {
	const page1 = "https://news.example/ferry"
	for _, link := range []string{
		page1 + "?utm_source=rss&fbclid=x",
		"https://www.google.com/url?q=https%3A%2F%2Fnews.example%2Fferry%3Futm_medium%3Drss&sa=D",
		"https://www.google.com/amp/s/news.example/ferry",
		"https://news-example.cdn.ampproject.org/c/s/news.example/ferry",
	} {
		_, w, o := fresh(feed.Item{ID: 7, Feed: 1, Link: link, Title: "Ferry returns"})
		w.pages[page1] = page("", prose(1, 6))
		if a, err := o.Open(context.Background(), 7); err != nil || a.URL != page1 || len(w.asked) != 1 {
			t.Errorf("%s: %v, read at %q, asked %d", link, err, a.URL, len(w.asked))
		}
	}
}
