package store

import (
	"context"
	"encoding/json"
	"fmt"

	"tidings/feed"
)

// Undo takes back the newest step and says in words what is the case again; "" when there is none. The journal is in the
// file: what another process or an earlier run did can be undone as well.
func (db *DB) Undo(ctx context.Context) (string, error) {
	words, err := db.undo(ctx)
	if err != nil {
		return words, fmt.Errorf("undo: %w", err)
	}
	return words, nil
}

func (db *DB) undo(ctx context.Context) (string, error) {
	var (
		step  int64
		kind  stepKind
		total int
		name  string
	)
	for {
		more := false
		// One row a transaction: a long step's rows go away one by one, so that after a crash the rest is still a step.
		err := db.write(ctx, func(t *tx) error {
			var id, first int64
			var k stepKind
			var n int
			var rowName, data string
			ok, err := t.row(`SELECT id, first, kind, n, name, data FROM journal WHERE first = coalesce(nullif(?, 0), (SELECT max(first) FROM journal)) ORDER BY id DESC LIMIT 1`,
				[]any{step}, &id, &first, &k, &n, &rowName, &data)
			if err != nil || !ok {
				return err
			}
			if step == 0 {
				step, kind, name = first, k, rowName
			} else if rowName != name {
				name = ""
			}
			var b back
			if err := json.Unmarshal([]byte(data), &b); err != nil {
				return fmt.Errorf("step %d: %w", id, err)
			}
			done, err := t.undoRow(id, k, b)
			if err != nil {
				return err
			}
			if !done { // more of this row is left
				more = true
				return nil
			}
			total += n
			more = id != first
			_, err = t.exec(`DELETE FROM journal WHERE id = ?`, id)
			return err
		})
		if err != nil {
			return "", err
		}
		if !more {
			break
		}
	}
	if step == 0 {
		return "", nil
	}
	return undoneWords(kind, total, name), nil
}

// opposite is the mark that undoes a mark.
var opposite = map[stepKind]stepKind{
	stepRead: stepUnread, stepUnread: stepRead, stepBookmark: stepUnbookmark, stepUnbookmark: stepBookmark,
}

// undoRow takes one row back; false when it is so long that a part is left for the next transaction.
func (t *tx) undoRow(id int64, kind stepKind, b back) (done bool, err error) {
	switch kind {
	case stepRead, stepUnread, stepBookmark, stepUnbookmark:
		ids := make([]feed.ItemID, len(b.IDs))
		for i, v := range b.IDs {
			ids[i] = feed.ItemID(v)
		}
		_, err := t.mark(ids, opposite[kind])
		return true, err
	case stepTags:
		return true, t.setTags(b.IDs[0], b.Tags)
	case stepNote:
		return true, t.setNote(b.IDs[0], b.Note)
	case stepAddFeed:
		_, err := t.exec(`UPDATE feeds SET removed = ? WHERE id = ?`, t.now, b.Feed)
		if err != nil {
			return false, err
		}
		_, err = t.hideFeed(b.Feed, id, -1)
		return true, err
	case stepEditFeed:
		var s feed.Settings
		if b.Settings != "" {
			if err := json.Unmarshal([]byte(b.Settings), &s); err != nil {
				return false, err
			}
		}
		f, title, err := t.feed(feed.FeedID(b.Feed))
		if err != nil {
			return false, err
		}
		_, err = t.exec(`UPDATE feeds SET url = ?, name = ?, folder = ?, settings = ?, idle = ? WHERE id = ?`,
			b.URL, displayName(s.Title, title, b.URL), b.Folder, b.Settings, s.Paused || f.State.Gone, b.Feed)
		return true, err
	case stepFolder:
		_, err := t.exec(`UPDATE feeds SET folder = ? WHERE id = ?`, b.Folder, b.Feed)
		return true, err
	case stepRemoveFeed:
		if _, err := t.exec(`UPDATE feeds SET removed = 0, url = CASE WHEN EXISTS (SELECT 1 FROM feeds o WHERE o.url = ?2 AND o.id <> ?1) THEN url ELSE ?2 END WHERE id = ?1`,
			b.Feed, b.URL); err != nil {
			return false, err
		}
		return t.bringBack(id)
	case stepPrune:
		return t.bringBack(id)
	case stepImport:
		return t.undoImport(id, b)
	case stepView:
		if b.Query == "" {
			_, err := t.exec(`DELETE FROM views WHERE name = ?`, b.View)
			return true, err
		}
		_, err := t.exec(`INSERT INTO views (name, place, query) VALUES (?1, ?2, ?3) ON CONFLICT (name) DO UPDATE SET place = ?2, query = ?3`, b.View, b.Place, b.Query)
		return true, err
	case stepSavePage: // Tidy deletes what no step can bring back
		_, err := t.exec(`UPDATE items SET gone = ? WHERE id = ? AND gone = 0`, id, b.IDs[0])
		return true, err
	}
	return true, nil
}

// trashChunk is how many items are hidden, brought back or deleted in one transaction.
const trashChunk = 500

// bringBack makes items that a step took away visible again, a part at a time.
func (t *tx) bringBack(step int64) (done bool, err error) {
	n, err := t.exec(`UPDATE OR FAIL items SET gone = 0 WHERE id IN (SELECT id FROM items WHERE gone = ? LIMIT ?)`, step, trashChunk)
	if err != nil || n == trashChunk {
		return false, err
	}
	return true, t.recount()
}
