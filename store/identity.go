package store

import (
	"hash/fnv"
	"slices"

	"tidings/feed"
)

// shortKey is how an identity key stands in the index: 48 bits of it. Two that fall together cost one more candidate to
// look at; feed.Recognise decides by the whole numbers.
func shortKey(k int64) int64 { return k & (1<<47 - 1) }

// tombKeys are the keys that a pruned item is recognised by: an id or address, a title only where there is neither.
func tombKeys(id feed.Identity) []int64 {
	var keys []int64
	for _, k := range []int64{id.GUID, id.Link} {
		if k != 0 {
			keys = append(keys, k)
		}
	}
	if len(keys) == 0 && id.Title != 0 {
		keys = append(keys, id.Title)
	}
	return keys
}

// bodyHash is FNV-1a over what a publisher may edit; it is stored.
func bodyHash(parts ...[]byte) int64 {
	h := fnv.New64a()
	for _, p := range parts {
		_, _ = h.Write(p)
		_, _ = h.Write([]byte{0xff})
	}
	return int64(h.Sum64() &^ (1 << 63))
}

type querier func(q string, args []any, f func(scan func(...any) error) error) error

// match finds out what each of a document's items is: new, known, known and changed, or pruned before.
func (s *saving) match(query querier) error {
	items := s.r.Document.Items
	var known []feed.Known
	bodies := map[feed.ItemID]int64{}
	gone := map[feed.ItemID]bool{}
	tombs := map[int64]bool{}
	if s.fresh {
		s.matched = feed.Recognise(nil, items)
	} else {
		var short, whole []int64
		for _, it := range items {
			id := feed.Identify(it)
			for _, k := range id.Keys() {
				short = append(short, shortKey(k))
			}
			whole = append(whole, tombKeys(id)...)
		}
		slices.Sort(short)
		short = slices.Compact(short)
		err := query(`SELECT x.item, x.guid, x.link, x.title, x.text, x.dated, x.body, i.gone FROM
			(SELECT DISTINCT y.item FROM json_each(?) k CROSS JOIN keys y ON y.feed = ? AND y.key = k.value) c JOIN texts x ON x.item = c.item JOIN items i ON i.id = c.item`,
			[]any{jsonInts(short), s.r.Feed}, func(scan func(...any) error) error {
				var k feed.Known
				var body, away int64
				err := scan(&k.ID, &k.GUID, &k.Link, &k.Title, &k.Text, &k.Published, &body, &away)
				known = append(known, k)
				bodies[k.ID], gone[k.ID] = body, away != 0
				return err
			})
		if err != nil {
			return err
		}
		slices.SortFunc(known, func(a, b feed.Known) int { return int(a.ID - b.ID) })
		err = query(`SELECT t.key FROM json_each(?) k CROSS JOIN tombstones t ON t.feed = ? AND t.key = k.value`, []any{jsonInts(whole), s.r.Feed}, func(scan func(...any) error) error {
			var key int64
			err := scan(&key)
			tombs[key] = true
			return err
		})
		if err != nil {
			return err
		}
		s.matched = feed.Recognise(known, items)
	}
	s.rows = s.rows[:0]
	for i, m := range s.matched {
		if m.Duplicate || gone[m.ID] {
			continue
		}
		r := s.all[i]
		if r == nil {
			r = rowOf(&s.old, &items[i], i, s.r.Now, s.r.Document.Language)
			s.all[i] = r
		}
		r.id, r.matched = int64(m.ID), m
		r.tomb = false
		if m.ID == 0 {
			for _, k := range tombKeys(m.Identity) {
				r.tomb = r.tomb || tombs[k]
			}
		} else if r.fill(); bodies[m.ID] == r.body {
			continue
		}
		if !r.tomb {
			r.fill()
		}
		s.rows = append(s.rows, r)
	}
	// The index is quickest to fill in the order of its keys.
	slices.SortStableFunc(s.rows, func(a, b *newRow) int {
		switch {
		case a.when != b.when:
			return int(max(-1, min(1, a.when-b.when)))
		}
		return b.index - a.index
	})
	return nil
}
