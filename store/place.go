package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// ErrMoved says that the store's file or its log was removed or replaced while it was open. SQLite goes on with files that
// have no name any more: nothing would be left of what it then acknowledges.
var ErrMoved = errors.New("the store was removed or replaced by another program")

// place is where the writer's files were found.
type place struct {
	path      string
	file, log fs.FileInfo // nil: not known yet
}

// note remembers the files, once a transaction was begun: from then on SQLite holds them, and no one else may clean up the log.
func (p *place) note() {
	if p.log != nil {
		return
	}
	p.file, _ = os.Stat(p.path)
	p.log, _ = os.Stat(p.path + "-wal")
}

// check looks at the files' names; two calls of the system, 3 µs. It returns the name of one that is not there.
func (p *place) check() (gone string, err error) {
	if p.file == nil || p.log == nil {
		return "", nil
	}
	for name, f := range map[string]fs.FileInfo{p.path: p.file, p.path + "-wal": p.log} {
		st, serr := os.Stat(name)
		switch {
		case errors.Is(serr, fs.ErrNotExist):
			gone, err = name, ErrMoved
		case serr == nil && !os.SameFile(st, f):
			return "", ErrMoved
		}
	}
	return gone, err
}

// inPlace fails when the files are no longer where they were. If it is only the log that is missing, what it holds is first
// copied into the file. The caller has the turn.
func (w *writer) inPlace(ctx context.Context) error {
	gone, err := w.place.check()
	if err == nil {
		return nil
	}
	if gone != w.place.path+"-wal" {
		return fmt.Errorf("%w (%s): end Tidings and start it again; what was done in the last minutes may be missing", err, w.place.path)
	}
	var busy, pages, copied int
	if cerr := w.conn.QueryRowContext(ctx, `PRAGMA wal_checkpoint(FULL)`).Scan(&busy, &pages, &copied); cerr != nil || busy != 0 || copied < pages {
		return fmt.Errorf("%w (its log %s): end Tidings and start it again; what was done in the last minutes may be missing", err, gone)
	}
	return fmt.Errorf("%w (its log %s): what it held was saved; end Tidings and start it again", err, gone)
}
