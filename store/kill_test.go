package store_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"testing"
	"time"

	"tidings/feed"
	"tidings/feed/poll"
	"tidings/store"
)

// beVictim works until it is killed. It says each mark before it makes it and when it was acknowledged.
func beVictim(path string, seed uint64) error {
	ctx := context.Background()
	rnd := rand.New(rand.NewPCG(seed, 5))
	db, err := store.Open(ctx, path)
	if err != nil {
		return err
	}
	feeds, err := db.Feeds(ctx)
	if err != nil {
		return err
	}
	fmt.Println("ready")
	first := rnd.IntN(2000)
	go func() { // a refresh beside the person
		if seed%2 == 1 {
			db.Unattended()
		}
		for n := first; ; n += 3 {
			var polls sync.WaitGroup
			for _, f := range feeds {
				polls.Go(func() {
					_, err := db.Lease(ctx, f.ID, time.Now()) // which the next victim need not wait for
					if err == nil {
						_, err = db.SavePoll(ctx, poll.Result{Feed: f.ID, Now: time.Now(), Document: &feed.Document{Items: items(n, n+20)}})
					}
					if err != nil {
						fmt.Println("error:", err)
					}
				})
			}
			polls.Wait()
		}
	}()
	for i := 0; ; i++ {
		l, err := db.Headlines(ctx, feed.Query{Limit: 30})
		if err != nil {
			return err
		}
		if len(l) == 0 {
			continue
		}
		h := l[rnd.IntN(len(l))]
		switch rnd.IntN(12) {
		case 0:
			if _, err := db.Prune(ctx, store.Retention{Days: 1, Items: 20, Max: 500}, nil); err != nil {
				return err
			}
		case 1:
			part := path + ".backup"
			_ = os.Remove(part) // of one who was killed
			if err := db.Backup(ctx, part); err != nil {
				return err
			}
			_ = os.Remove(part)
		case 2:
			if _, err := db.MarkAllRead(ctx, feed.Query{Feed: h.Feed}); err != nil {
				return err
			}
		case 3:
			if err := db.Vacuum(ctx, nil); err != nil {
				return err
			}
		default: // bookmarks are never pruned and nothing else touches them: each acknowledged one must be there
			on := !h.Bookmarked
			fmt.Println("will", h.ID, on)
			if err := db.SetBookmark(ctx, []feed.ItemID{h.ID}, on); err != nil {
				return err
			}
			fmt.Println("done", h.ID, on)
		}
	}
}

// TestKill kills a process at random moments of refresh, marking, pruning, vacuum and backup: every acknowledged mark is
// there, the file is sound, and no item is doubled.
func TestKill(t *testing.T) {
	kills := 8
	if *long {
		kills = 1000
	}
	path := filepath.Join(t.TempDir(), "news.db")
	db := openAt(t, path, store.WithClock(time.Now))
	for i := range 3 {
		id := addFeed(t, db, fmt.Sprintf("https://host%d.example/feed", i))
		save(t, db, id, items(0, 100)...)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	rnd := rand.New(rand.NewPCG(1, 2))
	marks := map[feed.ItemID]bool{} // as acknowledged
	acknowledged := 0
	for k := range kills {
		cmd := child("victim", path, strconv.Itoa(k))
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewReader(out)
		first, _ := lines.ReadString('\n')
		if first != "ready\n" {
			t.Fatalf("kill %d: the next process says %q", k, first)
		}
		time.AfterFunc(time.Duration(rnd.IntN(250))*time.Millisecond, func() { _ = cmd.Process.Kill() })
		open := map[feed.ItemID]bool{} // said but not acknowledged: either is right
		for {
			line, err := lines.ReadString('\n')
			if err == io.EOF {
				break
			}
			var word string
			var id feed.ItemID
			var on bool
			if _, err := fmt.Sscan(line, &word, &id, &on); err != nil || word == "error:" {
				t.Fatalf("kill %d: the victim says %q", k, line)
			}
			if word == "will" {
				open[id] = true
			} else {
				delete(open, id)
				marks[id] = on
				acknowledged++
			}
		}
		_ = cmd.Wait()

		db, err := store.Open(context.Background(), path)
		if err != nil {
			t.Fatalf("kill %d: %v", k, err)
		}
		for id, on := range marks {
			var got int
			if got, err = db.Int(`SELECT coalesce(max(bookmarked), 0) FROM items WHERE id = ?`, id); err != nil {
				t.Fatal(err)
			}
			if open[id] {
				marks[id] = got == 1
			} else if (got == 1) != on {
				t.Errorf("kill %d: item %d: bookmarked %d, acknowledged %v", k, id, got, on)
			}
		}
		for id := range open {
			if _, known := marks[id]; !known {
				got, err := db.Int(`SELECT coalesce(max(bookmarked), 0) FROM items WHERE id = ?`, id)
				if err != nil {
					t.Fatal(err)
				}
				marks[id] = got == 1
			}
		}
		if k%10 == 0 || k == kills-1 {
			checkSound(t, db)
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
		if t.Failed() {
			break
		}
	}
	t.Logf("%d kills, %d acknowledged marks", kills, acknowledged)
}
