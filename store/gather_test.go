package store_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"tidings/feed"
	"tidings/store"
)

// leased adds so many feeds and leases them, as one poller does.
func leased(t *testing.T, db *store.DB, n int) []feed.FeedID {
	t.Helper()
	var ids []feed.FeedID
	for i := range n {
		id := addFeed(t, db, fmt.Sprintf("https://host%d.example/feed", i))
		if ok, err := db.Lease(context.Background(), id, start.Add(time.Minute)); err != nil || !ok {
			t.Fatal(ok, err)
		}
		ids = append(ids, id)
	}
	return ids
}

// TestUnattended lets a dozen polls end one after the other where nobody is: all are stored in one transaction, and none
// before the last of them is there.
func TestUnattended(t *testing.T) {
	db := openAt(t, t.TempDir()+"/news.db")
	db.GatherFor(time.Minute)
	end := db.Unattended()
	ids := leased(t, db, 12)
	before := db.Flushes()
	var polls sync.WaitGroup
	for _, id := range ids {
		polls.Go(func() { save(t, db, id, items(0, 10)...) })
	}
	polls.Wait()
	if n := db.Flushes() - before; n != 1 {
		t.Errorf("%d transactions", n)
	}
	if l := list(t, db, feed.Query{Limit: 500}); len(l) != 120 {
		t.Errorf("%d items", len(l))
	}
	if end(); db.Gathers() {
		t.Error("it goes on after its end")
	}
	checkSound(t, db)
}

// TestUnattendedBesideSlowServer stores a poll while another, that has begun, never ends.
func TestUnattendedBesideSlowServer(t *testing.T) {
	db := openAt(t, t.TempDir()+"/news.db")
	defer db.Unattended()()
	ids := leased(t, db, 2)
	if s := save(t, db, ids[0], items(0, 100)...); len(s.New) != 100 { // of two transactions
		t.Errorf("%d new", len(s.New))
	}
}

// TestUnattendedEndsWithOthers writes in another process: from then on transactions are short again.
func TestUnattendedEndsWithOthers(t *testing.T) {
	db := openAt(t, t.TempDir()+"/news.db")
	defer db.Unattended()()
	ids := leased(t, db, 1)
	for n := range 2 {
		save(t, db, ids[0], items(0, 10+n)...)
		if !db.Gathers() {
			t.Fatal("it ends by itself")
		}
	}
	other := openAt(t, db.Path())
	if err := other.SetRead(context.Background(), []feed.ItemID{list(t, other, feed.Query{})[0].ID}, true); err != nil {
		t.Fatal(err)
	}
	save(t, db, ids[0], items(0, 12)...)
	if db.Gathers() {
		t.Error("it goes on while another process writes")
	}
}
