package discover

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"tidings/feed"
	"tidings/feed/fetch"
)

var now = time.Date(2026, 5, 6, 7, 8, 9, 0, time.UTC)

// parse stands for the real parser: "FEED title|days ago|item|item …".
func parse(body []byte, _, _ string, now time.Time) (feed.Document, error) {
	s, ok := strings.CutPrefix(string(body), "FEED ")
	if !ok {
		return feed.Document{}, errors.New("not a feed")
	}
	f := strings.Split(s, "|")
	d := feed.Document{Kind: feed.RSS, Title: f[0]}
	age, err := time.ParseDuration(f[1])
	if err != nil {
		return d, err
	}
	for i, t := range f[2:] {
		d.Items = append(d.Items, feed.Item{Title: t, Published: now.Add(-age - time.Duration(i)*time.Hour)})
	}
	return d, nil
}

// finder serves pages and finds feeds in them.
func finder(t *testing.T, pages map[string]string) (Finder, string) {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, ok := pages[r.URL.RequestURI()]
		if !ok {
			http.NotFound(w, r)
			return
		}
		if to, ok := strings.CutPrefix(body, "MOVED "); ok {
			http.Redirect(w, r, to, http.StatusMovedPermanently)
			return
		}
		_, _ = w.Write([]byte(body))
	}))
	t.Cleanup(s.Close)
	c := fetch.New(fetch.Options{Limits: fetch.Limits{HostGap: -1, FirstByte: 2 * time.Second}})
	return Finder{Fetch: c, Parse: parse, Now: func() time.Time { return now }}, s.URL
}

func TestDiscover(t *testing.T) {
	const news = "FEED News|1h|one|two|three|four"
	for _, tt := range []struct {
		name  string
		pages map[string]string
		ask   string   // behind the server's address
		want  []string // paths, in order
	}{
		{"the feed itself", map[string]string{"/f": news}, "/f", []string{"/f"}},
		{"a feed that moved", map[string]string{"/old": "MOVED /f", "/f": news}, "/old", []string{"/f"}},
		{"links of the page", map[string]string{
			"/":          `<html><head><base href="/sub/"><LINK REL="Alternate" TYPE="application/rss+xml" HREF="a.xml" title="A"><link rel=alternate type="application/atom+xml; charset=utf-8" href=/b.xml><link rel=alternate hreflang=de href=/de><link rel=alternate type="application/json+oembed" href=/oembed><link rel=stylesheet href=/feed.xml>`,
			"/sub/a.xml": "FEED A|1h|a1|a2", "/b.xml": "FEED B|2h|b1", "/feed.xml": news,
		}, "/", []string{"/sub/a.xml", "/b.xml"}},
		{"comments last, stale behind fresh, copies behind originals", map[string]string{
			"/":              `<link rel=alternate type=application/rss+xml title="X Comments" href=/comments/feed><link rel=alternate type=application/rss+xml href=/stale><link rel=alternate type=application/rss+xml href=/fresh><link rel=alternate type=application/atom+xml href=/copy><link rel=alternate type=application/rss+xml href=/empty>`,
			"/comments/feed": "FEED C|1m|c", "/stale": "FEED S|90000h|s", "/fresh": "FEED F|1h|f", "/copy": "FEED F|1h|f", "/empty": "FEED E|1h",
		}, "/", []string{"/fresh", "/stale", "/empty", "/copy", "/comments/feed"}},
		{"an <a> by its words or its type", map[string]string{
			"/": `<a href="/about">About</a><a href="/x1"><img alt=""> RSS feed</a><a href=/x2 type=application/atom+xml>y</a>`, "/x1": news, "/x2": "FEED A|1h|z",
		}, "/", []string{"/x2"}},
		{"an <a> that says RSS", map[string]string{"/": `<a href="/x1"><b>RSS</b></a>`, "/x1": news}, "/", []string{"/x1"}},
		{"schema.org", map[string]string{"/": `<script type="application/ld+json">{"@graph":[{"@type":"PodcastSeries","webFeed":"/cast"}]}</script>`, "/cast": news}, "/", []string{"/cast"}},
		{"generator", map[string]string{"/": `<meta name="generator" content="WordPress 6.5"><p>`, "/feed/": news}, "/", []string{"/feed/"}},
		{"usual paths", map[string]string{"/": `<p>nothing`, "/rss.xml": news}, "/", []string{"/rss.xml"}},
		{"beside the page", map[string]string{"/blog/": `<p>nothing`, "/blog/atom.xml": news}, "/blog/", []string{"/blog/atom.xml"}},
		{"usual paths for a page: the site’s", map[string]string{"/a/page": `<p>nothing`, "/rss.xml": news}, "/a/page", []string{"/rss.xml"}},
		{"wrong path: what the host's first page names is the site’s", map[string]string{"/": `<link rel=alternate type=application/rss+xml href=/y>`, "/y": news}, "/no/such/page", []string{"/y"}},
		{"a Mastodon page", map[string]string{"/@me": `<p>script needed`, "/@me.rss": news}, "/@me", []string{"/@me.rss"}},
		{"links into a private network are not followed", map[string]string{"/": `<link rel=alternate type=application/rss+xml href=http://127.0.0.1:1/f><link rel=alternate type=application/rss+xml href=/f>`, "/f": news}, "/", []string{"/f"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f, base := finder(t, tt.pages)
			got, err := f.Discover(t.Context(), base+tt.ask)
			if err != nil {
				t.Fatal(err)
			}
			var paths []string
			for _, g := range got {
				u, err := url.Parse(g.URL)
				if err != nil {
					t.Fatal(err)
				}
				paths = append(paths, u.RequestURI())
				if got := strings.HasSuffix(tt.name, "the site’s"); (g.Of == base+"/") != got || !got && g.Of != "" {
					t.Errorf("found of %q", g.Of)
				}
				if g.Items > 0 && (len(g.Newests) == 0 || len(g.Newests) > 3 || g.Newest.IsZero()) || g.Title == "" {
					t.Errorf("found %+v", g)
				}
			}
			if !slices.Equal(paths, tt.want) {
				t.Errorf("found %q, want %q", paths, tt.want)
			}
		})
	}
}

