package extract

import "golang.org/x/net/html"

// Study opens a page for the training command: its leaves, their features, and the linear scores that the trees build on.
// Nothing else should use it.
type Study struct {
	s  *sheet
	sc *scores
}

// NewStudy decodes, parses and reads a page as Page does.
func NewStudy(in Input) *Study { return &Study{s: newSheet(newDocument(in))} }

// NewStudyTree reads a tree that the caller has changed.
func NewStudyTree(root *html.Node, in Input) *Study {
	d := &document{in: in, root: root}
	d.said = readSaid(root)
	d.split()
	return &Study{s: newSheet(d)}
}

// Root returns the page's tree.
func (st *Study) Root() *html.Node { return st.s.doc.root }

// Len returns how many leaves the page has.
func (st *Study) Len() int { return len(st.s.doc.leaves) }

// SiteName returns the publication's name as the page gives it, or a made-up one.
func (st *Study) SiteName() string {
	if n := st.s.doc.said.first("og:site_name"); len(n) >= 4 && len(n) < 40 {
		return n
	}
	return "The Harbour Post"
}

// Text returns a leaf's text.
func (st *Study) Text(i int) string { return st.s.doc.leaves[i].text }

// Words returns how many words a leaf has.
func (st *Study) Words(i int) int { return st.s.leaf[i].words }

// Block returns the innermost block element around a leaf.
func (st *Study) Block(i int) *html.Node { return st.s.doc.leaves[i].block }

// Inner returns the element right around a leaf's first text, which may be an inline one.
func (st *Study) Inner(i int) *html.Node { return st.s.doc.leaves[i].texts[0].Parent }

// LinkShare returns the share of a leaf's text that stands in links.
func (st *Study) LinkShare(i int) float64 {
	l := &st.s.doc.leaves[i]
	return float64(l.linked) / float64(max(1, len(l.text)))
}

// Hashed appends a leaf's hashed features; the first own of the appended are its own words. drop leaves out words, for training.
func (st *Study) Hashed(dst []uint32, i int, drop func() bool) (all []uint32, own int) {
	n := len(dst)
	dst = st.s.wordsOf(dst, i, drop)
	own = len(dst) - n
	return st.s.placeOf(dst, i), own
}

// KindFeatures appends the features that the kinds' model sees.
func (st *Study) KindFeatures(dst []uint32, i int) []uint32 {
	dst, _ = st.s.kindFeatures(dst, i)
	return dst
}

// SetScores gives the linear scores of all leaves, as log odds; Numbers needs them.
func (st *Study) SetScores(words, full []float32) { st.sc = newScores(st.s, words, full) }

// NumberNames names the numeric features in order.
func NumberNames() []string { return numberNames[:] }

// Numbers writes the numeric features of a leaf into out.
func (st *Study) Numbers(out []float32, i int) { st.s.numbers(out[:numberCount], i, st.sc) }

// SecondNames names what the second trees see beside the numbers.
func SecondNames() []string { return secondNames[:] }

// Second writes, for every leaf, what the second trees see: rows holds the numbers of a leaf and room for SecondNames behind them,
// leaf after leaf; odds are the first trees' log odds.
func (st *Study) Second(rows, odds []float32) {
	a := newAround(st.s, odds)
	for i := range odds {
		st.s.second(rows[i*rowCount+numberCount:(i+1)*rowCount], i, a)
	}
}

// Finish judges the leaves from the trees' log odds and builds the article, as Page does.
func (st *Study) Finish(m *Model, odds []float32) Result {
	return assemble(st.s, st.s.verdictsOf(m, odds, odds))
}

// CutNames names the features that tell whether a text was cut off.
func CutNames() []string { return cutNames[:] }

// Cut reads the page as Page does and returns those features, how many words are kept, and whether anything speaks for a cut
// at all.
func (st *Study) Cut(m *Model) (features []float64, kept int, evident bool) {
	odds, words := st.s.odds(m)
	v := st.s.decide(m, odds, words)
	t := readTail(st.s.doc, v)
	claims := st.s.doc.claimsArticle()
	x := t.cutFeatures()
	return x[:], t.words, t.last >= 0 && t.evident(claims)
}
