package store_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"tidings/feed"
	"tidings/store"
)

// model is what a store should say, kept in the simplest way.
type model struct {
	items map[feed.ItemID]*modelItem
	undo  []func() // newest last
}

type modelItem struct {
	feed             feed.FeedID
	published        time.Time
	read, bookmarked bool
	tags             []string
	gone             bool
}

func (m *model) count(ok func(*modelItem) bool) (n int) {
	for _, it := range m.items {
		if !it.gone && ok(it) {
			n++
		}
	}
	return n
}

// TestAgainstModel does many random things to a store and to a model, and compares them: lists, counts, pages, undo.
func TestAgainstModel(t *testing.T) {
	seeds, steps := uint64(2), 50
	switch {
	case *long:
		seeds, steps = 20, 200
	case testing.Short():
		seeds, steps = 1, 25
	}
	for seed := range seeds {
		t.Run(fmt.Sprint(seed), func(t *testing.T) { againstModel(t, seed, steps) })
	}
}

func againstModel(t *testing.T, seed uint64, steps int) {
	ctx := context.Background()
	rnd := rand.New(rand.NewPCG(seed, 9))
	c := &clock{start}
	db := openAt(t, t.TempDir()+"/news.db", store.WithClock(c.now))
	m := &model{items: map[feed.ItemID]*modelItem{}}
	var feeds []feed.FeedID
	for i := range 4 {
		feeds = append(feeds, addFeed(t, db, fmt.Sprintf("https://host%d.example/feed", i)))
		m.undo = append(m.undo, func() {})
	}
	removed := map[feed.FeedID]bool{}
	made := 0
	some := func() []feed.ItemID {
		var ids []feed.ItemID
		for id, it := range m.items {
			if !it.gone && rnd.IntN(4) == 0 {
				ids = append(ids, id)
			}
		}
		slices.Sort(ids)
		return ids
	}
	change := func(ids []feed.ItemID, differs func(*modelItem) bool, do, back func(*modelItem)) {
		var changed []*modelItem
		for _, id := range ids {
			if it := m.items[id]; !it.gone && differs(it) {
				do(it)
				changed = append(changed, it)
			}
		}
		if len(changed) > 0 {
			m.undo = append(m.undo, func() {
				for _, it := range changed {
					back(it)
				}
			})
		}
	}
	for step := range steps {
		c.advance(time.Duration(rnd.IntN(100)) * time.Second)
		switch rnd.IntN(9) {
		case 0, 1: // a poll with new and old items
			f := feeds[rnd.IntN(len(feeds))]
			if removed[f] {
				continue
			}
			var doc []feed.Item
			for range 1 + rnd.IntN(30) {
				it := item(made)
				it.Published = start.Add(-time.Duration(rnd.IntN(100*3600)) * time.Second)
				if rnd.IntN(10) == 0 {
					it.Published = start // many at one time
				}
				doc = append(doc, it)
				made++
			}
			for i, id := range save(t, db, f, doc...).New {
				_ = i
				it, err := db.Item(ctx, id)
				if err != nil {
					t.Fatal(err)
				}
				m.items[id] = &modelItem{feed: f, published: it.Published}
			}
		case 2:
			ids := some()
			read := rnd.IntN(3) > 0
			if len(ids) == 0 {
				continue
			}
			if err := db.SetRead(ctx, ids, read); err != nil {
				t.Fatal(err)
			}
			change(ids, func(it *modelItem) bool { return it.read != read }, func(it *modelItem) { it.read = read }, func(it *modelItem) { it.read = !read })
		case 3:
			ids := some()
			on := rnd.IntN(3) > 0
			if len(ids) == 0 {
				continue
			}
			if err := db.SetBookmark(ctx, ids, on); err != nil {
				t.Fatal(err)
			}
			change(ids, func(it *modelItem) bool { return it.bookmarked != on }, func(it *modelItem) { it.bookmarked = on }, func(it *modelItem) { it.bookmarked = !on })
		case 4:
			q := feed.Query{Unread: true}
			if rnd.IntN(2) == 0 {
				q.Feed = feeds[rnd.IntN(len(feeds))]
			}
			var ids []feed.ItemID
			for id, it := range m.items {
				if q.Feed == 0 || it.feed == q.Feed {
					ids = append(ids, id)
				}
			}
			n, err := db.MarkAllRead(ctx, q)
			if want := m.count(func(it *modelItem) bool { return !it.read && (q.Feed == 0 || it.feed == q.Feed) }); err != nil || n != want {
				t.Fatalf("step %d: marked %d, %v; want %d", step, n, err, want)
			}
			change(ids, func(it *modelItem) bool { return !it.read }, func(it *modelItem) { it.read = true }, func(it *modelItem) { it.read = false })
		case 5:
			ids := some()
			if len(ids) == 0 {
				continue
			}
			it := m.items[ids[0]]
			tags := []string{fmt.Sprintf("tag%d", rnd.IntN(3))}
			if err := db.SetTags(ctx, ids[0], tags); err != nil {
				t.Fatal(err)
			}
			if old := it.tags; !slices.Equal(old, tags) {
				it.tags = tags
				m.undo = append(m.undo, func() { it.tags = old })
			}
		case 6: // remove a feed
			f := feeds[rnd.IntN(len(feeds))]
			if removed[f] || rnd.IntN(3) > 0 {
				continue
			}
			if err := db.RemoveFeed(ctx, f); err != nil {
				t.Fatal(err)
			}
			removed[f] = true
			var went []*modelItem
			for _, it := range m.items {
				if it.feed == f && !it.bookmarked && !it.gone {
					it.gone = true
					went = append(went, it)
				}
			}
			m.undo = append(m.undo, func() {
				removed[f] = false
				for _, it := range went {
					it.gone = false
				}
			})
		default:
			if len(m.undo) <= 4 { // the feeds themselves stay
				continue
			}
			words, err := db.Undo(ctx)
			if err != nil || words == "" {
				t.Fatalf("step %d: undo %q, %v", step, words, err)
			}
			m.undo[len(m.undo)-1]()
			m.undo = m.undo[:len(m.undo)-1]
		}
		m.compare(t, db, step, rnd, feeds)
	}
	if problems, err := db.Check(ctx); err != nil || len(problems) > 0 {
		t.Errorf("check: %+v, %v", problems, err)
	}
}

