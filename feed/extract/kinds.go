package extract

// kindFeatures appends what the kinds' model sees of a leaf: its words, which are the first own features, and the names of the
// elements around it.
func (s *sheet) kindFeatures(dst []uint32, i int) (all []uint32, own int) {
	n := len(dst)
	dst = s.wordsOf(dst, i, nil)
	own = len(dst) - n
	l := &s.doc.leaves[i]
	for _, k := range s.elem[l.elem].above {
		dst = append(dst, mix(spAny, k))
	}
	m := s.doc.elems[l.elem].marks
	for j := range uint32(20) {
		if m>>j&1 == 1 {
			dst = append(dst, mix(spMark, j))
		}
	}
	return dst, own
}

// best returns the column with the highest score and by how much it is ahead of the next one, in log odds.
func best(sc [KindCount]float32) (kind int, margin float32) {
	next := -1
	for j := range sc {
		switch {
		case sc[j] > sc[kind]:
			kind, next = j, kind
		case j != kind && (next < 0 || sc[j] > sc[next]):
			next = j
		}
	}
	return kind, sc[kind] - sc[next]
}
