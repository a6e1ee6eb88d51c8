// Package reader shows one article: it scrolls, searches, follows links and opens what was left out. It is a plain
// struct that the one tea.Model holds, not a model of its own; it neither fetches nor stores.
//
// How the Model uses it:
//
//	r := reader.New(reader.Options{Theme: th})
//	cmd := r.SetSize(w, h)                       // on each change of the pane
//	cmd = r.SetArticle(a, reader.Source{Item: id, FeedTitle: t, Next: title}, saved) // saved: a Position or nil
//	cmd = r.Update(msg)                          // every message that is not a key or the mouse: layouts come back so
//	handled, cmd := r.Do(keys.Down, count)       // what the key table made of a key
//	if r.Capturing() { cmd = r.Key(press) }      // before the key table: digits of a hint are being typed
//	cmd = r.Click(x, y); r.Wheel(3)              // relative to the pane's upper left corner
//	lines := r.View()                            // height lines, each exactly width columns wide
//	pos := r.Position()                          // to store; JSON
//
// Every method that returns a tea.Cmd must have it run. Layout happens in those commands only: View copies lines that
// are there. A layout that was overtaken by a newer request is dropped by its number. What the reader wants from
// outside comes as messages from its commands: LinkMsg, KeepMsg.
package reader

import (
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"tidings/feed"
	"tidings/feed/article"
	"tidings/ui/layout"
	"tidings/ui/style"
)

// LinkMsg asks to open an address in the browser. It is absolute, http, https or mailto.
type LinkMsg struct{ URL string }

// KeepMsg asks to bring Removed[Removed] of the item's article back, for good (Opener.Keep).
type KeepMsg struct {
	Item    feed.ItemID
	Removed int
}

// Source says where an article comes from and what comes after it.
type Source struct {
	Item      feed.ItemID // 0: none
	FeedTitle string
	Next      string    // title of the next unread item, or ""
	FeedText  bool      // the article is the text that the feed brought, not the page's
	Now       time.Time // when it was opened, which its dates are relative to; zero: Options.Now
}

// Options are a person's settings and what the terminal can do. The zero value of each field is a usable default.
type Options struct {
	Theme      style.Theme
	Marks      style.Marks // the zero value: style.Unicode()
	Measure    int         // 0: 72
	Justify    bool
	Hyphenate  bool
	Hyperlinks bool // OSC 8
	Graphemes  bool // tea.ModeReportMsg has confirmed mode 2027
	Linear     bool // lines are read out one by one: nothing stands beside the text

	LeftOutKey, KeepKey, BrowserKey, ChangesKey string // names of keys that the text mentions

	Now     time.Time
	Zone    *time.Location
	Picture func(url string, width int) []string // see layout.Options; must not change while in use
}

// Reader shows one article. The zero value is not ready; New makes one.
type Reader struct {
	o    Options
	w, h int

	art article.Article
	src Source
	has bool

	laid    *layout.Laid // what is shown; nil before the first layout
	ids     []uint64     // Block.ID of the article that laid shows
	asked   uint64       // number of the newest layout asked for
	waiting bool         // it has not come yet
	foreign bool         // laid is still the article before
	anchor  anchor       // where to stand when it comes

	colors  *layout.Colors // of the article's code, once they are there
	text    uint64         // number of the article that is shown, for colors that come late
	colored uint64         // for which text they have been asked for

	rows     map[int]string // what View has made of laid's lines at rowWidth; see row
	rowsOf   *layout.Laid
	rowWidth int

	top         int // first line on the screen
	showRemoved bool
	showAround  bool

	changes []Changes // since earlier texts, the latest first
	compare int       // which of them is shown, from 1; 0: none

	search search
	hints  hints
	list   linkList
	back   []int // lines to go back to after a jump to a footnote; a new layout forgets them
}

// New returns a reader without an article.
func New(o Options) Reader {
	if o.Marks == (style.Marks{}) {
		o.Marks = style.Unicode()
	}
	return Reader{o: o}
}

// SetOptions takes new settings and sets the article again. A nil Picture leaves the pictures as they are.
func (r *Reader) SetOptions(o Options) tea.Cmd {
	if o.Picture == nil {
		o.Picture = r.o.Picture
	}
	if o.Marks == (style.Marks{}) {
		o.Marks = style.Unicode()
	}
	r.o = o
	return r.relayout(r.here())
}

// SetSize takes the pane's size in columns and lines. The place in the text is kept.
func (r *Reader) SetSize(w, h int) tea.Cmd {
	w, h = max(w, 0), max(h, 0)
	if w == r.w && h == r.h {
		return nil
	}
	narrower := w != r.w
	r.w, r.h = w, h
	r.scrollTo(r.top)
	if !narrower {
		return nil
	}
	return r.relayout(r.here())
}