func TestDiscoverSchemes(t *testing.T) {
	f, base := finder(t, map[string]string{"/f": "FEED News|1h|one"})
	host := strings.TrimPrefix(base, "http://")
	for _, ask := range []string{host + "/f", " <" + base + "/f> ", "feed:" + base + "/f", "feed://" + host + "/f", "FEED:" + host + "/f"} {
		got, err := f.Discover(t.Context(), ask)
		if err != nil || len(got) != 1 || got[0].URL != base+"/f" {
			t.Errorf("Discover(%q) = %+v, %v", ask, got, err)
		}
	}
}

func TestAddresses(t *testing.T) {
	for in, want := range map[string][]string{
		"example.org":                  {"https://example.org", "http://example.org"},
		" www.example.org/x?y=z ":      {"https://www.example.org/x?y=z", "http://www.example.org/x?y=z"},
		"//example.org/x":              {"https://example.org/x", "http://example.org/x"},
		"http://example.org":           {"http://example.org"},
		"feed:https://example.org/f":   {"https://example.org/f"},
		"feed://example.org/f":         {"https://example.org/f", "http://example.org/f"},
		"localhost:8080/f":             {"http://localhost:8080/f", "https://localhost:8080/f"},
		"192.168.1.5/f":                {"http://192.168.1.5/f", "https://192.168.1.5/f"},
		"[::1]:80/f":                   {"http://[::1]:80/f", "https://[::1]:80/f"},
		"@me@social.example":           {"https://social.example/@me"},
		"example.org/?u=http://b.com/": {"https://example.org/?u=http://b.com/", "http://example.org/?u=http://b.com/"},
		"":                             nil,
		"two words":                    nil,
		"mailto:a@b.example":           nil,
	} {
		if got := addresses(in); !slices.Equal(got, want) {
			t.Errorf("addresses(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestDiscoverNothing(t *testing.T) {
	f, base := finder(t, map[string]string{"/p": "<title>A page\x1b[31m</title>"})
	_, err := f.Discover(t.Context(), strings.Replace(base, "http://", "http://user:secret@", 1)+"/p")
	nf, ok := errors.AsType[*NotFoundError](err)
	if !ok {
		t.Fatalf("err = %v", err)
	}
	if nf.Err != nil || nf.Page != base+"/p" || !slices.Contains(nf.Tried, "/rss.xml") || !slices.Contains(nf.Tried, "links in the page") {
		t.Errorf("%+v", nf)
	}
	if s := err.Error(); strings.Contains(s, "secret") || strings.Contains(s, "\x1b") || !strings.Contains(s, "/feed") {
		t.Errorf("error %q", s)
	}
	if _, err := f.Discover(t.Context(), "two words"); err == nil || err.Error() != "“two words” is not the address of a web page" {
		t.Errorf("error %v", err)
	}
	for _, ask := range []string{"", "two words", "http://127.0.0.1:1/", "mailto:a@b.example", "file:///etc/passwd"} {
		_, err := f.Discover(t.Context(), ask)
		if nf, ok := errors.AsType[*NotFoundError](err); !ok || nf.Err == nil || err.Error() == "" {
			t.Errorf("Discover(%q): %v", ask, err)
		}
	}
}

func TestDiscoverStops(t *testing.T) {
	f, base := finder(t, map[string]string{"/": "<p>"})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := f.Discover(ctx, base); err == nil {
		t.Error("no error after cancel")
	}
}

func TestServices(t *testing.T) {
	list, err := parseServices(servicesJSON)
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ address, body, want string }{
		{"https://www.youtube.com/channel/UC0123456789012345678901/videos", "", "https://www.youtube.com/feeds/videos.xml?channel_id=UC0123456789012345678901"},
		{"https://www.youtube.com/playlist?list=PL0123456789AB", "", "https://www.youtube.com/feeds/videos.xml?playlist_id=PL0123456789AB"},
		{"https://www.youtube.com/@somebody", `x"externalId":"UC0123456789012345678901"y`, "https://www.youtube.com/feeds/videos.xml?channel_id=UC0123456789012345678901"},
		{"https://old.reddit.com/r/golang/", "", "https://www.reddit.com/r/golang/.rss"},
		{"https://github.com/golang/go/tree/master/src", "", "https://github.com/golang/go/releases.atom"},
		{"https://someone.substack.com/p/a-post", "", "https://someone.substack.com/feed"},
		{"https://medium.com/@someone/some-story-1", "", "https://medium.com/feed/@someone"},
		{"https://someone.tumblr.com/", "", "https://someone.tumblr.com/rss"},
		{"https://mastodon.example/@me", "", "https://mastodon.example/@me.rss"},
	} {
		u, err := url.Parse(tt.address)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for i := range list {
			s := &list[i]
			src, groups := s.match(u, "")
			re := s.path
			if s.find != nil && groups != nil {
				re, src = s.find, tt.body
				groups = re.FindStringSubmatchIndex(src)
			}
			if groups != nil && s.generator == nil {
				got = append(got, expand(re, s.Feeds[0], src, groups, u))
			}
		}
		if !slices.Contains(got, tt.want) {
			t.Errorf("%s → %q, want %q", tt.address, got, tt.want)
		}
	}
}

func TestGeneratorIsBounded(t *testing.T) {
	p := readPage([]byte(strings.Repeat(`<meta name=generator content="WordPress 6.5">`, 10_000)), "", "http://a.example/")
	if len(p.generator) > 2*maxHref || !strings.Contains(p.generator, "WordPress 6.5") {
		t.Errorf("%d bytes", len(p.generator))
	}
}

func FuzzReadPage(f *testing.F) {
	f.Add([]byte(`<base href="//x"><link rel=alternate type=application/rss+xml href=/f><a href="feed:x">RSS</a><script type="application/ld+json">{"webFeed":{"url":"/x"}}</script>`))
	f.Add([]byte(`<a href=feed:><link rel=feed href="` + "\x1b]0;x\x07" + `">`))
	f.Fuzz(func(t *testing.T, body []byte) {
		p := readPage(body, "", "http://a.example/x/y?z")
		for _, l := range append(p.declared, p.hinted...) {
			u, err := url.Parse(l.url)
			if err != nil || u.Scheme != "http" && u.Scheme != "https" || strings.ContainsAny(l.url+l.title, "\x1b\r\n\x00") {
				t.Fatalf("link %+v: %v", l, err)
			}
		}
	})
}

func TestAFeedThatAsksForAPassword(t *testing.T) {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if user, password, _ := r.BasicAuth(); user != "ann" || password != "right" {
			http.Error(w, "no", http.StatusUnauthorized)
			return
		}
		_, _ = w.Write([]byte("FEED Mine|1h|one"))
	}))
	t.Cleanup(s.Close)
	f := Finder{Fetch: fetch.New(fetch.Options{Limits: fetch.Limits{HostGap: -1}}), Parse: parse}
	host := strings.TrimPrefix(s.URL, "http://")
	if _, err := f.Discover(t.Context(), s.URL+"/f"); err == nil || !strings.HasSuffix(err.Error(), "with an account there, write it as http://USER:PASSWORD@"+host+"/f") {
		t.Errorf("without a password: %v", err)
	}
	if _, err := f.Discover(t.Context(), "http://ann:wrong@"+host+"/f"); err == nil || strings.Contains(err.Error(), "write it as") || strings.Contains(err.Error(), "wrong") {
		t.Errorf("with a wrong password: %v", err)
	}
	if got, err := f.Discover(t.Context(), "http://ann:right@"+host+"/f"); err != nil || len(got) != 1 {
		t.Errorf("with the password: %+v, %v", got, err)
	}
}
