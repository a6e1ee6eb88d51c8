package ui

import (
	"slices"

	"tidings/feed"
	"tidings/ui/list"
)

const (
	pageSize   = 200  // headlines asked for at once while one moves on
	nearEdge   = 80   // rows before the end of what is known when more is asked for, and the least of a list's beginning
	windowSize = 4000 // headlines kept; beyond, the far side is dropped and asked for again when needed
)

// itemsPane is the list of headlines: a window of a view that may be far longer, read by keyset paging from both ends.
type itemsPane struct {
	view   view
	of     view // what rows are of: view, once they have come
	list   list.List
	rows   []feed.Headline
	at     map[feed.ItemID]int
	start  bool // rows begins where the view does
	end    bool // and ends there
	req    int  // the newest request for rows; an older answer is dropped
	moreUp bool // a page is on its way
	moreDn bool

	// untouched: the list was filled from nothing and nobody has moved in it yet; new items need not wait then.
	untouched bool
	fresh     []feed.Headline // the view as it is by now, when it has news; let in by a key
	news      int             // how many of fresh are not in rows
	syncReq   int
	left      []left // lists that a search or filter is shown in place of
	selected  map[feed.ItemID]bool
	group     grouping
	width     int
	cache     list.Cache[rowKey]
}

// grouping is what headings stand between items.
type grouping uint8

const (
	byDay grouping = iota
	byFeed
	ungrouped
)

func (p *itemsPane) init() {
	p.at = map[feed.ItemID]int{}
	p.selected = map[feed.ItemID]bool{}
}

// current returns the headline under the cursor.
func (p *itemsPane) current() (feed.Headline, bool) {
	if len(p.rows) == 0 {
		return feed.Headline{}, false
	}
	return p.rows[p.list.Cursor()], true
}

// find returns the headline of an item, if it is in the window.
func (p *itemsPane) find(id feed.ItemID) (*feed.Headline, int) {
	if i, ok := p.at[id]; ok && i < len(p.rows) && p.rows[i].ID == id {
		return &p.rows[i], i
	}
	return nil, -1
}

func (p *itemsPane) reindex() {
	clear(p.at)
	for i := range p.rows {
		p.at[p.rows[i].ID] = i
	}
}

// replace shows other rows, with the cursor on row cur, on the same line of the screen as before if keep.
func (p *itemsPane) replace(rows []feed.Headline, cur int, h list.Heights, keep bool) {
	line := p.list.Cursor() - p.list.Top()
	p.rows = rows
	p.reindex()
	top := cur
	if keep {
		top = max(0, cur-line)
	}
	p.list.Set(len(rows), cur, top, h)
}

// append adds a page at the end; prepend one before the beginning. The far side is dropped beyond windowSize, but never
// what is near the cursor.
func (p *itemsPane) append(more []feed.Headline, h list.Heights) {
	for _, r := range more {
		if _, ok := p.at[r.ID]; ok {
			continue // it moved while the pages were read
		}
		p.at[r.ID] = len(p.rows)
		p.rows = append(p.rows, r)
	}
	cur, top := p.list.Cursor(), p.list.Top()
	if drop := len(p.rows) - windowSize; drop > 0 && pages(p.view.Order) && top > drop+nearEdge {
		p.rows = slices.Clone(p.rows[drop:])
		p.start = false
		p.reindex()
		cur, top = cur-drop, top-drop
	}
	p.list.Set(len(p.rows), cur, top, h)
}

func (p *itemsPane) prepend(more []feed.Headline, h list.Heights) {
	fresh := make([]feed.Headline, 0, len(more)+len(p.rows))
	for _, r := range more {
		if _, ok := p.at[r.ID]; !ok {
			fresh = append(fresh, r)
		}
	}
	n := len(fresh)
	p.rows = append(fresh, p.rows...)
	cur, top := p.list.Cursor()+n, p.list.Top()+n
	if len(p.rows) > windowSize && cur < windowSize-nearEdge {
		p.rows = slices.Clone(p.rows[:windowSize])
		p.end = false
	}
	p.reindex()
	p.list.Set(len(p.rows), cur, top, h)
}

// merge takes the view as it is by now: marks and edits of known rows are taken over in place; rows that are new are
// counted and wait in fresh; nothing moves. Rows of an unread view that are gone from it have been read; that can be told
// if now is the whole view.
func (p *itemsPane) merge(now []feed.Headline, whole bool) {
	if !p.start {
		return
	}
	got := make(map[feed.ItemID]bool, len(now))
	p.news = 0
	for _, r := range now {
		got[r.ID] = true
		if old, _ := p.find(r.ID); old != nil {
			*old = r
		} else if p.within(r) {
			p.news++
		}
	}
	if p.view.Kind == viewUnread && whole {
		for i := range p.rows {
			if !got[p.rows[i].ID] {
				p.rows[i].Read = true
			}
		}
	}
	p.fresh = nil
	if p.news > 0 {
		p.fresh = now
	}
}

// within reports whether a row not known belongs into the window: the rest comes by paging.
func (p *itemsPane) within(r feed.Headline) bool {
	if p.end || len(p.rows) == 0 {
		return true
	}
	last := p.rows[len(p.rows)-1]
	switch p.view.Order {
	case feed.Newest:
		return after(r, last)
	case feed.Oldest:
		return after(last, r)
	}
	return false
}

// after reports whether a comes after b in time, ties broken as the store does: by id.
func after(a, b feed.Headline) bool {
	if !a.Published.Equal(b.Published) {
		return a.Published.After(b.Published)
	}
	return a.ID > b.ID
}

// letIn makes the fresh rows the list's, with the row under the cursor kept even if it is no longer of the view.
func (p *itemsPane) letIn(h list.Heights) {
	if p.fresh == nil {
		return
	}
	rows := slices.Clone(p.fresh)
	cur := 0
	if r, ok := p.current(); ok {
		cur = slices.IndexFunc(rows, func(x feed.Headline) bool { return x.ID == r.ID })
		if cur < 0 {
			cur = len(rows)
			for i := range rows {
				if (p.view.Order == feed.Newest && after(r, rows[i])) || (p.view.Order == feed.Oldest && after(rows[i], r)) {
					cur = i
					break
				}
			}
			rows = slices.Insert(rows, cur, r)
		}
	}
	p.fresh, p.news = nil, 0
	p.end = false // more may lie behind what was read; the next page tells
	atTop := p.list.Top() == 0
	p.replace(rows, cur, h, true)
	if atTop { // who stands at the top wants to see what came; as much of it as fits over the cursor
		p.list.Set(len(rows), cur, 0, h)
	}
}

// set changes a headline in place, wherever it is in the window.
func (p *itemsPane) set(id feed.ItemID, f func(h *feed.Headline)) {
	if h, _ := p.find(id); h != nil {
		f(h)
	}
	for _, rows := range p.others() {
		if i := slices.IndexFunc(rows, func(h feed.Headline) bool { return h.ID == id }); i >= 0 {
			f(&rows[i])
		}
	}
}

// others are the rows that are not shown now.
func (p *itemsPane) others() [][]feed.Headline {
	out := [][]feed.Headline{p.fresh}
	for _, l := range p.left {
		out = append(out, l.rows)
	}
	return out
}
