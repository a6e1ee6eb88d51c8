package layout

import (
	"strings"

	"tidings/ui/style"
)

// page collects the lines of one article. Its buffers are used again from block to block.
type page struct {
	o      Options
	laid   *Laid
	ascii  bool // the marks are
	margin int  // columns left of the text
	width  int  // columns of text

	block    int // of the lines being set, as in Line
	offset   int // bytes of the block's text set so far
	removed  int
	openLink int // the link that the next span may go on with
	noticed  int // lines down to the end of the notice in the header

	sgrs     map[lookKey]string
	hyphens  *hyphenator // of the text being set, or nil
	lang     string      // of the article
	noHyphen bool

	atoms []atom
	ends  []int
	best  []node
	buf   []byte
}

// prefix stands before (in right-to-left text: behind) the text of a line: bars, bullets, indentation.
type prefix struct {
	text string // styled
	cols int
	flip string // the same for the right edge
}

func (a prefix) then(b prefix) prefix {
	return prefix{a.text + b.text, a.cols + b.cols, b.flip + a.flip}
}

func blank(n int) prefix {
	s := strings.Repeat(" ", max(n, 0))
	return prefix{s, len(s), s}
}

// frame is the room that a text is set in.
type frame struct {
	first, rest prefix // of the first line and of the others; equally wide
	rtl         bool
	center      bool
	ragged      bool // not justified, whatever the option says
	most        int  // lines at most, the last ending in an ellipsis; 0: any number
}

// set appends the lines of a text.
func (p *page) set(t rich, f frame) {
	width := p.width - max(f.first.cols, f.rest.cols)
	if width < 1 { // no room for what stands before the text
		f.first, f.rest = prefix{}, prefix{}
		width = p.width
	}
	p.noHyphen = f.ragged || f.center || f.most > 0
	atoms := p.split(t.text, width)
	ends := p.breaks(atoms, width)
	from, at := 0, 0
	for n, to := range ends {
		pre := f.rest
		if n == 0 {
			pre = f.first
		}
		last := atoms[to-1]
		if f.most > 0 && n == f.most-1 && n < len(ends)-1 {
			p.cutLine(t, atoms, from, width, pre, f)
			break
		}
		p.line(t, atoms[from:to], &at, width, pre, f, last)
		from = to
	}
	p.offset += len(t.text) + 1
}

// line appends one line that holds the atoms. at is the run where the text before it ended.
func (p *page) line(t rich, atoms []atom, at *int, width int, pre prefix, f frame, last atom) {
	start, end := atoms[0].start, last.end
	cols, gaps := 0, 0
	for _, a := range atoms {
		cols += a.width + a.space
		gaps += a.space
	}
	cols -= last.space
	gaps -= last.space
	hyphen := last.hyphen && !last.must && cols < width
	if hyphen {
		cols++
	}
	// A word that is too wide by itself for a line: a Chinese character where there is one column.
	if cols > width {
		p.unprintableLine(atoms, width, pre, f)
		return
	}
	extra := 0
	if p.o.Justify && !f.ragged && !f.center && !last.must && gaps > 0 && (width-cols)*4 <= width {
		extra = width - cols
	}
	left := 0
	switch {
	case f.center:
		left = (width - cols) / 2
	case f.rtl:
		left = width - cols - extra
	}
	p.begin(pre, f.rtl, left)
	body := p.margin + left
	if !f.rtl {
		body += pre.cols
	}
	number := len(p.laid.Lines)
	col := body
	for *at > 0 && t.runs[*at-1].end > start { // a cut line came before
		*at--
	}
	spaces, added, known := 0, 0, start // gaps so far, columns added to them, and the place whose column is known
	for pos := start; pos < end; {
		for *at < len(t.runs)-1 && t.runs[*at].end <= pos {
			*at++
		}
		r := t.runs[*at]
		stop := min(end, r.end)
		piece := t.text[pos:stop]
		if t.hidden {
			piece = unhide(piece)
		}
		w := 0
		if r.link >= 0 { // only links ask for columns
			col += p.textWidth(t.text[known:pos]) + added
			w = p.textWidth(piece)
			known, added = pos, 0
		}
		if extra > 0 {
			was := len(piece)
			piece, spaces = stretch(piece, spaces, gaps, extra)
			w += len(piece) - was
			added += len(piece) - was
		}
		p.write(piece, r, w, number, col)
		pos = stop
	}
	if hyphen {
		p.write(Hyphen, run{sgr: t.runs[min(*at, len(t.runs)-1)].sgr, link: -1}, 1, number, 0)
	}
	p.finish(pre, f.rtl, width-left-cols-extra)
	p.laid.Lines = append(p.laid.Lines, Line{
		Text: string(p.buf), Block: p.block, Removed: p.removed, Offset: p.offset + start, Col: body, Cols: cols + extra,
		Soft: !last.must, Glued: !last.must && last.space == 0, Hyphen: hyphen,
	})
}

// begin starts a line with what stands left of its text.
func (p *page) begin(pre prefix, rtl bool, left int) {
	p.buf = p.buf[:0]
	p.spaces(p.margin)
	if !rtl {
		p.buf = append(p.buf, pre.text...)
	}
	p.spaces(left)
}

// finish closes a line with what stands right of its text, right columns away.
func (p *page) finish(pre prefix, rtl bool, right int) {
	if rtl && pre.cols > 0 {
		p.spaces(right)
		p.buf = append(p.buf, pre.flip...)
	}
}

func (p *page) spaces(n int) {
	for range n {
		p.buf = append(p.buf, ' ')
	}
}

// write adds a piece of one run, and notes where a link stands.
func (p *page) write(piece string, r run, w, line, col int) {
	if piece == "" {
		return
	}
	osc := false
	if r.link >= 0 {
		l := &p.laid.Links[r.link]
		if n := len(l.Parts) - 1; n >= 0 && l.Parts[n].Line == line && l.Parts[n].Col+l.Parts[n].Cols == col {
			l.Parts[n].Cols += w
		} else {
			l.Parts = append(l.Parts, Part{line, col, w})
		}
		if p.o.Hyperlinks && printableURL(l.URL) {
			osc = true
			p.openHyperlink(r.link, l.URL)
		}
	}
	if r.sgr == "" {
		p.buf = append(p.buf, piece...)
	} else {
		p.buf = append(p.buf, r.sgr...)
		p.buf = append(p.buf, piece...)
		p.buf = append(p.buf, style.Reset...)
	}
	if osc {
		p.buf = append(p.buf, closeHyperlink...)
	}
}

// stretch widens the spaces of a piece so that the line's gaps share extra columns evenly. spaces is how many gaps the
// line has had so far.
func stretch(piece string, spaces, gaps, extra int) (string, int) {
	var b strings.Builder
	b.Grow(len(piece) + extra)
	for i := 0; i < len(piece); i++ {
		b.WriteByte(piece[i])
		if piece[i] == ' ' {
			for range extra*(spaces+1)/gaps - extra*spaces/gaps {
				b.WriteByte(' ')
			}
			spaces++
		}
	}
	return b.String(), spaces
}
