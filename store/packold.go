package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"time"
)

// How old an item has to be, by its place in lists, for its text to be packed: at once when a poll brings several of these, as a
// feed's first poll does, and later by Tidy when so many have gathered.
const (
	packAtOnce      = 24 * time.Hour
	packAtOnceTexts = 4
	packLater       = 7 * 24 * time.Hour
	packLaterTexts  = packItems / 2
)

// rowPack is a pack of new rows on its way into the store.
type rowPack struct {
	rows []*newRow
	data []byte // packed
	id   int64  // once it is stored
}

// packRows packs the texts of a poll's rows: those of new items that are old already together, the others by themselves.
func packRows(rows []*newRow) {
	var old []*newRow
	var lengths []int
	for _, r := range rows {
		if r.pack = nil; !r.tomb && r.id == 0 && len(r.raw) < packBytes && r.when <= r.seen-int64(packAtOnce.Seconds()) {
			old, lengths = append(old, r), append(lengths, len(r.raw))
		}
	}
	if len(old) >= packAtOnceTexts {
		start := 0
		for _, end := range partTexts(lengths) {
			packTexts(old[start:end])
			start = end
		}
	}
	for _, r := range rows {
		if !r.tomb {
			r.stored() // here, where no one waits for it
		}
	}
}

// packTexts makes a pack of rows' texts; one alone needs none.
func packTexts(rows []*newRow) {
	if len(rows) < 2 {
		return
	}
	var texts []byte
	p := &rowPack{rows: rows}
	for _, r := range rows {
		texts = append(texts, r.raw...)
		r.pack, r.data = p, nil
	}
	p.data = pack(texts)
}

// store stores the pack, once its rows have numbers.
func (p *rowPack) store(t *tx) (err error) {
	items := make([]packedItem, len(p.rows))
	for i, r := range p.rows {
		items[i] = packedItem{r.number, len(r.raw)}
	}
	p.id, err = t.insertPack(items, p.data)
	return err
}

// packChunk is how many packs go in one transaction: about 5 ms.
const packChunk = 8

// packOld packs the loose texts of items that are no longer new, in small transactions. A feed's last few wait for company.
func (db *DB) packOld(ctx context.Context) error {
	old := sortOf(db.opts.now().Add(-packLater).Unix())
	for last := int64(0); ; {
		byFeed := map[int64][]packedItem{}
		n := 0
		if err := db.query(ctx, `SELECT x.item, coalesce(i.feed, 0), length(x.data) FROM texts x INDEXED BY texts_loose CROSS JOIN items i ON i.id = x.item
			WHERE x.pack = 0 AND x.item > ? AND i.sort < ? ORDER BY x.item LIMIT 100000`, []any{last, old}, func(scan func(...any) error) error {
			var p packedItem
			var feed int64
			err := scan(&p.item, &feed, &p.length)
			byFeed[feed] = append(byFeed[feed], p)
			last, n = p.item, n+1
			return err
		}); err != nil {
			return fmt.Errorf("look for texts to pack: %w", err)
		}
		if n == 0 {
			return nil
		}
		var groups [][]int64
		for _, list := range byFeed {
			groups = append(groups, packGroups(list)...)
		}
		slices.SortFunc(groups, func(a, b []int64) int { return int(a[0] - b[0]) }) // neighbours share pages
		for part := range slices.Chunk(groups, packChunk) {
			if err := db.work(ctx, func(t *tx) error {
				for _, items := range part {
					if err := t.packTogether(items); err != nil {
						return err
					}
				}
				return nil
			}); err != nil {
				return fmt.Errorf("pack texts: %w", err)
			}
		}
	}
}

// packGroups parts a feed's loose texts, oldest first, into packs; too few wait for company. What a text takes unpacked is
// guessed from what it takes.
func packGroups(list []packedItem) (groups [][]int64) {
	list = slices.DeleteFunc(list, func(p packedItem) bool { return 2*p.length >= packBytes })
	if len(list) < packLaterTexts {
		return nil
	}
	items, lengths := make([]int64, len(list)), make([]int, len(list))
	for i, p := range list {
		items[i], lengths[i] = p.item, 2*p.length
	}
	start := 0
	for _, end := range partTexts(lengths) {
		if end-start > 1 {
			groups = append(groups, items[start:end])
		}
		start = end
	}
	return groups
}

// packTogether puts loose texts into one pack, but those that are no longer loose, those that are damaged, and what turns out
// longer than was guessed: a thousandth of its length may be all that a text takes.
func (t *tx) packTogether(items []int64) error {
	var list []packedItem
	var texts []byte
	var ids []int64
	err := t.rows(`SELECT x.item, x.data FROM json_each(?) j CROSS JOIN texts x ON x.item = j.value WHERE x.pack = 0`, []any{jsonInts(items)}, func(scan func(...any) error) error {
		var item int64
		var data sql.RawBytes
		if err := scan(&item, &data); err != nil {
			return err
		}
		if len(texts) >= 2*packBytes || unpackedLength(data) >= packBytes {
			return nil
		}
		if text, err := unpack(data); err == nil {
			list, texts, ids = append(list, packedItem{item, len(text)}), append(texts, text...), append(ids, item)
		}
		return nil
	})
	if err != nil || len(list) < 2 {
		return err
	}
	id, err := t.insertPack(list, pack(texts))
	if err != nil {
		return err
	}
	_, err = t.exec(`UPDATE OR FAIL texts SET pack = ?, data = x'' WHERE item IN (SELECT value FROM json_each(?))`, id, jsonInts(ids))
	return err
}
