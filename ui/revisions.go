package ui

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"tidings/feed"
	"tidings/feed/article"
	"tidings/ui/keys"
	"tidings/ui/layout"
	"tidings/ui/reader"
)

// The kinds of feed.Revision.
const (
	ofFeed = "feed"
	ofPage = "article"
)

// revised are the changes of the open article.
type revised struct {
	req     int
	changes []reader.Changes
}

// readRevisions looks up, behind the article, whether its publisher changed what is shown. What cannot be read is not said:
// the article is there.
func (m *Model) readRevisions() tea.Cmd {
	ctx, lib, id, req := m.ctx, m.o.Library, m.art.id, m.art.req
	kind := ofPage
	if m.art.own {
		kind = ofFeed
	}
	a, _, _ := m.reader.Article()
	return func() tea.Msg {
		revs, err := lib.Revisions(ctx, id)
		if err != nil || len(revs) == 0 {
			return nil
		}
		return revised{req, changesOf(a, kind, revs)}
	}
}

// changesOf compares an article with the earlier texts of its kind. One that says the same, because the publisher went back, is
// left out.
func changesOf(a article.Article, kind string, revs []feed.Revision) []reader.Changes {
	var out []reader.Changes
	for _, r := range revs {
		if r.Kind != kind {
			continue
		}
		c := reader.Changes{Change: article.Compare(a, r.Blocks, r.Later), Until: r.Until}
		if r.Title != r.Now {
			c.OldTitle = r.Title
		}
		if c.Count > 0 || c.OldTitle != "" {
			out = append(out, c)
		}
	}
	return out
}

func (r revised) apply(m *Model) tea.Cmd {
	if r.req != m.art.req {
		return nil
	}
	return m.reader.SetChanges(r.changes)
}

// renewed is the open article as its page is by now.
type renewed struct {
	req int
	art article.Article
}

// renew looks behind a stored article whether its publisher changed it, and fetches it again. Where that fails the stored one does.
func (m *Model) renew() tea.Cmd {
	ctx, opener, id, req := m.ctx, m.o.Opener, m.art.id, m.art.req
	return func() tea.Msg {
		a, ok, err := opener.Renew(ctx, id)
		if err != nil || !ok || len(a.Blocks) == 0 {
			return nil
		}
		return renewed{req, a}
	}
}

func (r renewed) apply(m *Model) tea.Cmd {
	if r.req != m.art.req || m.art.loading {
		return nil
	}
	if r.art.Title == "" {
		r.art.Title = m.art.head.Title
	}
	return tea.Batch(m.reader.SetArticle(r.art, m.source(), nil), m.readRevisions())
}

// sayChanges says what comparing with an earlier text has done.
func (m *Model) sayChanges(a keys.Action) {
	if a != keys.Changes {
		return
	}
	c, back, of, ok := m.reader.Compared()
	if !ok {
		return
	}
	key := m.keys.Key(a)
	said := fmt.Sprintf("Changed %s: %s. %s hides it", layout.Date(c.Until, m.now(), m.now().Location()), c.Words(), key)
	if back < of {
		said += fmt.Sprintf(", %d%s compares with the text before", back+1, key)
	}
	m.say(said + ".")
}
