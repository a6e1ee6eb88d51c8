package extract

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"tidings/feed/article"
)

// build turns the judged leaves into an article's blocks and into what was left out between them. verdicts[i] belongs to
// doc.leaves[i]. Removed are the leaves with keep false and shown true, neighbours of one kind as one; pictures, embeds and
// rules have no leaf of their own and follow the text around them.
func build(doc *document, verdicts []verdict) (blocks []article.Block, removed []article.Removed) {
	b := newBuilder(doc, verdicts)
	b.walk()
	return b.assemble()
}

// Fragment turns a feed item's own HTML into blocks; nothing is judged, everything is kept. base is what relative addresses
// are relative to, and may be empty.
func Fragment(markup, base string) []article.Block {
	doc := newDocument(Input{HTML: []byte(markup), ContentType: "text/html; charset=utf-8", URL: base})
	v := make([]verdict, len(doc.leaves))
	for i := range v {
		v[i].keep = doc.elems[doc.leaves[i].elem].marks&inHidden == 0
	}
	blocks, _ := build(doc, v)
	return blocks
}

// builder walks the tree once more, now knowing what to keep.
type builder struct {
	doc      *document
	verdicts []verdict
	base     string
	pageLang string

	keptBytes []int32 // text kept in leaves[:i]; captions apart
	allBytes  []int32

	stack   []place // the elements around the walk's place that change how text is set
	lists   []list
	items   []item
	notes   map[string]string // id of a footnote → its label
	cited   map[string]bool   // ids of the footnotes that kept text refers to
	elem    int32             // the next of doc.elems to be met
	at      int32             // the next leaf to be met
	brs     int               // line breaks since the last text
	run     run
	pieces  []piece
	pending []piece // pictures met inside a run: they follow it
	seen    map[string]bool
	ruby    int // where the text under the next ruby reading begins, in run.spans; -1 outside
	entries map[*html.Node]bool
	times   map[int]bool // leaves that are the times of a live blog's entries
}

// place is how text is set at one place of the tree.
type place struct {
	node   *html.Node
	elem   int32 // the innermost of doc.elems
	quote  int
	list   int // index into lists, -1 outside
	item   int // index into items, -1 outside
	depth  int // of lists
	head   int // level of the heading around, or 0
	def    int // 1 in a term, 2 in its meaning
	verse  bool
	rtl    bool
	lang   string
	style  article.Style
	url    string
	note   string // label of the footnote around
	noted  bool
	cited  bool // the kept text refers to the footnote
	sink   *sink
	inline bool // only style and link differ from the place around
	figure *figure
	table  *table
	embed  *embed
}

// sink collects finished pieces that belong to a caption, a cell or an embed instead of the article's row of blocks.
type sink struct {
	pieces []piece
}

// list is an ol or ul on the way.
type list struct {
	ordered bool
	next    int
	step    int
}

// item is an li on the way.
type item struct {
	ordinal int
	used    bool // its first block is out
}

// run is the leaf that is being set.
type run struct {
	leaf  int // -1 when none is
	place place
	spans []article.Span
	tail  []byte // the text of the last span, as long as it grows
	space bool   // white space is owed before the next word
	brs   int    // line breaks before it
}

// piece is a block on its way into the article or among the removed.
type piece struct {
	block article.Block
	leaf  int  // the first leaf in it, or the next one to come when it has none
	text  bool // it has leaves of its own: from leaf on, to end
	end   int
	state pieceState
	v     *verdict // of the leaf that decided
	verse bool
	elem  int32
}

// pieceState says what becomes of a piece.
type pieceState uint8

const (
	dropped pieceState = iota
	kept
	left // left out, to be accounted for
)

