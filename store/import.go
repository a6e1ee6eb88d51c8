package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"tidings/feed"
	"tidings/feed/article"
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
	in.touched, in.fresh = map[feed.FeedID]bool{}, map[feed.FeedID]bool{}
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

// arriving is an item on its way in.
type arriving struct {
	*moving.Item
	feed feed.Feed // ID 0: a page
	id   feed.Identity
	row  *newRow
}

// items takes items and marks over, those with text in the order of their time: so the indexes are filled from one end.
func (in *importing) items(ctx context.Context, list []moving.Item) error {
	in.links, in.seen = map[linkOf]int{}, map[linkOf]bool{}
	all := make([]arriving, 0, len(list))
	now := time.Unix(in.now, 0)
	for i := range list {
		it := &list[i]
		a := arriving{Item: it, id: feed.Identify(it.Item)}
		if it.From != "" {
			a.feed = in.feeds[moving.Key(it.From)]
		}
		if a.feed.ID == 0 && !it.Bookmarked && len(it.Marks) == 0 && it.Note == "" {
			in.report.Strangers++
			continue
		}
		in.links[linkOf{a.feed.ID, a.id.Link}]++
		a.row = rowOf(&a.feed, &it.Item, i, now, "")
		all = append(all, a)
	}
	slices.SortStableFunc(all, func(a, b arriving) int { return cmp.Compare(a.row.when, b.row.when) })
	for i, a := range all {
		if i%256 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if err := in.item(a); err != nil {
			return fmt.Errorf("%s: %w", a.Link, err)
		}
	}
	return nil
}

func (in *importing) item(a arriving) error {
	if a.feed.ID == 0 && a.Link == "" {
		in.report.Strangers++
		return nil
	}
	keys := []int64{a.id.GUID}
	if in.links[linkOf{a.feed.ID, a.id.Link}] == 1 || a.id.GUID == 0 {
		keys = append(keys, a.id.Link) // an address that several items share tells none of them
	}
	twice := false
	for _, k := range keys {
		if k != 0 {
			twice = twice || in.seen[linkOf{a.feed.ID, k}]
			in.seen[linkOf{a.feed.ID, k}] = true
		}
	}
	if twice {
		return nil
	}
	if a.feed.ID == 0 {
		keys = append(keys, feed.Identify(feed.Item{GUID: a.Link}).GUID) // as SavePage stores it
	}
	if !in.fresh[a.feed.ID] {
		found, err := in.known(a, keys)
		if found || err != nil {
			return err
		}
	}
	marked := a.Bookmarked || len(a.Marks) > 0 || a.Note != ""
	switch {
	case a.feed.ID == 0:
		return in.insert(a, true)
	case a.Title != "" && (marked || !a.Read):
		if !marked {
			pruned, err := in.pruned(a)
			if pruned || err != nil {
				return err
			}
		}
		return in.insert(a, false)
	case a.Read || marked:
		return in.wait(a, keys)
	}
	return nil
}

// pruned reports whether the item was here and let go.
func (in *importing) pruned(a arriving) (bool, error) {
	for _, k := range tombKeys(a.id) {
		var one int
		if ok, err := in.row(`SELECT 1 FROM tombstones WHERE feed = ? AND key = ?`, []any{a.feed.ID, k}, &one); ok || err != nil {
			return ok, err
		}
	}
	return false, nil
}

