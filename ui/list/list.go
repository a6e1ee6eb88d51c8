// Package list is a virtual list: it knows how many rows there are, how high each is, which one the cursor is on and
// which ones are on the screen. Its work per key depends on the height of the screen only, never on the length of the
// list. It is not where rows are made: who uses it hands in their heights and their lines.
package list

// Heights gives the height of row i in lines, at least 1. It must be cheap: it is asked for the rows near the screen.
type Heights func(i int) int

// List is the state of one list. The zero value is an empty list of height 0.
type List struct {
	n, cursor int
	top       int // first row on screen
	height    int // lines

	// Jump scrolls by half a screen when the cursor leaves it, instead of line by line. A pane that shares its lines with
	// others cannot use the terminal's own scrolling: line by line, each key would rewrite the whole pane.
	Jump bool
}

// Len returns the number of rows.
func (l *List) Len() int { return l.n }

// Cursor returns the row that the cursor is on; 0 in an empty list.
func (l *List) Cursor() int { return l.cursor }

// Top returns the first row on the screen.
func (l *List) Top() int { return l.top }

// Set gives the list its length, cursor and first row at once, as after new rows came in; the numbers are brought into
// range.
func (l *List) Set(n, cursor, top int, h Heights) {
	l.n = max(n, 0)
	l.cursor = clamp(cursor, l.n)
	l.top = clamp(top, l.n)
	l.reveal(h)
}

// Resize gives the list its height in lines.
func (l *List) Resize(height int, h Heights) {
	height = max(height, 0)
	if l.height == height {
		return
	}
	l.height = height
	l.reveal(h)
}

// Move moves the cursor by d rows and reports whether it moved.
func (l *List) Move(d int, h Heights) bool { return l.To(l.cursor+d, h) }

// To puts the cursor on row i, or the nearest there is, and reports whether it moved.
func (l *List) To(i int, h Heights) bool {
	old := l.cursor
	l.cursor = clamp(i, l.n)
	l.reveal(h)
	return l.cursor != old
}

// Page moves the cursor by a part of the screen: num/den of its height, at least one row, and by d times that.
func (l *List) Page(d, num, den int, h Heights) bool {
	lines := max(1, l.height*num/max(den, 1))
	i := l.cursor
	for range max(d, -d) {
		left := lines
		for left > 0 {
			if d > 0 {
				if i >= l.n-1 {
					break
				}
				left -= h(i)
				i++
			} else {
				if i <= 0 {
					break
				}
				i--
				left -= h(i)
			}
		}
	}
	return l.To(i, h)
}

// Scroll moves the screen by d rows and takes the cursor along when it would leave the screen, as a wheel does.
func (l *List) Scroll(d int, h Heights) {
	l.top = min(max(l.top+d, 0), l.lastTop(h))
	first, last := l.top, l.lastVisible(h)
	l.cursor = min(max(l.cursor, first), last)
	l.cursor = clamp(l.cursor, l.n)
}

// RowAt returns the row that stands on line y of the screen, and false where there is none.
func (l *List) RowAt(y int, h Heights) (int, bool) {
	if y < 0 || y >= l.height {
		return 0, false
	}
	for i := l.top; i < l.n; i++ {
		y -= h(i)
		if y < 0 {
			return i, true
		}
	}
	return 0, false
}

// View appends the lines on the screen to dst: exactly Height of them, blank ones below the last row. The lines of a row
// come from rows(i).
func (l *List) View(dst []string, blank string, rows func(i int) []string) []string {
	left := l.height
	for i := l.top; i < l.n && left > 0; i++ {
		for _, s := range rows(i) {
			if left == 0 {
				break
			}
			dst = append(dst, s)
			left--
		}
	}
	for ; left > 0; left-- {
		dst = append(dst, blank)
	}
	return dst
}

// margin is how many rows stay visible beyond the cursor.
func (l *List) margin() int {
	if l.Jump {
		return 0
	}
	return min(2, l.height/6)
}

// reveal brings the cursor onto the screen and leaves no empty space below the last row while there are rows above.
func (l *List) reveal(h Heights) {
	if l.n == 0 || l.height == 0 {
		l.top = 0
		return
	}
	m := l.margin()
	switch {
	case l.cursor < l.top+m && l.top > 0:
		if l.Jump {
			l.top = l.upFrom(l.cursor, l.height/2, h)
		} else {
			l.top = max(0, l.cursor-m)
		}
	case l.needsDown(min(l.cursor+m, l.n-1), h):
		if l.Jump {
			l.top = l.upFrom(l.cursor, l.height/2, h)
		} else {
			l.top = l.upFrom(min(l.cursor+m, l.n-1), l.height, h)
		}
	}
	l.top = min(l.top, l.cursor)
	if last := l.lastTop(h); l.top > last {
		l.top = max(0, last)
	}
}

// needsDown reports whether the last line of row i lies below the screen. It looks at no more rows than fit.
func (l *List) needsDown(i int, h Heights) bool {
	if i-l.top >= l.height {
		return true
	}
	lines := 0
	for j := l.top; j <= i; j++ {
		lines += h(j)
		if lines > l.height {
			return true
		}
	}
	return false
}

// upFrom returns the first row such that it and all to row i fit into lines; i itself when even it does not.
func (l *List) upFrom(i, lines int, h Heights) int {
	for i >= 0 {
		lines -= h(i)
		if lines < 0 {
			return min(i+1, l.n-1)
		}
		if i == 0 || lines == 0 {
			return i
		}
		i--
	}
	return 0
}

// lastTop returns the first row of the last full screen.
func (l *List) lastTop(h Heights) int {
	if l.n == 0 {
		return 0
	}
	return l.upFrom(l.n-1, l.height, h)
}

func (l *List) lastVisible(h Heights) int {
	left := l.height
	for i := l.top; i < l.n; i++ {
		left -= h(i)
		if left < 0 {
			return max(l.top, i-1)
		}
		if left == 0 {
			return i
		}
	}
	return l.n - 1
}

func clamp(i, n int) int { return max(0, min(i, n-1)) }
