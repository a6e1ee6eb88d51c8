package extract

import (
	"slices"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// A table, a list, a listing or a quotation is one thing: its cells and lines are too short to be judged one by one.

// How a group is decided: by the mean log odds of its leaves, each weighing as its words do and clamped to what one leaf may say.
// The means were read off the pages at hand: from -1 on seven of ten lists without links that stand beside kept text are the
// article's, of those with links four, below -1 two; of their references one in twenty keeps a part only, where judging line by
// line tore one in three. Tables of figures, quotations and listings without links are the article's nearly always where they stand
// in its text, whatever the models make of them.
const (
	groupClamp  = 4    // log odds
	groupWords  = 30   // words from which a leaf weighs no more
	groupBeside = -1   // mean from which a group without links stays that stands between kept text and touches it; below, none stays
	listAfter   = -3   // the same of a list that the line above announces with a colon
	tableNear   = -3.5 // the same of a table of data, near kept text on either side
	codeNear    = -5   // the same of a listing or a quotation
	someFinds   = 2    // lists of links to other sites that make a text one that is made of such lists
	listShort   = 6    // words of a line, in the mean, of a list that may be as a listing
	listWords   = -3.2 // mean log odds of the words model from which a list without links in the body is as a listing
	quoteWords  = -1   // mean log odds of the words model below which a quotation needs more: three of four of the references have none
	groupAlone  = 0    // mean from which a group stays that stands apart or at an end
	groupNear   = 6    // leaves that may stand between a table or listing and the kept text
	groupLeaves = 400  // leaves; what is longer is the page's own structure
	strongWords = -3   // log odds of the words model by which a line is clutter wherever it stands
	strongScore = 0.05 // probability below which it goes from a kept group as well
)

// groups keeps tables, lists, listings and quotations whole, or leaves them out whole.
func (s *sheet) groups(v []verdict, odds, words []float32, body company) {
	first, last := ends(v)
	if first < 0 {
		return
	}
	done := int32(0) // leaves before it are decided
	for e := range s.doc.elems {
		el := &s.doc.elems[e]
		if el.first < done || el.last <= el.first || el.last-el.first > groupLeaves || !s.isGroup(e) {
			continue
		}
		done = el.last
		from, to := int(el.first), int(el.last)
		kept := 0
		for i := from; i < to; i++ {
			if v[i].keep {
				kept++
			}
		}
		mean := s.mean(odds, from, to)
		enough := s.enough(v, words, e, first, last, body)
		switch {
		case kept == to-from || kept == 0 && (to <= first || from > last && enough > listAfter):
		case mean >= enough:
			whole := enough <= tableNear && el.node.DataAtom != atom.Blockquote // a row without its figures is no row
			for i := from; i < to; i++ {
				if !v[i].keep && (whole || !s.strong(v, words, i)) {
					v[i].keep, v[i].rule, v[i].copied = true, byScore, false
				}
				v[i].whole = enough <= listAfter
			}
		case mean < groupBeside:
			for i := from; i < to; i++ {
				if v[i].keep {
					v[i].keep, v[i].rule = false, byGroup
				}
			}
		}
	}
}

// enough is the mean from which a group stays, by its place.
func (s *sheet) enough(v []verdict, words []float32, e, first, last int, body company) float32 {
	el := &s.doc.elems[e]
	from, to := int(el.first), int(el.last)
	announced := from > 0 && v[from-1].keep && ledBy(s.doc.leaves[from-1].text)
	inText := el.marks&(inNav|inHidden|inDialog|inAside|inFooter|inForm) == 0
	plain := s.elem[e].linked*5 <= s.elem[e].bytes && inText
	if from <= first || to > last {
		switch {
		case announced && plain: // what the last line leads to ends the article
			return listAfter
		case from > first && body.has(from) && body.has(to-1) && s.leadsAway(from, to):
			if body.finds >= someFinds {
				return listAfter
			}
			return groupBeside
		}
		return groupAlone
	}
	kept := func(v verdict) bool { return v.keep }
	between := slices.ContainsFunc(v[max(0, from-1-groupNear):from], kept) && slices.ContainsFunc(v[to:min(len(v), to+1+groupNear)], kept)
	if between && inText {
		switch {
		case el.node.DataAtom == atom.Blockquote && s.mean(words, from, to) < quoteWords: // an appeal in the dress of a quotation
			return groupAlone
		case el.node.DataAtom == atom.Pre, el.node.DataAtom == atom.Blockquote && s.elem[e].linked == 0:
			return codeNear
		case el.node.DataAtom == atom.Table && s.elem[e].linked*20 <= s.elem[e].bytes:
			return tableNear
		}
	}
	within := between && body.has(from) && body.has(to-1)
	switch {
	case within && s.elem[e].linked == 0 && s.elem[e].words <= listShort*(to-from) && s.mean(words, from, to) >= listWords:
		return codeNear
	case within && (s.elem[e].linked*2 <= s.elem[e].bytes || s.leadsAway(from, to)):
		return listAfter
	case s.elem[e].linked*5 > s.elem[e].bytes:
		return groupAlone
	case announced:
		return listAfter
	case v[from-1].keep || v[to].keep:
		return groupBeside
	}
	return groupAlone
}

// mean is the mean of log odds over the leaves of a group, each weighing as its words do.
func (s *sheet) mean(odds []float32, from, to int) float32 {
	var sum, weight float32
	for i := from; i < to; i++ {
		w := float32(1 + min(s.leaf[i].words, groupWords))
		sum += w * max(-groupClamp, min(groupClamp, odds[i]))
		weight += w
	}
	return sum / weight
}

// isGroup says whether an element is a table of data, a list of lines, a listing or a quotation, and no frame that a page is laid
// out with.
func (s *sheet) isGroup(e int) bool {
	el := &s.doc.elems[e]
	switch el.node.DataAtom {
	case atom.Table:
		return dataTable(el.node)
	case atom.Pre, atom.Blockquote:
		return true
	case atom.Ul, atom.Ol, atom.Dl:
		if el.marks&(inNav|inHidden|inDialog) != 0 {
			return false
		}
		items := 0
		for c := el.node.FirstChild; c != nil; c = c.NextSibling {
			switch c.DataAtom {
			case atom.Li, atom.Dt, atom.Dd:
				items++
			}
		}
		if items*3 < int(el.last-el.first) { // items with parts of their own: cards, entries, comments
			return false
		}
		for i := el.first; i < el.last; i++ {
			if isHeading(s.doc.leaves[i].block.DataAtom) {
				return false
			}
		}
		return true
	}
	return false
}

// strong says whether a leaf is left out even of a group that stays.
func (s *sheet) strong(v []verdict, words []float32, i int) bool {
	m := s.doc.elems[s.doc.leaves[i].elem].marks
	return v[i].settled() || m&(inHidden|inDialog|inForm|inButton) != 0 || v[i].score < strongScore && words[i] < strongWords
}

// headings brings back the headings that stand between kept text and right above some of it, or with a box between where other
// headings of their dress are kept.
func (s *sheet) headings(v []verdict, words []float32, body company) {
	const gap = 6 // leaves left out between a heading and the text above and below
	kept := -gap - 1
	dress := map[uint32]bool{}
	for i := range v {
		if v[i].keep && isHeading(s.doc.leaves[i].block.DataAtom) {
			dress[s.sign[i]] = true
		}
	}
	over := func(i int) bool { // a heading with kept text below it
		if i+1 < len(v) && v[i+1].keep {
			return true
		}
		for j := i + 1; dress[s.sign[i]] && j < len(v) && j <= i+gap && s.sign[j] != s.sign[i]; j++ {
			if v[j].keep {
				return !isHeading(s.doc.leaves[j].block.DataAtom)
			}
		}
		return false
	}
	for i := range v {
		if v[i].keep {
			kept = i
			continue
		}
		if i-kept > gap+1 || !over(i) || v[i].score < headingFrom || v[i].copied || v[i].rule != byScore {
			continue
		}
		l, t := &s.doc.leaves[i], &s.leaf[i]
		set := isHeading(l.block.DataAtom) || t.words <= 12 && l.strong*10 > len(l.text)*9
		if !set || s.sign[i] == s.sign[i+1] || words[i] < headingWords && (!body.has(i) || ledBy(l.text) && s.leads(i, v, words[i])) || v[i].settled() || s.isTitle(i) ||
			s.doc.elems[l.elem].marks&(inNav|inAside|inFooter|inHidden|inDialog|inForm) != 0 || l.linked*2 > len(l.text) {
			continue
		}
		v[i].keep = true
		kept = i
	}
}

// leadIns drops what leads to nothing: a line that ends in a colon when the list behind it is left out, a heading when all that
// stood under it is, unless other headings of its dress have kept text under them and its words do not read as clutter.
func (s *sheet) leadIns(v []verdict, words []float32) {
	const (
		longLead  = 20   // words of a line that is no mere lead-in
		sureLead  = .97  // probability from which it stays
		leadWords = -1.5 // log odds of the words model
	)
	dress := map[uint32]bool{}
	for i := 0; i+1 < len(v); i++ {
		if v[i].keep && v[i+1].keep && headLevel(s.doc.leaves[i].block) > 0 && headLevel(s.doc.leaves[i+1].block) == 0 {
			dress[s.sign[i]] = true
		}
	}
	next := len(v) // the kept leaf below
	for i := len(v) - 1; i >= 0; i-- {
		if !v[i].keep {
			continue
		}
		left := 0 // leaves of text left out between
		for j := i + 1; j < next; j++ {
			if !v[j].copied && s.doc.elems[s.doc.leaves[j].elem].marks&(inFigure|inCaption|inHidden|inDialog|inButton) == 0 {
				left++
			}
		}
		l := &s.doc.leaves[i]
		level := headLevel(l.block)
		drop := false
		switch {
		case left == 0 || next == len(v) || v[i].score >= sureLead:
		case level > 0:
			below := headLevel(s.doc.leaves[next].block)
			drop = below > 0 && below <= level && (words[i] < leadWords || !dress[s.sign[i]])
		case ledBy(l.text):
			drop = s.leaf[i].words <= longLead && s.doc.elems[s.doc.leaves[i+1].elem].marks&inList != 0 && s.doc.elems[l.elem].marks&inList == 0
		}
		if drop {
			v[i].keep, v[i].rule = false, byLone
			continue
		}
		next = i
	}
}

// headLevel is the level of a heading, or 0.
func headLevel(n *html.Node) int {
	if !isHeading(n.DataAtom) {
		return 0
	}
	return int(n.Data[1] - '0')
}

// From when a heading between kept text is brought back.
const (
	headingFrom  = 0.2 // probability
	headingWords = -1  // log odds of the words model
)

// ends returns the first and the last kept leaf, or -1.
func ends(v []verdict) (first, last int) {
	first, last = -1, -1
	for i := range v {
		if v[i].keep {
			if first < 0 {
				first = i
			}
			last = i
		}
	}
	return first, last
}
