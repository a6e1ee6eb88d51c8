package store_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	sqlite3 "modernc.org/sqlite/lib"

	"tidings/feed"
	"tidings/feed/poll"
	"tidings/store"
)

// marks are the bookmarks that a store acknowledged.
type marks struct {
	mu   sync.Mutex
	set  map[feed.ItemID]bool
	open feed.ItemID // being set, not acknowledged: either is right; 0 for none
}

func (m *marks) put(db *store.DB, id feed.ItemID, on bool) error {
	m.mu.Lock()
	m.open = id
	m.mu.Unlock()
	err := db.SetBookmark(context.Background(), []feed.ItemID{id}, on)
	m.mu.Lock()
	defer m.mu.Unlock()
	if err == nil {
		m.set[id], m.open = on, 0
	}
	return err
}

func (m *marks) copy() *marks {
	m.mu.Lock()
	defer m.mu.Unlock()
	c := &marks{set: map[feed.ItemID]bool{}, open: m.open}
	maps.Copy(c.set, m.set)
	return c
}

// check holds a store against the marks.
func (m *marks) check(t *testing.T, db *store.DB) {
	t.Helper()
	for id, on := range m.set {
		got, err := db.Int(`SELECT coalesce(max(bookmarked), 0) FROM items WHERE id = ?`, id)
		if err != nil || (got == 1) != on && id != m.open {
			t.Errorf("item %d: bookmarked %d, acknowledged %v, %v", id, got, on, err)
		}
	}
}

// busyHour does all kinds of work once; errors are passed to said. It returns when stop says so.
func busyHour(db *store.DB, id feed.FeedID, m *marks, rnd *rand.Rand, said func(error), stop func() bool) {
	ctx := context.Background()
	n := 40
	steps := []func() error{
		func() error {
			n += 7
			_, err := db.SavePoll(ctx, poll.Result{Feed: id, Now: start, State: feed.State{ETag: fmt.Sprint(n)}, Document: &feed.Document{Items: items(n-40, n)}})
			return err
		},
		func() error {
			n, err := db.MarkAllRead(ctx, feed.Query{Feed: id})
			if err == nil && n > 0 { // else the newest step is another
				_, err = db.Undo(ctx)
			}
			return err
		},
		func() error {
			_, err := db.Prune(ctx, store.Retention{Days: 1, Items: 30, Max: 60}, nil)
			return err
		},
		func() error {
			_, err := db.Headlines(ctx, feed.Query{Text: "paragraph"})
			return err
		},
		func() error { return db.Vacuum(ctx, nil) },
	}
	for range 12 {
		for _, f := range steps {
			l, err := db.Headlines(ctx, feed.Query{Limit: 20})
			if err == nil && len(l) > 0 {
				h := l[rnd.IntN(len(l))]
				err = m.put(db, h.ID, !h.Bookmarked)
			}
			said(err)
			if stop() {
				return
			}
			if rnd.IntN(3) == 0 {
				said(f())
			}
			if stop() {
				return
			}
		}
	}
	said(db.Vacuum(ctx, nil))
}

