package ui

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"tidings/feed"
	"tidings/feed/article"
	"tidings/feed/discover"
	"tidings/feed/moving"
	"tidings/feed/poll"
)

// fakeNow is the time in all tests here.
var fakeNow = time.Date(2026, 11, 23, 15, 30, 0, 0, time.UTC)

// fake is a library, opener, refresher and subscriber in memory.
type fake struct {
	mu      sync.Mutex
	feeds   []feed.Feed
	items   []feed.Headline
	arts    map[feed.ItemID]article.Article
	cached  map[feed.ItemID]bool
	state   map[string][]byte
	undos   []func() string
	edited  []string
	next    []feed.Step    // what UndoList tells; nil: nothing worth a question
	finds   map[string]int // unread items by query
	saved   [][2]string
	version int64
	found   []discover.Found
	brings  moving.Report
	newer   map[feed.ItemID]article.Article // what pages say by now
	revs    map[feed.ItemID][]feed.Revision
	notes   map[feed.ItemID]string
	calls   map[string]int
	opened  []string
	copied  string
	paths   []string
	refresh [][]feed.FeedID
	fail    map[string]error
	openErr error
	ordered bool // items are newest first already
	closed  bool // while the model is in Update or View: any call is I/O in the wrong place
}

func (f *fake) did(what string) error {
	if f.closed {
		panic("I/O in Update or View: " + what)
	}
	if f.calls == nil {
		f.calls = map[string]int{}
	}
	f.calls[what]++
	return f.fail[what]
}

func (f *fake) Feeds(context.Context) ([]feed.Feed, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	err := f.did("Feeds")
	out := slices.Clone(f.feeds)
	for i := range out {
		out[i].Unread, out[i].Total = 0, 0
		for _, h := range f.items {
			if h.Feed == out[i].ID {
				out[i].Total++
				if !h.Read {
					out[i].Unread++
				}
			}
		}
	}
	slices.SortStableFunc(out, func(a, b feed.Feed) int {
		return cmp.Or(strings.Compare(a.Folder, b.Folder), strings.Compare(a.Title, b.Title))
	})
	return out, err
}

func (f *fake) Counts(context.Context) (feed.Counts, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	c := feed.Counts{Feeds: map[feed.FeedID]int{}}
	for _, h := range f.items {
		c.Total++
		if !h.Read {
			c.Unread++
			c.Feeds[h.Feed]++
			if fakeNow.Sub(h.Published) < 24*time.Hour {
				c.Today++
			}
		}
		if h.Bookmarked {
			c.Bookmarked++
		}
	}
	return c, f.did("Counts")
}

func (f *fake) Headlines(ctx context.Context, q feed.Query) ([]feed.Headline, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if err := cmp.Or(f.did("Headlines"), ctx.Err()); err != nil {
		return nil, err
	}
	if strings.Contains(q.Text, "(") {
		return nil, fmt.Errorf("list items: %w", &feed.QueryError{Column: 1, Reason: "a bracket has no end"})
	}
	if f.ordered && q.Order == feed.Newest {
		return f.straight(q), nil
	}
	var out []feed.Headline
	for _, h := range f.items {
		if f.selects(q, h) {
			out = append(out, h)
		}
	}
	newer := func(a, b feed.Headline) int {
		return cmp.Or(b.Published.Compare(a.Published), cmp.Compare(b.ID, a.ID))
	}
	switch q.Order {
	case feed.Oldest:
		slices.SortFunc(out, func(a, b feed.Headline) int { return newer(b, a) })
	default:
		slices.SortFunc(out, newer)
	}
	if q.After != nil {
		i := slices.IndexFunc(out, func(h feed.Headline) bool {
			d := cmp.Or(q.After.Published.Compare(h.Published), cmp.Compare(q.After.ID, h.ID))
			if q.Order == feed.Oldest {
				d = -d
			}
			return d > 0
		})
		if i < 0 {
			return nil, nil
		}
		out = out[i:]
	}
	n := q.Limit
	if n == 0 {
		n = 200
	}
	return slices.Clone(out[:min(n, len(out))]), nil
}

