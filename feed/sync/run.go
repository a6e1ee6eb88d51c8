package sync

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"tidings/feed"
)

// Syncer syncs one store with one server.
type Syncer struct {
	Store  Store
	Server Server
	Parse  Parser
	Now    func() time.Time // nil: time.Now
	// AllowRemovals lets a sync remove feeds here even when the server no longer lists most of them.
	AllowRemovals bool
	// Nudge ends Every's wait: the person looks for news. nil: nobody does.
	Nudge <-chan struct{}

	hasty bool // a sync that may well not come to its end: that is not worth a report
}

const (
	longest   = 10 * time.Minute // one sync
	holdFor   = 2 * time.Minute  // the right to sync; longer than any one request may take
	newAtMost = 5000             // items stored in one sync
	askAtMost = 5000             // items asked for to see whether a list is right
	sendMost  = 20000            // marks sent in one sync

	goneFor = 30 * 24 * time.Hour // how long a mark waits for an item that the server no longer has
)

// ErrBusy says that another process is syncing this store.
var ErrBusy = errors.New("another Tidings is syncing just now")

// turn is one sync.
type turn struct {
	*Syncer
	now    time.Time
	mem    memory
	r      Report
	feedOf map[string]feed.Feed // by the subscription's ID
	sent   []Pending

	account string
	held    time.Time // when the right to sync was taken or lengthened
}

// hold lengthens the right to sync now and then, so that a process that died does not have it for long.
func (t *turn) hold(ctx context.Context) error {
	if time.Since(t.held) < holdFor/4 {
		return nil
	}
	t.held = time.Now()
	now := t.held
	if t.Now != nil {
		now = t.Now()
	}
	ok, err := t.Store.SyncBegin(ctx, t.account, now.Add(holdFor))
	if err == nil && !ok {
		err = ErrBusy
	}
	return err
}

// Run syncs once. The report is stored, and returned beside an error as well; whatever failed is done the next time.
func (s *Syncer) Run(ctx context.Context) (Report, error) {
	ctx, cancel := context.WithTimeout(ctx, longest)
	defer cancel()
	t := &turn{Syncer: s, now: time.Now()}
	if s.Now != nil {
		t.now = s.Now()
	}
	account := sha256.Sum256([]byte(s.Server.Account()))
	began := time.Now()
	t.held = began
	name := hex.EncodeToString(account[:8])
	ok, err := s.Store.SyncBegin(ctx, "", t.now.Add(holdFor))
	if err != nil {
		return Report{}, err
	}
	if !ok {
		return Report{}, ErrBusy
	}
	// The end is stored even when ctx is over.
	free := context.WithoutCancel(ctx)
	if t.mem, _, err = recall(ctx, s.Store); err == nil {
		t.r = Report{Server: s.Server.Name(), At: t.now, Succeeded: t.mem.Report.Succeeded}
		err = t.run(ctx, name)
	}
	if err != nil {
		t.r.Error = err.Error()
		if ctx.Err() != nil && !errors.Is(ctx.Err(), context.DeadlineExceeded) {
			t.r.Error = "stopped"
		}
	} else {
		t.r.Succeeded = t.now
	}
	t.r.Millis = time.Since(began).Milliseconds()
	if list, n, perr := s.Store.SyncPending(free, sendMost); perr == nil {
		t.r.Waiting = n
		for _, p := range list {
			if p.Tries >= stuckAfter {
				t.r.Stuck++
			}
		}
		if t.r.Stuck > 0 {
			t.r.note("%d marks were sent %d times or more, and the server does not keep them; they stay as they are here", t.r.Stuck, stuckAfter)
		}
	}
	if err != nil && s.hasty {
		return t.r, errors.Join(err, s.Store.SyncEnd(free))
	}
	t.mem.Report = t.r
	b, merr := json.Marshal(t.mem)
	if merr == nil {
		merr = s.Store.SetState(free, stateKey, b)
	}
	return t.r, errors.Join(err, merr, s.Store.SyncEnd(free))
}

func (t *turn) run(ctx context.Context, account string) error {
	subs, err := t.Server.Subscriptions(ctx)
	if err != nil {
		return fmt.Errorf("sync the feeds: %w", err)
	}
	// Only now, when the server has let this account in, is another one's queue forgotten: a name may have been mistyped.
	if _, err := t.Store.SyncBegin(ctx, account, t.now.Add(holdFor)); err != nil {
		return err
	}
	t.account = account
	if t.mem.Account != account {
		t.mem = memory{Account: account}
		t.r.Succeeded = time.Time{}
	}
	if err := t.feeds(ctx, subs); err != nil {
		return fmt.Errorf("sync the feeds: %w", err)
	}
	if err := t.send(ctx); err != nil {
		return fmt.Errorf("send marks: %w", err)
	}
	unread, err := t.Server.Unread(ctx)
	if err != nil {
		return fmt.Errorf("ask what is unread: %w", err)
	}
	starred, err := t.Server.Starred(ctx)
	if err != nil {
		return fmt.Errorf("ask for the bookmarks: %w", err)
	}
	recent, cursor, err := t.Server.Recent(ctx, t.mem.Cursor)
	if err != nil {
		return fmt.Errorf("ask what is new: %w", err)
	}
	if err := t.marks(ctx, unread, starred); err != nil {
		return fmt.Errorf("sync marks: %w", err)
	}
	all, err := t.news(ctx, starred.List, recent.List, unread.List)
	if err != nil {
		return fmt.Errorf("get new items: %w", err)
	}
	if all {
		t.mem.Cursor = cursor
	}
	return nil
}

// send sends the queue, oldest first; marks of one kind go together. A batch that the server refuses is cut until the items
// that it refuses are alone.
func (t *turn) send(ctx context.Context) error {
	list, _, err := t.Store.SyncPending(ctx, sendMost)
	if err != nil {
		return err
	}
	type kind struct {
		m  Mark
		on bool
	}
	var order []kind
	batches := map[kind][]Pending{}
	var old []Pending
	for _, p := range list {
		if len(p.IDs) == 0 { // the server does not have the item; it may have it again, but is not waited for for ever
			if t.now.Sub(p.At) > goneFor {
				old = append(old, p)
			}
			continue
		}
		k := kind{p.Mark, p.On}
		if batches[k] == nil {
			order = append(order, k)
		}
		batches[k] = append(batches[k], p)
	}
	if err := t.Store.SyncSettle(ctx, old); err != nil {
		return err
	}
	for _, k := range order {
		if err := t.sendBatch(ctx, k.m, k.on, batches[k]); err != nil {
			return err
		}
	}
	return nil
}

func (t *turn) sendBatch(ctx context.Context, m Mark, on bool, list []Pending) error {
	for len(list) > 0 {
		n, ids := 0, []string(nil)
		for n < len(list) && (n == 0 || len(ids)+len(list[n].IDs) <= MarkAtOnce) {
			ids = append(ids, list[n].IDs...)
			n++
		}
		part := list[:n]
		list = list[n:]
		if err := t.hold(ctx); err != nil {
			return err
		}
		err := t.Server.Mark(ctx, m, on, ids[:min(len(ids), MarkAtOnce)])
		switch {
		case err == nil:
			t.sent = append(t.sent, part...)
		case refused(err) && n > 1:
			if err := t.sendBatch(ctx, m, on, part[:n/2]); err != nil {
				return err
			}
			if err := t.sendBatch(ctx, m, on, part[n/2:]); err != nil {
				return err
			}
		case refused(err):
			if err := t.Store.SyncTried(ctx, part); err != nil {
				return err
			}
		default:
			return err
		}
	}
	return nil
}
