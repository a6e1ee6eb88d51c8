package layout

import (
	"strings"

	"tidings/feed/article"
	"tidings/ui/style"
)

// Columns of a table are two blanks apart, and none is squeezed below narrowest: rather than that, the table is set row
// by row.
const (
	tableGap  = 2
	narrowest = 8
)

// grid is a table made even: each row has as many cells as the table has columns, those that a wide cell covers empty.
type grid struct {
	rows    []gridRow
	columns int
}

type gridRow struct {
	header bool
	cells  []gridCell
}

type gridCell struct {
	text  rich
	cols  int // of its longest line, unbroken
	least int // of its longest word
	wide  int // how many columns it takes
}

// table sets a table as columns if they fit, squeezed if they can be, else as records: a line for each cell, with its
// column's heading.
func (p *page) table(b *article.Block, quote prefix, role style.Role) {
	if caption := p.rich(b.Spans, style.Caption); caption.text != "" {
		p.set(caption, frame{first: quote, rest: quote, rtl: b.RTL, ragged: true})
	}
	g := p.grid(b, role)
	if g.columns == 0 {
		return
	}
	if widths := g.fit(p.width - quote.cols); widths != nil && !b.RTL {
		p.columns(g, widths, quote)
		return
	}
	p.records(g, quote, b.RTL)
}

func (p *page) grid(b *article.Block, role style.Role) grid {
	var g grid
	for _, r := range b.Rows {
		row := gridRow{header: r.Header}
		look := role
		if r.Header && role == style.Text {
			look = style.Heading
		}
		for _, c := range r.Cells {
			p.openLink = -1
			cell := gridCell{text: p.rich(c.Spans, look), wide: max(min(c.Across, mostColumns), 1)}
			for _, a := range p.split(cell.text.text, 1<<20) {
				cell.least = max(cell.least, a.width)
			}
			for l := range strings.SplitSeq(cell.text.text, "\n") {
				cell.cols = max(cell.cols, p.textWidth(l))
			}
			row.cells = append(row.cells, cell)
			for k := 1; k < cell.wide && len(row.cells) < mostColumns; k++ {
				row.cells = append(row.cells, gridCell{})
			}
		}
		g.columns = max(g.columns, len(row.cells))
		g.rows = append(g.rows, row)
	}
	for i := range g.rows {
		for g.columns <= mostColumns && len(g.rows[i].cells) < g.columns {
			g.rows[i].cells = append(g.rows[i].cells, gridCell{wide: 1})
		}
	}
	return g
}

// mostColumns bounds a table that is set as columns, and what a wide cell may claim: no screen shows more.
const mostColumns = 100

// fit returns the columns' widths for a table of at most width columns of the screen, or nil where it cannot be. What
// columns ask for beyond a fair share is taken from the widest.
func (g grid) fit(width int) []int {
	if g.columns > mostColumns {
		return nil
	}
	want := make([]int, g.columns)
	least := make([]int, g.columns)
	for _, r := range g.rows {
		for i, c := range r.cells {
			if c.wide == 1 {
				want[i] = max(want[i], c.cols, 1)
				least[i] = max(least[i], min(c.least, 2*narrowest))
			}
		}
	}
	room := width - tableGap*(g.columns-1)
	sum, min1 := 0, 0
	for i := range want {
		want[i] = max(want[i], 1)
		least[i] = min(max(least[i], min(want[i], narrowest)), want[i])
		sum += want[i]
		min1 += least[i]
	}
	if min1 > room {
		return nil
	}
	for sum > room {
		widest := -1
		for i := range want {
			if want[i] > least[i] && (widest < 0 || want[i] > want[widest]) {
				widest = i
			}
		}
		second := least[widest]
		for i := range want {
			if want[i] < want[widest] {
				second = max(second, min(want[i], want[widest]-1))
			}
		}
		cut := min(max(want[widest]-second, 1), sum-room, want[widest]-least[widest])
		want[widest] -= cut
		sum -= cut
	}
	return want
}

