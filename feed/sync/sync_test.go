package sync_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tidings/feed"
	"tidings/feed/fetch"
	"tidings/feed/sync"
	"tidings/store"
)

// client is a store that syncs with a fake.
type client struct {
	t     *testing.T
	db    *store.DB
	s     sync.Syncer
	ahead time.Duration // of the real clock
}

func (c *client) clock() time.Time { return time.Now().Add(c.ahead) }

func open(t *testing.T, kind, address string) *client {
	t.Helper()
	c := &client{t: t}
	db, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "tidings.db"), store.WithClock(c.clock))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	get := fetch.New(fetch.Options{Limits: fetch.Limits{HostGap: -1, FirstByte: time.Second, Body: 64 << 20}})
	server, err := sync.Dial(get, sync.Account{Kind: kind, Address: address, User: fakeUser, Password: func(context.Context) (string, error) { return fakePassword, nil }})
	if err != nil {
		t.Fatal(err)
	}
	c.db, c.s = db, sync.Syncer{Store: db, Server: server, Parse: feed.Parse, Now: c.clock}
	return c
}

// run syncs and fails on an error.
func (c *client) run() sync.Report {
	c.t.Helper()
	r, err := c.s.Run(c.t.Context())
	if err != nil {
		c.t.Fatal(err)
	}
	return r
}

// rows are all items by their title.
func (c *client) rows() map[string]feed.Headline {
	c.t.Helper()
	list, err := c.db.Headlines(c.t.Context(), feed.Query{Limit: 100_000})
	if err != nil {
		c.t.Fatal(err)
	}
	out := map[string]feed.Headline{}
	for _, h := range list {
		if _, twice := out[h.Title]; twice {
			c.t.Errorf("%s is there twice", h.Title)
		}
		out[h.Title] = h
	}
	return out
}

func (c *client) mark(title string, read, bookmark bool) {
	c.t.Helper()
	h, ok := c.rows()[title]
	if !ok {
		c.t.Fatalf("no %s", title)
	}
	if err := c.db.SetRead(c.t.Context(), []feed.ItemID{h.ID}, read); err != nil {
		c.t.Fatal(err)
	}
	if err := c.db.SetBookmark(c.t.Context(), []feed.ItemID{h.ID}, bookmark); err != nil {
		c.t.Fatal(err)
	}
}

// same checks that client and server have the same items with the same marks.
func (c *client) same(f *fakeServer) {
	c.t.Helper()
	rows := c.rows()
	if len(rows) != len(f.items) {
		c.t.Errorf("%d items here, %d on the server", len(rows), len(f.items))
	}
	for _, it := range f.items {
		h := rows[it.title]
		if h.Read != it.read || h.Bookmarked != it.starred {
			c.t.Errorf("%s: read %v, bookmarked %v here; %v, %v on the server", it.title, h.Read, h.Bookmarked, it.read, it.starred)
		}
	}
}

func TestBothWays(t *testing.T) {
	f, s := serveReader(t)
	f.addFeed("feed/1", "https://news.example/feed", "News", "Papers")
	items := f.add("feed/1", 10)
	items[0].starred, items[1].read = true, true
	c := open(t, "greader", s.URL)
	r := c.run()
	if r.NewItems != 10 || r.FeedsHere != 1 || r.Error != "" || len(r.Notes) > 0 {
		t.Errorf("%+v", r)
	}
	c.same(f.fakeServer)
	h := c.rows()["Item 3"]
	if strings.Contains(h.Author, "\x1b") || h.FeedTitle != "News" || h.Link != "https://news.example/3" {
		t.Errorf("%+v", h)
	}
	feeds, _ := c.db.Feeds(t.Context())
	if len(feeds) != 1 || feeds[0].Folder != "Papers" || !feeds[0].Settings.Paused || feeds[0].Unread != 9 {
		t.Errorf("%+v", feeds)
	}
	if words, err := c.db.Undo(t.Context()); words != "" || err != nil {
		t.Errorf("a sync left steps to undo: %q %v", words, err)
	}
	c.mark("Item 5", true, true)
	c.mark("Item 1", false, false)
	f.set(items[7], true, false)
	f.set(items[0], false, false)
	f.set(items[8], false, true)
	f.add("feed/1", 2)
	r = c.run()
	if r.Sent != 3 || r.Applied != 3 || r.NewItems != 2 || r.Waiting != 0 {
		t.Errorf("%+v", r)
	}
	c.same(f.fakeServer)
	// The bookmark that the server took away can be had back, and goes to the server then.
	if words, err := c.db.Undo(t.Context()); err != nil || !strings.Contains(words, "Item 0") {
		t.Errorf("%q %v", words, err)
	}
	c.run()
	if !items[0].starred {
		t.Error("the undone bookmark did not reach the server")
	}
	if r = c.run(); r.Sent+r.Applied+r.NewItems+r.FeedsHere+r.FeedsGone != 0 {
		t.Errorf("a sync of nothing did something: %+v", r)
	}
	last, ok, err := sync.Last(t.Context(), c.db)
	if err != nil || !ok || last.At != r.At.Round(0) && !last.At.Equal(r.At) {
		t.Errorf("%+v %v", last, err)
	}
}

