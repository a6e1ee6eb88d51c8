package ui

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"tidings/feed"
	"tidings/feed/article"
	"tidings/ui/reader"
)

func TestLongListsArePaged(t *testing.T) {
	f := many(5000)
	s := start(t, f, 80, 24)
	s.sees("Headline 1 of", "1/5000")
	if len(s.m.items.rows) != nearEdge {
		t.Fatalf("%d rows at the start", len(s.m.items.rows))
	}
	for range 40 {
		s.keys("ctrl+f")
	}
	want := fmt.Sprintf("%d/5000", s.m.items.list.Cursor()+1)
	s.sees(want)
	if got := s.cursor(); got != fmt.Sprintf("Headline %d of a long list of headlines", s.m.items.list.Cursor()+1) {
		t.Errorf("row %d is %q", s.m.items.list.Cursor(), got)
	}
	s.keys("G").sees("5000/5000", "Headline 5000 of")
	for range 20 {
		s.keys("ctrl+b")
	}
	r, _ := s.m.items.current()
	s.sees(fmt.Sprintf("%d/5000", r.ID))
	s.keys("g g").sees("1/5000", "Headline 1 of")
	if n := len(s.m.items.rows); n > windowSize {
		t.Errorf("%d rows are kept", n)
	}
}

func TestTheWindowStaysBounded(t *testing.T) {
	f := many(6000)
	s := start(t, f, 80, 24)
	for range 240 {
		s.keys("ctrl+f")
		if n := len(s.m.items.rows); n > windowSize+pageSize {
			t.Fatalf("%d rows are kept", n)
		}
		if i := s.m.items.list.Cursor(); s.m.items.rows[i].ID != s.m.items.rows[0].ID+feed.ItemID(i) {
			t.Fatal("rows are missing or doubled")
		}
	}
	r, _ := s.m.items.current()
	if r.ID < 4500 {
		t.Errorf("240 pages down is item %d", r.ID)
	}
	for range 240 {
		s.keys("ctrl+b")
	}
	if s.cursor() != "Headline 1 of a long list of headlines" {
		t.Errorf("all the way back is %q", s.cursor())
	}
}

func TestNextUnreadBeyondTheWindow(t *testing.T) {
	f := many(3000)
	for i := range f.items {
		f.items[i].Read = i != 2500
	}
	s := start(t, f, 80, 24)
	s.keys("]")
	if s.cursor() != "Headline 2501 of a long list of headlines" {
		t.Errorf("] went to %q", s.cursor())
	}
	s.keys("]").sees("Nothing unread below.")
	s.keys("k k k [")
	s.sees("Nothing unread above.")
}

func TestSpaceReadsThroughTheList(t *testing.T) {
	s := start(t, library(), 80, 24)
	s.keys("space").sees("Ministers", "Paragraph 1 of")
	for range 20 {
		s.keys("space")
		if s.m.art.id != 1 {
			break
		}
	}
	if s.m.art.id != 2 {
		t.Errorf("at its end, Space opened item %d", s.m.art.id)
	}
	s.keys("J")
	if s.m.art.id != 3 {
		t.Errorf("J opened item %d", s.m.art.id)
	}
	s.keys("] ]")
	if s.m.art.id != 5 {
		t.Errorf("]] opened item %d", s.m.art.id)
	}
}

func TestAnArticleIsFetchedAndStaleOnesDropped(t *testing.T) {
	f := library()
	f.cached = map[feed.ItemID]bool{}
	s := start(t, f, 100, 40)
	s.keys("enter").sees("Paragraph 1 of")
	if f.calls["Open"] != 1 {
		t.Error("not fetched")
	}
	s.send(articleRead{req: s.m.art.req - 1, id: 2, art: article.Article{Title: "Stale", Blocks: []article.Block{paragraph("Stale")}}, found: true})
	s.seesNot("Stale")
	f.openErr = errors.New("the server answered 503")
	s.keys("q j enter").sees("The feed's own text: the server answered 503. o opens the page.", "min · the feed’s own text")
	a := f.arts[3]
	a.Completeness, a.Evidence = article.Teaser, "the feed brings a summary only"
	f.arts[3] = a
	s.keys("J").sees("Only a teaser is served. The page could not be read: the server", "answered 503.").keys("K")
	f.openErr = nil
	f.cached[1] = true
	s.keys("q k enter x").sees("This is the text that the feed brought.", "min · the feed’s own text · 1 block left out", "x turns to the page's article.")
	s.keys("X").sees("The feed asks for a coin.", "asks for money")
	s.keys("+").sees("The feed asks for a coin.", "It is back in the feed's text.", "min · the feed’s own text").seesNot("left out")
	s.keys("x").sees("Paragraph 1 of", "whole article").seesNot("own text")
}

