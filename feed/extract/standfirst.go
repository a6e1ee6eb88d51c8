package extract

import "strings"

// What a standfirst is told by: it stands below the title and above the text, and says in whole words what the page, or its feed,
// says of the article in one breath.
const (
	standfirstLeast = 5   // words
	standfirstMost  = 90  // words
	standfirstScore = .08 // probability below which the words are those of a box
	standfirstFrom  = .85 // from which it is the text's own first paragraph, though it is set unlike the rest
	standfirstSaid  = .7  // of its three-word runs stand in the page's description
	standfirstTwice = .5  // of them in the text itself: then it is the text's own beginning
)

// standfirst returns the summary that stands above the text when the models did not take it for the text's first paragraph, and
// takes it from what is left out: a reader finds it under the title.
func (s *sheet) standfirst(v []verdict) string {
	first, _ := ends(v)
	if first <= 0 || len(s.views.intro) == 0 {
		return ""
	}
	from := max(0, first-shownAbove)
	if h := s.views.h1; h >= 0 && h < first {
		from = max(from, h+1)
	}
	var text map[uint32]bool
	for i := from; i < first; i++ {
		if !s.mayStandFirst(v, i) || !s.isSummary(i) {
			continue
		}
		if text == nil {
			text = map[uint32]bool{}
			for j := first; j < len(v); j++ {
				if v[j].keep {
					runs(s.leaf[j].tokens, func(h uint32) { text[h] = true })
				}
			}
		}
		if coverage(s.leaf[i].tokens, text) >= standfirstTwice {
			continue
		}
		lines := []string{s.doc.leaves[i].text}
		v[i].shown = false
		for j := i + 1; j < first && s.doc.leaves[j].elem == s.doc.leaves[i].elem && s.mayStandFirst(v, j); j++ { // parted by <br>
			lines = append(lines, s.doc.leaves[j].text)
			v[j].shown = false
		}
		return strings.Join(lines, " ")
	}
	return ""
}

// isSummary says whether a leaf says what the page's description, or the feed's summary, says of the article.
func (s *sheet) isSummary(i int) bool {
	t := &s.leaf[i]
	return t.words >= standfirstLeast && t.words <= standfirstMost && s.runsOn(i) && coverage(t.tokens, s.views.intro) >= standfirstSaid
}

// mayStandFirst says whether a leaf is left out, but not for what it is.
func (s *sheet) mayStandFirst(v []verdict, i int) bool {
	return !v[i].keep && !v[i].settled() && v[i].score >= standfirstScore && s.runsOn(i) && !s.isTitle(i)
}

// runsOn says whether a leaf is set as running text of the page.
func (s *sheet) runsOn(i int) bool {
	l := &s.doc.leaves[i]
	return l.linked*2 < len(l.text) && s.doc.elems[l.elem].marks&(inNav|inHidden|inDialog|inForm|inButton|inFigure|inCaption|inLink|inFooter|inAside) == 0
}
