package store

import (
	"context"
	"fmt"

	"tidings/feed"
)

// Problem is what package feed calls it: commands name it, too.
type Problem = feed.Problem

// Check examines the whole store: the file's pages and indexes, what belongs together, the counts and the search index. It
// mends what it can without loss (counts, the search index); the rest is for Salvage. No problems is nil.
func (db *DB) Check(ctx context.Context) ([]Problem, error) {
	var out []Problem
	err := db.queryOnce(ctx, `PRAGMA integrity_check(20)`, nil, func(scan func(...any) error) error {
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
	for what, n := range broken {
		out = append(out, Problem{Words: fmt.Sprintf("%d rows of %s", n, what), Affected: n})
	}
	if p, err := db.checkCounts(ctx); err != nil {
		return out, fmt.Errorf("check the counts: %w", err)
	} else if p != nil {
		out = append(out, *p)
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
