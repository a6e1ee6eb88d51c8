package sync_test

import (
	"strings"
	"testing"

	"tidings/feed"
)

// A server that moves a feed elsewhere gets nothing sent there that the person gave for the feed's own server.
func TestAServerCannotMoveCredentials(t *testing.T) {
	for _, tt := range []struct {
		name, to string
		set      feed.Settings
		moves    bool
	}{
		{"no secrets", "https://elsewhere.example/feed", feed.Settings{}, true},
		{"a credential", "https://elsewhere.example/feed", feed.Settings{Credential: "env:TOKEN"}, false},
		{"a header", "https://elsewhere.example/feed", feed.Settings{Headers: map[string]string{"X-Token": "x"}}, false},
		{"cookies", "https://elsewhere.example/feed", feed.Settings{Cookies: "/cookies.txt"}, false},
		{"the same server", "https://news.example/other", feed.Settings{Credential: "env:TOKEN"}, true},
		{"down to http", "http://news.example/feed", feed.Settings{Credential: "env:TOKEN"}, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f, s := serveReader(t)
			const address = "https://news.example/feed"
			f.addFeed("feed/1", address, "News", "")
			c := open(t, "greader", s.URL)
			id, err := c.db.AddFeed(t.Context(), feed.Feed{URL: address, Title: "News", Settings: tt.set})
			if err != nil {
				t.Fatal(err)
			}
			c.run()
			f.addFeed("feed/1", tt.to, "News", "")
			said := strings.Join(c.run().Notes, "; ")
			got, err := c.db.Feed(t.Context(), id)
			if want := map[bool]string{true: tt.to, false: address}[tt.moves]; err != nil || got.URL != want {
				t.Errorf("%s is polled, %v; want %s", got.URL, err, want)
			}
			if tt.moves == strings.Contains(said, "stays at its address") {
				t.Errorf("it said %q", said)
			}
		})
	}
}
