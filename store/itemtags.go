package store

import (
	"context"
	"fmt"

	"tidings/feed"
)

// ItemTags returns the person's tags on an item, in their order; none is nil.
func (db *DB) ItemTags(ctx context.Context, id feed.ItemID) ([]string, error) {
	var tags string
	if _, err := db.row(ctx, `SELECT coalesce(tags, '') FROM items WHERE id = ? AND gone = 0`, []any{id}, &tags); err != nil {
		return nil, fmt.Errorf("read the tags of item %d: %w", id, err)
	}
	return splitTags(tags), nil
}
