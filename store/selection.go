package store

import (
	"context"
	"math"
	"slices"
	"strings"

	"tidings/feed"
)

// selection is a feed.Query on its way to SQL: conditions on items i (and feeds f), and the part that the search index
// answers.
type selection struct {
	from    string // table expression that gives i, already in the order of the list
	sort    string // the column that orders the list
	where   []string
	args    []any
	match   string    // query for the search index; "" when it is not asked
	terms   []term    // what to mark in snippets
	expr    feed.Expr // the query's text
	verify  feed.Expr // what rows must be held against; nil when the conditions decide
	short   bool      // a beginning of a word is asked for that very many words have
	merge   []int64
	low     int64 // no key below this, by the query's dates
	high    int64 // none from here on
	nothing bool  // no item can be in it
	fixed   bool  // the text of the query is one of few: keep it prepared
}

func (s *selection) and(cond string, args ...any) {
	s.where = append(s.where, cond)
	s.args = append(s.args, args...)
}

// mergeAtMost is up to how many feeds a folder's list is merged from theirs. It costs a seek a feed; the other way, a walk
// of the list of everything past what is in other folders, costs most where the folder's feeds are quiet.
const mergeAtMost = 400

// selection compiles all of q but its order and limit.
func (db *DB) selection(ctx context.Context, q feed.Query) (*selection, error) {
	s := &selection{sort: "i.sort", fixed: true, low: math.MinInt64, high: math.MaxInt64}
	if q.Text != "" {
		if err := s.compileText(ctx, db, q.Text); err != nil {
			return nil, err
		}
		s.fixed = false
	}
	var folder []int64
	if q.Folder != "" {
		var err error
		if folder, err = db.folderFeeds(ctx, q.Folder); err != nil {
			return nil, err
		}
		if len(folder) == 0 {
			s.nothing = true
			return s, nil
		}
	}
	few, err := db.fewRows(ctx, q, s)
	if err != nil {
		return nil, err
	}
	s.source(q, few)
	s.conditions(q, folder)
	if s.match != "" { // the index can start in the middle, too
		if s.low > math.MinInt64 {
			s.and("search.rowid >= ?", docOf(s.low))
		}
		if s.high < math.MaxInt64 {
			s.and("search.rowid <= ?", docOf(s.high)+docSpill)
		}
	}
	if q.After != nil && (q.Order == feed.Newest || q.Order == feed.Oldest) {
		if err := s.behind(ctx, db, *q.After, q.Order); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// source chooses where the rows come from: the index with the fewest to look at. few is what fewRows found.
func (s *selection) source(q feed.Query, few string) {
	switch {
	case s.match != "" && few != "":
		// Look into each of few items rather than at the mark of each hit.
		s.from, s.match, s.verify = few, "", s.expr
	case s.match != "":
		s.from, s.sort = `search CROSS JOIN items i INDEXED BY items_doc ON i.doc = search.rowid`, "search.rowid"
		if q.Feed != 0 {
			s.match += ` AND "` + feedWord(int64(q.Feed)) + `"`
		}
		s.where = append([]string{"search MATCH ?"}, s.where...)
		s.args = append([]any{s.match}, s.args...)
	case q.Tag != "":
		s.from, s.sort = `tags t JOIN items i ON i.id = t.item`, "t.sort"
		s.and("t.tag = ?", q.Tag)
	case q.Bookmarked:
		s.from = "items i INDEXED BY items_bookmarked"
	case q.Feed != 0 && q.Unread:
		s.from = "items i INDEXED BY items_feed_unread"
	case q.Feed != 0:
		s.from = "items i INDEXED BY items_feed"
	case q.Unread:
		s.from = "items i INDEXED BY items_unread"
	default:
		s.from = "items i INDEXED BY items_sort"
	}
}

// conditions asks for what q asks for beside its text. folder are the feeds of its folder, nil where none is named.
func (s *selection) conditions(q feed.Query, folder []int64) {
	s.and("i.gone = 0")
	if q.Unread {
		s.and("i.read = 0")
	}
	if q.Bookmarked {
		s.and("i.bookmarked = 1")
	}
	if q.Feed != 0 {
		s.and("i.feed = ?", int64(q.Feed))
	}
	if q.Tag != "" && s.match != "" {
		s.and("EXISTS (SELECT 1 FROM tags t WHERE t.tag = ? AND t.sort = i.sort)", q.Tag)
	}
	if folder != nil {
		if len(folder) <= mergeAtMost && s.match == "" && q.Tag == "" && (q.Order == feed.Newest || q.Order == feed.Oldest) && !q.Bookmarked && q.Feed == 0 && q.Text == "" {
			s.merge = folder
		}
		s.and("i.feed IN (SELECT id FROM feeds WHERE removed = 0 AND (folder = ? OR folder >= ? AND folder < ?))",
			q.Folder, q.Folder+"/", q.Folder+"0") // "0" follows "/"
	}
	if !q.Since.IsZero() {
		since := sortOf(q.Since.Unix())
		s.and("i.sort >= ?", since)
		s.bound(since, math.MaxInt64)
	}
}

// bound narrows the range of keys.
func (s *selection) bound(low, high int64) {
	s.low, s.high = max(s.low, low), min(s.high, high)
}

// behind keeps only rows that come after the cursor.
func (s *selection) behind(ctx context.Context, db *DB, c feed.Cursor, order feed.Order) error {
	at, doc, err := db.cursorKeys(ctx, c)
	if err == nil {
		s.past(at, doc, order)
	}
	return err
}

// past keeps only rows that come after an item with these keys.
func (s *selection) past(sort, doc int64, order feed.Order) {
	at, op := sort, " < ?"
	if s.byDoc() {
		at = doc
	}
	if order == feed.Oldest {
		op = " > ?"
	}
	s.and(s.sort+op, at)
}

// newest makes the selection one that goes along all items and looks into each, in place of asking the index. The order is
// the index's, so that a list may go on with either.
func (s *selection) newest() {
	i := slices.Index(s.where, "search MATCH ?") // its argument is the first
	where := slices.Delete(slices.Clone(s.where), i, i+1)
	for j, w := range where {
		where[j] = strings.ReplaceAll(w, "search.rowid", "i.doc")
	}
	s.from, s.sort = "items i INDEXED BY items_doc", "i.doc"
	s.where, s.args, s.match, s.verify = where, s.args[1:], "", s.expr
}

// byDoc reports whether the list is in the order of document keys.
func (s *selection) byDoc() bool { return s.sort == "search.rowid" || s.sort == "i.doc" }

// A search that asks for marks, too, may look into the items that have them, newest first until there are enough: about 25 µs
// each, so that fewItems take 60 ms where none matches. To ask the index for each would cost ten times that, because it finds
// its way from the beginning of a word's list every time. Or it looks at the marks of the index's hits, which is quicker where
// these are no more than fewHits.
const (
	fewItems = 2400
	fewHits  = 400
)

// fewRows is the index of items to go along where a search asks for marks that few items have; "" where many have, or none
// are asked for.
func (db *DB) fewRows(ctx context.Context, q feed.Query, s *selection) (string, error) {
	if s.match == "" || q.Order == feed.BestMatch {
		return "", nil
	}
	bookmarked := q.Bookmarked || slices.Contains(s.where, "i.bookmarked = 1")
	unread := q.Unread || slices.Contains(s.where, "i.read = 0")
	for _, c := range []struct {
		asked        bool
		index, where string
	}{{bookmarked, "items_bookmarked", "bookmarked = 1"}, {unread, "items_unread", "read = 0"}} {
		if !c.asked {
			continue
		}
		var items, hits int
		if _, err := db.row(ctx, `SELECT count(*) FROM (SELECT 1 FROM items INDEXED BY `+c.index+` WHERE `+c.where+` AND gone = 0 LIMIT ?)`, []any{fewItems + 1}, &items); err != nil {
			return "", err
		}
		if items > fewItems {
			continue
		}
		if _, err := db.row(ctx, `SELECT count(*) FROM (SELECT 1 FROM search WHERE search MATCH ? LIMIT ?)`, []any{s.match, fewHits + 1}, &hits); err != nil {
			return "", err
		}
		if hits > fewHits {
			s.and("i." + c.where)
			return "items i INDEXED BY " + c.index, nil
		}
	}
	return "", nil
}

// listSQL is the query of a list, newest or oldest first.
func (s *selection) listSQL(q feed.Query) (string, []any) {
	return s.querySQL(headlineColumns, ` LEFT JOIN feeds f ON f.id = i.feed`, q.Order, q.Limit)
}

// querySQL reads columns of the selection's first rows.
func (s *selection) querySQL(columns, joins string, order feed.Order, limit int) (string, []any) {
	dir := " DESC"
	if order == feed.Oldest {
		dir = ""
	}
	return `SELECT ` + columns + ` FROM ` + s.from + joins + ` WHERE ` + strings.Join(s.where, " AND ") +
		` ORDER BY ` + s.sort + dir + ` LIMIT ?`, append(slices.Clip(s.args), limit)
}

// cursorKeys are the keys of a cursor's item, or of where it stood if it is no longer there.
func (db *DB) cursorKeys(ctx context.Context, c feed.Cursor) (sort, doc int64, err error) {
	ok, err := db.row(ctx, `SELECT sort, doc FROM items WHERE id = ?`, []any{c.ID}, &sort, &doc)
	if err == nil && !ok {
		sort = sortOf(c.Published.Unix())
		doc = docOf(sort)
	}
	return sort, doc, err
}

// folderFeeds are the feeds of a folder and of the folders in it.
func (db *DB) folderFeeds(ctx context.Context, folder string) ([]int64, error) {
	var ids []int64
	err := db.query(ctx, `SELECT id FROM feeds WHERE removed = 0 AND (folder = ? OR folder >= ? AND folder < ?)`,
		[]any{folder, folder + "/", folder + "0"}, func(scan func(...any) error) error {
			var id int64
			err := scan(&id)
			ids = append(ids, id)
			return err
		})
	return ids, err
}
