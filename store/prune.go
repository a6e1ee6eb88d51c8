package store

import (
	"context"
	"fmt"
	"math"

	"tidings/feed"
)

// Retention is what package feed calls it: commands name it, too.
type Retention = feed.Retention

// Defaults of Retention.
const (
	defaultKeepDays  = 365
	defaultKeepItems = 100
)

// Pruned is what package feed calls it: commands name it, too.
type Pruned = feed.Pruned

// PrunedFeed is what package feed calls it: commands name it, too.
type PrunedFeed = feed.PrunedFeed

// candidateSQL are the items of a feed that may go: at or below a sort key and seen before a second.
const candidateSQL = ` FROM items i INDEXED BY items_feed WHERE i.feed = ? AND i.gone = 0 AND i.sort < ? AND i.seen < ? AND (i.read = 1 OR ?)
	AND i.bookmarked = 0 AND i.tags IS NULL AND NOT EXISTS (SELECT 1 FROM notes n WHERE n.item = i.id)`

// limits are up to which sort key and second of first sight a feed's items may go.
func (db *DB) limits(ctx context.Context, f *feed.Feed, r Retention) (sort, seen int64, err error) {
	days, items := f.Settings.KeepDays, f.Settings.KeepItems
	if days == 0 {
		days = r.Days
	}
	if days == 0 {
		days = defaultKeepDays
	}
	if items == 0 {
		items = r.Items
	}
	if items == 0 {
		items = defaultKeepItems
	}
	nth := func(n int) (at int64, ok bool, err error) {
		ok, err = db.row(ctx, `SELECT sort FROM items INDEXED BY items_feed WHERE feed = ? AND gone = 0 ORDER BY sort DESC LIMIT 1 OFFSET ?`, []any{f.ID, n - 1}, &at)
		return at, ok, err
	}
	if days > 0 {
		seen = db.opts.now().Unix() - int64(days)*86400
		sort = sortOf(seen)
		at, ok, err := nth(max(items, 1))
		if err != nil {
			return 0, 0, err
		}
		if sort = min(sort, at); !ok { // there are fewer than are to stay
			sort = math.MinInt64
		}
	} else {
		sort = math.MinInt64
	}
	if r.Max > 0 {
		at, ok, err := nth(r.Max)
		if err != nil {
			return 0, 0, err
		}
		if ok && at > sort {
			return at, math.MaxInt64, nil
		}
	}
	return sort, seen, nil
}

// WouldPrune says what Prune would do.
func (db *DB) WouldPrune(ctx context.Context, r Retention) (Pruned, error) {
	p, err := db.eachCandidate(ctx, r, nil)
	if err != nil {
		return p, fmt.Errorf("look for what to prune: %w", err)
	}
	return p, nil
}

// Prune deletes what r lets go, for good, in transactions of about 10 ms with pauses for others: it may run beside
// everything else. Tombstones keep the items from coming back. progress, which may be nil, is told how many are gone.
func (db *DB) Prune(ctx context.Context, r Retention, progress func(items int)) (Pruned, error) {
	var parts []prunePart
	p, err := db.eachCandidate(ctx, r, func(f *feed.Feed, sort, seen int64) error {
		parts = append(parts, prunePart{f.ID, sort, seen})
		return nil
	})
	total := 0
	for err == nil && len(parts) > 0 {
		if err = ctx.Err(); err != nil {
			break
		}
		var left []prunePart
		var n int
		err = db.work(ctx, func(t *tx) (err error) { // which may run twice: it changes neither parts nor total
			left, n, err = t.pruneParts(parts, r.Unread)
			return err
		})
		if err != nil {
			break
		}
		parts = left
		total += n
		if progress != nil {
			progress(total)
		}
	}
	if err != nil {
		return p, fmt.Errorf("prune: %w", err)
	}
	return p, nil
}

// prunePart is a feed and up to where its items may go.
type prunePart struct {
	feed       feed.FeedID
	sort, seen int64
}

