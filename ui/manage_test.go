package ui

import (
	"errors"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"tidings/feed"
	"tidings/feed/discover"
	"tidings/feed/moving"
)

func TestWelcomeAndFirstFeed(t *testing.T) {
	f := &fake{fail: map[string]error{}}
	s := start(t, f, 80, 24)
	s.sees("Tidings shows you the news, and nothing else.", "add a feed", "import your subscriptions", "built-in demo")
	f.found = []discover.Found{
		{URL: "https://news.example/feed", Title: "Harbour News", Kind: "rss", Items: 30, Newest: fakeNow, Newests: []string{"First", "Second", "Third"}},
		{URL: "https://news.example/sport", Title: "Harbour Sport", Kind: "atom", Items: 12, Newests: []string{"A match"}},
	}
	s.keys("a").text("news.example").keys("enter")
	s.sees("2 feeds at news.example", "Harbour News", "First", "Second", "Third", "30 items", "Harbour Sport")
	s.golden("discovered-80x24")
	s.keys("enter").sees("folder:")
	s.text("World").keys("enter").sees("Subscribed to Harbour News.")
	if len(f.feeds) != 1 || f.feeds[0].Folder != "World" || f.feeds[0].URL != "https://news.example/feed" {
		t.Errorf("feeds: %+v", f.feeds)
	}
	if len(f.refresh) != 1 || len(f.refresh[0]) != 1 {
		t.Errorf("refreshed %v", f.refresh)
	}
	s.seesNot("and nothing else.")
}

func TestWelcomeTakesAPastedAddress(t *testing.T) {
	f := &fake{fail: map[string]error{"Discover": errors.New("news.example: there is no such server")}}
	s := start(t, f, 80, 24)
	s.send(tea.PasteMsg{Content: "https://news.example/\n"})
	if s.m.ask == nil || s.m.ask.line.Text() != "https://news.example/" {
		t.Fatal("a pasted address was not taken")
	}
	s.keys("enter").sees("address: https://news.example/", "news.example: there is no such server")
	s.keys("backspace").sees("address: https://news.example").seesNot("no such server")
	s.keys("esc")
	s.keys("L") // the reason stands in the log
	s.sees("there is no such", "server")
}

// A reason that has no room behind the answer stands above it, whole.
func TestALongReasonStandsAboveTheQuestion(t *testing.T) {
	why := "https://news.example/a/long/way/down could not be read: the server of the name news.example does not let us read this (403)"
	f := &fake{fail: map[string]error{"Discover": errors.New(why)}}
	s := start(t, f, 60, 24)
	s.keys("a").text("https://news.example/a/long/way/down").keys("enter").sees("address: https://news.example/a/long/way/down")
	lines := s.lines()
	shown := strings.Join(strings.Fields(strings.Join(lines[len(lines)-4:len(lines)-1], " ")), " ")
	if shown != why {
		t.Errorf("above the question: %q", shown)
	}
}

// An address without a feed is a page that can be kept.
func TestAPageWithoutAFeedIsKept(t *testing.T) {
	f := library()
	f.fail["Discover"] = &discover.NotFoundError{Address: "https://essay.example/one", Page: "https://essay.example/one/", Tried: []string{"links in the page", "/feed"}}
	s := start(t, f, 130, 40)
	s.keys("a").text("essay.example/one").keys("enter")
	s.sees("address: essay.example/one", "no feed that could be found (looked at links in the page, /feed)", "Enter keeps the page itself")
	s.golden("nofeed-130x40")
	s.text("x").seesNot("keeps the page").keys("enter") // another address is looked at
	if f.calls["Discover"] != 2 || f.calls["KeepPage"] != 0 {
		t.Fatalf("calls: %v", f.calls)
	}
	s.keys("enter").sees("Bookmarked: The page at https://essay.example/one/. U takes it back.", "What the page says.")
	f.fail["KeepPage"] = errors.New("essay.example: nothing answers")
	s.keys("q a").text("essay.example/two").keys("enter enter").sees("The page could not be kept: essay.example: nothing answers")

	f.fail = map[string]error{}
	f.found = []discover.Found{{URL: "https://essay.example/feed", Title: "Essays", Of: "https://essay.example/"}}
	s.keys("a").text("essay.example/three").keys("enter").sees("1 feed of the site; the page itself has none", "Essays", "keep the page itself")
	s.keys("j enter").sees("Bookmarked: The page at essay.example/three.")
}

