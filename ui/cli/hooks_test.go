package cli_test

import (
	"path/filepath"
	"testing"
	"time"

	"tidings/feed"
	"tidings/feed/hooks"
	"tidings/feed/poll"
	"tidings/feed/sync"
	"tidings/store"
	"tidings/ui/cli"
)

// A feed's first items are no news; later ones are, once, however they come.
func TestNewItemsReachTheHooks(t *testing.T) {
	ctx := t.Context()
	db, err := store.Open(ctx, filepath.Join(t.TempDir(), "tidings.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	got := map[string]int{}
	r := hooks.New(hooks.Options{
		Library: db, Hooks: []hooks.Hook{{Words: "all", Command: []string{"prog", "{url}"}, PerMinute: 600}},
		Start: func(t *hooks.Task) error { got[t.Args[1]]++; return nil },
	})
	id, err := db.AddFeed(ctx, feed.Feed{URL: "https://e.org/feed", Added: time.Now().Add(-24 * time.Hour)})
	if err != nil {
		t.Fatal(err)
	}
	item := func(n string) feed.Item {
		return feed.Item{GUID: n, Title: "Title " + n, Link: "https://e.org/" + n, Content: "<p>Text " + n + "</p>"}
	}
	s := cli.PollHooked(db, r)
	save := func(list ...feed.Item) {
		t.Helper()
		if _, err := s.SavePoll(ctx, poll.Result{Feed: id, Document: &feed.Document{Kind: feed.RSS, Items: list}, Now: time.Now()}); err != nil {
			t.Fatal(err)
		}
		r.Drain(ctx)
	}
	save(item("1"), item("2"))
	if len(got) != 0 {
		t.Errorf("the first items: %v", got)
	}
	save(item("1"), item("2"), item("3"))
	save(item("3"), item("2"))
	if _, err := db.SyncBegin(ctx, "x", time.Now().Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	if _, err := cli.SyncHooked(db, r).SyncSave(ctx, id, []sync.Arrival{{ID: "9", Item: item("9")}, {ID: "3", Item: item("3")}}); err != nil {
		t.Fatal(err)
	}
	r.Drain(ctx)
	if len(got) != 2 || got["https://e.org/3"] != 1 || got["https://e.org/9"] != 1 {
		t.Errorf("%v", got)
	}
}
