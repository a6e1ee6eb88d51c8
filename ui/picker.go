package ui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"tidings/ui/list"
	"tidings/ui/prompt"
	"tidings/ui/status"
	"tidings/ui/style"
)

// picker is a list that takes the place of the panes: help, the log, feeds that were found.
type picker struct {
	title   string
	rows    []pick
	shown   []int // rows that match what is typed
	list    list.List
	palette bool   // letters are typed into a filter
	wants   string // stands there while nothing is typed
	line    prompt.Line
	hints   []status.Hint
	keys    map[string]func(m *Model) tea.Cmd // further keys, where letters are not typed
	leave   func(m *Model) tea.Cmd            // Esc; nil: nothing
}

// pick is a row of a picker: its lines, and what Enter does.
type pick struct {
	lines  []pickLine
	choose func(m *Model) tea.Cmd // nil: a heading or a line to read
	marked bool
	also   string // what finds it beside its lines
}

type pickLine struct {
	key  string // stands in a column of its own, on the left
	text string
	role style.Role
}

// keyColumn is how wide the column of keys is.
const keyColumn = 16

func (p *picker) heights(i int) int { return len(p.rows[p.shown[i]].lines) }

// showPicker puts a picker on the screen, with its cursor on the first row that can be chosen.
func (m *Model) showPicker(p *picker) tea.Cmd {
	m.pick = p
	m.said.Text = ""
	p.filter("")
	p.resize(m)
	p.settle(1)
	return nil
}

func (p *picker) resize(m *Model) {
	h := m.geo.body.h
	if p.palette {
		h--
	}
	p.list.Resize(h, p.heights)
}

// filter shows the rows whose text holds every word typed. Headings without rows go.
func (p *picker) filter(text string) {
	words := strings.Fields(strings.ToLower(text))
	p.shown = p.shown[:0]
	heading := -1
	for i, r := range p.rows {
		if r.choose == nil && p.palette {
			heading = i
			continue
		}
		var b strings.Builder
		for _, l := range r.lines {
			b.WriteString(l.key + " " + l.text + " ")
		}
		hay := strings.ToLower(b.String() + r.also)
		ok := true
		for _, w := range words {
			ok = ok && strings.Contains(hay, w)
		}
		if !ok {
			continue
		}
		if heading >= 0 {
			p.shown = append(p.shown, heading)
			heading = -1
		}
		p.shown = append(p.shown, i)
	}
	p.list.Set(len(p.shown), 0, 0, p.heights)
	p.settle(1)
}

// settle moves the cursor off rows that can't be chosen, if any can.
func (p *picker) settle(d int) {
	if !p.palette {
		return
	}
	for i := p.list.Cursor(); i >= 0 && i < len(p.shown); i += d {
		if p.rows[p.shown[i]].choose != nil {
			p.list.To(i, p.heights)
			return
		}
	}
	if d < 0 { // the top is a heading: show it, and stand on the first row below
		p.list.To(0, p.heights)
		p.settle(1)
	}
}

func (p *picker) close(m *Model) tea.Cmd {
	m.pick = nil
	return m.arrange()
}

// press takes a key.
func (p *picker) press(m *Model, name, text string) tea.Cmd {
	d := 0
	switch name {
	case "esc", "ctrl+c", "ctrl+g":
		cmd := p.close(m)
		if p.leave != nil {
			return tea.Batch(cmd, p.leave(m))
		}
		return cmd
	case "enter":
		if len(p.shown) == 0 {
			return nil
		}
		r := p.rows[p.shown[p.list.Cursor()]]
		if r.choose == nil {
			return p.close(m)
		}
		return tea.Batch(p.close(m), r.choose(m))
	case "down", "ctrl+n":
		d = 1
		p.list.Move(1, p.heights)
	case "up", "ctrl+p":
		d = -1
		p.list.Move(-1, p.heights)
	case "pgdown", "ctrl+f", "ctrl+d":
		d = 1
		p.list.Page(1, 1, 1, p.heights)
	case "pgup", "ctrl+b", "ctrl+u":
		d = -1
		p.list.Page(-1, 1, 1, p.heights)
	}
	if d != 0 {
		p.settle(d)
		return nil
	}
	if p.palette {
		switch p.line.Key(name, text) {
		case prompt.Edited:
			p.filter(p.line.Text())
		case prompt.Dropped:
			return p.close(m)
		}
		return nil
	}
	if f, ok := p.keys[name]; ok {
		return f(m)
	}
	switch name {
	case "j":
		p.list.Move(1, p.heights)
	case "k":
		p.list.Move(-1, p.heights)
	case "g", "home":
		p.list.To(0, p.heights)
	case "G", "end":
		p.list.To(len(p.shown)-1, p.heights)
	case "q":
		return tea.Batch(p.close(m), p.left(m))
	}
	return nil
}

func (p *picker) left(m *Model) tea.Cmd {
	if p.leave == nil {
		return nil
	}
	return p.leave(m)
}

func (p *picker) paste(_ *Model, s string) tea.Cmd {
	if p.line.Paste(s) == prompt.Edited {
		p.filter(p.line.Text())
	}
	return nil
}

// draw appends the picker's lines: as many as the body is high.
func (p *picker) draw(m *Model, lines []string) []string {
	w := m.geo.body.w
	if p.palette {
		text, _ := p.line.View(m.measure, max(0, w-4))
		shown := m.theme.Paint(style.Input, text)
		used := m.measure.Width(text)
		if text == "" {
			hint := m.measure.Clip(p.wants, max(0, w-4), "")
			shown, used = m.theme.Paint(style.Dim, hint), m.measure.Width(hint)
		}
		lines = append(lines, m.exact(" "+m.theme.Paint(style.Accent, ">")+" "+shown+list.Spaces(w-3-used), w))
	}
	return p.list.View(lines, list.Spaces(w), func(i int) []string { return p.drawRow(m, i, w) })
}

func (p *picker) drawRow(m *Model, i, w int) []string {
	r := p.rows[p.shown[i]]
	under, bar := style.Text, " "
	if i == p.list.Cursor() && (r.choose != nil || !p.palette) {
		under, bar = style.Cursor, m.marks.Cursor
	}
	mark := " "
	if r.marked {
		mark = m.marks.Selected
	}
	out := make([]string, 0, len(r.lines))
	for _, l := range r.lines {
		if l == (pickLine{}) { // room between rows
			out = append(out, list.Spaces(w))
			continue
		}
		paint := func(role style.Role, s string) string { return m.theme.PaintOn(under, role, s) }
		s := paint(style.Accent, bar+mark)
		used := 2
		if l.key != "" && w > keyColumn*2 {
			s += paint(style.Key, m.measure.Fit(l.key, keyColumn, m.marks.Ellipsis))
			used += keyColumn
		} else if l.key != "" {
			s += paint(style.Key, l.key+" ")
			used += m.measure.Width(l.key) + 1
		}
		s += paint(l.role, m.measure.Fit(l.text, w-used, m.marks.Ellipsis))
		out = append(out, m.exact(s, w))
	}
	return out
}
