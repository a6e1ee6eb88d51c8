package ui

import (
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
)

func TestMouse(t *testing.T) {
	s := start(t, library(), 200, 60)
	click := func(x, y int) { s.send(tea.MouseClickMsg{X: x, Y: y, Button: tea.MouseLeft}) }
	click(40, 5)
	if s.cursor() != "A compiler that explains itself" || s.m.art.id != 2 {
		t.Errorf("a click went to %q, article %d", s.cursor(), s.m.art.id)
	}
	click(5, 4) // Bookmarks
	if s.m.items.view.Kind != viewBookmarks {
		t.Error("a click on a view did not open it")
	}
	w := s.m.geo.items.w
	click(s.m.geo.article.x-1, 20)
	s.send(tea.MouseMotionMsg{X: s.m.geo.article.x + 9, Y: 20, Button: tea.MouseLeft})
	s.send(tea.MouseReleaseMsg{})
	if s.m.geo.items.w != w+10 {
		t.Errorf("dragged from %d to %d columns", w, s.m.geo.items.w)
	}
	s.send(tea.MouseMotionMsg{X: 20, Y: 20})
	if s.m.geo.items.w != w+10 {
		t.Error("the border moves without a button")
	}
	s.keys("1")
	s.expire()
	s.send(tea.MouseWheelMsg{X: 50, Y: 20, Button: tea.MouseWheelDown})
	if s.m.items.list.Top() != 3 {
		t.Errorf("the wheel scrolled the list to %d", s.m.items.list.Top())
	}
	s.keys("ctrl+y")
	if s.m.View().MouseMode != tea.MouseModeNone {
		t.Error("the mouse was not let go")
	}
}

func TestMouseInALongList(t *testing.T) {
	s := start(t, library(), 100, 30)
	click := func(x, y int) { s.send(tea.MouseClickMsg{X: x, Y: y, Button: tea.MouseLeft}) }
	row := func(text string) int {
		return slices.IndexFunc(s.lines(), func(l string) bool { return strings.Contains(l, text) })
	}
	s.keys("?")
	click(5, row("Moving")) // a heading is nothing to run
	s.sees("type to search")
	for range 40 { // wherever the wheel stops, Enter has something to run
		s.send(tea.MouseWheelMsg{X: 5, Y: 9, Button: tea.MouseWheelDown})
		if p := s.m.pick; p.rows[p.shown[p.list.Cursor()]].choose == nil {
			t.Fatal("the wheel left the cursor on a heading")
		}
	}
	s.send(tea.MouseClickMsg{X: 5, Y: 9, Button: tea.MouseBackward})
	if s.m.pick != nil || s.m.focus != paneItems {
		t.Error("the mouse's key for back did not close the help alone")
	}
	s.keys("?")
	click(5, row("to the next pane"))
	if s.m.pick != nil || s.m.focus == paneItems {
		t.Error("a click did not run what it was on")
	}
}

func TestAClickOnAFoldersMarkFoldsIt(t *testing.T) {
	s := start(t, library(), 200, 60)
	before := s.m.items.view
	click := func() {
		y := slices.IndexFunc(s.lines(), func(l string) bool { return strings.HasPrefix(strings.TrimLeft(l, " ▌▾▸"), "World") })
		s.send(tea.MouseClickMsg{X: 1, Y: y, Button: tea.MouseLeft})
	}
	click()
	s.sees("▸ World").seesNot("▾ Europe")
	click()
	s.sees("▾ World", "▾ Europe")
	if !s.m.items.view.same(before) {
		t.Error("folding changed the list")
	}
}

func TestThePlaceInAnArticleIsDragged(t *testing.T) {
	s := start(t, library(), 80, 24)
	s.keys("enter")
	s.send(tea.MouseClickMsg{X: 79, Y: 3, Button: tea.MouseLeft})
	for y := 4; y < 40; y++ { // further down than the pane
		s.send(tea.MouseMotionMsg{X: 60, Y: y, Button: tea.MouseLeft})
	}
	if !s.m.reader.AtEnd() {
		t.Error("dragging did not go down to the end")
	}
	s.send(tea.MouseMotionMsg{X: 60, Y: 0, Button: tea.MouseLeft})
	s.send(tea.MouseReleaseMsg{})
	if s.m.reader.Line() != 0 {
		t.Errorf("dragging up went to line %d", s.m.reader.Line())
	}
	s.send(tea.MouseMotionMsg{X: 60, Y: 15, Button: tea.MouseLeft})
	if s.m.reader.Line() != 0 {
		t.Error("the place moves without a button")
	}
}
