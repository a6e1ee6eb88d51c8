package ui

import (
	"context"
	"errors"

	tea "charm.land/bubbletea/v2"

	"tidings/feed"
	"tidings/feed/article"
	"tidings/ui/keys"
	"tidings/ui/reader"
)

// opened is the article on the screen.
type opened struct {
	id       feed.ItemID
	head     feed.Headline
	req      int
	loading  bool
	standIn  string           // why the article is not there (yet); "" when it is
	at       *reader.Position // where it stood when the program ended; nil: see places
	feedText bool             // the feed's own text was asked for in place of the page's article
	own      bool             // the feed's own text is shown: asked for, or because the page is not here (yet)
}

// articleRead is an article, cached or fetched.
type articleRead struct {
	req    int
	id     feed.ItemID
	art    article.Article
	cached bool // it was asked for in the cache only
	found  bool
	feed   bool // it is the feed's own text, which was asked for
	own    bool // it is the feed's own text
	kept   bool
	err    error
}

// open shows an item's article and marks the item read. With focus the article gets the keys.
func (m *Model) open(h feed.Headline, focus bool) tea.Cmd {
	var cmds []tea.Cmd
	if focus {
		cmds = append(cmds, m.to(paneArticle))
	}
	if m.o.Opener == nil {
		m.complain("There is nothing here that could open articles.")
		return tea.Batch(cmds...)
	}
	if m.art.id == h.ID && !m.art.feedText && !m.art.loading && m.art.standIn == "" {
		return tea.Batch(cmds...)
	}
	m.keepPlace()
	m.stopOpening()
	m.art = opened{id: h.ID, head: h, req: m.next(), loading: true}
	cmds = append(cmds, m.arrange()) // the first article makes room for itself
	req, ctx, o := m.art.req, m.ctx, m.o.Opener
	cmds = append(cmds, func() tea.Msg {
		a, ok, err := o.Cached(ctx, h.ID)
		return articleRead{req: req, id: h.ID, art: a, cached: true, found: ok, err: err}
	})
	if !h.Read {
		cmds = append(cmds, m.markRead([]feed.ItemID{h.ID}, true))
	}
	return tea.Batch(cmds...)
}

// stopOpening ends a fetch for an article that is no longer wanted.
func (m *Model) stopOpening() {
	if m.art.loading && m.stop != nil {
		m.stop()
		m.stop, m.busy = nil, ""
	}
}

// openByID opens an item that is not in the list.
func (m *Model) openByID(id feed.ItemID) tea.Cmd {
	ctx, lib := m.ctx, m.o.Library
	return func() tea.Msg {
		it, err := lib.Item(ctx, id)
		return itemRead{it, err}
	}
}

type itemRead struct {
	item feed.Item
	err  error
}

func (r itemRead) apply(m *Model) tea.Cmd {
	if r.err != nil {
		m.complain("The item could not be read: " + words(r.err))
		return nil
	}
	f, _ := m.feeds.feed(r.item.Feed)
	return m.open(feed.Headline{
		ID: r.item.ID, Feed: r.item.Feed, FeedTitle: f.Title, Title: r.item.Title, Link: r.item.Link,
		Published: r.item.Published, HasEnclosure: len(r.item.Enclosures) > 0,
	}, true)
}

// during gives a context that Esc ends, and says what it is for.
func (m *Model) during(what string) context.Context {
	if m.stop != nil {
		m.stop()
	}
	ctx, stop := context.WithCancel(m.ctx)
	m.stop, m.busy = stop, what
	return ctx
}

// doneDuring ends what during began.
func (m *Model) doneDuring() {
	if m.stop != nil {
		m.stop()
	}
	m.stop, m.busy = nil, ""
}

