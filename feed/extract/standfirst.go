package extract

import "strings"

// A standfirst stands below the title and above the text. It is told by what the page, or its feed, says of the article in one
// breath; by reading as the text's beginning near the title, though it is set unlike the rest; or by what the page calls the
// place right below the title. Of 66 saved pages that have one by the latter two alone, read by models that had not seen their
// sites, six have a caption, a notice or a note on the author there.
const (
	standfirstLeast = 5   // words
	standfirstMost  = 90  // words
	standfirstScore = .08 // probability below which the words are those of a box
	standfirstFrom  = .85 // from which it is the text's own first paragraph, though it is set unlike the rest
	standfirstSaid  = .7  // of its three-word runs stand in the page's description
	standfirstTwice = .5  // of them in the text itself: then it is the text's own beginning
	openingScore    = .25 // probability from which a sentence near the title opens the text
	openingWords    = -1  // and the log odds of its words
	openingNear     = 6   // leaves from the title to it at the most
	openingGap      = 12  // or from the title to the text
)

// leadNames are the hashes of what pages call the place of a standfirst, in class and id words.
var leadNames = nameSet("lead lede teaser intro introduction abstract standfirst dek deck subheadline subhead subtitle summary excerpt description vorspann anleser chapo chapeau sommaire ingress manchet entradilla bajada sumario copete sottotitolo occhiello perex zajawka")

// standfirst returns what stands above the text when the models did not take it for the text's first paragraph, and takes it
// from what is left out: a reader finds it under the title.
func (s *sheet) standfirst(v []verdict) string {
	first, _ := ends(v)
	if first <= 0 {
		return ""
	}
	from, h := max(0, first-shownAbove), s.views.h1
	if h >= first {
		h = -1
	}
	if h >= 0 {
		from = max(h+1, first-shownTitle)
	}
	var lines []string
	var said map[uint32]bool // by the text, and by the lines taken
	words, last := 0, -1
	for i := from; i < first && words <= standfirstMost; i++ {
		goesOn := last >= 0 && last == i-1 && s.doc.leaves[i].elem == s.doc.leaves[last].elem && v[i].score >= standfirstScore // parted by <br>
		if !s.mayStandFirst(v, i) || !goesOn && !(v[i].score >= standfirstScore && s.isSummary(i)) && !(h >= 0 && s.opens(v, i, h, first)) {
			continue
		}
		if said == nil {
			said = map[uint32]bool{}
			for j := first; j < len(v); j++ {
				if v[j].keep {
					runs(s.leaf[j].tokens, func(h uint32) { said[h] = true })
				}
			}
		}
		if !goesOn && coverage(s.leaf[i].tokens, said) >= standfirstTwice {
			continue
		}
		runs(s.leaf[i].tokens, func(h uint32) { said[h] = true })
		lines = append(lines, s.doc.leaves[i].text)
		words += s.leaf[i].words
		v[i].shown, last = false, i
	}
	return strings.Join(lines, " ")
}

// opens says whether a leaf is a sentence that reads as the text's beginning, or stands right below the title h where
// standfirsts do.
func (s *sheet) opens(v []verdict, i, h, first int) bool {
	if !s.leaf[i].ended || s.leaf[i].words < standfirstLeast || v[i].words <= openingWords || v[i].kind.SetInto() {
		return false
	}
	if s.boxed(v, i, i-1) || s.boxed(v, i, i+1) {
		return false
	}
	return v[i].score >= openingScore && (i-h <= openingNear || first-h <= openingGap) || i == h+1 && s.calledLead(i)
}

// boxed says whether the leaf beside is set the same and reads as none of the article: an appeal is a run of lines, some of
// which read as reporting.
func (s *sheet) boxed(v []verdict, i, beside int) bool {
	return beside >= 0 && beside < len(v) && s.sign[beside] == s.sign[i] && !v[beside].keep && v[beside].score < openingScore && v[beside].words < 0
}

// calledLead says whether an element around a leaf, but not around the one above it, is called a standfirst's.
func (s *sheet) calledLead(i int) bool {
	for e := s.doc.leaves[i].elem; e > 0 && int(s.doc.elems[e].first) >= i; e = s.doc.elems[e].parent {
		for _, k := range s.elem[e].names {
			if leadNames()[k] {
				return true
			}
		}
	}
	return false
}

// isSummary says whether a leaf says what the page's description, or the feed's summary, says of the article.
func (s *sheet) isSummary(i int) bool {
	t := &s.leaf[i]
	return len(s.views.intro) > 0 && t.words >= standfirstLeast && t.words <= standfirstMost && s.runsOn(i) && coverage(t.tokens, s.views.intro) >= standfirstSaid
}

// mayStandFirst says whether a leaf is left out, but not for what it is.
func (s *sheet) mayStandFirst(v []verdict, i int) bool {
	return !v[i].keep && !v[i].settled() && s.runsOn(i) && !s.isTitle(i)
}

// runsOn says whether a leaf is set as running text of the page.
func (s *sheet) runsOn(i int) bool {
	l := &s.doc.leaves[i]
	return l.linked*2 < len(l.text) && s.doc.elems[l.elem].marks&(inNav|inHidden|inDialog|inForm|inButton|inFigure|inCaption|inLink|inFooter|inAside) == 0
}
