package ui

import (
	tea "charm.land/bubbletea/v2"

	"tidings/ui/keys"
)

// askFolderPath asks for another path of a folder: its name, or where it stands.
func (m *Model) askFolderPath(path string) tea.Cmd {
	a := m.question("folder "+path+" becomes: ", path, func(m *Model, text string) tea.Cmd {
		to := folderPath(text)
		if to == path {
			return nil
		}
		ctx, lib := m.ctx, m.o.Library
		return func() tea.Msg {
			n, err := lib.MoveFolder(ctx, path, to)
			return folderMoved{path, to, n, err}
		}
	})
	a.line.Hint = "empty: what is in it stands outside"
	a.line.Complete = m.completeFolder()
	return nil
}

// folderMoved is the outcome of moving a folder.
type folderMoved struct {
	from, to string
	feeds    int
	err      error
}

func (r folderMoved) apply(m *Model) tea.Cmd {
	undo := " " + m.keys.Key(keys.Undo) + " undoes it."
	words := "The folder " + r.from + " is " + r.to + " now." + undo
	switch {
	case r.feeds == 0:
		words = "No feed is in " + r.from + " any more."
	case r.to == "":
		words = "The folder " + r.from + " is gone; its feeds stay." + undo
	}
	cmd := managed{words: words, what: "Moving " + r.from, err: r.err}.apply(m)
	if r.err != nil {
		return cmd
	}
	if m.feeds.folded[r.from] {
		delete(m.feeds.folded, r.from)
		m.feeds.folded[r.to] = r.to != ""
	}
	if v := m.items.view; v.Kind == viewFolder && v.Path == r.from {
		if v.Path = r.to; r.to == "" {
			v = view{}
		}
		return tea.Sequence(cmd, func() tea.Msg { return showView{v} })
	}
	return cmd
}

// showView shows a view in place of one that is no more.
type showView struct{ view view }

func (s showView) apply(m *Model) tea.Cmd { return m.show(s.view) }
