package ui

import (
	"context"
	"errors"
	"fmt"

	tea "charm.land/bubbletea/v2"

	"tidings/feed"
	"tidings/ui/keys"
)

// mostFetched is how many articles one bookmarking fetches: whoever bookmarks thousands of items at once asks for no thousand pages.
const mostFetched = 100

// fetchKept fetches the articles of new bookmarks, which stay then whatever becomes of their pages.
func (m *Model) fetchKept(which []feed.ItemID) tea.Cmd {
	var missing []feed.ItemID
	for _, id := range which {
		if id != m.art.id && len(missing) < mostFetched { // the one that is open is here, or on its way
			missing = append(missing, id)
		}
	}
	if len(missing) == 0 {
		return nil
	}
	ctx, o := m.ctx, m.o.Opener
	if len(missing) > 1 {
		ctx = m.during("fetching " + plural(len(missing), "bookmarked article", "bookmarked articles"))
	}
	return func() tea.Msg {
		r := keptFetched{n: len(missing)}
		for _, id := range missing {
			_, err := o.Open(ctx, id)
			if ctx.Err() != nil {
				r.err = ctx.Err()
				break
			}
			if err != nil {
				r.failed, r.err = r.failed+1, err
			}
		}
		return r
	}
}

// keptFetched is the outcome of fetching the articles of new bookmarks.
type keptFetched struct {
	n, failed int
	err       error // the last one
}

func (r keptFetched) apply(m *Model) tea.Cmd {
	open := m.keys.Key(keys.Open) + " on one fetches it."
	switch {
	case errors.Is(r.err, context.Canceled):
		m.say("The bookmarks stay; not all of their articles were fetched. " + open)
		return nil
	case r.n > 1:
		m.doneDuring()
	}
	switch {
	case r.err == nil:
	case r.n == 1:
		m.complain("Bookmarked with what the feed brought; the page could not be read: " + words(r.err) + ".")
	default:
		m.complain(fmt.Sprintf("%d of %d bookmarked pages could not be read; what their feeds brought is kept. The last: %s. %s", r.failed, r.n, words(r.err), open))
	}
	return nil
}
