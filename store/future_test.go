package store_test

import (
	"context"
	"testing"
	"time"

	"tidings/feed"
	"tidings/feed/poll"
)

// An item dated in the future comes with the poll's time at every poll: it keeps the one of the first, and is not edited.
func TestFutureDateStaysAtFirstPoll(t *testing.T) {
	ctx := context.Background()
	db := open(t)
	id := addFeed(t, db, "https://example.org/feed")
	claimed := start.Add(72 * time.Hour)
	save := func(now time.Time, title string) poll.Saved {
		t.Helper()
		it := item(1)
		it.Title, it.Published, it.Updated, it.Claimed = title, now, now, claimed
		late := item(2) // only its update lies in the future
		late.Updated = now
		saved, err := db.SavePoll(ctx, poll.Result{Feed: id, Now: now, Document: &feed.Document{Items: []feed.Item{it, late}}})
		if err != nil {
			t.Fatal(err)
		}
		return saved
	}
	first := save(start, "Soon")
	if len(first.New) != 2 {
		t.Fatalf("%d new items, want 2", len(first.New))
	}
	var soon, late feed.ItemID
	for _, n := range first.New {
		it, err := db.Item(ctx, n)
		if err != nil {
			t.Fatal(err)
		}
		if it.Title == "Soon" {
			soon = n
		} else {
			late = n
		}
	}
	check := func(updated time.Time) {
		t.Helper()
		it, err := db.Item(ctx, soon)
		if err != nil {
			t.Fatal(err)
		}
		if !it.Published.Equal(start) || !it.Updated.Equal(updated) {
			t.Errorf("published %v, updated %v; want %v, %v", it.Published, it.Updated, start, updated)
		}
		l, err := db.Headlines(ctx, feed.Query{})
		if err != nil || len(l) != 2 || l[0].ID != soon || !l[0].Published.Equal(start) {
			t.Errorf("list %+v, %v", l, err)
		}
	}
	check(start)
	for n := 1; n <= 3; n++ {
		if s := save(start.Add(time.Duration(n)*time.Hour), "Soon"); len(s.New)+len(s.Updated) > 0 {
			t.Errorf("poll %d: %+v", n, s)
		}
		check(start) // the stored text was not written again
		if it, err := db.Item(ctx, late); err != nil || !it.Updated.Equal(start) {
			t.Errorf("updated %v, %v; want %v", it.Updated, err, start)
		}
	}
	at := start.Add(5 * time.Hour)
	if s := save(at, "Soon, and edited"); len(s.Updated) != 1 || s.Updated[0] != soon {
		t.Errorf("an edit: %+v", s)
	}
	check(at)
}
