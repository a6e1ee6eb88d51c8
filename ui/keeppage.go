package ui

import (
	"context"
	"errors"

	tea "charm.land/bubbletea/v2"

	"tidings/feed"
	"tidings/ui/keys"
)

// askAgainOrKeep makes the question for an address, on which its page was read and no feed found, one that keeps the page
// where the address is left as it is.
func (m *Model) askAgainOrKeep(address, page string) {
	look := m.ask.done
	m.ask.done = func(m *Model, text string) tea.Cmd {
		if text == address {
			return m.keepPage(page)
		}
		return look(m, text)
	}
}

// pageKept is the outcome of keeping a page.
type pageKept struct {
	req   int
	id    feed.ItemID
	title string
	err   error
}

// keepPage keeps a page's article as a bookmark, in the background.
func (m *Model) keepPage(address string) tea.Cmd {
	s := m.o.Subscriber
	ctx := m.during("fetching " + address)
	m.addReq = m.next()
	req := m.addReq
	return func() tea.Msg {
		id, title, err := s.KeepPage(ctx, address)
		return pageKept{req, id, title, err}
	}
}

func (r pageKept) apply(m *Model) tea.Cmd {
	if r.req != m.addReq {
		return nil
	}
	m.doneDuring()
	if r.err != nil {
		if !errors.Is(r.err, context.Canceled) {
			m.complain("The page could not be kept: " + words(r.err))
		}
		return nil
	}
	m.welcome = false
	m.say("Bookmarked: " + r.title + ". " + m.keys.Key(keys.Undo) + " takes it back.")
	return tea.Batch(m.sync(), m.openByID(r.id))
}
