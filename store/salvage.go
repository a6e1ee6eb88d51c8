package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// Salvaged says what Salvage did.
type Salvaged struct {
	Aside     string // where the damaged file is now
	Items     int    // that were saved
	LostItems int    // that the feeds' counts say there were
	LostTexts int    // items saved without their full text
	LostFeeds int    // feeds whose settings and title are gone; their items are under "salvaged"
	Articles  int
	Lost      []LostRows // by feed
	Notes     []string   // what could not be read, in words
}

// LostRows is what a feed lost.
type LostRows struct {
	Title       string
	Items, Lost int
}

// Words tells a person what was saved and what is missing, one sentence a line.
func (s Salvaged) Words() []string {
	out := []string{fmt.Sprintf("The store was damaged. It was put aside as %s, and %d items and %d articles were saved from it.", s.Aside, s.Items, s.Articles)}
	for _, l := range s.Lost {
		out = append(out, fmt.Sprintf("Missing: %d of %d items of %s.", l.Lost, l.Items+l.Lost, l.Title))
	}
	if s.LostTexts > 0 {
		out = append(out, fmt.Sprintf("%d items have their headline but lost their text; the next poll or opening them brings it back where the publisher still has it.", s.LostTexts))
	}
	if s.LostFeeds > 0 {
		out = append(out, fmt.Sprintf("%d feeds lost their address; their items are under “salvaged”.", s.LostFeeds))
	}
	if s.LostItems == 0 && s.LostTexts == 0 && s.LostFeeds == 0 && len(s.Notes) == 0 {
		out = append(out, "Nothing is missing.")
	}
	return append(out, s.Notes...)
}

// Salvage puts the damaged store at path aside and saves what can be read of it into a new one. No other process may have
// it open. Nothing of the damaged file is deleted.
func Salvage(ctx context.Context, path string, opts ...Option) (Salvaged, error) {
	s, err := salvageFile(ctx, path, opts)
	if err != nil {
		return s, fmt.Errorf("salvage %s: %w", path, err)
	}
	return s, nil
}

func salvageFile(ctx context.Context, path string, opts []Option) (out Salvaged, err error) {
	if path, err = filepath.Abs(path); err != nil {
		return out, err
	}
	if _, err := os.Stat(path); err != nil {
		return out, reason(err)
	}
	fresh := fmt.Sprintf("%s.salvage-%d", path, time.Now().UnixNano())
	db, err := Open(ctx, fresh, opts...)
	if err != nil {
		return out, err
	}
	defer func() {
		if db != nil {
			_ = db.Close()
			removeStore(fresh)
		}
	}()
	out.Aside = path + ".damaged-" + db.opts.now().UTC().Format("2006-01-02T15-04-05")
	if err := moveStore(path, out.Aside); err != nil {
		return out, err
	}
	w := &wreck{new: db, out: &out}
	if err := w.save(ctx); err != nil {
		// The person is left with what was there before.
		if back := moveStore(out.Aside, path); back != nil {
			return out, fmt.Errorf("%w; the damaged file is now %s", err, out.Aside)
		}
		return out, err
	}
	if err := db.checkpoint(ctx); err != nil {
		return out, err
	}
	if err := db.Close(); err != nil {
		return out, err
	}
	db = nil
	return out, moveStore(fresh, path)
}

// moveStore renames a store's file and its log, if there is one; the shared memory is made anew.
func moveStore(from, to string) error {
	if _, err := os.Lstat(to); err == nil {
		return fmt.Errorf("%s is there already", to)
	}
	for _, end := range []string{"-wal", ""} {
		if err := os.Rename(from+end, to+end); err != nil && (end == "" || !errors.Is(err, fs.ErrNotExist)) {
			return reason(err)
		}
	}
	_ = os.Remove(from + "-shm")
	return nil
}

func removeStore(path string) {
	for _, end := range []string{"", "-wal", "-shm"} {
		_ = os.Remove(path + end)
	}
}

// wreck is a salvage under way.
type wreck struct {
	old    *sql.DB
	new    *DB
	out    *Salvaged
	format int // of the old store; the newest where it cannot be read
}

// salvagedTables hold what cannot be made anew, parents first: the column that a walk goes along, and the format that each came
// with, if not with the first.
var salvagedTables = []struct {
	name, key string
	since     int
}{
	{"feeds", "id", 1},
	{"items", "id", 1},
	{"packs", "id", 4},
	{"texts", "item", 1},
	{"articles", "item", 1},
	{"notes", "item", 1},
	{"journal", "id", 1},
	{"sites", "id", 1},
	{"site_blocks", "", 1},
	{"tombstones", "", 1},
	{"pending", "", 2},
	{"revisions", "", 1},
	{"views", "", 1},
	{"state", "", 1},
	{"meta", "", 1},
}

func (w *wreck) save(ctx context.Context) error {
	if st, err := os.Stat(w.out.Aside); err != nil || st.Size() < 512 {
		w.note("the file is empty")
		return nil
	}
	// writable_schema lets SQLite look into a file that is shorter than it says.
	old, err := sql.Open("sqlite", fileURL(w.out.Aside)+"?_pragma=writable_schema(1)")
	if err != nil {
		return err
	}
	defer old.Close()
	old.SetMaxOpenConns(1)
	w.old = old
	if err := w.new.withoutForeignKeys(ctx); err != nil { // children may come whose parents are lost: rebuild sees to them
		return err
	}
	if err := old.QueryRowContext(ctx, `PRAGMA user_version`).Scan(&w.format); err != nil || w.format <= 0 {
		w.format = len(migrations)
	}
	for _, t := range salvagedTables {
		if err := ctx.Err(); err != nil {
			return err
		}
		if t.since > w.format {
			continue
		}
		w.new.opts.progress("saving " + t.name)
		if err := w.table(ctx, t.name, t.key); err != nil {
			return err
		}
	}
	return w.rebuild(ctx)
}

