package ui

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"tidings/feed"
	"tidings/ui/keys"
)

// marked is the outcome of a mark that the screen already shows.
type marked struct {
	back func(m *Model) // puts the screen back as it was
	what string
	kept []feed.ItemID // new bookmarks
	err  error
}

func (r marked) apply(m *Model) tea.Cmd {
	if r.err != nil {
		r.back(m)
		m.complain(r.what + " could not be stored: " + words(r.err) + ". It is as it was before.")
		return nil
	}
	return tea.Batch(m.recount(), m.fetchKept(r.kept))
}

// chosen returns the items that a mark is meant for: the selected ones, else the one at hand.
func (m *Model) chosen() []feed.Headline {
	if m.focus == paneItems && len(m.items.selected) > 0 {
		var out []feed.Headline
		for _, r := range m.items.rows {
			if m.items.selected[r.ID] {
				out = append(out, r)
			}
		}
		return out
	}
	if m.focus == paneArticle && m.art.id != 0 {
		if h, _ := m.items.find(m.art.id); h != nil {
			return []feed.Headline{*h}
		}
		return []feed.Headline{m.art.head}
	}
	if r, ok := m.items.current(); ok {
		return []feed.Headline{r}
	}
	return nil
}

func ids(hs []feed.Headline) []feed.ItemID {
	out := make([]feed.ItemID, len(hs))
	for i, h := range hs {
		out[i] = h.ID
	}
	return out
}

// toggleRead marks read what is unread; all of it unread if nothing is.
func (m *Model) toggleRead() tea.Cmd {
	hs := m.chosen()
	if len(hs) == 0 {
		return nil
	}
	read := false
	for _, h := range hs {
		read = read || !h.Read
	}
	cmd := m.markRead(ids(hs), read)
	word := "unread"
	if read {
		word = "read"
	}
	if m.focus == paneArticle { // where no list may show it
		m.say("Marked " + word + ".")
	}
	if len(hs) > 1 {
		clear(m.items.selected)
		m.say(fmt.Sprintf("%s marked %s. %s undoes it.", plural(len(hs), "item", "items"), word, m.keys.Key(keys.Undo)))
	}
	return cmd
}

// markRead shows the mark at once, stores it in a command, and takes it back if that fails.
func (m *Model) markRead(which []feed.ItemID, read bool) tea.Cmd {
	var changed []feed.ItemID
	feeds := map[feed.FeedID]int{}
	for _, id := range which {
		did := false // it may be in more than one list
		m.items.set(id, func(h *feed.Headline) {
			if h.Read != read && !did {
				did = true
				feeds[h.Feed]++
				changed = append(changed, id)
			}
			h.Read = read
		})
		if m.art.id == id {
			if !did && m.art.head.Read != read {
				changed = append(changed, id)
				feeds[m.art.head.Feed]++
			}
			m.art.head.Read = read
		}
	}
	if len(changed) == 0 {
		return nil
	}
	m.count(feeds, read)
	ctx, lib := m.ctx, m.o.Library
	back := func(m *Model) {
		for _, id := range changed {
			m.items.set(id, func(h *feed.Headline) { h.Read = !read })
			if m.art.id == id {
				m.art.head.Read = !read
			}
		}
		m.count(feeds, !read)
	}
	return func() tea.Msg {
		return marked{back: back, what: "The mark", err: lib.SetRead(ctx, changed, read)}
	}
}

// count changes the numbers beside feeds as a mark will have changed them.
func (m *Model) count(feeds map[feed.FeedID]int, read bool) {
	c := &m.feeds.counts
	if c.Feeds == nil {
		return
	}
	for id, n := range feeds {
		if read {
			n = -n
		}
		c.Feeds[id] = max(0, c.Feeds[id]+n)
		c.Unread = max(0, c.Unread+n)
	}
	m.feeds.build()
}

