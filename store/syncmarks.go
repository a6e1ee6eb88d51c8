package store

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"tidings/feed"
	"tidings/feed/sync"
)

// askAgain is after how long an item is asked for again that the server listed and did not deliver.
const askAgain = 24 * 3600

// syncIDs is how many ids one query takes.
const syncIDs = 2000

// eachIDs calls f for parts of ids, as JSON arrays for json_each.
func eachIDs(ids []string, f func(array string) error) error {
	for part := range slices.Chunk(ids, syncIDs) {
		b, err := json.Marshal(part)
		if err == nil {
			err = f(string(b))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// SyncUnknown returns those of the ids that are to be asked for: not known, or known to be missing a while ago; with back
// those too whose item is no longer here.
func (db *DB) SyncUnknown(ctx context.Context, ids []string, back bool) ([]string, error) {
	var out []string
	err := eachIDs(ids, func(array string) error {
		return db.query(ctx, `SELECT k.value FROM json_each(?1) k LEFT JOIN sync_items s ON s.remote = k.value
			WHERE s.remote IS NULL OR ((s.item IS NULL OR s.missing >= ?4) AND s.asked < ?2)
				OR (?3 AND s.bookmarked = 0 AND s.asked < ?2 AND NOT EXISTS (SELECT 1 FROM items i WHERE i.id = s.item))`,
			[]any{array, db.opts.now().Unix() - askAgain, back, syncGone}, func(scan func(...any) error) error {
				var id string
				err := scan(&id)
				out = append(out, id)
				return err
			})
	})
	if err != nil {
		return nil, fmt.Errorf("look for the server's items: %w", err)
	}
	return out, nil
}

// SyncCompare holds the server's list of items in a state against what it said the last time: unlisted are those that were
// in it and are not any more, listed those that are new in it. What counts as gone is unlisted once a day only.
func (db *DB) SyncCompare(ctx context.Context, m sync.Mark, on bool, list []string) (unlisted, listed []string, err error) {
	in := make(map[string]bool, len(list))
	for _, id := range list {
		in[id] = true
	}
	was := map[sync.Mark]string{
		sync.Read:     `SELECT remote FROM sync_items INDEXED BY sync_items_unread WHERE read = 0 AND item IS NOT NULL AND (missing < ? OR asked < ?)`,
		sync.Bookmark: `SELECT remote FROM sync_items INDEXED BY sync_items_bookmarked WHERE bookmarked = 1 AND item IS NOT NULL AND (missing < ? OR asked < ?)`,
	}[m]
	if on != (m == sync.Bookmark) {
		return nil, nil, fmt.Errorf("compare marks: servers list what is unread and what is bookmarked, not the other way round")
	}
	err = db.query(ctx, was, []any{syncGone, db.opts.now().Unix() - askAgain}, func(scan func(...any) error) error {
		var id string
		err := scan(&id)
		if !in[id] {
			unlisted = append(unlisted, id)
		}
		return err
	})
	if err == nil {
		err = eachIDs(list, func(array string) error {
			return db.query(ctx, `SELECT s.remote FROM json_each(?1) k JOIN sync_items s ON s.remote = k.value
				WHERE s.item IS NOT NULL AND s.missing < ?2 AND CASE WHEN ?3 = 'read' THEN s.read = 1 ELSE s.bookmarked = 0 END`,
				[]any{array, syncGone, string(m)}, func(scan func(...any) error) error {
					var id string
					err := scan(&id)
					listed = append(listed, id)
					return err
				})
		})
	}
	if err != nil {
		return nil, nil, fmt.Errorf("compare marks: %w", err)
	}
	return unlisted, listed, nil
}

// SyncMissing notes that the server did not deliver these. What is missing syncGone times in a row counts as gone there.
func (db *DB) SyncMissing(ctx context.Context, ids []string) error {
	err := eachIDs(ids, func(array string) error {
		return db.work(ctx, func(t *tx) error {
			_, err := t.exec(`INSERT INTO sync_items (remote, missing, asked) SELECT value, 1, ?2 FROM json_each(?1) WHERE true
				ON CONFLICT (remote) DO UPDATE SET missing = missing + 1, asked = ?2`, array, t.now)
			return err
		})
	})
	if err != nil {
		return fmt.Errorf("note missing items: %w", err)
	}
	return nil
}

// SyncApply makes the server's marks the store's, but for those that wait to be sent, and returns how many changed. A
// bookmark that goes away is a step for Undo; the others are not, so that Undo takes back what the person did last.
func (db *DB) SyncApply(ctx context.Context, list []sync.Change) (int, error) {
	n := 0
	for part := range slices.Chunk(list, syncChunk) {
		err := db.work(ctx, func(t *tx) error {
			changed, err := t.syncApply(part)
			n += changed
			return err
		})
		if err != nil {
			return n, fmt.Errorf("take over the server's marks: %w", err)
		}
	}
	return n, nil
}

var stepOf = map[sync.Change]stepKind{
	{Mark: sync.Read, On: true}: stepRead, {Mark: sync.Read}: stepUnread,
	{Mark: sync.Bookmark, On: true}: stepBookmark, {Mark: sync.Bookmark}: stepUnbookmark,
}

func (t *tx) syncApply(list []sync.Change) (n int, err error) {
	var lost []changedItem
	for _, c := range list {
		var item, read, bookmarked, missing int64
		var here, waits bool
		ok, err := t.row(`SELECT s.item, s.read, s.bookmarked, s.missing, i.gone = 0, EXISTS (SELECT 1 FROM sync_queue q WHERE q.item = s.item AND q.mark = ?2)
			FROM sync_items s JOIN items i ON i.id = s.item WHERE s.remote = ?1`, []any{c.ID, string(c.Mark)}, &item, &read, &bookmarked, &missing, &here, &waits)
		if err != nil {
			return n, err
		}
		if !ok || !here {
			continue
		}
		if missing > 0 {
			if _, err := t.exec(`UPDATE sync_items SET missing = 0 WHERE remote = ?`, c.ID); err != nil {
				return n, err
			}
		}
		base := read != 0
		if c.Mark == sync.Bookmark {
			base = bookmarked != 0
		}
		if waits || base == c.On {
			continue
		}
		changed, err := t.markQuietly(feed.ItemID(item), stepOf[sync.Change{Mark: c.Mark, On: c.On}])
		if err != nil {
			return n, err
		}
		if _, err := t.exec(syncBaseSQL[c.Mark]+` WHERE remote = ?2`, c.On, c.ID); err != nil {
			return n, err
		}
		if err := t.syncTwins(item, c); err != nil {
			return n, err
		}
		n += len(changed)
		if c.Mark == sync.Bookmark && !c.On {
			lost = append(lost, changed...)
		}
	}
	if len(lost) == 0 {
		return n, nil
	}
	name, err := t.nameOf(lost)
	if err == nil {
		_, err = t.log(0, stepUnbookmark, len(lost), name, back{IDs: idsOf(lost)})
	}
	return n, err
}

// markQuietly changes a mark without queueing it.
func (t *tx) markQuietly(id feed.ItemID, kind stepKind) ([]changedItem, error) {
	if _, err := t.exec(`UPDATE sync_state SET applying = 1`); err != nil {
		return nil, err
	}
	changed, err := t.mark([]feed.ItemID{id}, kind)
	if err != nil {
		return nil, err
	}
	_, err = t.exec(`UPDATE sync_state SET applying = 0`)
	return changed, err
}

// syncTwins queues a mark that one of the server's copies of an item has got for the others.
func (t *tx) syncTwins(item int64, c sync.Change) error {
	column := map[sync.Mark]string{sync.Read: "read", sync.Bookmark: "bookmarked"}[c.Mark]
	_, err := t.exec(`INSERT INTO sync_queue (item, mark, value, at) SELECT ?1, ?2, ?3, ?4
		WHERE EXISTS (SELECT 1 FROM sync_items WHERE item = ?1 AND missing < ?5 AND `+column+` <> ?3)`, item, string(c.Mark), c.On, t.now, syncGone)
	return err
}