// withoutForeignKeys stops the writer's connection from looking whether parents are there, till it is closed.
func (db *DB) withoutForeignKeys(ctx context.Context) error {
	if _, err := db.w.take(ctx, true, nil); err != nil {
		return err
	}
	defer db.w.give()
	if err := db.w.open(ctx); err != nil {
		return db.explain(err)
	}
	_, err := db.w.conn.ExecContext(ctx, `PRAGMA foreign_keys=OFF`)
	return err
}

func (w *wreck) note(format string, args ...any) {
	w.out.Notes = append(w.out.Notes, fmt.Sprintf(format, args...))
}

// rebuild makes what follows from the saved rows: missing parents, keys, tags, counts and the search index.
func (w *wreck) rebuild(ctx context.Context) error {
	db := w.new
	db.opts.progress("building the indexes")
	var lost []LostRows
	err := db.work(ctx, func(t *tx) error {
		t.docs = nil
		for _, q := range []string{
			// Feeds that lost their row but not their items are named, and left for the person to give an address.
			`INSERT INTO feeds (id, url, name, title, folder, added, idle) SELECT DISTINCT feed, 'salvaged:' || feed, 'Salvaged feed ' || feed, '', 'salvaged', 0, 1
				FROM items WHERE feed IS NOT NULL AND feed NOT IN (SELECT id FROM feeds)`,
			`DELETE FROM texts WHERE item NOT IN (SELECT id FROM items)`,
			`DELETE FROM articles WHERE item NOT IN (SELECT id FROM items)`,
			`DELETE FROM notes WHERE item NOT IN (SELECT id FROM items)`,
			`DELETE FROM revisions WHERE item NOT IN (SELECT id FROM items)`,
			`DELETE FROM site_blocks WHERE site NOT IN (SELECT id FROM sites)`,
			`UPDATE articles SET site = NULL WHERE site NOT IN (SELECT id FROM sites)`,
			`INSERT OR IGNORE INTO tags (tag, sort, item) SELECT j.value, i.sort, i.id FROM items i, json_each('["' || replace(replace(replace(i.tags, '\', '\\'), '"', '\"'), char(10), '","') || '"]') j WHERE i.tags IS NOT NULL`,
			`UPDATE items SET gone = 0 WHERE gone NOT IN (SELECT id FROM journal) AND gone <> 0 AND feed IN (SELECT id FROM feeds WHERE removed = 0)`,
		} {
			if _, err := t.exec(q); err != nil {
				return fmt.Errorf("%.40s…: %w", q, err)
			}
		}
		if _, err := t.row(`SELECT count(*) FROM feeds WHERE url LIKE 'salvaged:%'`, nil, &w.out.LostFeeds); err != nil {
			return err
		}
		if err := t.rows(`SELECT name, total, (SELECT count(*) FROM items i WHERE i.feed = f.id AND i.gone = 0) FROM feeds f`, nil, func(scan func(...any) error) error {
			var l LostRows
			var total int
			err := scan(&l.Title, &total, &l.Items)
			if l.Lost = total - l.Items; l.Lost > 0 {
				lost = append(lost, l)
			}
			return err
		}); err != nil {
			return err
		}
		var last int64
		if _, err := t.row(`SELECT coalesce(max(id), 0) FROM items`, nil, &last); err != nil {
			return err
		}
		next, err := t.nextItem()
		if err != nil {
			return err
		}
		if err := t.setNextItem(max(next, last+1)); err != nil {
			return err
		}
		return t.recount()
	})
	if err != nil {
		return err
	}
	w.out.Lost = lost
	for _, l := range lost {
		w.out.LostItems += l.Lost
	}
	if err := w.textsOfPacks(ctx); err != nil {
		return err
	}
	if err := w.keysAndTexts(ctx); err != nil {
		return err
	}
	if _, err := db.checkIndex(ctx); err != nil {
		return err
	}
	for q, n := range map[string]*int{`SELECT count(*) FROM items WHERE gone = 0`: &w.out.Items, `SELECT count(*) FROM articles`: &w.out.Articles} {
		if _, err := db.row(ctx, q, nil, n); err != nil {
			return err
		}
	}
	return nil
}

// columnsOf are the columns that both files have of a table.
func (w *wreck) columnsOf(ctx context.Context, table string) ([]string, error) {
	has := map[string]bool{}
	err := drainQuery(ctx, w.old, `SELECT name FROM pragma_table_info(?)`, []any{table}, func(scan func(...any) error) error {
		var name string
		err := scan(&name)
		has[name] = true
		return err
	})
	if err != nil {
		return nil, err
	}
	var out []string
	err = w.new.queryOnce(ctx, `SELECT name FROM pragma_table_info(?)`, []any{table}, func(scan func(...any) error) error {
		var name string
		err := scan(&name)
		if has[name] {
			out = append(out, `"`+name+`"`)
		}
		return err
	})
	if len(out) == 0 && err == nil {
		err = errors.New("the list of tables is damaged")
	}
	return out, err
}

func drainQuery(ctx context.Context, db *sql.DB, q string, args []any, f func(scan func(...any) error) error) error {
	rows, err := db.QueryContext(ctx, q, args...)
	if err != nil {
		return err
	}
	return drain(rows, f)
}

func placeholders(n int) string { return strings.TrimSuffix(strings.Repeat("?, ", n), ", ") }
