package store

import (
	"context"
	"embed"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// applicationID marks the file as a store of Tidings for file(1) and for Open: "Tidg".
const applicationID = 0x54696467

//go:embed schema/*.sql
var schemaFiles embed.FS

// migrations are the steps from an empty file to the newest format; step n leads to format n+1. Our own lines in place of
// a library: goose brings 12 MB of dialects and a table of its own, and has no copy before, no refusal of the future.
var migrations = []string{"schema/0001.sql", "schema/0002.sql", "schema/0003.sql", "schema/0004.sql"}

// schema is where the steps are read from; tests have their own.
type schema struct {
	files fs.FS
	steps []string
}

// migrate brings the store from the given format to the newest. Each step is one transaction together with its number, so
// a crash between two leaves a whole store of a known format.
func (db *DB) migrate(ctx context.Context, version int) error {
	migrations := db.opts.schema.steps
	if version == len(migrations) {
		return nil
	}
	if version > 0 {
		db.opts.progress(fmt.Sprintf("bringing the store from format %d to %d; a copy is kept", version, len(migrations)))
		if err := db.keepCopy(ctx, version); err != nil {
			return fmt.Errorf("copy the store before migrating it: %w", err)
		}
	}
	if err := db.startWAL(ctx); err != nil {
		return db.openError(err)
	}
	for range migrations {
		done := false
		err := db.write(ctx, func(t *tx) error {
			var v int
			if _, err := t.row(`PRAGMA user_version`, nil, &v); err != nil { // another process may have been quicker
				return err
			}
			if done = v >= len(migrations); done {
				return nil
			}
			text, err := fs.ReadFile(db.opts.schema.files, migrations[v])
			if err != nil {
				return err
			}
			script := string(text) + fmt.Sprintf("\nPRAGMA user_version=%d; PRAGMA application_id=%d;", v+1, applicationID)
			_, err = t.w.conn.ExecContext(context.Background(), script)
			return err
		})
		if err != nil {
			return fmt.Errorf("migrate the store: %w", err)
		}
		if done {
			break
		}
	}
	return os.Chmod(db.path, 0o600)
}

// partAge is how long no one has written to a half copy that is given up: another process may be at one now.
const partAge = 10 * time.Minute

// startWAL switches the file to WAL for good; a later open finds it so in its header.
func (db *DB) startWAL(ctx context.Context) error {
	if _, err := db.w.take(ctx, true, nil); err != nil {
		return err
	}
	defer db.w.give()
	if err := db.w.open(ctx); err != nil {
		return err
	}
	if err := db.w.wait(ctx, true); err != nil {
		return err
	}
	// Free pages are given back in small steps (see Vacuum); it can be chosen only while the file is empty.
	if _, err := db.w.conn.ExecContext(ctx, `PRAGMA auto_vacuum=INCREMENTAL`); err != nil {
		return err
	}
	var mode string
	if err := db.w.conn.QueryRowContext(ctx, `PRAGMA journal_mode=WAL`).Scan(&mode); err != nil {
		return err
	}
	if mode != "wal" {
		return fmt.Errorf("%w (%s): SQLite answers journal mode %q where WAL was asked for; keep it on a local disk", ErrNetwork, db.path, mode)
	}
	return nil
}

// keepCopy puts a copy of the store beside it: news.db.format-1.2026-11-23T21-30-00. It takes away what is left of copies that
// were killed half done: they are as large as the store.
func (db *DB) keepCopy(ctx context.Context, version int) error {
	parts, _ := filepath.Glob(filepath.Join(filepath.Dir(db.path), "."+filepath.Base(db.path)+".format-*.part")) // no error but of the pattern
	for _, p := range parts {
		if st, err := os.Stat(p); err == nil && time.Since(st.ModTime()) > partAge {
			_ = os.Remove(p)
		}
	}
	name := fmt.Sprintf("%s.format-%d.%s", db.path, version, db.opts.now().UTC().Format("2006-01-02T15-04-05"))
	if _, err := os.Stat(name); err == nil {
		name += fmt.Sprintf(".%d", time.Now().UnixNano())
	}
	return db.Backup(ctx, name)
}
