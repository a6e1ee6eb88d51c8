package ui

import (
	"fmt"
	"strings"

	"tidings/ui/list"
	"tidings/ui/status"
	"tidings/ui/style"
)

// drawTitle draws the top line: where one is, how to go back, and a refresh under way.
func (m *Model) drawTitle() string {
	t, ms := &m.theme, m.measure
	right := status.Progress(m.progress, m.marks)
	if m.busy != "" {
		right = m.busy + " " + m.marks.Dot + " Esc stops"
	}
	if right == "" {
		right = m.place()
	}
	name := m.items.view.title()
	lead := " "
	brand := "Tidings"
	switch {
	case m.geo.is == one && m.pick == nil && !m.welcome:
		brand = ""
		switch m.focus {
		case paneFeeds:
			brand, name = "Tidings", "Feeds"
		case paneItems, paneArticle:
			lead = " " + m.marks.Back + " "
		}
	case m.pick != nil:
		name = m.pick.title
	case m.welcome:
		name = ""
	}
	if n := m.feeds.counts.Unread; n > 0 && m.pick == nil && !m.welcome {
		u := m.unreadHere()
		if m.geo.is == one && m.focus == paneFeeds { // it is the feeds' title, not that of the list behind them
			u = n
		}
		if u > 0 {
			name += fmt.Sprintf(" %s %d unread", m.marks.Dot, u)
		}
	}
	if ms.Width(right) > m.w/2 { // the name matters more than how to stop
		right = strings.TrimSuffix(right, " "+m.marks.Dot+" Esc stops")
	}
	right = ms.Clip(right, max(0, m.w-12), m.marks.Ellipsis)
	rw := ms.Width(right)
	room := m.w - rw - 2
	head := lead
	if brand != "" {
		head += brand + "   "
	}
	head = ms.Clip(head, room, "")
	rest := ms.Clip(name, room-ms.Width(head), m.marks.Ellipsis)
	pad := m.w - ms.Width(head) - ms.Width(rest) - rw - 1
	return m.exact(t.Paint(style.Title, head)+t.Paint(style.Text, rest)+list.Spaces(pad)+t.Paint(style.Dim, right)+" ", m.w)
}

// unreadHere returns how many unread items the current view has, -1 when that is not known.
func (m *Model) unreadHere() int {
	c, p := &m.feeds.counts, &m.items
	if p.view.Narrow != "" { // nobody counts these but the list itself, when it has all of them
		if !p.start || !p.end || p.of.Narrow != p.view.Narrow {
			return -1
		}
		n := 0
		for i := range p.rows {
			if !p.rows[i].Read {
				n++
			}
		}
		return n
	}
	switch v := p.view; v.Kind {
	case viewAll, viewUnread:
		return c.Unread
	case viewToday:
		return c.Today
	default:
		if i := m.feeds.find(v); i >= 0 && v.Kind != viewBookmarks && !m.feeds.nodes[i].more {
			return m.feeds.nodes[i].count
		}
	}
	return -1
}

// total returns how many items the current view has, -1 when that is not known.
func (m *Model) total() int {
	p, c := &m.items, &m.feeds.counts
	if p.start && p.end {
		return len(p.rows)
	}
	if p.view.Narrow != "" {
		return -1
	}
	switch p.view.Kind {
	case viewAll:
		return c.Total
	case viewUnread:
		return max(c.Unread, len(p.rows))
	case viewBookmarks:
		return c.Bookmarked
	case viewFeed:
		if f, ok := m.feeds.feed(p.view.Feed); ok {
			return f.Total
		}
	case viewFolder:
		n := 0
		for _, f := range m.feeds.all {
			if f.Folder == p.view.Path || strings.HasPrefix(f.Folder, p.view.Path+"/") {
				n += f.Total
			}
		}
		return n
	}
	return -1
}

// place words where the cursor is: "2/57". It stays away where that is not known.
func (m *Model) place() string {
	if m.pick != nil || m.welcome || len(m.items.rows) == 0 || !m.feeds.known {
		return ""
	}
	if m.focus == paneArticle {
		if n := m.reader.MinutesLeft(); n > 0 {
			return fmt.Sprintf("%d min left", n)
		}
		return ""
	}
	if m.focus == paneFeeds {
		return ""
	}
	p, n := &m.items, m.total()
	at := p.list.Cursor() + 1
	switch {
	case p.start && n >= len(p.rows):
		return fmt.Sprintf("%d/%d", at, n)
	case p.start:
		return fmt.Sprintf("%d/%d+", at, len(p.rows))
	case p.end && n >= len(p.rows):
		return fmt.Sprintf("%d/%d", n-len(p.rows)+at, n)
	}
	return ""
}

// drawStatus draws the bottom line: what is typed, a message, or hints; new items on the right.
func (m *Model) drawStatus() string {
	if m.ask != nil {
		return m.drawAsk()
	}
	l := status.Line{Message: m.said}
	if l.Message.Text == "" && m.focus == paneFeeds && m.pick == nil {
		if n, ok := m.feeds.current(); ok && n.trouble != "" {
			l.Message = status.Message{Text: n.label + " could not be read: " + n.trouble, Kind: status.Trouble}
		}
	}
	if !m.zen {
		l.Hints = m.hints()
	}
	if n := m.items.news; n > 0 && !m.zen && m.pick == nil {
		l.Right, l.Loud = fmt.Sprintf("%d new %s let in with %s", n, m.marks.Up, m.keys.Key("let-in")), true
	}
	if at, of := m.reader.Hits(); of > 0 && m.focus == paneArticle {
		l.Right, l.Loud = fmt.Sprintf("match %d of %d", at, of), false
	}
	if m.pending != "" {
		l.Right, l.Loud = m.pending, false
	}
	return m.exact(l.View(&m.theme, m.marks, m.measure, m.w), m.w)
}