// toggleBookmark sets the bookmark, or takes it away where all have one.
func (m *Model) toggleBookmark() tea.Cmd {
	hs := m.chosen()
	if len(hs) == 0 {
		return nil
	}
	on := false
	for _, h := range hs {
		on = on || !h.Bookmarked
	}
	set := func(m *Model, on bool) {
		for _, h := range hs {
			m.items.set(h.ID, func(x *feed.Headline) { x.Bookmarked = on })
			if m.art.id == h.ID {
				m.art.head.Bookmarked = on
			}
		}
	}
	set(m, on)
	old := hs
	switch {
	case on && len(hs) == 1:
		m.say("Bookmarked.")
	case on:
		m.say(plural(len(hs), "item", "items") + " bookmarked.")
	case len(hs) > 1:
		m.say(plural(len(hs), "bookmark", "bookmarks") + " taken away. " + m.keys.Key(keys.Undo) + " brings them back.")
	default:
		m.say("Bookmark taken away. " + m.keys.Key(keys.Undo) + " brings it back.")
	}
	if len(hs) > 1 {
		clear(m.items.selected)
	}
	ctx, lib, which := m.ctx, m.o.Library, ids(hs)
	back := func(m *Model) {
		for _, h := range old {
			m.items.set(h.ID, func(x *feed.Headline) { x.Bookmarked = h.Bookmarked })
			if m.art.id == h.ID {
				m.art.head.Bookmarked = h.Bookmarked
			}
		}
	}
	kept := which
	if !on {
		kept = nil
	}
	return func() tea.Msg {
		return marked{back: back, what: "The bookmark", kept: kept, err: lib.SetBookmark(ctx, which, on)}
	}
}

// allRead is the outcome of marking a whole view.
type allRead struct {
	n    int
	name string
	back map[feed.ItemID]bool
	err  error
}

// readAll marks the whole view read: of the feed under the cursor, or the list at hand.
func (m *Model) readAll() tea.Cmd {
	v := m.items.view
	if m.focus == paneFeeds {
		n, ok := m.feeds.current()
		if !ok {
			return nil
		}
		v = n.view
	}
	q := v.query(m.now())
	q.Unread = true
	back := map[feed.ItemID]bool{}
	if v.same(m.items.view) {
		for i := range m.items.rows {
			if r := &m.items.rows[i]; !r.Read {
				back[r.ID] = true
				r.Read = true
			}
		}
	}
	ctx, lib, name := m.ctx, m.o.Library, v.title()
	return func() tea.Msg {
		n, err := lib.MarkAllRead(ctx, q)
		return allRead{n, name, back, err}
	}
}

func (r allRead) apply(m *Model) tea.Cmd {
	if r.err != nil {
		for id := range r.back {
			m.items.set(id, func(h *feed.Headline) { h.Read = false })
		}
		m.complain("The marks could not be stored: " + words(r.err) + ". Everything is as it was before.")
		return nil
	}
	if r.n == 0 {
		m.say("Nothing was unread in " + r.name + ".")
		return nil
	}
	m.say(fmt.Sprintf("%s of %s marked read. %s undoes it.", plural(r.n, "item", "items"), r.name, m.keys.Key(keys.Undo)))
	return m.sync()
}

// selectItem selects the item under the cursor for a common action and goes on to the next.
func (m *Model) selectItem() tea.Cmd {
	r, ok := m.items.current()
	if !ok {
		return nil
	}
	if m.items.selected[r.ID] {
		delete(m.items.selected, r.ID)
	} else {
		m.items.selected[r.ID] = true
	}
	m.items.list.Move(1, m.itemHeights())
	m.say(fmt.Sprintf("%s selected. Esc lets go.", plural(len(m.items.selected), "item", "items")))
	return m.more()
}

// undone is what was taken back, in words.
type undone struct {
	what string
	err  error
}

// undo takes back the newest step. One that brought feeds is asked about: who presses the key once too often loses no
// subscriptions.
func (m *Model) undo() tea.Cmd {
	ctx, lib := m.ctx, m.o.Library
	now := func() tea.Msg {
		what, err := lib.Undo(ctx)
		return undone{what, err}
	}
	return func() tea.Msg {
		if next, err := lib.UndoList(ctx, 1); err == nil && len(next) == 1 && next[0].Brought {
			return undoFeeds{next[0], now}
		}
		return now()
	}
}

// undoFeeds is a step that Undo would take back, and feeds with it.
type undoFeeds struct {
	step feed.Step
	now  tea.Cmd
}

func (u undoFeeds) apply(m *Model) tea.Cmd {
	if m.ask != nil {
		return nil // the person does something else by now
	}
	m.confirm(fmt.Sprintf("Undo “%s” (%s)? What it brought goes again.", u.step.Words, age(m.now(), u.step.At)), func(*Model) tea.Cmd { return u.now })
	return nil
}

func (u undone) apply(m *Model) tea.Cmd {
	switch {
	case u.err != nil:
		m.complain("Nothing could be undone: " + words(u.err))
		return nil
	case u.what == "":
		m.say("There is nothing to undo.")
		return nil
	}
	m.say("Undone: " + strings.TrimSuffix(u.what, ".") + ".")
	m.wantNews = false // a refresh under way may be of what was taken back, and what it counts is gone
	return m.sync()
}
