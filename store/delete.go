package store

import (
	"context"
	"fmt"
)

// doomed is an item about to be deleted for good.
type doomed struct {
	id, doc, feed int64
	unread        bool
}

// erase deletes items with all that belongs to them. Their identities become tombstones, unless the whole feed goes.
func (t *tx) erase(list []doomed, tombs bool) error {
	for _, d := range list {
		if tombs && d.feed != 0 {
			if _, err := t.exec(`INSERT OR IGNORE INTO tombstones (feed, key, seen)
				SELECT ?1, guid, ?3 FROM texts WHERE item = ?2 AND guid <> 0 UNION ALL
				SELECT ?1, link, ?3 FROM texts WHERE item = ?2 AND link <> 0 UNION ALL
				SELECT ?1, title, ?3 FROM texts WHERE item = ?2 AND guid = 0 AND link = 0 AND title <> 0`, d.feed, d.id, t.now); err != nil {
				return err
			}
		}
		if err := t.dropKeys(d); err != nil {
			return err
		}
		for _, q := range [...]string{
			`DELETE FROM texts WHERE item = ?`, `DELETE FROM articles WHERE item = ?`, `DELETE FROM revisions WHERE item = ?`,
			`DELETE FROM tags WHERE item = ?`, `DELETE FROM notes WHERE item = ?`, `DELETE FROM items WHERE id = ?`,
		} {
			if _, err := t.exec(q, d.id); err != nil {
				return err
			}
		}
		if _, err := t.exec(`DELETE FROM search WHERE rowid = ?`, d.doc); err != nil {
			return err
		}
	}
	return nil
}

// dropKeys deletes the entries that an item is found by. Its present identity says where they are; those of former
// identities are found by a walk over its feed's, which only edited items need.
func (t *tx) dropKeys(d doomed) error {
	var guid, link, title, text, edits int64
	ok, err := t.row(`SELECT guid, link, title, text, edits FROM texts WHERE item = ?`, []any{d.id}, &guid, &link, &title, &text, &edits)
	if err != nil {
		return err
	}
	if ok && edits == 0 {
		_, err = t.exec(`DELETE FROM keys WHERE feed = ? AND key IN (?, ?, ?, ?) AND item = ?`, d.feed, shortKey(guid), shortKey(link), shortKey(title), shortKey(text), d.id)
	} else {
		_, err = t.exec(`DELETE FROM keys WHERE feed = ? AND item = ?`, d.feed, d.id)
	}
	return err
}

// eraseChunk is how many items go in one transaction: about 10 ms.
const eraseChunk = 100

// emptyTrash deletes for good what steps took away that can no longer be undone, in small transactions, and returns how
// many items that were.
func (db *DB) emptyTrash(ctx context.Context, progress func(int)) (int, error) {
	if err := db.work(ctx, func(t *tx) error {
		_, err := t.exec(`DELETE FROM journal WHERE first IN (SELECT first FROM journal GROUP BY first HAVING max(at) < ?)`, t.now-int64(keepSteps.Seconds()))
		return err
	}); err != nil {
		return 0, fmt.Errorf("forget old steps: %w", err)
	}
	total := 0
	for {
		var list []doomed
		err := db.work(ctx, func(t *tx) error {
			// A removed feed's items need no tombstones: nothing polls it any more.
			if err := t.rows(`SELECT i.id, i.doc, coalesce(i.feed, 0) FROM items i INDEXED BY items_gone WHERE i.gone <> 0 AND i.gone NOT IN (SELECT id FROM journal) LIMIT ?`,
				[]any{eraseChunk}, func(scan func(...any) error) error {
					var d doomed
					err := scan(&d.id, &d.doc, &d.feed)
					list = append(list, d)
					return err
				}); err != nil {
				return err
			}
			return t.erase(list, true)
		})
		if err != nil {
			return total, fmt.Errorf("empty the trash: %w", err)
		}
		total += len(list)
		if len(list) < eraseChunk {
			break
		}
		progress(total)
	}
	err := db.work(ctx, func(t *tx) error {
		for _, q := range []string{
			`DELETE FROM tombstones WHERE feed IN (SELECT id FROM feeds f WHERE removed <> 0 AND NOT EXISTS (SELECT 1 FROM items i WHERE i.feed = f.id AND i.gone = 0)
				AND NOT EXISTS (SELECT 1 FROM journal j WHERE j.kind = 'remove' AND json_extract(j.data, '$.Feed') = f.id))`,
			`DELETE FROM feeds WHERE removed <> 0 AND removed < ? AND NOT EXISTS (SELECT 1 FROM items i INDEXED BY items_feed WHERE i.feed = feeds.id AND i.gone = 0)
				AND id NOT IN (SELECT i.feed FROM items i INDEXED BY items_gone WHERE i.gone <> 0 AND i.feed IS NOT NULL)`,
		} {
			args := []any{}
			if q[len("DELETE FROM "):][0] == 'f' {
				args = append(args, t.now-int64(keepSteps.Seconds()))
			}
			if _, err := t.exec(q, args...); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return total, fmt.Errorf("forget removed feeds: %w", err)
	}
	return total, nil
}
