package ui

import (
	"strings"

	"tidings/feed"
	"tidings/ui/list"
	"tidings/ui/style"
)

// rowKey is all that the look of an item's row depends on.
type rowKey struct {
	id       feed.ItemID
	width    int
	at       atCursor
	read     bool
	starred  bool
	selected bool
	preview  bool
	heading  string
	age      span
	double   bool // two lines are allowed; a third for the text around a search's hit
	snippet  string
	source   int // columns of the source, 0 for none
	title    string
}

// atCursor says how the cursor marks a row.
type atCursor uint8

const (
	offCursor  atCursor = iota
	onCursor            // of the pane with the focus
	awayCursor          // of a pane without it
)

func (a atCursor) role() style.Role {
	switch a {
	case onCursor:
		return style.Cursor
	case awayCursor:
		return style.CursorAway
	}
	return style.Text
}

// heading returns the line above row i: that of its day or feed where it begins one.
func (m *Model) heading(i int) string {
	p := &m.items
	r := &p.rows[i]
	switch {
	case m.headsFeeds():
		if p.view.Kind == viewFeed || (i > 0 && p.rows[i-1].Feed == r.Feed) {
			return ""
		}
		return r.FeedTitle
	case p.group == byDay && pages(p.view.Order) && p.view.Kind != viewSearch:
		if i > 0 && sameDay(p.rows[i-1].Published, r.Published) {
			return ""
		}
		return day(m.now(), r.Published)
	}
	return ""
}

// headsFeeds reports whether the headings of the list are its feeds.
func (m *Model) headsFeeds() bool {
	return m.items.group == byFeed || m.items.group == byDay && m.items.view.Order == feed.FewestFirst
}

// row returns the lines of item i: its heading if one begins there, and one or two lines of its own.
func (m *Model) row(i int) []string {
	p := &m.items
	r := &p.rows[i]
	k := rowKey{
		id: r.ID, width: p.width, read: r.Read, starred: r.Bookmarked, selected: p.selected[r.ID], preview: r.Preview,
		heading: m.heading(i), age: ago(m.now(), r.Published), double: m.geo.double, title: r.Title,
		snippet: r.Snippet,
	}
	if i == p.list.Cursor() {
		k.at = awayCursor
		if m.focus == paneItems {
			k.at = onCursor
		}
	}
	if p.view.Kind != viewFeed && !m.headsFeeds() {
		k.source = sourceWidth(p.width, k.double)
	}
	return p.cache.Get(k, func() []string { return m.drawRow(k, r) })
}

// itemHeights gives the heights of rows; it is as cheap as a look into the cache.
func (m *Model) itemHeights() list.Heights { return func(i int) int { return len(m.row(i)) } }

// sourceWidth returns the columns of the sources in a list of that width; 0 for none. All rows have them at the same place:
// the eye goes down a column. Only a title that needs the room brings its own source down to leastSource.
func sourceWidth(w int, double bool) int {
	n := w/5 - 2
	switch {
	case w < sourceFrom:
		return 0
	case double: // a title that may go on in a second line leaves more
		n = w / 4
	}
	return min(n, mostSource)
}

// The columns of a row.
const (
	leadWidth   = 3 // the cursor's bar, the mark, a space
	sourceGap   = 2
	sourceFrom  = 44 // narrower lists have no sources
	leastSource = 6
	mostSource  = 20
	ageWidth    = 4
	ageFrom     = 32 // and these no ages
	authorFrom  = 130
	authorSize  = 18
)

