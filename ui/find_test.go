package ui

import (
	"fmt"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"tidings/feed"
	"tidings/ui/style"
)

func TestSearchAsOneTypes(t *testing.T) {
	s := start(t, library(), 80, 24)
	s.keys("j /").text("old")
	s.sees("Search: old", "Ministers to meet in the old", "Older story number 1", "/old")
	s.seesNot("A compiler")
	s.text(" ").sees("Ministers").seesNot("Older story") // a space ends the word
	s.keys("backspace").text("er").seesNot("Ministers", "older*")
	s.keys("enter").sees("Search: older")
	s.keys("n n")
	if s.cursor() != "Older story number 3" {
		t.Errorf("n went to %q", s.cursor())
	}
	s.keys("q").sees("All feeds")
	s.keys("/").text("xyz").sees("Nothing was found for “xyz”.")
	s.keys("esc").sees("All feeds", "Ministers")
	s.keys("/").text("a(").sees("column 1: a bracket has no end").seesNot("list items")
	s.keys("backspace").seesNot("a bracket has no end")
	s.keys("esc")
	s.keys("/ up")
	if got := s.m.ask.line.Text(); got != "older" {
		t.Errorf("the history gave %q", got)
	}
	s.keys("esc")
}

// Who looked for something comes back to the place where they were, with the marks that they made meanwhile.
func TestSearchAndFilterKeepThePlace(t *testing.T) {
	s := start(t, library(), 80, 24)
	s.keys("j j j j j")
	was, top := s.cursor(), s.m.items.list.Top()
	back := func(how string) {
		t.Helper()
		if s.cursor() != was || s.m.items.list.Top() != top {
			t.Errorf("after %s the cursor is on %q, was on %q", how, s.cursor(), was)
		}
	}
	s.keys("/ esc")
	back("no search")
	s.keys("/").text("old").keys("esc")
	back("a search that was dropped")
	s.keys("/").text("old").keys("enter j")
	other := s.cursor()
	r, _ := s.m.items.current()
	unread := s.m.feeds.counts.Unread
	s.keys("m")
	if d := s.m.feeds.counts.Unread - unread; d != 1 && d != -1 {
		t.Errorf("one mark changed the count by %d", d)
	}
	s.keys("q").sees("All feeds")
	back("a search that was left")
	read := func(title string) bool {
		for _, h := range s.m.items.rows {
			if h.Title == title {
				return h.Read
			}
		}
		t.Fatalf("%q is not in the list", title)
		return false
	}
	if read(other) == r.Read {
		t.Errorf("the mark that %q got in the search is not in the list", other)
	}
	s.keys("f").text("fish").keys("esc")
	back("a filter that was dropped")
	s.keys("/").text("old").keys("enter f").text("3").keys("enter")
	chosen := s.cursor()
	s.keys("esc").sees("Search: old")
	if s.cursor() != chosen {
		t.Errorf("out of the filter the cursor is on %q, was on %q", s.cursor(), chosen)
	}
	s.keys("esc").sees("All feeds")
	back("a filter over a search")
}

func TestStaleSearchResultsAreDropped(t *testing.T) {
	s := start(t, library(), 80, 24)
	s.keys("/")
	_, first := s.m.Update(tea.KeyPressMsg{Code: 'f', Text: "f"})
	_, second := s.m.Update(tea.KeyPressMsg{Code: 'i', Text: "i"})
	s.run(second)
	s.sees("Fish market reopens")
	stale := found{req: s.m.items.req - 1, rows: []feed.Headline{{ID: 999, Title: "Stale"}}}
	s.send(stale)
	s.run(first) // its context is cancelled: nothing comes
	s.seesNot("Stale")
	s.sees("Search: fi", "Fish market reopens")
}

func TestFilter(t *testing.T) {
	s := start(t, library(), 80, 24)
	s.keys("f").text("fish").sees("All feeds · filter: fish", "Fish market").seesNot("Ministers")
	s.keys("enter").sees("All feeds · filter: fish")
	s.keys("esc").sees("Ministers").seesNot("filter:")
	s.keys("f").text("zzz").sees("Nothing here matches “zzz”.")
	s.keys("esc").sees("Ministers")
}

func TestSearchInTheArticle(t *testing.T) {
	s := start(t, library(), 80, 24)
	s.keys("j enter /").text("storm").keys("enter").sees("match 1 of 12")
	s.keys("n n").sees("match 3 of 12")
	s.keys("N").sees("match 2 of 12")
	s.keys("esc").seesNot("match")
	if s.m.focus != paneArticle {
		t.Error("the first Esc should only take the highlights away")
	}
	s.keys("/").text("nowhere").keys("enter").sees("“nowhere” does not stand in this article.")
}

