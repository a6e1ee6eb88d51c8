package ui

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"tidings/feed"
	"tidings/feed/article"
	"tidings/feed/poll"
)

func TestMarksAreOptimisticAndRolledBack(t *testing.T) {
	f := library()
	s := start(t, f, 200, 60)
	s.keys("m")
	if !f.item(1).Read || !s.m.items.rows[0].Read {
		t.Error("m did not mark the item read")
	}
	s.sees("All feeds · 30 unread")
	s.keys("m")
	if f.item(1).Read {
		t.Error("m did not mark it unread again")
	}
	f.fail["SetRead"] = errors.New("store: disk full")
	s.keys("m")
	if s.m.items.rows[0].Read {
		t.Error("a mark that could not be stored stayed on the screen")
	}
	s.sees("disk full", "It is as it was before", "All feeds · 31 unread")

	f.fail["SetBookmark"] = fmt.Errorf("bookmark items: %w (/home/ann/.local/share/tidings/tidings.db): make room: database or disk is full (13)", feed.ErrStoreFull)
	s.keys("s").sees("The bookmark could not be stored: the disk is full. It is as it was before.")
	if s.m.items.rows[0].Bookmarked {
		t.Error("the bookmark stayed")
	}
	delete(f.fail, "SetBookmark")
	s.keys("s").sees("Bookmarked.")
	if !f.item(1).Bookmarked {
		t.Error("s did not set the bookmark")
	}
}

func TestMarkAllReadAndUndo(t *testing.T) {
	f := library()
	s := start(t, f, 100, 30)
	s.keys("A").sees("31 items of All feeds marked read. U undoes it.")
	for _, r := range s.m.items.rows {
		if !r.Read {
			t.Fatalf("%q is still unread", r.Title)
		}
	}
	s.keys("U").sees("Undone: 31 items are unread again.")
	if s.m.items.rows[0].Read || s.m.feeds.counts.Unread != 31 {
		t.Errorf("after undo: read %v, %d unread", s.m.items.rows[0].Read, s.m.feeds.counts.Unread)
	}
	s.keys("U").sees("There is nothing to undo.")
	f.fail["MarkAllRead"] = errors.New("store: locked")
	s.keys("A").sees("Everything is as it was before")
	if s.m.items.rows[0].Read {
		t.Error("the marks stayed")
	}
}

func TestSelectedItemsAreMarkedTogether(t *testing.T) {
	s := start(t, library(), 100, 30)
	s.keys("v v").sees("2 items selected.")
	s.keys("m").sees("2 items marked read.")
	if !s.f.item(1).Read || !s.f.item(2).Read || len(s.m.items.selected) != 0 {
		t.Error("not both are read, or the selection stayed")
	}
	s.keys("v v esc").seesNot("✓")
	s.keys("v v v O")
	if len(s.f.opened) != 3 {
		t.Errorf("opened %q", s.f.opened)
	}
}

func TestReadItemsStayUnderTheCursorInUnread(t *testing.T) {
	s := start(t, library(), 80, 24)
	s.keys("2")
	s.expire()
	s.sees("Unread", "Ministers to meet")
	s.keys("m j m")
	s.sees("Ministers to meet", "A compiler that explains itself")
	s.run(s.m.sync())
	s.sees("Ministers to meet", "A compiler that explains itself")
	if s.cursor() != "A compiler that explains itself" {
		t.Errorf("the cursor is on %q", s.cursor())
	}
	// What others mark read turns read here, in place.
	s.f.SetRead(t.Context(), []feed.ItemID{4}, true)
	s.run(s.m.sync())
	if h, _ := s.m.items.find(4); h == nil || !h.Read {
		t.Error("another process's mark was not taken over")
	}
}

func TestNewItemsWaitToBeLetIn(t *testing.T) {
	s := start(t, library(), 80, 24)
	s.keys("5 j")
	before, at := s.lines(), s.cursor()
	n := feed.ItemID(1000)
	for i := range 3 {
		s.f.items = append(s.f.items, feed.Headline{ID: n + feed.ItemID(i), Feed: 1, FeedTitle: "The Harbour Herald", Title: "Just in", Published: fakeNow})
	}
	s.send(progressed{poll.Progress{Run: 1, Running: true, Done: 1, Total: 6, New: 3}})
	s.sees("refreshing 1 of 6 · Esc stops", "3 new ↑ let in with .")
	for i, l := range s.lines() {
		if i > 0 && i < len(before)-1 && l != before[i] {
			t.Errorf("line %d moved:\n%s\n%s", i, before[i], l)
		}
	}
	s.keys(".").sees("3 items let in.")
	if s.cursor() != at {
		t.Errorf("the cursor went from %q to %q", at, s.cursor())
	}
	s.seesNot("new ↑")
	s.keys("g g").sees("Just in")
	s.send(progressed{poll.Progress{Run: 1, Done: 6, Total: 6, New: 3}})
	s.seesNot("refreshing")
}

