package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"tidings/feed"
	"tidings/feed/article"
	"tidings/feed/moving"
)

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
		it := list[i]
		a := arriving{Item: &it, id: feed.Identify(it.Item)}
		if it.From != "" {
			a.feed = in.feeds[moving.Key(it.From)]
		}
		if a.feed.ID == 0 && !a.marked() {
			in.report.Strangers++
			continue
		}
		if a.feed.ID == 0 && it.Title == "" {
			it.Title = it.Link // a page without a name
		}
		in.links[linkOf{a.feed.ID, a.id.Link}]++
		a.row = rowOf(&a.feed, &it.Item, i, now, "")
		a.row.matched = feed.Matched{Identity: a.id}
		if a.feed.ID == 0 {
			a.row.when = in.now - int64(i) // as SavePage: where it stands says when it was saved, however old it is
			if it.GUID == "" {
				page := it.Item
				page.GUID = it.Link
				a.row.matched.Identity = feed.Identify(page)
			}
		}
		all = append(all, a)
	}
	slices.SortStableFunc(all, func(a, b arriving) int { return cmp.Compare(a.row.when, b.row.when) })
	return in.ahead(ctx, all, func(part []arriving) error {
		for i, a := range part {
			if err := in.item(a); err != nil {
				return fmt.Errorf("%s: %w", a.Link, err)
			}
			part[i].row = nil // it is larger than the item
		}
		return nil
	})
}

// marked reports whether the person has put something on the item.
func (a *arriving) marked() bool { return a.Bookmarked || len(a.Marks) > 0 || a.Note != "" }

// stays reports whether an item of a feed comes with its text; what was read and has no mark only leaves that it was read.
func (a *arriving) stays() bool { return a.Title != "" && (a.marked() || !a.Read) }

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
	switch {
	case a.feed.ID == 0:
		return in.insert(a, true)
	case a.stays():
		if !a.marked() {
			pruned, err := in.pruned(a)
			if pruned || err != nil {
				return err
			}
		}
		return in.insert(a, false)
	case a.Read || a.marked():
		return in.wait(a, keys)
	}
	return nil
}

// pruned reports whether the item was here and let go.
func (in *importing) pruned(a arriving) (bool, error) {
	var one int
	some, known := in.letGo[a.feed.ID]
	if !known {
		var err error
		if some, err = in.row(`SELECT 1 FROM tombstones WHERE feed = ? LIMIT 1`, []any{a.feed.ID}, &one); err != nil {
			return false, err
		}
		in.letGo[a.feed.ID] = some
	}
	if !some {
		return false, nil
	}
	for _, k := range tombKeys(a.id) {
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
	if page || a.Read || a.Bookmarked {
		if _, err := in.exec(`UPDATE items SET read = ?, bookmarked = ? WHERE id = ?`, a.Read || page, a.Bookmarked || page, id); err != nil {
			return err
		}
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
