package sync_test

import (
	"time"

	"tidings/feed"
	"tidings/feed/poll"
)

// pollOf is what a poll of the feed itself brings.
func pollOf(id feed.FeedID, items []feed.Item) poll.Result {
	return poll.Result{Feed: id, Document: &feed.Document{Kind: feed.RSS, Items: items}, Now: time.Now()}
}
