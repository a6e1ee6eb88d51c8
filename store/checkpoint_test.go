package store_test

import (
	"os"
	"strings"
	"testing"
	"time"

	"tidings/feed"
)

// TestLogIsCopiedAtRest writes less than the log may hold: once nobody writes any more it is copied nevertheless, so that closing
// the store need not.
func TestLogIsCopiedAtRest(t *testing.T) {
	if testing.Short() {
		t.Skip("waits for a rest")
	}
	db := open(t)
	save(t, db, addFeed(t, db, "https://example.org/feed"), items(0, 300)...)
	log, copied, err := db.Log()
	if err != nil || log-copied < 50 || log >= 1000 {
		t.Fatalf("%d pages of the log, of which %d are copied, %v: this shows nothing", log, copied, err)
	}
	for end := time.Now().Add(20 * time.Second); log > copied && time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		if log, copied, err = db.Log(); err != nil {
			t.Fatal(err)
		}
	}
	if log > copied {
		t.Errorf("%d pages of the log, of which %d are copied, long after the last write", log, copied)
	}
}

// TestLogIsCopied writes far more than the log may hold: it is copied into the file beside the writer, and used again.
func TestLogIsCopied(t *testing.T) {
	if testing.Short() {
		t.Skip("writes 5 MB")
	}
	db := open(t)
	id := addFeed(t, db, "https://example.org/feed")
	for n := 0; n < 1200; n += 200 {
		list := items(n, n+200)
		for i := range list {
			list[i].Content = "<p>" + strings.Repeat(list[i].Title+" and more of it. ", 150) + "</p>"
		}
		save(t, db, id, list...)
	}
	var log, copied int
	for range 300 {
		var err error
		if log, copied, err = db.Log(); err != nil {
			t.Fatal(err)
		}
		if log-copied < 1000 {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	if log-copied >= 1000 {
		t.Errorf("%d pages of the log, of which %d are copied", log, copied)
	}
	st, err := os.Stat(db.Path() + "-wal")
	if err != nil || st.Size() > 40<<20 {
		t.Errorf("the log has %d MB, %v", st.Size()>>20, err)
	}
	if l := list(t, db, feed.Query{Limit: 2000}); len(l) != 1200 {
		t.Errorf("%d items", len(l))
	}
}
