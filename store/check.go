package store

import (
	"context"
	"database/sql"
	"fmt"

	"tidings/feed"
)

// Problem is what package feed calls it: commands name it, too.
type Problem = feed.Problem

// Check examines the whole store: the file's pages and indexes, what belongs together, the counts and the search index. It
// mends what it can without loss (counts, the search index); the rest is for Salvage. No problems is nil.
func (db *DB) Check(ctx context.Context) ([]Problem, error) {
	var out []Problem
	// On a connection of its own: on one that is older than what was last written to the search index, FTS5's part of the check
	// tells of damage where a new connection and searches find none.
	own, err := sql.Open("sqlite", dsn(db.path, "query_only(1)"))
	if err != nil {
		return nil, fmt.Errorf("check the file: %w", err)
	}
	defer own.Close()
	err = drainQuery(ctx, own, `PRAGMA integrity_check(20)`, nil, func(scan func(...any) error) error {
		var s string
		if err := scan(&s); err != nil {
			return err
		}
		if s != "ok" {
			out = append(out, Problem{Words: "the file is damaged: " + s, Damaged: true})
		}
		return nil
	})
	if err != nil {
		return append(out, Problem{Words: err.Error(), Damaged: true}), nil
	}
	_ = own.Close()
	broken := map[string]int{}
	err = db.queryOnce(ctx, `SELECT "table", parent FROM pragma_foreign_key_check`, nil, func(scan func(...any) error) error {
		var table, parent string
		err := scan(&table, &parent)
		broken[table+" without "+parent]++
		return err
	})
	if err != nil {
		return out, fmt.Errorf("check what belongs together: %w", err)
	}
	for what, q := range map[string]string{ // which format 3 no longer has SQLite look after
		"items without feeds": `SELECT count(*) FROM items WHERE feed IS NOT NULL AND feed NOT IN (SELECT id FROM feeds)`,
		"keys without items":  `SELECT count(*) FROM keys WHERE item NOT IN (SELECT id FROM items)`,
		"packs without texts": `SELECT count(*) FROM packs WHERE id NOT IN (SELECT pack FROM texts)`,
	} {
		var n int
		if _, err := db.row(ctx, q, nil, &n); err != nil {
			return out, fmt.Errorf("check what belongs together: %w", err)
		}
		if n > 0 {
			broken[what] = n
		}
	}
	for what, n := range broken {
		out = append(out, Problem{Words: fmt.Sprintf("%d rows of %s", n, what), Affected: n})
	}
	if p, err := db.checkCounts(ctx); err != nil {
		return out, fmt.Errorf("check the counts: %w", err)
	} else if p != nil {
		out = append(out, *p)
	}
	if list, err := db.checkTexts(ctx); err != nil {
		return out, fmt.Errorf("check the texts: %w", err)
	} else {
		out = append(out, list...)
	}
	p, err := db.checkIndex(ctx)
	if err != nil {
		return out, fmt.Errorf("check the search index: %w", err)
	}
	if p != nil {
		out = append(out, *p)
	}
	return out, nil
}

// checkCounts compares the feeds' counts with their items and puts them right.
func (db *DB) checkCounts(ctx context.Context) (*Problem, error) {
	var p *Problem
	err := db.write(ctx, func(t *tx) error {
		n, err := t.exec(recountSQL + ` WHERE
			total <> (SELECT count(*) FROM items INDEXED BY items_feed WHERE feed = feeds.id AND gone = 0) OR
			unread <> (SELECT count(*) FROM items INDEXED BY items_feed_unread WHERE feed = feeds.id AND read = 0 AND gone = 0)`)
		if n > 0 {
			p = &Problem{Words: fmt.Sprintf("the counts of %d feeds were wrong", n), Mended: true, Affected: int(n)}
		}
		return err
	})
	return p, err
}

// checkTexts reads every text and article and compares their checksums. A damaged text is marked as unknown, so that the
// next poll that still brings it puts it right; a damaged article is taken away, so that it is fetched again.
func (db *DB) checkTexts(ctx context.Context) ([]Problem, error) {
	var out []Problem
	var u unpacking
	for _, c := range []struct {
		query, mend, words string
		read               func(scan func(...any) error) (item int64, sound bool, err error)
	}{
		{
			`SELECT x.item, ` + textColumns + ` FROM texts x LEFT JOIN packs p ON p.id = x.pack ORDER BY x.item`, `UPDATE texts SET body = 0 WHERE item = ?`,
			"the texts of %d items are damaged; the next poll brings back those that are still published", func(scan func(...any) error) (item int64, sound bool, err error) {
				var x storedText
				err = scan(append([]any{&item}, x.destRaw()...)...)
				return item, err == nil && u.read(item, &x, &feed.Item{}) == nil, err
			},
		},
		{
			`SELECT item, data FROM articles`, `DELETE FROM articles WHERE item = ?`, "%d stored articles are damaged; opening them fetches them again",
			func(scan func(...any) error) (item int64, sound bool, err error) {
				var data sql.RawBytes
				if err = scan(&item, &data); err == nil {
					_, damage := readArticle(data)
					sound = damage == nil
				}
				return item, sound, err
			},
		},
	} {
		var bad []int64
		if err := db.queryOnce(ctx, c.query, nil, func(scan func(...any) error) error {
			item, sound, err := c.read(scan)
			if err == nil && !sound {
				bad = append(bad, item)
			}
			return err
		}); err != nil {
			return out, err
		}
		if len(bad) == 0 {
			continue
		}
		if err := db.write(ctx, func(t *tx) error {
			for _, id := range bad {
				if _, err := t.exec(c.mend, id); err != nil {
					return err
				}
			}
			return nil
		}); err != nil {
			return out, err
		}
		out = append(out, Problem{Words: fmt.Sprintf(c.words, len(bad)), Affected: len(bad)})
	}
	return out, nil
}

// checkIndex finds items that the search index does not know and indexes them.
func (db *DB) checkIndex(ctx context.Context) (*Problem, error) {
	sound := true
	if err := db.write(ctx, func(t *tx) error {
		_, err := t.exec(`INSERT INTO search (search) VALUES ('integrity-check')`)
		sound = err == nil
		return nil
	}); err != nil {
		return nil, err
	}
	if !sound {
		if err := db.write(ctx, func(t *tx) error {
			_, err := t.exec(`INSERT INTO search (search) VALUES ('delete-all')`)
			return err
		}); err != nil {
			return nil, err
		}
	}
	var missing []int64
	err := db.queryOnce(ctx, `SELECT id FROM items WHERE doc NOT IN (SELECT id FROM search_docsize)`, nil, func(scan func(...any) error) error {
		var id int64
		err := scan(&id)
		missing = append(missing, id)
		return err
	})
	if err != nil {
		return nil, err
	}
	for i := 0; i < len(missing); i += chunkItems {
		part := missing[i:min(i+chunkItems, len(missing))]
		if err := db.work(ctx, func(t *tx) error {
			for _, id := range part {
				if err := t.reindex(id); err != nil {
					return err
				}
			}
			return nil
		}); err != nil {
			return nil, err
		}
	}
	if sound && len(missing) == 0 {
		return nil, nil
	}
	return &Problem{Words: fmt.Sprintf("the search index lacked %d items", len(missing)), Mended: true, Affected: len(missing)}, nil
}
