package ui

import (
	"context"
	"errors"
	"path/filepath"
	"strings"

	tea "charm.land/bubbletea/v2"

	"tidings/feed/moving"
	"tidings/ui/keys"
	"tidings/ui/status"
	"tidings/ui/style"
)

// askImport asks for a file of subscriptions.
func (m *Model) askImport(text string) tea.Cmd {
	if m.o.Subscriber == nil {
		m.complain("There is nothing here that could import feeds.")
		return nil
	}
	a := m.question("file: ", text, func(m *Model, text string) tea.Cmd {
		if text == "" {
			return nil
		}
		return m.previewImport(text)
	})
	a.line.Hint = "OPML, newsboat's folder, a list of addresses …; Tab completes"
	a.path = anywhere
	return nil
}

// imported is the outcome of an import.
type imported struct {
	path  string
	words string // what came
	err   error
}

func (m *Model) importFile(path, words string) tea.Cmd {
	ctx, s := m.during("importing "+path), m.o.Subscriber
	return func() tea.Msg { return imported{path, words, s.Import(ctx, path)} }
}

func (r imported) apply(m *Model) tea.Cmd {
	m.doneDuring()
	if r.err != nil {
		if errors.Is(r.err, context.Canceled) {
			return nil
		}
		m.complain(r.path + " could not be imported: " + words(r.err))
		return nil
	}
	m.say("Imported " + r.words + ". " + m.keys.Key(keys.Undo) + " takes it back.")
	m.welcome = false
	cmds := []tea.Cmd{m.sync()}
	if m.o.Refresher != nil {
		cmds = append(cmds, m.refresh())
	}
	return tea.Batch(cmds...)
}

// previewed is what a file would bring.
type previewed struct {
	req    int
	path   string
	report moving.Report
	err    error
}

// previewImport shows what a file would bring before it is imported.
func (m *Model) previewImport(path string) tea.Cmd {
	if m.o.Subscriber == nil {
		m.complain("There is nothing here that could import feeds.")
		return nil
	}
	ctx, s := m.during("reading "+path), m.o.Subscriber
	m.addReq = m.next()
	req := m.addReq
	return func() tea.Msg {
		r, err := s.Preview(ctx, path)
		return previewed{req, path, r, err}
	}
}

func (r previewed) apply(m *Model) tea.Cmd {
	if r.req != m.addReq {
		return nil
	}
	m.doneDuring()
	return m.whenFree(func() tea.Cmd { return r.show(m) })
}

// show offers what the file would bring, or says why it brings nothing.
func (r previewed) show(m *Model) tea.Cmd {
	name := filepath.Base(r.path)
	switch {
	case errors.Is(r.err, context.Canceled):
		return nil
	case r.err != nil:
		cmd := m.askImport(r.path) // the name stands there to be mended
		m.complain(words(r.err))
		return cmd
	case r.report.Empty():
		m.say("All feeds of " + name + " are here already.")
		return nil
	}
	p := &picker{
		title: name + " brings " + r.report.Words(),
		hints: []status.Hint{{Key: "Enter", Does: "import it"}, {Key: "Esc", Does: "leave it"}},
	}
	load := func(m *Model) tea.Cmd { return m.importFile(r.path, r.report.Words()) }
	row := func(role style.Role, lines ...string) {
		ls := make([]pickLine, len(lines))
		for i, l := range lines {
			ls[i] = pickLine{text: l, role: style.Dim}
		}
		ls[0].role = role
		p.rows = append(p.rows, pick{lines: ls, choose: load})
	}
	for _, f := range r.report.NewFeeds {
		title, where := f.Title, f.URL
		if title == "" {
			title, where = f.URL, ""
		}
		var facts []string
		for _, s := range []string{f.Folder, where} {
			if s != "" {
				facts = append(facts, s)
			}
		}
		if len(facts) == 0 {
			row(style.Text, title)
			continue
		}
		row(style.Text, title, "  "+strings.Join(facts, " "+m.marks.Dot+" "))
	}
	for _, v := range r.report.NewViews {
		row(style.Text, "Search: "+v.Name, "  "+v.Query)
	}
	if n := r.report.KnownFeeds; n > 0 {
		row(style.Dim, plural(n, "feed is", "feeds are")+" here already.")
	}
	for _, n := range r.report.Notes {
		row(style.Warning, n.String())
	}
	return m.showPicker(p)
}
