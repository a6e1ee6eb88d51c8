package store

import (
	"container/heap"
	"context"
	"math"
	"slices"

	"tidings/feed"
)

// A folder's list is merged from the lists of its feeds, each read a few keys at a time.

// mergeStep is how many keys are read of a feed at once.
const mergeStep = 16

type strand struct {
	feed int64
	keys []int64 // not yet taken, in the list's order
	end  bool    // the feed has no more
}

// strands is a heap whose top is the next key of the list.
type strands struct {
	s      []*strand
	oldest bool
}

func (h *strands) Len() int { return len(h.s) }
func (h *strands) Less(i, j int) bool {
	if h.oldest {
		return h.s[i].keys[0] < h.s[j].keys[0]
	}
	return h.s[i].keys[0] > h.s[j].keys[0]
}
func (h *strands) Swap(i, j int) { h.s[i], h.s[j] = h.s[j], h.s[i] }
func (h *strands) Push(x any)    { h.s = append(h.s, x.(*strand)) }
func (h *strands) Pop() any {
	x := h.s[len(h.s)-1]
	h.s = h.s[:len(h.s)-1]
	return x
}

// mergeFeeds lists the newest (or oldest) items of the feeds in sel.merge.
func (db *DB) mergeFeeds(ctx context.Context, q feed.Query, sel *selection) ([]feed.Headline, error) {
	low, high := int64(math.MinInt64), int64(math.MaxInt64)
	if !q.Since.IsZero() {
		low = sortOf(q.Since.Unix())
	}
	if q.After != nil {
		at, _, err := db.cursorKeys(ctx, *q.After)
		if err != nil {
			return nil, err
		}
		if q.Order == feed.Oldest {
			low = max(low, at+1)
		} else {
			high = at - 1
		}
	}
	text := `SELECT sort FROM items INDEXED BY items_feed WHERE feed = ? AND gone = 0 AND sort BETWEEN ? AND ? ORDER BY sort DESC LIMIT ?`
	if q.Unread {
		text = `SELECT sort FROM items INDEXED BY items_feed_unread WHERE feed = ? AND read = 0 AND gone = 0 AND sort BETWEEN ? AND ? ORDER BY sort DESC LIMIT ?`
	}
	oldest := q.Order == feed.Oldest
	if oldest {
		text = text[:len(text)-len(" DESC LIMIT ?")] + " LIMIT ?"
	}
	read := func(s *strand, low, high int64) error {
		s.keys = s.keys[:0]
		err := db.query(ctx, text, []any{s.feed, low, high, mergeStep}, func(scan func(...any) error) error {
			var k int64
			err := scan(&k)
			s.keys = append(s.keys, k)
			return err
		})
		s.end = len(s.keys) < mergeStep
		return err
	}
	h := strands{oldest: oldest}
	for _, id := range sel.merge {
		s := &strand{feed: id}
		if err := read(s, low, high); err != nil {
			return nil, err
		}
		if len(s.keys) > 0 {
			h.s = append(h.s, s)
		}
	}
	heap.Init(&h)
	var keys []int64
	for len(keys) < q.Limit && len(h.s) > 0 {
		s := h.s[0]
		k := s.keys[0]
		keys = append(keys, k)
		if s.keys = s.keys[1:]; len(s.keys) == 0 && !s.end {
			l, u := low, k-1
			if oldest {
				l, u = k+1, high
			}
			if err := read(s, l, u); err != nil {
				return nil, err
			}
		}
		if len(s.keys) == 0 {
			heap.Pop(&h)
		} else {
			heap.Fix(&h, 0)
		}
	}
	return db.headlinesAt(ctx, keys, nil)
}

// headlinesAt reads the items of these sort keys, in this order, and gives them their snippets.
func (db *DB) headlinesAt(ctx context.Context, keys []int64, snippets map[int64]string) ([]feed.Headline, error) {
	place := make(map[int64]int, len(keys))
	for i, k := range keys {
		place[k] = i
	}
	out := make([]feed.Headline, len(keys))
	err := db.query(ctx, `SELECT `+headlineColumns+` FROM json_each(?) k JOIN items i ON i.sort = k.value LEFT JOIN feeds f ON f.id = i.feed WHERE i.gone = 0`,
		[]any{jsonInts(keys)}, func(scan func(...any) error) error {
			h, sort, err := scanHeadline(scan)
			h.Snippet = snippets[sort]
			out[place[sort]] = h
			return err
		})
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(out, func(h feed.Headline) bool { return h.ID == 0 }), nil // gone since
}

// fewestFirst lists feeds with few unread items first, and newest first within a feed. Behind all of them stands what is of no
// feed: saved pages, and what is left of feeds that were removed.
func (db *DB) fewestFirst(ctx context.Context, q feed.Query, sel *selection) ([]feed.Headline, error) {
	index := "items_feed"
	if q.Unread {
		index = "items_feed_unread"
	}
	loose := *sel
	loose.where, loose.args = slices.Clip(sel.where), slices.Clip(sel.args)
	sel.from = "feeds g INDEXED BY feeds_unread CROSS JOIN items i INDEXED BY " + index
	sel.and("g.removed = 0")
	sel.and("i.feed = g.id")
	if q.After != nil {
		at, _, err := db.cursorKeys(ctx, *q.After)
		if err != nil {
			return nil, err
		}
		var id, unread int64 // 0 where the item has no feed, and where it is gone: then the list begins anew
		found, err := db.row(ctx, `SELECT coalesce(g.id, 0), coalesce(g.unread, 0) FROM items i LEFT JOIN feeds g ON g.id = i.feed AND g.removed = 0 WHERE i.id = ?`, []any{q.After.ID}, &id, &unread)
		if err != nil {
			return nil, err
		}
		if found && id == 0 {
			return db.ofNoFeed(ctx, q, &loose, index, at)
		}
		sel.and("(g.unread, g.id) >= (?, ?)", unread, id)
		sel.and("(g.unread <> ? OR g.id <> ? OR i.sort < ?)", unread, id, at)
	}
	text, args := sel.listSQL(q)
	out, err := db.listRows(ctx, q, sel, replaceOrder(text, "ORDER BY i.sort DESC", "ORDER BY g.unread, g.id, i.sort DESC"), args)
	if err != nil || len(out) >= q.Limit {
		return out, err
	}
	q.Limit -= len(out)
	rest, err := db.ofNoFeed(ctx, q, &loose, index, math.MaxInt64)
	return append(out, rest...), err
}

// ofNoFeed lists what is of no feed, newest first, below a key.
func (db *DB) ofNoFeed(ctx context.Context, q feed.Query, sel *selection, index string, below int64) ([]feed.Headline, error) {
	if q.Folder != "" {
		return nil, nil
	}
	sel.from = "(SELECT NULL AS id UNION ALL SELECT id FROM feeds WHERE removed <> 0) g CROSS JOIN items i INDEXED BY " + index
	sel.and("i.feed IS g.id")
	sel.and("i.sort < ?", below)
	text, args := sel.listSQL(q)
	return db.listRows(ctx, q, sel, text, args)
}

func replaceOrder(text, from, to string) string {
	for i := len(text) - len(from); i >= 0; i-- {
		if text[i:i+len(from)] == from {
			return text[:i] + to + text[i+len(from):]
		}
	}
	return text
}
