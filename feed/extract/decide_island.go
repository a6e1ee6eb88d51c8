package extract

// islands drops doubtful leaves that stand among clutter: an appeal's middle may read as reporting when its first and last lines do
// not. What reads as reporting by its words alone stays.
func (s *sheet) islands(v []verdict, words []float32) {
	total := s.keptWords(v)
	// shore: a removed leaf at i or the next one in this direction reads as clutter by its words. A picture's caption is no shore:
	// pictures stand among an article's own paragraphs.
	shore := func(i, step int) bool {
		for n := 0; n < 2 && i >= 0 && i < len(v) && !v[i].keep; n, i = n+1, i+step {
			if s.doc.elems[s.doc.leaves[i].elem].marks&inCaption == 0 && words[i] < -2 && v[i].score < .3 && s.leaf[i].words >= 2 {
				return true
			}
		}
		return false
	}
	for i := 0; i < len(v); {
		if !v[i].keep {
			i++
			continue
		}
		j, size := i, 0
		var sum, said float32 // of all scores, and of what the words say
		for ; j < len(v) && v[j].keep; j++ {
			w := max(1, s.leaf[j].words)
			size += w
			sum += v[j].score * float32(w)
			said += words[j] * float32(w)
		}
		doubtful := sum/float32(size) < .7 && said/float32(size) < edgeWords
		if j-i <= 4 && size*5 < total && doubtful && shore(i-1, -1) && shore(j, 1) {
			for k := i; k < j; k++ {
				v[k].keep, v[k].rule = false, byIsland
			}
		}
		i = j
	}
}
