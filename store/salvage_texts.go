package store

import (
	"context"
	"math"
	"time"

	"tidings/feed"
)

// textsOfPacks makes the rows of texts that are lost where a pack holds the text, and drops packs that no text is left in.
// What an item is recognised by follows from its text and its headline. The newest packs come first: an earlier one may hold
// an earlier text.
func (w *wreck) textsOfPacks(ctx context.Context) error {
	for last := int64(math.MaxInt64); ; {
		n := 0
		err := w.new.work(ctx, func(t *tx) error {
			var packs []storedText
			n = 0
			if err := t.rows(`SELECT id, items, data FROM packs WHERE id < ? ORDER BY id DESC LIMIT 50`, []any{last}, func(scan func(...any) error) error {
				var x storedText
				err := scan(&x.pack, &x.items, &x.packed)
				packs = append(packs, x)
				return err
			}); err != nil {
				return err
			}
			for i := range packs {
				if err := t.textsOfPack(&packs[i]); err != nil {
					return err
				}
			}
			if n = len(packs); n > 0 {
				last = *packs[n-1].pack
			}
			return nil
		})
		if err != nil {
			return err
		}
		if n == 0 {
			break
		}
	}
	return w.new.work(ctx, func(t *tx) error {
		_, err := t.exec(`DELETE FROM packs WHERE id NOT IN (SELECT pack FROM texts)`)
		return err
	})
}

func (t *tx) textsOfPack(x *storedText) error {
	list, err := readPackItems(x.items)
	if err != nil {
		return nil // keysAndTexts counts what is lost with it
	}
	ids := make([]int64, len(list))
	for i, p := range list {
		ids[i] = p.item
	}
	type headline struct {
		it        feed.Item
		published *int64
	}
	var lost []headline
	if err := t.rows(`SELECT i.id, i.title, i.url, i.published FROM json_each(?) j CROSS JOIN items i ON i.id = j.value
		WHERE NOT EXISTS (SELECT 1 FROM texts x WHERE x.item = i.id)`, []any{jsonInts(ids)}, func(scan func(...any) error) error {
		var h headline
		err := scan(&h.it.ID, &h.it.Title, &h.it.Link, &h.published)
		lost = append(lost, h)
		return err
	}); err != nil {
		return err
	}
	var u unpacking
	for _, h := range lost {
		it := h.it
		if h.published != nil {
			it.Published = time.Unix(*h.published, 0)
		}
		if u.read(int64(it.ID), x, &it) != nil {
			continue
		}
		k := feed.Identify(it)
		if _, err := t.exec(`INSERT INTO texts (item, guid, link, title, text, dated, body, data, pack) VALUES (?, ?, ?, ?, ?, ?, 0, x'', ?)`,
			it.ID, k.GUID, k.Link, k.Title, k.Text, k.Published, *x.pack); err != nil {
			return err
		}
	}
	return nil
}

// keysAndTexts makes the keys by which polls recognise the items, and counts the texts that are missing or cannot be read.
func (w *wreck) keysAndTexts(ctx context.Context) error {
	last := int64(0)
	for {
		n := 0
		err := w.new.work(ctx, func(t *tx) error {
			type row struct {
				id, feed  int64
				k         feed.Identity
				x         storedText
				it        feed.Item
				published *int64
			}
			var rows []row
			if err := t.rows(`SELECT i.id, coalesce(i.feed, 0), coalesce(x.guid, 0), coalesce(x.link, 0), coalesce(x.title, 0), coalesce(x.text, 0), i.title, i.url, i.published, `+textColumns+`
				FROM items i`+textJoins+` WHERE i.id > ? ORDER BY i.id LIMIT 500`, []any{last}, func(scan func(...any) error) error {
				var r row
				err := scan(append([]any{&r.id, &r.feed, &r.k.GUID, &r.k.Link, &r.k.Title, &r.k.Text, &r.it.Title, &r.it.Link, &r.published}, r.x.dest()...)...)
				rows = append(rows, r)
				return err
			}); err != nil {
				return err
			}
			n = len(rows)
			var u unpacking
			for _, r := range rows {
				last = r.id
				if u.read(r.id, &r.x, &feed.Item{}) != nil {
					w.out.LostTexts++
					// What the headline knows is enough to recognise it by, and a body that is no document's makes the next poll
					// bring the text back.
					if r.published != nil {
						r.it.Published = time.Unix(*r.published, 0)
					}
					r.k = feed.Identify(r.it)
					if _, err := t.exec(`INSERT OR REPLACE INTO texts (item, guid, link, title, text, dated, body, data) VALUES (?, ?, ?, ?, ?, ?, 0, ?)`,
						r.id, r.k.GUID, r.k.Link, r.k.Title, r.k.Text, r.k.Published, pack(appendText(nil, &feed.Item{}))); err != nil {
						return err
					}
				}
				if err := t.addKeys(r.feed, r.id, r.k); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil || n == 0 {
			return err
		}
	}
}
