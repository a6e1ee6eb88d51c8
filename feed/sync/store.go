package sync

import (
	"context"
	"time"

	"tidings/feed"
)

// Store is what syncing needs of the store. What it changes at the server's word does not come back as a mark to be sent.
type Store interface {
	Feeds(ctx context.Context) ([]feed.Feed, error)
	// SyncAddFeed and SyncUpdateFeed make no steps for Undo: it takes back what the person did. A feed that the server no
	// longer has is removed in a step, so that it can be had back.
	SyncAddFeed(ctx context.Context, f feed.Feed) (feed.FeedID, error)
	SyncUpdateFeed(ctx context.Context, f feed.Feed) error
	RemoveFeed(ctx context.Context, id feed.FeedID) error
	State(ctx context.Context, key string) ([]byte, error)
	SetState(ctx context.Context, key string, v []byte) error

	// SyncBegin takes the right to sync until the given time; false when another process has it. From the first time on,
	// marks are queued. What is known of another account is forgotten, unless account is empty; its items stay.
	SyncBegin(ctx context.Context, account string, until time.Time) (bool, error)
	SyncEnd(ctx context.Context) error

	// SyncLinks returns which subscription is which feed.
	SyncLinks(ctx context.Context) ([]Link, error)
	// SyncLink stores a link, in place of the one that the subscription had.
	SyncLink(ctx context.Context, l Link) error
	SyncUnlink(ctx context.Context, id string) error

	// SyncPending returns the queue's oldest marks, at most n, the newest of each kind for an item, and how many there are.
	SyncPending(ctx context.Context, n int) ([]Pending, int, error)
	// SyncTried notes that the server did not take these.
	SyncTried(ctx context.Context, list []Pending) error
	// SyncSettle takes marks from the queue that the server has; those made since stay.
	SyncSettle(ctx context.Context, list []Pending) error

	// SyncUnknown returns those of the ids that are to be asked for: not known, or known to be missing a while ago; with
	// back those too whose item is no longer here.
	SyncUnknown(ctx context.Context, ids []string, back bool) ([]string, error)
	// SyncCompare holds the server's list of items in a state against what it said the last time: unlisted are those that
	// were in it and are not any more, listed those that are new in it.
	SyncCompare(ctx context.Context, m Mark, on bool, list []string) (unlisted, listed []string, err error)
	// SyncSave stores items of a feed and which of the server's they are, and returns the new ones. An item that is here
	// already keeps its text.
	SyncSave(ctx context.Context, id feed.FeedID, list []Arrival) ([]feed.ItemID, error)
	// SyncMissing notes that the server did not deliver these. What is missing several times in a row counts as gone there.
	SyncMissing(ctx context.Context, ids []string) error
	// SyncApply makes the server's marks the store's, but for those that wait to be sent, and returns how many changed.
	SyncApply(ctx context.Context, list []Change) (int, error)
}

// Link says which feed a subscription is, and what both sides agreed on the last time.
type Link struct {
	Subscription
	Feed    feed.FeedID
	Removed bool // the feed was removed here since
}

// Pending is a mark that the server has not yet got.
type Pending struct {
	Item  feed.ItemID
	Mark  Mark
	On    bool
	At    time.Time // when it was first queued
	Last  int64     // the queue's number of it
	Tries int       // how often the server did not take it
	IDs   []string  // the item at the server: mostly one, none where the server no longer has it
}

// Arrival is an item of the server's on its way into the store.
type Arrival struct {
	ID         string
	Item       feed.Item
	Read       bool
	Bookmarked bool
}

// Change is a mark as the server has it.
type Change struct {
	ID   string
	Mark Mark
	On   bool
}
