package extract

// linear returns the scores of both linear models for every leaf.
func (s *sheet) linear(m *Model) (words, full []float32) {
	n := len(s.doc.leaves)
	words, full = make([]float32, n), make([]float32, n)
	var features []uint32
	for i := range n {
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
		s.numbers(rows[i*rowCount:i*rowCount+numberCount], i, sc)
	}
	m.Trees.Score(first, rows, rowCount)
	a := newAround(s, first)
	for i := range out {
		s.second(rows[i*rowCount+numberCount:(i+1)*rowCount], i, a)
	}
	m.Second.Score(out, rows, rowCount)
	return out, words
}
