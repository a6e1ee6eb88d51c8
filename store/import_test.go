package store_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"tidings/feed"
	"tidings/feed/article"
	"tidings/feed/moving"
)

const oneFeed = "https://example.org/feed"

// brought is item n as another reader had it.
func brought(n int, change func(*moving.Item)) moving.Item {
	it := moving.Item{Item: item(n), From: oneFeed}
	if change != nil {
		change(&it)
	}
	return it
}

func headlineOf(t *testing.T, list []feed.Headline, title string) feed.Headline {
	t.Helper()
	for _, h := range list {
		if h.Title == title {
			return h
		}
	}
	t.Fatalf("no %q among %d items", title, len(list))
	return feed.Headline{}
}

func TestImport(t *testing.T) {
	ctx := context.Background()
	db := open(t)
	old := addFeed(t, db, "http://Example.org/feed/") // the same feed, written otherwise
	save(t, db, old, items(0, 3)...)
	if err := db.SetTags(ctx, headlineOf(t, list(t, db, feed.Query{}), "Story number 0").ID, []string{"mine"}); err != nil {
		t.Fatal(err)
	}
	page := article.Article{URL: "https://pages.example/essay", Title: "An essay", Blocks: []article.Block{{Spans: []article.Span{{Text: "About lanterns."}}}}}
	m := moving.Moving{
		From:  "a test",
		Feeds: []feed.Feed{{URL: oneFeed}, {URL: "https://new.example/rss", Title: "New", Folder: "A/B"}},
		Views: []feed.View{{Name: "ferries", Query: "ferry"}},
		Items: []moving.Item{
			brought(0, func(it *moving.Item) {
				it.Read, it.Bookmarked, it.Marks, it.Note = true, true, []string{"kept"}, "look again"
			}),
			brought(1, func(it *moving.Item) { it.Item = feed.Item{Link: it.Link}; it.Read = true }),
			brought(7, func(it *moving.Item) { it.Bookmarked = true }),
			brought(8, nil),
			brought(9, func(it *moving.Item) { it.Title, it.Content, it.Summary = "", "", ""; it.Read = true }),
			brought(9, func(it *moving.Item) { it.Read = true }), // twice in the file
			{Item: feed.Item{GUID: "x", Link: "https://nowhere.example/1"}, From: "https://not.followed/rss", Read: true},
			{Item: feed.Item{Link: page.URL, Title: page.Title}, Bookmarked: true, Note: "on lanterns", Article: &page},
		},
	}
	rehearsal, err := db.Import(ctx, m, true)
	if err != nil {
		t.Fatal(err)
	}
	if l := list(t, db, feed.Query{}); len(l) != 3 {
		t.Fatalf("a rehearsal left %d items", len(l))
	}
	if steps, _ := db.UndoList(ctx, 1); !strings.Contains(steps[0].Words, "tags") {
		t.Errorf("a rehearsal left a step: %v", steps)
	}
	got, err := db.Import(ctx, m, false)
	if err != nil {
		t.Fatal(err)
	}
	if g, r := fmt.Sprintf("%+v", got.Words()), fmt.Sprintf("%+v", rehearsal.Words()); g != r || g != "1 feed, 1 saved search, 2 items, 1 bookmarked page, 3 marks" {
		t.Errorf("did %s, said %s", g, r)
	}
	if got.KnownFeeds != 1 || got.Strangers != 1 || got.Waiting != 1 || got.Marked != 2 {
		t.Errorf("%+v", got)
	}
	l := list(t, db, feed.Query{})
	if h := headlineOf(t, l, "Story number 0"); !h.Read || !h.Bookmarked || strings.Join(h.Tags, ",") != "mine,kept" {
		t.Errorf("%+v", h)
	}
	if h := headlineOf(t, l, "Story number 1"); !h.Read || h.Bookmarked {
		t.Errorf("by its link: %+v", h)
	}
	if h := headlineOf(t, l, "Story number 8"); h.Read || h.Bookmarked {
		t.Errorf("unread: %+v", h)
	}
	essay := headlineOf(t, l, "An essay")
	if a, ok, err := db.Article(ctx, essay.ID); err != nil || !ok || len(a.Blocks) != 1 {
		t.Errorf("the page's text: %v %v %v", a, ok, err)
	}
	for _, q := range []string{"lanterns", "tag:kept", "is:noted look"} {
		if hs := list(t, db, feed.Query{Text: q}); len(hs) != 1 {
			t.Errorf("%q finds %d", q, len(hs))
		}
	}
	// The same again changes nothing.
	again, err := db.Import(ctx, m, false)
	if err != nil || !again.Empty() {
		t.Errorf("a second time: %s, %v", again.Words(), err)
	}
	// What the publisher brings is known, and read where it was.
	save(t, db, old, items(0, 12)...)
	l = list(t, db, feed.Query{})
	if len(l) != 13 {
		t.Errorf("%d items after the poll", len(l))
	}
	if h := headlineOf(t, l, "Story number 9"); !h.Read {
		t.Error("a mark that waited was not set")
	}
	if h := headlineOf(t, l, "Story number 10"); h.Read {
		t.Error("an item is read that no one read")
	}
	if h := headlineOf(t, l, "Story number 7"); !h.Bookmarked {
		t.Error("a bookmark was lost to the poll")
	}
	if problems, err := db.Check(ctx); err != nil || len(problems) > 0 {
		t.Errorf("%v %v", problems, err)
	}
}

