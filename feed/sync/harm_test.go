package sync_test

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"tidings/feed"
)

// ready is a fake with items, and a client that has them, with marks made on both sides since.
func ready(t *testing.T, n int) (*fakeReader, *client) {
	t.Helper()
	f, s := serveReader(t)
	f.addFeed("feed/1", "https://news.example/feed", "News", "")
	items := f.add("feed/1", n)
	for i, it := range items {
		f.set(it, i%3 == 0, i%4 == 0)
	}
	c := open(t, "greader", s.URL)
	c.run()
	c.same(f.fakeServer)
	return f, c
}

// bookmarks counts bookmarks here.
func (c *client) bookmarks() int {
	c.t.Helper()
	n, err := c.db.Counts(c.t.Context())
	if err != nil {
		c.t.Fatal(err)
	}
	return n.Bookmarked
}

func TestServersThatMisbehave(t *testing.T) {
	for _, tt := range []struct {
		name  string
		begin func(f *fakeReader)
		end   func(f *fakeReader)
		says  string // in the error or the notes of the bad sync
	}{
		{"is down", func(f *fakeReader) { f.down = true }, func(f *fakeReader) { f.down = false }, "out of service"},
		{"lists nothing", func(f *fakeReader) { f.emptyLists = true }, func(f *fakeReader) { f.emptyLists = false }, ""},
		{"lists and delivers nothing", func(f *fakeReader) { f.emptyLists, f.noContents = true, true }, func(f *fakeReader) { f.emptyLists, f.noContents = false, false }, ""},
		{"delivers nothing", func(f *fakeReader) { f.noContents = true }, func(f *fakeReader) { f.noContents = false }, ""},
		{"lists no feeds", func(f *fakeReader) { f.noFeeds = true }, func(f *fakeReader) { f.noFeeds = false }, "nothing was removed"},
		{"says OK and keeps nothing", func(f *fakeReader) { f.dropMarks = true }, func(f *fakeReader) { f.dropMarks = false }, "does not keep them"},
		{"sends half an answer", func(f *fakeReader) { f.garbage = true }, func(f *fakeReader) { f.garbage = false }, "makes no sense"},
		{"forgets the session all the time", func(f *fakeReader) { f.loseSession = 3 }, func(f *fakeReader) { f.loseSession = 0 }, ""},
		{"leads in a circle", func(f *fakeReader) { f.circle = true }, func(f *fakeReader) { f.circle = false }, "not complete"},
		{"refuses one item", func(f *fakeReader) { f.badItem = f.items[8].id }, func(f *fakeReader) { f.badItem = 0 }, "does not keep them"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f, c := ready(t, 40)
			had := c.bookmarks()
			c.mark("Item 1", true, true)
			c.mark("Item 8", false, false)
			tt.begin(f)
			said := ""
			for range 4 { // a fault may last
				r, err := c.s.Run(t.Context())
				said += fmt.Sprint(err, r.Error, r.Notes)
				if rows := c.rows(); len(rows) != 40 || !rows["Item 1"].Read || !rows["Item 1"].Bookmarked || rows["Item 8"].Bookmarked || c.bookmarks() != had {
					t.Fatalf("lost: %d items, %d of %d bookmarks, %+v", len(rows), c.bookmarks(), had, rows["Item 1"])
				}
			}
			if !strings.Contains(said, tt.says) {
				t.Errorf("the status does not say %q: %s", tt.says, said)
			}
			tt.end(f)
			c.ahead = 25 * time.Hour
			c.run()
			c.run()
			c.same(f.fakeServer)
			if it := f.items[1]; !it.read || !it.starred || f.items[8].starred {
				t.Errorf("marks did not reach the server: %+v %+v", it, f.items[8])
			}
		})
	}
}

func TestTimeout(t *testing.T) {
	hang := make(chan struct{})
	s := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { <-hang }))
	defer s.Close()
	defer close(hang)
	c := open(t, "greader", s.URL)
	if r, err := c.s.Run(t.Context()); err == nil || !strings.Contains(r.Error, "did not answer within 1 s") {
		t.Errorf("%+v %v", r, err)
	}
}