// What Esc has ended tells nothing about the address.
func TestEscEndsTheSearchForFeeds(t *testing.T) {
	f := &fake{fail: map[string]error{"Discover": errors.New("news.example has no feed")}}
	s := start(t, f, 80, 24)
	s.keys("a").text("news.example")
	_, cmd := s.m.Update(key("enter"))
	s.keys("esc")
	s.run(cmd)
	s.seesNot("has no feed", "address:")
}

func TestWhatComesByItselfTakesNothingFromWhoTypes(t *testing.T) {
	f := library()
	s := start(t, f, 80, 24)
	found := discovered{req: s.m.addReq, address: "a.example", found: []discover.Found{{URL: "https://a.example/1", Title: "One"}}}
	s.keys("/").text("har")
	s.send(found)
	s.sees("/har").seesNot("1 feed at")
	s.text("bour").keys("enter").sees("1 feed at a.example")
	s.keys("esc").sees("Search: harbour")
	s.keys("?")
	found.found, found.err = nil, errors.New("no feed is there")
	s.send(found)
	s.sees("type to search").seesNot("no feed is there")
	s.keys("esc").sees("no feed is there", "address: a.example")
}

func TestAFeedThatIsFollowedIsShownInPlaceOfAdded(t *testing.T) {
	f := library()
	f.found = []discover.Found{{URL: "https://herald.example/feed", Title: "Herald"}, {URL: "https://a.example/2", Title: "Two"}}
	s := start(t, f, 80, 24)
	s.keys("a").text("a.example").keys("enter").sees("followed already")
	s.keys("enter").sees("You follow The Harbour Herald already.", "← The Harbour Herald")
	s.keys("a").text("a.example").keys("enter space space enter enter").sees("Subscribed to Two.")
	if n := f.calls["AddFeed"]; n != 1 {
		t.Errorf("%d feeds were added", n)
	}
	f.feeds = append(f.feeds, feed.Feed{ID: 9, URL: "https://b.example/1"}) // by another program, after the list was read
	f.found = []discover.Found{{URL: "https://b.example/1", Title: "Late"}, {URL: "https://b.example/2", Title: "Last"}}
	s.keys("a").text("b.example").keys("enter space space enter enter").sees("Subscribed to Last.")
	f.feeds = append(f.feeds, feed.Feed{ID: 19, URL: "https://c.example/1"})
	f.found = []discover.Found{{URL: "https://c.example/1", Title: "Later"}}
	s.keys("a").text("c.example").keys("enter enter enter").sees("You follow Later already.")
}

func TestSubscribeToSeveral(t *testing.T) {
	f := library()
	f.found = []discover.Found{{URL: "https://a.example/1", Title: "One"}, {URL: "https://a.example/2", Title: "Two"}}
	s := start(t, f, 100, 30)
	s.keys("a").text("a.example").keys("enter space space enter enter")
	s.sees("Subscribed to One, Two.")
	if len(f.feeds) != 8 {
		t.Errorf("%d feeds", len(f.feeds))
	}
}

func TestImport(t *testing.T) {
	f := &fake{fail: map[string]error{}}
	s := start(t, f, 80, 24)
	f.brings = moving.Report{NewFeeds: []feed.Feed{{Title: "Imported", Folder: "New", URL: "https://new.example/feed"}}, KnownFeeds: 3}
	s.keys("i").text("lists/feeds.opml").keys("enter").
		sees("feeds.opml brings 1 feed", "Imported", "New · https://new.example/feed", "3 feeds are here already.", "Enter import it")
	s.keys("esc").seesNot("brings")
	if f.calls["Import"] != 0 {
		t.Fatal("imported before it was said so")
	}
	s.keys("i").text("feeds.opml").keys("enter enter").sees("Imported 1 feed. U takes it back.")
	f.fail["Import"] = errors.New("feeds.opml: line 3: not OPML")
	s.keys("i").text("feeds.opml").keys("enter enter").sees("could not be imported", "line 3")
	f.fail["Preview"] = errors.New("feeds.opml: line 3: not OPML")
	s.keys("i").text("feeds.opml").keys("enter").sees("file: feeds.opml", "line 3")
	s.keys("esc")
	f.fail, f.brings = map[string]error{}, moving.Report{KnownFeeds: 3}
	s.keys("i").text("feeds.opml").keys("enter").sees("All feeds of feeds.opml are here already.")
}

