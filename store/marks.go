package store

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"tidings/feed"
)

// SetRead marks items read or unread. Those that were so already are no part of the step for Undo.
func (db *DB) SetRead(ctx context.Context, ids []feed.ItemID, read bool) error {
	kind := stepRead
	if !read {
		kind = stepUnread
	}
	if err := db.mark(ctx, ids, kind); err != nil {
		return fmt.Errorf("mark items: %w", err)
	}
	return nil
}

// SetBookmark sets or removes bookmarks.
func (db *DB) SetBookmark(ctx context.Context, ids []feed.ItemID, on bool) error {
	kind := stepBookmark
	if !on {
		kind = stepUnbookmark
	}
	if err := db.mark(ctx, ids, kind); err != nil {
		return fmt.Errorf("bookmark items: %w", err)
	}
	return nil
}

func (db *DB) mark(ctx context.Context, ids []feed.ItemID, kind stepKind) error {
	return db.write(ctx, func(t *tx) error {
		changed, err := t.mark(ids, kind)
		if err != nil {
			return err
		}
		if len(changed) == 0 {
			return t.mustExist(ids)
		}
		name, err := t.nameOf(changed)
		if err != nil {
			return err
		}
		_, err = t.log(0, kind, len(changed), name, back{IDs: idsOf(changed)})
		return err
	})
}

// mustExist fails when none of the items is in the store: a mark that marks nothing must not look done.
func (t *tx) mustExist(ids []feed.ItemID) error {
	if len(ids) == 0 {
		return nil
	}
	var n int
	if _, err := t.row(`SELECT count(*) FROM items WHERE gone = 0 AND id IN (SELECT value FROM json_each(?))`, []any{jsonInts(ids)}, &n); err != nil {
		return err
	}
	if n == 0 {
		return fmt.Errorf("item %d: %w", ids[0], ErrNotFound)
	}
	return nil
}

// changedItem is an item whose mark has changed.
type changedItem struct{ id, feed int64 }

func idsOf(list []changedItem) []int64 {
	ids := make([]int64, len(list))
	for i, c := range list {
		ids[i] = c.id
	}
	return ids
}

// markSQL are the statements that change a mark where it is not set so yet. OR FAIL spares SQLite a copy of every page that a
// statement changes, kept to take back that statement alone, which is half of what it would cost: whoever gets an error here
// takes back the transaction.
var markSQL = map[stepKind]string{
	stepRead:       `UPDATE OR FAIL items SET read = 1 WHERE id IN (SELECT value FROM json_each(?)) AND read = 0 AND gone = 0 RETURNING id, coalesce(feed, 0)`,
	stepUnread:     `UPDATE OR FAIL items SET read = 0 WHERE id IN (SELECT value FROM json_each(?)) AND read = 1 AND gone = 0 RETURNING id, coalesce(feed, 0)`,
	stepBookmark:   `UPDATE OR FAIL items SET bookmarked = 1 WHERE id IN (SELECT value FROM json_each(?)) AND bookmarked = 0 AND gone = 0 RETURNING id, coalesce(feed, 0)`,
	stepUnbookmark: `UPDATE OR FAIL items SET bookmarked = 0 WHERE id IN (SELECT value FROM json_each(?)) AND bookmarked = 1 AND gone = 0 RETURNING id, coalesce(feed, 0)`,
}

