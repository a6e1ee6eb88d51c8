package ui

import (
	"errors"
	"strings"

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
	hs := m.chosen()
	if len(hs) == 0 {
		return nil
	}
	ctx, lib, id := m.ctx, m.o.Library, hs[0].ID
	return func() tea.Msg {
		s, err := lib.Note(ctx, id)
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
	if strings.Contains(strings.TrimSpace(r.text), "\n") { // one line would lose the others
		return m.writeNote(r, r.text)
	}
	a := m.question("note: ", r.text, func(m *Model, text string) tea.Cmd { return m.keepNote(r, text) })
	a.line.Hint = "what you want to remember; is:noted in a search finds it"
	if m.o.System != nil {
		a.line.Hint += "; ^X opens your editor"
		a.write = func(m *Model, text string) tea.Cmd { return m.writeNote(r, text) }
	}
	return nil
}

// keepNote stores the note, when it is another one.
func (m *Model) keepNote(r noteRead, text string) tea.Cmd {
	if text == r.text {
		return nil
	}
	ctx, lib, done := m.ctx, m.o.Library, "Noted."
	if text == "" {
		done = "The note is taken away."
	}
	done += " " + m.keys.Key(keys.Undo) + " undoes it."
	return func() tea.Msg { return outcome{done, "The note could not be stored", lib.SetNote(ctx, r.item, text)} }
}

// noteWritten is what the editor left.
type noteWritten struct {
	of   noteRead
	text string
	err  error
}

// writeNote opens the note in the person's editor.
func (m *Model) writeNote(r noteRead, text string) tea.Cmd {
	sys := m.o.System
	if sys == nil {
		m.complain("This note has several lines, and there is no editor here.")
		return nil
	}
	return func() tea.Msg {
		p, result, err := sys.Edit(text)
		return noteReady{r, p, result, err}
	}
}

// noteReady is an editor that can be started.
type noteReady struct {
	of     noteRead
	editor Process
	result func() (string, error)
	err    error
}

func (e noteReady) apply(m *Model) tea.Cmd {
	if e.err != nil {
		m.complain("The note could not be edited: " + words(e.err))
		return nil
	}
	return tea.Exec(onTerminal{e.editor}, func(failed error) tea.Msg {
		text, err := e.result()
		return noteWritten{e.of, strings.TrimSpace(text), errors.Join(failed, err)}
	})
}

func (w noteWritten) apply(m *Model) tea.Cmd {
	if w.err != nil {
		m.complain("The note is as it was: " + words(w.err))
		return nil
	}
	return m.keepNote(w.of, w.text)
}
