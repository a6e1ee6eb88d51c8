package store

import (
	"context"
	"slices"
	"strings"
	"time"

	"tidings/feed"
)

// verified lists a selection whose conditions let too much through: rows are read a page at a time and held against their
// texts until there are enough.
func (db *DB) verified(ctx context.Context, q feed.Query, sel *selection) ([]feed.Headline, error) {
	var out []feed.Headline
	want := q.Limit
	page := *sel
	for step := min(max(want+want/4, 40), 1000); ; step = min(2*step, 2000) {
		q.Limit = step
		text, args := page.listSQL(q)
		var rows []feed.Headline
		err := db.queryOnce(ctx, text, args, func(scan func(...any) error) error {
			h, _, err := scanHeadline(scan)
			rows = append(rows, h)
			return err
		})
		if err != nil {
			return nil, err
		}
		keep, err := db.matching(ctx, sel, idsOfHeadlines(rows, func(h feed.Headline) feed.ItemID { return h.ID }))
		if err != nil {
			return nil, err
		}
		for _, h := range rows {
			if keep[h.ID] && len(out) < want {
				out = append(out, h)
			}
		}
		if len(out) == want || len(rows) < step {
			return out, db.addSnippets(ctx, sel, out)
		}
		last := rows[len(rows)-1]
		page = *sel
		page.where, page.args = slices.Clip(page.where), slices.Clip(page.args)
		if err := page.behind(ctx, db, feed.Cursor{Published: last.Published, ID: last.ID}, q.Order); err != nil {
			return nil, err
		}
	}
}

// matching holds items against sel.verify and returns those that match.
func (db *DB) matching(ctx context.Context, sel *selection, ids []feed.ItemID) (map[feed.ItemID]bool, error) {
	out := make(map[feed.ItemID]bool, len(ids))
	for part := range slices.Chunk(ids, 500) {
		err := db.query(ctx, `SELECT i.id, i.title, i.author, i.url, i.lang, i.sort, i.published, coalesce(i.tags, ''), i.read, i.bookmarked, i.preview, coalesce(f.name, ''), coalesce(f.url, ''),
			coalesce(f.folder, ''), x.data, a.data, n.text FROM json_each(?) k JOIN items i ON i.id = k.value LEFT JOIN feeds f ON f.id = i.feed
			LEFT JOIN texts x ON x.item = i.id LEFT JOIN articles a ON a.item = i.id LEFT JOIN notes n ON n.item = i.id`, []any{jsonInts(part)},
			func(scan func(...any) error) error {
				s := subject{now: db.opts.now()}
				var it feed.Item
				var author, lang, tags string
				var sort int64
				var published *int64
				var data, packed []byte
				var note *string
				if err := scan(&it.ID, &it.Title, &author, &it.Link, &lang, &sort, &published, &tags, &s.Read, &s.Bookmarked, &s.Preview, &s.FeedTitle, &s.FeedURL, &s.Folder, &data, &packed, &note); err != nil {
					return err
				}
				body, err := searchable(&it, data, packed)
				if err != nil { // a damaged text is found by none of its words
					return nil
				}
				it.Published, it.Language = shownTime(published, sort), lang
				s.Item, s.Tags, s.Noted, s.Now = &it, splitTags(tags), note != nil, s.now
				s.text = body
				if note != nil {
					s.text += "\n" + *note
				}
				out[it.ID] = s.matches(sel.verify)
				return nil
			})
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// subject is an item that an expression is held against. Words are looked for as the index has them; the rest is
// feed.Match's.
type subject struct {
	feed.Subject
	text string // plain
	now  time.Time
}

func (s *subject) matches(e feed.Expr) bool {
	switch e := e.(type) {
	case nil:
		return true
	case feed.And:
		for _, x := range e {
			if !s.matches(x) {
				return false
			}
		}
		return true
	case feed.Or:
		for _, x := range e {
			if s.matches(x) {
				return true
			}
		}
		return false
	case feed.Not:
		return !s.matches(e.X)
	case feed.Term:
		return s.holds(e)
	}
	return feed.Match(e, s.Subject)
}

func (s *subject) holds(e feed.Term) bool {
	var in []string
	switch e.Field {
	case feed.Anywhere:
		in = append([]string{s.Item.Title, s.text, s.FeedTitle}, s.Item.Authors...)
		in = append(append(in, s.Item.Tags...), s.Tags...)
	case feed.InTitle:
		in = []string{s.Item.Title}
	case feed.InAuthor:
		in = s.Item.Authors
	case feed.InText:
		in = []string{s.text}
	case feed.InTag:
		want := tagWord(e.Text)
		for _, list := range [][]string{s.Item.Tags, s.Tags} {
			for _, tag := range list {
				if w := tagWord(tag); w == want || e.Prefix && strings.HasPrefix(w, want) {
					return true
				}
			}
		}
		return false
	default:
		return feed.Match(e, s.Subject)
	}
	t := termOf(e.Text, e.Prefix)
	if len(t.words) == 0 { // signs, or nothing
		return !hasSign(e.Text) || slices.ContainsFunc(in, func(v string) bool { return strings.Contains(v, e.Text) })
	}
	for _, v := range in {
		if t.dense && strings.Contains(v, e.Text) { // as it is typed: nothing to cut
			return true
		}
		if len(findHits(v, []term{t}, 0)) > 0 {
			return true
		}
	}
	return false
}

// filter is a feed's own: new items that it matches are stored as read.
type filter struct {
	feed *feed.Feed
	expr feed.Expr
}

// filterOf reads a feed's filter. One that is no query filters nothing: where it is set, its error is shown.
func filterOf(f *feed.Feed) filter {
	e, err := feed.ParseQuery(f.Settings.Filter)
	if err != nil {
		e = nil
	}
	return filter{feed: f, expr: e}
}

func (f filter) matches(r *newRow) bool {
	if f.expr == nil {
		return false
	}
	s := subject{Subject: feed.Subject{Item: r.it, FeedTitle: f.feed.Title, FeedURL: f.feed.URL, Folder: f.feed.Folder, Language: r.lang, Seen: time.Unix(r.seen, 0), Now: time.Unix(r.seen, 0)}}
	s.text = plainText(r.it.Content) + "\n" + plainText(r.it.Summary)
	return s.matches(f.expr)
}
