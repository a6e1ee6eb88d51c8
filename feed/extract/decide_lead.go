package extract

// What a report's first paragraph is told by when an appeal right behind it makes it look like one: it is set as the text is, and
// says over again a good part of what the title says, as first paragraphs of reports do.
const (
	reportTitle = .4  // share of the title's words
	reportWords = 8   // words
	reportScore = .05 // probability below which it is none
	reportNear  = 15  // leaves between it and the rest of the text
)

// lead brings a report's first paragraph back. Of the fifteen paragraphs that stand above the text in its own dress and were
// left out of the saved pages, twelve are in the references; the three with so much of the title all are.
func (s *sheet) lead(v []verdict) {
	first, _ := ends(v)
	if first <= 0 {
		return
	}
	dress := s.dress(v)
	for i := first - 1; i >= max(0, first-reportNear); i-- {
		if s.sign[i] == dress && !v[i].settled() && !v[i].copied && v[i].score >= reportScore && s.leaf[i].words >= reportWords && s.saysTitle(i) {
			v[i].keep = true
			return
		}
	}
}

// saysTitle says whether a leaf holds a good part of the title's words and is not the title itself. A leaf that names the site
// does not count: many titles end in the site's name, and appeals begin with it.
func (s *sheet) saysTitle(i int) bool {
	return s.titleOf(i) >= reportTitle && !s.self[i] && !s.isTitle(i)
}

// What the last paragraph behind an appeal is told by: it is set as the text is and speaks of what the text speaks of.
const (
	closeTopics = .4   // share of its subject words in the text
	closeWords  = -1.5 // log odds of the words model below which it is of the appeal
)

// closing brings the last paragraph behind an appeal back, and says whether there was one: between it and the text stands what
// was left out as an appeal or a notice. Of eight lines in such a place on the saved pages one is in the references, and alone
// has what is asked for.
func (s *sheet) closing(v []verdict, words []float32) bool {
	_, last := ends(v)
	if last < 0 {
		return false
	}
	dress, appeal := s.dress(v), false
	for i := last + 1; i < min(len(v), last+1+reportNear); i++ {
		if appeal && s.sign[i] == dress && s.leaf[i].words >= reportWords && !v[i].settled() && !v[i].copied && v[i].score >= reportScore &&
			words[i] >= closeWords && s.shareOf(v, i, i+1, i, i+1) >= closeTopics {
			v[i].keep = true
			return true
		}
		appeal = appeal || v[i].kind.SetInto()
	}
	return false
}

// dress is the signature in which most of the kept words are set.
func (s *sheet) dress(v []verdict) uint32 {
	words := map[uint32]int{}
	most := uint32(0)
	for i := range v {
		if v[i].keep {
			k := s.sign[i]
			if words[k] += s.leaf[i].words; words[k] > words[most] {
				most = k
			}
		}
	}
	return most
}
