package store

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"tidings/feed"
	"tidings/feed/moving"
)

// errDry takes the transaction of a rehearsal back.
var errDry = errors.New("only to see")

// Import takes over what another reader held: feeds, saved searches, items and marks, in one transaction and as one step for
// Undo. What is known already is not taken twice, a mark is only ever set, never taken away; marks of items that are not
// here yet wait for them. With dry nothing is changed, and the report says what would be.
func (db *DB) Import(ctx context.Context, m moving.Moving, dry bool) (moving.Report, error) {
	var in *importing
	err := db.write(ctx, func(t *tx) error {
		in = &importing{tx: t, report: moving.Report{Notes: slices.Clone(m.Notes)}}
		if err := in.run(ctx, m); err != nil {
			return err
		}
		if dry {
			return errDry
		}
		return nil
	})
	if err != nil && !errors.Is(err, errDry) {
		return moving.Report{Notes: m.Notes}, fmt.Errorf("import: %w", err)
	}
	return in.report, nil
}

// importing is one Import under way.
type importing struct {
	*tx
	report moving.Report
	step   int64 // first row of the step
	name   string
	feeds  map[string]feed.Feed // by moving.Key: ID and Title
	fresh  map[feed.FeedID]bool // feeds without an item before this
	letGo  map[feed.FeedID]bool // whether a feed has tombstones, where it is known
	places places
	next   int64 // number of the next new item

	read, bookmark []feed.ItemID
	added          []int64        // new items
	old            []importedMark // tags and notes before
	touched        map[feed.FeedID]bool
	links          map[linkOf]int // how many of the items have this address
	seen           map[linkOf]bool
}

// linkOf is an identity key in a feed.
type linkOf struct {
	feed feed.FeedID
	key  int64
}

func (in *importing) run(ctx context.Context, m moving.Moving) error {
	in.name = m.From
	in.touched, in.fresh, in.letGo = map[feed.FeedID]bool{}, map[feed.FeedID]bool{}, map[feed.FeedID]bool{}
	in.places = places{t: in.tx}
	var err error
	if in.step, err = in.log(0, stepImport, 0, in.name, back{}); err != nil {
		return err
	}
	if err := in.follow(ctx, m.Feeds); err != nil {
		return err
	}
	if err := in.views(m.Views); err != nil {
		return err
	}
	if in.next, err = in.nextItem(); err != nil {
		return err
	}
	if err := in.items(ctx, m.Items); err != nil {
		return err
	}
	if err := in.setNextItem(in.next); err != nil {
		return err
	}
	for id := range in.touched {
		if err := in.recountFeed(int64(id)); err != nil {
			return err
		}
	}
	if err := in.marks(); err != nil {
		return err
	}
	return in.note()
}

// follow subscribes to the feeds that are new.
func (in *importing) follow(ctx context.Context, list []feed.Feed) error {
	in.feeds = map[string]feed.Feed{}
	removed := map[string]int64{}
	err := in.rows(`SELECT id, url, name, removed, total FROM feeds ORDER BY removed DESC`, nil, func(scan func(...any) error) error {
		var f feed.Feed
		var gone int64
		if err := scan(&f.ID, &f.URL, &f.Title, &gone, &f.Total); err != nil {
			return err
		}
		if gone != 0 {
			removed[f.URL] = int64(f.ID)
		} else {
			in.feeds[moving.Key(f.URL)] = f
		}
		return nil
	})
	if err != nil {
		return err
	}
	var ids []int64
	for i, f := range list {
		if i%256 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		key := moving.Key(f.URL)
		if _, known := in.feeds[key]; known {
			in.report.KnownFeeds++
			continue
		}
		var id int64
		if id = removed[f.URL]; id != 0 {
			f.Title, err = in.wakeFeed(id, f)
		} else {
			id, f.Title, err = in.insertFeed(f)
			in.fresh[feed.FeedID(id)] = true
		}
		if err != nil {
			return fmt.Errorf("%s: %w", f.URL, err)
		}
		f.ID = feed.FeedID(id)
		in.feeds[key] = f
		in.report.NewFeeds = append(in.report.NewFeeds, f)
		ids = append(ids, id)
	}
	for part := range slices.Chunk(ids, markChunk) {
		if _, err := in.log(in.step, stepImport, len(part), in.name, back{Part: partFeeds, IDs: part}); err != nil {
			return err
		}
	}
	return nil
}

// views saves the searches that are new. One whose name is taken by another query gets a name of its own.
func (in *importing) views(list []feed.View) error {
	known := map[string]string{}
	if err := in.rows(`SELECT name, query FROM views`, nil, func(scan func(...any) error) error {
		var name, query string
		err := scan(&name, &query)
		known[name] = query
		return err
	}); err != nil {
		return err
	}
	var names []string
	for _, v := range list {
		name := v.Name
		for n := 2; known[name] != "" && known[name] != v.Query; n++ {
			name = fmt.Sprintf("%s (%d)", v.Name, n)
		}
		if known[name] == v.Query || v.Query == "" {
			continue
		}
		if _, err := in.exec(`INSERT INTO views (name, place, query) SELECT ?1, coalesce(max(place), 0) + 1, ?2 FROM views`, name, v.Query); err != nil {
			return err
		}
		known[name] = v.Query
		names = append(names, name)
		in.report.NewViews = append(in.report.NewViews, feed.View{Name: name, Query: v.Query})
	}
	if len(names) == 0 {
		return nil
	}
	_, err := in.log(in.step, stepImport, len(names), in.name, back{Part: partViews, Names: names})
	return err
}

// marks sets read and bookmark marks on what is here.
func (in *importing) marks() error {
	for _, m := range []struct {
		kind stepKind
		ids  []feed.ItemID
	}{{stepRead, in.read}, {stepBookmark, in.bookmark}} {
		for part := range slices.Chunk(m.ids, markChunk) {
			changed, err := in.mark(part, m.kind)
			if err != nil {
				return err
			}
			if _, err := in.log(in.step, stepImport, len(changed), in.name, back{Part: importPart(m.kind), IDs: idsOf(changed)}); err != nil {
				return err
			}
		}
	}
	return nil
}

// note writes down what else is to be undone; a step that changed nothing is none.
func (in *importing) note() error {
	for part := range slices.Chunk(in.added, markChunk) {
		if _, err := in.log(in.step, stepImport, len(part), in.name, back{Part: partItems, IDs: part}); err != nil {
			return err
		}
	}
	for part := range slices.Chunk(in.old, markChunk) {
		if _, err := in.log(in.step, stepImport, len(part), in.name, back{Part: partMarks, Old: part}); err != nil {
			return err
		}
	}
	words := in.report.Words()
	q, args := `UPDATE journal SET name = ? WHERE first = ?`, []any{words, in.step}
	if in.report.Empty() {
		q, args = `DELETE FROM journal WHERE id = ?`, []any{in.step}
	}
	_, err := in.exec(q, args...)
	return err
}
