package ui

import (
	tea "charm.land/bubbletea/v2"

	"tidings/ui/reader"
	"tidings/ui/style"
)

// The sizes at which the arrangement changes (SCREENS.md), and what panes need at least.
const (
	threeFrom  = 160 // columns: feeds, items and article
	besideFrom = 120 // items beside the article
	twoFrom    = 100 // items over the article
	overRows   = 24  // rows that items over article need
	ruledRows  = 10  // rows from which lines stand under the title and over the status line
	leastCols  = 20
	leastRows  = 4

	feedsLeast, itemsLeast, articleLeast = 16, 30, 40
)

// arrangement is which panes are on the screen.
type arrangement uint8

const (
	one arrangement = iota
	over
	beside
	choosing // feeds beside items, where there is no room for three and the feeds have the keys
	three
	tooSmall
)

// sizes are what a person made of the panes; 0: as it comes.
type sizes struct {
	Feeds int `json:"feeds,omitempty"` // columns
	Items int `json:"items,omitempty"` // columns, beside the article
	Over  int `json:"over,omitempty"`  // rows, over the article
}

// border is a line that the mouse can drag.
type border uint8

const (
	noBorder border = iota
	feedsBorder
	itemsBorder
	overBorder
	articleTrack // no border, but dragged like one: the column that shows how far one has read
)

// area is a part of the screen.
type area struct{ x, y, w, h int }

func (a area) has(x, y int) bool { return x >= a.x && x < a.x+a.w && y >= a.y && y < a.y+a.h }

// geometry is where everything stands.
type geometry struct {
	is                    arrangement
	body                  area
	feeds, items, article area // of width 0 when not on the screen
	ruled                 bool
	double                bool // items may take two lines
}

// measureScreen works out the geometry.
func (m *Model) measureScreen() geometry {
	g := geometry{is: one}
	w, h := m.w, m.h
	if w < leastCols || h < leastRows {
		g.is = tooSmall
		return g
	}
	g.ruled = h >= ruledRows && w >= twoFrom && !m.zen
	g.body = area{0, 1, w, h - 2}
	if g.ruled {
		g.body = area{0, 2, w, h - 4}
	}
	if m.zen {
		g.body = area{0, 0, w, h - 1}
		g.article = g.body
		return g
	}
	switch {
	case m.voice != nil:
	case w >= threeFrom:
		g.is = three
	case w >= besideFrom:
		g.is = beside
	case w >= twoFrom && h >= overRows:
		g.is = over
	}
	if m.focus == paneFeeds && (g.is == beside || g.is == over) {
		g.is = choosing
	}
	b := g.body
	switch g.is {
	case three:
		f := min(m.feedsWidth(w/6), w-itemsLeast-articleLeast-2)
		i := m.sizes.Items
		if i == 0 {
			i = (w - f - 2) * 2 / 5
		}
		i = min(max(i, itemsLeast), w-f-2-articleLeast)
		g.feeds = area{0, b.y, f, b.h}
		g.items = area{f + 1, b.y, i, b.h}
		g.article = area{f + i + 2, b.y, w - f - i - 2, b.h}
		g.double = b.h >= 16
	case beside:
		i := m.sizes.Items
		if i == 0 {
			i = w * 2 / 5
		}
		i = min(max(i, itemsLeast), w-1-articleLeast)
		g.items = area{0, b.y, i, b.h}
		g.article = area{i + 1, b.y, w - i - 1, b.h}
		g.double = b.h >= 16
	case choosing:
		f := min(m.feedsWidth(w*3/10), w-itemsLeast-1)
		g.feeds = area{0, b.y, f, b.h}
		g.items = area{f + 1, b.y, w - f - 1, b.h}
		g.double = b.h >= 16
	case over:
		i := m.sizes.Over
		if i == 0 {
			i = b.h * 2 / 5
		}
		i = min(max(i, 4), b.h-8)
		i = m.noMoreThanShown(i)
		if m.art.id == 0 { // nothing to stand over yet
			i = b.h
		}
		g.items = area{0, b.y, w, i}
		if m.art.id != 0 {
			g.article = area{0, b.y + i + 1, w, b.h - i - 1}
		}
	default:
		switch m.focus {
		case paneFeeds:
			g.feeds = b
		case paneArticle:
			g.article = b
		default:
			g.items = b
		}
	}
	return g
}

