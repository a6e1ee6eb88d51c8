package ui

import (
	"context"
	"slices"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"

	"tidings/feed"
	"tidings/ui/list"
)

// booted is what the list needs for the first screen. The feeds pane's part comes by bootedTree, read at the same time and
// maybe later: the list does not wait for it.
type booted struct {
	state  savedState
	view   view
	rows   []feed.Headline
	end    bool // there are no more
	states error
	// version is the store's number from before anything was read: what changes meanwhile is noticed.
	version int64
	err     error
}

// bootedTree is what the feeds pane needs for the first screen.
type bootedTree struct {
	req  int
	tree tree
	err  error
}

func (t bootedTree) apply(m *Model) tea.Cmd {
	if m.feeds.known { // a sync was quicker, and is newer
		return m.standing()
	}
	m.firstTree = &t
	if m.early != nil {
		return m.early.apply(m)
	}
	if !m.booted {
		return nil
	}
	return m.takeFirstTree()
}

// takeFirstTree fills the feeds pane for the first time.
func (m *Model) takeFirstTree() tea.Cmd {
	t := m.firstTree
	if t.err != nil { // not a first start: the feeds are there, but could not be read
		m.complain("The store could not be read: " + words(t.err))
		return m.standing()
	}
	m.setTree(t.tree)
	if i := m.feeds.find(m.items.view); i >= 0 && (m.focus != paneFeeds || m.lastKey.IsZero()) {
		m.feeds.list.To(i, oneLine)
	}
	if t.req < m.feeds.req { // something was marked meanwhile
		return tea.Batch(m.standing(), m.recount())
	}
	return tea.Batch(m.standing(), m.countSaved())
}

// drawnWithin is how long the frame of what Update has just made may take to be drawn.
const drawnWithin = 50 * time.Millisecond

// standing tells, a moment after list and feeds are both there, that the first screen stands.
func (m *Model) standing() tea.Cmd {
	if m.o.Shown == nil {
		return nil
	}
	tell := m.o.Shown
	return tea.Tick(drawnWithin, func(time.Time) tea.Msg {
		tell()
		return nil
	})
}

// tree is what the feeds pane shows.
type tree struct {
	feeds  []feed.Feed
	counts feed.Counts
	tags   map[string]int
	saved  [][2]string
}

// readAhead begins with the reading for the first screen, before Bubble Tea has prepared the terminal. The list comes first: one
// connection to the store does for both.
func (m *Model) readAhead() {
	list, tree := sync.OnceValue(m.bootList()), sync.OnceValue(m.bootTree())
	m.ahead = []tea.Cmd{list, tree}
	m.o.Beside(func() { list(); tree() })
}

func (m *Model) boot() tea.Cmd {
	if m.ahead != nil {
		return tea.Batch(m.ahead...)
	}
	return tea.Batch(m.bootList(), m.bootTree())
}

// Warm measures something that is not ASCII, for the first time: the measuring library then fills a table of 2 MB, which the
// first frame would wait for. It is best begun before the store is opened, when the processor's other core has nothing to do.
func Warm() { list.Measure(0).Width("│") }

func (m *Model) bootTree() tea.Cmd {
	m.feeds.req = m.next()
	req, ctx, lib := m.feeds.req, m.ctx, m.o.Library
	return func() tea.Msg {
		t, err := readTree(ctx, lib)
		return bootedTree{req, t, err}
	}
}

func (m *Model) bootList() tea.Cmd {
	ctx, lib, now, start, item, height := m.ctx, m.o.Library, m.now(), m.o.Start, m.o.StartItem, m.h
	return func() tea.Msg {
		var b booted
		b.version, _ = lib.Changed(ctx) // an error shows in what is read next
		b.state, b.states = loadState(ctx, lib)
		b.view = b.state.View
		if start != nil {
			b.view = viewOf(*start)
		}
		read := func(n int) {
			b.rows, b.err = lib.Headlines(ctx, limited(b.view.query(now), n))
			b.end = len(b.rows) < n
		}
		if read(beginning(b.view.Order, height)); b.err != nil {
			b.view = view{}
			read(beginning(b.view.Order, height))
		}
		if !b.end && !(b.has(b.state.Item) && b.has(b.state.Open) && b.has(item)) { // the place left last time is further down
			read(pageSize)
		}
		return b
	}
}

