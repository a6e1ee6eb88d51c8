package ui

import (
	"context"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"tidings/feed"
	"tidings/ui/keys"
	"tidings/ui/list"
	"tidings/ui/prompt"
	"tidings/ui/style"
)

// ask is a question on the status line: its line, and what becomes of the answer.
type ask struct {
	line prompt.Line
	// yesNo makes it a question that one key answers.
	yesNo bool
	edit  func(m *Model, text string) tea.Cmd // after each change; nil: nothing
	done  func(m *Model, text string) tea.Cmd // Enter, or y
	drop  func(m *Model) tea.Cmd              // Esc; nil: nothing
}

// question begins a question.
func (m *Model) question(label, text string, done func(m *Model, text string) tea.Cmd) *ask {
	m.ask = &ask{line: prompt.Line{Label: label}, done: done}
	m.ask.line.Set(text)
	m.said.Text = ""
	m.in.Reset()
	m.pending = ""
	return m.ask
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
	if said := m.said; said.Text != "" { // what is wrong with it so far
		note := m.measure.Clip(said.Text, m.w-used-4, m.marks.Ellipsis)
		if n := m.measure.Width(note); n > 8 {
			return m.exact(s+list.Spaces(m.w-used-n-1)+m.theme.Paint(style.Warning, note)+" ", m.w)
		}
	}
	return m.exact(s+list.Spaces(m.w-used), m.w)
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

// found is the answer to a search or filter as it is typed.
type found struct {
	req   int
	rows  []feed.Headline
	whole bool
	err   error
}

// typingPause is how long a query waits for the next letter, which cancels it: fast typists do not search for each one.
const typingPause = 8 * time.Millisecond

// seek shows a view as it is typed. The request before is cancelled.
func (m *Model) seek(v view) tea.Cmd {
	p := &m.items
	p.view = v
	p.req = m.next()
	p.moreUp, p.moreDn = false, false
	p.syncReq = p.req
	if m.stopSeek != nil {
		m.stopSeek()
	}
	ctx, stop := context.WithCancel(m.ctx)
	m.stopSeek = stop
	req, lib, q := p.req, m.o.Library, limited(v.query(m.now()), pageSize)
	return func() tea.Msg {
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(typingPause):
		}
		rows, err := lib.Headlines(ctx, q)
		return found{req, rows, len(rows) < q.Limit, err}
	}
}

func (f found) apply(m *Model) tea.Cmd {
	if f.req != m.items.req {
		return nil
	}
	if f.err != nil {
		// A query half typed is often not one yet; what is wrong with it stands there until the next letter.
		m.said.Text = words(f.err)
		return nil
	}
	m.said.Text = ""
	m.showRows(f.rows, f.whole)
	return nil
}

// askSearch begins a search: in the article when it has the keys, else over everything, as one types.
func (m *Model) askSearch() tea.Cmd {
	if m.focus == paneArticle {
		a := m.question("/", "", func(m *Model, text string) tea.Cmd {
			if n := m.reader.Search(text); n == 0 && text != "" {
				m.say("“" + text + "” does not stand in this article.")
			}
			return nil
		})
		a.edit = func(m *Model, text string) tea.Cmd { m.reader.Search(text); return nil }
		a.drop = func(m *Model) tea.Cmd { m.reader.Search(""); return nil }
		return nil
	}
	old := m.items.view
	if old.Kind != viewSearch {
		m.before = old
	}
	cmd := m.to(paneItems)
	a := m.question("/", "", func(m *Model, text string) tea.Cmd {
		if text == "" {
			return m.show(old)
		}
		m.searches = remember(m.searches, text)
		return nil
	})
	a.line.Hint = "words, \"a phrase\", prefix*, -without, title:, feed:, is:unread, newer:2w"
	a.line.History = m.searches
	a.edit = func(m *Model, text string) tea.Cmd {
		if strings.TrimSpace(text) == "" {
			return m.seek(old)
		}
		return m.seek(view{Kind: viewSearch, Text: feed.Unfinished(text)})
	}
	a.drop = func(m *Model) tea.Cmd {
		m.said.Text = ""
		return m.show(old)
	}
	return cmd
}

// askFilter narrows the list as one types.
func (m *Model) askFilter() tea.Cmd {
	old := m.items.view
	cmd := m.to(paneItems)
	narrow := func(text string) view {
		v := old
		v.Narrow = strings.TrimSpace(feed.Unfinished(text))
		return v
	}
	a := m.question("filter: ", old.Narrow, func(m *Model, text string) tea.Cmd {
		if v := narrow(text); v.Narrow != m.items.view.Narrow {
			return m.show(v)
		}
		return nil
	})
	a.edit = func(m *Model, text string) tea.Cmd { return m.seek(narrow(text)) }
	a.drop = func(m *Model) tea.Cmd {
		m.said.Text = ""
		return m.show(old)
	}
	return cmd
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

// askTags asks for the tags of the item at hand.
func (m *Model) askTags() tea.Cmd {
	hs := m.chosen()
	if len(hs) == 0 {
		return nil
	}
	a := m.question("tags: ", strings.Join(hs[0].Tags, " "), func(m *Model, text string) tea.Cmd {
		tags := strings.FieldsFunc(text, func(r rune) bool { return r == ' ' || r == ',' || r == '#' })
		for _, h := range hs {
			m.items.set(h.ID, func(x *feed.Headline) { x.Tags = tags })
		}
		back := func(m *Model) {
			for _, h := range hs {
				m.items.set(h.ID, func(x *feed.Headline) { x.Tags = h.Tags })
			}
		}
		ctx, lib := m.ctx, m.o.Library
		m.say("Tagged. " + m.keys.Key(keys.Undo) + " undoes it.")
		if len(tags) == 0 {
			m.say("Tags taken away. " + m.keys.Key(keys.Undo) + " undoes it.")
		}
		return func() tea.Msg {
			for _, h := range hs {
				if err := lib.SetTags(ctx, h.ID, tags); err != nil {
					return marked{back: back, what: "The tags", err: err}
				}
			}
			return marked{back: back}
		}
	})
	a.line.Hint = "words, separated by spaces"
	known := m.feeds.tags
	a.line.Complete = func(text string) []string {
		head, last := "", text
		if i := strings.LastIndexAny(text, " ,"); i >= 0 {
			head, last = text[:i+1], text[i+1:]
		}
		var out []string
		for t := range known {
			if strings.HasPrefix(t, last) {
				out = append(out, head+t)
			}
		}
		return sorted(out)
	}
	return nil
}