func TestImportUndo(t *testing.T) {
	ctx := context.Background()
	db := open(t)
	old := addFeed(t, db, oneFeed)
	save(t, db, old, items(0, 3)...)
	if err := db.SetNote(ctx, 1, "before"); err != nil {
		t.Fatal(err)
	}
	before := fmt.Sprintf("%+v", list(t, db, feed.Query{}))
	counts, err := db.Counts(ctx)
	if err != nil {
		t.Fatal(err)
	}
	m := moving.Moving{
		From: "a test", Feeds: []feed.Feed{{URL: "https://new.example/rss"}}, Views: []feed.View{{Name: "v", Query: "x"}},
		Items: []moving.Item{
			{Item: feed.Item{Link: "https://pages.example/1", Title: "Page"}, Bookmarked: true},
			{Item: feed.Item{GUID: "n", Title: "In the new feed"}, From: "https://new.example/rss"},
		},
	}
	for n := range 700 {
		m.Items = append(m.Items, brought(n, func(it *moving.Item) {
			it.Read, it.Bookmarked, it.Note = n%2 == 0, n%3 == 0, fmt.Sprint("note ", n)
			if n%5 == 4 {
				it.Title = ""
			}
		}))
	}
	if _, err := db.Import(ctx, m, false); err != nil {
		t.Fatal(err)
	}
	steps, err := db.UndoList(ctx, 1)
	if err != nil || !steps[0].Brought || steps[0].Words != "imported 1 feed, 1 saved search, 558 items, 1 bookmarked page, 143 marks" {
		t.Errorf("%v %v", steps, err)
	}
	if words, err := db.Undo(ctx); err != nil || !strings.HasPrefix(words, "the import of 1 feed, 1 saved search") {
		t.Errorf("%q %v", words, err)
	}
	if after := fmt.Sprintf("%+v", list(t, db, feed.Query{})); after != before {
		t.Errorf("after undo:\n%s\nbefore:\n%s", after, before)
	}
	if note, _ := db.Note(ctx, 1); note != "before" {
		t.Errorf("the note is %q", note)
	}
	if c, err := db.Counts(ctx); err != nil || fmt.Sprint(c) != fmt.Sprint(counts) {
		t.Errorf("%v, were %v, %v", c, counts, err)
	}
	if v, _ := db.Views(ctx); len(v) != 0 {
		t.Errorf("views are left: %v", v)
	}
	if n, _ := db.Int(`SELECT count(*) FROM pending`); n != 0 {
		t.Errorf("%d marks still wait", n)
	}
	if fs, _ := db.Feeds(ctx); len(fs) != 1 {
		t.Errorf("%d feeds", len(fs))
	}
	save(t, db, old, items(0, 9)...)
	if l := list(t, db, feed.Query{Unread: true}); len(l) != 9 {
		t.Errorf("%d items can still arrive", len(l))
	}
	if problems, err := db.Check(ctx); err != nil || len(problems) > 0 {
		t.Errorf("%v %v", problems, err)
	}
}