func TestRenameMoveRemoveAndUndo(t *testing.T) {
	f := library()
	s := start(t, f, 200, 60)
	s.keys("h")
	for range 30 {
		if n, _ := s.m.feeds.current(); n.label == "Tagesblatt" {
			break
		}
		s.keys("j")
	}
	s.keys("E ctrl+u").text("Blatt").keys("enter").sees("Renamed to Blatt.")
	if f.feeds[1].Settings.Title != "Blatt" {
		t.Errorf("%+v", f.feeds[1])
	}
	s.keys("M ctrl+u").text(" Press // Europe ").keys("enter").sees("Blatt moved to Press/Europe.", "Press")
	if f.feeds[1].Folder != "Press/Europe" {
		t.Errorf("folder %q", f.feeds[1].Folder)
	}
	s.keys("M tab").sees("Press/Europe", "World", "Tech").keys("esc") // all of them, not only those that begin as the present one
	s.keys("D").sees("Remove Blatt and its", "y yes · n no")
	s.keys("n")
	if len(f.feeds) != 6 {
		t.Error("n removed the feed")
	}
	s.keys("D y").sees("Blatt removed. U brings it back.")
	if len(f.feeds) != 5 {
		t.Error("y did not remove the feed")
	}
	s.keys("U").sees("Undone: a feed is back.", "Blatt")
	f.fail["RemoveFeed"] = errors.New("store: locked")
	s.keys("D y").sees("failed: store: locked")
	s.keys("enter E ctrl+u").text("Anders").keys("enter")
	if title := s.lines()[0]; !strings.Contains(title, "Anders") {
		t.Errorf("the title line keeps the old name: %q", title)
	}
}

func TestFoldersFold(t *testing.T) {
	s := start(t, library(), 200, 60)
	s.sees("Le Quotidien")
	s.keys("h G k k")
	for range 30 {
		if n, _ := s.m.feeds.current(); n.view.Kind == viewFolder && n.label == "World" {
			break
		}
		s.keys("k")
	}
	s.keys("c").sees("▸ World")
	for _, n := range s.m.feeds.nodes {
		if n.label == "Tagesblatt" || n.label == "Europe" {
			t.Errorf("%s is shown in a closed folder", n.label)
		}
	}
	s.keys("c").sees("▾ World")
	s.keys("enter").sees("World · 23 unread", "Ministers").seesNot("A compiler")
}

func TestTroubleIsSaidWhereTheCursorIs(t *testing.T) {
	s := start(t, library(), 200, 60)
	s.seesNot("did not answer")
	s.keys("h")
	for range 30 {
		if n, _ := s.m.feeds.current(); n.label == "Le Quotidien" {
			break
		}
		s.keys("j")
	}
	s.sees("Le Quotidien could not be read: the server did not answer within 15 s")
}

func TestOutside(t *testing.T) {
	f := library()
	s := start(t, f, 100, 30)
	s.keys("o").sees("Opened in the browser.")
	if len(f.opened) != 1 || f.opened[0] != "https://news.example/1" || !f.item(1).Read {
		t.Errorf("opened %q", f.opened)
	}
	s.keys("y").sees("Copied: https://news.example/1")
	if f.copied != "https://news.example/1" {
		t.Errorf("copied %q", f.copied)
	}
	s.keys("Y")
	if !strings.HasPrefix(f.copied, "[Ministers to meet") {
		t.Errorf("copied %q", f.copied)
	}
	s.keys("j enter Y")
	if !strings.HasPrefix(f.copied, "# A compiler that explains itself") {
		t.Errorf("copied %q", f.copied)
	}
	s.keys("e").sees("no enclosure")
	s.keys("q 4 j e").sees("Handed to the player.")
	s.keys("|").text("nosuchthing").keys("enter").sees("That can't be run: nosuchthing: not found")
	f.fail["OpenURL"] = errors.New("xdg-open: not found")
	s.keys("o").sees("The browser could not be started: xdg-open: not found")
}

