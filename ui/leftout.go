package ui

import (
	tea "charm.land/bubbletea/v2"

	"tidings/ui/keys"
)

// leftOut carries out an action on what was left out where the reader had nothing to do: the list has the keys, or no block to keep
// is on the screen.
func (m *Model) leftOut(a keys.Action, count int) tea.Cmd {
	art, _, ok := m.reader.Article()
	if !ok || m.geo.article.w == 0 {
		m.say("Open an article first; " + m.keys.Key(keys.LeftOut) + " then shows what was left out of it.")
		return nil
	}
	if m.focus != paneArticle {
		if done, cmd := m.reader.Do(a, count); done {
			m.sayLeftOut(a)
			return cmd
		}
	}
	switch {
	case len(art.Removed) == 0:
		m.say("Nothing was left out here.")
	case m.reader.ShowsRemoved():
		m.say("No left-out block is on the screen: scroll to one.")
	default:
		m.say(m.keys.Key(keys.LeftOut) + " shows what was left out; " + m.keys.Key(a) + " then keeps a block of it.")
	}
	return nil
}

// sayLeftOut says what showing the left-out blocks has done: all of them may stand above or below the screen.
func (m *Model) sayLeftOut(a keys.Action) {
	if a != keys.LeftOut {
		return
	}
	if art, _, _ := m.reader.Article(); len(art.Removed) == 0 {
		m.say("Nothing was left out here.")
	} else if m.reader.ShowsRemoved() && m.voice == nil { // which says so by itself
		m.say("What was left out is in its place. " + m.keys.Key(keys.Keep) + " keeps a block, " + m.keys.Key(a) + " hides them.")
	}
}
