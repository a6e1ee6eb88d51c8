package store

import (
	"context"
	"fmt"
	"time"

	"tidings/feed"
)

// Due returns the feeds whose Next is not after now, that are neither paused nor gone, soonest first. A clock that was set
// back does not strand a feed: one whose Next lies further ahead than any schedule reaches is due as well.
func (db *DB) Due(ctx context.Context, now time.Time) ([]feed.Feed, error) {
	var out []feed.Feed
	err := db.query(ctx, `SELECT `+feedColumns+` FROM feeds WHERE idle = 0 AND removed = 0 AND (next <= ? OR next > ?) ORDER BY next, id`,
		[]any{now.UnixMilli(), now.Add(farthestPoll).UnixMilli()},
		func(scan func(...any) error) error {
			f, err := scanFeed(scan)
			out = append(out, f)
			return err
		})
	if err != nil {
		return nil, fmt.Errorf("read the feeds that are due: %w", err)
	}
	return out, nil
}

// farthestPoll is beyond any time that the poller or a server's Retry-After may set.
const farthestPoll = 62 * 24 * time.Hour

// NextDue returns when the next feed is due; zero when there is none.
func (db *DB) NextDue(ctx context.Context) (time.Time, error) {
	var ms int64
	ok, err := db.row(ctx, `SELECT next FROM feeds WHERE idle = 0 AND removed = 0 ORDER BY next LIMIT 1`, nil, &ms)
	if err != nil {
		return time.Time{}, fmt.Errorf("find the next feed that is due: %w", err)
	}
	if !ok {
		return time.Time{}, nil
	}
	if ms <= 0 { // never polled: at once, which the zero time must not say
		return db.opts.now(), nil
	}
	return time.UnixMilli(ms), nil
}

// Pace returns when the feed's newest items were published, newest first, at most n.
func (db *DB) Pace(ctx context.Context, id feed.FeedID, n int) ([]time.Time, error) {
	var out []time.Time
	err := db.query(ctx, `SELECT published, sort FROM items WHERE feed = ? AND gone = 0 ORDER BY sort DESC LIMIT ?`, []any{id, n},
		func(scan func(...any) error) error {
			var published *int64
			var sort int64
			if err := scan(&published, &sort); err != nil {
				return err
			}
			out = append(out, shownTime(published, sort))
			return nil
		})
	if err != nil {
		return nil, fmt.Errorf("read the pace of feed %d: %w", id, err)
	}
	return out, nil
}

// longestLease bounds what a lease can do harm after its holder died or a clock jumped: none is honoured for longer.
const longestLease = time.Hour

// Lease marks the feed as being polled until the given time; false when another process holds it. The holder may lengthen
// its lease. A lease ends with SavePoll, when its time is over, and when its times cannot be true (the clock was set back).
func (db *DB) Lease(ctx context.Context, id feed.FeedID, until time.Time) (bool, error) {
	now := db.opts.now()
	if limit := now.Add(longestLease); until.After(limit) {
		until = limit
	}
	var n int64
	err := db.work(ctx, func(t *tx) (err error) {
		n, err = t.exec(`INSERT INTO leases (feed, owner, taken, until) VALUES (?1, ?2, ?3, ?4)
			ON CONFLICT (feed) DO UPDATE SET owner = ?2, taken = ?3, until = ?4
			WHERE owner = ?2 OR until <= ?3 OR taken > ?3 + 60000`, id, db.owner, now.UnixMilli(), until.UnixMilli())
		return err
	})
	if err != nil {
		return false, fmt.Errorf("lease feed %d: %w", id, err)
	}
	if n > 0 {
		db.w.polled(+1)
	}
	return n > 0, nil
}
