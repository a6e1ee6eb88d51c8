package store

import (
	"encoding/binary"
	"slices"
	"strings"
	"time"

	"tidings/feed"
	"tidings/feed/poll"
	"tidings/feed/text"
)

// summaryBytes is the length of a headline's summary (see feed.Headline).
const summaryBytes = 300

// newRow is an item of a document on its way into the store.
type newRow struct {
	it      *feed.Item
	index   int   // in the document
	when    int64 // see whenOf
	seen    int64
	lang    string
	feed    *feed.Feed
	id      int64 // the known item, 0 for a new one
	matched feed.Matched
	tomb    bool // pruned before: it must not come back

	number  int64 // of a new item, once it is stored
	body    int64
	raw     []byte   // the text, encoded
	data    []byte   // the same, packed by itself; nil until it is needed
	pack    *rowPack // that the text is in; nil when it stands by itself
	indexed string   // words of the text
	summary string
	stage   int
}

func rowOf(f *feed.Feed, it *feed.Item, index int, now time.Time, lang string) *newRow {
	r := &newRow{feed: f, it: it, index: index, when: whenOf(it, index, now), seen: now.Unix(), lang: strings.ToLower(it.Language)}
	if r.lang == "" {
		r.lang = strings.ToLower(lang)
	}
	return r
}

// fill makes the stored form of an item's text, and its hash.
func (r *newRow) fill() {
	if r.stage > 0 {
		return
	}
	r.stage = 1
	raw := appendText(nil, r.it)
	same := raw
	if !r.it.Updated.IsZero() && (!r.it.Claimed.IsZero() || r.it.Updated.Unix() >= r.seen) {
		it := *r.it // a date in the future was cut to the poll's time: it moves with each poll and is no edit
		it.Updated = time.Time{}
		same = appendText(nil, &it)
	}
	r.body = bodyHash([]byte(r.it.Title), []byte(r.it.Link), binary.AppendVarint(nil, r.matched.Identity.Published), same)
	r.raw = raw
}

// finish makes the rest of what is stored of a new or changed item.
func (r *newRow) finish() {
	r.fill()
	if r.stage > 1 {
		return
	}
	r.stage = 2
	plain, short := "", ""
	if r.it.Content != "" {
		plain = plainText(r.it.Content)
	}
	if r.it.Summary != "" {
		short = plainText(r.it.Summary)
	}
	line := short
	if line == "" {
		line = plain
	}
	r.summary = text.Clip(oneLine(line, summaryBytes), summaryBytes)
	if short != "" && !strings.HasPrefix(plain, strings.TrimSpace(short)) {
		plain += "\n" + short
	}
	r.indexed = indexWords(document{title: r.it.Title, authors: r.it.Authors, tags: r.it.Tags, feed: int64(r.feed.ID), source: r.feed.Title, text: plain})
}

// stored is what texts.data holds of it.
func (r *newRow) stored() []byte {
	if r.data == nil && r.pack == nil {
		r.data = pack(r.raw)
	}
	return r.data
}

// size is about how many bytes the row takes in the store.
func (r *newRow) size() int { return len(r.raw)/2 + len(r.indexed) }