// feedsWidth returns the columns of the feeds: those that a person gave them, else the share of the screen, in bounds.
func (m *Model) feedsWidth(share int) int {
	if m.sizes.Feeds != 0 {
		return max(m.sizes.Feeds, feedsLeast)
	}
	return min(max(share, 26), 34)
}

// leastOver is how many rows the list over the article has however short it is.
const leastOver = 4

// noMoreThanShown takes from the rows of the list over the article those that it would leave empty, except while something
// is typed: then it would jump with every letter.
func (m *Model) noMoreThanShown(h int) int {
	n := len(m.items.rows)
	if !m.items.end {
		return h
	}
	for i := range min(n, h) {
		if m.heading(i) != "" {
			n++
		}
	}
	if m.ask != nil || n == 0 {
		return h
	}
	return min(h, max(n, leastOver))
}

// arrange gives every pane its size after a change of the screen, the focus or the sizes.
func (m *Model) arrange() tea.Cmd {
	m.geo = m.measureScreen()
	g := m.geo
	m.feeds.list.Jump = g.is != one && !m.o.LineScroll
	m.items.list.Jump = g.is != one && g.is != over && !m.o.LineScroll
	if g.feeds.w > 0 {
		m.feeds.width = g.feeds.w
		m.feeds.list.Resize(g.feeds.h, oneLine)
	}
	if g.items.w > 0 {
		changed := m.items.width != g.items.w
		m.items.width = g.items.w
		m.items.list.Resize(g.items.h, m.itemHeights())
		if changed && len(m.items.rows) > 0 {
			l := &m.items.list
			l.Set(l.Len(), l.Cursor(), l.Top(), m.itemHeights())
		}
	}
	if m.pick != nil {
		m.pick.resize(m)
	}
	if g.article.w > 0 {
		h := g.article.h
		if m.voice != nil {
			h = 1
		}
		cmd := m.reader.SetSize(g.article.w, h)
		return tea.Batch(cmd, m.pics.show.Resize(m.reader.PictureWidth()))
	}
	return nil
}

// retheme takes the theme as the terminal can show it and forgets everything drawn in another one.
func (m *Model) retheme() tea.Cmd {
	t, ok := style.Theme{}, false
	if m.o.Themed != nil {
		t, ok = m.o.Themed(m.named, m.dark)
	}
	if !ok {
		t, _ = style.Builtin(m.named, m.dark)
	}
	m.theme = t.For(m.profile)
	m.items.cache.Clear()
	m.feeds.cache.Clear()
	pics := m.newPictures()
	return tea.Batch(pics, m.reader.SetOptions(reader.Options{
		Theme: m.theme, Marks: m.marks, Measure: m.o.Measure, Justify: m.o.Justify, Hyphenate: m.o.Hyphenate,
		Hyperlinks: true, Graphemes: m.measure != 0,
		LeftOutKey: m.keys.Key("left-out"), KeepKey: m.keys.Key("keep-block"), BrowserKey: m.keys.Key("browser"), ChangesKey: m.keys.Key("changes"),
		Now: m.now(), Zone: m.now().Location(), Linear: m.voice != nil,
	}))
}

// to gives a pane the focus.
func (m *Model) to(p pane) tea.Cmd {
	if m.zen && p != paneArticle {
		m.zen = false
	}
	m.focus = p
	return m.arrange()
}

// resize makes the pane with the focus wider or narrower by d columns, or rows where items stand over the article.
func (m *Model) resize(d int) tea.Cmd {
	g := m.geo
	switch g.is {
	case three:
		switch m.focus {
		case paneFeeds:
			m.sizes.Feeds = min(max(g.feeds.w+d, feedsLeast), m.w/3)
		case paneItems:
			m.sizes.Items = min(max(g.items.w+d, itemsLeast), m.w-g.feeds.w-2-articleLeast)
		default:
			m.sizes.Items = min(max(g.items.w-d, itemsLeast), m.w-g.feeds.w-2-articleLeast)
		}
	case choosing:
		m.sizes.Feeds = min(max(g.feeds.w+d, feedsLeast), m.w/3)
	case beside:
		if m.focus == paneArticle {
			d = -d
		}
		m.sizes.Items = min(max(g.items.w+d, itemsLeast), m.w-1-articleLeast)
	case over:
		if m.focus == paneArticle {
			d = -d
		}
		m.sizes.Over = min(max(g.items.h+d, 4), g.body.h-8)
	default:
		return nil
	}
	return m.arrange()
}