func (r articleRead) apply(m *Model) tea.Cmd {
	if r.req != m.art.req {
		return nil
	}
	if r.cached && !r.found {
		m.art.standIn = "Fetching the article …" // it is not here yet: what the list knows stands in until it comes
		m.reader.Clear()
		ctx, o := m.during("fetching the article"), m.o.Opener
		return tea.Batch(func() tea.Msg {
			a, err := o.FeedText(ctx, r.id)
			return meanwhile{req: r.req, id: r.id, art: a, err: err}
		}, func() tea.Msg {
			a, err := o.Open(ctx, r.id)
			return articleRead{req: r.req, id: r.id, art: a, found: err == nil || len(a.Blocks) > 0, err: err}
		})
	}
	m.art.loading = false
	read := m.art.own && !r.feed && !r.kept // it has been read in what the feed brought: its place stays
	if !r.cached {
		m.doneDuring()
	}
	m.art.feedText, m.art.own = r.feed, r.own || r.feed || r.err != nil
	src := m.source()
	src.FeedText = m.art.own
	if r.err != nil && !errors.Is(r.err, context.Canceled) {
		m.complain(m.openWords(r))
	}
	if len(r.art.Blocks) == 0 && r.err != nil {
		if m.art.standIn != "" {
			m.art.standIn = "It could not be fetched: " + words(r.err) + ". " + m.keys.Key(keys.Browser) + " opens the page in the browser."
		}
		return nil
	}
	if r.err != nil && r.art.Completeness == article.Teaser && !errors.Is(r.err, context.Canceled) { // why there is no more stays on the screen
		r.art.Evidence = "the page could not be read: " + words(r.err)
	}
	m.art.standIn = ""
	if r.art.Title == "" {
		r.art.Title = m.art.head.Title
	}
	if r.art.URL == "" {
		r.art.URL = m.art.head.Link
	}
	switch {
	case r.kept && r.own:
		m.say("It is back in the feed's text.")
	case r.kept:
		m.say("Kept in this article from now on.")
	case r.feed:
		m.say("This is the feed's own text; " + m.keys.Key(keys.SourceText) + " turns to the page's article.")
	}
	var at *reader.Position
	if p, ok := m.positions.get(r.id); ok && !r.kept {
		at = &p
	}
	if m.art.at != nil {
		at, m.art.at = m.art.at, nil
	}
	if r.kept || r.feed || read {
		at = nil
	}
	clear := m.dropPictures(r.id)
	cmd := m.reader.SetArticle(r.art, src, at)
	if r.cached {
		cmd = tea.Batch(cmd, m.renew())
	}
	return tea.Batch(cmd, m.readRevisions(), tea.Sequence(clear, m.loadPictures()))
}

// meanwhile is the feed's own text of an item whose page is being fetched.
type meanwhile struct {
	req int
	id  feed.ItemID
	art article.Article
	err error
}

// apply shows the text until the page is here, if it is whole; a summary stands in by itself.
func (r meanwhile) apply(m *Model) tea.Cmd {
	if r.req != m.art.req || !m.art.loading || r.err != nil || r.art.Completeness != article.Full || len(r.art.Blocks) == 0 {
		return nil
	}
	m.art.standIn, m.art.own = "", true
	src := m.source()
	src.FeedText = true
	at := m.art.at
	if p, ok := m.positions.get(r.id); ok && at == nil {
		at = &p
	}
	return m.reader.SetArticle(r.art, src, at)
}

// openWords says why an article is not the page's, and the way out.
func (m *Model) openWords(r articleRead) string {
	s := "The article could not be fetched: " + words(r.err)
	if len(r.art.Blocks) > 0 {
		s = "The feed's own text: " + words(r.err)
	}
	return s + ". " + m.keys.Key(keys.Browser) + " opens the page."
}

// source describes the open article to the reader.
func (m *Model) source() reader.Source {
	return reader.Source{Item: m.art.id, FeedTitle: m.sourceOf(m.art.head), Next: m.nextUnreadTitle(), Now: m.now()}
}

// nextUnreadTitle returns the title of the unread item below the open one, or "".
func (m *Model) nextUnreadTitle() string {
	p := &m.items
	_, i := p.find(m.art.id)
	if i < 0 {
		return ""
	}
	for i++; i < len(p.rows); i++ {
		if !p.rows[i].Read {
			return p.rows[i].Title
		}
	}
	return ""
}

// turnSource turns between the page's article and the text that the feed brought.
func (m *Model) turnSource() tea.Cmd {
	if m.art.id == 0 || m.o.Opener == nil {
		return nil
	}
	m.art.req = m.next()
	req, id, o, toFeed := m.art.req, m.art.id, m.o.Opener, !m.art.feedText
	what := "fetching the article"
	if toFeed {
		what = "reading the feed's text"
	}
	ctx := m.during(what)
	return func() tea.Msg {
		r := articleRead{req: req, id: id, feed: toFeed}
		if toFeed {
			r.art, r.err = o.FeedText(ctx, id)
		} else {
			r.art, r.err = o.Open(ctx, id)
		}
		r.found = r.err == nil
		return r
	}
}

// keep brings a left-out block back.
func (m *Model) keep(k reader.KeepMsg) tea.Cmd {
	if m.o.Opener == nil || k.Item != m.art.id {
		return nil
	}
	if m.art.loading {
		m.say("The page is still being fetched; Esc stops that.")
		return nil
	}
	m.art.req = m.next()
	req, ctx, keep, was := m.art.req, m.ctx, m.o.Opener.Keep, m.art
	if was.own {
		keep = m.o.Opener.KeepInFeedText
	}
	return func() tea.Msg {
		a, err := keep(ctx, k.Item, k.Removed)
		return articleRead{req: req, id: k.Item, art: a, found: err == nil, feed: was.feedText, own: was.own, kept: err == nil, err: err}
	}
}
