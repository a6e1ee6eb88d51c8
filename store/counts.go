package store

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"tidings/feed"
)

// Counts returns the numbers beside views and feeds. None is found by counting the store: feeds hold their own counts, and
// the rest are ranges of small indexes.
func (db *DB) Counts(ctx context.Context) (feed.Counts, error) {
	c := feed.Counts{}
	day := sortOf(db.opts.now().Add(-24 * time.Hour).Unix())
	var pages, unreadPages int // saved without a feed
	var unread string          // pairs of feed and count; see feedlist.go for why they are packed
	_, err := db.row(ctx, `SELECT (SELECT coalesce(group_concat(id || ' ' || unread, ' '), '') FROM feeds INDEXED BY feeds_unread WHERE removed = 0 AND unread > 0),
		(SELECT coalesce(sum(unread), 0) FROM feeds INDEXED BY feeds_counts), (SELECT coalesce(sum(total), 0) FROM feeds INDEXED BY feeds_counts),
		(SELECT count(*) FROM items INDEXED BY items_bookmarked WHERE bookmarked = 1 AND gone = 0),
		(SELECT count(*) FROM items INDEXED BY items_unread WHERE read = 0 AND gone = 0 AND sort >= ?),
		(SELECT count(*) FROM items INDEXED BY items_feed WHERE feed IS NULL AND gone = 0),
		(SELECT count(*) FROM items INDEXED BY items_feed_unread WHERE feed IS NULL AND read = 0 AND gone = 0)`,
		[]any{day}, &unread, &c.Unread, &c.Total, &c.Bookmarked, &c.Today, &pages, &unreadPages) // of removed feeds, only bookmarks are left
	if err != nil {
		return c, fmt.Errorf("count items: %w", err)
	}
	c.Total += pages
	c.Unread += unreadPages
	c.Feeds = make(map[feed.FeedID]int, strings.Count(unread, " ")/2+1)
	for unread != "" {
		var id, n string
		id, unread, _ = strings.Cut(unread, " ")
		n, unread, _ = strings.Cut(unread, " ")
		feedID, _ := strconv.ParseInt(id, 10, 64) // SQLite wrote them
		c.Feeds[feed.FeedID(feedID)], _ = strconv.Atoi(n)
	}
	return c, nil
}
