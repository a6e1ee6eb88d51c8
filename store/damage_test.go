package store_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tidings/feed"
	"tidings/feed/article"
	"tidings/store"
)

// damagedStore makes a closed store with 3 feeds, 900 items, bookmarks, tags and articles.
func damagedStore(t *testing.T) string {
	t.Helper()
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "news.db")
	db := openAt(t, path)
	for f := range 3 {
		id := addFeed(t, db, fmt.Sprintf("https://host%d.example/feed", f))
		save(t, db, id, items(f*300, f*300+300)...)
	}
	l := list(t, db, feed.Query{Limit: 900})
	for i := 0; i < 900; i += 30 {
		if err := errors.Join(db.SetBookmark(ctx, []feed.ItemID{l[i].ID}, true), db.SetTags(ctx, l[i].ID, []string{"keep", `a "quoted" \ one`}),
			db.SaveArticle(ctx, l[i].ID, article.Article{URL: l[i].Link, Title: l[i].Title, Blocks: []article.Block{{Spans: []article.Span{{Text: strings.Repeat("words of the article ", 200)}}}}}, []uint64{1, 2, uint64(i)})); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

// salvage must give a sound store that has at least so many items.
func salvage(t *testing.T, path string, atLeast int) (store.Salvaged, *store.DB) {
	t.Helper()
	s, err := store.Salvage(context.Background(), path)
	if err != nil {
		t.Fatal(err)
	}
	db := openAt(t, path)
	problems, err := db.Check(context.Background())
	if err != nil || len(problems) > 0 {
		t.Fatalf("after the salvage: %+v, %v", problems, err)
	}
	l := list(t, db, feed.Query{Limit: 2000})
	if len(l) != s.Items || len(l) < atLeast {
		t.Errorf("%d items, %d said, at least %d expected: %q", len(l), s.Items, atLeast, s.Words())
	}
	for _, h := range l {
		if _, err := db.Item(context.Background(), h.ID); err != nil {
			t.Error(err)
		}
	}
	if _, err := os.Stat(s.Aside); err != nil {
		t.Errorf("the damaged file is gone: %v", err)
	}
	return s, db
}

func TestSalvageOfASoundStore(t *testing.T) {
	path := damagedStore(t)
	s, db := salvage(t, path, 900)
	if s.Items != 900 || s.Articles != 30 || s.LostItems != 0 || s.LostTexts != 0 || len(s.Notes) != 0 {
		t.Errorf("%+v", s)
	}
	if got := list(t, db, feed.Query{Tag: `a "quoted" \ one`}); len(got) != 30 {
		t.Errorf("%d tagged", len(got))
	}
	if got := list(t, db, feed.Query{Bookmarked: true}); len(got) != 30 {
		t.Errorf("%d bookmarked", len(got))
	}
	feeds, err := db.Feeds(context.Background())
	if err != nil || len(feeds) != 3 {
		t.Fatal(feeds, err)
	}
	if again := save(t, db, feeds[0].ID, items(0, 300)...); len(again.New) != 0 {
		t.Errorf("a poll doubles %d items", len(again.New))
	}
	if words, err := db.Undo(context.Background()); err != nil || words == "" {
		t.Errorf("undo: %q, %v", words, err)
	}
}

func TestSalvageCut(t *testing.T) {
	path := damagedStore(t)
	st, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(path, st.Size()/2); err != nil {
		t.Fatal(err)
	}
	s, _ := salvage(t, path, 100)
	t.Logf("half the file: %s", strings.Join(s.Words(), "\n"))
}

func TestSalvageDamagedPages(t *testing.T) {
	seeds := uint64(6)
	if testing.Short() {
		seeds = 1
	}
	for seed := range seeds {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			path := damagedStore(t)
			b, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			rnd := rand.New(rand.NewPCG(seed, 0))
			for range 3 { // three pages of rubbish, but the first
				page := 1 + rnd.IntN(len(b)/4096-1)
				for i := range 4096 {
					b[page*4096+i] = byte(rnd.Uint32())
				}
			}
			if err := os.WriteFile(path, b, 0o600); err != nil {
				t.Fatal(err)
			}
			s, db := salvage(t, path, 0)
			t.Logf("%d items: %s", s.Items, strings.Join(s.Words(), "\n"))
			feeds, err := db.Feeds(context.Background())
			if err != nil {
				t.Fatal(err)
			}
			for i, f := range feeds { // the next poll brings back what is missing, and doubles nothing
				if strings.HasPrefix(f.URL, "salvaged:") {
					continue
				}
				save(t, db, f.ID, items(i*300, i*300+300)...)
				if f, err = db.Feed(context.Background(), f.ID); err != nil || f.Total != 300 {
					t.Errorf("%d items after the next poll, %v", f.Total, err)
				}
			}
		})
	}
}

