package ui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"tidings/feed"
	"tidings/ui/list"
	"tidings/ui/style"
)

// windowTitle never changes: a title taken from a feed would be text from outside in the terminal's hands.
const windowTitle = "Tidings"

// View draws the screen from lines that are ready: rows from caches, the article's lines as they were set.
func (m *Model) View() tea.View {
	v := tea.View{
		AltScreen: true, ReportFocus: true, WindowTitle: windowTitle,
		BackgroundColor: m.theme.Background, ForegroundColor: m.theme.Foreground,
	}
	if !m.noMouse {
		v.MouseMode = tea.MouseModeCellMotion
	}
	v.Content = strings.Join(m.screen(), "\n")
	if m.ask != nil && m.w > 4 && m.h > 0 {
		_, x := m.ask.line.View(m.measure, m.askRoom())
		v.Cursor = tea.NewCursor(min(1+m.measure.Width(m.ask.line.Label)+x, m.w-1), m.h-1)
		v.Cursor.Shape, v.Cursor.Blink = tea.CursorBar, false
	}
	return v
}

// screen returns the lines of the screen: as many as it is high, each exactly as wide.
func (m *Model) screen() []string {
	if m.w <= 0 || m.h <= 0 {
		return nil
	}
	if m.geo.is == tooSmall {
		return m.drawTooSmall()
	}
	if !m.booted { // nothing is known yet: an empty screen for a moment beats a wrong one
		return blank(nil, m.w, m.h)
	}
	g := m.geo
	lines := make([]string, 0, m.h)
	if !m.zen {
		lines = append(lines, m.drawTitle())
	}
	if g.ruled {
		lines = append(lines, m.rule(m.marks.TeeDown))
	}
	switch {
	case m.pick != nil:
		lines = m.pick.draw(m, lines)
	case m.welcome && m.focus != paneArticle:
		lines = m.drawWelcome(lines)
	default:
		lines = m.drawBody(lines)
	}
	if m.ask != nil {
		m.drawNote(lines)
		m.drawCandidates(lines)
	}
	if g.ruled {
		lines = append(lines, m.rule(m.marks.TeeUp))
	}
	return append(lines, m.drawStatus())
}

func blank(dst []string, w, n int) []string {
	for range n {
		dst = append(dst, list.Spaces(w))
	}
	return dst
}

// rule draws a thin line across the screen; tee stands where it meets a line between panes.
func (m *Model) rule(tee string) string {
	if m.pick != nil || m.welcome {
		return m.theme.Paint(style.Line, strings.Repeat(m.marks.Horizontal, m.w))
	}
	g := m.geo
	var b strings.Builder
	h := m.marks.Horizontal
	switch g.is {
	case three:
		b.WriteString(strings.Repeat(h, g.feeds.w))
		b.WriteString(tee)
		b.WriteString(strings.Repeat(h, g.items.w))
		b.WriteString(tee)
		b.WriteString(strings.Repeat(h, g.article.w))
	case choosing:
		b.WriteString(strings.Repeat(h, g.feeds.w))
		b.WriteString(tee)
		b.WriteString(strings.Repeat(h, g.items.w))
	case beside:
		b.WriteString(strings.Repeat(h, g.article.x-1))
		b.WriteString(tee)
		b.WriteString(strings.Repeat(h, g.article.w))
	default:
		b.WriteString(strings.Repeat(h, m.w))
	}
	return m.theme.Paint(style.Line, b.String())
}

// drawBody appends the panes' lines, side by side.
func (m *Model) drawBody(lines []string) []string {
	g := m.geo
	var feeds, items, article []string
	if g.feeds.w > 0 {
		feeds = m.feeds.list.View(make([]string, 0, g.feeds.h), list.Spaces(g.feeds.w), m.feedRow)
	}
	if g.items.w > 0 {
		items = m.drawItems()
	}
	if g.article.w > 0 {
		article = m.drawArticle()
	}
	bar := m.theme.Paint(style.Line, m.marks.Vertical)
	switch g.is {
	case three:
		for y := range g.body.h {
			lines = append(lines, feeds[y]+bar+items[y]+bar+article[y])
		}
	case choosing:
		for y := range g.body.h {
			lines = append(lines, feeds[y]+bar+items[y])
		}
	case beside:
		for y := range g.body.h {
			lines = append(lines, items[y]+bar+article[y])
		}
	case over:
		lines = append(lines, items...)
		if article == nil {
			break
		}
		lines = append(lines, m.theme.Paint(style.Line, strings.Repeat(m.marks.Horizontal, m.w)))
		lines = append(lines, article...)
	default:
		lines = append(append(append(lines, feeds...), items...), article...)
	}
	return lines
}

func (m *Model) drawItems() []string {
	g := m.geo.items
	if len(m.items.rows) > 0 {
		return m.items.list.View(make([]string, 0, g.h), list.Spaces(g.w), m.row)
	}
	return m.note(g, m.emptyWords())
}

func (m *Model) drawArticle() []string {
	if m.art.id == 0 {
		return m.drawUnopened()
	}
	if m.art.standIn != "" {
		return m.drawStandIn()
	}
	lines := m.reader.View()
	if len(lines) != m.geo.article.h { // before the first size
		return blank(nil, m.geo.article.w, m.geo.article.h)
	}
	for y, l := range lines {
		if uneven(l) {
			lines[y] = m.refit(l, m.geo.article.w)
		}
	}
	return lines
}

// uneven reports whether a line holds scripts whose width is counted differently by code points and by clusters, or whose
// marks may join what stands next to them: Arabic and all from Devanagari on, but for signs and Latin (U+1Exx, U+2xxx).
func uneven(s string) bool {
	for i := 0; i < len(s); i++ {
		if c := s[i]; (c >= 0xd8 && c <= 0xe1) || c >= 0xe3 {
			return true
		}
	}
	return false
}

// refit makes a styled line exactly w columns wide by the terminal's measure, from its last gap of spaces.
func (m *Model) refit(s string, w int) string {
	d := w - m.measure.Width(s)
	if d == 0 {
		return s
	}
	end := strings.LastIndexByte(s, ' ') + 1
	start := end
	for start > 0 && s[start-1] == ' ' {
		start--
	}
	if d > 0 {
		for ; d > 0; d = w - m.measure.Width(s) { // a space may join what stands before it
			s = s[:end] + list.Spaces(d) + s[end:]
		}
		return s
	}
	if end-start > -d {
		s = s[:start] + s[start-d:]
	}
	return m.exact(s, w)
}

// drawTooSmall says so on a screen that is too small for anything else.
func (m *Model) drawTooSmall() []string {
	lines := blank(nil, m.w, m.h)
	words := "too small"
	if m.w >= 28 {
		words = "The window is too small."
	}
	lines[m.h/2] = m.measure.Fit(words, m.w, "")
	return lines
}

// sourceOf names the feed of an item.
func (m *Model) sourceOf(h feed.Headline) string {
	if h.FeedTitle != "" {
		return h.FeedTitle
	}
	if f, ok := m.feeds.feed(h.Feed); ok {
		return f.Title
	}
	return ""
}
