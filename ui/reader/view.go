package reader

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"tidings/ui/layout"
	"tidings/ui/style"
)

// narrowest is the width from which there is room for the progress column and the gap before it.
const narrowest = 30

func (r *Reader) hasTrack() bool { return !r.o.Linear && r.w >= narrowest }

// textWidth is what the layout gets.
func (r *Reader) textWidth() int {
	if r.hasTrack() {
		return r.w - 2
	}
	return r.w
}

// View returns the pane: as many lines as it is high, each exactly as wide.
func (r *Reader) View() []string {
	out := make([]string, r.h)
	if r.list.open {
		r.viewList(out)
		return out
	}
	marks := r.overlays()
	var from, to int
	track, thumb := " ", " "
	if r.laid != nil && len(r.laid.Lines) > r.h {
		track, thumb = r.o.Theme.Paint(style.Track, r.o.Marks.Track), r.o.Theme.Paint(style.Thumb, r.o.Marks.Thumb)
	}
	width := r.w
	if r.hasTrack() {
		from, to = r.thumb()
		width--
	}
	for y := range out {
		var line layout.Line
		if r.laid != nil && r.top+y < len(r.laid.Lines) {
			line = r.laid.Lines[r.top+y]
		}
		if m := marks[r.top+y]; len(m) > 0 {
			out[y] = r.fit(overlay(line.Text, m, r.o.Graphemes), width)
		} else {
			out[y] = r.row(r.top+y, line.Text, width)
		}
		if r.hasTrack() {
			if y >= from && y < to {
				out[y] += thumb
			} else {
				out[y] += track
			}
		}
	}
	return out
}

// row returns line number n padded to width. Rows are kept: scrolling by one line makes one new row.
func (r *Reader) row(n int, text string, width int) string {
	if r.rows == nil || r.rowsOf != r.laid || r.rowWidth != width {
		r.rowsOf, r.rowWidth, r.rows = r.laid, width, map[int]string{}
	}
	if s, ok := r.rows[n]; ok {
		return s
	}
	s := r.fit(text, width)
	r.rows[n] = s
	return s
}

// thumb returns the rows of the progress column that stand for what is on the screen.
func (r *Reader) thumb() (from, to int) {
	if r.laid == nil || len(r.laid.Lines) == 0 {
		return 0, 0
	}
	n := len(r.laid.Lines)
	size := max(r.h*r.h/n, 1)
	if n <= r.h {
		return 0, r.h
	}
	from = r.top * (r.h - size) / max(n-r.h, 1)
	return from, from + size
}

// fit makes a line exactly width columns wide. Only a line of a layout for another width is cut.
func (r *Reader) fit(s string, width int) string {
	w := layout.Width(s, r.o.Graphemes)
	if w > width {
		s, _, _ = layout.Cut(s, width, width, r.o.Graphemes)
		if w = layout.Width(s, r.o.Graphemes); w > width { // a wide character across the border
			s, _, _ = layout.Cut(s, width-1, width, r.o.Graphemes)
			w = layout.Width(s, r.o.Graphemes)
		}
	}
	if w < width {
		s += strings.Repeat(" ", width-w)
	}
	return s
}

// mark is a look laid over columns of a line, with other text in their place if it is not "".
type mark struct {
	col, cols int
	look      style.Look
	text      string
}

// overlays collects what lies over the lines on the screen: search hits, hints, the current left-out run.
func (r *Reader) overlays() map[int][]mark {
	if r.laid == nil || r.foreign {
		return nil
	}
	out := map[int][]mark{}
	seen := func(line int) bool { return line >= r.top && line < r.top+r.h }
	for i, h := range r.search.hits {
		if last := h.parts[len(h.parts)-1].Line; last < r.top {
			continue
		}
		if h.parts[0].Line >= r.top+r.h {
			break
		}
		look := r.o.Theme.Look(style.Hit)
		if i == r.search.at {
			look = r.o.Theme.Look(style.HitHere)
		}
		for _, p := range h.parts {
			if seen(p.Line) {
				out[p.Line] = append(out[p.Line], mark{col: p.Col, cols: p.Cols, look: look})
			}
		}
	}
	if n, ok := r.CurrentRemoved(); ok && r.src.Item != 0 {
		look := r.o.Theme.Look(style.LeftOutHere)
		for i := r.top; i < len(r.laid.Lines) && i < r.top+r.h; i++ {
			if l := r.laid.Lines[i]; l.Removed == n && l.Cols > 0 {
				out[i] = append([]mark{{col: l.Col, cols: l.Cols, look: look}}, out[i]...)
			}
		}
	}
	if r.hints.on {
		r.hintMarks(out, seen)
	}
	return out
}

// hintMarks sets the numbers of the hints over the beginning of their links, and shows the link that Enter would follow.
func (r *Reader) hintMarks(out map[int][]mark, seen func(int) bool) {
	for n, i := range r.hints.links {
		label := strconv.Itoa(n + 1)
		if !strings.HasPrefix(label, r.hints.typed) {
			continue
		}
		first := true
		for _, p := range r.laid.Links[i].Parts {
			if !seen(p.Line) {
				continue
			}
			if label == r.hints.typed {
				out[p.Line] = append(out[p.Line], mark{col: p.Col, cols: p.Cols, look: r.o.Theme.Look(style.LinkHere)})
			}
			if first {
				out[p.Line] = append(out[p.Line], mark{col: p.Col, cols: len(label), look: r.o.Theme.Look(style.Hint), text: label})
				first = false
			}
		}
	}
}

// overlay lays marks over a line; later ones win where they meet. The line keeps its width unless it was shorter.
func overlay(line string, marks []mark, graphemes bool) string {
	for _, m := range marks {
		if w := layout.Width(line, graphemes); w < m.col+m.cols {
			line += strings.Repeat(" ", m.col+m.cols-w)
		}
		head, text, tail := layout.Cut(line, m.col, m.col+m.cols, graphemes)
		if m.text != "" {
			text = m.text
		}
		line = head + m.look.Paint(text) + tail
	}
	return line
}

// viewList draws the list of links.
func (r *Reader) viewList(out []string) {
	if len(out) == 0 {
		return
	}
	rows := len(out) - 1
	if r.list.at < r.list.top {
		r.list.top = r.list.at
	}
	if r.list.at >= r.list.top+rows {
		r.list.top = r.list.at - rows + 1
	}
	t := &r.o.Theme
	out[0] = t.Paint(style.Title, r.fit(fmt.Sprintf(" Links  %d/%d", r.list.at+1, r.list.n), r.w))
	for y := 1; y < len(out); y++ {
		i := r.list.top + y - 1
		if i >= r.list.n {
			out[y] = r.fit("", r.w)
			continue
		}
		l := r.laid.Links[i]
		number := fmt.Sprintf("%*d  ", len(fmt.Sprint(r.list.n))+1, i+1)
		room := r.w - len(number) - 1
		text, address := ansi.Truncate(l.Text, max(room*3/5, 8), r.o.Marks.Ellipsis), ""
		if l.Text == l.URL {
			text = ansi.Truncate(l.URL, room, r.o.Marks.Ellipsis)
		} else {
			address = ansi.Truncate(l.URL, max(room-ansi.StringWidth(text)-2, 0), r.o.Marks.Ellipsis)
		}
		if i == r.list.at {
			out[y] = t.Paint(style.Cursor, r.fit(number+text+"  "+address, r.w))
			continue
		}
		out[y] = r.fit(number+t.Paint(style.Link, text)+"  "+t.Paint(style.Dim, address), r.w)
	}
}
