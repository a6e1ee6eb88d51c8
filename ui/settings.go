package ui

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"tidings/feed"
)

// askSetting asks for a setting of the feed at hand and its new value: "interval 2h".
func (m *Model) askSetting() tea.Cmd {
	f, ok := m.feedAtHand()
	if !ok {
		return nil
	}
	a := m.question("set for "+f.Title+": ", "", func(m *Model, text string) tea.Cmd {
		name, value, _ := strings.Cut(strings.TrimSpace(text), " ")
		if name == "" {
			return nil
		}
		if err := feed.Set(&f, name, value); err != nil {
			m.complain(words(err))
			return nil
		}
		done := fmt.Sprintf("%s is set for %s.", name, f.Title)
		if strings.TrimSpace(value) == "" {
			done = fmt.Sprintf("%s has its default again for %s.", name, f.Title)
		}
		return m.update1(f, done, "Changing "+name)
	})
	a.line.Hint = "a name and a value; Tab names them"
	a.line.Complete = func(text string) []string { return completeSetting(f, text) }
	a.path = behind("cookies")
	return nil
}

// completeSetting offers the names of the settings, and behind a whole name its value now. Secrets are not among the values.
func completeSetting(f feed.Feed, text string) []string {
	var out []string
	for _, s := range feed.Describe(f) {
		full := s.Name + " "
		if s.Value != "" && s.Value != "(set)" {
			full += s.Value
		}
		switch {
		case strings.HasPrefix(text, s.Name+" ") && strings.HasPrefix(full, text):
			out = append(out, full)
		case strings.HasPrefix(s.Name, text):
			out = append(out, s.Name+" ")
		}
	}
	return out
}
