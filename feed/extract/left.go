package extract

import (
	"strings"

	"golang.org/x/net/html/atom"

	"tidings/feed/article"
)

// What is left out is accounted for as far as a reader might look for it: everything in the element that holds the article,
// and what stands close to the article outside it. The site's own navigation is only accounted for between the article's
// blocks, dialogs and what the page does not show right beside them as well.

// How much of the page is accounted for above and below the article at most, in leaves: lists of comments have thousands.
const (
	accountAbove = 150
	accountBelow = 400
	accountAll   = 400 // where the page has no article

	accountBytes = 256 << 10 // of text in all
	accountLeaf  = 16 << 10  // of one leaf
)

// edgeBlocks is how near to the article's first or last block a removed block is to stand to be at its edge: a box of three or four
// blocks behind the names, the date and the buttons for sharing.
const edgeBlocks = 12

// edgeProse is how many words a run of no known kind that touches the article's first or last block must have to be at its edge: an
// appeal or a summary in words of its own has them, a name and a date have not.
const edgeProse = 25

// repeatsTitle is the reason of what the title's heading says over again.
const repeatsTitle = "repeats the title"

// account marks what else is left out and may be looked for, and names its kind and the reasons.
func (s *sheet) account(m *Model, v []verdict) {
	from, to := s.around(v)
	first, last := ends(v)
	more := make([]int, 0, 64)
	room := accountBytes
	for i := from; i < to; i++ {
		mk := s.doc.elems[s.doc.leaves[i].elem].marks
		near := i >= first-edgeBlocks && i <= last+edgeBlocks && first >= 0
		chrome := mk&inNav != 0 || mk&(inHidden|inDialog) != 0 && !near
		if size := len(s.doc.leaves[i].text); !v[i].keep && !v[i].shown && !chrome && size <= min(room, accountLeaf) {
			room -= size
			more = append(more, i)
		}
	}
	if len(more) == 0 {
		return
	}
	was := make([]bool, len(v))
	for i := range v {
		was[i], v[i].shown = v[i].shown, false
	}
	for _, i := range more {
		v[i].shown = true
	}
	s.explain(m, v)
	for i := range v {
		v[i].shown = v[i].shown || was[i]
	}
}

// around returns the leaves of the element that holds the article, within bounds: the nearest <article> or <main> around all
// that is kept, else the innermost element around it; of the whole page where nothing is kept.
func (s *sheet) around(v []verdict) (from, to int) {
	first, last := ends(v)
	if first < 0 {
		return 0, min(len(v), accountAll)
	}
	e := s.doc.leaves[first].elem
	for e > 0 && int(s.doc.elems[e].last) <= last {
		e = s.doc.elems[e].parent
	}
	for up := e; up > 0; up = s.doc.elems[up].parent {
		n := s.doc.elems[up].node
		if role, _ := attr(n, "role"); n.DataAtom == atom.Article || n.DataAtom == atom.Main || role == "main" {
			e = up
			break
		}
	}
	if e < 0 {
		return 0, 0
	}
	return max(int(s.doc.elems[e].first), first-accountAbove), min(int(s.doc.elems[e].last), last+1+accountBelow)
}

// markPlaces says of each removed run where it stood: before which of blocks blocks it stands is known. Outside the article's
// blocks a kind counts only where the run's own words bear it out, for comments and cards of other articles are taken for
// anything.
func markPlaces(removed []article.Removed, blocks int) {
	near := 0
	at := func(r *article.Removed) article.Place {
		near += len(r.Blocks)
		if r.Kind == article.Other && near == len(r.Blocks) && !strings.Contains(r.Reason, repeatsTitle) && countWords(blocksText(r.Blocks)) >= edgeProse {
			return article.Edge
		}
		if r.Kind.SetInto() && near-len(r.Blocks) < edgeBlocks && strings.Contains(r.Reason, kindWords[r.Kind]) {
			return article.Edge
		}
		return article.Around
	}
	for i := range removed {
		r := &removed[i]
		switch {
		case blocks == 0:
			r.Place = article.Around
		case r.At > 0 && r.At < blocks:
			r.Place = article.Inside
		case r.At >= blocks:
			r.Place = at(r)
		}
	}
	near = 0
	for i := len(removed) - 1; i >= 0; i-- {
		if r := &removed[i]; blocks > 0 && r.At <= 0 {
			r.Place = at(r)
		}
	}
}
