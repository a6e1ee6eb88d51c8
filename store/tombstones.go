package store

import "tidings/feed"

// Items that were pruned leave their identity behind, so that a publisher who serves them for years does not bring them
// back as new. A tombstone goes when no document has held it for tombstoneDays.
const (
	tombstoneDays = 180
	touchDays     = 7 // how old a tombstone's "seen" may get before it is worth a write
)

func (t *tx) touchTombstone(id feed.FeedID, k feed.Identity) error {
	for _, key := range tombKeys(k) {
		if _, err := t.exec(`UPDATE tombstones SET seen = ?1 WHERE feed = ?2 AND key = ?3 AND seen < ?1 - ?4`, t.now, id, key, touchDays*86400); err != nil {
			return err
		}
	}
	return nil
}
