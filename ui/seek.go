package ui

import (
	"context"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"tidings/feed"
)

// found is the answer to a search or filter as it is typed.
type found struct {
	req   int
	rows  []feed.Headline
	whole bool
	err   error
}

// typingPause is how long a query waits for the next letter, which cancels it: letters that arrive together, over ssh or out of a
// macro, are one search. Nobody types two within it.
const typingPause = 2 * time.Millisecond

// seek shows a view as it is typed. The request before is cancelled.
func (m *Model) seek(v view) tea.Cmd {
	p := &m.items
	p.view = v
	p.req = m.next()
	p.moreUp, p.moreDn = false, false
	p.syncReq = p.req
	if m.stopSeek != nil {
		m.stopSeek()
	}
	ctx, stop := context.WithCancel(m.ctx)
	m.stopSeek = stop
	req, lib, q := p.req, m.o.Library, v.query(m.now())
	q.Limit = beginning(q.Order, m.h)
	return func() tea.Msg {
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(typingPause):
		}
		rows, err := lib.Headlines(ctx, q)
		return found{req, rows, len(rows) < q.Limit, err}
	}
}

func (f found) apply(m *Model) tea.Cmd {
	if f.req != m.items.req {
		return nil
	}
	if f.err != nil {
		// A query half typed is often not one yet; what is wrong with it stands there until the next letter.
		m.said.Text = words(f.err)
		return nil
	}
	m.said.Text = ""
	m.showRows(f.rows, f.whole)
	return nil
}

// askSearch begins a search: in the article when it has the keys, else over everything, as one types.
func (m *Model) askSearch() tea.Cmd {
	if m.focus == paneArticle {
		a := m.question("/", "", func(m *Model, text string) tea.Cmd {
			if n := m.reader.Search(text); n == 0 && text != "" {
				m.say("“" + text + "” does not stand in this article.")
			}
			return nil
		})
		a.line.Hint = "what to look for in this article"
		a.edit = func(m *Model, text string) tea.Cmd { m.reader.Search(text); return nil }
		a.drop = func(m *Model) tea.Cmd { m.reader.Search(""); return nil }
		return nil
	}
	old := m.items.view
	if old.Kind != viewSearch {
		m.before = old
	}
	m.items.leave()
	cmd := m.to(paneItems)
	a := m.question("/", "", func(m *Model, text string) tea.Cmd {
		if text == "" {
			return m.comeBack(old, false)
		}
		m.searches = remember(m.searches, text)
		return nil
	})
	a.line.Hint = "words, \"a phrase\", prefix*, -without, title:, feed:, is:unread, newer:2w"
	a.line.History = m.searches
	a.edit = func(m *Model, text string) tea.Cmd {
		if strings.TrimSpace(text) == "" {
			return m.seek(old)
		}
		return m.seek(view{Kind: viewSearch, Text: feed.Unfinished(text)})
	}
	a.drop = func(m *Model) tea.Cmd {
		m.said.Text = ""
		return m.comeBack(old, false)
	}
	return cmd
}

// askFilter narrows the list as one types.
func (m *Model) askFilter() tea.Cmd {
	old := m.items.view
	m.items.leave()
	cmd := m.to(paneItems)
	narrow := func(text string) view {
		v := old
		v.Narrow = strings.TrimSpace(feed.Unfinished(text))
		return v
	}
	a := m.question("filter: ", old.Narrow, func(m *Model, text string) tea.Cmd {
		if v := narrow(text); v.Narrow != m.items.view.Narrow {
			return m.show(v)
		}
		return nil
	})
	a.edit = func(m *Model, text string) tea.Cmd { return m.seek(narrow(text)) }
	a.drop = func(m *Model) tea.Cmd {
		m.said.Text = ""
		return m.comeBack(old, false)
	}
	return cmd
}