func (m *model) compare(t *testing.T, db *store.DB, step int, rnd *rand.Rand, feeds []feed.FeedID) {
	t.Helper()
	c, err := db.Counts(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	got := [3]int{c.Total, c.Unread, c.Bookmarked}
	want := [3]int{m.count(func(*modelItem) bool { return true }), m.count(func(it *modelItem) bool { return !it.read }), m.count(func(it *modelItem) bool { return it.bookmarked })}
	if got != want {
		t.Fatalf("step %d: total, unread, bookmarked %v, want %v", step, got, want)
	}
	steps, err := db.UndoList(context.Background(), 0)
	if err != nil || len(steps) != len(m.undo) {
		t.Fatalf("step %d: %d steps can be undone, %v; want %d", step, len(steps), err, len(m.undo))
	}
	for _, q := range []feed.Query{
		{},
		{Unread: true},
		{Bookmarked: true},
		{Feed: feeds[0]},
		{Feed: feeds[1], Unread: true},
		{Tag: "tag1"},
		{Order: feed.Oldest},
		{Text: "story"},
		{Text: "-is:read story", Order: feed.Oldest},
		{Unread: true, Order: feed.FewestFirst},
		{Text: `"story number"`, Unread: true},
		{Text: "tag:tag1"},
		{Text: "nothing OR is:bookmarked"},
	} {
		q.Limit = 1 + rnd.IntN(50)
		n, rows := 0, 0
		var last *feed.Headline
		seen := map[feed.ItemID]bool{}
		for {
			page := list(t, db, q)
			for _, h := range page {
				it := m.items[h.ID]
				if it == nil || it.gone || it.read != h.Read || it.bookmarked != h.Bookmarked || !slices.Equal(it.tags, h.Tags) {
					t.Fatalf("step %d, %+v: row %+v, model %+v", step, q, h, it)
				}
				if seen[h.ID] {
					t.Fatalf("step %d, %+v: item %d twice", step, q, h.ID)
				}
				seen[h.ID] = true
				if last != nil && q.Text == "" && (q.Order == feed.Newest && h.Published.After(last.Published) || q.Order == feed.Oldest && h.Published.Before(last.Published)) {
					t.Fatalf("step %d, %+v: %v after %v", step, q, h.Published, last.Published)
				}
				last = &h
				rows++
			}
			if len(page) < q.Limit {
				break
			}
			q.After = &feed.Cursor{Published: last.Published, ID: last.ID}
			if n++; n > 2000 {
				t.Fatal("no end")
			}
		}
		want := m.count(func(it *modelItem) bool {
			tagged := slices.Contains(it.tags, "tag1")
			return (!q.Unread && q.Text != "-is:read story" || !it.read) && (!q.Bookmarked && q.Text != "nothing OR is:bookmarked" || it.bookmarked) && (q.Feed == 0 || it.feed == q.Feed) &&
				(q.Tag == "" && q.Text != "tag:tag1" || tagged)
		})
		if rows != want {
			t.Fatalf("step %d, %+v: %d rows, want %d", step, q, rows, want)
		}
	}
}
