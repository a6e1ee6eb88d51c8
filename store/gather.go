package store

import (
	"context"
	"time"
)

// gathering lets what polls brought wait for more of the same. The items of a feed are spread over months, so that each
// touches pages of its own in every order of time, and the more items share a transaction, the more of them share a page:
// with five hundred instead of a hundred, half as many pages are written. Such a transaction takes longer than a person should
// wait, so that it is for a process in which nobody marks anything, and only while no other process writes.
//
// Its fields are guarded by the writer's lock.
type gathering struct {
	on     int           // calls of Unattended that have not ended
	polls  int           // leases that this process holds: what may still bring something
	until  time.Time     // others write: nothing is gathered before
	others int64         // data_version as last seen, which moves when another process writes
	wait   time.Duration // gatherWait, but in tests
	run    time.Duration // gatherRun, but in tests

	held []*job
	docs int
	full chan struct{} // closed when held is let go
}

const (
	gatherDocs = 512                    // are enough: twice as many save another 1 %, and take 100 ms
	gatherWait = 100 * time.Millisecond // is enough, too: slow servers need not bring more
	gatherRun  = 50 * time.Millisecond  // in place of shareTime
	attendFor  = time.Minute            // how long nothing is gathered once another process wrote
)

// Unattended says that nobody reads or marks through this process until end is called: what polls bring is stored in
// larger transactions then, for less work, as long as no other process writes.
func (db *DB) Unattended() (end func()) {
	w := &db.w
	w.mu.Lock()
	w.company.on++
	w.mu.Unlock()
	return func() {
		w.mu.Lock()
		w.company.on--
		w.letGo()
		w.mu.Unlock()
	}
}

// gathers reports whether transactions may be large.
func (w *writer) gathers() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.company.allowed()
}

func (g *gathering) allowed() bool { return g.on > 0 && !time.Now().Before(g.until) }

// gather puts a job with so many items in the queue, together with others if these come soon.
func (w *writer) gather(ctx context.Context, j *job, docs int) {
	w.mu.Lock()
	g := &w.company
	if !g.allowed() {
		w.jobs = append(w.jobs, j)
		w.mu.Unlock()
		return
	}
	if g.full == nil {
		g.full = make(chan struct{})
	}
	full := g.full
	g.held = append(g.held, j)
	g.docs += docs
	w.letGoFull()
	w.mu.Unlock()
	timer := time.NewTimer(g.wait)
	defer timer.Stop()
	select {
	case <-full:
		return
	case <-timer.C:
	case <-ctx.Done():
	}
	w.mu.Lock()
	if g.full == full {
		w.letGo()
	}
	w.mu.Unlock()
}

// polled counts the polls that may still bring something to store.
func (w *writer) polled(n int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.company.polls = max(w.company.polls+n, 0)
	w.letGoFull()
}

// letGoFull lets go what is gathered if it is enough, or if no more can come before it is stored. The caller has the lock.
func (w *writer) letGoFull() {
	if g := &w.company; g.docs >= gatherDocs || len(g.held) >= g.polls {
		w.letGo()
	}
}

// letGo puts what is gathered in the queue. The caller has the lock.
func (w *writer) letGo() {
	g := &w.company
	if g.full == nil {
		return
	}
	w.jobs = append(w.jobs, g.held...)
	close(g.full)
	g.held, g.docs, g.full = nil, 0, nil
}

// watchOthers finds out, inside a transaction, whether another process has written since the last.
func (t *tx) watchOthers() error {
	var version int64
	if _, err := t.row(`PRAGMA data_version`, nil, &version); err != nil {
		return err
	}
	t.w.mu.Lock()
	defer t.w.mu.Unlock()
	g := &t.w.company
	if g.others != 0 && version != g.others {
		g.until = time.Now().Add(attendFor)
		t.w.letGo()
	}
	g.others = version
	return nil
}
