package store_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"tidings/feed"
	"tidings/feed/article"
	"tidings/feed/poll"
	"tidings/store"
)

// TestFullDisk lets the file grow no further (SQLite answers as for a full disk): what was there can be read, a poll keeps
// the old validators and says why, and once there is room everything goes on.
func TestFullDisk(t *testing.T) {
	ctx := context.Background()
	db := openAt(t, t.TempDir()+"/news.db")
	id := addFeed(t, db, "https://example.org/feed")
	doc := func(from, to int) poll.Result {
		return poll.Result{Feed: id, Now: start, State: feed.State{ETag: fmt.Sprint(from), Status: 200}, Document: &feed.Document{Items: items(from, to)}}
	}
	if _, err := db.SavePoll(ctx, doc(0, 50)); err != nil {
		t.Fatal(err)
	}
	pages, err := db.Int(`PRAGMA page_count`)
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Exec(fmt.Sprintf(`PRAGMA max_page_count = %d`, pages+2)); err != nil {
		t.Fatal(err)
	}
	if _, err := db.SavePoll(ctx, doc(50, 2000)); !errors.Is(err, store.ErrFull) {
		t.Fatalf("got %v", err)
	}
	f, err := db.Feed(ctx, id)
	if err != nil || f.State.ETag != "0" {
		t.Errorf("validator %q, %v", f.State.ETag, err)
	}
	l := list(t, db, feed.Query{Limit: 5000})
	if len(l) < 50 || f.Total != len(l) {
		t.Errorf("%d items, count %d", len(l), f.Total)
	}
	if err := db.Exec(`PRAGMA max_page_count = 1000000`); err != nil {
		t.Fatal(err)
	}
	if _, err = db.SavePoll(ctx, doc(50, 2000)); err != nil {
		t.Fatal(err)
	}
	if f, err = db.Feed(ctx, id); err != nil || f.Total != 2000 || f.State.ETag != "50" {
		t.Errorf("%d items, validator %q, %v", f.Total, f.State.ETag, err)
	}
	checkSound(t, db)
}

// TestClockJumps sets the clock a day back and forth between polls, marks and leases.
func TestClockJumps(t *testing.T) {
	ctx := context.Background()
	c := &clock{start}
	db := openAt(t, t.TempDir()+"/news.db", store.WithClock(c.now))
	other := openAt(t, db.Path(), store.WithClock(c.now))
	id := addFeed(t, db, "https://example.org/feed")
	if ok, err := db.Lease(ctx, id, c.t.Add(time.Minute)); err != nil || !ok {
		t.Fatal(ok, err)
	}
	if ok, err := other.Lease(ctx, id, c.t.Add(time.Minute)); err != nil || ok {
		t.Fatalf("two hold the lease: %v, %v", ok, err)
	}
	c.advance(-24 * time.Hour) // the lease was taken in what is now the future: it cannot be believed
	if ok, err := other.Lease(ctx, id, c.t.Add(time.Minute)); err != nil || !ok {
		t.Fatalf("a lease from the future is honoured: %v, %v", ok, err)
	}
	for i, jump := range []time.Duration{0, 48 * time.Hour, -72 * time.Hour, 30 * time.Hour} {
		c.advance(jump)
		r := poll.Result{Feed: id, Now: c.t, State: feed.State{Next: c.t.Add(time.Hour)}, Document: &feed.Document{Items: items(0, 20+i)}}
		s, err := db.SavePoll(ctx, r)
		if err != nil || i > 0 && len(s.New) != 1 {
			t.Fatalf("jump %v: %d new, %v", jump, len(s.New), err)
		}
		l := list(t, db, feed.Query{})
		if err := db.SetRead(ctx, []feed.ItemID{l[0].ID}, !l[0].Read); err != nil {
			t.Fatal(err)
		}
	}
	for range 4 {
		if words, err := db.Undo(ctx); err != nil || words == "" {
			t.Fatalf("%q, %v", words, err)
		}
	}
	// Set back by more than any schedule: the feed is due, not stranded.
	c.advance(-365 * 24 * time.Hour)
	if due, err := db.Due(ctx, c.t); err != nil || len(due) != 1 {
		t.Errorf("%d due, %v", len(due), err)
	}
	checkSound(t, db)
}

func TestBackup(t *testing.T) {
	ctx := context.Background()
	db := openAt(t, t.TempDir()+"/news.db")
	save(t, db, addFeed(t, db, "https://example.org/feed"), items(0, 100)...)
	name := t.TempDir() + "/copy.db"
	if err := db.Backup(ctx, name); err != nil {
		t.Fatal(err)
	}
	if err := db.Backup(ctx, name); err == nil {
		t.Error("a file is overwritten")
	}
	copied := openAt(t, name)
	if l := list(t, copied, feed.Query{}); len(l) != 100 {
		t.Errorf("%d items", len(l))
	}
	checkSound(t, copied)
}

