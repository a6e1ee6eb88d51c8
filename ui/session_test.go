package ui

import (
	"testing"

	tea "charm.land/bubbletea/v2"
)

func TestOpenReadAndBack(t *testing.T) {
	s := start(t, library(), 200, 60)
	s.sees("All feeds", "Ministers to meet", "Compiler Notes", "World", "Today", "Yesterday")
	s.keys("j enter").sees("Paragraph 1 of the article")
	if !s.f.item(2).Read {
		t.Error("opening did not mark the item read")
	}
	if s.m.focus != paneArticle {
		t.Errorf("focus %v", s.m.focus)
	}
	s.keys("q")
	if s.m.focus != paneItems || s.cursor() != "A compiler that explains itself" {
		t.Errorf("focus %v, cursor on %q", s.m.focus, s.cursor())
	}
	s.keys("q")
	if s.m.focus != paneFeeds {
		t.Errorf("focus %v", s.m.focus)
	}
	s.keys("Q")
	if _, ok := s.out[len(s.out)-1].(tea.QuitMsg); !ok {
		t.Errorf("Q sent %T", s.out[len(s.out)-1])
	}
}

func TestScreens(t *testing.T) {
	for _, size := range []struct {
		name string
		w, h int
	}{{"200x60", 200, 60}, {"130x40", 130, 40}, {"100x30", 100, 30}, {"80x24", 80, 24}, {"40x15", 40, 15}} {
		t.Run(size.name, func(t *testing.T) {
			s := start(t, library(), size.w, size.h)
			s.keys("j").golden("items-" + size.name)
			s.keys("enter").golden("article-" + size.name)
			s.keys("X").golden("leftout-" + size.name)
			s.keys("q h").golden("feeds-" + size.name)
			s.keys("?").golden("help-" + size.name)
			s.keys("esc")
			empty := &fake{}
			start(t, empty, size.w, size.h).golden("welcome-" + size.name)
		})
	}
}
