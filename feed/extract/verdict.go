package extract

import (
	"slices"
	"strings"

	"tidings/feed/article"
)

// verdict is the judgement of one leaf.
type verdict struct {
	score   float32 // probability that the leaf belongs to the article
	words   float32 // log odds of it by the words alone
	keep    bool
	repeats bool // it stands on other pages of the site
	pointer bool // it opens as a pointer to another article
	copied  bool // a surer copy of it is kept
	whole   bool // it stays with the table, list, listing or quotation around it, whatever it says by itself
	rule    rule // when not kept for its score alone
	under   int  // with byTail: the line that it stands under
	shown   bool // when not kept: it stood inside the article's span, so it goes to Removed
	kind    article.RemovedKind
	reasons []string // plain words, strongest first
}

// rule is what took a leaf away that its score by itself would have kept.
type rule uint8

const (
	byScore    rule = iota
	byFar           // a small run far from the article
	byIsland        // between clutter
	byEdge          // a doubtful first or last block
	byTitle         // the title over again
	byLone          // a heading with nothing under it
	byTail          // behind a line that ends the article
	byGroup         // the table, list or quotation around it is left out
	byComments      // in a place of readers' comments
	byNotice        // of the notice at which the page stops, or behind it
)

// settled says whether a leaf is left out whatever stands around it.
func (v *verdict) settled() bool { return v.repeats || v.pointer || v.rule == byComments }

// reason joins the strongest reasons into one line.
func (v *verdict) reason() string {
	if len(v.reasons) == 0 {
		return "does not read as part of the article"
	}
	n := min(3, len(v.reasons))
	return strings.Join(v.reasons[:n], ", ")
}

// verdicts returns the judgement of every leaf in the form that is handed out.
func (s *sheet) verdicts(v []verdict) []Verdict {
	out := make([]Verdict, len(v))
	for i := range v {
		out[i] = Verdict{Text: s.doc.leaves[i].text, Path: s.doc.path(i), Score: float64(v[i].score), Keep: v[i].keep}
		if !v[i].keep {
			out[i].Kind, out[i].Reasons = v[i].kind, v[i].reasons
		}
	}
	return out
}

// path returns the tags above a leaf, joined by ">", the root left out.
func (d *document) path(i int) string {
	var above [32]string
	tags := above[:0]
	for e := d.leaves[i].elem; e > 0 && len(tags) < len(above); e = d.elems[e].parent {
		if t := d.elems[e].node.Data; t != "html" && t != "body" {
			tags = append(tags, t)
		}
	}
	slices.Reverse(tags)
	return strings.Join(tags, ">")
}
