package store

import (
	"context"
	"fmt"
	"slices"

	"tidings/feed"
	"tidings/feed/poll"
	"tidings/feed/sync"
)

// SyncSave stores items of a feed and which of the server's they are, and returns the new ones. They are recognised
// as a poll's are, so an item that the feed itself brought is not doubled; one that is here already keeps its text. Where
// both sides have marks that they did not agree on yet, read and bookmarked win, on both.
func (db *DB) SyncSave(ctx context.Context, id feed.FeedID, list []sync.Arrival) ([]feed.ItemID, error) {
	var stored []feed.ItemID
	for part := range slices.Chunk(list, chunkItems) {
		got, err := db.syncSave(ctx, id, part)
		stored = append(stored, got...)
		if err != nil {
			return stored, fmt.Errorf("store what the server brought for feed %d: %w", id, err)
		}
	}
	return stored, nil
}

func (db *DB) syncSave(ctx context.Context, id feed.FeedID, list []sync.Arrival) (stored []feed.ItemID, err error) {
	doc := feed.Document{Items: make([]feed.Item, len(list))}
	for i, a := range list {
		doc.Items[i] = a.Item
	}
	s := saving{db: db, r: poll.Result{Feed: id, Document: &doc, Now: db.opts.now()}}
	if err := s.buryNone(ctx, list); err != nil {
		return nil, err
	}
	if err := s.prepare(ctx); err != nil {
		return nil, err
	}
	err = db.work(ctx, func(t *tx) error {
		if _, err := s.moved(t); err != nil {
			return err
		}
		rows := slices.DeleteFunc(slices.Clone(s.rows), func(r *newRow) bool { return r.id != 0 })
		saved, err := t.saveRows(s.old, rows)
		if err != nil {
			return err
		}
		stored = saved.New
		if _, err := t.exec(`UPDATE feeds SET gen = gen + 1 WHERE id = ?`, id); err != nil {
			return err
		}
		ids := make([]int64, len(list)) // by place; 0 for an item that was pruned before
		for i, m := range s.matched {
			ids[i] = int64(m.ID)
		}
		k := 0
		for _, r := range rows {
			if !r.tomb {
				ids[r.index] = int64(saved.New[k])
				k++
			}
		}
		for i, m := range s.matched {
			if m.Duplicate {
				ids[i] = ids[slices.IndexFunc(s.matched, func(o feed.Matched) bool { return o.Identity == m.Identity })]
			}
			if err := t.syncMeet(ids[i], list[i]); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return stored, nil
}

// buryNone forgets that items were pruned that are bookmarked on the server.
func (s *saving) buryNone(ctx context.Context, list []sync.Arrival) error {
	var keys []int64
	for _, a := range list {
		if a.Bookmarked {
			keys = append(keys, tombKeys(feed.Identify(a.Item))...)
		}
	}
	if len(keys) == 0 {
		return nil
	}
	return s.db.work(ctx, func(t *tx) error {
		_, err := t.exec(`DELETE FROM tombstones WHERE feed = ? AND key IN (SELECT value FROM json_each(?))`, s.r.Feed, jsonInts(keys))
		return err
	})
}

// syncMeet notes which item a server's item is, and joins their marks.
func (t *tx) syncMeet(item int64, a sync.Arrival) error {
	if _, err := t.exec(`INSERT OR REPLACE INTO sync_items (remote, item, read, bookmarked, missing, asked) VALUES (?, ?, ?, ?, 0, ?)`,
		a.ID, nullZero(item), a.Read, a.Bookmarked, t.now); err != nil || item == 0 {
		return err
	}
	var read, bookmarked bool
	if ok, err := t.row(`SELECT read, bookmarked FROM items WHERE id = ?`, []any{item}, &read, &bookmarked); err != nil || !ok {
		return err
	}
	for _, m := range []struct {
		mark        sync.Mark
		here, there bool
		kind        stepKind
	}{{sync.Read, read, a.Read, stepRead}, {sync.Bookmark, bookmarked, a.Bookmarked, stepBookmark}} {
		var waits bool // what was marked here since is newer than either
		if _, err := t.row(`SELECT EXISTS (SELECT 1 FROM sync_queue WHERE item = ? AND mark = ?)`, []any{item, string(m.mark)}, &waits); err != nil {
			return err
		}
		switch {
		case waits:
		case m.there && !m.here:
			if _, err := t.markQuietly(feed.ItemID(item), m.kind); err != nil {
				return err
			}
			if err := t.syncTwins(item, sync.Change{Mark: m.mark, On: true}); err != nil {
				return err
			}
		case m.here && !m.there:
			if _, err := t.exec(`INSERT INTO sync_queue (item, mark, value, at) VALUES (?, ?, 1, ?)`, item, string(m.mark), t.now); err != nil {
				return err
			}
		}
	}
	return nil
}
