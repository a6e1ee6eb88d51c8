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
		x         storedText
	)
	ok, err := db.row(ctx, `SELECT i.id, i.feed, i.published, i.title, i.author, i.url, i.lang, `+textColumns+` FROM items i`+textJoins+` WHERE i.id = ? AND i.gone = 0`,
		[]any{id}, append([]any{&it.ID, &feedID, &published, &it.Title, &author, &it.Link, &it.Language}, x.dest()...)...)
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
	if !x.there() {
		if author != "" {
			it.Authors = strings.Split(author, ", ")
		}
		return it, nil
	}
	lang := it.Language
	if err := new(unpacking).read(int64(id), &x, &it); err != nil {
		return it, fmt.Errorf("read item %d: %w", id, err)
	}
	if it.Language == "" {
		it.Language = lang
	}
	return it, nil
}
