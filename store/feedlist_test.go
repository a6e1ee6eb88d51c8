package store_test

import (
	"context"
	"errors"
	"testing"

	"tidings/feed"
)

// TestFeedNames compares the names with the feeds, also of a feed whose name holds what parts packed columns.
func TestFeedNames(t *testing.T) {
	ctx := context.Background()
	db := open(t)
	same := func(want int) {
		t.Helper()
		names, err := db.FeedNames(ctx)
		feeds, ferr := db.Feeds(ctx)
		if err := errors.Join(err, ferr); err != nil {
			t.Fatal(err)
		}
		if len(names) != want || len(feeds) != want {
			t.Fatalf("%d names, %d feeds; want %d", len(names), len(feeds), want)
		}
		of := map[feed.FeedID]feed.FeedName{}
		for _, n := range names {
			of[n.ID] = n
		}
		for _, f := range feeds {
			if n := of[f.ID]; n.Title != f.Title || n.Folder != f.Folder {
				t.Errorf("feed %d is %q in %q, its name %q in %q", f.ID, f.Title, f.Folder, n.Title, n.Folder)
			}
		}
	}
	same(0)
	for _, f := range []feed.Feed{
		{URL: "https://a.example/", Title: "Üç nokta", Folder: "World/Near"},
		{URL: "https://b.example/", Title: "ab"},
		{URL: "https://c.example/", Title: "AB", Folder: "world/near"},
	} {
		if _, err := db.AddFeed(ctx, f); err != nil {
			t.Fatal(err)
		}
	}
	same(3)
	odd, err := db.AddFeed(ctx, feed.Feed{URL: "https://d.example/", Title: "a\x1fb", Folder: "World"})
	if err != nil {
		t.Fatal(err)
	}
	same(4)
	if err := db.RemoveFeed(ctx, odd); err != nil {
		t.Fatal(err)
	}
	same(3)
}
