package extract

import (
	"slices"
	"strings"
)

// Thresholds of the verdicts, as probabilities. They were set coarsely, over all folds at once.
const (
	keepFrom    = 0.45 // a leaf by itself; a little under the half, for lost reporting is worse than a line left over
	fillFrom    = 0.35 // a leaf between two kept ones of its kin: when unsure, keep the text
	nearFrom    = 0.12 // a long one between two kept ones of its kin, with boxes between
	kinFrom     = 0.2  // a leaf beside a kept one of its kin, whose words speak for it
	pointerFrom = 0.8  // a line that opens as a pointer to another article
	labelFrom   = 0.97 // the same when it is a label, a colon and a title: "Also read: …"
	edgeFrom    = 0.6  // the first and the last block, unless its words speak for it: a wrong one there is what a reader sees first
	oddFrom     = 0.75 // the same when it is set unlike its neighbour
)

// pointerWords is the log odds of a line's opening below which it points elsewhere.
const pointerWords = -0.6

// fillWords is the words model's log odds below which a doubtful leaf is not filled in.
const fillWords = -1.5

// edgeWords is the words model's log odds from which a first or last block, or a few between clutter, are no doubtful ones.
const edgeWords = 2

// decide turns the log odds of the leaves into verdicts: what is kept, and what of the rest stood within the article's span.
// words is what the words model alone says.
func (s *sheet) decide(m *Model, odds, words []float32) []verdict {
	v := make([]verdict, len(odds))
	s.fromFeed(odds)
	site := s.fromSite(odds)
	for i := range v {
		v[i].score, v[i].words = logistic(odds[i]), words[i]
		v[i].keep = v[i].score >= keepFrom
		v[i].repeats = site != nil && site[i]
	}
	s.comments(v)
	s.pointers(m, v)

	// Leaves by their neighbours, and runs of leaves.
	s.fill(v, words)
	s.kin(v, words)
	s.dressed(v, words)
	s.farRuns(v)
	s.twice(v)
	s.islands(v, words)

	// What stands together: lists and tables, the body, headings and what they lead to.
	body := s.findCompany(v)
	s.groups(v, odds, words, body)
	s.inside(v, words, body)
	s.headings(v, words, body)
	s.leadIns(v, words)

	// The ends.
	s.tail(v, words)
	s.edges(v, words, body)
	s.gallery(v)
	s.lead(v)
	s.keepAsked(v)

	// What is left out, and what its kind tells of its neighbours in turn.
	told := func() {
		s.span(v)
		s.explain(m, v)
	}
	told()
	closing := s.closing(v, words)
	if s.appealRuns(v, words) || closing {
		told()
	}
	if s.atNotice(v) {
		told()
	}
	return v
}

// How the feed item's own full text bears on the page's leaves, in log odds. A leaf that stands in it is likely of the
// article. One that does not is likely none, where the text is long and most of what reads as the article stands in it; a sure
// one stays, for feeds leave out tables and the like.
const (
	feedHas   = 2.5
	feedLacks = 2
	feedWords = 100 // of the page that must stand in it
	feedMost  = 5   // all of it but one in so many words
)

// fromFeed weighs that evidence.
func (s *sheet) fromFeed(odds []float32) {
	if s.views.feed == nil {
		return
	}
	covered := make([]float32, len(odds))
	all, in := 0, 0
	for i := range odds {
		covered[i] = coverage(s.leaf[i].tokens, s.views.feed)
		if odds[i] > 0 {
			all += s.leaf[i].words
			if covered[i] > .6 {
				in += s.leaf[i].words
			}
		}
	}
	whole := in >= feedWords && (all-in)*feedMost < all
	for i, c := range covered {
		switch {
		case c > .6:
			odds[i] += feedHas
		case whole && c < .3:
			odds[i] -= feedLacks
		}
	}
}

// pointers drops short lines that are mostly a link and open as pointers to other articles do ("Read more: …"): the title that they
// point to reads as reporting and hides the opening from the models' sums.
func (s *sheet) pointers(m *Model, v []verdict) {
	for i := range v {
		l, t := &s.doc.leaves[i], &s.leaf[i]
		sure := float32(pointerFrom)
		if label := strings.IndexAny(l.text, ":："); label > 0 && label <= 30 {
			sure = labelFrom
		}
		if v[i].keep && v[i].score < sure && t.words <= 25 && l.linked*2 > len(l.text) && len(t.tokens) >= 4 && m.Linear.opening(t.tokens) < pointerWords {
			v[i].keep, v[i].pointer = false, true
		}
	}
}

