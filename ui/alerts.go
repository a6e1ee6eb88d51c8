package ui

import (
	"os"
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"tidings/feed/text"
)

// Alert is a desktop notification that the terminal is asked to show.
type Alert struct{ Title, Body string }

// alerted is an alert that has come.
type alerted Alert

// awaitAlert waits for the next alert.
func (m *Model) awaitAlert() tea.Cmd {
	ctx, alerts := m.ctx, m.o.Alerts
	if alerts == nil {
		return nil
	}
	return func() tea.Msg {
		select {
		case a, ok := <-alerts:
			if ok {
				return alerted(a)
			}
		case <-ctx.Done():
		}
		return nil
	}
}

func (a alerted) apply(m *Model) tea.Cmd {
	return tea.Batch(m.awaitAlert(), tea.Raw(alertBytes(Alert(a), os.Getenv)))
}

// alertBytes asks the terminal for a notification: by OSC 777 (urxvt's, with a title) where the environment tells of a
// terminal that knows that one only, else by OSC 9 (iTerm2's; WezTerm, kitty, Ghostty, Windows Terminal and others). Not
// both: some show each. Inside tmux and screen it is wrapped to reach the terminal outside.
func alertBytes(a Alert, env func(string) string) string {
	title, body := strings.ReplaceAll(text.Line(a.Title), ";", ","), text.Line(a.Body)
	term := env("TERM")
	s := ansi.Notify(title + ": " + body)
	if strings.HasPrefix(term, "rxvt") || strings.HasPrefix(term, "foot") || env("VTE_VERSION") != "" {
		s = ansi.URxvtExt("notify", title, body)
	}
	switch {
	case env("TMUX") != "":
		return ansi.TmuxPassthrough(s)
	case strings.HasPrefix(term, "screen"):
		return ansi.ScreenPassthrough(s, 0)
	}
	return s
}
