package store

import (
	"context"
	"slices"
	"time"
)

// job is a piece of background work that may share a transaction with others: twenty polls that end together cost one
// commit and one write of the search index instead of twenty.
type job struct {
	f    func(*tx) error
	done chan struct{}
	err  error
}

// A shared transaction takes no further job after so much time or so many documents for the search index, or once a person
// waits for it to end.
const (
	shareTime = 10 * time.Millisecond
	shareDocs = 128
)

// write runs f in one transaction for a person who waits: it goes before background work and is synced to the disk.
func (db *DB) write(ctx context.Context, f func(*tx) error) error {
	if _, err := db.w.take(ctx, true, nil); err != nil {
		return err
	}
	defer db.w.give()
	return db.transact(ctx, true, f)
}

// work runs f in a transaction of background work, which it may share with others. f may be run a second time, after the
// first was rolled back.
func (db *DB) work(ctx context.Context, f func(*tx) error) error {
	j := &job{f: f, done: make(chan struct{})}
	db.w.mu.Lock()
	db.w.jobs = append(db.w.jobs, j)
	db.w.mu.Unlock()
	return db.await(ctx, j)
}

// workItems is work that stores so many items, for which it may wait for others' (see gather.go).
func (db *DB) workItems(ctx context.Context, items int, f func(*tx) error) error {
	j := &job{f: f, done: make(chan struct{})}
	db.w.gather(ctx, j, items)
	return db.await(ctx, j)
}

// await returns when the job is done: by this caller, or by another that has the turn.
func (db *DB) await(ctx context.Context, j *job) error {
	w := &db.w
	for {
		select {
		case <-j.done:
			return j.err
		default:
		}
		turn, err := w.take(ctx, false, j.done)
		if turn {
			db.runJobs(ctx)
			w.give()
		}
		if err != nil {
			if w.forget(j) {
				return err
			}
			<-j.done
		}
	}
}

// forget takes a job back that nobody has begun.
func (w *writer) forget(j *job) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if i := slices.Index(w.jobs, j); i >= 0 {
		w.jobs = slices.Delete(w.jobs, i, i+1)
		return true
	}
	return false
}

// awaited reports whether a person waits for the turn.
func (w *writer) awaited() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return len(w.urgent) > 0
}

// next takes the oldest job that is not begun.
func (w *writer) next() *job {
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.jobs) == 0 {
		return nil
	}
	j := w.jobs[0]
	w.jobs = w.jobs[1:]
	return j
}

// runJobs runs as many jobs as fit into one transaction. If one fails, each is run by itself, so that none suffers from
// another's failure. The caller has the turn.
func (db *DB) runJobs(ctx context.Context) {
	var began []*job
	start := time.Now()
	ctx = context.WithoutCancel(ctx) // the others' work must not end with this caller
	err := db.transact(ctx, false, func(t *tx) error {
		most, docs := shareTime, shareDocs
		if db.w.gathers() {
			if err := t.watchOthers(); err != nil {
				return err
			}
			most, docs = db.w.company.run, gatherDocs
		}
		for time.Since(start) < most && len(t.docs) < docs && (len(began) == 0 || !db.w.awaited()) {
			j := db.w.next()
			if j == nil {
				break
			}
			began = append(began, j)
			if err := j.f(t); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil && len(began) == 0 { // not even begun: whoever asked must learn of it
		if j := db.w.next(); j != nil {
			began = append(began, j)
		}
	}
	for _, j := range began {
		j.err = err
		if err != nil && len(began) > 1 {
			j.err = db.transact(ctx, false, j.f)
		}
		close(j.done)
	}
	if db.w.flushes >= mergeAfter || db.w.merging {
		db.mergeStep(ctx)
	}
}

// transact runs f in a transaction; the caller has the turn.
func (db *DB) transact(ctx context.Context, synced bool, f func(*tx) error) error {
	w := &db.w
	if err := w.open(ctx); err != nil {
		return db.explain(err)
	}
	t := &tx{w: w, now: db.opts.now().Unix()}
	if synced != w.synced {
		mode := `PRAGMA synchronous=NORMAL`
		if synced {
			mode = `PRAGMA synchronous=FULL`
		}
		if _, err := t.exec(mode); err != nil {
			return db.explain(err)
		}
		w.synced = synced
	}
	if err := w.inPlace(ctx); err != nil {
		return err
	}
	if err := w.begin(ctx, t, synced); err != nil {
		return db.explain(err)
	}
	w.place.note()
	done := false
	defer func() {
		w.ended, w.urged = time.Now(), synced
		if done {
			return
		}
		if _, err := t.exec(`ROLLBACK`); err != nil { // a full disk may have rolled back already; start afresh in any case
			_ = w.drop()
		}
	}()
	err := f(t)
	if err == nil {
		err = t.flushIndex()
	}
	if err != nil {
		return db.explain(err)
	}
	if _, err := t.exec(`COMMIT`); err != nil {
		return db.explain(err)
	}
	done = true
	db.log.written()
	if len(t.docs) > 0 {
		w.flushes++
	}
	return nil
}

// Several processes take turns: each takes breath after a transaction, and who waits for the file tries again more often than
// that. SQLite's own way of waiting tries ever less often, up to ten times a second, and one that works without a pause would
// starve the others.
const (
	breath   = time.Millisecond
	tryAgain = breath / 2
)

// begin begins a transaction that writes; it waits for other processes for as long as busyTimeout. A person need not wait
// for the breath after background work, which takes one after the person's.
func (w *writer) begin(ctx context.Context, t *tx, urgent bool) error {
	if err := w.wait(ctx, false); err != nil {
		return err
	}
	if !urgent || w.urged {
		time.Sleep(breath - time.Since(w.ended))
	}
	for start := time.Now(); ; time.Sleep(tryAgain) {
		_, err := t.exec(`BEGIN IMMEDIATE`)
		if err == nil || !isBusy(err) || time.Since(start) > busyTimeout {
			return err
		}
		if err := ctx.Err(); err != nil {
			return err
		}
	}
}

// mergeAfter is after how many writes of the search index it is looked at for something to merge: FTS5 merges sixteen
// parts of a size into one (usermerge in the schema).
const mergeAfter = 16

// mergeStep merges a little of the search index; the caller has the turn. An error costs nothing: the index is whole, and
// the next step tries again.
func (db *DB) mergeStep(ctx context.Context) {
	more := false
	err := db.transact(ctx, false, func(t *tx) (err error) {
		more, err = t.mergeIndex()
		return err
	})
	db.w.flushes = 0
	db.w.merging = more && err == nil
}

// mergePages is how much of the search index is merged in one transaction: pages written, about 4 ms.
const mergePages = 32

// mergeIndex merges a little of the search index and reports whether there may be more to merge.
func (t *tx) mergeIndex() (more bool, err error) {
	var before, after int64
	if _, err := t.row(`SELECT total_changes()`, nil, &before); err != nil {
		return false, err
	}
	if _, err := t.exec(`INSERT INTO search (search, rank) VALUES ('merge', ?)`, mergePages); err != nil {
		return false, err
	}
	_, err = t.row(`SELECT total_changes()`, nil, &after)
	return after-before >= 2, err // fts5.html, “the merge command”: fewer changes mean that there was nothing to do
}