func TestCommands(t *testing.T) {
	s := start(t, library(), 100, 30)
	s.keys(":").text("view-b").keys("tab")
	s.sees(":view-bookmarks")
	s.keys("enter").sees("Bookmarks", "A compiler").seesNot("Ministers")
	s.keys(":").text("sort oldest").keys("enter")
	if s.m.items.view.Order != feed.Oldest {
		t.Error("not sorted")
	}
	s.keys(":").text("bokmark").keys("enter").sees("There is no command “bokmark”; did you mean bookmark?")
	s.keys(":").text("theme p").keys("tab enter").sees("Theme paper.")
	s.keys(":").text("theme neon").keys("enter").sees("There is no theme “neon”")
	s.keys(":").text("feed compiler").keys("enter").sees("Compiler Notes")
	s.keys("1")
	s.expire()
	s.keys(":").text("12").keys("enter")
	if got := s.m.items.list.Cursor(); got != 11 {
		t.Errorf(":12 went to row %d", got+1)
	}
	s.keys(":").text("q").keys("enter")
	if _, ok := s.out[len(s.out)-1].(tea.QuitMsg); !ok {
		t.Error(":q did not quit")
	}
}

func TestHelpIsSearchedAndRuns(t *testing.T) {
	s := start(t, library(), 100, 30)
	s.keys("?").sees("Help", "Moving", "one line down")
	s.text("bookmarks").sees("bookmarks").seesNot("one line down")
	s.keys("enter").sees("Bookmarks").seesNot("Help")
	if s.m.items.view.Kind != viewBookmarks {
		t.Error("help did not run what it shows")
	}
	s.keys("? esc").seesNot("Moving")
	s.keys("?").text("there is no such thing").keys("enter esc").seesNot("Moving")
}

func TestDigitsAreViewsOrCounts(t *testing.T) {
	s := start(t, library(), 80, 24)
	s.keys("2").sees("2")
	if s.m.items.view.Kind != viewAll {
		t.Error("a lone digit did not wait")
	}
	s.keys("j")
	if got := s.m.items.list.Cursor(); got != 2 {
		t.Errorf("2j went to row %d", got)
	}
	s.expire()
	if s.m.items.view.Kind != viewAll {
		t.Error("the wait of a used digit came true")
	}
	s.keys("2")
	s.expire()
	if s.m.items.view.Kind != viewUnread {
		t.Error("2 is not the unread view")
	}
	s.keys("1")
	s.expire()
	s.keys("1 2 G")
	if got := s.m.items.list.Cursor(); got != 11 {
		t.Errorf("12G went to row %d", got)
	}
	s.keys("g g")
	if got := s.m.items.list.Cursor(); got != 0 {
		t.Errorf("gg went to row %d", got)
	}
}

func TestHitsAreMarkedInTheTextAroundThem(t *testing.T) {
	f := library()
	for i := range f.items {
		f.items[i].Snippet = "what \ue000happened\ue001 then, in one line"
	}
	s := start(t, f, 200, 60)
	s.keys("/").text("happened").sees("what happened then, in one line")
	hit := s.m.theme.Look(style.Hit)
	if line := strings.Join(s.m.screen(), "\n"); !strings.Contains(line, hit.SGR()+"happened") && !strings.Contains(line, hit.On(s.m.theme.Look(style.Cursor)).SGR()+"happened") {
		t.Error("the hit is not marked")
	}
}

func TestASearchIsKept(t *testing.T) {
	s := start(t, library(), 200, 60)
	s.keys("/").text("older").keys("enter :").text("save Old ones").keys("enter").sees("Kept as “Old ones” among the views.", "   Old ones")
	if len(s.f.saved) != 1 || s.f.saved[0] != [2]string{"Old ones", "older*"} {
		t.Errorf("kept %q", s.f.saved)
	}
	s.keys("1")
	s.expire()
	s.keys(":").text("save Nothing").keys("enter").sees("There is no search to keep")
	s.run(s.m.show(view{Kind: viewSearch, Name: "Old ones", Text: "older*"}))
	s.keys("h D").sees("Remove the search Old ones? What it finds stays.")
	s.keys("n").sees("   Old ones")
	s.keys("D y").sees("The search Old ones is removed. U brings it back.", "All feeds").seesNot("   Old ones")
}