func TestOfflineQueue(t *testing.T) {
	f, s := serveReader(t)
	f.addFeed("feed/1", "https://news.example/feed", "News", "")
	f.add("feed/1", 500)
	c := open(t, "greader", s.URL)
	c.run()
	f.down = true
	if n, err := c.db.MarkAllRead(t.Context(), feed.Query{}); err != nil || n != 500 {
		t.Fatal(n, err)
	}
	c.mark("Item 7", false, true)
	r, err := c.s.Run(t.Context())
	if err == nil || r.Waiting != 501 || !strings.Contains(r.Error, "out of service") {
		t.Fatalf("%+v %v", r, err)
	}
	f.down = false
	if r := c.run(); r.Sent != 501 || r.Waiting != 0 {
		t.Errorf("%+v", r)
	}
	c.same(f.fakeServer)
}

func TestFoldersAndFeedsBothWays(t *testing.T) {
	f, s := serveReader(t)
	f.addFeed("feed/1", "https://one.example/feed", "One", "A")
	f.addFeed("feed/2", "https://two.example/feed", "Two", "A")
	f.addFeed("feed/3", "https://three.example/feed", "Three", "")
	c := open(t, "greader", s.URL)
	ctx := t.Context()
	mine, err := c.db.AddFeed(ctx, feed.Feed{URL: "https://mine.example/feed", Title: "Mine", Folder: "Own"})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range []feed.Feed{
		{URL: "https://two.example/feed", Title: "Two"},
		{URL: "https://ann:secret@private.example/feed", Title: "Private"},
		{URL: "https://cookies.example/feed", Title: "Cookies", Settings: feed.Settings{Cookies: "/tmp/c"}},
		{URL: "https://refused.example/feed", Title: "Refused"},
	} {
		if _, err := c.db.AddFeed(ctx, f); err != nil {
			t.Fatal(err)
		}
	}
	r := c.run()
	if r.FeedsGone != 1 || len(r.Notes) != 3 || strings.Contains(fmt.Sprint(r), "secret") {
		t.Errorf("%+v", r)
	}
	byURL := func() map[string]feed.Feed {
		list, err := c.db.Feeds(ctx)
		if err != nil {
			t.Fatal(err)
		}
		out := map[string]feed.Feed{}
		for _, f := range list {
			out[f.URL] = f
		}
		return out
	}
	c.run()
	onServer := func(u string) *fakeFeed {
		for _, s := range f.feeds {
			if s.url == u {
				return s
			}
		}
		return nil
	}
	if s := onServer("https://mine.example/feed"); s == nil || s.folder != "Own" || byURL()["https://mine.example/feed"].Folder != "Own" {
		t.Errorf("%+v, here %+v", s, byURL()["https://mine.example/feed"])
	}
	if byURL()["https://two.example/feed"].Folder != "A" || byURL()["https://two.example/feed"].Settings.Paused {
		t.Errorf("%+v", byURL()["https://two.example/feed"])
	}
	if onServer("https://private.example/feed") != nil || onServer("https://cookies.example/feed") != nil || len(f.feeds) != 4 {
		t.Errorf("%v", f.feeds)
	}
	// Both sides change different things.
	one := byURL()["https://one.example/feed"]
	one.Folder, one.Settings.Title = "B", "First"
	if err := c.db.UpdateFeed(ctx, one); err != nil {
		t.Fatal(err)
	}
	f.feeds["feed/2"].folder, f.feeds["feed/3"].title = "C", "Third"
	if err := c.db.RemoveFeed(ctx, mine); err != nil {
		t.Fatal(err)
	}
	c.run()
	if x := f.feeds["feed/1"]; x.folder != "B" || x.title != "First" {
		t.Errorf("%+v", x)
	}
	if x := byURL()["https://two.example/feed"]; x.Folder != "C" {
		t.Errorf("%+v", x)
	}
	if x := byURL()["https://three.example/feed"]; x.Title != "Third" {
		t.Errorf("%+v", x)
	}
	if onServer("https://mine.example/feed") != nil {
		t.Error("the removed feed is still on the server")
	}
	if words, err := c.db.Undo(ctx); err != nil || !strings.Contains(words, "Mine") {
		t.Fatal(words, err)
	}
	c.run()
	if onServer("https://mine.example/feed") == nil {
		t.Error("the feed that came back here did not on the server")
	}
	f.Lock()
	delete(f.feeds, "feed/3")
	f.Unlock()
	c.run()
	if _, ok := byURL()["https://three.example/feed"]; ok {
		t.Error("a feed that the server no longer follows is still here")
	}
	if r := c.run(); r.FeedsHere+r.FeedsGone != 0 {
		t.Errorf("%+v", r)
	}
}