// mark changes a mark and the feeds' counts, and returns what changed.
func (t *tx) mark(ids []feed.ItemID, kind stepKind) ([]changedItem, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	ids = slices.Clone(ids)
	slices.Sort(ids) // neighbours share pages
	var changed []changedItem
	unread := map[int64]int64{}
	err := t.rows(markSQL[kind], []any{jsonInts(ids)}, func(scan func(...any) error) error {
		var c changedItem
		err := scan(&c.id, &c.feed)
		changed = append(changed, c)
		switch kind {
		case stepRead:
			unread[c.feed]--
		case stepUnread:
			unread[c.feed]++
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	for id, n := range unread {
		if _, err := t.exec(`UPDATE feeds SET unread = unread + ? WHERE id = ?`, n, id); err != nil {
			return nil, err
		}
	}
	return changed, nil
}

// nameOf names what changed: the one item's title, or the one feed's; "" when there are more.
func (t *tx) nameOf(list []changedItem) (name string, err error) {
	if len(list) == 1 {
		_, err = t.row(`SELECT title FROM items WHERE id = ?`, []any{list[0].id}, &name)
		return name, err
	}
	for _, c := range list {
		if c.feed != list[0].feed {
			return "", nil
		}
	}
	_, err = t.row(`SELECT name FROM feeds WHERE id = ?`, []any{list[0].feed}, &name)
	return name, err
}

// markChunk is how many items one transaction of a long step changes.
const markChunk = 2000

// MarkAllRead marks what q selects, whatever its Limit and Order, and returns how many changed. It is one step for Undo.
func (db *DB) MarkAllRead(ctx context.Context, q feed.Query) (int, error) {
	n, err := db.markAll(ctx, q)
	if err != nil {
		return n, fmt.Errorf("mark all read: %w", err)
	}
	return n, nil
}

func (db *DB) markAll(ctx context.Context, q feed.Query) (int, error) {
	q.Unread, q.After, q.Order = true, nil, feed.Newest
	sel, err := db.selection(ctx, q)
	if err != nil || sel.nothing {
		return 0, err
	}
	ids, err := db.idsOf(ctx, sel)
	if err != nil {
		return 0, err
	}
	slices.Sort(ids)
	total := 0
	first := int64(0)
	for part := range slices.Chunk(ids, markChunk) {
		if err := ctx.Err(); err != nil {
			return total, err
		}
		err := db.write(ctx, func(t *tx) error {
			changed, err := t.mark(part, stepRead)
			if err != nil || len(changed) == 0 {
				return err
			}
			name, err := t.nameOf(changed)
			if err != nil {
				return err
			}
			if len(ids) > 1 && len(changed) == 1 {
				name = ""
			}
			id, err := t.log(first, stepRead, len(changed), name, back{IDs: idsOf(changed)})
			if err != nil {
				return err
			}
			if first == 0 {
				first = id
			}
			total += len(changed)
			return nil
		})
		if err != nil {
			return total, err
		}
	}
	return total, nil
}

// idsOf are all items of a selection.
func (db *DB) idsOf(ctx context.Context, sel *selection) ([]feed.ItemID, error) {
	var ids []feed.ItemID
	err := db.queryOnce(ctx, `SELECT i.id FROM `+sel.from+` WHERE `+strings.Join(sel.where, " AND "), sel.args, func(scan func(...any) error) error {
		var id feed.ItemID
		err := scan(&id)
		ids = append(ids, id)
		return err
	})
	if err != nil || sel.verify == nil {
		return ids, err
	}
	keep, err := db.matching(ctx, sel, ids)
	return slices.DeleteFunc(ids, func(id feed.ItemID) bool { return !keep[id] }), err
}

// SetTags gives the item these tags of the person's, and no others.
func (db *DB) SetTags(ctx context.Context, id feed.ItemID, tags []string) error {
	clean := cleanTags(tags)
	err := db.write(ctx, func(t *tx) error {
		var old, title string
		ok, err := t.row(`SELECT coalesce(tags, ''), title FROM items WHERE id = ? AND gone = 0`, []any{id}, &old, &title)
		if err != nil {
			return err
		}
		if !ok {
			return ErrNotFound
		}
		if old == strings.Join(clean, "\n") {
			return nil
		}
		if err := t.setTags(int64(id), clean); err != nil {
			return err
		}
		_, err = t.log(0, stepTags, 1, title, back{IDs: []int64{int64(id)}, Tags: splitTags(old)})
		return err
	})
	if err != nil {
		return fmt.Errorf("tag item %d: %w", id, err)
	}
	return nil
}

func (t *tx) setTags(id int64, tags []string) error {
	var joined any
	if len(tags) > 0 {
		joined = strings.Join(tags, "\n")
	}
	if _, err := t.exec(`UPDATE items SET tags = ? WHERE id = ?`, joined, id); err != nil {
		return err
	}
	if _, err := t.exec(`DELETE FROM tags WHERE item = ?`, id); err != nil {
		return err
	}
	for _, tag := range tags {
		if _, err := t.exec(`INSERT INTO tags (tag, sort, item) SELECT ?, sort, id FROM items WHERE id = ?`, tag, id); err != nil {
			return err
		}
	}
	return t.reindex(id)
}

// cleanTags trims tags and drops empty ones and doubles; a tag is one line.
func cleanTags(tags []string) []string {
	var out []string
	for _, tag := range tags {
		tag = strings.Join(strings.Fields(tag), " ")
		if tag != "" && !slices.Contains(out, tag) {
			out = append(out, tag)
		}
	}
	return out
}

// Tag is what package feed calls it: commands name it, too.
type Tag = feed.Tag

// TagList returns the person's tags in the order of their names.
func (db *DB) TagList(ctx context.Context) ([]Tag, error) {
	var out []Tag
	err := db.query(ctx, `SELECT t.tag, count(*), sum(i.read = 0) FROM tags t JOIN items i ON i.id = t.item WHERE i.gone = 0 GROUP BY t.tag ORDER BY t.tag COLLATE NOCASE`, nil,
		func(scan func(...any) error) error {
			var t Tag
			err := scan(&t.Name, &t.Items, &t.Unread)
			out = append(out, t)
			return err
		})
	if err != nil {
		return nil, fmt.Errorf("list tags: %w", err)
	}
	return out, nil
}

// Tags returns the person's tags with the number of their unread items.
func (db *DB) Tags(ctx context.Context) (map[string]int, error) {
	list, err := db.TagList(ctx)
	out := make(map[string]int, len(list))
	for _, t := range list {
		out[t.Name] = t.Unread
	}
	return out, err
}

// SetNote stores the person's note on an item; an empty one removes it.
func (db *DB) SetNote(ctx context.Context, id feed.ItemID, note string) error {
	err := db.write(ctx, func(t *tx) error {
		var old, title string
		ok, err := t.row(`SELECT coalesce(n.text, ''), i.title FROM items i LEFT JOIN notes n ON n.item = i.id WHERE i.id = ? AND i.gone = 0`, []any{id}, &old, &title)
		if err != nil {
			return err
		}
		if !ok {
			return ErrNotFound
		}
		if old == note {
			return nil
		}
		if err := t.setNote(int64(id), note); err != nil {
			return err
		}
		_, err = t.log(0, stepNote, 1, title, back{IDs: []int64{int64(id)}, Note: old})
		return err
	})
	if err != nil {
		return fmt.Errorf("note on item %d: %w", id, err)
	}
	return nil
}

func (t *tx) setNote(id int64, note string) error {
	q, args := `DELETE FROM notes WHERE item = ?`, []any{id}
	if note != "" {
		q, args = `INSERT INTO notes (item, at, text) VALUES (?1, ?2, ?3) ON CONFLICT (item) DO UPDATE SET at = ?2, text = ?3`, []any{id, t.now, note}
	}
	if _, err := t.exec(q, args...); err != nil {
		return err
	}
	return t.reindex(id)
}

// Note returns the person's note on an item, "" when there is none.
func (db *DB) Note(ctx context.Context, id feed.ItemID) (string, error) {
	var s string
	if _, err := db.row(ctx, `SELECT text FROM notes WHERE item = ?`, []any{id}, &s); err != nil {
		return "", fmt.Errorf("read the note on item %d: %w", id, err)
	}
	return s, nil
}
