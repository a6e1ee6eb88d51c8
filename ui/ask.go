package ui

import (
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"tidings/ui/list"
	"tidings/ui/prompt"
	"tidings/ui/style"
)

// ask is a question on the status line: its line, and what becomes of the answer.
type ask struct {
	line prompt.Line
	// yesNo makes it a question that one key answers.
	yesNo bool
	path  func(text string) (at int, ok bool) // where in the text a path begins, for Tab; nil: nowhere
	edit  func(m *Model, text string) tea.Cmd // after each change; nil: nothing
	done  func(m *Model, text string) tea.Cmd // Enter, or y
	drop  func(m *Model) tea.Cmd              // Esc; nil: nothing
	write func(m *Model, text string) tea.Cmd // editorKey: the answer is written in the person's editor; nil: not this one
}

// editorKey takes the answer to the editor, as it does in a shell after ^X.
const editorKey = "ctrl+x"

// question begins a question.
func (m *Model) question(label, text string, done func(m *Model, text string) tea.Cmd) *ask {
	m.ask = &ask{line: prompt.Line{Label: label}, done: done}
	m.ask.line.Set(text)
	m.said.Text = ""
	m.in.Reset()
	m.pending = ""
	return m.ask
}

// whenFree shows a question or a list that comes by itself: at once, or when what is being typed or chosen has ended. The newest
// takes the place of one that waits.
func (m *Model) whenFree(show func() tea.Cmd) tea.Cmd {
	if m.ask != nil || m.pick != nil {
		m.held = show
		return nil
	}
	m.held = nil
	return show()
}

// confirm asks for y before something that matters.
func (m *Model) confirm(words string, done func(m *Model) tea.Cmd) {
	a := m.question(words+"  y yes · n no ", "", func(m *Model, _ string) tea.Cmd { return done(m) })
	a.yesNo = true
}

// typed takes a key for the question.
func (m *Model) typed(name, text string) tea.Cmd {
	if m.ask.yesNo {
		switch name {
		case "y", "Y":
			return m.edited(prompt.Done)
		case "n", "N", "q", "esc", "ctrl+c", "ctrl+g", "enter":
			return m.edited(prompt.Dropped)
		}
		return nil
	}
	if name == editorKey && m.ask.write != nil {
		text, write := m.ask.line.Text(), m.ask.write
		m.ask = nil
		return write(m, text)
	}
	if name == "tab" {
		if cmd, ok := m.completePath(); ok {
			return cmd
		}
	}
	return m.edited(m.ask.line.Key(name, text))
}

// edited does what an event of the line asks for.
func (m *Model) edited(e prompt.Event) tea.Cmd {
	a := m.ask
	switch e {
	case prompt.Edited:
		if a.edit != nil {
			return a.edit(m, a.line.Text())
		}
		m.said.Text = "" // it was about another answer
	case prompt.Done:
		m.ask = nil
		return a.done(m, strings.TrimSpace(a.line.Text()))
	case prompt.Dropped:
		m.ask = nil
		if a.drop != nil {
			return a.drop(m)
		}
	}
	return nil
}

// askRoom is the columns that the text of the question has.
func (m *Model) askRoom() int { return max(0, m.w-2-m.measure.Width(m.ask.line.Label)) }

func (m *Model) drawAsk() string {
	text, _ := m.ask.line.View(m.measure, m.askRoom())
	label := m.measure.Clip(m.ask.line.Label, max(0, m.w-2), m.marks.Ellipsis)
	used := 1 + m.measure.Width(label)
	s := " " + m.theme.Paint(style.Key, label)
	if text == "" && m.ask.line.Hint != "" {
		hint := m.measure.Clip(m.ask.line.Hint, m.w-used-1, m.marks.Ellipsis)
		s += m.theme.Paint(style.Dim, hint)
		used += m.measure.Width(hint)
	} else {
		s += m.theme.Paint(style.Input, text)
		used += m.measure.Width(text)
	}
	if said := list.Fold(m.said.Text); said != "" && m.noteFits(used) {
		return m.exact(s+list.Spaces(m.w-used-m.measure.Width(said)-1)+m.theme.Paint(style.Warning, said)+" ", m.w)
	}
	return m.exact(s+list.Spaces(m.w-used), m.w)
}

// noteFits reports whether what is wrong with the answer so far has room on its line, of which so many columns are used.
func (m *Model) noteFits(used int) bool { return m.measure.Width(list.Fold(m.said.Text)) <= m.w-used-4 }

// noteLines is how many lines what is wrong takes above the question at most.
const noteLines = 3

// drawNote lays what is wrong with the answer so far, if it is too long to stand behind it, over the last lines of the body.
func (m *Model) drawNote(lines []string) {
	text, _ := m.ask.line.View(m.measure, m.askRoom())
	if m.said.Text == "" || m.noteFits(1+m.measure.Width(m.ask.line.Label)+m.measure.Width(text)) {
		return
	}
	note := strings.Split(ansi.Method(m.measure).Wrap(list.Fold(m.said.Text), max(1, m.w-2), ""), "\n")
	n := min(len(note), noteLines, len(lines)-1)
	if n <= 0 {
		return
	}
	if n < len(note) {
		note[n-1] = strings.Join(note[n-1:], " ") // to be cut with a mark
	}
	for i := range n {
		lines[len(lines)-n+i] = " " + m.theme.Paint(style.Warning, m.measure.Fit(note[i], m.w-2, m.marks.Ellipsis)) + " "
	}
}

// shownCandidates is how many completions stand above the line at once.
const shownCandidates = 8

// drawCandidates lays the completions on offer over the last lines of the body.
func (m *Model) drawCandidates(lines []string) {
	c, at := m.ask.line.Candidates()
	if len(c) == 0 {
		return
	}
	n := min(len(c), shownCandidates, len(lines)-1)
	from := 0
	if at >= n {
		from = at - n + 1
	}
	for i := range n {
		role := style.Text
		bar := " "
		if from+i == at {
			role, bar = style.Cursor, m.marks.Cursor
		}
		text := m.measure.Fit(bar+" "+c[from+i], m.w, m.marks.Ellipsis)
		lines[len(lines)-n+i] = m.theme.Paint(role, text)
	}
}

// remember adds to a history that keeps its newest fifty, each once.
func remember(h []string, s string) []string {
	out := make([]string, 0, len(h)+1)
	for _, x := range h {
		if x != s {
			out = append(out, x)
		}
	}
	out = append(out, s)
	return out[max(0, len(out)-50):]
}