func TestAFeedThatTheServerOnlySaysItTookStays(t *testing.T) {
	f, s := serveReader(t)
	f.addFeed("feed/1", "https://one.example/feed", "One", "")
	c := open(t, "greader", s.URL)
	if _, err := c.db.AddFeed(t.Context(), feed.Feed{URL: "https://forgotten.example/feed"}); err != nil {
		t.Fatal(err)
	}
	said := ""
	for range 3 {
		said += fmt.Sprint(c.run().Notes)
		if feeds, _ := c.db.Feeds(t.Context()); len(feeds) != 2 {
			t.Fatalf("%d feeds", len(feeds))
		}
	}
	if !strings.Contains(said, "does not list it") {
		t.Error(said)
	}
}

func TestAServerThatListsNoFeedsRemovesNone(t *testing.T) {
	f, s := serveReader(t)
	for i := range 6 {
		f.addFeed(fmt.Sprintf("feed/%d", i), fmt.Sprintf("https://f%d.example/feed", i), fmt.Sprint("F", i), "")
	}
	c := open(t, "greader", s.URL)
	c.run()
	f.noFeeds = true
	r := c.run()
	if feeds, _ := c.db.Feeds(t.Context()); len(feeds) != 6 || len(r.Notes) != 1 || !strings.Contains(r.Notes[0], "--allow-removals") {
		t.Errorf("%d feeds, %+v", len(feeds), r)
	}
	c.s.AllowRemovals = true
	c.run()
	if feeds, _ := c.db.Feeds(t.Context()); len(feeds) != 0 {
		t.Errorf("%d feeds", len(feeds))
	}
}

// What the feed itself brought is not doubled by the server, and marks of both sides are joined.
func TestItemsPolledHereAreRecognised(t *testing.T) {
	f, s := serveReader(t)
	f.addFeed("feed/1", "https://news.example/feed", "News", "")
	items := f.add("feed/1", 3)
	items[1].starred = true
	c := open(t, "greader", s.URL)
	ctx := t.Context()
	id, err := c.db.AddFeed(ctx, feed.Feed{URL: "https://news.example/feed"})
	if err != nil {
		t.Fatal(err)
	}
	var list []feed.Item
	for _, it := range items {
		list = append(list, feed.Item{GUID: "urn:" + it.title, Title: it.title, Link: it.link + "?utm_source=x", Content: "<p>Own text</p>", Published: time.Unix(it.at, 0)})
	}
	if _, err := c.db.SavePoll(ctx, pollOf(id, list)); err != nil {
		t.Fatal(err)
	}
	c.mark("Item 0", true, true)
	r := c.run()
	c.run()
	if r.NewItems != 0 {
		t.Errorf("%+v", r)
	}
	c.same(f.fakeServer)
	if !items[0].read || !items[0].starred || !c.rows()["Item 1"].Bookmarked {
		t.Error("marks were lost at the first meeting")
	}
	if it, err := c.db.Item(ctx, c.rows()["Item 2"].ID); err != nil || it.Content != "<p>Own text</p>" || it.GUID != "urn:Item 2" {
		t.Errorf("%+v %v", it, err)
	}
}

func TestCredentialsStandNowhere(t *testing.T) {
	f, s := serveReader(t)
	f.addFeed("feed/1", "https://news.example/feed", "News", "")
	get := fetch.New(fetch.Options{Limits: fetch.Limits{HostGap: -1}})
	for _, kind := range sync.Kinds() {
		server, err := sync.Dial(get, sync.Account{Kind: kind, Address: s.URL, User: fakeUser, Password: func(context.Context) (string, error) { return "wrong-hunter2", nil }})
		if err != nil {
			t.Fatal(err)
		}
		db, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "tidings.db"))
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		r, err := (&sync.Syncer{Store: db, Server: server, Parse: feed.Parse}).Run(t.Context())
		if err == nil {
			t.Errorf("%s: a wrong password passed", kind)
		}
		kept, _ := db.State(t.Context(), "sync")
		if said := fmt.Sprintf("%v %+v %s", err, r, kept); strings.Contains(said, "hunter2") || strings.Contains(said, f.auth) && f.auth != "" {
			t.Errorf("%s: %s", kind, said)
		}
		if kind == "greader" && !errors.Is(err, sync.ErrLogin) {
			t.Error(err)
		}
	}
	for _, a := range []sync.Account{
		{Kind: "greader", Address: "http://news.example.org", User: "a"},
		{Kind: "greader", Address: "https://ann:hunter2@news.example.org", User: "a"},
		{Kind: "greader", Address: "ftp://news.example.org", User: "a"},
		{Kind: "nntp", Address: "https://news.example.org", User: "a"},
		{Kind: "freshrss", User: "a"},
		{Kind: "ttrss", Address: "https://news.example.org"},
	} {
		if _, err := sync.Dial(get, a); err == nil || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%+v: %v", a, err)
		}
	}
}