func TestLeftOutBlocksAreShownAndKept(t *testing.T) {
	s := start(t, library(), 80, 24)
	s.keys("X").sees("X (show what was left out, and why) works in an article: Enter opens one.")
	s.keys(":").text("left-out").keys("enter").sees("Open an article first; X then shows what was left out of it.")
	s.keys("j enter").seesNot("Your support helps")
	s.keys("+").sees("X shows what was left out; + then keeps a block of it.")
	s.keys("X").sees("Your support helps", "asks for money", "+ keeps a block, X hides them.")
	s.keys("G +").sees("No left-out block is on the screen: scroll to one.")
	s.keys("g g +").sees("Kept in this article", "Your support helps")
	if s.f.calls["Keep"] != 1 {
		t.Error("Keep was not asked for")
	}
	s = start(t, library(), 200, 60) // the list has the keys, and the article stands beside it
	s.keys("j enter h :").text("left-out").keys("enter").sees("Your support helps", "+ keeps a block, X hides them.")
}

func TestStateOutlivesTheProgram(t *testing.T) {
	f := library()
	s := start(t, f, 200, 60)
	s.keys("3")
	s.expire()
	s.keys("j enter j j j >")
	if err := s.m.storeState(); err != nil {
		t.Fatal(err)
	}
	again := start(t, f, 200, 60)
	if again.m.items.view.Kind != viewBookmarks || again.m.focus != paneArticle || again.m.art.id != 7 {
		t.Errorf("view %v, focus %v, article %d", again.m.items.view.Kind, again.m.focus, again.m.art.id)
	}
	if got, want := again.screen(), s.screen(); got != want {
		for i, l := range strings.Split(want, "\n") {
			if now := strings.Split(got, "\n")[i]; now != l {
				t.Errorf("line %d was %q, now %q", i, l, now)
			}
		}
	}
	// A state that is no state is no reason not to start.
	f.state[stateKey] = []byte(`{"view": 7`)
	start(t, f, 80, 24).sees("All feeds", "The places left last time could not be read")
	// The place in an article is remembered by block.
	var p places
	p.at = map[string]reader.Position{}
	for i := range 2 * mostPlaces {
		p.put(feed.ItemID(i), reader.Position{ID: 7, Index: 1})
	}
	if len(p.at) != mostPlaces || len(p.order) != mostPlaces {
		t.Errorf("%d places are kept", len(p.at))
	}
	if b, err := json.Marshal(s.m.state()); err != nil || len(b) > 64<<10 {
		t.Errorf("%d bytes of state, %v", len(b), err)
	}
}

func TestOtherProcessesChangesAreNoticed(t *testing.T) {
	s := start(t, library(), 80, 24)
	s.keys("j")
	s.f.items = append(s.f.items, feed.Headline{ID: 500, Feed: 1, Title: "From elsewhere", Published: fakeNow})
	s.f.version++
	s.expire()
	s.sees("1 new ↑")
	s.send(tea.BlurMsg{})
	s.expire()
	n := s.f.calls["Changed"]
	s.expire()
	s.expire()
	if s.f.calls["Changed"] > n+1 {
		t.Error("the store is polled while the terminal has not the focus")
	}
	s.send(tea.FocusMsg{})
	s.expire()
	if s.f.calls["Changed"] == n {
		t.Error("the store is not polled when the focus is back")
	}
}

func TestSizesOfEveryKind(t *testing.T) {
	f := library()
	s := start(t, f, 80, 24)
	r := rand.New(rand.NewPCG(7, 7))
	for range 400 {
		s.send(tea.WindowSizeMsg{Width: r.IntN(240), Height: r.IntN(70)})
		s.lines()
		switch r.IntN(12) {
		case 0:
			s.keys("enter")
		case 1:
			s.keys("q")
		case 2:
			s.keys("j j")
		case 3:
			s.keys("z")
		case 4:
			s.keys("? j esc")
		case 5:
			s.keys("tab")
		case 6:
			s.keys("X")
		case 7:
			s.keys("> <")
		case 8:
			s.keys("/").text("st")
			s.lines()
			s.keys("esc")
		case 9:
			s.send(tea.MouseClickMsg{X: r.IntN(240), Y: r.IntN(70), Button: tea.MouseLeft})
			s.send(tea.MouseMotionMsg{X: r.IntN(240), Y: r.IntN(70), Button: tea.MouseLeft})
			s.send(tea.MouseReleaseMsg{})
		case 10:
			s.send(tea.MouseWheelMsg{X: r.IntN(240), Y: r.IntN(70), Button: tea.MouseWheelDown})
		}
		s.lines()
		if s.m.pick != nil || s.m.ask != nil {
			s.keys("esc")
		}
	}
	s.send(tea.WindowSizeMsg{Width: 10, Height: 3})
	s.sees("too small")
	s.keys("j k enter")
	s.send(tea.WindowSizeMsg{Width: 0, Height: 0})
	s.send(tea.WindowSizeMsg{Width: 1, Height: 1})
	s.lines()
	s.send(tea.WindowSizeMsg{Width: 80, Height: 24})
	s.seesNot("too small")
}

