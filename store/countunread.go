package store

import (
	"context"
	"fmt"
	"strings"

	"tidings/feed"
)

// CountUnread returns how many unread items a search finds. It looks at no more than most of them: more says that there are others.
// An error of the query is a *feed.QueryError.
func (db *DB) CountUnread(ctx context.Context, query string, most int) (n int, more bool, err error) {
	sel, err := db.selection(ctx, feed.Query{Text: query, Unread: true})
	if err == nil && !sel.nothing {
		n, more, err = db.count(ctx, sel, most)
	}
	if err != nil {
		return 0, false, fmt.Errorf("count what %q finds: %w", query, err)
	}
	return n, more, nil
}

// count counts up to most items of a selection.
func (db *DB) count(ctx context.Context, sel *selection, most int) (n int, more bool, err error) {
	rows := ` FROM ` + sel.from + ` WHERE ` + strings.Join(sel.where, " AND ")
	args := append(sel.args, most+1)
	if sel.verify == nil {
		err = db.queryOnce(ctx, `SELECT count(*) FROM (SELECT 1`+rows+` LIMIT ?)`, args, func(scan func(...any) error) error { return scan(&n) })
		return min(n, most), n > most, err
	}
	var ids []feed.ItemID
	err = db.queryOnce(ctx, `SELECT i.id`+rows+` LIMIT ?`, args, func(scan func(...any) error) error {
		var id feed.ItemID
		err := scan(&id)
		ids = append(ids, id)
		return err
	})
	if err != nil {
		return 0, false, err
	}
	more = len(ids) > most
	keep, err := db.matching(ctx, sel, ids[:min(len(ids), most)])
	for _, ok := range keep {
		if ok {
			n++
		}
	}
	return n, more, err
}