// TestFlippedByte changes one byte at a time: whatever it hits, nothing panics, and what is read is either right, an error,
// or found by Check or by the text's checksum.
func TestFlippedByte(t *testing.T) {
	path := damagedStore(t)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	rnd := rand.New(rand.NewPCG(3, 3))
	for range 25 {
		b := append([]byte(nil), whole...)
		at := rnd.IntN(len(b))
		b[at] ^= 1 << rnd.IntN(8)
		dir := t.TempDir()
		p := filepath.Join(dir, "news.db")
		if err := os.WriteFile(p, b, 0o600); err != nil {
			t.Fatal(err)
		}
		db, err := store.Open(context.Background(), p)
		if err != nil {
			if strings.Contains(err.Error(), "\n") {
				t.Errorf("byte %d: %q", at, err)
			}
			continue
		}
		ctx := context.Background()
		l, err := db.Headlines(ctx, feed.Query{Limit: 900})
		for _, h := range l {
			_, _ = db.Item(ctx, h.ID)
			_, _, _ = db.Article(ctx, h.ID)
		}
		_, _ = db.Headlines(ctx, feed.Query{Text: "paragraph"})
		_, _ = db.Check(ctx)
		_ = err
		_ = db.Close()
	}
}

func TestSalvageWithoutLog(t *testing.T) {
	path := filepath.Join(t.TempDir(), "news.db")
	db, err := store.Open(context.Background(), path)
	if err != nil {
		t.Fatal(err)
	}
	id := addFeed(t, db, "https://example.org/feed")
	save(t, db, id, items(0, 50)...)
	// A copy taken while it is open, without the log: what was in the log is missing, the rest is whole.
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	copied := filepath.Join(t.TempDir(), "news.db")
	if err := os.WriteFile(copied, b, 0o600); err != nil {
		t.Fatal(err)
	}
	db2, err := store.Open(context.Background(), copied)
	if err != nil {
		t.Fatal(err)
	}
	defer db2.Close()
	if problems, err := db2.Check(context.Background()); err != nil || len(problems) != 0 {
		t.Errorf("%+v, %v", problems, err)
	}
}

// TestDamagedText damages a text and an article behind SQLite's back: Check tells, lists and searches go on, the next poll
// and the next fetch put it right.
func TestDamagedText(t *testing.T) {
	ctx := context.Background()
	db := open(t)
	id := addFeed(t, db, "https://example.org/feed")
	save(t, db, id, items(0, 10)...)
	l := list(t, db, feed.Query{})
	a := article.Article{URL: l[1].Link, Title: l[1].Title, Blocks: []article.Block{{Spans: []article.Span{{Text: "The whole story."}}}}}
	if err := db.SaveArticle(ctx, l[1].ID, a, nil); err != nil {
		t.Fatal(err)
	}
	for _, q := range []string{
		`UPDATE texts SET data = CAST(substr(data, 1, length(data) - 2) || x'0102' AS BLOB) WHERE item = ?`,
		`UPDATE articles SET data = CAST(substr(data, 1, length(data) - 2) || x'0102' AS BLOB) WHERE item = ?`,
	} {
		if err := db.Exec(q, l[strings.Count(q, "articles")].ID); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := db.Item(ctx, l[0].ID); err == nil {
		t.Error("a damaged text is read")
	}
	if _, _, err := db.Article(ctx, l[1].ID); err == nil {
		t.Error("a damaged article is read")
	}
	if got := list(t, db, feed.Query{Text: "paragraph"}); len(got) < 9 {
		t.Errorf("a search finds %d", len(got))
	}
	if err := db.SetTags(ctx, l[0].ID, []string{"x"}); err != nil {
		t.Errorf("tag an item whose text is damaged: %v", err)
	}
	problems, err := db.Check(ctx)
	if err != nil || len(problems) != 2 || problems[0].Affected != 1 || problems[1].Affected != 1 {
		t.Errorf("%+v, %v", problems, err)
	}
	save(t, db, id, items(0, 10)...)
	if it, err := db.Item(ctx, l[0].ID); err != nil || it.Content != item(0).Content {
		t.Errorf("after the next poll: %+v, %v", it, err)
	}
	if _, ok, err := db.Article(ctx, l[1].ID); err != nil || ok {
		t.Errorf("the damaged article: %v, %v", ok, err)
	}
	checkSound(t, db)
}

// TestCheckFindsStrays leaves rows behind whose item or feed is gone.
func TestCheckFindsStrays(t *testing.T) {
	ctx := context.Background()
	db := open(t)
	save(t, db, addFeed(t, db, "https://example.org/feed"), items(0, 3)...)
	for _, q := range []string{`INSERT INTO keys (feed, key, item) VALUES (1, 5, 99)`, `UPDATE items SET feed = 77 WHERE id = 2`} {
		if err := db.Exec(q); err != nil {
			t.Fatal(err)
		}
	}
	problems, err := db.Check(ctx)
	if err != nil {
		t.Fatal(err)
	}
	var said []string
	for _, p := range problems {
		said = append(said, p.Words)
	}
	for _, want := range []string{"1 rows of items without feeds", "1 rows of keys without items"} {
		if !strings.Contains(strings.Join(said, "; "), want) {
			t.Errorf("%q is not told: %q", want, said)
		}
	}
}
