package demo

import (
	"bytes"
	"context"
	"encoding/json"
	"image/png"
	"io"
	"net/http"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/mmcdole/gofeed"
	"golang.org/x/net/html/charset"

	"tidings/feed"
	"tidings/feed/opml"
)

// clock is a hand-moved clock.
type clock struct {
	mu sync.Mutex
	t  time.Time
}

func (c *clock) now() time.Time { c.mu.Lock(); defer c.mu.Unlock(); return c.t }

func (c *clock) move(d time.Duration) { c.mu.Lock(); defer c.mu.Unlock(); c.t = c.t.Add(d) }

func start(t *testing.T, opt Options) *Server {
	t.Helper()
	s, err := Start(t.Context(), opt)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// get fetches an address with headers given in pairs and returns status, headers and body.
func get(t *testing.T, url string, header ...string) (int, http.Header, []byte) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	tr := &http.Transport{DisableKeepAlives: true}
	resp, err := tr.RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, resp.Header, body
}

func TestSitesHoldEnough(t *testing.T) {
	sites, err := loadSites()
	if err != nil {
		t.Fatal(err)
	}
	kinds, languages := map[feed.Kind]bool{}, map[string]bool{}
	titles, marks := map[string]string{}, map[string]int{}
	for _, st := range sites {
		kinds[st.Feeds[0].Kind] = true
		languages[st.Language] = true
		if len(st.articles) < opening {
			t.Errorf("%s has %d articles, wants at least %d", st.ID, len(st.articles), opening)
		}
		for _, a := range st.articles {
			if other := titles[a.Title]; other != "" {
				t.Errorf("%q is in %s and %s", a.Title, other, st.ID)
			}
			titles[a.Title] = st.ID
			if len(a.Blocks) < 6 {
				t.Errorf("%s %d %s has only %d blocks", st.ID, a.N, a.Slug, len(a.Blocks))
			}
			if a.By == "" || len(a.Tags) == 0 {
				t.Errorf("%s %d %s lacks a byline or tags", st.ID, a.N, a.Slug)
			}
			for _, b := range a.Blocks {
				marks[b.Kind]++
				if b.Text != strings.TrimSpace(b.Text) || strings.ContainsAny(b.Text, "*`{}") && b.Kind != "code" {
					t.Errorf("%s %d: marks were not understood: %q", st.ID, a.N, b.Text)
				}
			}
		}
	}
	for _, k := range []string{"p", "h", "quote", "ul", "ol", "table", "code", "note", "pic"} {
		if marks[k] == 0 {
			t.Errorf("no article has a %s", k)
		}
	}
	for _, k := range []feed.Kind{feed.RSS, feed.Atom, feed.JSON} {
		if !kinds[k] {
			t.Errorf("no site has a feed of kind %s", k)
		}
	}
	if len(languages) < 4 {
		t.Errorf("only %d languages", len(languages))
	}
}

