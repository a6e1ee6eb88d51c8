package store

import (
	"errors"
	"fmt"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"tidings/feed"
)

// What a caller may branch on.
var (
	ErrNotStore   = errors.New("not a store of Tidings")
	ErrFuture     = errors.New("the store was written by a newer version of Tidings")
	ErrDamaged    = errors.New("the store is damaged")
	ErrBusy       = feed.ErrStoreBusy
	ErrFull       = feed.ErrStoreFull
	ErrReadOnly   = feed.ErrStoreReadOnly
	ErrNetwork    = errors.New("the store is on a network file system, whose locks cannot be trusted")
	ErrNotFound   = feed.ErrNotFound
	ErrFeedExists = feed.ErrSubscribed

	errClosed = errors.New("the store is closed")
)

// isBusy reports whether another process keeps the file locked.
func isBusy(err error) bool {
	var e *sqlite.Error
	return errors.As(err, &e) && e.Code()&0xff == sqlite3.SQLITE_BUSY
}

// explain puts the store's own words before SQLite's where a person can do something about it.
func (db *DB) explain(err error) error {
	var e *sqlite.Error
	if err == nil || !errors.As(err, &e) {
		return err
	}
	switch e.Code() & 0xff {
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		return fmt.Errorf("%w (%s): close it or try again later: %w", ErrBusy, db.path, err)
	case sqlite3.SQLITE_FULL:
		return fmt.Errorf("%w (%s): nothing was lost; make room and try again: %w", ErrFull, db.path, err)
	case sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH:
		return fmt.Errorf("%w (%s): check the rights of the file and its folder: %w", ErrReadOnly, db.path, err)
	case sqlite3.SQLITE_CORRUPT:
		return fmt.Errorf("%w (%s): “tidings db salvage” puts it aside and saves what can be read: %w", ErrDamaged, db.path, err)
	case sqlite3.SQLITE_NOTADB:
		return fmt.Errorf("%s: %w: %w", db.path, ErrNotStore, err)
	case sqlite3.SQLITE_CANTOPEN:
		return fmt.Errorf("%s cannot be opened: check the rights of the file and its folder: %w", db.path, err)
	case sqlite3.SQLITE_IOERR:
		return fmt.Errorf("%s: the disk reports an error: %w", db.path, err)
	case sqlite3.SQLITE_PROTOCOL, sqlite3.SQLITE_NOLFS:
		return fmt.Errorf("%w (%s): keep it on a local disk: %w", ErrNetwork, db.path, err)
	}
	return err
}

// openError explains a failure of the first read.
func (db *DB) openError(err error) error { return fmt.Errorf("open the store: %w", db.explain(err)) }
