package store

import (
	"context"
	"database/sql"
	"fmt"
	"sync"
	"time"
)

// writer is the one connection that writes. Its lock has two classes: what a person does goes before what runs in the
// background, and background work is cut into transactions of a few milliseconds, so that a mark never waits for a poll.
//
// What a person did is synced to the disk before it is acknowledged; polled items are synced with the next such commit or
// checkpoint, since after a power cut they can be polled again (their validators go with them).
type writer struct {
	dsn string

	mu      sync.Mutex // guards the fields below
	busy    bool
	urgent  []chan struct{}
	patient []chan struct{}
	jobs    []*job // background work that nobody has begun
	company gathering

	pool   *sql.DB
	conn   *sql.Conn // used by whoever holds the turn
	stmts  map[string]*sql.Stmt
	synced bool // PRAGMA synchronous is FULL
	waits  bool // SQLite waits for other processes by itself
	closed bool
	place  place
	ended  time.Time // the last transaction
	urged  bool      // it was a person's

	flushes int  // of the search index since it was merged
	merging bool // there was more to merge the last time
}

func (w *writer) init(path string) {
	w.dsn = dsn(path, "foreign_keys(1)", "cache_size(-8192)", "synchronous(2)", "journal_size_limit(33554432)", fmt.Sprintf("wal_autocheckpoint(%d)", writerPages))
	w.stmts = map[string]*sql.Stmt{}
	w.place.path = path
	w.company.wait, w.company.run = gatherWait, gatherRun
}

// take waits for the turn to write. It gives up when ctx ends, and without an error when done (which may be nil) is closed.
func (w *writer) take(ctx context.Context, urgent bool, done <-chan struct{}) (bool, error) {
	w.mu.Lock()
	if w.closed {
		w.mu.Unlock()
		return false, errClosed
	}
	if !w.busy {
		w.busy = true
		w.mu.Unlock()
		return true, nil
	}
	c := make(chan struct{})
	line := &w.patient
	if urgent {
		line = &w.urgent
	}
	*line = append(*line, c)
	w.mu.Unlock()
	select {
	case <-c:
		return true, nil
	case <-done:
	case <-ctx.Done():
	}
	err := ctx.Err()
	select {
	case <-done:
		err = nil
	default:
	}
	w.mu.Lock()
	for i, x := range *line {
		if x == c {
			*line = append((*line)[:i], (*line)[i+1:]...)
			w.mu.Unlock()
			return false, err
		}
	}
	w.mu.Unlock()
	w.give() // the turn came at the same moment
	return false, err
}

// give hands the turn on.
func (w *writer) give() {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, line := range []*[]chan struct{}{&w.urgent, &w.patient} {
		if len(*line) > 0 {
			c := (*line)[0]
			*line = (*line)[1:]
			close(c)
			return
		}
	}
	w.busy = false
}

// open makes the connection; the caller has the turn.
func (w *writer) open(ctx context.Context) error {
	if w.conn != nil {
		return nil
	}
	pool, err := sql.Open("sqlite", w.dsn)
	if err != nil {
		return err
	}
	pool.SetMaxOpenConns(1)
	conn, err := pool.Conn(ctx)
	if err != nil {
		_ = pool.Close()
		return err
	}
	w.pool, w.conn, w.synced, w.waits = pool, conn, true, true
	w.place.file, w.place.log = nil, nil
	w.mu.Lock()
	w.company.others = 0
	w.mu.Unlock()
	return nil
}

// wait lets SQLite wait for other processes in what follows, or not.
func (w *writer) wait(ctx context.Context, on bool) error {
	if w.waits == on {
		return nil
	}
	ms := int64(0)
	if on {
		ms = busyTimeout.Milliseconds()
	}
	_, err := w.conn.ExecContext(ctx, fmt.Sprintf(`PRAGMA busy_timeout=%d`, ms))
	if err == nil {
		w.waits = on
	}
	return err
}

// rest gives the pages back that the connection remembers, unless somebody writes: after much work they are 16 MB in 250 pieces,
// each a call of the system that takes 0.2 ms, and whoever leaves the program would wait for that.
func (w *writer) rest() {
	w.mu.Lock()
	free := !w.busy && !w.closed && w.conn != nil
	w.busy = w.busy || free
	w.mu.Unlock()
	if free {
		_, _ = w.conn.ExecContext(context.Background(), `PRAGMA shrink_memory`) // costs nothing if it fails
		w.give()
	}
}

func (w *writer) close() error {
	if _, err := w.take(context.Background(), false, nil); err != nil {
		return nil // closed before
	}
	w.mu.Lock()
	w.closed = true
	w.mu.Unlock()
	defer w.give()
	return w.drop()
}

// drop closes the connection, to be made anew when needed.
func (w *writer) drop() error {
	if w.conn == nil {
		return nil
	}
	for _, s := range w.stmts {
		_ = s.Close()
	}
	clear(w.stmts)
	_ = w.conn.Close()
	err := w.pool.Close()
	w.conn, w.pool = nil, nil
	return err
}

// tx is a transaction under way. Its statements are prepared once for the life of the connection, and run without the
// caller's context: a step of a few milliseconds is ended rather than torn down, and a context costs a goroutine a statement.
type tx struct {
	w   *writer
	now int64 // Unix seconds

	docs []indexed // for the search index, see index
}

func (t *tx) stmt(q string) (*sql.Stmt, error) {
	if s, ok := t.w.stmts[q]; ok {
		return s, nil
	}
	s, err := t.w.conn.PrepareContext(context.Background(), q)
	if err != nil {
		return nil, fmt.Errorf("prepare %.60q: %w", q, err)
	}
	t.w.stmts[q] = s
	return s, nil
}

// exec runs a statement and returns how many rows it changed.
func (t *tx) exec(q string, args ...any) (int64, error) {
	r, err := t.run(q, args)
	if err != nil {
		return 0, err
	}
	return r.RowsAffected()
}

// insert runs a statement and returns the new row's number.
func (t *tx) insert(q string, args ...any) (int64, error) {
	r, err := t.run(q, args)
	if err != nil {
		return 0, err
	}
	return r.LastInsertId()
}

func (t *tx) run(q string, args []any) (sql.Result, error) {
	s, err := t.stmt(q)
	if err != nil {
		return nil, err
	}
	return s.ExecContext(context.Background(), args...)
}

// row reads one row into dest; false when there is none.
func (t *tx) row(q string, args []any, dest ...any) (bool, error) {
	s, err := t.stmt(q)
	if err != nil {
		return false, err
	}
	err = s.QueryRowContext(context.Background(), args...).Scan(dest...)
	if err == sql.ErrNoRows {
		return false, nil
	}
	return err == nil, err
}

// rows calls f for each row; f scans.
func (t *tx) rows(q string, args []any, f func(scan func(...any) error) error) error {
	s, err := t.stmt(q)
	if err != nil {
		return err
	}
	rows, err := s.QueryContext(context.Background(), args...)
	if err != nil {
		return err
	}
	return drain(rows, f)
}

func drain(rows *sql.Rows, f func(scan func(...any) error) error) error {
	defer rows.Close()
	for rows.Next() {
		if err := f(rows.Scan); err != nil {
			return err
		}
	}
	return rows.Err()
}