// SetArticle shows an article: at the place at, or at its beginning. The article before stays on the screen until the
// new one is set, a few milliseconds. The same item again (a new extraction, a block that was kept) keeps its place if
// at is nil.
func (r *Reader) SetArticle(a article.Article, s Source, at *Position) tea.Cmd {
	same := r.has && s.Item != 0 && s.Item == r.src.Item
	to := anchor{}
	switch {
	case at != nil:
		to.pos = *at
	case same:
		to = r.here()
	}
	if !same {
		r.search = search{}
		r.showRemoved, r.showAround, r.compare = false, false, 0
		r.foreign = true
	}
	r.hints, r.list = hints{}, linkList{}
	r.art, r.src, r.has, r.changes = a, s, true, nil
	r.colors = nil
	r.text++
	return r.relayout(to)
}

// Clear shows nothing.
func (r *Reader) Clear() {
	*r = Reader{o: r.o, w: r.w, h: r.h, asked: r.asked + 1, text: r.text + 1}
}

// Article returns what is shown, and false when there is nothing.
func (r *Reader) Article() (article.Article, Source, bool) { return r.art, r.src, r.has }

// colorsMsg brings the colours of an article's code.
type colorsMsg struct {
	text   uint64
	colors *layout.Colors
}

// color asks for the colours of the article's code, which take longer than its text: the text is shown without them.
func (r *Reader) color() tea.Cmd {
	if !slices.ContainsFunc(r.art.Blocks, func(b article.Block) bool { return b.Kind == article.Code && b.Lang != "" }) {
		return nil
	}
	n, a, graphemes := r.text, r.art, r.o.Graphemes
	return func() tea.Msg { return colorsMsg{n, layout.Highlight(a, graphemes)} }
}

// laidMsg brings a layout to the reader that asked for it.
type laidMsg struct {
	number uint64
	laid   *layout.Laid
	ids    []uint64
}

// relayout asks for a layout of the article as it now is.
func (r *Reader) relayout(to anchor) tea.Cmd {
	if !r.has || r.w < 1 {
		return nil
	}
	r.asked++
	r.waiting = true
	r.anchor = to
	n, a, o := r.asked, r.art, r.layoutOptions()
	return func() tea.Msg {
		ids := make([]uint64, len(a.Blocks))
		for i, b := range a.Blocks {
			ids[i] = b.ID
		}
		return laidMsg{n, layout.Lines(a, o), ids}
	}
}

func (r *Reader) layoutOptions() layout.Options {
	now := r.src.Now
	if now.IsZero() {
		now = r.o.Now
	}
	o := layout.Options{
		Width: r.textWidth(), Measure: r.o.Measure, Justify: r.o.Justify, Hyphenate: r.o.Hyphenate,
		Hyperlinks: r.o.Hyperlinks, Graphemes: r.o.Graphemes, Theme: r.o.Theme, Marks: r.o.Marks,
		ShowRemoved: r.showRemoved, ShowAround: r.showAround, LeftOutKey: r.o.LeftOutKey, KeepKey: r.o.KeepKey, BrowserKey: r.o.BrowserKey,
		FeedTitle: r.src.FeedTitle, FeedText: r.src.FeedText, Next: r.src.Next, Now: now, Zone: r.o.Zone, Picture: r.o.Picture,
		Colors: r.colors, ChangesKey: r.o.ChangesKey, NotesBelow: r.o.Linear,
	}
	r.compared(&o)
	return o
}

// Update takes the reader's own messages and ignores all others.
func (r *Reader) Update(msg tea.Msg) tea.Cmd {
	if c, ok := msg.(colorsMsg); ok && c.text == r.text && c.colors != nil {
		r.colors = c.colors
		return r.relayout(r.here())
	}
	m, ok := msg.(laidMsg)
	if !ok || m.number != r.asked {
		return nil
	}
	r.laid, r.ids, r.waiting, r.foreign = m.laid, m.ids, false, false
	r.top = r.lineOf(r.anchor)
	r.scrollTo(r.top)
	if r.list = (linkList{}); r.hints.on {
		r.startHints() // the links may stand elsewhere now
	}
	r.back = nil
	r.search.find(r.laid, r.o.Graphemes)
	if r.colored != r.text {
		r.colored = r.text
		return r.color()
	}
	return nil
}

// Busy reports whether a layout is under way: what is shown is about to change.
func (r *Reader) Busy() bool { return r.waiting }
