package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"tidings/ui/keys"
)

// loneDigit is how long a lone 1, 2 or 3 may still become a count before it is the key of a view.
const loneDigit = 300 * time.Millisecond

// digitAlone ends the wait for a lone digit.
type digitAlone struct{ req int }

func (d digitAlone) apply(m *Model) tea.Cmd {
	if d.req != m.digit {
		return nil
	}
	m.pending = ""
	r := m.in.Expire(m.keys, m.where())
	if r.Action == "" {
		return nil
	}
	return m.do(r.Action, 0)
}

// where returns the pane with the focus as the key table names it.
func (m *Model) where() keys.Where {
	switch m.focus {
	case paneFeeds:
		return keys.InFeeds
	case paneArticle:
		return keys.InArticle
	}
	return keys.InItems
}

// press takes a key: what is being typed comes first, then an overlay, then the reader's hints, then the table.
func (m *Model) press(k tea.KeyPressMsg) tea.Cmd {
	name := k.String()
	if m.geo.is == tooSmall {
		if name == "ctrl+c" || name == "Q" {
			return m.quit()
		}
		return nil
	}
	if m.ask != nil {
		return m.typed(name, k.Text)
	}
	if m.pick != nil {
		return m.pick.press(m, name, k.Text)
	}
	if m.focus == paneArticle && m.reader.Capturing() {
		return m.reader.Key(k)
	}
	if m.welcome && m.booted && !m.in.Waiting() {
		if cmd, ok := m.pressWelcome(name); ok {
			return cmd
		}
	}
	if name == "esc" && !m.in.Waiting() {
		if cmd, ok := m.escape(); ok {
			return cmd
		}
	}
	begun := m.in.Waiting()
	r := m.in.Press(m.keys, m.where(), name)
	m.pending = ""
	if r.Wait {
		m.pending = r.Shown
		if r.Expire {
			m.digit = m.next()
			return m.tick(loneDigit, digitAlone{m.digit})
		}
		return nil
	}
	if r.Action == "" {
		if !begun {
			m.sayWhere(name)
		}
		return nil
	}
	return m.do(r.Action, r.Count)
}

// sayWhere says of a key that does nothing in this pane where it does.
func (m *Model) sayWhere(key string) {
	row, ok := m.keys.Elsewhere(m.where(), key)
	if !ok {
		return
	}
	place := "in the lists: " + m.keys.Key(keys.Back) + " goes back to them"
	switch row.Where {
	case keys.InArticle:
		place = "in an article: " + m.keys.Key(keys.Open) + " opens one"
	case keys.InItems, keys.InItems | keys.InArticle:
		place = "on items: " + m.keys.Key(keys.Open) + " goes to them"
		if m.focus == paneArticle {
			place = "on items: " + m.keys.Key(keys.Back) + " goes back to them"
		}
	case keys.InFeeds:
		place = "on feeds: " + m.keys.Key(keys.PaneLeft) + " goes to them"
	}
	m.say(keys.Shown(key) + " (" + row.Does + ") works " + place + ".")
}

// escape is what Esc does before it means "go back": it stops what is under way, or takes a message or filter away.
func (m *Model) escape() (tea.Cmd, bool) {
	switch {
	case m.busy != "" || m.progress.Running:
		return m.stopAll(), true
	case m.zen:
		m.zen = false
		return m.arrange(), true
	case len(m.items.selected) > 0 && m.focus == paneItems:
		clear(m.items.selected)
		return nil, true
	case m.items.view.Narrow != "" && m.focus == paneItems:
		v := m.items.view
		v.Narrow = ""
		return m.comeBack(v, true), true
	}
	return nil, false
}

// stopAll ends what Esc can end: a request of the person's, and a refresh.
func (m *Model) stopAll() tea.Cmd {
	if m.stop != nil {
		m.stop()
		m.stop = nil
	}
	m.busy = ""
	m.art.req, m.art.loading = m.next(), false
	if m.art.standIn != "" {
		m.art.standIn = "Stopped. " + m.keys.Key(keys.Open) + " in the list fetches it again."
	}
	if m.progress.Running && m.o.Refresher != nil {
		r := m.o.Refresher
		return func() tea.Msg {
			r.Stop()
			return nil
		}
	}
	m.say("Stopped.")
	return nil
}

// paste takes pasted text: into what is being typed; else it may be an address to add.
func (m *Model) paste(s string) tea.Cmd {
	switch {
	case m.ask != nil:
		return m.edited(m.ask.line.Paste(s))
	case m.pick != nil && m.pick.palette:
		return m.pick.paste(m, s)
	case m.welcome && m.pick == nil:
		cmd := m.askAdd("")
		return tea.Batch(cmd, m.edited(m.ask.line.Paste(s)))
	}
	return nil
}
