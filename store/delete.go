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

// erase deletes items with all that belongs to them. Their identities become tombstones, unless the whole feed goes. One
// statement takes them all: at ten a thing, beginning a statement would cost more than what it does.
func (t *tx) erase(list []doomed, tombs bool) error {
	ids, docs := make([]int64, len(list)), make([]int64, len(list))
	for i, d := range list {
		ids[i], docs[i] = d.id, d.doc
	}
	items := jsonInts(ids)
	packs, err := t.packsOf(items)
	if err != nil {
		return err
	}
	if tombs {
		if _, err := t.exec(`INSERT OR IGNORE INTO tombstones (feed, key, seen) SELECT i.feed, k.key, ?2 FROM json_each(?1) j JOIN items i ON i.id = j.value
			JOIN (SELECT item, guid AS key FROM texts WHERE guid <> 0 UNION ALL SELECT item, link FROM texts WHERE link <> 0 UNION ALL
				SELECT item, title FROM texts WHERE guid = 0 AND link = 0 AND title <> 0) k ON k.item = i.id WHERE i.feed IS NOT NULL`, items, t.now); err != nil {
			return err
		}
	}
	for _, d := range list {
		if err := t.dropKeys(d); err != nil {
			return err
		}
	}
	for _, q := range [...]string{
		`DELETE FROM texts WHERE item IN (SELECT value FROM json_each(?))`, `DELETE FROM articles WHERE item IN (SELECT value FROM json_each(?))`,
		`DELETE FROM revisions WHERE item IN (SELECT value FROM json_each(?))`, `DELETE FROM tags WHERE item IN (SELECT value FROM json_each(?))`,
		`DELETE FROM notes WHERE item IN (SELECT value FROM json_each(?))`, `DELETE FROM items WHERE id IN (SELECT value FROM json_each(?))`,
	} {
		if _, err := t.exec(q, items); err != nil {
			return err
		}
	}
	if err := t.leavePacks(packs); err != nil {
		return err
	}
	_, err = t.exec(`DELETE FROM search WHERE rowid IN (SELECT value FROM json_each(?))`, jsonInts(docs))
	return err
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
const eraseChunk = 64

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