// known finds the item among those that are here and notes which marks it gets.
func (in *importing) known(a arriving, keys []int64) (bool, error) {
	var id, gone int64
	var read, bookmarked bool
	var tags, note string
	for _, k := range keys {
		if k == 0 {
			continue
		}
		n := 0
		err := in.rows(`SELECT i.id, i.gone, i.read, i.bookmarked, coalesce(i.tags, ''), coalesce(n.text, '') FROM keys y JOIN texts x ON x.item = y.item
			JOIN items i ON i.id = y.item LEFT JOIN notes n ON n.item = i.id WHERE y.feed = ?1 AND y.key = ?2 AND (x.guid = ?3 OR x.link = ?3) AND coalesce(i.feed, 0) = ?1`,
			[]any{a.feed.ID, shortKey(k), k}, func(scan func(...any) error) error {
				n++
				return scan(&id, &gone, &read, &bookmarked, &tags, &note)
			})
		if err != nil {
			return false, err
		}
		if n == 1 {
			break
		}
		id = 0
	}
	if id == 0 {
		return false, nil
	}
	if gone != 0 {
		if !a.Bookmarked && len(a.Marks) == 0 && a.Note == "" {
			return true, nil
		}
		if _, err := in.exec(`UPDATE items SET gone = 0 WHERE id = ?`, id); err != nil {
			return true, err
		}
		in.touched[a.feed.ID] = true
	}
	changed := false
	if a.Read && !read {
		in.read, changed = append(in.read, feed.ItemID(id)), true
	}
	if a.Bookmarked && !bookmarked {
		in.bookmark, changed = append(in.bookmark, feed.ItemID(id)), true
	}
	newTags, newNote := mergeTags(splitTags(tags), a.Marks), mergeNotes(note, a.Note)
	if len(newTags) > len(splitTags(tags)) || newNote != note {
		changed = true
		in.old = append(in.old, importedMark{ID: id, Tags: splitTags(tags), Note: note})
		if err := in.setTags(id, newTags); err != nil {
			return true, err
		}
		if newNote != note {
			if err := in.setNote(id, newNote); err != nil {
				return true, err
			}
		}
	}
	if changed {
		in.report.Marked++
	}
	return true, in.article(id, a, false)
}

func mergeTags(have, more []string) []string { return cleanTags(append(slices.Clone(have), more...)) }

func mergeNotes(have, more string) string {
	switch {
	case more == "" || strings.Contains(have, more):
		return have
	case have == "":
		return more
	}
	return have + "\n\n" + more
}

// article stores the page's text that came with an item, if none is here.
func (in *importing) article(id int64, a arriving, fresh bool) error {
	if a.Article == nil {
		return nil
	}
	var one int
	if !fresh {
		if ok, err := in.row(`SELECT 1 FROM articles WHERE item = ?`, []any{id}, &one); ok || err != nil {
			return err
		}
	}
	return in.saveArticle(id, a.Article, article.Encode(*a.Article), nil)
}

// insert stores an item with its text; a page is one without a feed.
func (in *importing) insert(a arriving, page bool) error {
	r := a.row
	r.matched = feed.Matched{Identity: a.id}
	if page && a.GUID == "" {
		it := a.Item.Item
		it.GUID = a.Link
		r.matched.Identity = feed.Identify(it)
	}
	r.finish()
	sort, doc, err := in.places.at(r.when)
	if err != nil {
		return err
	}
	id := in.next
	in.next++
	if err := in.insertItem(id, int64(a.feed.ID), sort, doc, r); err != nil {
		return err
	}
	if _, err := in.exec(`UPDATE items SET read = ?, bookmarked = ? WHERE id = ?`, a.Read || page, a.Bookmarked || page, id); err != nil {
		return err
	}
	if len(a.Marks) > 0 {
		if err := in.setTags(id, cleanTags(a.Marks)); err != nil {
			return err
		}
	}
	if a.Note != "" {
		if err := in.setNote(id, a.Note); err != nil {
			return err
		}
	}
	in.added = append(in.added, id)
	if page {
		in.report.Pages++
	} else {
		in.report.NewItems++
		in.touched[a.feed.ID] = true
	}
	return in.article(id, a, true)
}

// wait keeps marks for an item that is not here yet.
func (in *importing) wait(a arriving, keys []int64) error {
	marks := int64(0)
	if a.Read {
		marks |= pendingRead
	}
	if a.Bookmarked {
		marks |= pendingBookmark
	}
	added := false
	for _, k := range keys {
		if k == 0 {
			continue
		}
		n, err := in.exec(`INSERT INTO pending (feed, key, marks, tags, note, at, step) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
			ON CONFLICT (feed, key) DO UPDATE SET marks = marks | ?3, tags = CASE WHEN tags = '' THEN ?4 ELSE tags END, note = CASE WHEN note = '' THEN ?5 ELSE note END
			WHERE marks | ?3 <> marks`, a.feed.ID, k, marks, strings.Join(cleanTags(a.Marks), "\n"), a.Note, in.now, in.step)
		if err != nil {
			return err
		}
		added = added || n > 0
	}
	if added {
		in.report.Waiting++
	}
	return nil
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
