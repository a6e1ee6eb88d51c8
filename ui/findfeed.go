package ui

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"tidings/feed"
	"tidings/ui/status"
	"tidings/ui/style"
)

// findFeed lists all that the feeds pane holds, in closed folders too, and narrows it by what is typed; Enter goes there.
func (m *Model) findFeed() tea.Cmd {
	p := &picker{
		title: "Feeds", palette: true, wants: "type a part of a name, Enter goes there",
		hints: []status.Hint{{Key: "Enter", Does: "go there"}, {Key: "Esc", Does: "leave it"}},
	}
	folders := make(map[feed.FeedID]string, len(m.feeds.all))
	for i := range m.feeds.all {
		folders[m.feeds.all[i].ID] = m.feeds.all[i].Folder
	}
	open := m.feeds
	open.folded = nil
	open.build()
	for _, n := range open.nodes {
		if n.gap {
			continue
		}
		text := n.label
		switch path := folders[n.view.Feed]; {
		case n.folder:
			text = n.view.Path
		case n.view.Kind == viewFeed && path != "":
			text += " " + m.marks.Dot + " " + path
		}
		if n.count > 0 && n.view.Kind != viewBookmarks {
			text += fmt.Sprintf(" %s %d", m.marks.Dot, n.count)
			if n.more {
				text += "+"
			}
			text += " unread"
		}
		role := style.Text
		if n.folder {
			role = style.Heading
		}
		p.rows = append(p.rows, pick{
			lines:  []pickLine{{text: text, role: role}},
			choose: func(m *Model) tea.Cmd { return tea.Batch(m.to(paneItems), m.show(n.view)) },
		})
	}
	return m.showPicker(p)
}
