package extract

import "strings"

// A standfirst stands below the title and above the text. It is told by what the page, or its feed, says of the article in one breath, or
// by reading as the text's beginning right below the title, though it is set unlike the rest: of 48 saved pages that have one by the latter
// alone, read by models that had not seen their sites, five have a caption, a notice or a note on the author there.
const (
	standfirstLeast = 5   // words
	standfirstMost  = 90  // words
	standfirstScore = .08 // probability below which the words are those of a box
	standfirstFrom  = .85 // from which it is the text's own first paragraph, though it is set unlike the rest
	standfirstSaid  = .7  // of its three-word runs stand in the page's description
	standfirstTwice = .5  // of them in the text itself: then it is the text's own beginning
	openingScore    = .25 // probability from which a sentence right below the title opens the text
	openingWords    = -1  // and the log odds of its words
	openingNear     = 12  // leaves between the title and the text at the most
)

// standfirst returns what stands above the text when the models did not take it for the text's first paragraph, and takes it from what
// is left out: a reader finds it under the title.
func (s *sheet) standfirst(v []verdict) string {
	first, _ := ends(v)
	if first <= 0 {
		return ""
	}
	from, near := max(0, first-shownAbove), false
	if h := s.views.h1; h >= 0 && h < first {
		from, near = max(from, h+1), first-h <= openingNear
	}
	var lines []string
	var text map[uint32]bool
	words := 0
	for i := from; i < first && words <= standfirstMost; i++ {
		if !s.mayStandFirst(v, i) || !s.isSummary(i) && !(near && s.opens(v, i)) {
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
		runs(s.leaf[i].tokens, func(h uint32) { text[h] = true })
		for e := s.doc.leaves[i].elem; i < first && s.doc.leaves[i].elem == e && s.mayStandFirst(v, i); i++ { // parted by <br>
			lines = append(lines, s.doc.leaves[i].text)
			words += s.leaf[i].words
			v[i].shown = false
		}
		i--
	}
	return strings.Join(lines, " ")
}

// opens says whether a leaf is a sentence that reads as the text's beginning.
func (s *sheet) opens(v []verdict, i int) bool {
	return s.leaf[i].ended && s.leaf[i].words >= standfirstLeast && v[i].score >= openingScore && v[i].words > openingWords
}

// isSummary says whether a leaf says what the page's description, or the feed's summary, says of the article.
func (s *sheet) isSummary(i int) bool {
	t := &s.leaf[i]
	return len(s.views.intro) > 0 && t.words >= standfirstLeast && t.words <= standfirstMost && s.runsOn(i) && coverage(t.tokens, s.views.intro) >= standfirstSaid
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
