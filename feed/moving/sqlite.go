package moving

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	_ "modernc.org/sqlite" // the driver; Tidings' own store has it, too
	"modernc.org/sqlite/vfs"
)

// A store of another program is read from its bytes alone: nothing beside it is looked for, and a file that was made to do
// harm finds SQLite told not to trust it (sqlite.org/security.html): no views, no virtual tables, no generated columns, no
// functions out of its schema.

// patience is how long reading a store may take: far longer than a million items do.
const patience = 2 * time.Minute

// foreign is an open store of another program.
type foreign struct {
	ctx  context.Context
	conn *sql.Conn
	size int    // of the file
	bad  *error // what went wrong while looking at the schema
}

// readStore reads the store of newsboat or nom.
func readStore(data []byte) (m Moving, err error) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	// A file in WAL mode asks for its log; its header says so in two bytes (sqlite.org/fileformat.html, 1.3).
	if len(data) < 100 {
		return m, errors.New("an SQLite database that breaks off in its first lines")
	}
	write, read := data[18], data[19]
	defer func() { data[18], data[19] = write, read }()
	data[18], data[19] = 1, 1
	name, files, err := vfs.New(inMemory(data))
	if err != nil {
		return m, err
	}
	defer func() { err = errors.Join(err, files.Close()) }()
	pool, err := sql.Open("sqlite", "file:"+storeName+"?immutable=1&mode=ro&vfs="+name)
	if err != nil {
		return m, err
	}
	defer pool.Close()
	conn, err := pool.Conn(ctx)
	if err != nil {
		return m, fmt.Errorf("an SQLite database that cannot be read: %w", err)
	}
	defer conn.Close()
	var bad error
	f := foreign{ctx, conn, len(data), &bad}
	if err := f.distrust(); err != nil {
		return m, err
	}
	switch {
	case f.has("rss_item", "guid", "url", "feedurl", "unread"):
		return f.newsboat()
	case f.has("items", "feedurl", "link", "readat"):
		return f.nom()
	case f.has("texts") && f.has("feeds", "url"):
		return m, errors.New("this is a store of Tidings: copy it to the folder of a profile, or use 'tidings export json' there")
	}
	if bad != nil {
		return m, fmt.Errorf("an SQLite database that is damaged or breaks off: %w", bad)
	}
	return m, errors.New("an SQLite database, but neither newsboat’s cache nor nom’s store")
}

func (f foreign) distrust() error {
	for _, pragma := range []string{"trusted_schema = 0", "cell_size_check = 1", "query_only = 1", "recursive_triggers = 0", "temp_store = 2"} {
		if _, err := f.conn.ExecContext(f.ctx, "PRAGMA "+pragma); err != nil {
			return fmt.Errorf("an SQLite database that cannot be read: %w", err)
		}
	}
	return nil
}

// has reports whether there is a plain table with these plain columns.
func (f foreign) has(table string, columns ...string) bool {
	var text string
	err := f.conn.QueryRowContext(f.ctx, `SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = ?`, table).Scan(&text)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		*f.bad = err
	}
	if err != nil || !strings.HasPrefix(text, "CREATE TABLE") { // as SQLite itself writes it; a virtual table may hide behind a comment
		return false
	}
	for _, c := range columns {
		var hidden int
		if err := f.conn.QueryRowContext(f.ctx, `SELECT hidden FROM pragma_table_xinfo(?) WHERE name = ?`, table, c).Scan(&hidden); err != nil || hidden != 0 {
			return false
		}
	}
	return true
}

// or is a column's name where the table has it, else a value in its place: older versions have fewer.
func (f foreign) or(table, column, value string) string {
	if f.has(table, column) {
		return column
	}
	return value
}

// each calls fn with every row, its values as text. Rows of a damaged file may share their pages: it ends where they hold more than
// the file can (text of UTF-16 grows by half).
func (f foreign) each(query string, fn func(v []string)) error {
	rows, err := f.conn.QueryContext(f.ctx, query)
	if err != nil {
		return fmt.Errorf("the database cannot be read: %w", err)
	}
	defer rows.Close()
	names, err := rows.Columns()
	if err != nil {
		return err
	}
	raw, dest, out := make([]any, len(names)), make([]any, len(names)), make([]string, len(names))
	for i := range raw {
		dest[i] = &raw[i]
	}
	left := f.size + f.size/2
	for n := 0; rows.Next() && n < maxItems; n++ {
		if err := rows.Scan(dest...); err != nil {
			return fmt.Errorf("row %d of the database: %w", n+1, err)
		}
		for i, v := range raw {
			out[i] = valueText(v)
			switch v.(type) {
			case string, []byte:
				left -= len(out[i])
			}
		}
		if left < 0 {
			return errors.New("the database is damaged: its rows hold more than the file does")
		}
		fn(out)
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("the database is damaged: %w", err)
	}
	return nil
}

func valueText(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	case []byte:
		return string(v)
	case time.Time:
		if v.IsZero() {
			return ""
		}
		return v.UTC().Format(time.RFC3339)
	case bool:
		if v {
			return "1"
		}
		return "0"
	}
	return fmt.Sprint(v)
}