// straight answers a query on items that are in order already, as a store with an index would.
func (f *fake) straight(q feed.Query) []feed.Headline {
	from := 0
	if q.After != nil {
		from = int(q.After.ID) // ids count from 1, in order
	}
	var out []feed.Headline
	for _, h := range f.items[from:] {
		if f.selects(q, h) {
			if out = append(out, h); len(out) == q.Limit {
				break
			}
		}
	}
	return out
}

func (f *fake) selects(q feed.Query, h feed.Headline) bool {
	var folder string
	for _, x := range f.feeds {
		if x.ID == h.Feed {
			folder = x.Folder
		}
	}
	switch {
	case q.Feed != 0 && h.Feed != q.Feed, q.Unread && h.Read, q.Bookmarked && !h.Bookmarked,
		q.Folder != "" && folder != q.Folder && !strings.HasPrefix(folder, q.Folder+"/"),
		!q.Since.IsZero() && h.Published.Before(q.Since),
		q.Tag != "" && !slices.Contains(h.Tags, q.Tag):
		return false
	}
	words := strings.Fields(strings.ToLower(h.Title + " " + h.Summary))
	for _, w := range strings.Fields(strings.ToLower(q.Text)) {
		stem, goesOn := strings.CutSuffix(w, "*")
		if !slices.ContainsFunc(words, func(s string) bool { return s == stem || goesOn && strings.HasPrefix(s, stem) }) {
			return false
		}
	}
	return true
}

func (f *fake) Item(_ context.Context, id feed.ItemID) (feed.Item, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, h := range f.items {
		if h.ID == id {
			it := feed.Item{ID: id, Feed: h.Feed, Title: h.Title, Link: h.Link, Published: h.Published}
			if h.HasEnclosure {
				it.Enclosures = []feed.Enclosure{{URL: h.Link + "/sound.mp3", Type: "audio/mpeg"}}
			}
			return it, f.did("Item")
		}
	}
	return feed.Item{}, fmt.Errorf("store: item %d: not here", id)
}

// mark changes items and leaves a step for Undo.
func (f *fake) mark(words string, change func(h *feed.Headline) bool) int {
	old := slices.Clone(f.items)
	n := 0
	for i := range f.items {
		if change(&f.items[i]) {
			n++
		}
	}
	if n > 0 {
		f.version++
		f.undos = append(f.undos, func() string { f.items = old; return fmt.Sprintf(words, n) })
	}
	return n
}

func (f *fake) SetRead(_ context.Context, ids []feed.ItemID, read bool) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if err := f.did("SetRead"); err != nil {
		return err
	}
	f.mark("%d marks", func(h *feed.Headline) bool {
		if h.Read == read || !slices.Contains(ids, h.ID) {
			return false
		}
		h.Read = read
		return true
	})
	return nil
}

func (f *fake) SetBookmark(_ context.Context, ids []feed.ItemID, on bool) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if err := f.did("SetBookmark"); err != nil {
		return err
	}
	f.mark("%d bookmarks", func(h *feed.Headline) bool {
		if !slices.Contains(ids, h.ID) {
			return false
		}
		h.Bookmarked = on
		return true
	})
	return nil
}

func (f *fake) MarkAllRead(_ context.Context, q feed.Query) (int, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if err := f.did("MarkAllRead"); err != nil {
		return 0, err
	}
	return f.mark("%d items are unread again.", func(h *feed.Headline) bool {
		if h.Read || !f.selects(q, *h) {
			return false
		}
		h.Read = true
		return true
	}), nil
}

func (f *fake) Undo(context.Context) (string, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if err := f.did("Undo"); err != nil || len(f.undos) == 0 {
		return "", err
	}
	last := f.undos[len(f.undos)-1]
	f.undos = f.undos[:len(f.undos)-1]
	f.version++
	return last(), nil
}

func (f *fake) UndoList(context.Context, int) ([]feed.Step, error) { return f.next, nil }

