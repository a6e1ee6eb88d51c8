package extract

// What the end of an article is told by: a short line of its own whose words are a page's and not an article's ("Comments",
// "About the author", "More from us"), with little behind it and nothing sure.
const (
	tailHead   = 4    // words of such a line
	tailWords  = -2   // log odds of the words model below which it is one
	tailScore  = 0.1  // and its probability
	tailShare  = 6    // what stands behind it is less than one in so many of the kept words
	tailSure   = 0.75 // mean probability, by words, from which it stays
	tailReason = "stands under “%s”"
)

// tail drops the doubtful leaves behind a line that ends the article.
func (s *sheet) tail(v []verdict, words []float32) {
	total := s.keptWords(v)
	size := 0
	sum := float32(0)
	for i := len(v) - 1; i > 0; i-- {
		if v[i].keep {
			w := max(1, s.leaf[i].words)
			size += w
			sum += v[i].score * float32(w)
			if size*tailShare > total {
				return
			}
			continue
		}
		l, t := &s.doc.leaves[i], &s.leaf[i]
		if size == 0 || t.words == 0 || t.words > tailHead || t.ended || v[i].score > tailScore || words[i] > tailWords || sum/float32(size) >= tailSure {
			continue
		}
		if headLevel(l.block) == 0 && l.strong*10 < len(l.text)*9 {
			continue
		}
		for j := i + 1; j < len(v); j++ {
			if v[j].keep {
				v[j].keep, v[j].rule, v[j].under = false, byTail, i
			}
		}
		size, sum = 0, 0
	}
}
