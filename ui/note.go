package ui

import (
	tea "charm.land/bubbletea/v2"

	"tidings/feed"
	"tidings/ui/keys"
)

// noteRead brings the note of an item, to be changed.
type noteRead struct {
	item feed.ItemID
	text string
	err  error
}

// askNote asks for the note on the item at hand, with what stands there.
func (m *Model) askNote() tea.Cmd {
	n, ok := m.o.Library.(Noter)
	if !ok {
		m.complain("Notes can't be kept here.")
		return nil
	}
	hs := m.chosen()
	if len(hs) == 0 {
		return nil
	}
	ctx, id := m.ctx, hs[0].ID
	return func() tea.Msg {
		s, err := n.Note(ctx, id)
		return noteRead{id, s, err}
	}
}

func (r noteRead) apply(m *Model) tea.Cmd {
	if r.err != nil {
		m.complain("The note could not be read: " + words(r.err))
		return nil
	}
	if m.ask != nil { // something else is being typed by now
		return nil
	}
	a := m.question("note: ", r.text, func(m *Model, text string) tea.Cmd {
		n, ok := m.o.Library.(Noter)
		if !ok || text == r.text {
			return nil
		}
		ctx, done := m.ctx, "Noted."
		if text == "" {
			done = "The note is taken away."
		}
		done += " " + m.keys.Key(keys.Undo) + " undoes it."
		return func() tea.Msg { return outcome{done, "The note could not be stored", n.SetNote(ctx, r.item, text)} }
	})
	a.line.Hint = "what you want to remember; is:noted in a search finds it"
	return nil
}