func (f *fake) SetTags(_ context.Context, id feed.ItemID, tags []string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	for i := range f.items {
		if f.items[i].ID == id {
			f.items[i].Tags = tags
		}
	}
	return f.did("SetTags")
}

func (f *fake) Tags(context.Context) (map[string]int, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	out := map[string]int{}
	for _, h := range f.items {
		for _, t := range h.Tags {
			out[t]++
		}
	}
	return out, nil
}

func (f *fake) SavedSearches(context.Context) ([][2]string, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.saved), nil
}

func (f *fake) CountUnread(_ context.Context, query string, most int) (n int, more bool, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	err = f.did("CountUnread")
	n, ok := f.finds[query]
	if !ok {
		err = errors.New("no such query")
	}
	return min(n, most), n > most, err
}

func (f *fake) SaveView(_ context.Context, v feed.View) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.saved = slices.DeleteFunc(f.saved, func(s [2]string) bool { return s[0] == v.Name })
	if v.Query != "" {
		f.saved = append(f.saved, [2]string{v.Name, v.Query})
	}
	return f.did("SaveView")
}

func (f *fake) AddFeed(_ context.Context, x feed.Feed) (feed.FeedID, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if err := f.did("AddFeed"); err != nil {
		return 0, err
	}
	for _, y := range f.feeds {
		if x.URL != "" && x.URL == y.URL {
			return y.ID, fmt.Errorf("add %s: %w", x.URL, feed.ErrSubscribed)
		}
	}
	x.ID = feed.FeedID(len(f.feeds) + 1)
	f.feeds = append(f.feeds, x)
	return x.ID, nil
}

func (f *fake) RemoveFeed(_ context.Context, id feed.FeedID) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if err := f.did("RemoveFeed"); err != nil {
		return err
	}
	oldFeeds, oldItems := slices.Clone(f.feeds), slices.Clone(f.items)
	f.feeds = slices.DeleteFunc(f.feeds, func(x feed.Feed) bool { return x.ID == id })
	f.items = slices.DeleteFunc(f.items, func(h feed.Headline) bool { return h.Feed == id })
	f.undos = append(f.undos, func() string { f.feeds, f.items = oldFeeds, oldItems; return "a feed is back." })
	return nil
}

func (f *fake) UpdateFeed(_ context.Context, x feed.Feed) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	for i := range f.feeds {
		if f.feeds[i].ID == x.ID {
			f.feeds[i] = x
		}
	}
	return f.did("UpdateFeed")
}

func (f *fake) MoveFolder(_ context.Context, from, to string) (int, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	n := 0
	for i := range f.feeds {
		if rest, ok := strings.CutPrefix(f.feeds[i].Folder+"/", from+"/"); ok {
			f.feeds[i].Folder = strings.Trim(to+"/"+rest, "/")
			n++
		}
	}
	return n, f.did("MoveFolder")
}

func (f *fake) Changed(context.Context) (int64, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.version, f.did("Changed")
}

func (f *fake) State(_ context.Context, key string) ([]byte, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.state[key], f.did("State")
}

func (f *fake) SetState(_ context.Context, key string, v []byte) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.state == nil {
		f.state = map[string][]byte{}
	}
	f.state[key] = v
	return f.did("SetState")
}

func (f *fake) Cached(_ context.Context, id feed.ItemID) (article.Article, bool, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.did("Cached")
	return f.arts[id], f.cached[id], nil
}

func (f *fake) Open(ctx context.Context, id feed.ItemID) (article.Article, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.did("Open")
	return f.arts[id], cmp.Or(f.openErr, ctx.Err())
}

func (f *fake) FeedText(_ context.Context, id feed.ItemID) (article.Article, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	a := f.arts[id]
	a.Blocks = []article.Block{paragraph("This is the text that the feed brought.")}
	a.Removed = []article.Removed{{Kind: article.Donation, Reason: "asks for money", At: 1, Blocks: []article.Block{paragraph("The feed asks for a coin.")}}}
	return a, f.did("FeedText")
}

func (f *fake) KeepInFeedText(ctx context.Context, id feed.ItemID, n int) (article.Article, error) {
	a, err := f.FeedText(ctx, id)
	return a.Keep(n), err
}

