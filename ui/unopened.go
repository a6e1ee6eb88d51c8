package ui

import (
	"tidings/ui/keys"
	"tidings/ui/list"
	"tidings/ui/style"
)

// drawUnopened draws the article's pane before one is opened: what will open one, until a person has used enough keys to
// know.
func (m *Model) drawUnopened() []string {
	g := m.geo.article
	out := blank(make([]string, 0, g.h), g.w, g.h)
	if m.uses > hintsFade || len(m.items.rows) == 0 {
		return out
	}
	rows := []struct {
		key  keys.Action
		does string
	}{
		{keys.Open, "opens an item here"},
		{keys.ReadOn, "reads on: down the article, then the next unread"},
		{keys.Help, "shows all keys"},
	}
	wide := 0
	for _, r := range rows {
		wide = max(wide, m.measure.Width(m.keys.Key(r.key)))
	}
	const left = 3
	y := (g.h - len(rows)) / 3
	for _, r := range rows {
		key := m.keys.Key(r.key)
		if key == "" || y < 0 || y >= g.h || g.w < left+wide+12 {
			continue
		}
		out[y] = list.Spaces(left) + m.theme.Paint(style.Key, m.measure.Fit(key, wide, "")) + "   " +
			m.theme.Paint(style.Dim, m.measure.Fit(r.does, g.w-left-wide-3, m.marks.Ellipsis))
		y++
	}
	return out
}
