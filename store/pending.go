package store

import "tidings/feed"

// Marks of items that have not arrived yet.
const (
	pendingRead = 1 << iota
	pendingBookmark
)

// pendingDays is how long marks wait for their item: a publisher's archive feed of a year is still caught.
const pendingDays = 400

// pendingMarks are what waits for one item.
type pendingMarks struct {
	marks      int64
	tags, note string
}

// hasPending reports whether any marks wait for items of the feed: one look a poll, so that the rest costs nothing.
func (t *tx) hasPending(feedID feed.FeedID) (bool, error) {
	var one int
	return t.row(`SELECT 1 FROM pending WHERE feed = ? LIMIT 1`, []any{feedID}, &one)
}

// takePending takes the marks that wait for an item, by its id, else by its address.
func (t *tx) takePending(feedID feed.FeedID, k feed.Identity) (p pendingMarks, ok bool, err error) {
	for _, key := range [...]int64{k.GUID, k.Link} {
		if key == 0 {
			continue
		}
		if !ok {
			if ok, err = t.row(`SELECT marks, tags, note FROM pending WHERE feed = ? AND key = ?`, []any{feedID, key}, &p.marks, &p.tags, &p.note); err != nil {
				return p, false, err
			}
		}
		if _, err := t.exec(`DELETE FROM pending WHERE feed = ? AND key = ?`, feedID, key); err != nil {
			return p, false, err
		}
	}
	return p, ok, nil
}

// setPending gives a new item the marks that waited for it, and reports whether it is read now.
func (t *tx) setPending(id int64, p pendingMarks) (read bool, err error) {
	read = p.marks&pendingRead != 0
	if _, err := t.exec(`UPDATE items SET read = max(read, ?), bookmarked = max(bookmarked, ?) WHERE id = ?`,
		read, p.marks&pendingBookmark != 0, id); err != nil {
		return read, err
	}
	if p.tags != "" {
		if err := t.setTags(id, splitTags(p.tags)); err != nil {
			return read, err
		}
	}
	if p.note != "" {
		return read, t.setNote(id, p.note)
	}
	return read, nil
}

// forgetPending forgets marks whose item never came.
func (t *tx) forgetPending() error {
	_, err := t.exec(`DELETE FROM pending WHERE at < ?`, t.now-pendingDays*86400)
	return err
}
