package ui

import (
	tea "charm.land/bubbletea/v2"

	"tidings/feed"
)

// letIn lets the new items into the list.
func (m *Model) letIn() tea.Cmd {
	p := &m.items
	switch {
	case !p.start:
		return m.load(replaceAll, nil, false)
	case p.news == 0:
		m.say("No new items are waiting.")
		return nil
	}
	n := p.news
	p.letIn(m.itemHeights())
	m.say(plural(n, "item", "items") + " let in.")
	return m.more()
}

// fold closes or opens the folder under the cursor, or the one that the feed under it lies in.
func (m *Model) fold() {
	n, ok := m.feeds.current()
	if !ok {
		return
	}
	path := n.view.Path
	if n.view.Kind == viewFeed {
		f, _ := m.feeds.feed(n.view.Feed)
		path = f.Folder
	}
	if path == "" || n.view.Kind == viewTag {
		m.say("There is no folder here.")
		return
	}
	m.feeds.folded[path] = !m.feeds.folded[path]
	m.feeds.build()
	if i := m.feeds.find(view{Kind: viewFolder, Path: path}); i >= 0 {
		m.feeds.list.To(i, oneLine)
	}
}

// sort turns to the next order.
func (m *Model) sort() tea.Cmd {
	v := m.items.view
	switch v.Order {
	case feed.Newest:
		v.Order = feed.Oldest
		m.say("Oldest first.")
	case feed.Oldest:
		v.Order = feed.FewestFirst
		m.say("Feeds with few unread items first.")
	case feed.FewestFirst:
		if v.Text != "" {
			v.Order = feed.BestMatch
			m.say("Best matches first.")
			break
		}
		fallthrough
	default:
		v.Order = feed.Newest
		m.say("Newest first.")
	}
	return m.show(v)
}

// regroup lays the list out again with other headings.
func (m *Model) regroup() tea.Cmd {
	l := &m.items.list
	l.Set(l.Len(), l.Cursor(), l.Top(), m.itemHeights())
	return nil
}
