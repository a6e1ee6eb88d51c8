package reader

import (
	tea "charm.land/bubbletea/v2"

	"tidings/ui/layout"
)

// ShowsRemoved reports whether what was left out is shown.
func (r *Reader) ShowsRemoved() bool { return r.showRemoved }

// ToggleRemoved shows what was left out, in place, or hides it again; with around, also what stood around the article. The
// article's own lines on the screen stay where they are.
func (r *Reader) ToggleRemoved(around bool) tea.Cmd {
	if len(r.art.Removed) == 0 {
		return nil
	}
	if r.laid != nil && r.laid.Removed == 0 { // then that is all there is
		around = true
	}
	a := r.here()
	r.showRemoved = !r.showRemoved || around && !r.showAround
	r.showAround = r.showRemoved && around
	return r.relayout(a)
}

// CurrentRemoved returns which left-out run Keep would bring back: the first that begins on the screen, else the one
// that fills it; false when none is on the screen.
func (r *Reader) CurrentRemoved() (int, bool) {
	if r.laid == nil || r.foreign || !r.showRemoved {
		return 0, false
	}
	lines := r.laid.Lines
	first := -1
	for i := r.top; i < len(lines) && i < r.top+r.h; i++ {
		n := lines[i].Removed
		if n < 0 || n == layout.Earlier {
			continue
		}
		if first < 0 {
			first = n
		}
		if i == 0 || lines[i-1].Removed != n {
			return n, true
		}
	}
	return first, first >= 0
}

func (r *Reader) keep() (bool, tea.Cmd) {
	n, ok := r.CurrentRemoved()
	if !ok {
		return false, nil
	}
	msg := KeepMsg{Item: r.src.Item, Removed: n}
	return true, func() tea.Msg { return msg }
}
