package store_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"tidings/feed"
	"tidings/feed/poll"
	"tidings/store"
)

// longItem is an item whose text is longer than a line, so that packing pays; items of one feed are alike.
func longItem(n int) feed.Item {
	it := item(n)
	it.Content = fmt.Sprintf("<p>Number %d of the feed's texts, %s.</p>", n, strings.Repeat(fmt.Sprintf("with words of its own such as w%d and <em>others</em> ", n*7919%1000), 8))
	return it
}

func longItems(from, to int) (out []feed.Item) {
	for n := from; n < to; n++ {
		out = append(out, longItem(n))
	}
	return out
}

func count(t *testing.T, db *store.DB, q string, args ...any) int {
	t.Helper()
	n, err := db.Int(q, args...)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// checkTexts holds every item's text against what the feed said of it.
func checkTexts(t *testing.T, db *store.DB, want func(title string) feed.Item) {
	t.Helper()
	for _, h := range list(t, db, feed.Query{Limit: 5000}) {
		it, err := db.Item(context.Background(), h.ID)
		if w := want(h.Title); err != nil || it.Content != w.Content || it.GUID != w.GUID || it.Summary != w.Summary {
			t.Fatalf("%s: %v\n%q\n%q", h.Title, err, it.Content, w.Content)
		}
	}
}

func numbered(title string) feed.Item {
	var n int
	_, _ = fmt.Sscanf(title, "Story number %d", &n)
	return longItem(n)
}

// TestPacks stores old items, which go into packs, and new ones, which do not; Tidy packs those when they have grown old.
func TestPacks(t *testing.T) {
	ctx := context.Background()
	c := &clock{start}
	db := open(t, store.WithClock(c.now))
	f := addFeed(t, db, "https://example.org/feed")
	save(t, db, f, longItems(0, 120)...)
	if loose, packs := count(t, db, `SELECT count(*) FROM texts WHERE pack = 0`), count(t, db, `SELECT count(*) FROM packs`); loose < 24 || loose > 30 || packs < 6 || packs > 12 {
		t.Errorf("%d loose texts, %d packs", loose, packs)
	}
	checkTexts(t, db, numbered)
	if l := list(t, db, feed.Query{Text: `"number 77 of the feed's"`}); len(l) != 1 || !strings.Contains(l[0].Snippet, "77") {
		t.Errorf("a phrase in a pack finds %+v", l)
	}
	if again := save(t, db, f, longItems(0, 120)...); len(again.New)+len(again.Updated) != 0 {
		t.Errorf("the same document again: %+v", again)
	}
	before := count(t, db, `SELECT count(*) FROM packs`)
	c.advance(10 * 24 * time.Hour)
	if _, err := db.Tidy(ctx, store.Retention{Days: -1}); err != nil {
		t.Fatal(err)
	}
	if loose, packs := count(t, db, `SELECT count(*) FROM texts WHERE pack = 0`), count(t, db, `SELECT count(*) FROM packs`); loose >= 8 || packs <= before {
		t.Errorf("after Tidy %d loose texts, %d packs", loose, packs)
	}
	checkTexts(t, db, numbered)
	checkSound(t, db)
}

// TestEditInPack edits items one by one: each leaves its pack, and its neighbours stay as they are.
func TestEditInPack(t *testing.T) {
	ctx := context.Background()
	db := open(t)
	f := addFeed(t, db, "https://example.org/feed")
	doc := longItems(30, 62)
	save(t, db, f, doc...)
	now := map[string]feed.Item{}
	for _, it := range doc {
		now[it.Title] = it
	}
	rnd := rand.New(rand.NewPCG(4, 4))
	for step, i := range rnd.Perm(len(doc)) {
		doc[i].Content = fmt.Sprintf("<p>Another text, %d.</p><p>Of two paragraphs.</p>", i)
		now[doc[i].Title] = doc[i]
		if s := save(t, db, f, doc...); len(s.Updated) != 1 || len(s.New) != 0 {
			t.Fatalf("step %d: %+v", step, s)
		}
		checkTexts(t, db, func(title string) feed.Item { return now[title] })
		revs, err := db.Revisions(ctx, list(t, db, feed.Query{Text: fmt.Sprintf("title:%d", i+30)})[0].ID)
		if err != nil || len(revs) != 1 || !strings.HasPrefix(revs[0].Blocks[0], fmt.Sprintf("Number %d of", i+30)) {
			t.Fatalf("step %d: revisions %+v, %v", step, revs, err)
		}
	}
	if n := count(t, db, `SELECT count(*) FROM packs`); n != 0 {
		t.Errorf("%d packs are left that no text is in", n)
	}
	checkSound(t, db)
}

// TestPruneInPacks prunes items around bookmarks: these keep their text, and no pack is left that is mostly dead.
func TestPruneInPacks(t *testing.T) {
	ctx := context.Background()
	db := open(t)
	f := addFeed(t, db, "https://example.org/feed")
	save(t, db, f, longItems(30, 630)...)
	l := list(t, db, feed.Query{Limit: 600})
	var kept []feed.ItemID
	for i := 40; i < len(l); i += 20 {
		kept = append(kept, l[i].ID)
	}
	if err := db.SetBookmark(ctx, kept, true); err != nil {
		t.Fatal(err)
	}
	packs := count(t, db, `SELECT count(*) FROM packs`)
	if p, err := db.Prune(ctx, store.Retention{Days: -1, Max: 40, Unread: true}, nil); err != nil || p.Items != 600-40-len(kept) {
		t.Fatalf("%+v, %v", p, err)
	}
	if n := count(t, db, `SELECT count(*) FROM packs`); n >= packs/4 {
		t.Errorf("%d of %d packs are left", n, packs)
	}
	if n := len(list(t, db, feed.Query{Limit: 600})); n != 40+len(kept) {
		t.Errorf("%d items", n)
	}
	checkTexts(t, db, numbered)
	checkSound(t, db)
	if _, err := db.Tidy(ctx, store.Retention{Days: -1}); err != nil { // which packs the bookmarks together
		t.Fatal(err)
	}
	checkTexts(t, db, numbered)
	checkSound(t, db)
}

// TestDamagedPack damages a pack: its texts are lost until the next poll, and those of no other.
func TestDamagedPack(t *testing.T) {
	ctx := context.Background()
	for _, column := range []string{"items", "data"} {
		db := open(t)
		f := addFeed(t, db, "https://example.org/feed")
		save(t, db, f, longItems(30, 80)...)
		if err := db.Exec(`UPDATE packs SET ` + column + ` = CAST(substr(` + column + `, 1, length(` + column + `) - 2) || x'0102' AS BLOB) WHERE id = 2`); err != nil {
			t.Fatal(err)
		}
		in := count(t, db, `SELECT count(*) FROM texts WHERE pack = 2`)
		unreadable := 0
		for _, h := range list(t, db, feed.Query{}) {
			if _, err := db.Item(ctx, h.ID); err != nil {
				unreadable++
			}
		}
		if unreadable != in {
			t.Errorf("%s: %d of %d texts cannot be read", column, unreadable, in)
		}
		if p, err := db.Check(ctx); err != nil || len(p) != 1 || p[0].Affected != in {
			t.Errorf("%s: %+v, %v", column, p, err)
		}
		save(t, db, f, longItems(30, 80)...)
		checkTexts(t, db, numbered)
		checkSound(t, db)
	}
}

// TestSalvageTextsOfPacks loses the rows that say where texts are: the packs know it, too.
func TestSalvageTextsOfPacks(t *testing.T) {
	db := open(t)
	f := addFeed(t, db, "https://example.org/feed")
	save(t, db, f, longItems(30, 80)...)
	if err := db.Exec(`DELETE FROM texts WHERE item % 3 = 0`); err != nil {
		t.Fatal(err)
	}
	path := db.Path()
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	s, db := salvage(t, path, 50)
	if s.LostTexts != 0 {
		t.Errorf("%q", s.Words())
	}
	checkTexts(t, db, numbered)
	r, err := db.SavePoll(context.Background(), poll.Result{Feed: f, Now: start, Document: &feed.Document{Kind: feed.RSS, Title: "Feed", Items: longItems(30, 80)}})
	if err != nil || len(r.New) != 0 {
		t.Errorf("the next poll brings %d new, %v", len(r.New), err)
	}
	checkSound(t, db)
}