func newBuilder(doc *document, verdicts []verdict) *builder {
	b := &builder{
		doc: doc, verdicts: verdicts, ruby: -1,
		notes: map[string]string{}, cited: map[string]bool{}, seen: map[string]bool{}, run: run{leaf: -1},
	}
	b.base = doc.in.URL
	if doc.said != nil {
		b.base = doc.said.baseURL(doc.in.URL)
		b.pageLang = baseOf(languageTag(doc.said.lang))
	}
	b.times = liveTimes(doc, verdicts)
	n := len(doc.leaves)
	b.keptBytes, b.allBytes = make([]int32, n+1), make([]int32, n+1)
	for i := range doc.leaves {
		k, a := int32(0), int32(0)
		if doc.elems[doc.leaves[i].elem].marks&inCaption == 0 {
			a = int32(len(doc.leaves[i].text))
			if verdicts[i].keep {
				k = a
			}
		}
		b.keptBytes[i+1], b.allBytes[i+1] = b.keptBytes[i]+k, b.allBytes[i]+a
	}
	return b
}

// stateOf returns what becomes of a leaf.
func (b *builder) stateOf(leaf int) pieceState {
	switch v := &b.verdicts[leaf]; {
	case v.keep:
		return kept
	case v.shown:
		return left
	}
	return dropped
}

// stateIn returns what becomes of a leaf at its place: a footnote stays when the text that refers to it does.
func (b *builder) stateIn(leaf int, p *place) pieceState {
	if p.noted && p.cited {
		return kept
	}
	return b.stateOf(leaf)
}

// stateOfRange returns what becomes of a block that is made of several leaves: it is kept when at least share of its text is.
func (b *builder) stateOfRange(from, to int, share float64) (pieceState, *verdict) {
	var kept_, all int
	st, v := dropped, (*verdict)(nil)
	for i := from; i < to; i++ {
		n := len(b.doc.leaves[i].text)
		all += n
		switch b.stateOf(i) {
		case kept:
			kept_ += n
		case left:
			if st == dropped {
				st, v = left, &b.verdicts[i]
			}
		}
	}
	if all > 0 && float64(kept_) >= share*float64(all) && kept_ > 0 {
		return kept, nil
	}
	return st, v
}

// around says whether the text around an element without text of its own belongs to the article: most text of the nearest
// element with enough of it does. Where there is no text at all nothing speaks against it: feeds of drawn strips carry pictures alone.
func (b *builder) around(elem int32) bool {
	if len(b.doc.leaves) == 0 || b.between() {
		return true
	}
	for e := elem; e >= 0; e = b.doc.elems[e].parent {
		el := &b.doc.elems[e]
		last := el.last
		if last < el.first { // still open
			last = int32(len(b.doc.leaves))
		}
		all := b.allBytes[last] - b.allBytes[el.first]
		if all < 60 && e > 0 {
			continue
		}
		return 2*(b.keptBytes[last]-b.keptBytes[el.first]) > all
	}
	return false
}

// between says whether the leaves right before and right after the walk's place are both kept.
func (b *builder) between() bool {
	i, j := int(b.at)-1, int(b.at)
	const far = 20 // captions that are passed over
	for n := 0; i >= 0 && n < far && b.allBytes[i+1] == b.allBytes[i]; i, n = i-1, n+1 {
	}
	for n := 0; j < len(b.verdicts) && n < far && b.allBytes[j+1] == b.allBytes[j]; j, n = j+1, n+1 {
	}
	return i >= 0 && j < len(b.verdicts) && b.verdicts[i].keep && b.verdicts[j].keep
}

// top is the place that the walk is at.
func (b *builder) top() *place {
	return &b.stack[len(b.stack)-1]
}

// walk visits every node once, in page order, without recursion.
func (b *builder) walk() {
	b.stack = append(b.stack, place{node: b.doc.root, list: -1, item: -1})
	b.elem = 1
	n := b.doc.root
	for n != nil {
		deeper := false
		switch n.Type {
		case html.TextNode:
			b.text(n)
		case html.DocumentNode:
			deeper = true
		case html.ElementNode:
			deeper = b.open(n)
		}
		if deeper && n.FirstChild != nil {
			n = n.FirstChild
			continue
		}
		for n != nil {
			if deeper && n.Type == html.ElementNode {
				b.shut(n)
			}
			if n == b.doc.root {
				n = nil
				break
			}
			if n.NextSibling != nil {
				n = n.NextSibling
				break
			}
			n, deeper = n.Parent, true
		}
	}
	b.closeRun()
}

