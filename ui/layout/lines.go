package layout

import (
	"fmt"
	"strings"

	"tidings/ui/style"
)

// blankLine appends an empty line, with the bars of the quote that goes on through it.
func (p *page) blankLine(pre prefix) {
	p.begin(pre, false, 0)
	p.laid.Lines = append(p.laid.Lines, Line{
		Text: strings.TrimRight(string(p.buf), " "), Block: p.block, Removed: p.removed, Col: p.margin + pre.cols,
	})
}

// raw appends a line of final text, such as a picture's, at the text's left edge. cols is how much of it is text.
func (p *page) raw(text string, cols int) {
	p.begin(prefix{}, false, 0)
	p.buf = append(p.buf, text...)
	p.laid.Lines = append(p.laid.Lines, Line{
		Text: string(p.buf), Block: p.block, Removed: p.removed, Col: p.margin, Cols: cols,
	})
}

// cutLine appends the last line of a text that is not shown whole.
func (p *page) cutLine(t rich, atoms []atom, from, width int, pre prefix, f frame) {
	to, cols := from, 0
	for to < len(atoms) && cols+atoms[to].width+1 <= width {
		cols += atoms[to].width + atoms[to].space
		to++
	}
	start := atoms[from].start
	end := start
	if to > from {
		end = atoms[to-1].end
		cols -= atoms[to-1].space
	}
	text := t.text[start:end]
	if t.hidden {
		text = unhide(text)
	}
	sgr := ""
	for _, r := range t.runs {
		if sgr = r.sgr; r.end > start {
			break
		}
	}
	cols = p.textWidth(text) + 1
	left := 0
	if f.rtl {
		left = width - cols
	}
	p.begin(pre, f.rtl, left)
	p.write(text+p.o.Marks.Ellipsis, run{sgr: sgr, link: -1}, cols, len(p.laid.Lines), 0)
	p.finish(pre, f.rtl, width-left-cols)
	col := p.margin + left
	if !f.rtl {
		col += pre.cols
	}
	p.laid.Lines = append(p.laid.Lines, Line{
		Text: string(p.buf), Block: p.block, Removed: p.removed, Offset: p.offset + start, Col: col, Cols: cols,
	})
}

// unprintableLine stands for a character that is wider than the line.
func (p *page) unprintableLine(atoms []atom, width int, pre prefix, f frame) {
	p.begin(pre, f.rtl, 0)
	p.buf = append(p.buf, p.o.Marks.Ellipsis...)
	p.finish(pre, f.rtl, width-1)
	p.laid.Lines = append(p.laid.Lines, Line{
		Text: string(p.buf), Block: p.block, Removed: p.removed, Offset: p.offset + atoms[0].start, Col: p.margin + pre.cols, Cols: 1,
	})
}

// rule appends a dim line over cols columns of the text's width.
func (p *page) rule(cols int) {
	cols = max(min(cols, p.width), 1)
	p.begin(prefix{}, false, 0)
	p.buf = append(p.buf, p.o.Theme.Paint(style.Line, strings.Repeat(p.o.Marks.Horizontal, cols))...)
	p.laid.Lines = append(p.laid.Lines, Line{Text: string(p.buf), Block: p.block, Removed: p.removed, Col: p.margin})
}

const closeHyperlink = "\x1b]8;;\x1b\\"

// openHyperlink writes OSC 8 for a link. The id joins its pieces on several lines, so that a terminal marks them as one.
// The address goes out as printable ASCII, as the sequence's description asks for (Egmont Koblinger, "Hyperlinks in
// terminal emulators").
func (p *page) openHyperlink(n int, url string) {
	p.buf = fmt.Appendf(p.buf, "\x1b]8;id=%d;", n+1)
	for i := 0; i < len(url); i++ {
		if c := url[i]; c > 0x20 && c < 0x7f {
			p.buf = append(p.buf, c)
		} else {
			p.buf = fmt.Appendf(p.buf, "%%%02X", c)
		}
	}
	p.buf = append(p.buf, "\x1b\\"...)
}

// printableURL reports whether an address is short enough for terminals to take (VTE refuses more than 2,083 bytes) and
// leads outside.
func printableURL(url string) bool { return len(url) <= 2083 && url[0] != '#' }