func TestFeedsAndPages(t *testing.T) {
	s := start(t, Options{Calm: true})
	for i, site := range s.Sites() {
		for _, url := range site.Feeds {
			status, _, body := get(t, url)
			if status != http.StatusOK {
				t.Fatalf("%s: status %d", url, status)
			}
			doc, err := gofeed.NewParser().Parse(bytes.NewReader(body))
			if err != nil {
				t.Fatalf("%s: %v", url, err)
			}
			if url == site.Feeds[0] && len(doc.Items) != opening {
				t.Errorf("%s has %d items, want %d", url, len(doc.Items), opening)
			}
			for j, it := range doc.Items {
				if it.PublishedParsed == nil || it.PublishedParsed.After(time.Now()) || it.GUID == "" || it.Title == "" || it.Description == "" {
					t.Errorf("%s item %d is not whole: %+v", url, j, it)
				}
			}
			if want := s.sites[i].article(opening).Title; url == site.Feeds[0] && doc.Items[0].Title != want {
				t.Errorf("%s begins with %q, want the newest, %q", url, doc.Items[0].Title, want)
			}
		}
		for n := 1; n <= opening; n++ {
			status, header, body := get(t, s.Page(site.ID, n))
			if status != http.StatusOK {
				t.Fatalf("%s: status %d: %s", s.Page(site.ID, n), status, body)
			}
			r, err := charset.NewReader(bytes.NewReader(body), header.Get("Content-Type"))
			if err != nil {
				t.Fatal(err)
			}
			text, err := io.ReadAll(r)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Contains(text, []byte(s.sites[i].article(n).By)) || bytes.Contains(text, []byte("ZgotmplZ")) {
				t.Errorf("%s: no byline, or an unsafe value in the template", s.Page(site.ID, n))
			}
			if Expected(site.ID, n) == "" {
				t.Errorf("nothing expected of %s %d", site.ID, n)
			}
		}
		if status, _, body := get(t, site.URL); status != http.StatusOK || !bytes.Contains(body, []byte(`rel="alternate"`)) {
			t.Errorf("%s does not name its feeds", site.URL)
		}
		if status, _, _ := get(t, site.URL+"nowhere"); status != http.StatusNotFound {
			t.Errorf("%snowhere: status %d", site.URL, status)
		}
	}
}

func TestManners(t *testing.T) {
	c := &clock{t: time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)}
	s := start(t, Options{Now: c.now, Slow: 50 * time.Millisecond})
	for i, site := range s.Sites() {
		st := s.sites[i]
		began := time.Now()
		status, header, first := get(t, site.Feeds[0])
		if took := time.Since(began); st.Slow != (took >= 50*time.Millisecond) && st.Slow {
			t.Errorf("%s answered after %v", site.ID, took)
		}
		if status != http.StatusOK || header.Get("ETag") == "" || header.Get("Last-Modified") == "" {
			t.Errorf("%s: status %d, %v", site.ID, status, header)
		}
		again, _, _ := get(t, site.Feeds[0], "If-None-Match", header.Get("ETag"))
		if want := map[bool]int{true: http.StatusServiceUnavailable, false: http.StatusNotModified}[st.Flaky]; again != want {
			t.Errorf("%s: second poll answered %d, want %d", site.ID, again, want)
		}
		if third, _, _ := get(t, site.Feeds[0], "If-Modified-Since", header.Get("Last-Modified")); third != http.StatusNotModified {
			t.Errorf("%s: third poll answered %d", site.ID, third)
		}
		if !st.Busy {
			continue
		}
		for n := 1; n <= 12; n++ {
			c.move(20 * time.Second)
			_, _, later := get(t, site.Feeds[0], "If-None-Match", header.Get("ETag"))
			if bytes.Equal(later, first) {
				t.Errorf("%s published nothing within 20 s", site.ID)
			}
			if status, _, _ := get(t, s.Page(site.ID, opening+n)); status != http.StatusOK {
				t.Errorf("article %d is not out yet: status %d", opening+n, status)
			}
			if status, _, _ := get(t, s.Page(site.ID, opening+n+1)); status != http.StatusNotFound {
				t.Errorf("article %d is out too early: status %d", opening+n+1, status)
			}
			if Expected(site.ID, opening+n) == "" {
				t.Errorf("nothing expected of article %d", opening+n)
			}
		}
	}
}

func TestJSONFeedIsJSON(t *testing.T) {
	s := start(t, Options{Calm: true})
	for i, site := range s.Sites() {
		if s.sites[i].Feeds[0].Kind != feed.JSON {
			continue
		}
		_, header, body := get(t, site.Feeds[0], "Accept-Encoding", "identity")
		if !json.Valid(body) || header.Get("Content-Type") != "application/feed+json" {
			t.Errorf("%s is %s: %.100s", site.Feeds[0], header.Get("Content-Type"), body)
		}
		if _, header, _ := get(t, site.Feeds[0], "Accept-Encoding", "gzip"); header.Get("Content-Encoding") != "gzip" {
			t.Error("not compressed when asked for")
		}
	}
}

