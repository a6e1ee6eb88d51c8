package poll

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"tidings/feed"
	"tidings/feed/fetch"
)

// examine runs the clinic on a handler's feed.
func examine(t *testing.T, h http.HandlerFunc, parse Parser, change func(*feed.Feed)) (Report, string) {
	t.Helper()
	s := httptest.NewServer(h)
	defer s.Close()
	m := newMemory(time.Now, strings.Replace(s.URL, "http://", "http://me:hidden@", 1)+"/feed")
	m.set(1, func(f *feed.Feed) { f.Title = "Some feed" })
	if change != nil {
		m.set(1, change)
	}
	p := New(m, fetch.New(fetch.Options{}), Options{Parse: parse, Jitter: func() float64 { return 0 }})
	f, err := m.Feed(t.Context(), 1)
	if err != nil {
		t.Fatal(err)
	}
	before := m.saves
	r := p.Examine(context.Background(), f)
	if m.saves != before {
		t.Error("the clinic changed the store")
	}
	text, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(text), "hidden") || strings.ContainsAny(string(text), "\x1b\u202e") || strings.Contains(string(text), `\u001b`) {
		t.Errorf("the report holds what it must not: %s", text)
	}
	for _, f := range r.Findings {
		if f.About == "" || f.Words == "" {
			t.Errorf("empty finding %+v", f)
		}
	}
	return r, string(text)
}

func wants(t *testing.T, text string, words ...string) {
	t.Helper()
	for _, w := range words {
		if !strings.Contains(text, w) {
			t.Errorf("no %q in %s", w, text)
		}
	}
}

func TestExamine(t *testing.T) {
	items := func(body []byte, ct, u string, now time.Time) (feed.Document, error) {
		d := feed.Document{Kind: feed.Atom, Title: "Title\x1b[31m", Repairs: []string{"a bare & was escaped"}, Hints: feed.Hints{TTL: 2 * time.Hour}}
		for i := range 20 {
			d.Items = append(d.Items, feed.Item{GUID: "same", Published: now.Add(-time.Duration(i) * 12 * time.Hour)})
		}
		return d, nil
	}
	_, text := examine(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/feed" {
			http.Redirect(w, r, "/new", http.StatusMovedPermanently)
			return
		}
		w.Header().Set("ETag", `"1"`)
		w.Header().Set("Cache-Control", "max-age=1800")
		w.Header().Set("Content-Type", "text/xml; charset=x\u202ey")
		_, _ = w.Write([]byte("body"))
	}, items, func(f *feed.Feed) {
		f.Settings.Interval = time.Minute
		f.Settings.Headers = map[string]string{"X-Key": "hidden"}
	})
	wants(t, text, "301, for good", "has moved to http://127.0.0.1", "not encrypted", "never polled", "ETag", "30 min", "atom with 20 items", "was escaped",
		"same id", "summary only", "2 items a day", "as you set it; server asks for 2 h", "1 header of its own", "validator")
}

func TestExamineTrouble(t *testing.T) {
	_, text := examine(t, http.NotFound, parseWords, nil)
	wants(t, text, "(404)", "tidings add")
	_, text = examine(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		_, _ = w.Write([]byte("bad"))
	}, parseWords, nil)
	wants(t, text, "not a feed", "web page", "neither ETag nor Last-Modified")
	_, text = examine(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(401) }, parseWords, func(f *feed.Feed) {
		f.State.Polled, f.State.Failures, f.State.Error = time.Now(), 3, "no answer"
	})
	wants(t, text, "(401)", "give the feed a credential", "failed 3 times in a row")
	asked := false
	_, text = examine(t, func(http.ResponseWriter, *http.Request) { asked = true }, parseWords, func(f *feed.Feed) {
		f.State.Hints.NotBefore = time.Now().Add(time.Hour)
	})
	wants(t, text, "left alone")
	if asked {
		t.Error("a server that asked to be left alone was asked")
	}
}
