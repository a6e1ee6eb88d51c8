package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// Backup writes a consistent copy of the store to a new file, readable by its owner only, while others read and write. The
// copy is complete and on the disk before it gets its name; a file of that name is not overwritten.
func (db *DB) Backup(ctx context.Context, name string) error {
	if err := db.backup(ctx, name); err != nil {
		return fmt.Errorf("back up to %s: %w", name, err)
	}
	return nil
}

func (db *DB) backup(ctx context.Context, name string) error {
	if _, err := os.Lstat(name); err == nil {
		return fmt.Errorf("%w; name another file", fs.ErrExist)
	} else if !errors.Is(err, fs.ErrNotExist) {
		return reason(err)
	}
	f, err := os.CreateTemp(filepath.Dir(name), "."+filepath.Base(name)+".*.part") // 0600
	if err != nil {
		return reason(err)
	}
	part := f.Name()
	defer os.Remove(part)
	if err := f.Close(); err != nil {
		return err
	}
	conn, err := sql.Open("sqlite", dsn(db.path)) // the readers may not execute it
	if err != nil {
		return err
	}
	defer conn.Close()
	if _, err := conn.ExecContext(ctx, `VACUUM INTO ?`, part); err != nil { // reads one state of the store, whatever is written meanwhile
		return db.explain(err)
	}
	if err := syncFile(part); err != nil {
		return err
	}
	if err := os.Link(part, name); err != nil { // fails where a rename would overwrite
		if errors.Is(err, fs.ErrExist) {
			return fmt.Errorf("%w; name another file", fs.ErrExist)
		}
		return os.Rename(part, name) // no links on this file system
	}
	return nil
}

func syncFile(name string) error {
	f, err := os.OpenFile(name, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	if err := f.Sync(); err != nil {
		_ = f.Close()
		return err
	}
	return f.Close()
}
