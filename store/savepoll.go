package store

import (
	"context"
	"fmt"
	"time"

	"tidings/feed"
	"tidings/feed/poll"
)

// A document is stored in transactions of at most this many changed items or bytes, so that no one who waits to write
// waits longer than about 20 ms; the feed's state, with the validators, goes into the last one. A crash in between costs
// nothing: the next poll gets the same document again and finds the first items known.
const (
	chunkItems = 64
	chunkBytes = 256 << 10
)

// SavePoll stores the outcome of a poll and ends the lease. When the items cannot be stored, the feed keeps its old
// validators, so that the document is asked for again.
func (db *DB) SavePoll(ctx context.Context, r poll.Result) (poll.Saved, error) {
	defer db.w.polled(-1)
	s := saving{db: db, r: r}
	err := s.items(ctx)
	if err == nil {
		return s.saved, nil
	}
	err = fmt.Errorf("store what feed %d brought: %w", r.Feed, err)
	if serr := db.work(ctx, func(t *tx) error { return s.finish(t, false) }); serr != nil {
		err = fmt.Errorf("%w (its state neither: %v)", err, serr)
	}
	return s.saved, err
}

// saving is one call of SavePoll.
type saving struct {
	db      *DB
	r       poll.Result
	old     feed.Feed
	fresh   bool  // the feed never had an item
	gen     int64 // feeds.gen at which matched was made
	matched []feed.Matched
	all     []*newRow // by place in the document; nil where none was needed
	rows    []*newRow // what is to be written
	saved   poll.Saved
}

// items stores the document, if there is one, and the state.
func (s *saving) items(ctx context.Context) error {
	if s.r.Document == nil || len(s.r.Document.Items) == 0 {
		return s.db.work(ctx, func(t *tx) error { return s.finish(t, true) })
	}
	if err := s.prepare(ctx); err != nil {
		return err
	}
	for {
		n, size := 0, 0
		for n < len(s.rows) && n < chunkItems && size < chunkBytes {
			size += s.rows[n].size()
			n++
		}
		packRows(s.rows[:n])
		var got poll.Saved
		var again, last bool
		err := s.db.workItems(ctx, n, func(t *tx) (err error) {
			if !again { // a second run (see work) must not take the new rows by the old count
				again, err = s.moved(t)
			}
			if err != nil || again {
				return err
			}
			if got, err = t.saveRows(s.old, s.rows[:n]); err != nil {
				return err
			}
			if _, err = t.exec(`UPDATE feeds SET gen = gen + 1 WHERE id = ?`, s.r.Feed); err != nil {
				return err
			}
			if last = n == len(s.rows); last {
				return s.finish(t, true)
			}
			return nil
		})
		if err != nil {
			return err
		}
		if again { // s.rows were found anew
			continue
		}
		s.gen++
		s.saved.New = append(s.saved.New, got.New...)
		s.saved.Updated = append(s.saved.Updated, got.Updated...)
		if last {
			return nil
		}
		s.rows = s.rows[n:]
	}
}

// prepare does all that needs no transaction: finds out what is new or changed, and makes rows and index words of that.
func (s *saving) prepare(ctx context.Context) error {
	old, err := s.db.Feed(ctx, s.r.Feed)
	if err != nil {
		return err
	}
	s.old = old
	s.all = make([]*newRow, len(s.r.Document.Items))
	var items int
	if _, err := s.db.row(ctx, `SELECT gen, EXISTS (SELECT 1 FROM keys WHERE feed = ?1) OR EXISTS (SELECT 1 FROM tombstones WHERE feed = ?1) FROM feeds WHERE id = ?1`,
		[]any{s.r.Feed}, &s.gen, &items); err != nil {
		return err
	}
	s.fresh = items == 0
	err = s.match(func(q string, args []any, f func(func(...any) error) error) error { return s.db.query(ctx, q, args, f) })
	if err != nil {
		return err
	}
	for _, r := range s.rows {
		if !r.tomb {
			r.finish()
		}
	}
	return nil
}

// moved reports whether someone else stored items of the feed since they were matched (two processes that poll one feed in
// spite of the lease, after a clock jumped), and matches anew if so.
func (s *saving) moved(t *tx) (bool, error) {
	var gen int64
	ok, err := t.row(`SELECT gen FROM feeds WHERE id = ? AND removed = 0`, []any{s.r.Feed}, &gen)
	if err != nil {
		return false, err
	}
	if !ok {
		return false, ErrNotFound
	}
	if gen == s.gen {
		return false, nil
	}
	s.gen, s.fresh = gen, false
	return true, s.match(t.rows)
}

// finish stores the feed's state and what the document says of the feed, and ends the lease.
func (s *saving) finish(t *tx, accepted bool) error {
	old, title, err := t.feed(s.r.Feed)
	if err != nil {
		return err
	}
	st := s.r.State
	if !accepted {
		st.ETag, st.LastModified, st.BodyHash = old.State.ETag, old.State.LastModified, old.State.BodyHash
	}
	address := old.URL
	if s.r.URL != "" && s.r.URL != old.URL {
		taken, err := t.freeAddress(s.r.URL)
		if err != nil {
			return err
		}
		if !taken {
			address = s.r.URL
		}
	}
	var next int64
	if !st.Next.IsZero() {
		next = st.Next.UnixMilli()
	}
	if _, err := t.exec(`UPDATE feeds SET url = ?, state = ?, next = ?, idle = ? WHERE id = ?`,
		address, appendState(nil, &st), next, old.Settings.Paused || st.Gone, s.r.Feed); err != nil {
		return err
	}
	if d := s.r.Document; d != nil && accepted {
		if d.Title != "" {
			title = d.Title
		}
		name := displayName(old.Settings.Title, title, address)
		site, desc, lang, image, kind := either(d.Link, old.Site), either(d.Description, old.Description), either(d.Language, old.Language), either(d.Image, old.Image), either(d.Kind, old.Kind)
		if _, err := t.exec(`UPDATE feeds SET title = ?1, name = ?2, site = ?3, description = ?4, language = ?5, image = ?6, kind = ?7 WHERE id = ?8
			AND (title, name, site, description, language, image, kind) IS NOT (?1, ?2, ?3, ?4, ?5, ?6, ?7)`,
			title, name, site, desc, lang, image, string(kind), s.r.Feed); err != nil {
			return err
		}
	}
	_, err = t.exec(`DELETE FROM leases WHERE feed = ?`, s.r.Feed)
	return err
}

func either[T ~string](a, b T) T {
	if a != "" {
		return a
	}
	return b
}

// freeAddress reports whether another subscription has the address; a removed one gives it up.
func (t *tx) freeAddress(address string) (taken bool, err error) {
	var id, removed int64
	ok, err := t.row(`SELECT id, removed FROM feeds WHERE url = ?`, []any{address}, &id, &removed)
	if err != nil || !ok {
		return false, err
	}
	if removed == 0 {
		return true, nil
	}
	_, err = t.exec(`UPDATE feeds SET url = url || '#removed-' || id WHERE id = ?`, id)
	return false, err
}

// whenOf is the second that an item is sorted by. Items without a date take the seconds before the poll, in the
// document's order; none is sorted after the poll that brought it.
func whenOf(it *feed.Item, index int, now time.Time) int64 {
	switch {
	case it.Published.IsZero():
		return now.Unix() - int64(index)
	case it.Published.After(now):
		return now.Unix()
	}
	return it.Published.Unix()
}
