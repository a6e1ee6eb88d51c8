package ui

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"tidings/feed"
)

// left is a list that was left for a search, or for a filter over it: who comes back finds it as it was.
type left struct {
	view        view
	rows        []feed.Headline
	cursor, top int
	start, end  bool
}

// mostLeft is how many lists are remembered: a filter over a search over a list is two.
const mostLeft = 2

// leave remembers the list before another one is shown.
func (p *itemsPane) leave() {
	if p.of != p.view || len(p.rows) == 0 {
		return
	}
	p.forget(p.view)
	if len(p.left) == mostLeft {
		p.left = p.left[1:]
	}
	p.left = append(p.left, left{p.view, slices.Clone(p.rows), p.list.Cursor(), p.list.Top(), p.start, p.end})
}

// forget takes a list out of those that were left.
func (p *itemsPane) forget(v view) (l left, ok bool) {
	i := slices.IndexFunc(p.left, func(l left) bool { return l.view == v })
	if i < 0 {
		return l, false
	}
	l = p.left[i]
	p.left = slices.Delete(p.left, i, i+1)
	return l, true
}

// comeBack shows a view that was left, with the cursor where it was, or with keep on the item that it is on now: a filter was
// a way to get there.
func (m *Model) comeBack(v view, keep bool) tea.Cmd {
	p := &m.items
	l, ok := p.forget(v)
	if !ok {
		return m.show(v)
	}
	if m.stopSeek != nil {
		m.stopSeek()
	}
	cur := l.cursor
	if r, ok := p.current(); ok && keep {
		if i := slices.IndexFunc(l.rows, func(h feed.Headline) bool { return h.ID == r.ID }); i >= 0 {
			cur = i
		}
	}
	p.view = v
	p.untouched = false
	if i := m.feeds.find(v); i >= 0 {
		m.feeds.list.To(i, oneLine)
	}
	p.req = m.next()
	m.showRows(l.rows, l.end)
	p.start = l.start
	p.list.Set(len(l.rows), cur, l.top, m.itemHeights())
	return tea.Batch(m.sync(), m.more()) // marks may have changed, and items come
}
