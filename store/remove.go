package store

import (
	"context"
	"fmt"

	"tidings/feed"
)

// RemoveFeed ends a subscription. Its items are put away, with their marks, until the step can no longer be undone; its
// bookmarks stay where they are for ever.
func (db *DB) RemoveFeed(ctx context.Context, id feed.FeedID) error {
	if err := db.removeFeed(ctx, id); err != nil {
		return fmt.Errorf("remove feed %d: %w", id, err)
	}
	return nil
}

func (db *DB) removeFeed(ctx context.Context, id feed.FeedID) error {
	var step int64
	more := true
	err := db.write(ctx, func(t *tx) error {
		f, _, err := t.feed(id)
		if err != nil {
			return err
		}
		if step, err = t.log(0, stepRemoveFeed, f.Total, f.Title, back{Feed: int64(id), URL: f.URL}); err != nil {
			return err
		}
		if _, err := t.exec(`UPDATE feeds SET removed = ? WHERE id = ?`, max(t.now, 1), id); err != nil {
			return err
		}
		if _, err := t.exec(`DELETE FROM leases WHERE feed = ?`, id); err != nil {
			return err
		}
		more, err = t.hideFeed(int64(id), step, trashChunk)
		return err
	})
	// From here on the feed is removed; what an error or the end of ctx leaves undone, Tidy does.
	for err == nil && more && ctx.Err() == nil {
		err = db.work(ctx, func(t *tx) (err error) {
			more, err = t.hideFeed(int64(id), step, trashChunk)
			return err
		})
	}
	return err
}

// hideFeed puts at most n items of a removed feed away (all for n < 0) and reports whether there may be more.
func (t *tx) hideFeed(id, step int64, n int) (more bool, err error) {
	hidden, err := t.exec(`UPDATE OR FAIL items SET gone = ? WHERE id IN (SELECT id FROM items INDEXED BY items_feed WHERE feed = ? AND gone = 0 AND bookmarked = 0 LIMIT ?)`,
		step, id, n)
	if err != nil {
		return false, err
	}
	return n > 0 && hidden == int64(n), t.recountFeed(id)
}

// recountFeed counts a feed's items anew, by its own indexes.
func (t *tx) recountFeed(id int64) error {
	_, err := t.exec(recountSQL+` WHERE id = ?`, id)
	return err
}

const recountSQL = `UPDATE feeds SET
	total = (SELECT count(*) FROM items INDEXED BY items_feed WHERE feed = feeds.id AND gone = 0),
	unread = (SELECT count(*) FROM items INDEXED BY items_feed_unread WHERE feed = feeds.id AND read = 0 AND gone = 0)`

// recount counts the items of all feeds anew.
func (t *tx) recount() error {
	_, err := t.exec(recountSQL)
	return err
}

// reviveFeed takes a removed feed's address up again: items and marks come back. It is a step for Undo.
func (t *tx) reviveFeed(id int64, f feed.Feed) error {
	name, err := t.wakeFeed(id, f)
	if err != nil {
		return err
	}
	_, err = t.log(0, stepAddFeed, 0, name, back{Feed: id})
	return err
}

// wakeFeed is reviveFeed without the step. It returns the feed's name.
func (t *tx) wakeFeed(id int64, f feed.Feed) (name string, err error) {
	if _, err := t.exec(`UPDATE feeds SET removed = 0, idle = 0, next = 0, folder = ? WHERE id = ?`, cleanFolder(f.Folder), id); err != nil {
		return "", err
	}
	// Only what went with the feed: what was pruned before stays pruned.
	if _, err := t.exec(`UPDATE OR FAIL items SET gone = 0 WHERE feed = ? AND gone <> 0 AND gone NOT IN (SELECT id FROM journal WHERE kind = ?)`,
		id, string(stepPrune)); err != nil {
		return "", err
	}
	if _, err := t.exec(`DELETE FROM journal WHERE kind = ? AND json_extract(data, '$.Feed') = ?`, string(stepRemoveFeed), id); err != nil {
		return "", err
	}
	if _, err := t.row(`SELECT name FROM feeds WHERE id = ?`, []any{id}, &name); err != nil {
		return "", err
	}
	return name, t.recountFeed(id)
}
