package extract

// linear returns the scores of both linear models for every leaf.
func (s *sheet) linear(m *Model) (words, full []float32) {
	n := len(s.doc.leaves)
	words, full = make([]float32, n), make([]float32, n)
	var features []uint32
	for i := 0; i < n; i++ {
		features = s.wordsOf(features[:0], i, nil)
		own := len(features)
		features = s.placeOf(features, i)
		words[i], full[i] = m.Linear.score(features, own)
	}
	return words, full
}

// odds returns the log odds that each leaf belongs to the article (linear scores, first trees, second trees), and what the words
// model alone says.
func (s *sheet) odds(m *Model) (out, words []float32) {
	words, full := s.linear(m)
	sc := newScores(s, words, full)
	n := len(words)
	first := make([]float32, n)
	out = make([]float32, n)
	rows := make([]float32, n*rowCount)
	for i := range first {
		row := rows[i*rowCount : (i+1)*rowCount]
		s.numbers(row[:numberCount], i, sc)
		first[i] = m.Trees.Score(row)
	}
	a := newAround(s, first)
	for i := range out {
		row := rows[i*rowCount : (i+1)*rowCount]
		s.second(row[numberCount:], i, a)
		out[i] = m.Second.Score(row)
	}
	return out, words
}