// skipElem moves past the elements and leaves inside an element that is handled as a whole.
func (b *builder) skipElem(n *html.Node) {
	if b.elem < int32(len(b.doc.elems)) && b.doc.elems[b.elem].node == n {
		d := b.doc.elems[b.elem].depth
		b.at = max(b.at, b.doc.elems[b.elem].last)
		for b.elem++; b.elem < int32(len(b.doc.elems)) && b.doc.elems[b.elem].depth > d; b.elem++ {
		}
	}
}

// push opens a place that is like the one around it; the caller changes it.
func (b *builder) push(n *html.Node) *place {
	p := *b.top()
	p.node, p.inline = n, false
	b.stack = append(b.stack, p)
	return b.top()
}

// shut leaves an element.
func (b *builder) shut(n *html.Node) {
	if n.DataAtom == atom.Ruby {
		b.ruby = -1
	}
	if len(b.stack) < 2 || b.top().node != n {
		return
	}
	if !b.top().inline {
		b.closeRun()
	}
	p := *b.top()
	b.stack = b.stack[:len(b.stack)-1]
	b.shutPlace(n, &p)
}

// emit hands a finished piece to the caption, cell or embed it stands in, or to the article.
func (b *builder) emit(p piece, to *sink) {
	if to != nil {
		to.pieces = append(to.pieces, p)
		return
	}
	b.pieces = append(b.pieces, p)
}

// assemble joins the pieces into blocks and runs of removed blocks.
func (b *builder) assemble() (blocks []article.Block, removed []article.Removed) {
	open, longest := false, 0
	b.settle()
	for i := range b.pieces {
		p := &b.pieces[i]
		if p.state == dropped {
			continue
		}
		bl := p.block
		bl.ID = identity(&bl)
		switch p.state {
		case kept:
			blocks = append(blocks, bl)
			open = false
		case left:
			v, size := p.v, len(bl.Text())
			if open && removed[len(removed)-1].Kind == v.kind {
				r := &removed[len(removed)-1]
				r.Blocks = append(r.Blocks, bl)
				if size > longest { // the run is left out for what most of it says
					r.Reason, longest = v.reason(), size
				}
				continue
			}
			longest = size
			removed = append(removed, article.Removed{Kind: v.kind, Reason: v.reason(), At: len(blocks), Blocks: []article.Block{bl}})
			open = true
		}
	}
	return blocks, removed
}

// settle decides on the pieces that depend on their neighbours: rules stand only between kept blocks, never two in a row; an
// entry of a live blog stands only before kept text; pictures above the first kept block stay when they are near it.
func (b *builder) settle() {
	first, last := -1, -1
	for i := range b.pieces {
		if p := &b.pieces[i]; p.state == kept && p.text {
			if first < 0 {
				first = i
			}
			last = i
		}
	}
	prev := -1 // the kept piece before
	for i := range b.pieces {
		p := &b.pieces[i]
		if p.state != kept {
			continue
		}
		if !p.text && (i > last || i < first && p.block.Kind != article.Figure && p.block.Kind != article.Embed && p.block.Kind != article.Entry) {
			if i > last && (p.block.Kind == article.Figure || p.block.Kind == article.Embed) && (last >= 0 || len(b.doc.leaves) == 0 || len(p.block.Spans) > 0) {
				continue
			}
			p.state = dropped
			continue
		}
		if p.block.Kind == article.Rule && (prev < 0 || b.pieces[prev].block.Kind == article.Rule) {
			p.state = dropped
			continue
		}
		if p.block.Kind == article.Entry && prev >= 0 && b.pieces[prev].block.Kind == article.Entry && !b.pieces[prev].text {
			b.pieces[prev].state = dropped
		}
		prev = i
	}
	if prev >= 0 {
		if k := b.pieces[prev].block.Kind; k == article.Rule || k == article.Entry && !b.pieces[prev].text {
			b.pieces[prev].state = dropped
		}
	}
}

// identity is a block's fingerprint: of its text, or of what it shows where it has none.
func identity(b *article.Block) uint64 {
	t := b.Text()
	if strings.TrimSpace(t) == "" {
		t = b.URL + b.Alt + b.Label
	}
	return fingerprint(t)
}
