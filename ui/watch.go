package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"
)

const (
	pollEvery = time.Second // how often Changed is asked while the person is there
	pollFor   = time.Minute // how long after the last key the person counts as being there
)

// changed is the store's number: another one tells that a process has changed it.
type changed struct {
	version int64
	err     error
}

// askVersion reads the store's number.
func (m *Model) askVersion() tea.Cmd {
	ctx, lib := m.ctx, m.o.Library
	return func() tea.Msg {
		v, err := lib.Changed(ctx)
		return changed{v, err}
	}
}

// pollNow asks whether the store has changed.
type pollNow struct{}

func (pollNow) apply(m *Model) tea.Cmd {
	m.polling = false
	return m.askVersion()
}

// awake notes that the person is there, and sees to it that changes of other processes are noticed.
func (m *Model) awake() tea.Cmd {
	m.lastKey = m.now()
	m.items.untouched = false
	cmd := m.mind()
	if m.polling || !m.booted {
		return cmd
	}
	m.polling = true
	return tea.Batch(cmd, m.tick(pollEvery, pollNow{}))
}

func (c changed) apply(m *Model) tea.Cmd {
	var cmds []tea.Cmd
	if c.err == nil {
		if c.version != m.version {
			cmds = append(cmds, m.sync())
		}
		m.version = c.version
	}
	here := m.lastKey
	if here.IsZero() { // who has just started it is there
		here = m.began
	}
	if !m.polling && !m.blurred && m.now().Sub(here) < pollFor {
		m.polling = true
		cmds = append(cmds, m.tick(pollEvery, pollNow{}))
	}
	return tea.Batch(cmds...)
}