// columns sets the table as columns, with a line below its headings.
func (p *page) columns(g grid, widths []int, quote prefix) {
	total := tableGap * (len(widths) - 1)
	for _, w := range widths {
		total += w
	}
	for i, r := range g.rows {
		p.row(r, widths, quote)
		if r.header && i+1 < len(g.rows) && !g.rows[i+1].header {
			p.begin(quote, false, 0)
			p.tint(p.sgr(style.Line, 0, false), strings.Repeat(p.o.Marks.Horizontal, total))
			p.laid.Lines = append(p.laid.Lines, Line{Text: string(p.buf), Block: p.block, Removed: p.removed, Col: p.margin + quote.cols})
		}
	}
}

// row sets one row: each cell apart, as a page of its own width, then side by side.
func (p *page) row(r gridRow, widths []int, quote prefix) {
	type column struct {
		at    int
		lines []Line
	}
	var cells []column
	first := len(p.laid.Lines)
	most, at := 0, 0
	margin, width := p.margin, p.width
	offset, next := p.offset, p.offset // all cells begin where the row does
	for i := 0; i < len(r.cells); i++ {
		c := r.cells[i]
		w := widths[i]
		for k := 1; k < c.wide && i+k < len(widths); k++ {
			w += tableGap + widths[i+k]
		}
		p.margin, p.width = margin+quote.cols+at, w
		p.offset = offset
		p.set(c.text, frame{ragged: true})
		next = max(next, p.offset)
		lines := append([]Line(nil), p.laid.Lines[first:]...)
		p.laid.Lines = p.laid.Lines[:first]
		cells = append(cells, column{at, lines})
		most = max(most, len(lines))
		at += w + tableGap
		i += c.wide - 1
		if c.wide == 0 {
			break
		}
	}
	p.margin, p.width, p.offset = margin, width, next
	for n := range most {
		p.begin(quote, false, 0)
		col := 0
		for _, c := range cells {
			if n >= len(c.lines) || c.lines[n].Cols == 0 {
				continue
			}
			l := c.lines[n]
			p.spaces(c.at - col)
			p.buf = append(p.buf, l.Text[margin+quote.cols+c.at:]...) // the margin is spaces
			col = c.at + l.Col + l.Cols - (margin + quote.cols + c.at)
			offset = max(offset, l.Offset)
		}
		p.laid.Lines = append(p.laid.Lines, Line{
			Text: string(p.buf), Block: p.block, Removed: p.removed, Offset: offset, Col: margin + quote.cols, Cols: col,
		})
	}
}

// records sets each row as lines "heading: cell".
func (p *page) records(g grid, quote prefix, rtl bool) {
	var heads []string
	begin := 0
	for begin < len(g.rows) && g.rows[begin].header {
		for i, c := range g.rows[begin].cells {
			if i == len(heads) {
				heads = append(heads, "")
			}
			heads[i] = strings.TrimSpace(heads[i] + " " + c.text.text)
		}
		begin++
	}
	if begin == len(g.rows) { // nothing but headings
		begin, heads = 0, nil
	}
	for n, r := range g.rows[begin:] {
		if n > 0 {
			p.blankLine(quote)
		}
		for i, c := range r.cells {
			if c.text.text == "" {
				continue
			}
			t := c.text
			if i < len(heads) && heads[i] != "" {
				var b richer
				b.add(heads[i]+": ", p.sgr(style.Dim, 0, false), -1)
				at := 0
				for _, run := range t.runs {
					b.add(t.text[at:run.end], run.sgr, run.link)
					at = run.end
				}
				t = rich{text: b.b.String(), runs: b.runs, hidden: t.hidden || hasHidden(heads[i])}
			}
			p.set(t, frame{first: quote, rest: quote.then(blank(min(2, p.width/4))), rtl: rtl, ragged: true})
		}
	}
}
