package store

import (
	"context"
	"fmt"
	"math"
	"strings"
)

// table copies what can be read of a table. key is its integer key, along which the walk can jump over damaged pages; a
// table without one is read from both ends.
func (w *wreck) table(ctx context.Context, name, key string) error {
	columns, err := w.columnsOf(ctx, name)
	if err != nil {
		w.note("nothing could be read of %s: %v", name, err)
		return nil
	}
	c := copier{w: w, insert: `INSERT OR IGNORE INTO ` + name + ` (` + strings.Join(columns, ", ") + `) VALUES (` + placeholders(len(columns)) + `)`, width: len(columns)}
	list := strings.Join(columns, ", ")
	if key == "" {
		err := drainQuery(ctx, w.old, `SELECT `+list+` FROM `+name, nil, c.row(ctx))
		if err != nil && c.failed == nil { // from the other end, too: the rows that come twice are ignored
			again := drainQuery(ctx, w.old, `SELECT `+list+` FROM `+name+` ORDER BY rowid DESC`, nil, c.row(ctx))
			w.note("some of %s could not be read: %v", name, err)
			_ = again
		}
		return c.flush(ctx)
	}
	gaps := 0
	at := int64(math.MinInt64) // all up to here is read
	for step := int64(1); ; {
		last := at
		err := drainQuery(ctx, w.old, `SELECT `+key+`, `+list+` FROM `+name+` NOT INDEXED WHERE `+key+` > ? ORDER BY `+key, []any{at}, c.keyed(ctx, &last))
		if c.failed != nil {
			return c.failed
		}
		if err == nil {
			break
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if last > at {
			step = 1
		} else { // the key behind can be read, but not its row, which goes on on a damaged page
			step *= 2
		}
		gaps++
		next, ok := w.jump(ctx, name, key, last, step)
		if !ok {
			break
		}
		// Back from there to the damage.
		stop := next
		_ = drainQuery(ctx, w.old, `SELECT `+key+`, `+list+` FROM `+name+` NOT INDEXED WHERE `+key+` > ? AND `+key+` < ? ORDER BY `+key+` DESC`, []any{last, next}, c.keyed(ctx, &stop))
		if c.failed != nil {
			return c.failed
		}
		at = next - 1
	}
	if gaps > 0 {
		w.note("%s had %d damaged places", name, gaps)
	}
	return c.flush(ctx)
}

// jump finds a key behind a damaged place from which the table can be read again.
func (w *wreck) jump(ctx context.Context, name, key string, from, step int64) (int64, bool) {
	from = max(from, 0)
	for ; step < 1<<40; step *= 2 {
		var next *int64
		err := w.old.QueryRowContext(ctx, `SELECT `+key+` FROM `+name+` NOT INDEXED WHERE `+key+` >= ? ORDER BY `+key+` LIMIT 1`, from+step).Scan(&next)
		if err == nil && next != nil {
			return *next, true
		}
		if ctx.Err() != nil {
			return 0, false
		}
	}
	// The end of the table may be readable though nothing behind the damage is found by doubling.
	return 0, false
}

// copier puts rows into the new store, many a transaction.
type copier struct {
	w      *wreck
	insert string
	width  int
	rows   [][]any
	failed error // of the new store
}

func (c *copier) row(ctx context.Context) func(scan func(...any) error) error {
	return func(scan func(...any) error) error { return c.take(ctx, scan, nil) }
}

// keyed is row for a list of columns with the key before them, which goes to last.
func (c *copier) keyed(ctx context.Context, last *int64) func(scan func(...any) error) error {
	return func(scan func(...any) error) error { return c.take(ctx, scan, last) }
}

func (c *copier) take(ctx context.Context, scan func(...any) error, last *int64) error {
	values := make([]any, c.width)
	var dest []any
	var key int64
	if last != nil {
		dest = append(dest, &key)
	}
	for i := range values {
		dest = append(dest, &values[i])
	}
	if err := scan(dest...); err != nil {
		return err
	}
	if last != nil {
		*last = key
	}
	c.rows = append(c.rows, values)
	if len(c.rows) >= 500 {
		if c.failed = c.flush(ctx); c.failed != nil {
			return c.failed
		}
	}
	return nil
}

func (c *copier) flush(ctx context.Context) error {
	rows := c.rows
	c.rows = nil
	err := c.w.new.work(ctx, func(t *tx) error {
		for _, r := range rows {
			// A row that the table's own rules refuse was damaged.
			if _, err := t.exec(c.insert, r...); err != nil {
				c.w.note("a row was unreadable: %v", err)
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("write what was saved: %w", err)
	}
	return nil
}
