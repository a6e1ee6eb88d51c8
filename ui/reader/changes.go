package reader

import (
	"fmt"
	"time"

	tea "charm.land/bubbletea/v2"

	"tidings/feed/article"
	"tidings/ui/layout"
)

// Changes tell the article that is shown from an earlier text of it.
type Changes struct {
	article.Change
	Until    time.Time // when the later text came
	OldTitle string    // "" where it is the same
}

// Words says what is different: "2 paragraphs", "the title and 1 paragraph".
func (c Changes) Words() string {
	s := ""
	switch c.Count {
	case 0:
	case 1:
		s = "1 paragraph"
	default:
		s = fmt.Sprintf("%d paragraphs", c.Count)
	}
	switch {
	case c.OldTitle == "":
		return s
	case s == "":
		return "the title"
	}
	return "the title and " + s
}

// SetChanges gives what is different from earlier texts of the article, the latest first; none if the publisher changed nothing.
func (r *Reader) SetChanges(cs []Changes) tea.Cmd {
	if len(cs) == 0 && len(r.changes) == 0 {
		return nil
	}
	r.changes = cs
	r.compare = min(r.compare, len(cs))
	return r.relayout(r.here())
}

// Compared returns what is shown as changed, which of how many texts ago that is, and false when nothing is.
func (r *Reader) Compared() (c Changes, back, of int, ok bool) {
	if r.compare == 0 {
		return c, 0, len(r.changes), false
	}
	return r.changes[r.compare-1], r.compare, len(r.changes), true
}

// toggleChanges shows what is different from the latest earlier text, or the count-th, or hides it.
func (r *Reader) toggleChanges(count int) (bool, tea.Cmd) {
	if len(r.changes) == 0 {
		return false, nil
	}
	was := r.compare
	r.compare = min(max(count, 1), len(r.changes))
	if count == 0 && was > 0 {
		r.compare = 0
	}
	to := r.here()
	if r.compare > 0 && r.top == 0 {
		to = anchor{}
	}
	return true, r.relayout(to)
}

// compared tells the layout what to show of earlier texts.
func (r *Reader) compared(o *layout.Options) {
	if len(r.changes) == 0 {
		return
	}
	c := r.changes[max(r.compare, 1)-1]
	when := layout.Date(c.Until, o.Now, o.Zone)
	if r.compare == 0 {
		o.Changed = "changed " + when + ": " + c.Words()
		if n := len(r.changes); n > 1 {
			o.Changed += fmt.Sprintf(", %d times in all", n)
		}
		return
	}
	o.Changed = "+ now, - before " + when + ": " + c.Words()
	o.Changes, o.OldTitle = &c.Change, c.OldTitle
}
