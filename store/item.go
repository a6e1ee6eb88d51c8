package store

import (
	"context"
	"fmt"
	"strings"

	"tidings/feed"
)

// Item returns all of an item; ErrNotFound when there is none.
func (db *DB) Item(ctx context.Context, id feed.ItemID) (feed.Item, error) {
	var (
		it        feed.Item
		feedID    *int64
		published *int64
		author    string
		data      []byte
	)
	ok, err := db.row(ctx, `SELECT i.id, i.feed, i.published, i.title, i.author, i.url, i.lang, x.data FROM items i LEFT JOIN texts x ON x.item = i.id WHERE i.id = ? AND i.gone = 0`,
		[]any{id}, &it.ID, &feedID, &published, &it.Title, &author, &it.Link, &it.Language, &data)
	if err == nil && !ok {
		err = ErrNotFound
	}
	if err != nil {
		return it, fmt.Errorf("read item %d: %w", id, err)
	}
	if feedID != nil {
		it.Feed = feed.FeedID(*feedID)
	}
	if published != nil {
		it.Published = shownTime(published, 0)
	}
	if len(data) == 0 {
		if author != "" {
			it.Authors = strings.Split(author, ", ")
		}
		return it, nil
	}
	lang := it.Language
	raw, err := unpack(data)
	if err == nil {
		err = readText(raw, &it)
	}
	if err != nil {
		return it, fmt.Errorf("read item %d: %w", id, err)
	}
	if it.Language == "" {
		it.Language = lang
	}
	return it, nil
}
