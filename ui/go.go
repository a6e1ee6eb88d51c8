package ui

import (
	tea "charm.land/bubbletea/v2"

	"tidings/feed"
	"tidings/ui/keys"
)

// move moves the cursor of the list with the focus, and reports whether the action was one that does.
func (m *Model) move(a keys.Action, count int) bool {
	l, h := &m.items.list, m.itemHeights()
	if m.focus == paneFeeds {
		l, h = &m.feeds.list, oneLine
	}
	n, d := max(count, 1), 1
	switch a {
	case keys.Down:
		l.Move(n, h)
	case keys.Up:
		d = -1
		l.Move(-n, h)
	case keys.HalfDown:
		l.Page(n, 1, 2, h)
	case keys.HalfUp:
		d = -1
		l.Page(-n, 1, 2, h)
	case keys.PageDown:
		l.Page(n, 1, 1, h)
	case keys.PageUp:
		d = -1
		l.Page(-n, 1, 1, h)
	default:
		return false
	}
	if m.focus == paneFeeds {
		m.feeds.offGap(d)
	}
	return true
}

// toTop goes to the first row, or the count-th.
func (m *Model) toTop(count int) tea.Cmd {
	if m.focus == paneFeeds {
		m.feeds.list.To(count-1, oneLine)
		m.feeds.offGap(1)
		return nil
	}
	if m.focus == paneItems && !m.items.start {
		return m.load(replaceAll, nil, false)
	}
	m.items.list.To(max(count, 1)-1, m.itemHeights())
	return m.more()
}

// toBottom goes to the last row, or the count-th.
func (m *Model) toBottom(count int) tea.Cmd {
	if count > 0 {
		return m.toTop(count)
	}
	if m.focus == paneFeeds {
		m.feeds.list.To(len(m.feeds.nodes)-1, oneLine)
		return nil
	}
	p := &m.items
	if !p.end && pages(p.view.Order) {
		return m.load(fromEnd, nil, false)
	}
	p.list.To(len(p.rows)-1, m.itemHeights())
	return m.more()
}

// paneRight goes to the pane on the right; from feeds to items it opens the view under the cursor.
func (m *Model) paneRight() tea.Cmd {
	switch m.focus {
	case paneFeeds:
		return m.enter()
	case paneItems:
		if m.art.id == 0 || m.geo.is == one {
			return m.enter()
		}
		return m.to(paneArticle)
	}
	return nil
}

// cycle returns the pane d places on among those that have something to show.
func (m *Model) cycle(d int) pane {
	n := 3
	if m.art.id == 0 {
		n = 2
	}
	return pane((int(m.focus) + d + n) % n)
}

// enter opens what is under the cursor.
func (m *Model) enter() tea.Cmd {
	switch m.focus {
	case paneFeeds:
		n, ok := m.feeds.current()
		if !ok {
			return nil
		}
		cmd := m.to(paneItems)
		if n.view.same(m.items.view) && m.items.view.Narrow == "" {
			return cmd
		}
		v := n.view
		v.Order = m.items.view.Order
		if v.Order == feed.BestMatch {
			v.Order = feed.Newest
		}
		return tea.Batch(cmd, m.show(v))
	case paneItems:
		if r, ok := m.items.current(); ok {
			return m.open(r, true)
		}
	case paneArticle:
		if l, ok := m.reader.CurrentLink(); ok {
			return m.browse(l.URL)
		}
	}
	return nil
}

// back leaves the article, a search, or goes to the feeds; there is nothing behind the feeds.
func (m *Model) back() tea.Cmd {
	switch m.focus {
	case paneArticle:
		m.keepPlace()
		return tea.Batch(m.to(paneItems), m.saveState())
	case paneItems:
		if v := m.items.view; v.Narrow != "" {
			v.Narrow = ""
			return m.comeBack(v, true)
		}
		if m.items.view.Kind == viewSearch && m.before.Kind != viewSearch {
			return m.comeBack(m.before, false)
		}
		return m.to(paneFeeds)
	}
	m.say(m.keys.Key(keys.Quit) + " quits.")
	return nil
}
