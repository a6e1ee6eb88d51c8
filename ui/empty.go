package ui

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"tidings/feed"
	"tidings/ui/keys"
	"tidings/ui/style"
)

// emptyWords says why a list is empty, and what to do.
func (m *Model) emptyWords() []string {
	v := m.items.view
	switch {
	case v.Narrow != "":
		return []string{"Nothing here matches “" + typed(v.Narrow) + "”.", "Esc takes the filter away."}
	case v.Kind == viewSearch:
		return []string{"Nothing was found for “" + typed(v.Text) + "”."}
	case v.Kind == viewUnread && m.feeds.counts.Total > 0:
		return []string{"Everything is read.", m.keys.Key(keys.RefreshAll) + " looks for news."}
	case v.Kind == viewBookmarks:
		return []string{"No bookmarks yet.", m.keys.Key(keys.Bookmark) + " sets one on an item."}
	case v.Kind == viewToday:
		return []string{"Nothing unread from today."}
	}
	if m.progress.Running {
		return []string{"Fetching the first items …"}
	}
	if s := m.failingWords(); s != nil {
		return s
	}
	return []string{"No items yet.", m.keys.Key(keys.RefreshAll) + " looks for news."}
}

// failingWords says of a view whose feeds all fail that they do, and where it stands why; nil where any feed is well.
func (m *Model) failingWords() []string {
	v := m.items.view
	var of []feed.Feed
	for _, f := range m.feeds.all {
		if v.Kind == viewAll || v.Kind == viewUnread || v.Kind == viewFeed && f.ID == v.Feed || v.Kind == viewFolder && (f.Folder == v.Path || strings.HasPrefix(f.Folder, v.Path+"/")) {
			if trouble(&f) == "" {
				return nil
			}
			of = append(of, f)
		}
	}
	switch len(of) {
	case 0:
		return nil
	case 1:
		return []string{of[0].Title + " could not be read: " + trouble(&of[0]) + ".", m.keys.Key(keys.Refresh) + " asks again."}
	}
	return []string{
		"None of the " + plural(len(of), "feed", "feeds") + " here could be read.",
		m.keys.Key(keys.PaneLeft) + " goes to the feeds, where the last line says why; " + m.keys.Key(keys.Refresh) + " asks again.",
	}
}

// note sets some quiet words a third down an area.
func (m *Model) note(g area, words []string) []string {
	lines := blank(make([]string, 0, g.h), g.w, g.h)
	if g.w <= 4 {
		return lines
	}
	var set []string
	for _, s := range words {
		set = append(set, strings.Split(ansi.Method(m.measure).Wordwrap(s, g.w-4, ""), "\n")...)
	}
	y := max(0, (g.h-len(set))/3)
	for i, s := range set {
		if y+i < len(lines) {
			lines[y+i] = "   " + m.theme.Paint(style.Dim, m.measure.Fit(s, g.w-3, m.marks.Ellipsis))
		}
	}
	return lines
}
