package poll

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"time"

	"tidings/feed"
	"tidings/feed/fetch"
)

// memory is a Store in memory. Several may share one *disk: they are processes.
type memory struct {
	*disk
	owner string
}

type disk struct {
	mu     sync.Mutex
	now    func() time.Time
	feeds  map[feed.FeedID]*feed.Feed
	items  map[feed.FeedID]map[string]time.Time
	leases map[feed.FeedID]lease
	next   feed.ItemID
	full   bool // items cannot be stored
	broken bool // nothing can
	saves  int
}

type lease struct {
	owner string
	until time.Time
}

func newMemory(now func() time.Time, urls ...string) *memory {
	d := &disk{now: now, feeds: map[feed.FeedID]*feed.Feed{}, items: map[feed.FeedID]map[string]time.Time{}, leases: map[feed.FeedID]lease{}}
	for i, u := range urls {
		id := feed.FeedID(i + 1)
		d.feeds[id] = &feed.Feed{ID: id, URL: u, Title: u}
		d.items[id] = map[string]time.Time{}
	}
	return &memory{d, "me"}
}

var errDisk = errors.New("disk full")

func (m *memory) Feed(_ context.Context, id feed.FeedID) (feed.Feed, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	f, ok := m.feeds[id]
	if !ok {
		return feed.Feed{}, feed.ErrNotFound
	}
	return *f, nil
}

func (m *memory) Feeds(context.Context) ([]feed.Feed, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var out []feed.Feed
	for _, f := range m.feeds {
		out = append(out, *f)
	}
	slices.SortFunc(out, func(a, b feed.Feed) int { return int(a.ID - b.ID) })
	return out, nil
}

func (m *memory) Due(_ context.Context, now time.Time) ([]feed.Feed, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var out []feed.Feed
	for _, f := range m.feeds {
		if !f.Settings.Paused && !f.State.Gone && !f.State.Next.After(now) {
			out = append(out, *f)
		}
	}
	slices.SortFunc(out, func(a, b feed.Feed) int {
		return cmp.Or(a.State.Next.Compare(b.State.Next), int(a.ID-b.ID))
	})
	return out, nil
}

func (m *memory) Lease(_ context.Context, id feed.FeedID, until time.Time) (bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.broken {
		return false, errDisk
	}
	if l, ok := m.leases[id]; ok && l.owner != m.owner && l.until.After(m.now()) {
		return false, nil
	}
	m.leases[id] = lease{m.owner, until}
	return true, nil
}

func (m *memory) SavePoll(ctx context.Context, r Result) (Saved, error) {
	if ctx.Err() != nil {
		return Saved{}, ctx.Err()
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.broken {
		return Saved{}, errDisk
	}
	m.saves++
	f, ok := m.feeds[r.Feed]
	if !ok {
		return Saved{}, feed.ErrNotFound
	}
	if m.full && r.Document != nil {
		old := f.State
		f.State = r.State
		f.State.ETag, f.State.LastModified, f.State.BodyHash = old.ETag, old.LastModified, old.BodyHash
		delete(m.leases, r.Feed)
		return Saved{}, errDisk
	}
	var s Saved
	if r.Document != nil {
		for _, it := range r.Document.Items {
			if _, ok := m.items[r.Feed][it.GUID]; !ok {
				m.next++
				s.New = append(s.New, m.next)
				when := it.Published
				if when.IsZero() {
					when = r.Now
				}
				m.items[r.Feed][it.GUID] = when
			}
		}
	}
	f.State = r.State
	if r.URL != "" {
		f.URL = r.URL
	}
	delete(m.leases, r.Feed)
	return s, nil
}

func (m *memory) NextDue(context.Context) (time.Time, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var next time.Time
	for _, f := range m.feeds {
		if f.Settings.Paused || f.State.Gone {
			continue
		}
		t := f.State.Next
		if t.IsZero() {
			t = m.now()
		}
		if next.IsZero() || t.Before(next) {
			next = t
		}
	}
	return next, nil
}

func (m *memory) Pace(_ context.Context, id feed.FeedID, n int) ([]time.Time, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var out []time.Time
	for _, t := range m.items[id] {
		out = append(out, t)
	}
	slices.SortFunc(out, func(a, b time.Time) int { return b.Compare(a) })
	return out[:min(n, len(out))], nil
}

func (m *memory) state(id feed.FeedID) feed.State {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.feeds[id].State
}

func (m *memory) set(id feed.FeedID, change func(*feed.Feed)) {
	m.mu.Lock()
	defer m.mu.Unlock()
	f := m.feeds[id]
	change(f)
}

// answers is a Fetcher of a test's own. It counts.
type answers struct {
	mu    sync.Mutex
	get   func(ctx context.Context, r fetch.Request) (*fetch.Response, error)
	asked []fetch.Request
	at    []time.Time
}

func (a *answers) Get(ctx context.Context, r fetch.Request) (*fetch.Response, error) {
	a.mu.Lock()
	a.asked = append(a.asked, r)
	a.at = append(a.at, time.Now())
	a.mu.Unlock()
	return a.get(ctx, r)
}

func (a *answers) count() int {
	a.mu.Lock()
	defer a.mu.Unlock()
	return len(a.asked)
}

func (a *answers) times(url string) []time.Time {
	a.mu.Lock()
	defer a.mu.Unlock()
	var out []time.Time
	for i, r := range a.asked {
		if r.URL == url {
			out = append(out, a.at[i])
		}
	}
	return out
}

// parseWords stands for the real parser: every word of the body is an item, published now; "bad" is no feed.
func parseWords(body []byte, _, _ string, now time.Time) (feed.Document, error) {
	if strings.Contains(string(body), "bad") {
		return feed.Document{}, errors.New("this is not a feed")
	}
	if strings.Contains(string(body), "panic") {
		panic("test")
	}
	d := feed.Document{Kind: feed.RSS, Title: "T"}
	for w := range strings.FieldsSeq(string(body)) {
		d.Items = append(d.Items, feed.Item{GUID: w, Title: w, Published: now.Add(-time.Hour)})
	}
	return d, nil
}
