package extract

import (
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"tidings/feed/article"
)

// maxColumns bounds colspan: more is a broken page.
const maxColumns = 100

// table is a table of data on the way.
type table struct {
	elem    int32
	caption sink
	rows    []tableRow
}

type tableRow struct {
	header bool // in thead, or all its cells are th
	cells  []*tableCell
}

type tableCell struct {
	across int
	head   bool
	sink   sink
}

// row starts a row.
func (t *table) row(n *html.Node) {
	t.rows = append(t.rows, tableRow{header: n.Parent != nil && n.Parent.DataAtom == atom.Thead})
}

// cell starts a cell and returns where its text goes.
func (t *table) cell(n *html.Node) *sink {
	if len(t.rows) == 0 {
		t.rows = append(t.rows, tableRow{})
	}
	c := &tableCell{across: 1, head: n.DataAtom == atom.Th}
	if v, ok := attr(n, "colspan"); ok {
		if k, err := strconv.Atoi(strings.TrimSpace(v)); err == nil && k > 1 {
			c.across = min(k, maxColumns)
		}
	}
	r := &t.rows[len(t.rows)-1]
	r.cells = append(r.cells, c)
	return &c.sink
}

// tableShare is how much of a table's text must be judged part of the article for the table to stay whole. Cells are short and
// hard to judge one by one.
const tableShare = .3

// shutTable turns a finished table into one piece, or back into its leaves where most of it is left out.
func (b *builder) shutTable(t *table) {
	from, to := int(b.doc.elems[t.elem].first), int(b.doc.elems[t.elem].last)
	state, v := b.stateOfRange(from, to, tableShare)
	if state != kept {
		b.emitAll(&t.caption)
		for _, r := range t.rows {
			for _, c := range r.cells {
				b.emitAll(&c.sink)
			}
		}
		return
	}
	bl := article.Block{Kind: article.Table, Quote: b.top().quote, Lang: b.top().lang, RTL: b.top().rtl}
	for i := range t.caption.pieces {
		bl.Spans = joinSpans(bl.Spans, t.caption.pieces[i].block.Spans)
	}
	for _, r := range t.rows {
		row := article.Row{Header: r.header}
		heads, text := 0, false
		for _, c := range r.cells {
			cell := article.Cell{Across: c.across}
			for i := range c.sink.pieces {
				cell.Spans = joinSpans(cell.Spans, c.sink.pieces[i].block.Spans)
			}
			if c.head {
				heads++
			}
			text = text || len(cell.Spans) > 0
			row.Cells = append(row.Cells, cell)
		}
		row.Header = row.Header || heads == len(r.cells) && heads > 0
		if text {
			bl.Rows = append(bl.Rows, row)
			bl.RTL = bl.RTL || reads(row.Cells[0].Spans)
		}
	}
	if len(bl.Rows) == 0 {
		return
	}
	b.emit(piece{block: bl, leaf: from, end: to, text: true, state: kept, v: v, elem: t.elem}, b.top().sink)
}

// joinSpans adds spans behind a line break.
func joinSpans(to, more []article.Span) []article.Span {
	if len(to) > 0 && len(more) > 0 {
		to[len(to)-1].Text += "\n"
	}
	return append(to, more...)
}

// emitAll hands what was collected for a caption, a cell or an embed over to the article's row of blocks.
func (b *builder) emitAll(s *sink) {
	for _, p := range s.pieces {
		b.emit(p, b.top().sink)
	}
	s.pieces = nil
}

// dataTable says whether a table holds data: rows and columns of short cells, or header cells. Tables for layout hold other
// tables, forms, pictures or running text.
func dataTable(n *html.Node) bool {
	if role, ok := attr(n, "role"); ok && (role == "presentation" || role == "none") {
		return false
	}
	rows, cells, heads, long, media, words := 0, 0, 0, 0, 0, 0
	inRow, widest := 0, 0
	cell := 0
	endCell := func() {
		if cell > 300 {
			long++
		}
		words += cell
		cell = 0
	}
	for c := next(n, n, true); c != nil; c = next(c, n, true) {
		switch c.Type {
		case html.TextNode:
			cell += len(strings.TrimSpace(c.Data))
		case html.ElementNode:
			switch c.DataAtom {
			case atom.Table, atom.Form, atom.Iframe:
				return false
			case atom.Tr:
				rows++
				inRow = 0
			case atom.Td, atom.Th:
				endCell()
				cells++
				inRow++
				widest = max(widest, inRow)
				if c.DataAtom == atom.Th {
					heads++
				}
			case atom.Caption:
				heads++
			case atom.Img, atom.Video:
				media++
			case atom.Pre:
				return false
			}
		}
	}
	endCell()
	switch {
	case widest < 2 || rows < 2:
		return false
	case heads > 0:
		return long*3 <= cells
	case media*2 > cells:
		return false
	}
	return long*5 <= cells && words > 0
}

// codeTable says whether a table is a listing: its first column numbers the lines.
func codeTable(n *html.Node) bool {
	numbers := 0
	for c, steps := next(n, n, true), 0; c != nil && steps < 60; c, steps = next(c, n, true), steps+1 {
		if c.DataAtom != atom.Td {
			continue
		}
		if _, ok := attr(c, "data-line-number"); ok {
			numbers++
			continue
		}
		if class, ok := attr(c, "class"); ok && gutterClass(class) {
			numbers++
		}
	}
	return numbers > 0
}

// gutterClass says whether a class names the column of a listing's line numbers.
func gutterClass(class string) bool {
	for w := range strings.FieldsSeq(strings.ToLower(class)) {
		switch w {
		case "gutter", "linenos", "lineno", "line-numbers", "line-number", "linenodiv", "lnt", "ln", "blob-num", "hljs-ln-numbers", "hljs-ln-n", "rouge-gutter", "code-line-number", "linenumber", "linenumbers", "line-num", "lnum":
			return true
		}
	}
	return false
}