// pruneParts deletes eraseChunk items, of one feed or of many, and returns what is left to do.
func (t *tx) pruneParts(parts []prunePart, unread bool) (left []prunePart, n int, err error) {
	for len(parts) > 0 && n < eraseChunk {
		f := parts[0]
		list, err := t.candidates(f.feed, f.sort, f.seen, unread, eraseChunk-n)
		if err != nil {
			return nil, 0, err
		}
		if n+len(list) < eraseChunk {
			parts = parts[1:]
		}
		if len(list) == 0 {
			continue
		}
		n += len(list)
		if err := t.erase(list, true); err != nil {
			return nil, 0, err
		}
		if err := t.uncount(f.feed, list); err != nil {
			return nil, 0, err
		}
	}
	return parts, n, nil
}

// PruneByHand is Prune at a person's wish: what goes can be brought back by Undo, and so takes room till then.
func (db *DB) PruneByHand(ctx context.Context, r Retention, progress func(items int)) (Pruned, error) {
	total, first := 0, int64(0)
	p, err := db.eachCandidate(ctx, r, func(f *feed.Feed, sort, seen int64) error {
		for {
			var n int
			err := db.work(ctx, func(t *tx) error {
				list, err := t.candidates(f.ID, sort, seen, r.Unread, trashChunk)
				if err != nil || len(list) == 0 {
					return err
				}
				n = len(list)
				step, err := t.log(first, stepPrune, n, f.Title, back{})
				if err != nil {
					return err
				}
				if first == 0 {
					first = step
				}
				for _, d := range list {
					if _, err := t.exec(`UPDATE items SET gone = ? WHERE id = ?`, step, d.id); err != nil {
						return err
					}
				}
				return t.uncount(f.ID, list)
			})
			if err != nil {
				return err
			}
			total += n
			if progress != nil {
				progress(total)
			}
			if n < trashChunk {
				return nil
			}
		}
	})
	if err != nil {
		return p, fmt.Errorf("prune: %w", err)
	}
	return p, nil
}

// eachCandidate counts what may go of each feed and, when do is not nil, lets it do it.
func (db *DB) eachCandidate(ctx context.Context, r Retention, do func(f *feed.Feed, sort, seen int64) error) (Pruned, error) {
	var p Pruned
	feeds, err := db.Feeds(ctx)
	if err != nil {
		return p, err
	}
	for i := range feeds {
		f := &feeds[i]
		if err := ctx.Err(); err != nil {
			return p, err
		}
		sort, seen, err := db.limits(ctx, f, r)
		if err != nil {
			return p, err
		}
		if sort == math.MinInt64 {
			continue
		}
		pf := PrunedFeed{ID: f.ID, Title: f.Title}
		var oldest, newest *int64
		if _, err := db.row(ctx, `SELECT count(*), min(i.sort), max(i.sort)`+candidateSQL, []any{f.ID, sort, seen, r.Unread}, &pf.Items, &oldest, &newest); err != nil {
			return p, err
		}
		if pf.Items == 0 {
			continue
		}
		pf.Oldest, pf.Newest = sortTime(*oldest), sortTime(*newest)
		if do != nil {
			if err := do(f, sort, seen); err != nil {
				return p, err
			}
		}
		p.Items += pf.Items
		p.Feeds = append(p.Feeds, pf)
	}
	return p, nil
}

func (t *tx) candidates(id feed.FeedID, sort, seen int64, unread bool, n int) ([]doomed, error) {
	var list []doomed
	err := t.rows(`SELECT i.id, i.doc, i.feed, i.read = 0`+candidateSQL+` ORDER BY i.sort LIMIT ?`, []any{id, sort, seen, unread, n}, func(scan func(...any) error) error {
		var d doomed
		err := scan(&d.id, &d.doc, &d.feed, &d.unread)
		list = append(list, d)
		return err
	})
	return list, err
}

// uncount takes items off a feed's counts.
func (t *tx) uncount(id feed.FeedID, list []doomed) error {
	unread := 0
	for _, d := range list {
		if d.unread {
			unread++
		}
	}
	_, err := t.exec(`UPDATE feeds SET total = total - ?, unread = unread - ? WHERE id = ?`, len(list), unread, id)
	return err
}
