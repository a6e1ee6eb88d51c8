package extract

import "golang.org/x/net/html/atom"

// Hashed features are the words of a leaf, of its neighbours and of the names around it, each a 32-bit hash in a space of
// its own. They feed the linear models: the first part, the leaf's own words, the one that knows nothing of place; all of
// them the other.

// Spaces of the hashed features.
const (
	spWord uint32 = iota + 1
	spPair
	spOpen
	spClose
	spBag // length and words together
	spTag
	spTag2
	spTag3
	spName
	spUp
	spAny
	spPrevWord
	spNextWord
	spPrevTag
	spNextTag
	spPrevName
	spNextName
	spMark
	spBin
	spBinTag
	spPrevOpen
	spNextOpen
	spWhole
	spSelf
)

// wordsOf appends the features of a leaf's own words. drop, when not nil, says of each word whether training leaves it out.
func (s *sheet) wordsOf(dst []uint32, i int, drop func() bool) []uint32 {
	t := &s.leaf[i]
	ts := t.tokens
	head, tail := ts, []token(nil)
	if len(ts) > 40 {
		head = ts[:30]
		tail = ts[max(30, len(ts)-10):]
	}
	for part, p := range [2][]token{head, tail} {
		prev := token(0)
		for j, k := range p {
			if drop != nil && drop() {
				prev = 0
				continue
			}
			dst = append(dst, mix(spWord, uint32(k)))
			if prev != 0 {
				dst = append(dst, mix(spPair, mix(uint32(prev), uint32(k))))
			}
			if part == 0 && j < 2 {
				dst = append(dst, mix(spOpen+100*uint32(j), uint32(k)))
			}
			prev = k
		}
	}
	if n := len(ts); n > 0 && drop == nil {
		h := uint32(ts[0])
		for j := 1; j < min(3, n); j++ {
			h = mix(h, uint32(ts[j]))
		}
		dst = append(dst, mix(spOpen+300, h))
		h = uint32(ts[n-1])
		dst = append(dst, mix(spClose, h))
		if n > 1 {
			dst = append(dst, mix(spClose+100, mix(uint32(ts[n-2]), h)))
		}
		if n <= 6 {
			dst = append(dst, mix(spWhole, uint32(t.print)))
		}
	}
	if s.self[i] {
		dst = append(dst, mix(spSelf, 0), mix(spSelf+100, uint32(bin(t.words))))
	}
	dst = append(dst, mix(spBag, uint32(bin(t.words))<<8|uint32(t.opens)), mix(spBag+100, uint32(bin(t.words))<<1|b2u(t.ended)))
	return dst
}

// placeOf appends the features of where a leaf stands: tags, names, marks, neighbours.
func (s *sheet) placeOf(dst []uint32, i int) []uint32 {
	d := s.doc
	l, t := &d.leaves[i], &s.leaf[i]
	var tags [3]uint32
	e := l.elem
	for j := 0; j < 3 && e >= 0; j++ {
		tags[j] = uint32(d.elems[e].node.DataAtom)
		e = d.elems[e].parent
	}
	dst = append(dst, mix(spTag, tags[0]), mix(spTag2, mix(tags[0], tags[1])), mix(spTag3, mix(mix(tags[0], tags[1]), tags[2])))
	for _, k := range s.elem[l.elem].names {
		dst = append(dst, mix(spName, k))
	}
	if p := d.elems[l.elem].parent; p >= 0 {
		for _, k := range s.elem[p].names {
			dst = append(dst, mix(spUp, k))
		}
	}
	for _, k := range s.elem[l.elem].above {
		dst = append(dst, mix(spAny, k))
	}
	m := d.elems[l.elem].marks
	for j := range uint32(20) {
		if m>>j&1 == 1 {
			dst = append(dst, mix(spMark, j))
		}
	}
	link := uint32(0)
	if len(l.text) > 0 {
		link = uint32(l.linked * 4 / len(l.text))
	}
	wb := uint32(bin(t.words))
	pos := uint32(i * 10 / len(d.leaves))
	dst = append(dst, mix(spBin, wb), mix(spBin+100, link), mix(spBin+200, wb<<8|link), mix(spBin+300, pos), mix(spBinTag, mix(tags[0], wb<<8|link)),
		mix(spBin+400, uint32(bin(t.commas))<<8|uint32(bin(t.stops))), mix(spBin+500, uint32(t.opens)<<1|b2u(t.ended)))
	if x := s.copies[t.print]; x > 1 {
		dst = append(dst, mix(spBin+600, uint32(min(x, 4))<<8|wb))
	}
	for side, j := range [2]int{i - 1, i + 1} {
		sp := uint32(side) // spPrev… + 1 is spNext…
		if j < 0 || j >= len(d.leaves) {
			dst = append(dst, mix(spPrevTag+sp, 0))
			continue
		}
		nl, nt := &d.leaves[j], &s.leaf[j]
		nb := uint32(bin(nt.words))
		dst = append(dst, mix(spPrevTag+sp, uint32(nl.block.DataAtom)), mix(spPrevTag+sp+100, nb), mix(spPrevTag+sp+200, nb<<8|wb))
		same := b2u(nl.elem == l.elem) | b2u(d.elems[nl.elem].parent == d.elems[l.elem].parent)<<1
		dst = append(dst, mix(spPrevTag+sp+300, same))
		for _, k := range s.elem[nl.elem].names {
			dst = append(dst, mix(spPrevName+sp, k))
		}
		for x, k := range nt.tokens[:min(8, len(nt.tokens))] {
			dst = append(dst, mix(spPrevWord+sp, uint32(k)))
			if x == 0 {
				dst = append(dst, mix(spPrevOpen+sp, uint32(k)))
			}
		}
	}
	return dst
}

// bin is a coarse logarithmic scale: 0, 1, 2, 3, 4-5, 6-8, 9-12, 13-18 …
func bin(n int) int {
	b := 0
	for w := 0; w < n; b++ {
		w += 1 + w/2
	}
	return min(b, 20)
}

func b2u(b bool) uint32 {
	if b {
		return 1
	}
	return 0
}

func isHeading(a atom.Atom) bool {
	switch a {
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		return true
	}
	return false
}
