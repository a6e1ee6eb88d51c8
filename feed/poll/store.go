package poll

import (
	"context"
	"time"

	"tidings/feed"
)

// Store is what the poller needs of the store.
type Store interface {
	// Feed returns one subscription with settings and state.
	Feed(ctx context.Context, id feed.FeedID) (feed.Feed, error)
	// Due returns the feeds whose Next is not after now, that are neither paused nor gone, soonest first.
	Due(ctx context.Context, now time.Time) ([]feed.Feed, error)
	// Feeds returns all subscriptions.
	Feeds(ctx context.Context) ([]feed.Feed, error)
	// Lease marks the feed as being polled until the given time; false when another process holds it.
	Lease(ctx context.Context, id feed.FeedID, until time.Time) (bool, error)
	// SavePoll stores the outcome of a poll in one transaction and ends the lease.
	SavePoll(ctx context.Context, r Result) (Saved, error)
	// NextDue returns when the next feed is due; zero when there is none.
	NextDue(ctx context.Context) (time.Time, error)
	// Pace returns when the feed's newest items were published, newest first, at most n.
	Pace(ctx context.Context, id feed.FeedID, n int) ([]time.Time, error)
}

// Result is the outcome of one poll: the new state, and, when there was a new document, what it held.
type Result struct {
	Feed     feed.FeedID
	URL      string         // the feed's address from now on, when it moved; else empty
	State    feed.State     // to be stored whatever happened
	Document *feed.Document // nil when nothing new came (304, same body, error)
	Now      time.Time
}

// Saved says what a poll changed.
type Saved struct {
	New     []feed.ItemID
	Updated []feed.ItemID
}
