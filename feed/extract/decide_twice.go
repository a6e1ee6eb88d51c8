package extract

// twice drops all but the surest copy of a text that would be kept more than once: a sentence of the text pulled out of it, a
// body that stands on the page once for each kind of screen. A line that comes again in the same dress among other lines (a
// cell, an ingredient, a refrain) is the author's own repetition and stays.
func (s *sheet) twice(v []verdict) {
	const (
		bodyLeaves = 4  // so many leaves again in the same order are a body that stands twice
		wholeWords = 60 // and so is so long a paragraph
	)
	var kept []int // of some length, in page order
	for i := range v {
		if v[i].keep && s.leaf[i].words >= 4 {
			kept = append(kept, i)
		}
	}
	at := map[uint64]int{}        // print → position in kept of the copy that stays
	run := make([]int, len(kept)) // how many leaves up to this one repeat leaves in a row
	from := make([]int, len(kept))
	for x, i := range kept {
		y, ok := at[s.leaf[i].print]
		if !ok {
			at[s.leaf[i].print] = x
			from[x] = -1
			continue
		}
		from[x] = y
		run[x] = 1
		if x > 0 && from[x-1] >= 0 && from[x-1]+1 == y {
			run[x] = run[x-1] + 1
		}
	}
	for x := len(kept) - 2; x >= 0; x-- {
		if from[x] >= 0 && from[x+1] == from[x]+1 {
			run[x] = max(run[x], run[x+1])
		}
	}
	for x, i := range kept {
		if from[x] < 0 || s.leaf[i].words < 8 {
			continue
		}
		j := kept[from[x]]
		same := s.sign[i] == s.sign[j]
		switch {
		case same && run[x] < bodyLeaves && s.leaf[i].words < wholeWords:
		case v[i].score > v[j].score+.1:
			v[j].keep, v[j].copied = false, true
		default:
			v[i].keep, v[i].copied = false, true
		}
	}
}
