package feed

import (
	"slices"
	"strings"

	"tidings/feed/text"
)

// Identity is what an item is recognised by: numbers that stay the same through the changes that mean nothing. 0 stands
// for "none". They are hashes (FNV-1a, 63 bits), good for telling the items of one feed apart, not for security, and part
// of the stored data: a changed rule needs a migration.
type Identity struct {
	GUID      int64 // of the id, trimmed; an address by the rules of Link
	Link      int64 // of the address without scheme, "www.", tracking, redirector, closing slash and order of parameters; none for a bare host
	Title     int64 // of the title, folded
	Text      int64 // of the visible text of the content, else of the summary, without white space
	Published int64 // Unix seconds, as the publisher says, even in the future
}

// Known is an item that is stored already.
type Known struct {
	ID ItemID
	Identity
}

// Matched says what an item of a document is.
type Matched struct {
	ID        ItemID // the known item, or 0 for a new one
	Identity  Identity
	Changed   bool // the known item's title or text is different now
	Duplicate bool // an earlier item of the same document is the same: drop this one
}

// Identify computes the identity of an item as [Parse] returns it.
func Identify(it Item) Identity {
	id := Identity{GUID: guidKey(it.GUID), Link: linkKey(it.Link)}
	if t := text.Fold(it.Title); t != "" {
		id.Title = hash("t", t)
	}
	body := it.Content
	if body == "" {
		body = it.Summary
	}
	id.Text = textHash(body)
	switch {
	case !it.Claimed.IsZero(): // it stays the same from poll to poll
		id.Published = it.Claimed.Unix()
	case !it.Published.IsZero():
		id.Published = it.Published.Unix()
	}
	return id
}

// Keys returns the numbers by which a stored item that may be the same is found, in order of trust: guid, link, title,
// text. Two items that [Recognise] takes for the same have at least one of these in common, in the same place; those that
// do not exist are left out. The kinds never collide, so one index can hold them all.
func (id Identity) Keys() []int64 {
	keys := make([]int64, 0, 4)
	for _, k := range [...]int64{id.GUID, id.Link, id.Title, id.Text} {
		if k != 0 {
			keys = append(keys, k)
		}
	}
	return keys
}

// rule is one way of recognising an item. An item and a known one are the same if they have the same key, no other of the
// document's items and no other known item left has that key, and agree allows it.
type rule struct {
	key   func(Identity) int64
	agree func(item, known Identity) bool
}

// recognitions are tried in this order, each over all items that are still unknown. In words:
//
//  1. The same guid, unless link, title, text and date are all different (a guid used again for something else).
//  2. The same guid and link, then guid and title: for feeds that give several items one guid.
//  3. The same link, if one of the two has no guid, or title, date or text is the same as well (a changed guid).
//  4. The same link and title: for feeds whose items all lead to one page.
//  5. The same title and date: for feeds that moved to another host, guids and all.
//  6. The same title and text, unless the dates speak against it.
//  7. The same text and date: a new title, and an address made of the title.
//  8. The same title, for items with neither guid nor link, unless the dates speak against it: an edited text.
//  9. The same title and text, for items with neither guid nor link: a date made up at every poll.
//
// Last, [Recognise] looks for a feed that makes up ids and dates at every poll: if at least three items, and four of five
// that the document has, are the same as known ones in title and text, they are the same.
var recognitions = []rule{
	{func(i Identity) int64 { return i.GUID }, func(a, b Identity) bool {
		return same(a.Link, b.Link) || same(a.Title, b.Title) || same(a.Text, b.Text) || a.Published == b.Published ||
			a.Link == 0 && b.Link == 0 && (a.Published == 0 || b.Published == 0)
	}},
	{func(i Identity) int64 { return both(i.GUID, i.Link) }, always},
	{func(i Identity) int64 { return both(i.GUID, i.Title) }, noDateAgainst},
	{func(i Identity) int64 { return i.Link }, func(a, b Identity) bool {
		return a.GUID == 0 || b.GUID == 0 || same(a.Title, b.Title) || same(a.Published, b.Published) || same(a.Text, b.Text)
	}},
	{func(i Identity) int64 { return both(i.Link, i.Title) }, func(a, b Identity) bool {
		return (a.GUID == 0 || b.GUID == 0 || same(a.Text, b.Text)) && noDateAgainst(a, b)
	}},
	{func(i Identity) int64 { return both(i.Title, i.Published) }, always},
	{func(i Identity) int64 { return both(i.Title, i.Text) }, noDateAgainst},
	{func(i Identity) int64 { return both(i.Text, i.Published) }, always},
	{func(i Identity) int64 {
		if i.GUID != 0 || i.Link != 0 {
			return 0
		}
		return i.Title
	}, noDateAgainst},
	{func(i Identity) int64 {
		if i.GUID != 0 || i.Link != 0 {
			return 0
		}
		return both(i.Title, i.Text)
	}, always},
}

// madeUp is the rule for feeds whose ids and dates mean nothing.
var madeUp = rule{func(i Identity) int64 { return both(i.Title, i.Text) }, always}

func always(_, _ Identity) bool { return true }

