package ui

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"tidings/feed"
	"tidings/feed/article"
	"tidings/feed/discover"
	"tidings/feed/moving"
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
			furtherScreens(t, size.w, size.h, size.name)
		})
	}
}

// furtherScreens are the screens that come up now and then, one under the other.
func furtherScreens(t *testing.T, w, h int, size string) {
	t.Helper()
	f := library()
	f.found = []discover.Found{
		{URL: "https://herald.example/feed.xml", Title: "The Harbour Herald", Kind: "rss", Items: 30, Newest: fakeNow.Add(-time.Hour), Newests: []string{"Ministers to meet", "Fish market reopens", "Fog"}},
		{URL: "https://herald.example/comments.xml", Kind: "atom"},
	}
	f.brings = moving.Report{
		NewFeeds:   []feed.Feed{{Title: "A Quiet Week", URL: "https://quiet.example/feed", Folder: "Tech"}, {URL: "https://plain.example/rss"}},
		NewViews:   []feed.View{{Name: "Kernel", Query: "kernel newer:1w"}},
		KnownFeeds: 3, Notes: []moving.Note{{Line: 12, Words: "no address stands there"}},
	}
	cut := f.arts[5]
	cut.Completeness, cut.SaidWords, cut.Evidence = article.Preview, 1205, "stops at a subscribe notice"
	f.arts[5] = cut
	s := start(t, f, w, h)
	var b strings.Builder
	shot := func(name string) {
		fmt.Fprintf(&b, "=== %s\n%s\n", name, s.screen())
	}
	s.keys("/").text("story")
	shot("search, typed")
	s.keys("enter")
	shot("search")
	s.keys("esc f").text("older")
	shot("filter")
	s.keys("esc").keys("3")
	s.expire()
	shot("bookmarks")
	s.keys("1")
	s.expire()
	s.keys("g g j j j j enter")
	shot("a preview")
	s.keys("z")
	shot("zen")
	s.keys("z u")
	shot("links")
	s.keys("q q : t h tab")
	shot("a command")
	s.keys("esc a").text("herald.example").keys("enter")
	shot("feeds found")
	s.keys("esc i").text("feeds.opml").keys("enter")
	shot("what a file brings")
	s.keys("esc h D")
	shot("a question")
	s.keys("esc L")
	shot("messages")
	s.keys("esc")
	f.fail["Headlines"] = errors.New("store: read headlines: the disk is not there any more, or somebody has pulled the plug of it")
	s.keys("l 2")
	s.expire()
	shot("trouble")
	compare(t, "further-"+size+".txt", b.String())
}