func TestOnlyOneSyncsAtATime(t *testing.T) {
	_, s := serveReader(t)
	c := open(t, "greader", s.URL)
	other, err := store.Open(t.Context(), c.db.Path())
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	if ok, err := other.SyncBegin(t.Context(), "x", time.Now().Add(time.Minute)); err != nil || !ok {
		t.Fatal(ok, err)
	}
	if _, err := c.s.Run(t.Context()); !errors.Is(err, sync.ErrBusy) {
		t.Error(err)
	}
	if err := other.SyncEnd(t.Context()); err != nil {
		t.Fatal(err)
	}
	c.run()
}

// What was marked last goes to the server when the program ends; a server that hangs then holds nobody up.
func TestTheEndSendsWhatWaits(t *testing.T) {
	f, s := serveReader(t)
	f.addFeed("feed/1", "https://news.example/feed", "News", "")
	items := f.add("feed/1", 3)
	c := open(t, "greader", s.URL)
	nudge := make(chan struct{}, 1)
	c.s.Nudge = nudge
	for _, slow := range []bool{false, true} {
		ctx, stop := context.WithCancel(t.Context())
		synced, done := make(chan struct{}, 1), make(chan struct{})
		go func() {
			c.s.Every(ctx, time.Hour, func(_ sync.Report, err error) {
				if err != nil {
					t.Error(err)
				}
				synced <- struct{}{}
			})
			close(done)
		}()
		<-synced
		nudge <- struct{}{}
		<-synced // long before its hour
		c.mark("Item 1", !slow, true)
		if slow {
			f.Lock() // the server hangs
		}
		began := time.Now()
		stop()
		<-done
		if took := time.Since(began); took > 5*time.Second {
			t.Errorf("the end took %s", took)
		}
		if slow {
			f.Unlock()
			if r, _, err := sync.Last(t.Context(), c.db); err != nil || r.Error != "" {
				t.Errorf("%+v %v", r, err)
			}
		} else if !items[1].read || !items[1].starred {
			t.Error("the last marks did not reach the server")
		}
	}
	c.run()
	c.same(f.fakeServer)
}

// What is known of one account is not taken for another's, on the same server either.
func TestAnotherAccount(t *testing.T) {
	f, s := serveReader(t)
	f.addFeed("feed/1", "https://news.example/feed", "News", "")
	items := f.add("feed/1", 5)
	c := open(t, "greader", s.URL)
	c.run()
	c.mark("Item 2", true, true) // for an account that is left before it is sent
	get := fetch.New(fetch.Options{Limits: fetch.Limits{HostGap: -1}})
	other, err := sync.Dial(get, sync.Account{Kind: "greader", Address: s.URL + "/", User: "bob", Password: func(context.Context) (string, error) { return "x", nil }})
	if err != nil {
		t.Fatal(err)
	}
	if other.Account() == c.s.Server.Account() {
		t.Fatal("two users are one account")
	}
	// A mistyped name forgets nothing.
	if _, err := (&sync.Syncer{Store: c.db, Server: other, Parse: feed.Parse}).Run(t.Context()); !errors.Is(err, sync.ErrLogin) {
		t.Fatal(err)
	}
	if _, n, err := c.db.SyncPending(t.Context(), 10); n != 2 || err != nil {
		t.Errorf("%d marks wait after a login that failed, %v", n, err)
	}
	ok, err := c.db.SyncBegin(t.Context(), other.Account(), time.Now().Add(time.Minute))
	if _, n, perr := c.db.SyncPending(t.Context(), 10); !ok || err != nil || perr != nil || n != 0 {
		t.Errorf("%v %v, %d marks wait %v", ok, err, n, perr)
	}
	if err := c.db.SyncEnd(t.Context()); err != nil {
		t.Fatal(err)
	}
	// Back again: items are recognised, and the marks reach the server all the same.
	if r := c.run(); r.NewItems != 0 {
		t.Errorf("%+v", r)
	}
	c.run()
	c.same(f.fakeServer)
	if !items[2].starred || !items[2].read {
		t.Error("the marks were lost")
	}
}
