package feed

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"
)

func TestRecogniseChanges(t *testing.T) {
	at := time.Date(2026, 11, 1, 9, 0, 0, 0, time.UTC)
	base := Item{GUID: "tag:example.org,2026:1", Link: "https://example.org/2026/a-story", Title: "A story", Content: "<p>Some text.</p>", Published: at}
	with := func(change func(*Item)) Item {
		it := base
		change(&it)
		return it
	}
	other := Item{GUID: "tag:example.org,2026:2", Link: "https://example.org/2026/another", Title: "Another", Content: "<p>Else.</p>", Published: at.Add(time.Hour)}
	for _, c := range []struct {
		name     string
		old, now Item
		same     bool
		changed  bool
	}{
		{"nothing", base, base, true, false},
		{"tracking in the link", base, with(func(i *Item) { i.Link += "?utm_source=rss&fbclid=3" }), true, false},
		{"https and www", base, with(func(i *Item) { i.Link = "http://www.example.org/2026/a-story/" }), true, false},
		{"guid moved to https", with(func(i *Item) { i.GUID = "http://example.org/?p=1"; i.Link = "" }), with(func(i *Item) { i.GUID = "https://example.org/?p=1"; i.Link = "" }), true, false},
		{"guid is a link that changes", with(func(i *Item) { i.GUID = "https://example.org/2026/a-story?v=1"; i.Link = i.GUID }), with(func(i *Item) { i.GUID = "https://example.org/2026/a-story?v=2"; i.Link = i.GUID }), true, false},
		{"guid with tracking", with(func(i *Item) { i.GUID = "https://example.org/a?utm_campaign=1" }), with(func(i *Item) { i.GUID = "https://example.org/a?utm_campaign=2" }), true, false},
		{"new guid, same link", base, with(func(i *Item) { i.GUID = "7" }), true, false},
		{"new guid, same link, other title, text and date", base, with(func(i *Item) {
			i.GUID, i.Title, i.Content, i.Published = "7", "Today's deal", "<p>Socks</p>", at.Add(24*time.Hour)
		}), false, false},
		{"guid comes", with(func(i *Item) { i.GUID = "" }), base, true, false},
		{"guid goes", base, with(func(i *Item) { i.GUID = "" }), true, false},
		{"edited text", base, with(func(i *Item) { i.Content = "<p>Corrected text.</p>" }), true, true},
		{"edited title and slug", base, with(func(i *Item) { i.Title, i.Link = "A better story", "https://example.org/2026/a-better-story" }), true, true},
		{"edited title and slug without guid", with(func(i *Item) { i.GUID = "" }), with(func(i *Item) { i.GUID, i.Title, i.Link = "", "A better story", "https://example.org/2026/b" }), true, true},
		{"new date", base, with(func(i *Item) { i.Published = at.Add(time.Hour) }), true, false},
		{"markup only", base, with(func(i *Item) { i.Content = "<div><p>Some <b>text</b>.</p>\n</div>" }), true, false},
		{"feed moved", base, with(func(i *Item) { i.GUID, i.Link = "tag:new.example,2026:1", "https://new.example/a" }), true, false},
		{"feed moved, no dates", with(func(i *Item) { i.Published = time.Time{} }), with(func(i *Item) {
			i.GUID, i.Link, i.Published = "tag:new.example,2026:1", "https://new.example/a", time.Time{}
		}), true, false},
		{"guid used again", base, with(func(i *Item) {
			i.Link, i.Title, i.Content, i.Published = "https://example.org/z", "News", "<p>New</p>", at.Add(24*time.Hour)
		}), false, false},
		{"no guid, no link, edited", Item{Title: "Note", Content: "a"}, Item{Title: "Note", Content: "b"}, true, true},
		{"no guid, no link, next day", Item{Title: "Note", Content: "a", Published: at}, Item{Title: "Note", Content: "b", Published: at.Add(24 * time.Hour)}, false, false},
		{"anchors are different items", with(func(i *Item) { i.GUID, i.Link = "", "https://example.org/log#v1" }), with(func(i *Item) {
			i.GUID, i.Link, i.Title, i.Content, i.Published = "", "https://example.org/log#v2", "v2", "x", at.Add(time.Hour)
		}), false, false},
		{"link to the home page", with(func(i *Item) { i.GUID, i.Link = "", "https://example.org/" }), with(func(i *Item) {
			i.GUID, i.Link, i.Title, i.Content, i.Published = "", "https://example.org/", "v2", "x", at.Add(time.Hour)
		}), false, false},
		{"no guid, no link, date made up", Item{Title: "Note", Content: "a", Published: at}, Item{Title: "Note", Content: "a", Published: at.Add(time.Hour)}, true, false},
		{"an episode with the words of the last one", Item{GUID: "1", Title: "News", Content: "a", Published: at}, Item{GUID: "2", Title: "News", Content: "a", Published: at.Add(time.Hour)}, false, false},
		{"future date", Item{Title: "Soon", Content: "a", Published: at, Claimed: at.Add(99 * time.Hour)}, Item{Title: "Soon", Content: "b", Published: at.Add(time.Hour), Claimed: at.Add(99 * time.Hour)}, true, true},
		{"case of the guid", with(func(i *Item) { i.GUID = "ID" }), with(func(i *Item) {
			i.GUID, i.Link, i.Title, i.Content, i.Published = "id", "https://example.org/b", "B", "x", at.Add(time.Hour)
		}), false, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			known := []Known{{1, Identify(c.old)}, {2, Identify(other)}}
			got := Recognise(known, []Item{other, c.now})
			if got[0].ID != 2 || got[0].Changed {
				t.Errorf("the other item: %+v", got[0])
			}
			want := ItemID(0)
			if c.same {
				want = 1
			}
			if got[1].ID != want || got[1].Changed != c.changed || got[1].Duplicate {
				t.Errorf("got %+v, want id %d, changed %v", got[1], want, c.changed)
			}
			if c.same {
				shared := false
				for _, a := range Identify(c.old).Keys() {
					for _, b := range Identify(c.now).Keys() {
						shared = shared || a == b
					}
				}
				if !shared {
					t.Error("the store could not find it: no key in common")
				}
			}
		})
	}
}