func (f *fake) Keep(_ context.Context, id feed.ItemID, n int) (article.Article, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.arts[id] = f.arts[id].Keep(n)
	return f.arts[id], f.did("Keep")
}

func (f *fake) Refresh(ids ...feed.FeedID) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.refresh = append(f.refresh, ids)
}

func (f *fake) Stop() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.did("Stop")
}

func (f *fake) Events() <-chan poll.Progress { return nil }

func (f *fake) Discover(_ context.Context, address string) ([]discover.Found, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.found, f.did("Discover")
}

func (f *fake) KeepPage(_ context.Context, address string) (feed.ItemID, string, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if err := f.did("KeepPage"); err != nil {
		return 0, "", err
	}
	id := feed.ItemID(len(f.items) + 1)
	title := "The page at " + address
	f.items = append(f.items, feed.Headline{ID: id, Title: title, Link: address, Published: fakeNow, Read: true, Bookmarked: true})
	f.arts[id], f.cached[id] = article.Article{URL: address, Title: title, Blocks: []article.Block{paragraph("What the page says.")}}, true
	return id, title, nil
}

func (f *fake) Renew(_ context.Context, id feed.ItemID) (article.Article, bool, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	a, ok := f.newer[id]
	return a, ok, f.did("Renew")
}

func (f *fake) Revisions(_ context.Context, id feed.ItemID) ([]feed.Revision, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.revs[id], f.did("Revisions")
}

func (f *fake) Note(_ context.Context, id feed.ItemID) (string, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.notes[id], f.did("Note")
}

func (f *fake) SetNote(_ context.Context, id feed.ItemID, note string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.notes == nil {
		f.notes = map[feed.ItemID]string{}
	}
	f.notes[id] = note
	return f.did("SetNote")
}

func (f *fake) Preview(_ context.Context, path string) (moving.Report, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.brings, f.did("Preview")
}

func (f *fake) Import(_ context.Context, path string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.feeds = append(f.feeds, feed.Feed{ID: feed.FeedID(len(f.feeds) + 1), Title: "Imported", Folder: "New"})
	return f.did("Import")
}

// Edit notes what was to be edited; a test tells what came of it.
func (f *fake) Edit(text string) (Process, func() (string, error), error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.edited = append(f.edited, text)
	if err := f.did("Edit"); err != nil {
		return nil, nil, err
	}
	return nil, func() (string, error) { return text, nil }, nil
}

func (f *fake) OpenURL(_ context.Context, url string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.opened = append(f.opened, url)
	return f.did("OpenURL")
}

func (f *fake) Play(_ context.Context, e feed.Enclosure) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.opened = append(f.opened, e.URL)
	return nil
}

func (f *fake) Copy(_ context.Context, text string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.copied = text
	return nil
}

func (f *fake) Paths(_ context.Context, typed string) ([]string, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	out := slices.Clone(f.paths)
	return slices.DeleteFunc(out, func(p string) bool { return !strings.HasPrefix(p, typed) }), f.did("Paths")
}

func (f *fake) Pipe(command, text string) (Process, error) {
	return nil, fmt.Errorf("%s: not found", command)
}

// item returns an item as the fake has it.
func (f *fake) item(id feed.ItemID) feed.Headline {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, h := range f.items {
		if h.ID == id {
			return h
		}
	}
	return feed.Headline{}
}

func paragraph(s string) article.Block {
	id := uint64(14695981039346656037)
	for _, c := range []byte(s) {
		id = (id ^ uint64(c)) * 1099511628211
	}
	return article.Block{Kind: article.Paragraph, Spans: []article.Span{{Text: s}}, ID: id}
}

