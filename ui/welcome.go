package ui

import (
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"tidings/ui/keys"
	"tidings/ui/list"
	"tidings/ui/style"
)

// pressWelcome takes the welcome screen's own keys.
func (m *Model) pressWelcome(name string) (tea.Cmd, bool) {
	switch name {
	case "a", "enter":
		return m.askAdd(""), true
	case "i":
		return m.askImport(""), true
	case "d":
		if m.o.Demo {
			return m.demo(), true
		}
	case "q":
		return m.quit(), true
	}
	return nil, false
}

// drawWelcome appends what a newcomer sees.
func (m *Model) drawWelcome(lines []string) []string {
	w, h := m.geo.body.w, m.geo.body.h
	type line struct {
		key, text string
		role      style.Role
	}
	ls := []line{
		{"", "Tidings shows you the news, and nothing else.", style.Title},
		{},
		{"a", "add a feed or any site's address", style.Text},
		{"i", "import your subscriptions (OPML, newsboat, …)", style.Text},
	}
	if m.o.Demo {
		ls = append(ls, line{"d", "look around with the built-in demo", style.Text})
	}
	ls = append(ls, line{}, line{"", "You can do this later too: press " + m.keys.Key(keys.Command) + " or " + m.keys.Key(keys.Help), style.Dim})
	left := max(2, min(w/6, (w-50)/2))
	var set []string
	for _, l := range ls {
		lead, used := list.Spaces(left), left
		if l.key != "" {
			lead += "  " + m.theme.Paint(style.Key, l.key) + "   "
			used += 6
		}
		for i, part := range strings.Split(ansi.Method(m.measure).Wordwrap(l.text, max(8, w-used-1), ""), "\n") {
			if i > 0 {
				lead = list.Spaces(used)
			}
			set = append(set, m.exact(lead+m.theme.Paint(l.role, m.measure.Fit(part, w-used, m.marks.Ellipsis)), w))
		}
	}
	for len(set) > h { // not even room for all: what can be done comes first
		set = set[1:]
	}
	top := (h - len(set)) / 3
	lines = append(blank(lines, w, top), set...)
	return blank(lines, w, h-top-len(set))
}
