package store

import (
	"context"
	"fmt"
	"io/fs"
	"time"

	"tidings/feed"
	"tidings/feed/sync"
)

// SyncBegin takes the right to sync until the given time; false when another process has it. The first call makes the
// tables, from then on marks are queued. The holder may lengthen its turn. What is known of another account is forgotten, unless
// account is empty; its items stay.
func (db *DB) SyncBegin(ctx context.Context, account string, until time.Time) (bool, error) {
	now := db.opts.now()
	taken := false
	err := db.write(ctx, func(t *tx) error {
		made, err := t.syncing()
		if err != nil {
			return err
		}
		if !made {
			script, err := fs.ReadFile(schemaFiles, "schema/sync.sql")
			if err != nil {
				return err
			}
			if _, err := t.w.conn.ExecContext(context.Background(), string(script)); err != nil {
				return err
			}
		}
		var owner string
		if _, err := t.row(`SELECT owner FROM sync_state`, nil, &owner); err != nil {
			return err
		}
		n, err := t.exec(`UPDATE sync_state SET owner = ?1, taken = ?2, until = ?3 WHERE owner = '' OR owner = ?1 OR until <= ?2 OR taken > ?2 + 60000 OR ?4`,
			db.owner, now.UnixMilli(), until.UnixMilli(), ownerDied(owner))
		if err != nil || n == 0 {
			return err
		}
		taken = true
		var known string
		if _, err := t.row(`SELECT account FROM sync_state`, nil, &known); err != nil || known == account || account == "" {
			return err
		}
		for _, q := range []string{`DELETE FROM sync_queue`, `DELETE FROM sync_items`, `DELETE FROM sync_feeds`} {
			if _, err := t.exec(q); err != nil {
				return err
			}
		}
		_, err = t.exec(`UPDATE sync_state SET account = ?`, account)
		return err
	})
	if err != nil {
		return false, fmt.Errorf("begin to sync: %w", err)
	}
	return taken, nil
}

// SyncEnd gives the right to sync back.
func (db *DB) SyncEnd(ctx context.Context) error {
	err := db.work(ctx, func(t *tx) error {
		_, err := t.exec(`UPDATE sync_state SET owner = '', until = 0 WHERE owner = ?`, db.owner)
		return err
	})
	if err != nil {
		return fmt.Errorf("end the sync: %w", err)
	}
	return nil
}

// syncing reports whether the tables for syncing are there.
func (t *tx) syncing() (made bool, err error) {
	_, err = t.row(`SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'sync_state')`, nil, &made)
	return made, err
}

// SyncAddFeed is AddFeed, and SyncUpdateFeed is UpdateFeed, for what happened on the server: no steps for Undo, which takes
// back what the person did last.
func (db *DB) SyncAddFeed(ctx context.Context, f feed.Feed) (feed.FeedID, error) {
	id, err := db.AddFeed(ctx, f)
	if err != nil {
		return id, err
	}
	return id, db.forgetStep(ctx, stepAddFeed, id)
}

// SyncUpdateFeed is described beside SyncAddFeed.
func (db *DB) SyncUpdateFeed(ctx context.Context, f feed.Feed) error {
	if err := db.UpdateFeed(ctx, f); err != nil {
		return err
	}
	return db.forgetStep(ctx, stepEditFeed, f.ID)
}

// forgetStep takes the step of a kind with a feed out of the journal that was made just now.
func (db *DB) forgetStep(ctx context.Context, kind stepKind, id feed.FeedID) error {
	err := db.work(ctx, func(t *tx) error {
		_, err := t.exec(`DELETE FROM journal WHERE id = (SELECT max(id) FROM journal WHERE kind = ? AND at >= ? AND json_extract(data, '$.Feed') = ?)`, string(kind), t.now-2, id)
		return err
	})
	if err != nil {
		return fmt.Errorf("take feed %d's step out of the journal: %w", id, err)
	}
	return nil
}

// SyncLinks returns which subscription is which feed.
func (db *DB) SyncLinks(ctx context.Context) ([]sync.Link, error) {
	var out []sync.Link
	err := db.query(ctx, `SELECT s.remote, s.feed, s.url, s.title, s.folder, coalesce(f.removed, 1) <> 0 FROM sync_feeds s LEFT JOIN feeds f ON f.id = s.feed`, nil,
		func(scan func(...any) error) error {
			var l sync.Link
			err := scan(&l.ID, &l.Feed, &l.URL, &l.Title, &l.Folder, &l.Removed)
			out = append(out, l)
			return err
		})
	if err != nil {
		return nil, fmt.Errorf("read which feeds are synced: %w", err)
	}
	return out, nil
}

// SyncLink stores a link, in place of the one that the subscription had.
func (db *DB) SyncLink(ctx context.Context, l sync.Link) error {
	err := db.work(ctx, func(t *tx) error {
		_, err := t.exec(`INSERT OR REPLACE INTO sync_feeds (remote, feed, url, title, folder) VALUES (?, ?, ?, ?, ?)`, l.ID, l.Feed, l.URL, l.Title, l.Folder)
		return err
	})
	if err != nil {
		return fmt.Errorf("note which feed is synced: %w", err)
	}
	return nil
}

// SyncUnlink forgets a subscription.
func (db *DB) SyncUnlink(ctx context.Context, id string) error {
	err := db.work(ctx, func(t *tx) error {
		_, err := t.exec(`DELETE FROM sync_feeds WHERE remote = ?`, id)
		return err
	})
	if err != nil {
		return fmt.Errorf("forget a synced feed: %w", err)
	}
	return nil
}
