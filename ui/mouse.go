package ui

import (
	tea "charm.land/bubbletea/v2"
)

// wheelRows is how far a step of the wheel scrolls.
const wheelRows = 3

// mouse takes clicks, the wheel and drags. What is typed is not disturbed by it.
func (m *Model) mouse(msg tea.MouseMsg) tea.Cmd {
	if !m.booted || m.ask != nil || m.geo.is == tooSmall {
		return nil
	}
	e := msg.Mouse()
	switch msg.(type) {
	case tea.MouseWheelMsg:
		switch e.Button {
		case tea.MouseWheelDown:
			return m.wheel(e, wheelRows)
		case tea.MouseWheelUp:
			return m.wheel(e, -wheelRows)
		}
	case tea.MouseClickMsg:
		if e.Button == tea.MouseLeft {
			return m.click(e)
		}
		if e.Button == tea.MouseBackward {
			if m.pick != nil {
				return m.pick.press(m, "esc", "")
			}
			return m.back()
		}
	case tea.MouseMotionMsg:
		if m.dragging != noBorder {
			return m.drag(e)
		}
	case tea.MouseReleaseMsg:
		m.dragging = noBorder
	}
	return nil
}

func (m *Model) wheel(e tea.Mouse, d int) tea.Cmd {
	g := m.geo
	switch {
	case m.pick != nil:
		m.pick.list.Scroll(d, m.pick.heights)
		m.pick.settle(max(-1, min(d, 1)))
	case g.feeds.has(e.X, e.Y):
		m.feeds.list.Scroll(d, oneLine)
		m.feeds.offGap(d)
	case g.items.has(e.X, e.Y):
		m.items.list.Scroll(d, m.itemHeights())
		return m.more()
	case g.article.has(e.X, e.Y):
		m.reader.Wheel(d)
	}
	return nil
}

// click chooses and opens what was clicked, or takes hold of a border.
func (m *Model) click(e tea.Mouse) tea.Cmd {
	g := m.geo
	if m.pick != nil {
		y := e.Y - g.body.y
		if m.pick.palette {
			y--
		}
		if i, ok := m.pick.list.RowAt(y, m.pick.heights); ok && m.pick.rows[m.pick.shown[i]].choose != nil {
			m.pick.list.To(i, m.pick.heights)
			return m.pick.press(m, "enter", "")
		}
		return nil
	}
	if m.welcome {
		return nil
	}
	m.said.Text = ""
	switch {
	case e.Y == 0 && !m.zen && e.X < 12:
		return m.back()
	case (g.is == three || g.is == choosing) && g.body.has(e.X, e.Y) && e.X == g.feeds.w:
		m.dragging = feedsBorder
	case (g.is == three || g.is == beside) && g.body.has(e.X, e.Y) && e.X == g.article.x-1:
		m.dragging = itemsBorder
	case g.is == over && e.Y == g.article.y-1:
		m.dragging = overBorder
	case g.feeds.has(e.X, e.Y):
		i, ok := m.feeds.list.RowAt(e.Y-g.feeds.y, oneLine)
		if !ok || m.feeds.nodes[i].gap {
			return m.to(paneFeeds)
		}
		cmd := m.to(paneFeeds)
		m.feeds.list.To(i, oneLine)
		if m.onFoldMark(m.feeds.nodes[i], e.X-g.feeds.x) {
			m.fold()
			return cmd
		}
		return tea.Batch(cmd, m.enter())
	case g.items.has(e.X, e.Y):
		i, ok := m.items.list.RowAt(e.Y-g.items.y, m.itemHeights())
		cmd := m.to(paneItems)
		if ok {
			m.items.list.To(i, m.itemHeights())
			return tea.Batch(cmd, m.open(m.items.rows[i], m.geo.article.w == 0))
		}
		return cmd
	case g.article.has(e.X, e.Y) && m.art.id != 0:
		cmd := m.to(paneArticle)
		if e.X == g.article.x+g.article.w-1 && !m.reader.ListsLinks() {
			m.dragging = articleTrack
		}
		return tea.Batch(cmd, m.reader.Click(e.X-g.article.x, e.Y-g.article.y))
	}
	return nil
}

// onFoldMark reports whether column x of the feeds is a folder's mark, or the space beside it: one column is a small target.
func (m *Model) onFoldMark(n node, x int) bool {
	at := 1 + feedIndent(n.depth, m.feeds.width)
	return n.folder && x >= at-1 && x <= at+1
}

// drag moves the border that the mouse holds, or the place in the article.
func (m *Model) drag(e tea.Mouse) tea.Cmd {
	g := m.geo
	switch m.dragging {
	case articleTrack:
		return m.reader.Click(g.article.w-1, min(max(e.Y-g.article.y, 0), g.article.h-1))
	case feedsBorder:
		m.sizes.Feeds = min(max(e.X, feedsLeast), m.w/3)
	case itemsBorder:
		x := 0
		if g.is == three {
			x = g.items.x
		}
		m.sizes.Items = min(max(e.X-x, itemsLeast), m.w-x-1-articleLeast)
	case overBorder:
		m.sizes.Over = min(max(e.Y-g.body.y, 4), g.body.h-8)
	}
	return m.arrange()
}
