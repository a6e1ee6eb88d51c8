package store

import (
	"time"
)

// An item's sort key is its second since 2000-01-01 UTC times slots, plus a slot: unique, and in the order of time. Its
// document key is its minute times docSlots, plus a slot: coarser, because each bit of the difference between two keys
// stands in the search index once for every word of an item, but still unique and in the order of time. What has no room in
// its second or minute goes on in the next.
const (
	sortEpoch = 946684800 // 2000-01-01 UTC in Unix seconds
	slots     = 64
	slotBits  = 6
	docSlots  = 8
	docSpill  = 2 * 24 * 60 * docSlots // how far a document may be displaced, at most: two days, for 23,000 of one minute
)

// sortOf is the first key of a second. Times before 2000 keep their order with negative keys.
func sortOf(unix int64) int64 { return (unix - sortEpoch) * slots }

// docOf is the first document key of the minute that a sort key lies in.
func docOf(sort int64) int64 { return floorDiv(sort>>slotBits, 60) * docSlots }

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

// sortTime is the time that a key stands for.
func sortTime(sort int64) time.Time { return time.Unix(sort>>slotBits+sortEpoch, 0) }

// shownTime is when an item was published, or its place in time when the publisher did not say.
func shownTime(published *int64, sort int64) time.Time {
	if published != nil {
		return time.Unix(*published, 0)
	}
	return sortTime(sort)
}

// places hands out keys within one transaction. It is asked in the order of time.
type places struct {
	t          *tx
	sort, docs space
}

// space is one kind of key: which are taken, as far as it was found out.
type space struct {
	query string
	slots int64
	next  map[int64]int64 // first key of a second or minute → where to go on searching
}

// at returns free keys for the second.
func (p *places) at(unix int64) (sort, doc int64, err error) {
	if p.sort.query == "" {
		p.sort = space{`SELECT sort FROM items WHERE sort >= ? AND sort < ? ORDER BY sort DESC LIMIT 1`, slots, map[int64]int64{}}
		p.docs = space{`SELECT doc FROM items WHERE doc >= ? AND doc < ? ORDER BY doc DESC LIMIT 1`, docSlots, map[int64]int64{}}
	}
	if sort, err = p.sort.take(p.t, sortOf(unix)); err != nil {
		return 0, 0, err
	}
	doc, err = p.docs.take(p.t, docOf(sort))
	return sort, doc, err
}

// take returns the lowest key behind all that are taken of the group that starts at first, or of the next with room.
func (s *space) take(t *tx, first int64) (int64, error) {
	at, searched := s.next[first]
	if !searched {
		at = first
	}
	for {
		base := first + floorDiv(at-first, s.slots)*s.slots
		var last int64
		ok, err := t.row(s.query, []any{at, base + s.slots}, &last)
		if err != nil {
			return 0, err
		}
		if ok {
			at = last + 1
		}
		if at < base+s.slots {
			s.next[first] = at + 1
			return at, nil
		}
		at = base + s.slots
	}
}
