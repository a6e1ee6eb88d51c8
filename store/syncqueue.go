package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"tidings/feed/sync"
)

// syncGone is how often in a row the server must not deliver an item before nothing more is sent to it. Once is no word: a
// server that is being restored delivers nothing at all.
const syncGone = 3

// SyncPending returns the queue's oldest marks, at most n, the newest of each kind for an item, and how many there are.
func (db *DB) SyncPending(ctx context.Context, n int) ([]sync.Pending, int, error) {
	var made bool
	_, err := db.row(ctx, `SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'sync_queue')`, nil, &made)
	if err != nil || !made {
		return nil, 0, err
	}
	var out []sync.Pending
	total := 0
	err = db.query(ctx, `SELECT g.item, g.mark, q.value, g.last, g.tries, g.at,
		(SELECT json_group_array(s.remote) FROM sync_items s WHERE s.item = g.item AND s.missing < ?1)
		FROM (SELECT item, mark, max(id) AS last, max(tries) AS tries, min(at) AS at FROM sync_queue GROUP BY item, mark ORDER BY last LIMIT ?2) g
		JOIN sync_queue q ON q.id = g.last ORDER BY g.last`, []any{syncGone, n}, func(scan func(...any) error) error {
		var p sync.Pending
		var at int64
		var ids string
		if err := scan(&p.Item, &p.Mark, &p.On, &p.Last, &p.Tries, &at, &ids); err != nil {
			return err
		}
		p.At = time.Unix(at, 0)
		out = append(out, p)
		return json.Unmarshal([]byte(ids), &out[len(out)-1].IDs)
	})
	if err == nil {
		_, err = db.row(ctx, `SELECT count(*) FROM (SELECT 1 FROM sync_queue GROUP BY item, mark)`, nil, &total)
	}
	if err != nil {
		return nil, 0, fmt.Errorf("read the marks to be sent: %w", err)
	}
	return out, total, nil
}

// syncChunk is how many rows one transaction of a sync changes.
const syncChunk = 500

// SyncTried notes that the server did not take these.
func (db *DB) SyncTried(ctx context.Context, list []sync.Pending) error {
	return db.syncEach(ctx, list, func(t *tx, p sync.Pending) error {
		_, err := t.exec(`UPDATE sync_queue SET tries = tries + 1 WHERE item = ? AND mark = ? AND id <= ?`, p.Item, string(p.Mark), p.Last)
		return err
	})
}

// SyncSettle takes marks from the queue that the server has; those made since stay.
func (db *DB) SyncSettle(ctx context.Context, list []sync.Pending) error {
	return db.syncEach(ctx, list, func(t *tx, p sync.Pending) error {
		if _, err := t.exec(`DELETE FROM sync_queue WHERE item = ? AND mark = ? AND id <= ?`, p.Item, string(p.Mark), p.Last); err != nil {
			return err
		}
		_, err := t.exec(syncBaseSQL[p.Mark]+` WHERE item = ?2 AND missing < ?3`, p.On, p.Item, syncGone)
		return err
	})
}

// syncBaseSQL sets a mark as the server has it.
var syncBaseSQL = map[sync.Mark]string{
	sync.Read:     `UPDATE sync_items SET read = ?1`,
	sync.Bookmark: `UPDATE sync_items SET bookmarked = ?1`,
}

func (db *DB) syncEach(ctx context.Context, list []sync.Pending, f func(*tx, sync.Pending) error) error {
	for len(list) > 0 {
		part := list[:min(syncChunk, len(list))]
		list = list[len(part):]
		err := db.work(ctx, func(t *tx) error {
			for _, p := range part {
				if err := f(t, p); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return fmt.Errorf("change the marks to be sent: %w", err)
		}
	}
	return nil
}
