package ui

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"

	tea "charm.land/bubbletea/v2"

	"tidings/feed"
	"tidings/ui/reader"
)

// stateKey names the interface's state in the library.
const stateKey = "ui"

// savedState is what outlives the program, as JSON. Fields that a newer version adds are ignored by an older one.
type savedState struct {
	View     view            `json:"view"`
	Item     feed.ItemID     `json:"item,omitempty"` // under the cursor
	Line     int             `json:"line,omitempty"` // rows above it on the screen
	Open     feed.ItemID     `json:"open,omitempty"` // the article on the screen
	At       reader.Position `json:"at"`             // where it stands
	Pane     pane            `json:"pane"`
	Zen      bool            `json:"zen,omitempty"`
	Sizes    sizes           `json:"sizes"`
	Folded   []string        `json:"folded,omitempty"`
	Group    grouping        `json:"group,omitempty"`
	Uses     int             `json:"uses,omitempty"`
	Light    bool            `json:"light,omitempty"` // the terminal's background, to begin with the right theme
	Theme    string          `json:"theme,omitempty"` // chosen with :theme
	Searches []string        `json:"searches,omitempty"`
	Commands []string        `json:"commands,omitempty"`
	Pipes    []string        `json:"pipes,omitempty"`
	Places   []savedPlace    `json:"places,omitempty"`
}

// savedPlace is where the reading of an article stopped.
type savedPlace struct {
	Item feed.ItemID     `json:"item"`
	At   reader.Position `json:"at"`
}

// mostPlaces is how many articles' places are remembered.
const mostPlaces = 300

// places remembers where the reading of articles stopped, the newest mostPlaces of them.
type places struct {
	at    map[string]reader.Position
	order []feed.ItemID
}

func (p *places) get(id feed.ItemID) (reader.Position, bool) {
	at, ok := p.at[strconv.FormatInt(int64(id), 10)]
	return at, ok
}

func (p *places) put(id feed.ItemID, at reader.Position) {
	if i := slices.Index(p.order, id); i >= 0 {
		p.order = slices.Delete(p.order, i, i+1)
	}
	key := strconv.FormatInt(int64(id), 10)
	if at == (reader.Position{}) || at.End { // at its beginning or read to the end: it opens at the beginning again
		delete(p.at, key)
		return
	}
	p.order = append(p.order, id)
	p.at[key] = at
	if len(p.order) > mostPlaces {
		delete(p.at, strconv.FormatInt(int64(p.order[0]), 10))
		p.order = p.order[1:]
	}
}

// keepPlace remembers where the open article stands.
func (m *Model) keepPlace() {
	if m.art.id != 0 && !m.art.loading && !m.art.feedText {
		if _, s, ok := m.reader.Article(); ok && s.Item == m.art.id {
			m.positions.put(m.art.id, m.reader.Position())
		}
	}
}

func loadState(ctx context.Context, lib Library) (s savedState, err error) {
	s.Pane = paneItems
	v, err := lib.State(ctx, stateKey)
	if err != nil || len(v) == 0 {
		return s, err
	}
	if err := json.Unmarshal(v, &s); err != nil {
		return savedState{Pane: paneItems}, fmt.Errorf("ui: state: %w", err)
	}
	return s, nil
}

// state returns what is to be saved.
func (m *Model) state() savedState {
	m.keepPlace()
	s := savedState{
		View: m.items.view, Pane: m.focus, Zen: m.zen, Sizes: m.sizes, Group: m.items.group, Uses: m.uses, Light: !m.dark,
		Open: m.art.id, Searches: m.searches, Commands: m.commands, Pipes: m.pipes,
	}
	if m.art.id != 0 && !m.art.loading {
		s.At = m.reader.Position()
	}
	if m.named != m.o.Theme {
		s.Theme = m.named
	}
	if s.View.Kind == viewSearch { // a search is not where one starts a day
		s.View = m.before
	}
	s.View.Narrow = ""
	if r, ok := m.items.current(); ok {
		s.Item, s.Line = r.ID, m.items.list.Cursor()-m.items.list.Top()
	}
	for f, closed := range m.feeds.folded {
		if closed {
			s.Folded = append(s.Folded, f)
		}
	}
	slices.Sort(s.Folded)
	for _, id := range m.positions.order {
		if at, ok := m.positions.get(id); ok {
			s.Places = append(s.Places, savedPlace{id, at})
		}
	}
	return s
}

// restore takes over what was saved.
func (m *Model) restore(s savedState) {
	m.focus, m.zen, m.sizes, m.items.group, m.uses = min(s.Pane, paneArticle), s.Zen, s.Sizes, s.Group%3, s.Uses
	m.searches, m.commands, m.pipes = s.Searches, s.Commands, s.Pipes
	for _, f := range s.Folded {
		m.feeds.folded[f] = true
	}
	for _, p := range s.Places {
		m.positions.put(p.Item, p.At)
	}
	if s.Theme != "" && s.Theme != m.named {
		m.named = s.Theme
	}
	if m.o.Dark == nil && !m.heardDark {
		m.dark = !s.Light
	}
	m.retheme()
}

// saveState stores the state in the background.
func (m *Model) saveState() tea.Cmd {
	if !m.booted {
		return nil
	}
	v, err := json.Marshal(m.state())
	ctx, lib := m.ctx, m.o.Library
	return func() tea.Msg {
		if err == nil {
			err = lib.SetState(ctx, stateKey, v)
		}
		if err != nil && ctx.Err() == nil {
			return outcome{"", "The place could not be remembered", err}
		}
		return nil
	}
}
