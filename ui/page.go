package ui

import (
	"context"
	"errors"
	"slices"

	tea "charm.land/bubbletea/v2"

	"tidings/feed"
)

// page is a part of a view.
type page struct {
	req   int
	where where
	rows  []feed.Headline
	whole bool // fewer came than were asked for: there are no more
	open  bool // open what the cursor came to
	err   error
}

// where says what a page is for.
type where uint8

const (
	replaceAll where = iota // the view from its beginning
	fromEnd                 // the view's last page
	around                  // a page that begins at an item further down
	below                   // continues the window
	above                   // comes before it
)

// show opens a view from its beginning.
func (m *Model) show(v view) tea.Cmd {
	m.items.view = v
	m.items.untouched = false
	if i := m.feeds.find(v); i >= 0 {
		m.feeds.list.To(i, oneLine)
	}
	return m.load(replaceAll, nil, false)
}

// beginning is how many headlines of a view are read before it is shown: a screenful, since each may lie on a page of the store
// of its own, which is nearly all that opening a list costs. Orders that can't be continued are read to the usual size at once.
// height is the terminal's.
func beginning(o feed.Order, height int) int {
	if !pages(o) {
		return pageSize
	}
	return max(nearEdge, height)
}

// load asks for a page of the current view.
func (m *Model) load(w where, from *feed.Headline, open bool) tea.Cmd {
	p := &m.items
	q := p.view.query(m.now())
	q.Limit = beginning(q.Order, m.h)
	if w == below || w == above {
		q.Limit = pageSize
	}
	ctx, lib := m.ctx, m.o.Library
	switch w {
	case below:
		if p.end || p.moreDn || len(p.rows) == 0 {
			return nil
		}
		p.moreDn = true
		q.After = cursorOf(p.rows[len(p.rows)-1])
	case above:
		if p.start || p.moreUp || len(p.rows) == 0 {
			return nil
		}
		p.moreUp = true
		q.Order = reversed(q.Order)
		q.After = cursorOf(p.rows[0])
	case fromEnd:
		q.Order = reversed(q.Order)
		p.req = m.next()
	case around:
		q.After = cursorOf(*from)
		q.Limit--
		p.req = m.next()
	default:
		p.req = m.next()
	}
	if w != below && w != above {
		p.syncReq = p.req
	}
	req := p.req
	var first feed.Headline
	if from != nil {
		first = *from
	}
	return func() tea.Msg {
		rows, err := lib.Headlines(ctx, q)
		msg := page{req: req, where: w, rows: rows, whole: len(rows) < q.Limit, err: err, open: open}
		switch w {
		case above, fromEnd:
			slices.Reverse(msg.rows)
		case around:
			msg.rows = append([]feed.Headline{first}, msg.rows...)
		}
		return msg
	}
}

func cursorOf(h feed.Headline) *feed.Cursor { return &feed.Cursor{Published: h.Published, ID: h.ID} }

func (g page) apply(m *Model) tea.Cmd {
	p := &m.items
	if g.req != p.req {
		return nil
	}
	if g.err != nil {
		p.moreUp, p.moreDn = false, false
		if !errors.Is(g.err, context.Canceled) {
			m.complain("The list could not be read: " + words(g.err))
		}
		return nil
	}
	h := m.itemHeights()
	switch g.where {
	case below:
		p.moreDn = false
		p.end = g.whole
		p.append(g.rows, h)
	case above:
		p.moreUp = false
		p.start = g.whole
		p.prepend(g.rows, h)
	case fromEnd:
		m.showRows(g.rows, true)
		p.start = g.whole
		p.list.To(len(p.rows)-1, h)
	case around:
		m.showRows(g.rows, g.whole)
		p.start = false
	default:
		m.showRows(g.rows, g.whole)
	}
	cmd := m.more()
	if g.open {
		if r, ok := p.current(); ok {
			return tea.Batch(cmd, m.open(r, m.focus == paneArticle))
		}
	}
	return cmd
}

// more asks for the next page when the cursor comes near the edge of what is known.
func (m *Model) more() tea.Cmd {
	p := &m.items
	if len(p.rows) == 0 {
		return nil
	}
	if p.list.Cursor() > len(p.rows)-max(nearEdge, m.h) {
		return m.load(below, nil, false)
	}
	if p.list.Cursor() < nearEdge && pages(p.view.Order) {
		return m.load(above, nil, false)
	}
	return nil
}
