package store

import "tidings/feed"

// importPart is what a row of an import's step takes back.
type importPart string

// The parts of an import. Read and bookmark marks are named as their own steps are.
const (
	partFeeds importPart = "feeds" // IDs were followed
	partItems importPart = "items" // IDs were stored
	partMarks importPart = "marks" // Old are the tags and notes before
	partViews importPart = "views" // Names were saved
)

// importedMark is what a person had on an item before an import.
type importedMark struct {
	ID   int64
	Tags []string `json:",omitempty"`
	Note string   `json:",omitempty"`
}

// undoImport takes one row of an import back; false when a part of it is left for the next transaction.
func (t *tx) undoImport(row int64, b back) (done bool, err error) {
	switch b.Part {
	case importPart(stepRead), importPart(stepBookmark):
		ids := make([]feed.ItemID, len(b.IDs))
		for i, v := range b.IDs {
			ids[i] = feed.ItemID(v)
		}
		_, err := t.mark(ids, opposite[stepKind(b.Part)])
		return true, err
	case partFeeds:
		for _, id := range b.IDs {
			if _, err := t.exec(`UPDATE feeds SET removed = ? WHERE id = ?`, max(t.now, 1), id); err != nil {
				return false, err
			}
			if _, err := t.hideFeed(id, row, -1); err != nil {
				return false, err
			}
		}
		return true, nil
	case partItems:
		return t.undoItems(b.IDs)
	case partMarks:
		for _, m := range b.Old {
			if err := t.setTags(m.ID, m.Tags); err != nil {
				return false, err
			}
			if err := t.setNote(m.ID, m.Note); err != nil {
				return false, err
			}
		}
		return true, nil
	case partViews:
		for _, name := range b.Names {
			if _, err := t.exec(`DELETE FROM views WHERE name = ?`, name); err != nil {
				return false, err
			}
		}
		return true, nil
	}
	_, err = t.exec(`DELETE FROM pending WHERE step = ?`, row) // the first row
	return true, err
}

// undoItems deletes items that an import brought, a part at a time. They leave no tombstone: the publisher may still bring
// them.
func (t *tx) undoItems(ids []int64) (done bool, err error) {
	var list []doomed
	feeds := map[int64]bool{}
	if err := t.rows(`SELECT id, doc, coalesce(feed, 0) FROM items WHERE id IN (SELECT value FROM json_each(?)) LIMIT ?`, []any{jsonInts(ids), trashChunk},
		func(scan func(...any) error) error {
			var d doomed
			err := scan(&d.id, &d.doc, &d.feed)
			list = append(list, d)
			feeds[d.feed] = true
			return err
		}); err != nil {
		return false, err
	}
	if err := t.erase(list, false); err != nil {
		return false, err
	}
	for id := range feeds {
		if err := t.recountFeed(id); err != nil {
			return false, err
		}
	}
	return len(list) < trashChunk, nil
}
