package ui

import "testing"

func TestAFeedIsFoundByItsName(t *testing.T) {
	f := library()
	f.saved = [][2]string{{"Ferries", "ferry"}}
	s := start(t, f, 100, 30)
	s.keys("h")
	for range 30 { // a feed in a closed folder is found as well
		if n, _ := s.m.feeds.current(); n.label == "World" {
			break
		}
		s.keys("j")
	}
	s.keys("c")
	s.keys("f").sees("type a part of a name", "Ferries", "World · 23 unread", "Tagesblatt · World · ", "Bookmarks")
	s.text("blatt wor").sees("Tagesblatt · World").seesNot("Ferries", "Bookmarks")
	s.keys("enter")
	if v := s.m.items.view; v.Kind != viewFeed || v.Name != "Tagesblatt" || s.m.focus != paneItems {
		t.Errorf("went to %+v, focus %v", v, s.m.focus)
	}
	s.keys("h f").text("nowhere").keys("enter esc").seesNot("type a part")
	s.keys("f").text("ferr").keys("enter")
	if v := s.m.items.view; v.Kind != viewSearch || v.Text != "ferry" {
		t.Errorf("went to %+v", v)
	}
}