func TestSubscriptions(t *testing.T) {
	s := start(t, Options{})
	status, _, body := get(t, s.Sites()[0].URL+"subscriptions.opml")
	if status != http.StatusOK || !bytes.Equal(body, s.OPML()) {
		t.Errorf("the served list is another: status %d", status)
	}
	list, err := opml.Parse(body)
	if err != nil {
		t.Fatal(err)
	}
	if len(list.Outlines) != len(s.Sites()) || len(list.Repairs) > 0 {
		t.Errorf("%d subscriptions for %d sites, %v", len(list.Outlines), len(s.Sites()), list.Repairs)
	}
	for i, f := range s.Feeds() {
		if f.URL != s.Sites()[i].Feeds[0] || f.Title == "" || f.Folder == "" {
			t.Errorf("subscription %d is not whole: %+v", i, f)
		}
	}
}

func TestRelatedAreOthers(t *testing.T) {
	s := start(t, Options{Calm: true})
	for _, count := range []int{2, 5, 6, 12, 15, 60} {
		st := s.sites[len(s.sites)-1] // the busy one has as many as one likes
		for n := 1; n <= count; n++ {
			body, err := s.render(st, st.article(n), count)
			if err != nil {
				t.Fatal(err)
			}
			if bytes.Count(body, []byte(`class="card"`)) != min(5, count-1) {
				t.Errorf("article %d of %d: %d related", n, count, bytes.Count(body, []byte(`class="card"`)))
			}
			if bytes.Contains(body, []byte(`<a href="`+st.path(st.article(n))+`"`)) {
				t.Errorf("article %d of %d is related to itself", n, count)
			}
		}
	}
}

func TestPicture(t *testing.T) {
	a := picture("long-agnes.png")
	img, err := png.Decode(bytes.NewReader(a))
	if err != nil {
		t.Fatal(err)
	}
	if img.Bounds().Dx() != 480 || len(a) > 60_000 {
		t.Errorf("%v, %d bytes", img.Bounds(), len(a))
	}
	if bytes.Equal(a, picture("olive.png")) || !bytes.Equal(a, picture("long-agnes.png")) {
		t.Error("a picture's name does not decide what it shows")
	}
}

func TestCloseLeavesNothing(t *testing.T) {
	before := runtime.NumGoroutine()
	ctx, cancel := context.WithCancel(t.Context())
	s, err := Start(ctx, Options{Slow: time.Hour})
	if err != nil {
		t.Fatal(err)
	}
	hung := make(chan struct{})
	go func() { // a reader of the slow site is let go
		defer close(hung)
		tr := &http.Transport{DisableKeepAlives: true}
		req, _ := http.NewRequest(http.MethodGet, s.Sites()[1].URL, nil)
		if resp, err := tr.RoundTrip(req); err == nil {
			_ = resp.Body.Close()
			t.Error("the slow site answered")
		}
	}()
	time.Sleep(50 * time.Millisecond)
	cancel()
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	<-hung
	for i := 0; runtime.NumGoroutine() > before; i++ {
		if i == 100 {
			t.Fatalf("%d goroutines before, %d after", before, runtime.NumGoroutine())
		}
		time.Sleep(10 * time.Millisecond)
	}
	if err := s.Close(); err != nil {
		t.Errorf("closing twice: %v", err)
	}
}

func TestPortsInARow(t *testing.T) {
	s := start(t, Options{Calm: true})
	port := 0
	for p := range s.byPort {
		port = max(port, p)
	}
	if _, err := Start(t.Context(), Options{Port: port}); err == nil {
		t.Error("a taken port was taken again")
	}
}

func BenchmarkPage(b *testing.B) {
	s, err := Start(b.Context(), Options{Calm: true})
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	for b.Loop() {
		if _, err := s.render(s.sites[0], s.sites[0].article(1), opening); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkPicture(b *testing.B) {
	for b.Loop() {
		picture("long-agnes.png")
	}
}
