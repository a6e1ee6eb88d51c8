package store

import (
	"context"
	"fmt"
)

// Tidy does what has to be done now and then, in small transactions beside everything else: it finishes removals that were
// interrupted, deletes what can no longer be undone, prunes by r, forgets old tombstones, packs
// texts that are no longer new and merges the search index.
func (db *DB) Tidy(ctx context.Context, r Retention) (Pruned, error) {
	if err := db.finishRemovals(ctx); err != nil {
		return Pruned{}, fmt.Errorf("finish removing feeds: %w", err)
	}
	if _, err := db.emptyTrash(ctx, func(int) {}); err != nil {
		return Pruned{}, err
	}
	p, err := db.Prune(ctx, r, nil)
	if err != nil {
		return p, err
	}
	if err := db.work(ctx, func(t *tx) error {
		if err := t.forgetPending(); err != nil {
			return err
		}
		_, err := t.exec(`DELETE FROM tombstones WHERE seen < ?`, t.now-tombstoneDays*86400)
		return err
	}); err != nil {
		return p, fmt.Errorf("forget tombstones: %w", err)
	}
	if err := db.packOld(ctx); err != nil {
		return p, err
	}
	return p, db.mergeIndex(ctx, nil)
}

// finishRemovals puts away what is left of feeds that were removed.
func (db *DB) finishRemovals(ctx context.Context) error {
	var left []int64
	err := db.query(ctx, `SELECT f.id FROM feeds f WHERE f.removed <> 0 AND EXISTS (SELECT 1 FROM items i INDEXED BY items_feed WHERE i.feed = f.id AND i.gone = 0 AND i.bookmarked = 0)`, nil,
		func(scan func(...any) error) error {
			var id int64
			err := scan(&id)
			left = append(left, id)
			return err
		})
	if err != nil {
		return err
	}
	for _, id := range left {
		for more := true; more; {
			err := db.work(ctx, func(t *tx) error {
				var step int64
				if _, err := t.row(`SELECT coalesce(max(id), -1) FROM journal WHERE kind = ? AND json_extract(data, '$.Feed') = ?`, []any{string(stepRemoveFeed), id}, &step); err != nil {
					return err
				}
				var err error
				more, err = t.hideFeed(id, step, trashChunk)
				return err
			})
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// mergeIndex merges the search index until nothing is left to merge; step, if not nil, is called after each transaction.
func (db *DB) mergeIndex(ctx context.Context, step func()) error {
	for more := true; more; {
		err := db.work(ctx, func(t *tx) (err error) {
			more, err = t.mergeIndex()
			return err
		})
		if err != nil {
			return fmt.Errorf("merge the search index: %w", err)
		}
		if step != nil {
			step()
		}
	}
	return nil
}

// Vacuum gives free room back to the disk, in small steps: others may read and write in between. progress, which may be
// nil, is told how many bytes of how many were given back.
func (db *DB) Vacuum(ctx context.Context, progress func(done, total int64)) error {
	if err := db.packOld(ctx); err != nil {
		return err
	}
	if err := db.mergeIndex(ctx, nil); err != nil {
		return err
	}
	var size, start int64
	if _, err := db.row(ctx, `SELECT page_size, freelist_count FROM pragma_page_size, pragma_freelist_count`, nil, &size, &start); err != nil {
		return fmt.Errorf("vacuum: %w", err)
	}
	for free := start; free > 0; {
		left := free
		err := db.work(ctx, func(t *tx) error {
			// A statement that is stepped frees one page a step: run all of them.
			if err := t.rows(`PRAGMA incremental_vacuum(200)`, nil, func(func(...any) error) error { return nil }); err != nil {
				return err
			}
			_, err := t.row(`SELECT freelist_count FROM pragma_freelist_count`, nil, &left)
			return err
		})
		if err != nil {
			return fmt.Errorf("vacuum: %w", err)
		}
		if left >= free {
			break
		}
		free = left
		if progress != nil {
			progress(size*max(start-free, 0), size*start)
		}
	}
	return db.checkpoint(ctx)
}

// checkpoint writes SQLite's log into the file and empties it, if no one reads from it.
func (db *DB) checkpoint(ctx context.Context) error {
	if _, err := db.w.take(ctx, false, nil); err != nil {
		return err
	}
	defer db.w.give()
	if err := db.w.open(ctx); err != nil {
		return db.explain(err)
	}
	if err := db.w.wait(ctx, true); err != nil {
		return db.explain(err)
	}
	if _, err := db.w.conn.ExecContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`); err != nil {
		return fmt.Errorf("checkpoint: %w", db.explain(err))
	}
	return nil
}