// TestFaultyDisk fails the n-th read, write, sync or truncation, once or from then on, and cuts writes in half: every error is
// one line, what was acknowledged is there, the file is sound, and once the disk is well everything goes on.
func TestFaultyDisk(t *testing.T) {
	ns := []int{0, 34}
	switch {
	case *long:
		ns = nil
		for n := range 250 {
			ns = append(ns, n)
		}
	case testing.Short():
		ns = []int{8}
	}
	d := useFaultyDisk(t)
	for _, c := range []struct {
		name, kinds string
		code        int32
		stays, torn bool
	}{
		{"read", "r", sqlite3.SQLITE_IOERR_READ, false, false},
		{"write", "w", sqlite3.SQLITE_IOERR_WRITE, false, false},
		{"torn write", "w", sqlite3.SQLITE_IOERR_WRITE, false, true},
		{"full", "w", sqlite3.SQLITE_FULL, true, true},
		{"sync", "s", sqlite3.SQLITE_IOERR_FSYNC, false, false},
		{"truncate", "t", sqlite3.SQLITE_IOERR_TRUNCATE, false, false},
		{"dead", "rwst", sqlite3.SQLITE_IOERR, true, false},
	} {
		t.Run(strings.ReplaceAll(c.name, " ", "-"), func(t *testing.T) {
			if testing.Short() && (c.kinds == "t" || c.name == "dead") {
				t.Skip("a long form")
			}
			faults, errs := 0, 0
			for _, n := range ns {
				ctx := context.Background()
				path := filepath.Join(t.TempDir(), "news.db")
				db, err := store.Open(ctx, path, store.WithClock(func() time.Time { return start }))
				if err != nil {
					t.Fatal(err)
				}
				id := addFeed(t, db, "https://example.org/feed")
				save(t, db, id, items(0, 40)...)
				m := &marks{set: map[feed.ItemID]bool{}}
				if c.kinds == "t" {
					n %= 2 // they are few
				}
				d.fail(n, c.kinds, c.code, c.stays, c.torn)
				after := 0
				busyHour(db, id, m, rand.New(rand.NewPCG(uint64(n), 1)), func(err error) {
					if err == nil {
						return
					}
					errs++
					if s := err.Error(); strings.Contains(s, "\n") || !strings.Contains(s, path) {
						t.Errorf("%d: %q", n, s)
					}
					if c.code == sqlite3.SQLITE_FULL && !errors.Is(err, store.ErrFull) {
						t.Errorf("%d: a full disk is called %q", n, err)
					}
				}, func() bool {
					if d.faulted() {
						after++
					}
					return after > 12
				})
				faults += d.heal()
				m.check(t, db)
				for range 2 { // with the connections that saw the fault, and with new ones
					l := list(t, db, feed.Query{Limit: 1})
					if err := m.put(db, l[0].ID, !l[0].Bookmarked); err != nil {
						t.Fatalf("%d: after the fault: %v", n, err)
					}
					save(t, db, id, items(0, 130)...)
					m.check(t, db)
					checkSound(t, db)
					if err := db.Close(); err != nil {
						t.Fatalf("%d: close: %v", n, err)
					}
					if db, err = store.Open(ctx, path, store.WithClock(func() time.Time { return start })); err != nil {
						t.Fatalf("%d: open again: %v", n, err)
					}
				}
				m.check(t, db)
				if err := db.Close(); err != nil {
					t.Error(err)
				}
				if t.Failed() {
					t.Fatalf("fault %d", n)
				}
			}
			if faults == 0 {
				t.Error("no fault happened")
			}
			t.Logf("%d faults, %d errors told", faults, errs)
		})
	}
}

// TestPowerCut cuts the power at random moments: whatever of the writes that were not synced has reached the disk, every
// acknowledged mark is there, the file is sound, and no item is doubled by the next poll.
func TestPowerCut(t *testing.T) {
	cuts := 12
	switch {
	case *long:
		cuts = 1000
	case testing.Short():
		cuts = 4
	}
	d := useFaultyDisk(t)
	acknowledged, lost := 0, 0
	for seed := range uint64(cuts) {
		rnd := rand.New(rand.NewPCG(seed, 8))
		path := filepath.Join(t.TempDir(), "news.db")
		db, err := store.Open(context.Background(), path, store.WithClock(func() time.Time { return start }))
		if err != nil {
			t.Fatal(err)
		}
		id := addFeed(t, db, "https://example.org/feed")
		save(t, db, id, items(0, 40)...)
		if err := db.Exec(`PRAGMA wal_checkpoint(TRUNCATE)`); err != nil {
			t.Fatal(err)
		}
		m := &marks{set: map[feed.ItemID]bool{}}
		var then *marks
		var left string
		dir := t.TempDir()
		d.cutAfter(path, rnd.IntN(600), func() {
			then = m.copy()
			var err error
			if left, err = d.leftAfter(dir, rand.New(rand.NewPCG(seed, 9))); err != nil {
				t.Error(err)
			}
			for _, s := range unsynced {
				lost += len(s)
			}
		})
		busyHour(db, id, m, rnd, func(err error) {
			if err != nil {
				t.Error(err)
			}
		}, func() bool { return d.wasCut() })
		d.heal()
		if err := db.Close(); err != nil {
			t.Error(err)
		}
		if then == nil {
			continue // all was over before
		}
		acknowledged += len(then.set)
		if db, err = store.Open(context.Background(), left, store.WithClock(func() time.Time { return start })); err != nil {
			t.Fatalf("cut %d: %v", seed, err)
		}
		then.check(t, db)
		checkSound(t, db)
		save(t, db, id, items(0, 120)...)
		checkSound(t, db)
		if err := db.Close(); err != nil {
			t.Error(err)
		}
		if t.Failed() {
			t.Fatalf("cut %d", seed)
		}
	}
	if acknowledged == 0 || lost == 0 {
		t.Errorf("%d marks acknowledged, %d sectors in doubt: this proves nothing", acknowledged, lost)
	}
	t.Logf("%d cuts, %d acknowledged marks, %d sectors in doubt", cuts, acknowledged, lost)
}
