package store

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"strings"
	"time"

	"tidings/feed"
)

// verified lists a selection whose conditions let too much through: items are held against their texts, a page at a time,
// until there are enough. goOn, which may be nil, is asked after every page whether to go on, with the number of items that
// were looked into and how many of them were found; when it says no, done is false.
func (db *DB) verified(ctx context.Context, q feed.Query, sel *selection, goOn func(seen, found int) bool) (list []feed.Headline, done bool, err error) {
	var found []int64 // sort keys, in the order of the list
	snippets := map[int64]string{}
	page, seen := *sel, 0
	for step := min(max(q.Limit+q.Limit/4, 40), 1000); ; step = min(2*step, 2000) {
		var u unpacking
		text, args := page.querySQL(subjectColumns, subjectJoins, q.Order, step)
		n := 0
		var sort, doc int64
		err := db.queryOnce(ctx, text, args, func(scan func(...any) error) error {
			s, at, d, err := db.scanSubject(&u, scan)
			if err != nil {
				return err
			}
			n, sort, doc = n+1, at, d
			if s.matches(sel.verify) {
				snippets[at] = s.snippet(sel.terms) // here, where it is unpacked
				if found = append(found, at); len(found) == q.Limit {
					return errEnough
				}
			}
			return nil
		})
		if err != nil && !errors.Is(err, errEnough) {
			return nil, false, err
		}
		seen += n
		if len(found) == q.Limit || n < step {
			out, err := db.headlinesAt(ctx, found, snippets)
			return out, true, err
		}
		if goOn != nil && !goOn(seen, len(found)) {
			return nil, false, nil
		}
		page = *sel
		page.where, page.args = slices.Clip(page.where), slices.Clip(page.args)
		page.past(sort, doc, q.Order)
	}
}

// errEnough ends a walk over rows.
var errEnough = errors.New("enough")

// What a short beginning of a word costs, as one types it: a look into an item, and an entry of the index, which reads all
// entries of all words that begin so before it gives the first hit.
const (
	firstLooks = 60
	lookCost   = 25 * time.Microsecond
	entryCost  = 300 * time.Nanosecond
)

// lookFirst answers a search for a short beginning of a word by looking into the newest items, as long as that is likely to be
// quicker than to ask the index; else done is false. How many have it is seen from the first few.
func (db *DB) lookFirst(ctx context.Context, q feed.Query, sel *selection) (list []feed.Headline, done bool, err error) {
	var items int
	if _, err := db.row(ctx, `SELECT coalesce(sum(total), 0) FROM feeds INDEXED BY feeds_counts`, nil, &items); err != nil {
		return nil, false, err
	}
	newest := *sel
	newest.newest()
	return db.verified(ctx, q, &newest, func(seen, found int) bool {
		share := float64(found) / float64(seen)
		return seen < firstLooks || found > 0 && float64(q.Limit-found)/share*float64(lookCost) < share*float64(items)*float64(entryCost)
	})
}

// matching holds items against sel.verify and returns those that match.
func (db *DB) matching(ctx context.Context, sel *selection, ids []feed.ItemID) (map[feed.ItemID]bool, error) {
	out := make(map[feed.ItemID]bool, len(ids))
	ids = slices.Sorted(slices.Values(ids)) // neighbours share packs
	for part := range slices.Chunk(ids, 500) {
		var u unpacking
		err := db.query(ctx, `SELECT `+subjectColumns+` FROM json_each(?) k JOIN items i ON i.id = k.value`+subjectJoins, []any{jsonInts(part)},
			func(scan func(...any) error) error {
				s, _, _, err := db.scanSubject(&u, scan)
				if err != nil {
					return err
				}
				out[s.Item.ID] = s.matches(sel.verify)
				return nil
			})
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

const (
	subjectColumns = `i.id, i.sort, i.doc, i.title, i.author, i.url, i.lang, i.published, i.tags, i.read, i.bookmarked, i.preview, f.name, f.url, f.folder, a.data, n.text, ` + textColumns
	subjectJoins   = ` LEFT JOIN feeds f ON f.id = i.feed` + textJoins + ` LEFT JOIN articles a ON a.item = i.id LEFT JOIN notes n ON n.item = i.id`
)

// scanSubject reads subjectColumns, and the item's keys. An item whose text is damaged is found by none of the text's words.
func (db *DB) scanSubject(u *unpacking, scan func(...any) error) (s subject, sort, doc int64, err error) {
	var it feed.Item
	var lang string
	var id int64 // as the driver has it: database/sql turns other kinds into text and back
	var published *int64
	var tags, name, address, folder, note *string
	var packed sql.RawBytes
	var x storedText
	if err := scan(append([]any{&id, &sort, &doc, &it.Title, &s.author, &it.Link, &lang, &published, &tags, &s.Read, &s.Bookmarked, &s.Preview, &name, &address, &folder, &packed, &note},
		x.destRaw()...)...); err != nil {
		return s, 0, 0, err
	}
	body, err := u.searchable(id, &x, &it, packed)
	if err != nil {
		body = ""
	}
	it.ID = feed.ItemID(id)
	it.Published, it.Language = shownTime(published, sort), lang
	if name != nil {
		s.FeedTitle, s.FeedURL, s.Folder = *name, *address, *folder
	}
	if tags != nil {
		s.Tags = splitTags(*tags)
	}
	s.Item, s.Noted, s.Now, s.body, s.text = &it, note != nil, db.opts.now(), body, body
	if note != nil {
		s.note, s.text = *note, body+"\n"+*note
	}
	return s, sort, doc, nil
}

// subject is an item that an expression is held against. Words are looked for as the index has them; the rest is
// feed.Match's.
type subject struct {
	feed.Subject
	text string // plain, with the note

	body, note, author string
}

// snippet is the text around the first hit.
func (s *subject) snippet(terms []term) string {
	return firstSnippet(terms, s.body, s.note, s.Item.Title, s.author)
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
		return slices.ContainsFunc(e, s.matches)
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
		if t.in(v) {
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
