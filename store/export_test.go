package store

import (
	"context"
	"io/fs"
	"time"
)

// WithSchema opens a store with other migrations.
func WithSchema(files fs.FS, steps ...string) Option {
	return func(o *options) { o.schema = schema{files, steps} }
}

// SchemaSteps are the migrations.
func SchemaSteps() [][]byte {
	var out [][]byte
	for _, name := range migrations {
		b, err := schemaFiles.ReadFile(name)
		if err != nil {
			panic(err)
		}
		out = append(out, b)
	}
	return out
}

// WithNetworkFS makes the store believe that it is on a network file system of this name.
func WithNetworkFS(name string) Option {
	return func(o *options) { o.fs = func(string) (string, error) { return name, nil } }
}

// MakePackers makes what packs and unpacks texts. It is made once for all stores: made within a synctest bubble, it could not
// be used outside of it.
func MakePackers() {
	if _, err := unpack(pack(make([]byte, 10*packFrom))); err != nil {
		panic(err)
	}
}

// Exec runs a statement on the writer's connection.
func (db *DB) Exec(q string, args ...any) error {
	if _, err := db.w.take(context.Background(), true, nil); err != nil {
		return err
	}
	defer db.w.give()
	if err := db.w.open(context.Background()); err != nil {
		return err
	}
	_, err := db.w.conn.ExecContext(context.Background(), q, args...)
	return err
}

// Int reads one number.
func (db *DB) Int(q string, args ...any) (n int, err error) {
	err = db.readers.QueryRow(q, args...).Scan(&n)
	return n, err
}

// Plan is how SQLite runs the query of a list.
func (db *DB) Plan(q string, args ...any) (steps []string, err error) {
	err = db.queryOnce(context.Background(), "EXPLAIN QUERY PLAN "+q, args, func(scan func(...any) error) error {
		var a, b, c int
		var s string
		err := scan(&a, &b, &c, &s)
		steps = append(steps, s)
		return err
	})
	return steps, err
}

// Strings reads a column of text.
func (db *DB) Strings(q string, args ...any) (out []string, err error) {
	err = db.queryOnce(context.Background(), q, args, func(scan func(...any) error) error {
		var s string
		err := scan(&s)
		out = append(out, s)
		return err
	})
	return out, err
}

// Log tells how many pages the log holds and how many of them are copied into the file.
func (db *DB) Log() (pages, copied int, err error) {
	var busy int
	err = db.readers.QueryRow(`PRAGMA wal_checkpoint(NOOP)`).Scan(&busy, &pages, &copied)
	return pages, copied, err
}

// Flushes is how many transactions have written to the search index since it was merged.
func (db *DB) Flushes() int { return db.w.flushes }

// GatherFor makes what polls bring wait for others for so long, and lets it be stored for as long, on however slow a machine.
func (db *DB) GatherFor(d time.Duration) { db.w.company.wait, db.w.company.run = d, d }

// Gathers reports whether what polls bring is gathered.
func (db *DB) Gathers() bool { return db.w.gathers() }