// has reports whether an item is among the rows; no item is.
func (b *booted) has(id feed.ItemID) bool {
	return id == 0 || slices.ContainsFunc(b.rows, func(h feed.Headline) bool { return h.ID == id })
}

// viewOf names a query given from outside.
func viewOf(q feed.Query) view {
	v := view{Text: q.Text, Order: q.Order}
	switch {
	case q.Feed != 0:
		v.Kind, v.Feed = viewFeed, q.Feed
	case q.Folder != "":
		v.Kind, v.Path = viewFolder, q.Folder
	case q.Tag != "":
		v.Kind, v.Path = viewTag, q.Tag
	case q.Text != "":
		v.Kind = viewSearch
	case q.Unread:
		v.Kind = viewUnread
	case q.Bookmarked:
		v.Kind = viewBookmarks
	case !q.Since.IsZero():
		v.Kind = viewToday
	}
	return v
}

func limited(q feed.Query, n int) feed.Query {
	q.Limit = n
	return q
}

func readTree(ctx context.Context, lib Library) (t tree, err error) {
	if t.feeds, err = lib.Feeds(ctx); err != nil {
		return t, err
	}
	if t.counts, err = lib.Counts(ctx); err != nil {
		return t, err
	}
	if t.tags, err = lib.Tags(ctx); err != nil {
		return t, err
	}
	t.saved, err = lib.SavedSearches(ctx)
	return t, err
}

func (b booted) apply(m *Model) tea.Cmd {
	// Places on the screen mean nothing before it has a size; and whether an empty list is a first start, the feeds tell.
	if m.w == 0 || len(b.rows) == 0 && m.firstTree == nil {
		m.early = &b
		return nil
	}
	m.booted, m.early = true, nil
	m.version = b.version
	m.restore(b.state)
	m.feeds.build()
	m.items.view = b.view
	m.showRows(b.rows, b.end)
	m.items.untouched = b.state.Uses == 0 // the first start: what comes meanwhile need not wait
	if b.state.View.same(b.view) {
		if _, i := m.items.find(b.state.Item); i >= 0 {
			m.items.list.Set(len(m.items.rows), i, i-b.state.Line, m.itemHeights())
		}
	}
	if b.err != nil {
		m.complain("The store could not be read: " + words(b.err))
	} else if b.states != nil {
		m.complain("The places left last time could not be read: " + words(b.states))
	}
	var first tea.Cmd
	if m.firstTree != nil {
		first = m.takeFirstTree()
	}
	cmd := tea.Batch(first, m.arrange())
	id := b.state.Open
	if m.o.StartItem != 0 {
		id = m.o.StartItem
	}
	if id != 0 {
		if h, _ := m.items.find(id); h != nil {
			cmd = tea.Batch(cmd, m.open(*h, m.focus == paneArticle || m.o.StartItem != 0))
			if id == b.state.Open {
				m.art.at = &b.state.At
			}
		} else if m.o.StartItem != 0 {
			cmd = tea.Batch(cmd, m.openByID(id))
		} else if m.focus == paneArticle {
			m.focus = paneItems
			cmd = tea.Batch(cmd, m.arrange())
		}
	} else if m.focus == paneArticle {
		m.focus = paneItems
		cmd = tea.Batch(cmd, m.arrange())
	}
	return tea.Batch(cmd, m.more(), m.askVersion())
}

func (m *Model) setTree(t tree) {
	m.feeds.known = true
	m.feeds.all, m.feeds.counts, m.feeds.tags, m.feeds.saved = t.feeds, t.counts, t.tags, t.saved
	if v := &m.items.view; v.Kind == viewFeed {
		if f, ok := m.feeds.feed(v.Feed); ok {
			v.Name = f.Title
		}
	}
	m.feeds.build()
	m.welcome = len(t.feeds) == 0 && t.counts.Total == 0
}

// showRows makes rows the list of the view, from its beginning.
func (m *Model) showRows(rows []feed.Headline, end bool) {
	p := &m.items
	p.of = p.view
	p.start, p.end = true, end
	p.moreUp, p.moreDn = false, false
	p.fresh, p.news = nil, 0
	clear(p.selected)
	p.list.Set(0, 0, 0, nil)
	p.replace(rows, 0, m.itemHeights(), false)
}