// drawRow draws a row. Columns yield in the order summary, author, source, age; the title never does.
func (m *Model) drawRow(k rowKey, r *feed.Headline) []string {
	w := k.width
	if w < 4 {
		return []string{list.Spaces(max(w, 0))}
	}
	ms, t, under := m.measure, &m.theme, k.at.role()
	paint := func(role style.Role, s string) string { return t.PaintOn(under, role, s) }

	var tail strings.Builder // flags, author, source and age, behind the title
	tw := 0
	flags := ""
	if k.selected {
		flags += m.marks.Selected
	}
	if k.starred {
		flags += m.marks.Bookmark
	}
	if k.preview {
		flags += m.marks.Preview
	}
	if r.HasEnclosure {
		flags += m.marks.Enclosure
	}
	if flags != "" && w >= 16 {
		tail.WriteString(paint(style.Text, " "))
		tail.WriteString(paint(style.Accent, flags))
		tw += 1 + ms.Width(flags)
	}
	if w >= authorFrom && r.Author != "" {
		tail.WriteString(paint(style.Dim, "  "+ms.Fit(r.Author, authorSize, m.marks.Ellipsis)))
		tw += 2 + authorSize
	}
	title := list.Fold(r.Title)
	if source := k.source; source > 0 {
		room := w - leadWidth - tw - sourceGap - source - 1 - ageWidth - 1
		if k.double {
			room += w - leadWidth - 1
		}
		if ms.Width(title) > room {
			source = leastSource
		}
		tail.WriteString(paint(style.Dim, list.Spaces(sourceGap)+ms.Fit(m.sourceName(r.FeedTitle, source), source, "")))
		tw += sourceGap + source
	}
	if w >= ageFrom {
		a := k.age.String()
		tail.WriteString(paint(style.Dim, " "+list.Spaces(ageWidth-len(a))+a+" "))
		tw += 1 + ageWidth + 1
	}

	bar, barRole := " ", style.Text
	if k.at == onCursor {
		bar, barRole = m.marks.Cursor, style.Accent
	}
	mark, role := m.marks.Unread, style.Unread
	markRole := style.Accent
	if k.read {
		mark, role, markRole = m.marks.Read, style.Read, style.Dim
	}
	room := max(0, w-leadWidth-tw)
	first, rest := title, ""
	if ms.Width(title) > room {
		first, rest = m.split(title, room, k.double)
	}
	var b strings.Builder
	b.WriteString(paint(barRole, bar))
	b.WriteString(paint(markRole, mark))
	b.WriteString(paint(style.Text, " "))
	b.WriteString(paint(role, ms.Fit(first, room, m.marks.Ellipsis)))
	b.WriteString(tail.String())
	lines := make([]string, 0, 3)
	if k.heading != "" {
		lines = append(lines, t.Paint(style.Heading, " "+ms.Fit(k.heading, w-1, m.marks.Ellipsis)))
	}
	lines = append(lines, m.exact(b.String(), w))
	if !k.double {
		return lines
	}
	room = w - leadWidth - 1
	add := func(painted string) {
		b.Reset()
		b.WriteString(paint(barRole, bar))
		b.WriteString(paint(style.Text, "  "))
		b.WriteString(painted)
		b.WriteString(paint(style.Text, " "))
		lines = append(lines, m.exact(b.String(), w))
	}
	if rest != "" {
		add(paint(role, ms.Fit(rest, room, m.marks.Ellipsis)))
	}
	under = style.Text // the cursor's colour lies on the title alone: a key then writes half as much
	switch {
	case r.Snippet != "":
		add(m.paintHits(under, r.Snippet, room))
	case rest == "" && r.Summary != "":
		add(paint(style.Dim, ms.Fit(r.Summary, room, m.marks.Ellipsis)))
	}
	return lines
}

// split breaks a title that is wider than room: at a space when the rest may stand on a second line.
func (m *Model) split(title string, room int, double bool) (first, rest string) {
	if !double || room < 8 {
		return title, ""
	}
	head := m.measure.Clip(title, room+1, "")
	if i := strings.LastIndexByte(head, ' '); i > len(head)/3 {
		return strings.TrimRight(title[:i], " "), strings.TrimLeft(title[i:], " ")
	}
	head = m.measure.Clip(title, room, "")
	return head, title[len(head):]
}

// exact makes sure that a drawn line is exactly w columns: marks that join across columns (UAX #29) may have changed it.
func (m *Model) exact(s string, w int) string {
	if n := m.measure.Width(s); n != w {
		return m.measure.Fit(strip(s), w, m.marks.Ellipsis)
	}
	return s
}
