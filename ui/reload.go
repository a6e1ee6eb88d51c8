package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"tidings/ui/keys"
	"tidings/ui/style"
)

// Settings are those of a person's settings that can change while the interface runs; see Options for their meaning.
type Settings struct {
	Keys      *keys.Table
	Theme     string
	Themed    func(name string, dark bool) (style.Theme, bool)
	Dark      *bool
	Marks     style.Marks
	Measure   int
	Justify   bool
	Hyphenate bool
	NoMouse   bool
	Rest      string // which others have changed, which only a new start takes over, in words; "" for none
}

// settingsEvery is how often the settings are looked at while the person is there.
const settingsEvery = 2 * time.Second

// mind sees to it that changed settings are noticed.
func (m *Model) mind() tea.Cmd {
	if m.o.Settings == nil || m.minding {
		return nil
	}
	m.minding = true
	return m.tick(settingsEvery, settingsDue{})
}

// settingsDue asks for the settings.
type settingsDue struct{}

func (settingsDue) apply(m *Model) tea.Cmd {
	ask := m.o.Settings
	return func() tea.Msg {
		s, changed, err := ask()
		return settingsRead{s, changed, err}
	}
}

// settingsRead are the settings as they are now.
type settingsRead struct {
	s       Settings
	changed bool
	err     error
}

func (r settingsRead) apply(m *Model) tea.Cmd {
	m.minding = false
	var cmds []tea.Cmd
	switch {
	case r.err != nil:
		m.complain("The settings stay as they were: " + words(r.err))
	case r.changed:
		cmds = append(cmds, m.take(r.s))
	}
	if !m.blurred && m.now().Sub(m.lastKey) < pollFor {
		cmds = append(cmds, m.mind())
	}
	return tea.Batch(cmds...)
}

// take puts changed settings into force. A theme that was chosen with :theme stays until the config names another.
func (m *Model) take(s Settings) tea.Cmd {
	if s.Theme != m.o.Theme {
		m.named = s.Theme
	}
	m.o.Theme, m.o.Themed, m.o.Dark = s.Theme, s.Themed, s.Dark
	m.o.Measure, m.o.Justify, m.o.Hyphenate = s.Measure, s.Justify, s.Hyphenate
	if m.o.NoMouse != s.NoMouse {
		m.o.NoMouse, m.noMouse = s.NoMouse, s.NoMouse
	}
	if s.Dark != nil {
		m.dark = *s.Dark
	}
	if m.marks = s.Marks; m.marks == (style.Marks{}) {
		m.marks = style.Unicode()
	}
	if s.Keys != nil {
		m.keys = s.Keys
	}
	said := "The settings were read again."
	if s.Rest != "" {
		said += " " + s.Rest + " waits for the next start."
	}
	m.say(said)
	return tea.Batch(m.retheme(), m.arrange())
}