func TestFeedSetting(t *testing.T) {
	f := library()
	s := start(t, f, 100, 30)
	set := func(what string) *session {
		s.keys(":").text("set-feed").keys("enter")
		if s.m.ask == nil || !strings.HasPrefix(s.m.ask.line.Label, "set for ") {
			t.Fatal("no question")
		}
		return s.text(what).keys("enter")
	}
	set("interval 2h").sees("interval is set for")
	n := 0
	for _, g := range f.feeds {
		if g.Settings.Interval.Hours() == 2 {
			n++
		}
	}
	if n != 1 {
		t.Errorf("%d feeds have the interval", n)
	}
	set("interval soon").sees("is no interval")
	set("colour red").sees("no setting")
	g := feed.Feed{Settings: feed.Settings{Headers: map[string]string{"X-Token": "secret"}, Proxy: "http://me:secret@proxy.example"}}
	for _, text := range []string{"", "header.", "header.X-Token ", "pro", "proxy "} {
		if got := completeSetting(g, text); len(got) == 0 || strings.Contains(strings.Join(got, " "), "secret") {
			t.Errorf("%q is completed to %q", text, got)
		}
	}
}

func TestSavedSearchesHaveNumbers(t *testing.T) {
	f := library()
	f.saved = [][2]string{{"Ferries", "ferry"}, {"Common", "the"}, {"Broken", "is:"}}
	f.finds = map[string]int{"ferry": 3, "the": countAtMost + 1}
	s := start(t, f, 200, 60)
	row := func(name string) string {
		for _, l := range s.lines() {
			if at := strings.Index(l, name); at >= 0 {
				return strings.Join(strings.Fields(strings.Split(l, "│")[0]), " ")
			}
		}
		return ""
	}
	if got := row("Ferries"); got != "Ferries" {
		t.Errorf("before it is counted: %q", got)
	}
	s.expire()
	for name, want := range map[string]string{"Ferries": "Ferries 3", "Common": "Common 999+", "Broken": "Broken"} {
		if got := row(name); got != want {
			t.Errorf("%q, not %q", got, want)
		}
	}
	f.finds["ferry"] = 2
	s.keys("m m m")
	s.expire() // the mark is noticed as a change as well
	s.expire()
	if got := row("Ferries"); got != "Ferries 2" {
		t.Errorf("after a mark: %q", got)
	}
	if n := f.calls["CountUnread"]; n != 6 {
		t.Errorf("counted %d times: three searches, at the start and once after three marks", n)
	}
}

func TestAFolderIsMoved(t *testing.T) {
	s := start(t, library(), 200, 60)
	s.run(s.m.show(view{Kind: viewFolder, Path: "World"}))
	s.keys("h c E").sees("folder World becomes: World")
	s.keys("ctrl+u").text("News / Abroad").keys("enter").sees("The folder World is News/Abroad now. U undoes it.", "▾ News", "▸ Abroad", "Abroad · ").seesNot("World  ")
	s.keys("c M").sees("folder News/Abroad becomes: News/Abroad")
	s.keys("enter").seesNot("is News/Abroad now") // as it was
	s.keys("M ctrl+u enter").sees("The folder News/Abroad is gone; its feeds stay. U undoes it.", "▾ Europe", "All feeds")
	s.f.fail["MoveFolder"] = errors.New("store: locked")
	s.keys("G").run(func() tea.Msg { return folderMoved{from: "Tech", to: "T", err: s.f.fail["MoveFolder"]} })
	s.sees("Moving Tech failed: store: locked.")
}
