package sync

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"tidings/feed"
)

// news stores the server's items that are not known yet: bookmarks first, then the newest. It reports whether that was all.
func (t *turn) news(ctx context.Context, starred, recent, unread []string) (all bool, err error) {
	var g gather
	for i, list := range [][]string{starred, recent, unread} {
		unknown, err := t.Store.SyncUnknown(ctx, list, i == 0)
		if err != nil {
			return false, err
		}
		for _, id := range unknown {
			g.add(id)
		}
	}
	wanted := g.list
	if len(wanted) > newAtMost {
		t.r.Rest += len(wanted) - newAtMost
		wanted = wanted[:newAtMost]
	}
	homeless := 0
	err = chunks(wanted, entriesAtOnce, func(part []string) error {
		entries, err := t.ask(ctx, part)
		if err != nil {
			return err
		}
		taken := map[string]bool{}
		byFeed := map[string][]Entry{}
		var order []string
		for _, e := range entries {
			f, ok := t.feedOf[e.Feed]
			if !ok || f.ID == 0 {
				if e.Starred {
					homeless++
				}
				continue
			}
			taken[e.ID] = true
			if byFeed[e.Feed] == nil {
				order = append(order, e.Feed)
			}
			byFeed[e.Feed] = append(byFeed[e.Feed], e)
		}
		for _, id := range order {
			f := t.feedOf[id]
			list, err := t.arrivals(f, byFeed[id])
			if err != nil {
				return err
			}
			stored, err := t.Store.SyncSave(ctx, f.ID, list)
			t.r.NewItems += len(stored)
			if err != nil {
				return err
			}
		}
		return t.Store.SyncMissing(ctx, slices.DeleteFunc(slices.Clone(part), func(id string) bool { return taken[id] }))
	})
	if homeless > 0 {
		t.r.note("%d bookmarks of the server belong to feeds that it no longer follows: they stay there only", homeless)
	}
	return err == nil && len(wanted) == len(g.list), err
}

// arrivals brings entries through the same door as a feed's items: as a JSON Feed through the parser, which makes all of it
// safe and absolute. What the parser leaves out is nothing that could be shown.
func (t *turn) arrivals(f feed.Feed, list []Entry) ([]Arrival, error) {
	type author struct {
		Name string `json:"name"`
	}
	type attachment struct {
		URL   string `json:"url"`
		Type  string `json:"mime_type,omitempty"`
		Title string `json:"title,omitempty"`
		Size  int64  `json:"size_in_bytes,omitempty"`
	}
	type item struct {
		ID          string       `json:"id"`
		URL         string       `json:"url,omitempty"`
		Title       string       `json:"title,omitempty"`
		HTML        string       `json:"content_html"`
		Published   string       `json:"date_published,omitempty"`
		Authors     []author     `json:"authors,omitempty"`
		Attachments []attachment `json:"attachments,omitempty"`
	}
	items := make([]item, len(list))
	byID := map[string]Entry{}
	for i, e := range list {
		it := item{ID: itemGUID + e.ID, URL: e.Link, Title: e.Title, HTML: e.HTML}
		if !e.Published.IsZero() {
			it.Published = e.Published.UTC().Format(time.RFC3339)
		}
		if e.Author != "" {
			it.Authors = []author{{e.Author}}
		}
		for _, c := range e.Enclosures {
			it.Attachments = append(it.Attachments, attachment{c.URL, c.Type, c.Title, c.Length})
		}
		items[i], byID[it.ID] = it, e
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(map[string]any{"version": "https://jsonfeed.org/version/1.1", "title": f.Title, "items": items}); err != nil {
		return nil, fmt.Errorf("write the items of %s: %w", f.Title, err)
	}
	doc, err := t.Parse(b.Bytes(), "application/feed+json", f.URL, t.now)
	if err != nil {
		return nil, fmt.Errorf("read the items of %s: %w", f.Title, err)
	}
	out := make([]Arrival, 0, len(doc.Items))
	for _, it := range doc.Items {
		e, ok := byID[it.GUID]
		if !ok {
			continue
		}
		delete(byID, it.GUID)
		out = append(out, Arrival{ID: e.ID, Item: it, Read: e.Read, Bookmarked: e.Starred})
	}
	return out, nil
}

// itemGUID begins the identity that an item from a server has here, where its publisher's is not told. An item that the feed
// itself brought is still recognised by its address and title (feed.Recognise), and so is one whose id the server changed.
const itemGUID = "tidings-sync:"
