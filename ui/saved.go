package ui

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"
)

// hits is how many unread items a saved search finds.
type hits struct {
	n    int
	more bool // than n: that many were looked at
}

// Counting what a search finds costs more than the other numbers, which the store keeps: it is done when nothing was marked for a
// moment, and not to the end.
const (
	countAfter  = 500 * time.Millisecond
	countAtMost = 999
)

// countSaved asks for the numbers beside saved searches in a moment.
func (m *Model) countSaved() tea.Cmd {
	if len(m.feeds.saved) == 0 {
		return nil
	}
	m.feeds.hitsReq = m.next()
	return m.tick(countAfter, savedDue{m.feeds.hitsReq})
}

// savedDue begins the counting, if nothing has asked for it since.
type savedDue struct{ req int }

func (d savedDue) apply(m *Model) tea.Cmd {
	if d.req != m.feeds.hitsReq {
		return nil
	}
	ctx, lib, saved := m.ctx, m.o.Library, m.feeds.saved
	return func() tea.Msg { return savedCounted{d.req, countEach(ctx, lib, saved)} }
}

// countEach counts what searches find. One that is not to be counted has no number.
func countEach(ctx context.Context, lib Library, saved [][2]string) map[string]hits {
	out := map[string]hits{}
	for _, s := range saved {
		if n, more, err := lib.CountUnread(ctx, s[1], countAtMost); err == nil {
			out[s[1]] = hits{n, more}
		}
	}
	return out
}

// savedCounted are the numbers beside saved searches.
type savedCounted struct {
	req  int
	hits map[string]hits
}

func (c savedCounted) apply(m *Model) tea.Cmd {
	if c.req == m.feeds.hitsReq {
		m.feeds.hits = c.hits
		m.feeds.build()
	}
	return nil
}