// saveRows stores rows that are new, and what changed of the others.
func (t *tx) saveRows(f feed.Feed, rows []*newRow) (saved poll.Saved, err error) {
	p := places{t: t}
	filter := filterOf(&f)
	filtered := int64(0)
	next, err := t.nextItem()
	if err != nil {
		return saved, err
	}
	waiting, err := t.hasPending(f.ID)
	if err != nil {
		return saved, err
	}
	start := next
	for _, r := range rows {
		if !r.tomb && r.id == 0 {
			r.number, next = next, next+1
		}
	}
	for _, r := range rows {
		switch {
		case r.tomb:
			if err := t.touchTombstone(f.ID, r.matched.Identity); err != nil {
				return saved, err
			}
		case r.id != 0:
			r.finish()
			if err := t.editItem(int64(f.ID), r); err != nil {
				return saved, err
			}
			if r.matched.Changed {
				saved.Updated = append(saved.Updated, feed.ItemID(r.id))
			}
		default:
			r.finish()
			sort, doc, err := p.at(r.when)
			if err != nil {
				return saved, err
			}
			if r.pack != nil && r.pack.rows[0] == r {
				if err := r.pack.store(t); err != nil {
					return saved, err
				}
			}
			if err := t.insertItem(r.number, int64(f.ID), sort, doc, r); err != nil {
				return saved, err
			}
			read := filter.matches(r)
			if read {
				if _, err := t.exec(`UPDATE items SET read = 1 WHERE id = ?`, r.number); err != nil {
					return saved, err
				}
			}
			if waiting {
				p, ok, err := t.takePending(f.ID, r.matched.Identity)
				if err != nil {
					return saved, err
				}
				if ok {
					marked, err := t.setPending(r.number, p)
					if err != nil {
						return saved, err
					}
					read = read || marked
				}
			}
			if read {
				filtered++
			}
			saved.New = append(saved.New, feed.ItemID(r.number))
		}
	}
	n := next - start
	if n == 0 {
		return saved, nil
	}
	if err := t.setNextItem(next); err != nil {
		return saved, err
	}
	_, err = t.exec(`UPDATE feeds SET total = total + ?, unread = unread + ? WHERE id = ?`, n, n-filtered, f.ID)
	return saved, err
}

func (t *tx) insertItem(id, feedID, sort, doc int64, r *newRow) error {
	if _, err := t.exec(`INSERT INTO items (id, feed, sort, doc, published, seen, title, author, summary, url, lang, parts) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		id, nullZero(feedID), sort, doc, unixOrNull(r.it.Published), r.seen, r.it.Title, strings.Join(r.it.Authors, ", "),
		r.summary, r.it.Link, r.lang, partsOf(r.it)); err != nil {
		return err
	}
	k, packID := r.matched.Identity, int64(0)
	data := r.stored()
	if r.pack != nil {
		packID, data = r.pack.id, []byte{}
	}
	if _, err := t.exec(`INSERT INTO texts (item, guid, link, title, text, dated, body, data, pack) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		id, k.GUID, k.Link, k.Title, k.Text, k.Published, r.body, data, packID); err != nil {
		return err
	}
	if err := t.addKeys(feedID, id, k); err != nil {
		return err
	}
	t.index(indexed{doc: doc, words: r.indexed})
	return nil
}

// keysSQL adds as many keys as its place says.
var keysSQL = [...]string{
	1: `INSERT OR IGNORE INTO keys (feed, item, key) VALUES (?1, ?2, ?3)`,
	2: `INSERT OR IGNORE INTO keys (feed, item, key) VALUES (?1, ?2, ?3), (?1, ?2, ?4)`,
	3: `INSERT OR IGNORE INTO keys (feed, item, key) VALUES (?1, ?2, ?3), (?1, ?2, ?4), (?1, ?2, ?5)`,
	4: `INSERT OR IGNORE INTO keys (feed, item, key) VALUES (?1, ?2, ?3), (?1, ?2, ?4), (?1, ?2, ?5), (?1, ?2, ?6)`,
}

// addKeys adds an item's keys.
func (t *tx) addKeys(feedID, id int64, k feed.Identity) error {
	for part := range slices.Chunk(k.Keys(), len(keysSQL)-1) {
		args := append(make([]any, 0, 6), feedID, id)
		for _, key := range part {
			args = append(args, shortKey(key))
		}
		if _, err := t.exec(keysSQL[len(part)], args...); err != nil {
			return err
		}
	}
	return nil
}

func unixOrNull(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.Unix()
}

func nullZero(n int64) any {
	if n == 0 {
		return nil
	}
	return n
}

// nextItem is the number of the next new item. Numbers are never used twice, so they are not taken from the table.
func (t *tx) nextItem() (int64, error) {
	var n int64
	ok, err := t.row(`SELECT value FROM meta WHERE key = 'next item'`, nil, &n)
	if err == nil && !ok {
		n = 1
	}
	return n, err
}

func (t *tx) setNextItem(n int64) error {
	_, err := t.exec(`INSERT INTO meta (key, value) VALUES ('next item', ?1) ON CONFLICT (key) DO UPDATE SET value = ?1`, n)
	return err
}
