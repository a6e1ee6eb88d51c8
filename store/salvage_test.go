package store_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"tidings/feed"
	"tidings/feed/article"
)

// TestSalvageOldStore saves a store of the first format: tables that came later are not missed.
func TestSalvageOldStore(t *testing.T) {
	s, db := salvage(t, oldStore(t), 40)
	if s.LostItems != 0 || s.LostTexts != 0 || len(s.Notes) != 0 {
		t.Errorf("%q", s.Words())
	}
	checkOldStore(t, db)
}

// TestSalvageLongRows damages pages that rows go on on, whose keys can be read while the rows cannot: only those rows are lost.
func TestSalvageLongRows(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "news.db")
	db := openAt(t, path)
	save(t, db, addFeed(t, db, "https://example.org/feed"), items(0, 20)...)
	rnd := rand.New(rand.NewPCG(5, 5))
	for _, h := range list(t, db, feed.Query{}) {
		b := []byte(`{"Blocks":`)
		for range 20_000 { // which no way of packing makes short
			b = append(b, byte('a'+rnd.IntN(26)))
		}
		if err := db.SaveArticle(ctx, h.ID, article.Article{URL: h.Link, Title: h.Title, Blocks: []article.Block{{Spans: []article.Span{{Text: string(b)}}}}}, nil); err != nil {
			t.Fatal(err)
		}
	}
	pages, err := db.Strings(`SELECT pageno FROM dbstat WHERE name = 'articles' AND pagetype = 'overflow' ORDER BY path`)
	if err != nil || len(pages) < 40 {
		t.Fatal(pages, err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, i := range []int{0, len(pages) / 2} {
		var page int
		if _, err := fmt.Sscan(pages[i], &page); err != nil {
			t.Fatal(err)
		}
		for i := range 4096 {
			b[(page-1)*4096+i] = byte(rnd.Uint32())
		}
	}
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	if s, _ := salvage(t, path, 20); s.Articles != 18 {
		t.Errorf("%d articles are saved: %q", s.Articles, s.Words())
	}
}
