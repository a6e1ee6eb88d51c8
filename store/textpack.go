package store

import (
	"database/sql"
	"encoding/binary"
	"fmt"

	"tidings/feed"
)

// Texts of one feed are much alike. Packed together, a dozen takes a fifth less room than packed one by one, and leaves less
// free room on SQLite's pages; but whoever wants one of them unpacks all, which takes four times as long. So what is new, and
// is read, searched and edited most, stands by itself (it is loose), and what is older stands in packs. A pack is never
// changed: a text that is edited or deleted leaves it, and once most have left, the others are let loose again and the pack
// goes (see leavePacks), so that no more than half of what packs hold is dead.
//
// How large a pack should be, about: twice as much would save 2 % more and cost a reader twice the time. A text that would
// fill one stays loose: it packs well by itself, and nobody who wants a neighbour has to unpack it.
const (
	packItems = 16
	packBytes = 48 << 10 // of the texts as they are read
)

// storedText is what the columns of a text hold: textColumns of an item i, with textJoins.
type storedText struct {
	data   []byte
	pack   *int64
	items  []byte
	packed []byte
}

const (
	textColumns = `x.data, x.pack, p.items, p.data`
	textJoins   = ` LEFT JOIN texts x ON x.item = i.id LEFT JOIN packs p ON p.id = x.pack`
)

// dest is where to scan the columns to.
func (s *storedText) dest() []any { return []any{&s.data, &s.pack, &s.items, &s.packed} }

// destRaw is dest without a copy: what is scanned is valid until the next row.
func (s *storedText) destRaw() []any {
	return []any{(*sql.RawBytes)(&s.data), &s.pack, (*sql.RawBytes)(&s.items), (*sql.RawBytes)(&s.packed)}
}

// there reports whether the item has a text.
func (s *storedText) there() bool { return s.pack != nil }

// inPack reports whether the text is in a pack.
func (s *storedText) inPack() bool { return s.pack != nil && *s.pack != 0 }

// unpacking reads texts. It keeps the last pack, because neighbours in a feed's list share one. What it returns is valid until
// it reads the next.
type unpacking struct {
	pack  int64
	texts []byte
}

// text is the encoded text of an item (see textcodec.go).
func (u *unpacking) text(item int64, s *storedText) ([]byte, error) {
	if !s.inPack() {
		return unpack(s.data)
	}
	list, err := readPackItems(s.items)
	if err != nil {
		return nil, err
	}
	if u.pack != *s.pack {
		u.pack = 0
		if u.texts, err = unpackInto(u.texts[:0], s.packed); err != nil {
			return nil, err
		}
		u.pack = *s.pack
	}
	return textOfPack(list, u.texts, item)
}

// read fills the fields of it that its text holds.
func (u *unpacking) read(item int64, s *storedText, it *feed.Item) error {
	text, err := u.text(item, s)
	if err != nil {
		return err
	}
	return readText(text, it)
}

// packedItem says whose text is in a pack, and how many bytes of it.
type packedItem struct {
	item   int64
	length int
}

// appendPackItems encodes packs.items: how many, then the difference to the item before and the length of each, all behind a
// checksum.
func appendPackItems(list []packedItem) []byte {
	b := binary.AppendUvarint(nil, uint64(len(list)))
	last := int64(0)
	for _, p := range list {
		b = binary.AppendVarint(b, p.item-last)
		b = binary.AppendUvarint(b, uint64(p.length))
		last = p.item
	}
	return seal(b)
}

func readPackItems(b []byte) ([]packedItem, error) {
	b, err := unpack(b) // which is stricter than unseal: it takes nothing without a checksum
	if err != nil {
		return nil, err
	}
	r := textReader{b: b}
	list := make([]packedItem, r.count())
	last := int64(0)
	for i := range list {
		last += r.varint()
		list[i] = packedItem{last, int(r.uvarint())}
	}
	if r.bad || len(r.b) != 0 {
		return nil, errPacked
	}
	return list, nil
}

// textOfPack is the item's part of a pack's texts.
func textOfPack(list []packedItem, texts []byte, item int64) ([]byte, error) {
	for _, p := range list {
		if p.length < 0 || p.length > len(texts) {
			break
		}
		if p.item == item {
			return texts[:p.length], nil
		}
		texts = texts[p.length:]
	}
	return nil, fmt.Errorf("%w: item %d is not in its pack", errPacked, item)
}

// partTexts parts texts of these lengths, one or more, into packs of about the same size and returns the end of each.
func partTexts(lengths []int) (ends []int) {
	total := 0
	for _, n := range lengths {
		total += n
	}
	packs := max(1, (len(lengths)+packItems/2)/packItems, (total+packBytes/2)/packBytes)
	size := 0
	for i, n := range lengths[:len(lengths)-1] {
		size += n
		if size*packs >= total*(len(ends)+1) {
			ends = append(ends, i+1)
		}
	}
	return append(ends, len(lengths))
}

// insertPack stores a pack whose texts are packed already, and returns its number.
func (t *tx) insertPack(items []packedItem, data []byte) (int64, error) {
	return t.insert(`INSERT INTO packs (items, data) VALUES (?, ?)`, appendPackItems(items), data)
}

// packsOf are the packs that hold texts of the items, a JSON array.
func (t *tx) packsOf(items string) (packs []int64, err error) {
	err = t.rows(`SELECT DISTINCT x.pack FROM json_each(?) j CROSS JOIN texts x ON x.item = j.value WHERE x.pack <> 0`, []any{items}, func(scan func(...any) error) error {
		var id int64
		err := scan(&id)
		packs = append(packs, id)
		return err
	})
	return packs, err
}

// leavePacks sees to packs that texts have left.
func (t *tx) leavePacks(packs []int64) error {
	for _, id := range packs {
		if err := t.leavePack(id); err != nil {
			return err
		}
	}
	return nil
}

func (t *tx) leavePack(id int64) error {
	var items, data []byte
	if ok, err := t.row(`SELECT items, data FROM packs WHERE id = ?`, []any{id}, &items, &data); err != nil || !ok {
		return err
	}
	list, err := readPackItems(items)
	if err != nil { // whose texts it holds is not known: look through all
		_, err := t.exec(`DELETE FROM packs WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM texts WHERE pack = ?1)`, id)
		return err
	}
	all := make([]int64, len(list))
	for i, p := range list {
		all[i] = p.item
	}
	var left []int64
	if err := t.rows(`SELECT x.item FROM json_each(?) j CROSS JOIN texts x ON x.item = j.value WHERE x.pack = ?`, []any{jsonInts(all), id}, func(scan func(...any) error) error {
		var item int64
		err := scan(&item)
		left = append(left, item)
		return err
	}); err != nil {
		return err
	}
	if 2*len(left) >= len(list) {
		return nil
	}
	if len(left) > 0 {
		texts, err := unpack(data)
		if err != nil {
			return nil // damaged, as Check tells of: it stays until the last has left
		}
		for _, item := range left {
			text, err := textOfPack(list, texts, item)
			if err != nil {
				return nil
			}
			if _, err := t.exec(`UPDATE texts SET pack = 0, data = ? WHERE item = ?`, pack(text), item); err != nil {
				return err
			}
		}
	}
	_, err = t.exec(`DELETE FROM packs WHERE id = ?`, id)
	return err
}
