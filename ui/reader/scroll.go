package reader

import (
	tea "charm.land/bubbletea/v2"

	"tidings/ui/keys"
)

// Do carries out an action of the key table, count times where that makes sense (0: once). It reports false for what is
// not the reader's, and for ReadOn at the end of the article: then the Model goes to the next unread item.
func (r *Reader) Do(a keys.Action, count int) (handled bool, cmd tea.Cmd) {
	n := max(count, 1)
	if r.list.open {
		return r.doInList(a, n)
	}
	switch a {
	case keys.Down:
		r.scrollTo(r.top + r.step(n))
	case keys.Up:
		r.scrollTo(r.top + r.step(-n))
	case keys.HalfDown:
		r.scrollTo(r.top + r.step(n*r.half()))
	case keys.HalfUp:
		r.scrollTo(r.top + r.step(-n*r.half()))
	case keys.PageDown:
		r.scrollTo(r.top + r.step(n*r.page()))
	case keys.PageUp:
		r.scrollTo(r.top + r.step(-n*r.page()))
	case keys.Top:
		if count > 0 {
			r.scrollTo(count - 1)
		} else {
			r.toEdge(0)
		}
	case keys.Bottom:
		if count > 0 {
			r.scrollTo(count - 1)
		} else {
			r.toEdge(r.maxTop())
		}
	case keys.ReadOn:
		if r.AtEnd() || !r.has {
			return false, nil
		}
		if r.h == 1 {
			r.scrollTo(r.top + r.onward())
		} else {
			r.scrollTo(r.top + r.page())
		}
	case keys.LeftOut:
		return true, r.ToggleRemoved(count > 1)
	case keys.Keep:
		return r.keep()
	case keys.Changes:
		return r.toggleChanges(count)
	case keys.Hints:
		r.startHints()
	case keys.Links:
		r.openList()
	case keys.NextMatch:
		if r.search.query == "" {
			return false, nil
		}
		r.stepHit(n)
	case keys.PrevMatch:
		if r.search.query == "" {
			return false, nil
		}
		r.stepHit(-n)
	case keys.Back:
		return r.goBack(), nil
	default:
		return false, nil
	}
	return true, nil
}

// goBack undoes the last of what Back is for within an article: a jump to a footnote, then a search's highlights.
func (r *Reader) goBack() bool {
	switch n := len(r.back); {
	case n > 0:
		r.scrollTo(r.back[n-1])
		r.back = r.back[:n-1]
	case r.search.query != "":
		r.search = search{}
	default:
		return false
	}
	return true
}

// Wheel scrolls by lines: down when positive.
func (r *Reader) Wheel(lines int) {
	if r.list.open {
		r.list.move(lines)
		return
	}
	r.scrollTo(r.top + lines)
}

// page leaves two lines of the last screen on the next one, to find the place again.
func (r *Reader) page() int {
	if r.h == 1 {
		return linesAPage
	}
	return max(r.h-2, 1)
}

func (r *Reader) half() int {
	if r.h == 1 {
		return linesAPage / 2
	}
	return max(r.h/2, 1)
}

func (r *Reader) maxTop() int {
	if r.laid == nil {
		return 0
	}
	return max(len(r.laid.Lines)-r.h, 0)
}

// scrollTo makes line top the first on the screen, as far as there are lines. A layout that is under way goes there too.
func (r *Reader) scrollTo(top int) {
	if r.foreign {
		return // what is on the screen is about to go
	}
	was := r.top
	r.top = max(min(top, r.maxTop()), 0)
	if r.waiting && r.laid != nil && r.top != was {
		r.anchor = r.seen()
	}
}

// AtEnd reports whether the article's last line is on the screen.
func (r *Reader) AtEnd() bool { return r.laid != nil && !r.foreign && r.top >= r.maxTop() }

// Progress returns how much of the article has been on the screen or above it, 0 to 1.
func (r *Reader) Progress() float64 {
	if r.laid == nil || r.foreign || len(r.laid.Lines) == 0 {
		return 0
	}
	return min(float64(r.top+r.h)/float64(len(r.laid.Lines)), 1)
}

// MinutesLeft returns the reading time of what is below the screen's first line, rounded up; 0 at the end.
func (r *Reader) MinutesLeft() int {
	if r.laid == nil || r.foreign || len(r.laid.Lines) == 0 || r.AtEnd() {
		return 0
	}
	left := float64(len(r.laid.Lines)-r.top) / float64(len(r.laid.Lines))
	return max(int(float64(r.laid.Minutes)*left+0.5), 1)
}
