// Package store keeps everything in one SQLite file: feeds, items, marks, articles, what is known of each site, the search
// index and the journal that every change can be undone from. It does no polling, no fetching and no cleaning, and makes
// no words for a person but those of the undo journal and of its own errors.
//
// One connection writes, in transactions that are kept short (see writer.go) and leave other processes their turn; a small
// pool reads; one copies SQLite's log into the file (see checkpoint.go). The file is in WAL mode, so readers never wait, and
// any number of processes may have it open. FIGURES.md tells what all of this takes, and what harm does to it.
package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	_ "modernc.org/sqlite" // the driver
)

// DB is an open store. Its methods may be called from any goroutine.
type DB struct {
	path  string
	owner string // names this process in leases
	opts  options

	readers *sql.DB
	reads   stmtCache
	w       writer
	log     checkpointer

	closing sync.Once

	watchMu sync.Mutex
	watch   *sql.Conn // never writes: its data_version moves with every commit of anyone
	seen    int64     // last data_version
	changes int64
}

type options struct {
	now      func() time.Time
	fs       func(dir string) (string, error) // name of the network file system that dir is on, or ""
	progress func(string)
	schema   schema
}

// Option changes how a store is opened.
type Option func(*options)

// WithClock makes the store read the time from now, for tests.
func WithClock(now func() time.Time) Option { return func(o *options) { o.now = now } }

// WithProgress is told in words of work that takes long: a migration, a salvage.
func WithProgress(f func(string)) Option { return func(o *options) { o.progress = f } }

// readerCount is how many readings may go on at once: the interface's list, its counts, an article and the poller.
const readerCount = 4

// Open opens the store at path and creates it, with its folder, when there is none. The file is readable by its owner
// only. An older store is migrated after a copy of it was put beside it; a newer one is refused with ErrFuture, a file
// that is no store with ErrNotStore, a damaged one with ErrDamaged (see Salvage).
func Open(ctx context.Context, path string, opts ...Option) (*DB, error) {
	o := options{now: time.Now, fs: networkFS, progress: func(string) {}, schema: schema{schemaFiles, migrations}}
	for _, f := range opts {
		f(&o)
	}
	path, fresh, err := preparePath(path, o.fs)
	if err != nil {
		return nil, err
	}
	db := &DB{path: path, owner: ownerName(), opts: o}
	if db.readers, err = sql.Open("sqlite", dsn(path, "query_only(1)", "cache_size(-2048)")); err != nil {
		return nil, fmt.Errorf("open store %s: %w", path, err)
	}
	db.readers.SetMaxOpenConns(readerCount)
	db.readers.SetMaxIdleConns(readerCount)
	db.reads.init(db.readers)
	db.w.init(path)
	db.log.init(path, db.w.rest, db.w.gathers)

	version, err := db.version(ctx, fresh)
	if err == nil {
		err = db.migrate(ctx, version)
	}
	if err != nil {
		_ = db.Close()
		return nil, err
	}
	return db, nil
}

// Path returns where the store's file is.
func (db *DB) Path() string { return db.path }

// Close writes what the journal of SQLite still holds into the file and closes it.
func (db *DB) Close() error {
	db.watchMu.Lock()
	if db.watch != nil {
		_ = db.watch.Close()
		db.watch = nil
	}
	db.watchMu.Unlock()
	db.reads.close()
	err := db.readers.Close()
	db.closing.Do(db.log.close)
	return errors.Join(err, db.w.close())
}

// version reads the number of the store's format; 0 for an empty file.
func (db *DB) version(ctx context.Context, fresh bool) (int, error) {
	if fresh {
		return 0, nil
	}
	// Asked so, SQLite need not read the schema: the connection that only watches for changes (Changed) never does.
	var app, v int
	err := db.readers.QueryRowContext(ctx, `PRAGMA application_id`).Scan(&app)
	if err == nil {
		err = db.readers.QueryRowContext(ctx, `PRAGMA user_version`).Scan(&v)
	}
	if err != nil {
		return 0, db.openError(err)
	}
	if app != applicationID && (app != 0 || v != 0) {
		return 0, fmt.Errorf("%s: %w", db.path, ErrNotStore)
	}
	if known := len(db.opts.schema.steps); v > known {
		return 0, fmt.Errorf("%s: %w (format %d, this program knows %d); install the newer Tidings again, or name another file", db.path, ErrFuture, v, known)
	}
	if v == 0 { // an empty file, or another program's that sets no application_id
		var tables int
		if err := db.readers.QueryRowContext(ctx, `SELECT count(*) FROM sqlite_schema`).Scan(&tables); err != nil {
			return 0, db.openError(err)
		}
		if tables > 0 {
			return 0, fmt.Errorf("%s: %w", db.path, ErrNotStore)
		}
	}
	return v, nil
}

// dsn names the file with the settings of a connection. busy_timeout comes first, so that the others wait too.
func dsn(path string, pragmas ...string) string {
	q := url.Values{"_txlock": {"immediate"}, "_error_rc": {"1"}, "_dqs": {"0"}}
	q["_pragma"] = append([]string{fmt.Sprintf("busy_timeout(%d)", busyTimeout.Milliseconds()), "temp_store(2)"}, pragmas...)
	return fileURL(path) + "?" + q.Encode()
}

// fileURL is the file's name as SQLite takes it.
func fileURL(path string) string {
	name := filepath.ToSlash(path)
	if filepath.IsAbs(path) && !strings.HasPrefix(name, "/") {
		name = "/" + name // a Windows drive
	}
	return "file:" + (&url.URL{Path: name}).EscapedPath()
}

// busyTimeout is how long a call waits for another process. Writers hold the file for milliseconds; a migration or a
// vacuum may take minutes, and then the call fails with words.
const busyTimeout = 15 * time.Second

// ownerName names this process in leases: the host and the process id, and the time of its start, because ids are used again.
func ownerName() string {
	host, _ := os.Hostname()
	return fmt.Sprintf("%s/%d/%d", host, os.Getpid(), time.Now().UnixNano())
}

// Changed returns a number that has grown whenever any process has committed a change since the last call. It reads no file:
// SQLite looks into the memory that the processes share (the log's index), which takes some microseconds, so that it may be
// asked every second.
func (db *DB) Changed(ctx context.Context) (int64, error) {
	db.watchMu.Lock()
	defer db.watchMu.Unlock()
	if db.watch == nil {
		c, err := db.readers.Conn(ctx)
		if err != nil {
			return 0, fmt.Errorf("watch the store: %w", err)
		}
		db.watch = c
		db.readers.SetMaxOpenConns(readerCount + 1) // this one is not lent to readers
	}
	var v int64
	if err := db.watch.QueryRowContext(ctx, `PRAGMA data_version`).Scan(&v); err != nil {
		if ctx.Err() == nil { // the connection is of no use: the next call takes another, and the number grows
			_ = db.watch.Close()
			db.watch, db.seen = nil, 0
			db.changes++
		}
		return 0, fmt.Errorf("watch the store: %w", err)
	}
	if v != db.seen {
		db.seen = v
		db.changes++
	}
	return db.changes, nil
}