// noDateAgainst reports whether the dates allow two items to be one.
func noDateAgainst(a, b Identity) bool {
	return a.Published == 0 || b.Published == 0 || a.Published == b.Published
}

func same(a, b int64) bool { return a != 0 && a == b }

// both joins two keys; 0 when one is missing.
func both(a, b int64) int64 {
	if a == 0 || b == 0 {
		return 0
	}
	return int64(uint64(a)*0x9e3779b97f4a7c15^uint64(b)) &^ (-1 << 63)
}

// Recognise says for each item of one document which known item of the same feed it is. It is a pure function of its
// arguments: the same document again is all known, in whatever order. known may hold more items than needed; those that
// share no key with an item cost little.
func Recognise(known []Known, items []Item) []Matched {
	out := make([]Matched, len(items))
	first := map[Identity]bool{}
	open := make([]int, 0, len(items)) // items without a known one yet
	for i, it := range items {
		id := Identify(it)
		out[i].Identity = id
		if id != (Identity{}) && first[id] {
			out[i].Duplicate = true
			continue
		}
		first[id] = true
		open = append(open, i)
	}
	left := slices.Clone(known)
	for _, r := range recognitions {
		if len(open) == 0 || len(left) == 0 {
			break
		}
		open, left = r.apply(out, open, left)
	}
	if len(open) >= 3 && len(left) >= 3 {
		trial := slices.Clone(out)
		rest, _ := madeUp.apply(trial, slices.Clone(open), slices.Clone(left))
		if n := len(open) - len(rest); n >= 3 && n*5 >= len(items)*4 {
			return trial
		}
	}
	return out
}

// apply matches what r can, and returns what is left on both sides.
func (r rule) apply(out []Matched, open []int, known []Known) ([]int, []Known) {
	const shared = -1
	byKey := make(map[int64]int, len(known)) // index in known
	for i, k := range known {
		if key := r.key(k.Identity); key != 0 {
			if _, seen := byKey[key]; seen {
				byKey[key] = shared
			} else {
				byKey[key] = i
			}
		}
	}
	count := make(map[int64]int, len(open))
	for _, i := range open {
		count[r.key(out[i].Identity)]++
	}
	taken := make([]bool, len(known))
	rest := open[:0]
	for _, i := range open {
		id := out[i].Identity
		key := r.key(id)
		k, ok := byKey[key]
		if !ok || key == 0 || k == shared || count[key] > 1 || !r.agree(id, known[k].Identity) {
			rest = append(rest, i)
			continue
		}
		taken[k] = true
		out[i].ID = known[k].ID
		out[i].Changed = id.Title != known[k].Title || id.Text != known[k].Text
	}
	left := known[:0]
	for i, k := range known {
		if !taken[i] {
			left = append(left, k)
		}
	}
	return rest, left
}

// guidKey returns the key of an id.
func guidKey(guid string) int64 {
	guid = strings.TrimSpace(guid)
	if guid == "" {
		return 0
	}
	if strings.HasPrefix(guid, "http://") || strings.HasPrefix(guid, "https://") {
		if s := plainLink(guid); s != "" {
			return hash("g", s)
		}
	}
	return hash("g", guid)
}

// linkKey returns the key of an address.
func linkKey(link string) int64 {
	s := plainLink(link)
	if !strings.ContainsAny(s, "/?") {
		return 0 // a host is no article
	}
	return hash("l", s)
}

// plainLink returns what of an address tells where it leads.
func plainLink(link string) string {
	s := text.Canonical(link)
	_, s, _ = strings.Cut(s, "://")
	s = strings.TrimPrefix(s, "www.")
	s, frag, _ := strings.Cut(s, "#")
	s, query, _ := strings.Cut(s, "?")
	s = strings.TrimRight(s, "/")
	if query != "" {
		if strings.Contains(query, "&") {
			params := strings.Split(query, "&")
			slices.Sort(params)
			query = strings.Join(params, "&")
		}
		s += "?" + query
	}
	if frag != "" {
		s += "#" + frag
	}
	return s
}

const (
	fnvOffset = 14695981039346656037
	fnvPrime  = 1099511628211
)

// hash is FNV-1a of kind and s, positive and never 0.
func hash(kind, s string) int64 {
	h := uint64(fnvOffset)
	for i := range len(kind) {
		h = (h ^ uint64(kind[i])) * fnvPrime
	}
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * fnvPrime
	}
	return positive(h)
}

// textHash is hash over the visible text of a sanitised fragment, without white space; 0 when there is none.
func textHash(fragment string) int64 {
	h := uint64(fnvOffset)
	h = (h ^ 'x') * fnvPrime
	empty := true
	for more := true; more; {
		var visible string
		if visible, fragment, more = strings.Cut(fragment, "<"); more {
			_, fragment, more = strings.Cut(fragment, ">")
		}
		for i := range len(visible) {
			c := visible[i]
			with := (h ^ uint64(c)) * fnvPrime
			if c > ' ' { // this compiles to no jump: spaces come too irregularly for one to be foreseen
				h = with
			}
			empty = empty && c <= ' '
		}
	}
	if empty {
		return 0
	}
	return positive(h)
}

func positive(h uint64) int64 {
	if h &^= 1 << 63; h == 0 {
		return 1
	}
	return int64(h)
}
