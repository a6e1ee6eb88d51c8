package store_test

import (
	"bufio"
	"compress/gzip"
	"context"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"tidings/feed"
	"tidings/store"
)

// oldStore unpacks a store that the first version of the program wrote: three feeds of twenty items, one of them removed, with
// marks, a note, an article and a saved search.
func oldStore(t *testing.T) string {
	t.Helper()
	f, err := os.Open("testdata/format-1.db.gz")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "news.db")
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// checkOldStore checks that all of it is there.
func checkOldStore(t *testing.T, db *store.DB) {
	t.Helper()
	ctx := context.Background()
	if l := list(t, db, feed.Query{}); len(l) != 40 {
		t.Errorf("%d items", len(l))
	}
	b := list(t, db, feed.Query{Bookmarked: true})
	if len(b) != 2 {
		t.Fatalf("%d bookmarks", len(b))
	}
	if a, ok, err := db.Article(ctx, b[0].ID); err != nil || !ok || a.Blocks[0].Text() != "The whole zyzzyva story." {
		t.Errorf("article %+v, %v, %v", a, ok, err)
	}
	if l := list(t, db, feed.Query{Tag: "kept"}); len(l) != 1 {
		t.Errorf("%d tagged", len(l))
	}
	if l := list(t, db, feed.Query{Text: "zyzzyva"}); len(l) != 1 {
		t.Errorf("a search finds %d", len(l))
	}
	if c, err := db.Counts(ctx); err != nil || c.Unread != 20 || c.Total != 40 {
		t.Errorf("%+v, %v", c, err)
	}
	checkSound(t, db)
}

// TestMigrateOldStore brings a store of the first format to the newest. Nothing is lost, undo reaches back before it, the
// schema is a new store's, and the copy that is kept is the old store.
func TestMigrateOldStore(t *testing.T) {
	ctx := context.Background()
	path := oldStore(t)
	db := openAt(t, path)
	checkOldStore(t, db)
	schema := func(db *store.DB) (out []string) {
		lines, err := db.Strings(`SELECT type || ' ' || name || ' ' || coalesce(sql, '') FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%'`)
		if err != nil {
			t.Fatal(err)
		}
		slices.Sort(lines)
		return lines
	}
	if got, want := schema(db), schema(open(t)); !slices.Equal(got, want) {
		t.Errorf("the schema is not a new store's:\n%s\n\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	words, err := db.Undo(ctx) // the saved search is no step
	if err != nil || !strings.Contains(words, "is back, with its items and marks") {
		t.Errorf("undo: %q, %v", words, err)
	}
	if l := list(t, db, feed.Query{}); len(l) != 60 {
		t.Errorf("%d items after undo", len(l))
	}
	feeds, err := db.Feeds(ctx)
	if err != nil || len(feeds) != 3 {
		t.Fatalf("%d feeds, %v", len(feeds), err)
	}
	for _, f := range feeds {
		n := int(f.URL[len("https://")] - 'a')
		if s := save(t, db, f.ID, items(n*20, n*20+20)...); len(s.New)+len(s.Updated) > 0 {
			t.Errorf("%s: a poll brings %d new and %d updated", f.URL, len(s.New), len(s.Updated))
		}
	}
	if p, err := db.Prune(ctx, store.Retention{Days: -1, Max: 5, Unread: true}, nil); err != nil || p.Items == 0 {
		t.Errorf("%+v, %v", p, err)
	}
	checkSound(t, db)
	copies, err := filepath.Glob(path + ".format-1.*")
	if err != nil || len(copies) != 1 {
		t.Fatalf("copies %v, %v", copies, err)
	}
	checkOldStore(t, openAt(t, copies[0]))
}

// TestPackOldStore packs what an old store holds, once it is of the newest format: nothing is lost by that.
func TestPackOldStore(t *testing.T) {
	ctx := context.Background()
	db := openAt(t, oldStore(t), store.WithClock(func() time.Time { return start.Add(20 * 24 * time.Hour) }))
	if n := count(t, db, `SELECT count(*) FROM packs`); n != 0 {
		t.Errorf("the migration makes %d packs", n)
	}
	texts := map[feed.ItemID]string{}
	for _, h := range list(t, db, feed.Query{}) {
		it, err := db.Item(ctx, h.ID)
		if err != nil {
			t.Fatal(err)
		}
		texts[h.ID] = it.GUID + it.Summary + it.Content
	}
	if _, err := db.Tidy(ctx, store.Retention{Days: -1}); err != nil {
		t.Fatal(err)
	}
	if loose := count(t, db, `SELECT count(*) FROM texts WHERE pack = 0`); loose > 2 {
		t.Errorf("%d texts are loose", loose)
	}
	checkOldStore(t, db)
	for id, want := range texts {
		if it, err := db.Item(ctx, id); err != nil || it.GUID+it.Summary+it.Content != want {
			t.Errorf("item %d: %+v, %v", id, it, err)
		}
	}
}

// TestKillMigration kills a process at random moments of a migration: the store is of one format or another, and whole.
func TestKillMigration(t *testing.T) {
	kills := 3
	if *long {
		kills = 200
	}
	rnd := rand.New(rand.NewPCG(3, 2))
	halfway := 0
	for k := range kills {
		path := oldStore(t)
		cmd := child("migrator", path)
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewReader(out)
		if line, _ := lines.ReadString('\n'); line != "ready\n" {
			t.Fatalf("kill %d: the process says %q", k, line)
		}
		time.AfterFunc(time.Duration(rnd.IntN(8_000))*time.Microsecond, func() { _ = cmd.Process.Kill() })
		if line, _ := lines.ReadString('\n'); line == "" {
			halfway++
		}
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		db := openAt(t, path)
		checkOldStore(t, db)
		if t.Failed() {
			t.Fatalf("kill %d", k)
		}
	}
	t.Logf("%d kills, %d before the migration had ended", kills, halfway)
}

// migrate opens a store, which migrates it, and waits to be killed.
func migrate(path string) error {
	os.Stdout.WriteString("ready\n")
	db, err := store.Open(context.Background(), path)
	if err != nil {
		return err
	}
	defer db.Close()
	os.Stdout.WriteString("done\n")
	select {}
}