// A server that was set up anew gives all items other ids.
func TestChangedIDs(t *testing.T) {
	f, c := ready(t, 40)
	c.mark("Item 1", true, true)
	f.Lock()
	for _, it := range f.items {
		it.id += 12345
	}
	f.Unlock()
	for range 4 {
		c.run()
	}
	c.same(f.fakeServer)
	if !f.items[1].starred {
		t.Error("the mark made before did not reach the item under its new id")
	}
}

func TestManyIDsThatDoNotExist(t *testing.T) {
	f, c := ready(t, 40)
	f.bogus = 12_000
	c.mark("Item 1", true, true)
	r := c.run()
	if r.Rest == 0 || r.NewItems != 0 {
		t.Errorf("%+v", r)
	}
	f.add("feed/1", 5) // newer than all of them: they come first
	if r = c.run(); r.NewItems != 5 {
		t.Errorf("%+v", r)
	}
	f.bogus = 0
	c.run()
	c.same(f.fakeServer)
}

// Two clients, a server and chance: whatever happens, all agree in the end, nothing is doubled, no item goes, and a mark
// that nobody took away is everywhere.
func TestChance(t *testing.T) {
	seeds := uint64(3)
	switch {
	case *long:
		seeds = 200
	case testing.Short():
		seeds = 2
	}
	for seed := range seeds {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			rnd := rand.New(rand.NewPCG(seed, 1))
			f, s := serveReader(t)
			f.addFeed("feed/1", "https://news.example/feed", "News", "")
			f.add("feed/1", 30)
			both := []*client{open(t, "greader", s.URL), open(t, "greader", s.URL)}
			for _, c := range both {
				c.run()
			}
			only := map[string]map[string]bool{"read": {}, "star": {}} // set somewhere, taken away nowhere
			off := map[string]map[string]bool{"read": {}, "star": {}}
			note := func(kind, title string, on bool) {
				only[kind][title] = only[kind][title] || on
				off[kind][title] = off[kind][title] || !on
			}
			for range 120 {
				k := rnd.IntN(len(f.items))
				it := f.items[k]
				switch c := both[rnd.IntN(2)]; rnd.IntN(10) {
				case 0, 1, 2:
					h := c.rows()[it.title]
					if h.ID == 0 {
						continue
					}
					on := rnd.IntN(4) > 0
					if err := c.db.SetRead(t.Context(), []feed.ItemID{h.ID}, on); err != nil {
						t.Fatal(err)
					}
					note("read", it.title, on)
				case 3, 4:
					h := c.rows()[it.title]
					if h.ID == 0 {
						continue
					}
					on := rnd.IntN(4) > 0
					if err := c.db.SetBookmark(t.Context(), []feed.ItemID{h.ID}, on); err != nil {
						t.Fatal(err)
					}
					note("star", it.title, on)
				case 5:
					f.set(it, true, it.starred)
					note("read", it.title, true)
				case 6:
					f.Lock()
					f.down, f.emptyLists, f.noContents, f.dropMarks, f.circle = false, false, false, false, false
					*[]*bool{&f.down, &f.emptyLists, &f.noContents, &f.dropMarks, &f.circle}[rnd.IntN(5)] = rnd.IntN(2) == 0
					f.Unlock()
				case 7:
					f.add("feed/1", 1)
				default:
					_, _ = c.s.Run(t.Context()) // it may well fail
				}
			}
			f.Lock()
			f.down, f.emptyLists, f.noContents, f.dropMarks, f.circle = false, false, false, false, false
			f.Unlock()
			for i := range 3 {
				for _, c := range both {
					c.ahead = time.Duration(i+1) * 25 * time.Hour
					c.run()
				}
			}
			for _, c := range both {
				c.same(f.fakeServer)
			}
			for _, it := range f.items {
				if only["read"][it.title] && !off["read"][it.title] && !it.read {
					t.Errorf("%s was marked read and is not", it.title)
				}
				if only["star"][it.title] && !off["star"][it.title] && !it.starred {
					t.Errorf("%s was bookmarked and is not", it.title)
				}
			}
		})
	}
}