func TestEscStopsARefresh(t *testing.T) {
	s := start(t, library(), 80, 24)
	s.keys("R")
	if len(s.f.refresh) != 1 || s.f.refresh[0] != nil {
		t.Errorf("asked for %v", s.f.refresh)
	}
	s.send(progressed{poll.Progress{Run: 1, Running: true, Done: 2, Total: 6}})
	s.keys("esc")
	if s.f.calls["Stop"] != 1 {
		t.Error("Esc did not stop it")
	}
	s.send(progressed{poll.Progress{Run: 1, Done: 2, Total: 6, Stopped: true}})
	s.sees("Stopped after 2 of 6 feeds.")
	s.keys("r")
	if got := s.f.refresh[len(s.f.refresh)-1]; len(got) != 0 {
		t.Errorf("r in all feeds asked for %v", got)
	}
	s.send(progressed{poll.Progress{Run: 2, Running: true, Total: 1}})
	s.send(progressed{poll.Progress{Run: 2, Done: 1, Total: 1, Failed: []poll.Failure{{Title: "Le Quotidien", Err: "the server answered 503"}}}})
	s.sees("Le Quotidien could not be read: the server answered 503")
	s.keys("L").sees("Messages", "Stopped after 2 of 6 feeds.", "Le Quotidien could not be read")
	s.keys("q").seesNot("Messages")
}

// A refresh that goes on after its feeds were taken back neither counts their items nor takes the place of what was said.
// Who presses U once too often is asked before an import goes.
func TestUndoAsksBeforeFeedsGo(t *testing.T) {
	f := library()
	s := start(t, f, 120, 30)
	s.keys("j m").sees("30 unread")
	f.next = []feed.Step{{At: fakeNow.Add(-72 * time.Hour), Words: "imported 20 feeds", Brought: true}}
	s.keys("U").sees("Undo “imported 20 feeds” (3d)? What it brought goes again.", "y yes · n no")
	s.keys("n").sees("30 unread").seesNot("Undone")
	s.keys("U y").sees("Undone:")
	f.next = []feed.Step{{At: fakeNow, Words: "marked 3 items read"}}
	s.keys("m U").sees("Undone:").seesNot("y yes")
}

func TestUndoIsNotOverwrittenByARefresh(t *testing.T) {
	s := start(t, library(), 80, 24)
	run := poll.Progress{Run: 1, Running: true, Done: 2, Total: 6, New: 9, Started: fakeNow}
	s.keys("R").send(progressed{run})
	s.keys("m U").sees("Undone:")
	run.Running, run.Done, run.New = false, 6, 450
	s.send(progressed{run})
	s.sees("Undone:").seesNot("450 new items")
	s.keys("j").seesNot("450 new items")
	s.keys("R")
	s.send(progressed{poll.Progress{Run: 2, Running: true, Total: 6, Started: fakeNow}})
	s.send(progressed{poll.Progress{Run: 2, Done: 6, Total: 6, New: 2, Started: fakeNow}})
	s.sees("2 new items")
}

func TestTags(t *testing.T) {
	s := start(t, library(), 200, 60)
	s.keys("t").text("harbour ").keys("tab").text("")
	if got := s.m.ask.line.Text(); got != "harbour sea" {
		t.Errorf("completed to %q", got)
	}
	s.keys("enter").sees("Tagged.", "#harbour")
	if got := s.f.item(1).Tags; len(got) != 2 {
		t.Errorf("tags %q", got)
	}
	s.f.fail["SetTags"] = errors.New("store: read-only")
	s.keys("t").text(" x").keys("enter").sees("The tags could not be stored")
	if got := s.m.items.rows[0].Tags; len(got) != 2 {
		t.Errorf("the tags stayed: %q", got)
	}
}

func TestTheFirstItemsComeInByThemselves(t *testing.T) {
	f := library()
	items := f.items
	f.items = nil
	s := start(t, f, 100, 30)
	s.sees("No items yet.")
	f.items = items[:2]
	s.send(progressed{poll.Progress{Run: 1, Running: true, Done: 1, Total: 6, New: 2}})
	s.sees("Ministers to meet").seesNot("new ↑")
	f.items = items[:5]
	s.send(progressed{poll.Progress{Run: 1, Running: true, Done: 2, Total: 6, New: 5}})
	s.sees("Die Fähre").seesNot("new ↑")
	s.keys("j")
	f.items = items
	s.send(progressed{poll.Progress{Run: 1, Running: true, Done: 3, Total: 6, New: 9}})
	s.sees("new ↑")
}

func TestALaterLookForNewsMovesNothingByItself(t *testing.T) {
	f := library()
	items := f.items
	f.items = nil
	s := start(t, f, 100, 30)
	f.items = items[:2]
	s.send(progressed{poll.Progress{Run: 1, Running: true, Done: 1, Total: 6, New: 2}})
	s.send(progressed{poll.Progress{Run: 1, Done: 6, Total: 6, New: 2}})
	s.seesNot("new ↑")
	f.items = items
	s.send(progressed{poll.Progress{Run: 2, Running: true, Done: 1, Total: 1, New: 7}})
	s.sees("new ↑")
	if n := len(s.m.items.rows); n != 2 {
		t.Errorf("%d rows: new items came in by themselves", n)
	}
}