func TestAShortListLeavesTheRowsToTheArticle(t *testing.T) {
	s := start(t, library(), 110, 36)
	s.keys("enter")
	full := s.m.geo.items.h
	if full < 8 {
		t.Fatalf("%d rows over the article", full)
	}
	s.keys("q /").text("compiler that")
	if got := s.m.geo.items.h; got != full {
		t.Errorf("%d rows while typing, not %d: the screen jumps", got, full)
	}
	s.keys("enter")
	if got := s.m.geo.items.h; got != leastOver {
		t.Errorf("%d rows for one hit", got)
	}
	s.lines()
	s.keys("esc")
	if got := s.m.geo.items.h; got != full {
		t.Errorf("%d rows after the search, not %d", got, full)
	}
	s.lines()
}

func TestASnippetShowsItsHit(t *testing.T) {
	s := start(t, library(), 80, 24)
	lead := strings.Repeat("some words before ", 12)
	for _, c := range []string{lead + "\ue000harbour\ue001 and more", "\ue000harbour\ue001 first", strings.Repeat("津波警報", 40) + "\ue000harbour\ue001 x", "no hit at all"} {
		for _, w := range []int{20, 40, 60} {
			got := ansi.Strip(s.m.paintHits(style.Text, c, w))
			if strings.Contains(c, "harbour") && !strings.Contains(got, "harbour") {
				t.Errorf("in %d columns: %q", w, got)
			}
			if n := s.m.measure.Width(got); n != w {
				t.Errorf("%d columns in %d: %q", n, w, got)
			}
		}
	}
}

func TestAFilteredListCountsItself(t *testing.T) {
	s := start(t, library(), 120, 30)
	s.sees("All feeds · 31 unread")
	s.keys("f").text("older story number 1").keys("enter")
	unread := 0
	for _, r := range s.m.items.rows {
		if !r.Read {
			unread++
		}
	}
	if unread == 0 || unread >= 31 {
		t.Fatalf("%d unread in the filtered list", unread)
	}
	s.sees(fmt.Sprintf("number 1 · %d unread", unread))
	s.keys("m").sees(fmt.Sprintf(" · %d unread", s.m.unreadHere()))
}

func TestPathsAreCompleted(t *testing.T) {
	s := start(t, library(), 80, 24)
	s.f.paths = []string{"~/feeds.json", "~/feeds.opml", "~/folder/"}
	s.keys("i").text("~/fe").keys("tab")
	s.sees("file: ~/feeds.", "~/feeds.json", "~/feeds.opml").seesNot("~/folder/")
	s.keys("tab tab").sees("file: ~/feeds.opml")
	s.keys("ctrl+u").text("~/fo").keys("tab").sees("file: ~/folder/")
	s.keys("tab").sees("file: ~/folder/")
	s.text("none").keys("tab").sees("no such file")
	s.keys("esc :").text("import ~/fo").keys("tab").sees(":import ~/folder/")
	s.keys("esc :").text("imp").keys("tab").sees(":import")
	s.keys("esc |").text("cat > ~/feeds.o").keys("tab").sees("| cat > ~/feeds.opml")
	s.keys("ctrl+u").text("cat").keys("tab").sees("| cat")
}

// A late answer does not change what has been typed since.
func TestLatePathsAreDropped(t *testing.T) {
	s := start(t, library(), 80, 24)
	s.keys("i").text("a")
	late := pathsFound{of: s.m.ask, text: "a", found: []string{"apple"}}
	s.text("b").send(late)
	s.sees("file: ab").seesNot("apple")
	s.keys("esc i").text("a").send(late)
	s.seesNot("apple")
}

func TestCommandsSayWhatTheyCannotDo(t *testing.T) {
	s := start(t, library(), 100, 30)
	for typed, want := range map[string]string{
		"savve":         "There is no command “savve”; did you mean save? Tab completes.",
		"frobnicate":    "There is no command “frobnicate”. Tab completes.",
		"quit now":      "“quit” takes nothing behind it.",
		"rename-feed X": "“rename-feed” takes nothing behind it.",
		"folder Nope":   "There is no folder “Nope”.",
		"folder":        "Type :folder and a name; Tab completes.",
		"tag nope":      "No item has the tag “nope”.",
		"feed nope":     "No feed is called “nope”.",
	} {
		s.keys(":").text(typed).keys("enter").sees(want, "All feeds")
	}
	s.keys(":").text("folder World/Europe").keys("enter").sees("Le phare")
	s.keys(":").text("feed").keys("enter").sees("Enter go there")
}