func TestPruneAndTombstones(t *testing.T) {
	ctx := context.Background()
	c := &clock{start}
	db := openAt(t, t.TempDir()+"/news.db", store.WithClock(c.now))
	id := addFeed(t, db, "https://example.org/feed")
	save(t, db, id, items(0, 300)...)
	l := list(t, db, feed.Query{Limit: 300})
	if _, err := db.MarkAllRead(ctx, feed.Query{}); err != nil {
		t.Fatal(err)
	}
	keep := l[299].ID
	if err := errors.Join(db.SetBookmark(ctx, []feed.ItemID{keep}, true), db.SetTags(ctx, l[298].ID, []string{"x"}), db.SetNote(ctx, l[297].ID, "a note"), db.SetRead(ctx, []feed.ItemID{l[296].ID}, false)); err != nil {
		t.Fatal(err)
	}
	if p, err := db.WouldPrune(ctx, store.Retention{}); err != nil || p.Items != 0 {
		t.Fatalf("new items would go: %+v, %v", p, err)
	}
	c.advance(400 * 24 * time.Hour)
	p, err := db.WouldPrune(ctx, store.Retention{})
	if err != nil || p.Items != 196 || p.Feeds[0].ID != id {
		t.Fatalf("%+v, %v", p, err)
	}
	if p, err = db.PruneByHand(ctx, store.Retention{}, nil); err != nil || p.Items != 196 {
		t.Fatalf("%+v, %v", p, err)
	}
	if l := list(t, db, feed.Query{Limit: 300}); len(l) != 104 {
		t.Errorf("%d left", len(l))
	}
	if words, err := db.Undo(ctx); err != nil || words != "196 items of Feed are back" {
		t.Fatalf("%q, %v", words, err)
	}
	if p, err = db.Prune(ctx, store.Retention{}, nil); err != nil || p.Items != 196 {
		t.Fatalf("%+v, %v", p, err)
	}
	if s := save(t, db, id, items(0, 301)...); len(s.New) != 1 {
		t.Errorf("%d came back as new", len(s.New)-1)
	}
	if got := list(t, db, feed.Query{Text: "paragraph", Limit: 400}); len(got) != 105 {
		t.Errorf("a search finds %d", len(got))
	}
	checkSound(t, db)
}

func TestRemovedFeedKeepsItsBookmarks(t *testing.T) {
	ctx := context.Background()
	c := &clock{start}
	db := openAt(t, t.TempDir()+"/news.db", store.WithClock(c.now))
	id := addFeed(t, db, "https://example.org/feed")
	save(t, db, id, items(0, 30)...)
	l := list(t, db, feed.Query{})
	if err := errors.Join(db.SetBookmark(ctx, []feed.ItemID{l[3].ID}, true), db.RemoveFeed(ctx, id)); err != nil {
		t.Fatal(err)
	}
	c.advance(90 * 24 * time.Hour) // past what can be undone
	if _, err := db.Tidy(ctx, store.Retention{}); err != nil {
		t.Fatal(err)
	}
	if got := list(t, db, feed.Query{}); len(got) != 1 || got[0].ID != l[3].ID || got[0].FeedTitle != "Feed" {
		t.Fatalf("%+v", got)
	}
	if it, err := db.Item(ctx, l[3].ID); err != nil || it.Content == "" {
		t.Errorf("%+v, %v", it, err)
	}
	again := addFeed(t, db, "https://example.org/feed")
	if s := save(t, db, again, items(0, 30)...); len(s.New) != 0 && len(s.New) != 29 {
		t.Errorf("%d new", len(s.New))
	}
	checkSound(t, db)
}

func TestRevisions(t *testing.T) {
	ctx := context.Background()
	db := openAt(t, t.TempDir()+"/news.db")
	id := addFeed(t, db, "https://example.org/feed")
	first := save(t, db, id, items(0, 2)...).New
	edited := item(0)
	edited.Content = "<p>First paragraph of 0.</p><p>Corrected paragraph.</p>"
	edited.Title = "A better title"
	art := article.Article{URL: "https://example.org/0", Blocks: []article.Block{{Spans: []article.Span{{Text: "Corrected, it says."}}}}}
	outdated := func(want bool) {
		t.Helper()
		if got, err := db.Outdated(ctx, first[1]); err != nil || got != want {
			t.Errorf("outdated: %v, %v", got, err)
		}
	}
	outdated(false)
	if err := db.SaveArticle(ctx, first[1], art, nil); err != nil {
		t.Fatal(err)
	}
	outdated(false)
	s := save(t, db, id, edited, item(1))
	outdated(true)
	if err := db.SaveArticle(ctx, first[1], art, nil); err != nil {
		t.Fatal(err)
	}
	outdated(false)
	if len(s.New) != 0 || len(s.Updated) != 1 {
		t.Fatalf("%+v", s)
	}
	revs, err := db.Revisions(ctx, s.Updated[0])
	if err != nil || len(revs) != 1 || revs[0].Title != "Story number 0" || len(revs[0].Blocks) != 2 || revs[0].Blocks[1] != "Second paragraph." ||
		revs[0].Later[1] != "Corrected paragraph." || revs[0].Now != "A better title" {
		t.Errorf("%+v, %v", revs, err)
	}
	if got := list(t, db, feed.Query{Text: "corrected"}); len(got) != 1 {
		t.Errorf("the new text is not found")
	}
	if len(first) != 2 {
		t.Error(first)
	}
}