func TestAnArticleOnItsWayHasAStandIn(t *testing.T) {
	f := library()
	f.cached = map[feed.ItemID]bool{}
	s := start(t, f, 100, 30)
	_, cmd := s.m.Update(key("enter"))
	for _, c := range cmd().(tea.BatchMsg) {
		if msg, ok := c().(articleRead); ok {
			_, cmd = s.m.Update(msg) // not cached: the fetch begins
		}
	}
	s.sees("Fetching the article …", "The talks were moved", "fetching the article · Esc stops")
	s.keys("esc")
	s.sees("Stopped.").seesNot("Esc stops")
	s.run(cmd)
	s.seesNot("Paragraph 1 of")
}

// TestTheFeedsTextIsReadMeanwhile opens an item whose page is slow and whose feed brought the whole text: that is there at once, and its place
// stays when the page comes, or when the person ends the fetch.
func TestTheFeedsTextIsReadMeanwhile(t *testing.T) {
	open := func(whole article.Completeness) (*session, []tea.Cmd) {
		f := library()
		f.cached = map[feed.ItemID]bool{}
		a := f.arts[1]
		a.Completeness = whole
		f.arts[1] = a
		s := start(t, f, 100, 30)
		_, cmd := s.m.Update(key("enter"))
		for _, c := range cmd().(tea.BatchMsg) {
			if msg, ok := c().(articleRead); ok {
				_, cmd = s.m.Update(msg)
			}
		}
		both := cmd().(tea.BatchMsg)
		s.run(both[0])
		return s, both[1:]
	}
	s, page := open(article.Full)
	s.sees("This is the text that the feed brought.", "the feed’s own text", "fetching the article · Esc stops").seesNot("Fetching the article …")
	s.keys("X +").sees("The page is still being fetched; Esc stops that.").keys("X")
	s.run(page[0])
	s.sees("Paragraph 1 of", "whole article").seesNot("own text", "Esc stops")

	s, page = open(article.Full)
	s.keys("esc")
	s.run(page[0])
	s.sees("This is the text that the feed brought.", "the feed’s own text").seesNot("Esc stops", "Paragraph 1 of")

	s, page = open(article.Teaser)
	s.sees("Fetching the article …").seesNot("This is the text that the feed brought.")
	s.run(page[0])
	s.sees("Paragraph 1 of")
}

func TestNotes(t *testing.T) {
	s := start(t, library(), 100, 30)
	s.keys("T").sees("note: ", "is:noted").text("read again").keys("enter").sees("Noted. U undoes it.")
	if s.f.notes[1] != "read again" {
		t.Errorf("noted: %v", s.f.notes)
	}
	s.keys("enter T").sees("note: read again").keys("ctrl+u enter").sees("The note is taken away.")
	if s.f.notes[1] != "" {
		t.Errorf("noted: %v", s.f.notes)
	}
	// A note of several lines would lose them on one: it goes to the editor, and so does any by ^X.
	s.keys("T").text("short").keys("ctrl+x").seesNot("note:")
	s.f.notes[1] = "one\ntwo"
	s.keys("T").seesNot("note:")
	if !slices.Equal(s.f.edited, []string{"short", "one\ntwo"}) {
		t.Errorf("edited %q", s.f.edited)
	}
	s.send(noteWritten{noteRead{item: 1, text: "one\ntwo"}, "one\ntwo\nthree", nil})
	s.sees("Noted. U undoes it.")
	if s.f.notes[1] != "one\ntwo\nthree" {
		t.Errorf("noted: %v", s.f.notes)
	}
	s.send(noteWritten{noteRead{item: 1, text: "one\ntwo"}, "", errors.New("exit status 1")})
	s.sees("The note is as it was: exit status 1")
	s.f.fail["Edit"] = errors.New("no editor: set VISUAL or EDITOR")
	s.keys("T").sees("The note could not be edited: no editor")
	s.f.notes[1] = ""
	s.f.fail["SetNote"] = errors.New("disk full")
	s.keys("T").text("x").keys("enter").sees("The note could not be stored: disk full")
}

// A bookmark keeps its article: one that was never opened is fetched then.
func TestABookmarkFetchesItsArticle(t *testing.T) {
	f := library()
	s := start(t, f, 200, 60)
	s.keys("s").sees("Bookmarked.")
	if got := f.calls["Open"]; got != 1 {
		t.Errorf("%d articles were fetched for one bookmark", got)
	}
	s.keys("s").sees("Bookmark taken away.")
	if got := f.calls["Open"]; got != 1 {
		t.Error("an article was fetched for a bookmark that went")
	}
	f.openErr = errors.New("the server did not answer")
	s.keys("s").sees("Bookmarked with what the feed brought; the page could not be read: the server did not answer.")
	if !f.item(1).Bookmarked {
		t.Error("a page that cannot be read took the bookmark away")
	}
	s.keys("j v j v s").sees("2 of 2 bookmarked pages could not be read")
}
