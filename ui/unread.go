package ui

import (
	tea "charm.land/bubbletea/v2"

	"tidings/feed"
	"tidings/ui/keys"
)

// step goes to the next or previous item and, where an article has the keys, opens it.
func (m *Model) step(d int) tea.Cmd {
	p := &m.items
	if len(p.rows) == 0 {
		return nil
	}
	if !p.list.Move(d, m.itemHeights()) {
		if d > 0 {
			m.say("This is the last item.")
		} else {
			m.say("This is the first item.")
		}
		return m.more()
	}
	cmd := m.more()
	if m.focus == paneArticle {
		r, _ := p.current()
		return tea.Batch(cmd, m.open(r, true))
	}
	return cmd
}

// readOn is Space: the article scrolls on; at its end, or where it is not the one under the cursor, the next unread opens.
func (m *Model) readOn() tea.Cmd {
	r, ok := m.items.current()
	if !ok || m.focus == paneFeeds {
		return m.enter()
	}
	if m.focus == paneItems {
		if m.art.id == r.ID && m.geo.article.w > 0 {
			if done, cmd := m.reader.Do(keys.ReadOn, 0); done {
				return cmd
			}
		} else if !r.Read {
			return m.open(r, m.geo.article.w == 0)
		}
	}
	return m.toUnreadOpen(1, 1, true)
}

// toUnread goes to the next (d 1) or previous (-1) unread item; an article that has the keys gives way to it.
func (m *Model) toUnread(d, n int) tea.Cmd {
	return m.toUnreadOpen(d, n, m.focus == paneArticle)
}

func (m *Model) toUnreadOpen(d, n int, open bool) tea.Cmd {
	p := &m.items
	if m.focus == paneFeeds {
		return m.toUnreadFeed(d)
	}
	last := -1
	for i := p.list.Cursor() + d; i >= 0 && i < len(p.rows); i += d {
		if !p.rows[i].Read {
			last = i
			if n--; n == 0 {
				break
			}
		}
	}
	if last >= 0 {
		p.list.To(last, m.itemHeights())
		cmd := m.more()
		if open {
			return tea.Batch(cmd, m.open(p.rows[last], m.focus == paneArticle || m.geo.article.w == 0))
		}
		return cmd
	}
	if r, ok := p.current(); ok && (d > 0 && !p.end || d < 0 && !p.start) && pages(p.view.Order) {
		return m.seekUnread(r, d, open)
	}
	if d > 0 {
		m.say("Nothing unread below.")
	} else {
		m.say("Nothing unread above.")
	}
	return nil
}

// toUnreadFeed goes to the next feed or view with unread items.
func (m *Model) toUnreadFeed(d int) tea.Cmd {
	for i := m.feeds.list.Cursor() + d; i >= 0 && i < len(m.feeds.nodes); i += d {
		if n := m.feeds.nodes[i]; n.count > 0 && n.view.Kind == viewFeed {
			m.feeds.list.To(i, oneLine)
			return nil
		}
	}
	m.say("No further feed has unread items.")
	return nil
}

// sought is the unread item beyond the window, if there is one.
type sought struct {
	req  int
	d    int
	row  []feed.Headline
	open bool
	err  error
}

// seekUnread looks for an unread item beyond the window.
func (m *Model) seekUnread(from feed.Headline, d int, open bool) tea.Cmd {
	p := &m.items
	p.req = m.next()
	p.moreUp, p.moreDn = false, false
	ctx, lib, q := m.ctx, m.o.Library, limited(p.view.query(m.now()), 1)
	q.Unread = true
	if d < 0 {
		q.Order = reversed(q.Order)
	}
	q.After = cursorOf(from)
	req := p.req
	return func() tea.Msg {
		row, err := lib.Headlines(ctx, q)
		return sought{req, d, row, open, err}
	}
}

func (s sought) apply(m *Model) tea.Cmd {
	if s.req != m.items.req {
		return nil
	}
	switch {
	case s.err != nil:
		m.complain("The list could not be read: " + words(s.err))
		return nil
	case len(s.row) == 0 && s.d > 0:
		m.say("Nothing unread below.")
		return nil
	case len(s.row) == 0:
		m.say("Nothing unread above.")
		return nil
	}
	return m.load(around, &s.row[0], s.open)
}
