package ui

import (
	"strconv"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"tidings/ui/list"
	"tidings/ui/style"
)

// nodeKey is all that the look of a line of the feeds pane depends on.
type nodeKey struct {
	node    int // its place: labels may repeat
	label   string
	count   int
	more    bool
	depth   int
	width   int
	at      atCursor
	shown   bool // it is the view that the items pane shows
	folder  bool
	folded  bool
	trouble bool
	paused  bool
}

func (m *Model) feedRow(i int) []string {
	p := &m.feeds
	n := &p.nodes[i]
	if n.gap {
		return []string{list.Spaces(p.width)}
	}
	k := nodeKey{
		node: i, label: n.label, count: n.count, more: n.more, depth: n.depth, width: p.width, folder: n.folder, folded: n.folded,
		trouble: n.trouble != "", paused: n.paused, shown: n.view.same(m.items.view),
	}
	if i == p.list.Cursor() && m.focus == paneFeeds {
		k.at = onCursor
	}
	return p.cache.Get(k, func() []string { return m.drawNode(k) })
}

// feedIndent is the columns by which a line of the feeds is set in behind its bar.
func feedIndent(depth, width int) int { return min(depth*2, width/3) }

// drawNode draws a line: bar, mark of trouble or folder, name, count.
func (m *Model) drawNode(k nodeKey) []string {
	w := k.width
	if w < 6 {
		return []string{list.Spaces(max(w, 0))}
	}
	t, under := &m.theme, k.at.role()
	if k.shown && k.at == offCursor {
		under = style.CursorAway
	}
	paint := func(role style.Role, s string) string { return t.PaintOn(under, role, s) }
	bar := " "
	if k.at == onCursor {
		bar = m.marks.Cursor
	}
	mark, markRole := " ", style.Dim
	switch {
	case k.trouble:
		mark, markRole = m.marks.Trouble, style.Warning
	case k.folder && k.folded:
		mark = m.marks.Folded
	case k.folder:
		mark = m.marks.Fold
	}
	count := ""
	if k.count > 0 {
		count = strconv.Itoa(k.count)
		if k.more {
			count += "+"
		}
	}
	role := style.Text
	switch {
	case k.folder:
		role = style.Heading
	case k.paused, k.count == 0 && k.depth > 0:
		role = style.Dim
	}
	indent := list.Spaces(feedIndent(k.depth, w))
	room := max(0, w-4-len(indent)-len(count)-1)
	if len(count) > 0 {
		room--
	}
	var b strings.Builder
	b.WriteString(paint(style.Accent, bar))
	b.WriteString(paint(style.Text, indent))
	b.WriteString(paint(markRole, mark))
	b.WriteString(paint(style.Text, " "))
	b.WriteString(paint(role, m.measure.Fit(k.label, room, m.marks.Ellipsis)))
	used := 3 + len(indent) + room
	b.WriteString(paint(style.Text, list.Spaces(w-used-len(count)-1)))
	b.WriteString(paint(style.Count, count))
	b.WriteString(paint(style.Text, " "))
	return []string{m.exact(b.String(), w)}
}

// strip returns text without its escape sequences.
func strip(s string) string { return ansi.Strip(s) }