// A long import ends when its context does, and leaves nothing.
func TestImportStops(t *testing.T) {
	db := open(t)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	var m moving.Moving
	for n := range 300 {
		m.Feeds = append(m.Feeds, feed.Feed{URL: fmt.Sprintf("https://h%d.example/", n)})
	}
	if _, err := db.Import(ctx, m, false); err == nil {
		t.Error("no error")
	}
	if fs, _ := db.Feeds(context.Background()); len(fs) != 0 {
		t.Errorf("%d feeds", len(fs))
	}
}

// Moving in is quick: 5,000 feeds in under 2 s, a store of 50,000 items in under 10 s (the figures of a person who waits).
func TestImportLarge(t *testing.T) {
	if !*long {
		t.Skip("with -long")
	}
	ctx := context.Background()
	db := open(t)
	var m moving.Moving
	for n := range 5000 {
		m.Feeds = append(m.Feeds, feed.Feed{URL: fmt.Sprintf("https://h%d.example/feed.xml", n), Settings: feed.Settings{Title: fmt.Sprint("Feed ", n)}, Folder: fmt.Sprint("F", n%40)})
	}
	began := time.Now()
	if _, err := db.Import(ctx, m, false); err != nil {
		t.Fatal(err)
	}
	within(t, "5,000 feeds", began, 2*time.Second)
	var cache moving.Moving
	text := strings.Repeat("The harbour office said on Friday that the work would take nine days. ", 12)
	for n := range 50_000 {
		it := moving.Item{Item: item(n), From: m.Feeds[n%200].URL, Read: n%10 != 0, Bookmarked: n%50 == 0}
		it.Content = "<p>" + text + fmt.Sprint(n) + "</p>"
		if it.Read && !it.Bookmarked {
			it.Item = feed.Item{GUID: it.GUID, Link: it.Link}
		}
		cache.Items = append(cache.Items, it)
	}
	began = time.Now()
	r, err := db.Import(ctx, cache, false)
	if err != nil {
		t.Fatal(err)
	}
	within(t, "50,000 items: "+r.Words(), began, 10*time.Second)
	for i := range cache.Items {
		cache.Items[i].Read = false
		if cache.Items[i].Title == "" {
			cache.Items[i].Item = item(i)
		}
		cache.Items[i].GUID += "-again"
		cache.Items[i].Link += "-again"
		cache.Items[i].Content = "<p>" + text + fmt.Sprint(i) + "</p>"
	}
	began = time.Now()
	if r, err = db.Import(ctx, cache, false); err != nil {
		t.Fatal(err)
	}
	within(t, "50,000 items with their text: "+r.Words(), began, 10*time.Second)
	began = time.Now()
	if _, err := db.Undo(ctx); err != nil {
		t.Fatal(err)
	}
	within(t, "undo", began, 10*time.Second)
}

// within fails when what has gone on since began took longer than the limit.
func within(t *testing.T, what string, began time.Time, limit time.Duration) {
	t.Helper()
	took := time.Since(began)
	t.Logf("%s: %v", what, took.Round(time.Millisecond))
	if took > limit {
		t.Errorf("%s took %v, want at most %v", what, took, limit)
	}
}
