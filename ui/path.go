package ui

import (
	"strings"

	tea "charm.land/bubbletea/v2"
)

// anywhere says that all that is typed is a path.
func anywhere(string) (at int, ok bool) { return 0, true }

// behind says that a path follows one of these words.
func behind(words ...string) func(text string) (at int, ok bool) {
	return func(text string) (at int, ok bool) {
		for _, w := range words {
			if strings.HasPrefix(text, w+" ") {
				return len(w) + 1, true
			}
		}
		return 0, false
	}
}

// lastWord says that the last word of a command may be a path.
func lastWord(text string) (at int, ok bool) {
	at = strings.LastIndexAny(text, " >") + 1
	return at, at > 0
}

// pathsFound are the paths that begin as what was typed does.
type pathsFound struct {
	of    *ask
	text  string
	found []string
	err   error
}

// completePath looks for files where a path is being typed; ok is false where Tab means something else.
func (m *Model) completePath() (cmd tea.Cmd, ok bool) {
	a := m.ask
	sys := m.o.System
	if offered, _ := a.line.Candidates(); sys == nil || a.path == nil || offered != nil {
		return nil, false
	}
	text := a.line.Text()
	at, ok := a.path(text)
	if !ok {
		return nil, false
	}
	ctx := m.ctx
	return func() tea.Msg {
		found, err := sys.Paths(ctx, text[at:])
		for i := range found {
			found[i] = text[:at] + found[i]
		}
		return pathsFound{a, text, found, err}
	}, true
}

func (f pathsFound) apply(m *Model) tea.Cmd {
	if m.ask != f.of || m.ask.line.Text() != f.text { // typed on meanwhile
		return nil
	}
	switch {
	case f.err != nil:
		m.said.Text = words(f.err)
	case len(f.found) == 0:
		m.said.Text = "no such file"
	default:
		m.said.Text = ""
		m.ask.line.Offer(f.found)
	}
	return nil
}