// opening sums the words model over the first two words of a leaf.
func (l *Linear) opening(ts []token) float32 {
	if len(l.Slots) == 0 {
		return 0
	}
	a, b := uint32(ts[0]), uint32(ts[1])
	return l.weight(mix(spWord, a)) + l.weight(mix(spWord, b)) + l.weight(mix(spPair, mix(a, b))) + l.weight(mix(spOpen, a)) + l.weight(mix(spOpen+100, b)) +
		l.weight(mix(spOpen+300, mix(mix(a, b), uint32(ts[2]))))
}

// farRuns drops small runs that stand far from the article's bulk and are not sure.
func (s *sheet) farRuns(v []verdict) {
	type run struct {
		from, to, words int
		mean            float32
	}
	const gap = 12 // leaves
	var runs []run
	total := 0
	last := -gap - 1
	for i := range v {
		if !v[i].keep {
			continue
		}
		if i-last > gap || len(runs) == 0 {
			runs = append(runs, run{from: i})
		}
		r := &runs[len(runs)-1]
		r.to = i + 1
		w := max(1, s.leaf[i].words)
		r.mean += v[i].score * float32(w)
		r.words += w
		total += w
		last = i
	}
	if len(runs) < 2 {
		return
	}
	for _, r := range runs {
		if mean := r.mean / float32(r.words); r.words*10 < total && mean < .8 || r.words*40 < total && mean < .9 {
			for i := r.from; i < r.to; i++ {
				if v[i].keep {
					v[i].keep, v[i].rule = false, byFar
				}
			}
		}
	}
}

// edges takes doubtful leaves, the title and lone headings from both ends.
func (s *sheet) edges(v []verdict, words []float32, body company) {
	var kept []int
	for i := range v {
		if v[i].keep {
			kept = append(kept, i)
		}
	}
	doubtful := func(i, next int) bool {
		if body.has(i) && !(i < next && s.isSummary(i)) && v[i].score >= s.companyEdge(i, i > next, words[i]) {
			return false
		}
		if s.sign[i] == s.sign[next] || s.doc.leaves[i].elem == s.doc.leaves[next].elem {
			return v[i].score < edgeFrom && words[i] < edgeWords
		}
		if i < next && s.isSummary(i) {
			return v[i].score < standfirstFrom
		}
		return v[i].score < oddFrom
	}
	for len(kept) > 2 {
		r := byEdge
		if s.isTitle(kept[0]) {
			r = byTitle
		} else if !doubtful(kept[0], kept[1]) {
			break
		}
		v[kept[0]].keep, v[kept[0]].rule = false, r
		kept = kept[1:]
	}
	for n := len(kept) - 1; n > 1; n-- {
		r := byEdge
		if isHeading(s.doc.leaves[kept[n]].block.DataAtom) {
			r = byLone
		} else if v[kept[n]].whole || !doubtful(kept[n], kept[n-1]) {
			break
		}
		v[kept[n]].keep, v[kept[n]].rule = false, r
	}
}

// isTitle says whether a leaf is the page's title over again.
func (s *sheet) isTitle(i int) bool {
	return len(s.leaf[i].tokens) >= 2 && s.views.titleShare(s.leaf[i].tokens) >= .9 && (s.titleOf(i) >= .5 || isHeading(s.doc.leaves[i].block.DataAtom))
}

// keepAsked keeps what the reader asked to keep: the last layer wins.
func (s *sheet) keepAsked(v []verdict) {
	keep := s.doc.in.Site.Keep
	if len(keep) == 0 {
		return
	}
	for i := range v {
		if slices.Contains(keep, s.leaf[i].print) {
			v[i].keep = true
		}
	}
}

// How far beyond the article's first and last block the removed are accounted for, in leaves: up to the title, when it is not too
// far away.
const (
	shownAbove = 30
	shownTitle = 80
	shownBelow = 30
)

// span marks what stood inside or between the article's blocks, or right beside its ends.
func (s *sheet) span(v []verdict) {
	first, last := ends(v)
	if first < 0 {
		return
	}
	from := max(0, first-shownAbove)
	if h := s.views.h1; h >= 0 && h < first && first-h <= shownTitle {
		from = h
	}
	for i := from; i < min(len(v), last+1+shownBelow); i++ {
		inside := i > first && i < last
		chrome := s.doc.elems[s.doc.leaves[i].elem].marks&(inNav|inHidden|inDialog) != 0
		v[i].shown = !v[i].keep && (inside || !chrome)
	}
}