func TestStrangeInput(t *testing.T) {
	s := start(t, library(), 80, 24)
	before := s.screen()
	big := strings.Repeat("paste \x1b[31m\x00", 1<<17)
	s.send(tea.PasteMsg{Content: big})
	if s.screen() != before {
		t.Error("a paste changed the list")
	}
	s.keys("/")
	s.send(tea.PasteMsg{Content: big})
	s.lines()
	s.keys("esc ?")
	s.send(tea.PasteMsg{Content: big})
	s.lines()
	s.keys("esc esc")
	for _, msg := range []tea.Msg{
		tea.KeyPressMsg{},
		tea.KeyPressMsg{Code: 0x10ffff, Text: "\U0010ffff"},
		tea.KeyReleaseMsg{Code: 'j'},
		tea.PasteStartMsg{},
		tea.PasteEndMsg{},
		tea.BackgroundColorMsg{},
		tea.ModeReportMsg{},
		tea.CapabilityMsg{},
		tea.EnvMsg{},
		struct{}{},
		7, nil,
		tea.ResumeMsg{},
		tea.KeyPressMsg{Code: 'x', Mod: tea.ModCtrl | tea.ModAlt | tea.ModSuper},
	} {
		s.m.Update(msg)
		s.lines()
	}
}

func TestNoLineIsWiderThanItsPane(t *testing.T) {
	pieces := []string{"news", " ", "津波警報", "👩‍👩‍👧‍👦", "🇩🇪", "é", "e\u0301\u0302", "ﷺ", "שלום", "क्षि", "\u200b", "☎️", "\u0602", "한국", "ก็็", "\u00ad", "｡", "𝕏", "\u1f3fb"}
	r := rand.New(rand.NewPCG(3, 4))
	text := func() string {
		var b strings.Builder
		for range r.IntN(30) {
			b.WriteString(pieces[r.IntN(len(pieces))])
		}
		return b.String()
	}
	for range 40 {
		f := &fake{arts: map[feed.ItemID]article.Article{}, fail: map[string]error{}, cached: map[feed.ItemID]bool{}}
		for i := range 6 {
			f.feeds = append(f.feeds, feed.Feed{ID: feed.FeedID(i + 1), Title: text(), Folder: text(), State: feed.State{Error: text()}})
		}
		for i := range 30 {
			id := feed.ItemID(i + 1)
			f.items = append(f.items, feed.Headline{
				ID: id, Feed: feed.FeedID(i%6 + 1), FeedTitle: text(), Title: text(), Summary: text(), Author: text(), Published: fakeNow,
				Snippet: []string{"", text() + "\ue000" + text() + "\ue001" + text(), "\ue001\ue000\ue000"}[i%3],
			})
			f.arts[id], f.cached[id] = article.Article{Title: text(), Blocks: []article.Block{paragraph(text())}}, true
		}
		s := start(t, f, 1+r.IntN(220), 1+r.IntN(60))
		for _, mode := range []bool{false, true} {
			if mode {
				s.send(tea.ModeReportMsg{Mode: ansi.ModeUnicodeCore, Value: ansi.ModeSet})
			}
			s.lines()
			s.keys("j enter")
			s.lines()
			s.keys("q h j j j")
			s.lines()
			s.keys("l A")
			s.lines()
		}
		if t.Failed() {
			return
		}
	}
}

func TestAStoreThatCannotBeReadIsNoFirstStart(t *testing.T) {
	f := library()
	f.fail["Feeds"] = errors.New("store: a page of the file is damaged")
	start(t, f, 100, 30).sees("The store could not be read: store: a page of the file is damaged", "Ministers").seesNot("and nothing else.")
	f = library()
	f.fail["Headlines"] = errors.New("store: a page of the file is damaged")
	start(t, f, 100, 30).sees("The store could not be read").seesNot("and nothing else.")
}
