// Package extract turns a web page into an article: the text whole, the clutter left out and accounted for. It is a pure
// function of the page's bytes and of what is known of its site; it does no I/O.
//
// A page's way through it is [Model.Page], and each stage has its files:
//
//	document  the page decoded, parsed and cut into leaves: decode, ceiling, parse, noscript, split;
//	          what it says of itself: meta_scan, meta_class, jsonld and jsonlax; a body that a script holds: state
//	sheet     what each leaf measures: words, print, traits, views
//	odds      how likely each is of the article: hashed words and places, numbers and second for the trees; scores, judge; model, trees
//	verdicts  what is kept, by rules over the odds, in the order of decide: decide_…, comments, site
//	account   what was left out, of what kind, and why: left, kinds, reasons
//	article   the blocks: build_…; title, names and date: meta_…, standfirst; whole or cut off: complete_…; else what sort of page: poor
//
// A text that a feed carries goes a shorter way: carried. What later pages teach cleans what is stored: later.
package extract

import (
	"tidings/feed/article"
	"tidings/feed/text"
)

// Input is a page and what else is known of it. Only HTML is needed.
type Input struct {
	HTML        []byte
	ContentType string // as the server sent it; decides the charset after a BOM
	URL         string // where the page was read; base of relative addresses
	Title       string // the feed item's title
	Summary     string // the feed item's summary, plain text
	Content     string // the feed item's own full text, plain text
	Site        Site
}

// Site is what earlier pages of the same site taught: how often each block was seen. The zero value is an unknown site.
type Site struct {
	Pages  int            // how many pages were seen
	Blocks map[uint64]int // fingerprint of a block → on how many of them it stood
	Keep   []uint64       // fingerprints of blocks that the reader asked to keep
}

// Result is the article and what the page teaches of its site.
type Result struct {
	Article article.Article
	Blocks  []uint64 // fingerprints of the page's blocks, for Site.Blocks
	Explain []Verdict
}

// Verdict is the judgement of one block of the page, for "tidings read --explain".
type Verdict struct {
	Text    string
	Path    string  // tag path, "main>article>div>p"
	Score   float64 // probability that it belongs to the article
	Keep    bool
	Kind    article.RemovedKind // when not kept
	Reasons []string            // strongest first
}

// Page extracts the article from a page with the embedded model. Bad bytes are no error; a page without an article gives a
// Result whose Completeness says so.
func Page(in Input) (Result, error) {
	m, err := shippedModel()
	if err != nil {
		return Result{}, err
	}
	return m.Page(in)
}

// Page extracts the article from a page with this model.
func (m *Model) Page(in Input) (Result, error) {
	d := newDocument(in)
	s := newSheet(d)
	odds, words := s.odds(m)
	v := s.verdictsOf(m, odds, words)
	if s.keptWords(v) < bodyless {
		if d := d.fromScripts(); d != nil {
			t := newSheet(d)
			odds, words := t.odds(m)
			t.favour(odds)
			if w := t.verdictsOf(m, odds, words); t.keptWords(w) >= stateFrom {
				s, v = t, w
			}
		}
	}
	return assemble(s, v), nil
}

// verdictsOf judges the leaves and accounts for what is left out.
func (s *sheet) verdictsOf(m *Model, odds, words []float32) []verdict {
	v := s.decide(m, odds, words)
	s.account(m, v)
	return v
}

// keptWords counts the words of what is kept.
func (s *sheet) keptWords(v []verdict) int {
	n := 0
	for i := range v {
		if v[i].keep {
			n += s.leaf[i].words
		}
	}
	return n
}

// favour raises the leaves of a body that a script held over the rest of the page: that it was found is half the verdict.
func (s *sheet) favour(odds []float32) {
	for i := range odds {
		for e := s.doc.leaves[i].elem; e >= 0; e = s.doc.elems[e].parent {
			if s.doc.elems[e].node == s.doc.script {
				odds[i] += 3
				break
			}
		}
	}
}

// assemble builds the result from the verdicts.
func assemble(s *sheet, verdicts []verdict) Result {
	a := s.doc.said.describe(s.doc.in, keptText(s.doc, verdicts, 8000))
	a.Standfirst = text.Line(s.standfirst(verdicts))
	a.Blocks, a.Removed = build(s.doc, verdicts)
	markPlaces(a.Removed, len(a.Blocks))
	a.Completeness, a.Evidence, a.SaidWords = complete(s.doc, verdicts)
	s.poor(&a, verdicts)
	return Result{Article: a, Blocks: s.prints(verdicts), Explain: s.verdicts(verdicts)}
}
