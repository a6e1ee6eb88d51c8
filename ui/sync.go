package ui

import (
	"context"
	"errors"
	"time"

	tea "charm.land/bubbletea/v2"

	"tidings/feed"
)

// synced is the store as it is by now.
type synced struct {
	req   int
	tree  tree
	rows  []feed.Headline
	whole bool
	err   error
}

// syncEvery is how long after a sync the next one may begin: a refresh of a thousand feeds asks for it a thousand times.
const syncEvery = 300 * time.Millisecond

// syncNow begins the sync that was asked for during the last one.
type syncNow struct{}

func (syncNow) apply(m *Model) tea.Cmd {
	m.syncing = false
	return m.sync()
}

// sync reads counts and the view again, in the background: marks change in place, new items wait to be let in. While one
// is under way, further calls make one more afterwards.
func (m *Model) sync() tea.Cmd {
	if !m.booted {
		return nil
	}
	if m.syncing {
		m.syncAgain = true
		return nil
	}
	m.syncing = true
	p := &m.items
	p.syncReq = m.next()
	m.feeds.req = p.syncReq
	req, ctx, lib := p.syncReq, m.ctx, m.o.Library
	q := limited(p.view.query(m.now()), max(beginning(p.view.Order, m.h), len(p.rows)))
	return func() tea.Msg {
		s := synced{req: req}
		if s.tree, s.err = readTree(ctx, lib); s.err == nil {
			s.rows, s.err = lib.Headlines(ctx, q)
			s.whole = len(s.rows) < q.Limit
		}
		return s
	}
}

func (s synced) apply(m *Model) tea.Cmd {
	m.syncing = false
	var again tea.Cmd
	if m.syncAgain {
		m.syncing, m.syncAgain = true, false
		again = m.tick(syncEvery, syncNow{})
	}
	return tea.Batch(again, m.takeSync(s))
}

func (m *Model) takeSync(s synced) tea.Cmd {
	if s.err != nil {
		if !errors.Is(s.err, context.Canceled) {
			m.complain("The store could not be read: " + words(s.err))
		}
		return nil
	}
	if s.req >= m.feeds.req {
		m.setTree(s.tree)
	}
	count := m.countSaved()
	p := &m.items
	if s.req != p.syncReq { // another view is shown by now
		return count
	}
	if len(p.rows) == 0 || p.untouched && p.list.Cursor() == 0 {
		m.showRows(s.rows, s.whole)
		p.untouched = true
		return tea.Batch(count, m.arrange())
	}
	p.merge(s.rows, s.whole)
	return count
}

// counted are the numbers beside views and feeds as they are by now.
type counted struct {
	req    int
	counts feed.Counts
	tags   map[string]int
	err    error
}

// recount reads the numbers again, as after a mark.
func (m *Model) recount() tea.Cmd {
	m.feeds.req = m.next()
	req, ctx, lib := m.feeds.req, m.ctx, m.o.Library
	return func() tea.Msg {
		c := counted{req: req}
		if c.counts, c.err = lib.Counts(ctx); c.err != nil {
			return c
		}
		c.tags, c.err = lib.Tags(ctx)
		return c
	}
}

func (c counted) apply(m *Model) tea.Cmd {
	if c.req != m.feeds.req {
		return nil
	}
	if c.err != nil {
		m.complain("The numbers could not be read: " + words(c.err))
		return nil
	}
	m.feeds.counts, m.feeds.tags = c.counts, c.tags
	m.feeds.build()
	return m.countSaved()
}
