package store

import (
	"context"
	"database/sql"
	"fmt"
	"strconv"
	"strings"
	"time"

	"tidings/feed"
)

// Reading thousands of rows costs by the column: each is several calls into the translated SQLite, and one into database/sql.
// What the first frame waits for is therefore read packed, most of a row as one text.

// unit parts packed columns: ASCII's unit separator, which no cleaned text holds. A row that has one too many is read by itself.
const unit = "\x1f"

// packedFeed are the columns of a feed that a packedRow reads.
const packedFeed = `id, concat_ws(char(31), url, name, site, description, language, image, kind, folder, added, unread, total, settings), state`

const packedUnits = 12

// packedRow is what a row of packedFeed is scanned into, one after the other.
type packedRow struct {
	id     int64 // as the driver has it: database/sql turns other kinds into text and back
	packed string
	state  sql.RawBytes
}

// read reads packedFeed into f, which is where it stays: scanning makes whatever it fills outlive the call, and a thousand feeds
// would take their memory twice. It returns false when the parts cannot be told apart.
func (r *packedRow) read(scan func(...any) error, f *feed.Feed) (ok bool, err error) {
	if err := scan(&r.id, &r.packed, &r.state); err != nil {
		return false, err
	}
	f.ID = feed.FeedID(r.id)
	packed := r.packed
	if strings.Count(packed, unit) != packedUnits-1 {
		return false, nil
	}
	next := func() (s string) {
		s, packed, _ = strings.Cut(packed, unit)
		return s
	}
	number := func() int64 {
		n, _ := strconv.ParseInt(next(), 10, 64) // SQLite wrote it
		return n
	}
	f.URL, f.Title, f.Site, f.Description, f.Language, f.Image, f.Kind, f.Folder = next(), next(), next(), next(), next(), next(), feed.Kind(next()), next()
	f.Added, f.Unread, f.Total = time.Unix(number(), 0), int(number()), int(number())
	return true, readStored(f, packed, r.state)
}

// Feeds returns all subscriptions with counts, sorted by folder and title, ASCII letters of either case alike.
func (db *DB) Feeds(ctx context.Context) ([]feed.Feed, error) {
	var n int64
	_, err := db.row(ctx, `SELECT count(*) FROM feeds INDEXED BY feeds_counts`, nil, &n)
	out := make([]feed.Feed, 0, n)
	var odd []int
	var row packedRow
	if err == nil {
		err = db.query(ctx, `SELECT `+packedFeed+` FROM feeds INDEXED BY feeds_tree WHERE removed = 0 ORDER BY folder COLLATE NOCASE, name COLLATE NOCASE, id`, nil, func(scan func(...any) error) error {
			out = append(out, feed.Feed{})
			ok, err := row.read(scan, &out[len(out)-1])
			if !ok {
				odd = append(odd, len(out)-1)
			}
			return err
		})
	}
	for _, i := range odd {
		if err == nil {
			out[i], err = db.Feed(ctx, out[i].ID)
		}
	}
	if err != nil {
		return nil, fmt.Errorf("read the feeds: %w", err)
	}
	return out, nil
}

// FeedNames returns what the feeds that Feeds returns are called, in no order. It reads an index and no feed: the shell asks for
// all of them with every Tab.
func (db *DB) FeedNames(ctx context.Context) ([]feed.FeedName, error) {
	var packed string
	var n int
	_, err := db.row(ctx, `SELECT count(*), coalesce(group_concat(concat_ws(char(31), id, name, folder), char(31)), '') FROM feeds INDEXED BY feeds_tree WHERE removed = 0`, nil, &n, &packed)
	if err != nil {
		return nil, fmt.Errorf("read the feeds' names: %w", err)
	}
	if n == 0 {
		return nil, nil
	}
	out := make([]feed.FeedName, 0, n)
	if strings.Count(packed, unit) == 3*n-1 {
		next := func() (s string) {
			s, packed, _ = strings.Cut(packed, unit)
			return s
		}
		for range n {
			id, _ := strconv.ParseInt(next(), 10, 64) // SQLite wrote it
			out = append(out, feed.FeedName{ID: feed.FeedID(id), Title: next(), Folder: next()})
		}
		return out, nil
	}
	feeds, err := db.Feeds(ctx) // a name holds what parts them
	for i := range feeds {
		out = append(out, feed.FeedName{ID: feeds[i].ID, Title: feeds[i].Title, Folder: feeds[i].Folder})
	}
	return out, err
}