// Documents of hostile makings, fetched again and again, give each item once.
func TestRecogniseAgain(t *testing.T) {
	at := time.Date(2026, 11, 1, 9, 0, 0, 0, time.UTC)
	for name, make := range map[string]func(i int) Item{
		"one guid for all": func(i int) Item {
			return Item{GUID: "same", Link: fmt.Sprintf("https://e.example/%d", i), Title: fmt.Sprint("Item ", i)}
		},
		"one guid, no link": func(i int) Item { return Item{GUID: "same", Title: fmt.Sprint("Item ", i), Content: "text"} },
		"one link for all":  func(i int) Item { return Item{GUID: fmt.Sprint(i), Link: "https://e.example/all", Title: "Item"} },
		"one link, no guid": func(i int) Item { return Item{Link: "https://e.example/all", Title: fmt.Sprint("Item ", i)} },
		"titles only":       func(i int) Item { return Item{Title: fmt.Sprint("Item ", i)} },
		"texts only":        func(i int) Item { return Item{Title: "x", Content: fmt.Sprint("Text ", i)} },
		"dates only": func(i int) Item {
			return Item{Title: "x", Content: "y", Published: at.Add(time.Duration(i) * time.Hour)}
		},
		"all there is": func(i int) Item {
			return Item{GUID: fmt.Sprint("g", i), Link: fmt.Sprintf("https://e.example/%d", i), Title: fmt.Sprint("T", i), Content: fmt.Sprint("c", i), Published: at}
		},
	} {
		t.Run(name, func(t *testing.T) {
			var items []Item
			for i := range 30 {
				items = append(items, make(i))
			}
			var known []Known
			for i, m := range Recognise(nil, items) {
				if m.ID != 0 || m.Duplicate {
					t.Fatalf("item %d of an empty store: %+v", i, m)
				}
				known = append(known, Known{ItemID(i + 1), m.Identity})
			}
			for round := range 3 {
				seen := map[ItemID]bool{}
				rand.Shuffle(len(items), func(a, b int) { items[a], items[b] = items[b], items[a] })
				part := items[:30-10*round]
				for i, m := range Recognise(known, part) {
					if m.ID == 0 || m.Changed || m.Duplicate || seen[m.ID] {
						t.Fatalf("round %d, item %d %+v: %+v", round, i, part[i], m)
					}
					seen[m.ID] = true
				}
			}
		})
	}
}

// A feed that makes up ids and dates at every poll gives each item once.
func TestRecogniseMadeUpIDs(t *testing.T) {
	doc := func(poll int) (items []Item) {
		for i := range 10 {
			items = append(items, Item{GUID: fmt.Sprint(poll, "-", i), Title: fmt.Sprint("Item ", i), Content: "text", Published: time.Date(2026, 11, 1, poll, i, 0, 0, time.UTC)})
		}
		return items
	}
	var known []Known
	for i, it := range doc(1) {
		known = append(known, Known{ItemID(i + 1), Identify(it)})
	}
	next := append([]Item{{GUID: "new", Title: "New", Content: "new"}}, doc(2)[:9]...)
	for i, m := range Recognise(known, next) {
		if m.ID != ItemID(i) || m.Changed {
			t.Errorf("item %d: %+v", i, m)
		}
	}
}

func TestRecogniseDuplicates(t *testing.T) {
	it := Item{GUID: "1", Link: "https://e.example/1", Title: "T", Content: "c"}
	got := Recognise(nil, []Item{it, it, {Title: "other"}})
	if got[0].Duplicate || !got[1].Duplicate || got[2].Duplicate {
		t.Errorf("%+v", got)
	}
}

func BenchmarkRecognise(b *testing.B) {
	var items []Item
	var known []Known
	for i := range 50 {
		it := Item{GUID: fmt.Sprint("tag:e.example,2026:", i), Link: fmt.Sprintf("https://e.example/2026/%d.html", i), Title: fmt.Sprint("The title of item ", i), Content: fmt.Sprintf("<p>%03000d</p>", i)}
		items = append(items, it)
		known = append(known, Known{ItemID(i + 1), Identify(it)})
	}
	b.ReportAllocs()
	for b.Loop() {
		Recognise(known, items)
	}
}