// library returns a small library with all that rows can show.
func library() *fake {
	f := &fake{arts: map[feed.ItemID]article.Article{}, cached: map[feed.ItemID]bool{}, fail: map[string]error{}}
	f.feeds = []feed.Feed{
		{ID: 1, Title: "The Harbour Herald", Folder: "World", URL: "https://herald.example/feed", Site: "https://herald.example/"},
		{ID: 2, Title: "Tagesblatt", Folder: "World", URL: "https://tagesblatt.example/rss"},
		{ID: 3, Title: "Le Quotidien", Folder: "World/Europe", State: feed.State{Error: "the server did not answer within 15 s"}},
		{ID: 4, Title: "Compiler Notes", Folder: "Tech"},
		{ID: 5, Title: "港の新聞", Folder: ""},
		{ID: 6, Title: "עיתון הנמל", Folder: ""},
	}
	add := func(id feed.FeedID, ago time.Duration, title, summary string, change ...func(*feed.Headline)) {
		n := feed.ItemID(len(f.items) + 1)
		h := feed.Headline{
			ID: n, Feed: id, Title: title, Summary: summary, Published: fakeNow.Add(-ago), Author: "A. Writer",
			Link: fmt.Sprintf("https://news.example/%d", n),
		}
		for _, x := range f.feeds {
			if x.ID == id {
				h.FeedTitle = x.Title
			}
		}
		for _, c := range change {
			c(&h)
		}
		f.items = append(f.items, h)
		a := article.Article{
			URL: h.Link, Title: title, Byline: "A. Writer", Site: h.FeedTitle, Language: "en", Published: h.Published,
			Blocks: []article.Block{paragraph(summary)},
		}
		for i := range 12 {
			a.Blocks = append(a.Blocks, paragraph(fmt.Sprintf("Paragraph %d of the article: the harbour lay quiet in the morning, and nobody "+
				"on the quay spoke of the storm that had passed two nights before, though every boat bore its marks.", i+1)))
		}
		a.Removed = []article.Removed{{
			Kind: article.Donation, Reason: "asks for money, speaks to “you”", At: 2,
			Blocks: []article.Block{paragraph("Your support helps us to tell the story. Give what you can.")},
		}}
		f.arts[n], f.cached[n] = a, true
	}
	read := func(h *feed.Headline) { h.Read = true }
	star := func(h *feed.Headline) { h.Bookmarked = true }
	preview := func(h *feed.Headline) { h.Preview = true }
	sound := func(h *feed.Headline) { h.HasEnclosure = true }
	tagged := func(h *feed.Headline) { h.Tags = []string{"sea"} }
	add(1, 30*time.Minute, "Ministers to meet in the old customs house before the long winter session of the council begins", "The talks were moved from the capital at short notice.")
	add(4, 2*time.Hour, "A compiler that explains itself", "Error messages have become a field of study.", star)
	add(5, 3*time.Hour, "津波警報が解除、港の漁船は夜明けに戻る", "気象庁は午前三時に警報を解除した。", read)
	add(6, 4*time.Hour, "הסירות חזרו לנמל עם שחר", "השירות המטאורולוגי ביטל את האזהרה.")
	add(2, 5*time.Hour, "Die Fähre fährt wieder", "Nach drei Tagen Pause.", preview, tagged)
	add(3, 26*time.Hour, "Le phare rallumé après trente ans 🎉", "", sound)
	add(1, 27*time.Hour, "Fish market reopens", "Prices are where they were.", read, star)
	for i := range 40 {
		add(feed.FeedID(i%4+1), time.Duration(30+i*7)*time.Hour, fmt.Sprintf("Older story number %d", i+1), "What happened then, in one line.", func(h *feed.Headline) { h.Read = i%3 == 0 })
	}
	return f
}

// many returns a library of n unread items, a minute apart.
func many(n int) *fake {
	f := &fake{
		arts: map[feed.ItemID]article.Article{}, fail: map[string]error{}, feeds: []feed.Feed{{ID: 1, Title: "All the news"}}, ordered: true,
	}
	for i := range n {
		f.items = append(f.items, feed.Headline{
			ID: feed.ItemID(i + 1), Feed: 1, FeedTitle: "All the news", Title: fmt.Sprintf("Headline %d of a long list of headlines", i+1),
			Summary: "A line below it.", Published: fakeNow.Add(-time.Duration(i) * time.Minute), Link: "https://news.example/",
		})
	}
	return f
}
