package store_test

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tidings/feed"
	"tidings/feed/article"
	"tidings/feed/poll"
	"tidings/store"
)

var _ poll.Store = (*store.DB)(nil)

// start is the time of the tests' clock.
var start = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// clock is a clock that stands until it is moved.
type clock struct{ t time.Time }

func (c *clock) now() time.Time          { return c.t }
func (c *clock) advance(d time.Duration) { c.t = c.t.Add(d) }

func open(t testing.TB, opts ...store.Option) *store.DB {
	t.Helper()
	return openAt(t, filepath.Join(t.TempDir(), "news.db"), opts...)
}

func openAt(t testing.TB, path string, opts ...store.Option) *store.DB {
	t.Helper()
	db, err := store.Open(context.Background(), path, append([]store.Option{store.WithClock(func() time.Time { return start })}, opts...)...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}

func addFeed(t testing.TB, db *store.DB, url string) feed.FeedID {
	t.Helper()
	id, err := db.AddFeed(context.Background(), feed.Feed{URL: url, Title: "Feed " + url})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// item makes a plausible item; n tells it from others and how many hours old it is.
func item(n int) feed.Item {
	return feed.Item{
		GUID: fmt.Sprintf("id-%d", n), Link: fmt.Sprintf("https://example.org/%d/story", n), Title: fmt.Sprintf("Story number %d", n),
		Authors: []string{"Ann Example"}, Published: start.Add(-time.Duration(n) * time.Hour),
		Summary: fmt.Sprintf("<p>Summary of %d.</p>", n), Content: fmt.Sprintf("<p>First paragraph of %d.</p><p>Second paragraph.</p>", n),
	}
}

func items(from, to int) []feed.Item {
	var out []feed.Item
	for n := from; n < to; n++ {
		out = append(out, item(n))
	}
	return out
}

func save(t testing.TB, db *store.DB, id feed.FeedID, items ...feed.Item) poll.Saved {
	t.Helper()
	s, err := db.SavePoll(context.Background(), poll.Result{Feed: id, Now: start, Document: &feed.Document{Kind: feed.RSS, Title: "Feed", Items: items}})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func list(t testing.TB, db *store.DB, q feed.Query) []feed.Headline {
	t.Helper()
	out, err := db.Headlines(context.Background(), q)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func titles(list []feed.Headline) []string {
	out := make([]string, len(list))
	for i, h := range list {
		out[i] = h.Title
	}
	return out
}

func TestStraightLine(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "deep", "news.db")
	db := openAt(t, path)
	id := addFeed(t, db, "https://example.org/feed")
	saved := save(t, db, id, items(0, 300)...)
	if len(saved.New) != 300 {
		t.Fatalf("saved %d new", len(saved.New))
	}
	if again := save(t, db, id, items(0, 300)...); len(again.New) != 0 || len(again.Updated) != 0 {
		t.Fatalf("the same document again: %d new, %d updated", len(again.New), len(again.Updated))
	}
	page := list(t, db, feed.Query{})
	if len(page) != 200 || page[0].Title != "Story number 0" || page[199].Title != "Story number 199" {
		t.Fatalf("first page: %d rows, %q … %q", len(page), page[0].Title, page[len(page)-1].Title)
	}
	last := page[199]
	rest := list(t, db, feed.Query{After: &feed.Cursor{Published: last.Published, ID: last.ID}})
	if len(rest) != 100 || rest[0].Title != "Story number 200" {
		t.Fatalf("second page: %d rows, first %q", len(rest), rest[0].Title)
	}
	if err := db.SetRead(ctx, []feed.ItemID{page[0].ID, page[1].ID}, true); err != nil {
		t.Fatal(err)
	}
	if err := db.SetBookmark(ctx, []feed.ItemID{page[2].ID}, true); err != nil {
		t.Fatal(err)
	}
	c, err := db.Counts(ctx)
	if err != nil || c.Unread != 298 || c.Total != 300 || c.Bookmarked != 1 || c.Feeds[id] != 298 || c.Today != 23 {
		t.Fatalf("counts %+v, %v", c, err)
	}
	it, err := db.Item(ctx, page[5].ID)
	if err != nil || it.Content != item(5).Content || it.GUID != "id-5" || it.Authors[0] != "Ann Example" || !it.Published.Equal(item(5).Published) {
		t.Fatalf("item %+v, %v", it, err)
	}
	a := article.Article{URL: it.Link, Title: it.Title, Blocks: []article.Block{{Spans: []article.Span{{Text: "The whole zyzzyva story."}}}}}
	if err := db.SaveArticle(ctx, it.ID, a, []uint64{1, 2, 1 << 63}); err != nil {
		t.Fatal(err)
	}
	got, ok, err := db.Article(ctx, it.ID)
	if err != nil || !ok || got.Blocks[0].Text() != a.Blocks[0].Text() {
		t.Fatalf("article %+v, %v, %v", got, ok, err)
	}
	if s, err := db.Site(ctx, "https://www.example.org/", 1); err != nil || s.Pages != 1 || s.Blocks[1<<63] != 1 {
		t.Fatalf("site %+v, %v", s, err)
	}
	if found := list(t, db, feed.Query{Text: "zyzzyva"}); len(found) != 1 || found[0].ID != it.ID || found[0].Snippet != "The whole \ue000zyzzyva\ue001 story." {
		t.Fatalf("search %+v", found)
	}
	n, err := db.MarkAllRead(ctx, feed.Query{Feed: id})
	if err != nil || n != 298 {
		t.Fatalf("marked %d, %v", n, err)
	}
	for _, want := range []string{"298 items of Feed are unread again", "“Story number 2” is no longer bookmarked", "2 items of Feed are unread again"} {
		if words, err := db.Undo(ctx); err != nil || words != want {
			t.Fatalf("undo: %q, %v; want %q", words, err, want)
		}
	}
	if c, err = db.Counts(ctx); err != nil || c.Unread != 300 || c.Bookmarked != 0 {
		t.Fatalf("counts after undo %+v, %v", c, err)
	}
	problems, err := db.Check(ctx)
	if err != nil || len(problems) != 0 {
		t.Fatalf("check: %+v, %v", problems, err)
	}
}

func TestSavedSearchesAreUndone(t *testing.T) {
	ctx := t.Context()
	db := openAt(t, filepath.Join(t.TempDir(), "news.db"))
	for _, v := range []store.View{{Name: "A", Query: "a"}, {Name: "B", Query: "b"}, {Name: "A", Query: "aa"}, {Name: "A", Query: "aa"}, {Name: "A"}, {Name: "C"}} {
		if err := db.SaveView(ctx, v); err != nil {
			t.Fatal(err)
		}
	}
	if steps, err := db.UndoList(ctx, 0); err != nil || len(steps) != 4 || steps[0].Words != "changed the saved search “A”" {
		t.Errorf("%+v, %v", steps, err)
	}
	for _, want := range []string{"[{A aa} {B b}]", "[{A a} {B b}]", "[{A a}]", "[]"} {
		words, err := db.Undo(ctx)
		if err != nil || !strings.HasPrefix(words, "the saved search “") {
			t.Errorf("undo: %q, %v", words, err)
		}
		if got, err := db.Views(ctx); err != nil || fmt.Sprint(got) != want {
			t.Errorf("after “%s”: %v, %v; want %s", words, got, err, want)
		}
	}
}

func TestAFolderIsMovedInOneStep(t *testing.T) {
	ctx := t.Context()
	db := openAt(t, filepath.Join(t.TempDir(), "news.db"))
	for i, folder := range []string{"World", "World/Europe", "Worldly", ""} {
		if _, err := db.AddFeed(ctx, feed.Feed{URL: fmt.Sprintf("https://example.org/%d", i), Folder: folder}); err != nil {
			t.Fatal(err)
		}
	}
	folders := func() string {
		fs, err := db.Feeds(ctx)
		if err != nil {
			t.Fatal(err)
		}
		out := make([]string, 4)
		for _, f := range fs {
			out[f.ID-1] = f.Folder
		}
		return strings.Join(out, " ")
	}
	before := folders()
	for _, c := range []struct {
		to, want string
		n        int
	}{{"News / Abroad", "News/Abroad News/Abroad/Europe Worldly ", 2}, {"World/World", "World/World World/World/Europe Worldly ", 2}, {"", " Europe Worldly ", 2}, {"World", before, 0}} {
		n, err := db.MoveFolder(ctx, "World", c.to)
		if got := folders(); err != nil || n != c.n || got != c.want {
			t.Errorf("to %q: %d, %q, %v; want %q", c.to, n, got, err, c.want)
		}
		if c.n == 0 {
			continue
		}
		if words, err := db.Undo(ctx); err != nil || words != "the folder World is as it was before" || folders() != before {
			t.Errorf("undone: %q, %v, %q", words, err, folders())
		}
	}
}
