package ui

import (
	"testing"

	tea "charm.land/bubbletea/v2"

	"tidings/feed"
)

func TestAnEmptyPaneSaysWhatFillsIt(t *testing.T) {
	s := start(t, library(), 200, 60)
	s.sees("Enter   opens an item here", "?       shows all keys")
	s.m.uses = hintsFade
	s.keys("j").seesNot("opens an item here")
}

func TestLinksOutOfSight(t *testing.T) {
	s := start(t, library(), 80, 24)
	s.keys("j enter ;").sees("No link is on this part of the article; u lists all.")
	s.keys("G ;").sees("1 2 3 … follow the link · Esc leave it")
	s.keys("esc u").sees("Links  1/1", "Enter follow the link · y copy its address · q close")
	s.keys("q").seesNot("Links  1/1", "lists all")
}

func TestFeedsStandBesideTheItems(t *testing.T) {
	for _, size := range [][2]int{{130, 40}, {100, 30}} {
		s := start(t, library(), size[0], size[1])
		s.keys("j enter").sees("Paragraph 1 of the article")
		s.keys("ctrl+d")
		top := s.lines()[s.m.geo.article.y]
		s.keys("q h").sees("Compiler Notes", "Ministers to meet", "All feeds")
		g := s.m.geo
		if g.feeds.w == 0 || g.items.w == 0 || g.feeds.w+1+g.items.w != size[0] {
			t.Errorf("%v: the panes are %+v", size, g)
		}
		s.send(tea.MouseClickMsg{X: g.feeds.w, Y: 10, Button: tea.MouseLeft})
		s.send(tea.MouseMotionMsg{X: g.feeds.w - 4, Y: 10, Button: tea.MouseLeft})
		s.send(tea.MouseReleaseMsg{X: g.feeds.w - 4, Y: 10, Button: tea.MouseLeft})
		if got := s.m.geo.feeds.w; got != g.feeds.w-4 {
			t.Errorf("%v: dragged from %d to %d columns", size, g.feeds.w, got)
		}
		s.keys(">")
		if got := s.m.geo.feeds.w; got != g.feeds.w {
			t.Errorf("%v: > made %d columns, not %d", size, got, g.feeds.w)
		}
		s.keys("tab tab")
		if s.m.focus != paneArticle || s.lines()[s.m.geo.article.y] != top {
			t.Errorf("%v: the article lost its place", size)
		}
	}
}

func TestAListWhoseFeedsAllFailSaysSo(t *testing.T) {
	f := &fake{fail: map[string]error{}}
	fails := feed.State{Error: "the server did not answer within 15 s"}
	f.feeds = []feed.Feed{{ID: 1, Title: "One", Folder: "World", State: fails}, {ID: 2, Title: "Two", State: fails}}
	s := start(t, f, 80, 24)
	s.keys("1")
	s.expire()
	s.sees("None of the 2 feeds here could be read.", "h goes to the feeds", "r asks again").seesNot("No items yet")
	s.keys("2")
	s.expire()
	s.sees("None of the 2 feeds").seesNot("Everything is read")
	s.m.show(view{Kind: viewFolder, Path: "World"})
	s.sees("One could not be read: the server did not answer within 15 s.", "r asks again.")
	f.feeds[1].State = feed.State{}
	s.run(s.m.sync())
	s.keys("1")
	s.expire()
	s.sees("No items yet.").seesNot("could be read")
}

func TestTheFeedsTitleCountsAllThatIsUnread(t *testing.T) {
	s := start(t, library(), 80, 24)
	s.keys("h G enter").seesNot("31 unread")
	s.keys("h").sees("Feeds · 31 unread")
}

func TestWhatAKeyDidIsSaidWhereNothingShowsIt(t *testing.T) {
	s := start(t, library(), 80, 24)
	s.keys("j u").sees("u again shows its links.", "A compiler that explains itself")
	s.keys("u").sees("Links  1/1")
	s.keys("q m").sees("Marked unread.")
	s.keys("m").sees("Marked read.")
	s.keys("v").sees("works on items: q goes back to them.")
	s.keys("/").sees("/what to look for in this article")
	s.keys("esc q v v s").sees("2 items bookmarked.")
	s.keys("k k v v s").sees("2 bookmarks taken away. U brings them back.")
	s.keys("h o").sees("Put the cursor on a feed first.")
	s.keys("v").sees("works on items: Enter goes to them.")
}
