package reader

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"tidings/ui/layout"
)

// In a pane one line high the reader is read line by line, without a screen: its first line is the one last read.

// Line returns the number of the first line on the screen.
func (r *Reader) Line() int { return r.top }

// LineText returns the plain text of a line, without the margin, and what it shows beside the article as layout.Line.Removed
// has it.
func (r *Reader) LineText(n int) (text string, removed int) {
	if r.laid == nil || n < 0 || n >= len(r.laid.Lines) {
		return "", -1
	}
	l := r.laid.Lines[n]
	text = ansi.Strip(l.Text)
	for range (r.textWidth() - layout.Measure(r.textWidth(), r.o.Measure)) / 2 {
		text = strings.TrimPrefix(text, " ")
	}
	return text, l.Removed
}

// HeaderLines returns how many lines stand above the article's text.
func (r *Reader) HeaderLines() int {
	if r.laid == nil {
		return 0
	}
	n := 0
	for n < len(r.laid.Lines) && r.laid.Lines[n].Block == layout.Header {
		n++
	}
	return n
}

// SkipHeader goes to the header's last line if the reader stands in it.
func (r *Reader) SkipHeader() {
	if n := r.HeaderLines() - 1; r.top < n {
		r.scrollTo(n)
	}
}

// Hinted returns the links that hints are shown for, in the order of their numbers.
func (r *Reader) Hinted() []layout.Link {
	var out []layout.Link
	for _, i := range r.hints.links {
		out = append(out, r.laid.Links[i])
	}
	return out
}

// linesAPage is how many lines of text a page is that is read line by line: as many as a terminal commonly shows.
const linesAPage = 24

// Silent reports whether there is nothing to read on a line: it is empty, or a rule.
func (r *Reader) Silent(n int) bool {
	return r.laid == nil || n < 0 || n >= len(r.laid.Lines) || strings.Trim(strings.TrimSpace(ansi.Strip(r.laid.Lines[n].Text)), r.o.Marks.Horizontal) == ""
}

// onward returns how many lines down the next paragraph ends.
func (r *Reader) onward() int {
	if r.laid == nil {
		return 1
	}
	lines := r.laid.Lines
	i := r.top + 1
	for i < len(lines)-1 && r.Silent(i) {
		i++
	}
	for i+1 < len(lines) && lines[i+1].Cols > 0 && lines[i+1].Block == lines[i].Block && lines[i+1].Removed == lines[i].Removed {
		i++
	}
	return max(i-r.top, 1)
}

// step returns how many lines to move for d, over silent ones where the reader reads line by line.
func (r *Reader) step(d int) int {
	if r.h != 1 || r.laid == nil {
		return d
	}
	one := 1
	if d < 0 {
		one = -1
	}
	last := len(r.laid.Lines) - 1
	i, to := r.top, r.top
	for n := d * one; n > 0; n-- {
		for i += one; i > 0 && i < last && r.Silent(i); i += one {
		}
		if i < 0 || i > last || r.Silent(i) { // nothing further that way
			break
		}
		to = i
	}
	return to - r.top
}

// toEdge goes to the first or the last line that there is to read.
func (r *Reader) toEdge(top int) {
	r.scrollTo(top)
	if r.h != 1 || r.laid == nil || r.foreign || len(r.laid.Lines) == 0 || !r.Silent(r.top) {
		return
	}
	d := 1
	if top > 0 {
		d = -1
	}
	r.scrollTo(r.top + r.step(d))
}
