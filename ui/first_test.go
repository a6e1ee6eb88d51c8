package ui

import (
	"errors"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
)

// unstarted returns a session whose first reads are still under way, and those reads.
func unstarted(t *testing.T, f *fake) (s *session, list, tree tea.Msg) {
	t.Helper()
	dark := true
	s = &session{t: t, f: f, m: New(Options{
		Library: f, Opener: f, Refresher: f, Subscriber: f, Demo: true, Dark: &dark, Now: func() time.Time { return fakeNow },
	})}
	s.m.tick = func(time.Duration, tea.Msg) tea.Cmd { return nil }
	treeCmd := s.m.bootTree()
	list = s.m.bootList()()
	tree = treeCmd()
	s.send(tea.WindowSizeMsg{Width: 200, Height: 30})
	return s, list, tree
}

func TestTheListDoesNotWaitForTheFeeds(t *testing.T) {
	s, list, tree := unstarted(t, library())
	s.send(list)
	s.sees("Ministers", "All feeds").seesNot("feeds · 3", "and nothing else.", "▾ World")
	s.keys("m") // read, before the counts are there
	s.send(tree)
	s.sees("All feeds · 30 unread", "▾ World")
	c, _ := s.f.Counts(t.Context())
	if got := s.m.feeds.counts.Unread; got != c.Unread {
		t.Errorf("%d unread are shown, %d there are: the older count won", got, c.Unread)
	}
	s.send(bootedTree{err: errors.New("stale")})
	s.sees("▾ World")
}

func TestTheFeedsDecideAboutTheWelcome(t *testing.T) {
	s, list, tree := unstarted(t, &fake{fail: map[string]error{}})
	s.send(list)
	s.seesNot("No items yet", "and nothing else.")
	s.send(tree)
	s.sees("and nothing else.")
}

func TestFeedsThatCannotBeReadAreToldBesideTheList(t *testing.T) {
	s, list, _ := unstarted(t, library())
	s.send(list)
	s.send(bootedTree{err: errors.New("store: damaged")})
	s.sees("Ministers", "The store could not be read: store: damaged").seesNot("and nothing else.")
}

func TestWhatIsReadAheadIsReadOnce(t *testing.T) {
	f := library()
	var begun []func()
	m := New(Options{Library: f, Beside: func(f func()) { begun = append(begun, f) }})
	m.readAhead()
	if len(f.calls) > 0 {
		t.Errorf("read before Beside was ready: %v", f.calls)
	}
	for _, read := range begun {
		read()
	}
	for _, cmd := range m.boot()().(tea.BatchMsg) {
		cmd()
	}
	if f.calls["Headlines"] != 1 || f.calls["Feeds"] != 1 {
		t.Errorf("read: %v", f.calls)
	}
}

func TestShownWaitsForListAndFeeds(t *testing.T) {
	s, list, tree := unstarted(t, library())
	told := 0
	s.m.o.Shown = func() { told++ }
	s.send(list)
	if told != 0 {
		t.Error("told before the feeds were there")
	}
	s.send(tree)
	if told != 1 {
		t.Errorf("told %d times", told)
	}
}

func TestAPlaceFurtherDownIsFoundAgain(t *testing.T) {
	f := many(5000)
	s := start(t, f, 80, 24)
	for range 6 {
		s.keys("ctrl+f")
	}
	at := s.cursor()
	if i := s.m.items.list.Cursor(); i < nearEdge || i >= pageSize {
		t.Fatalf("the cursor is on row %d", i)
	}
	if err := s.m.storeState(); err != nil {
		t.Fatal(err)
	}
	if got := start(t, f, 80, 24).cursor(); got != at {
		t.Errorf("%q was left, the cursor is on %q", at, got)
	}
}

func TestATallScreenIsFilled(t *testing.T) {
	s := start(t, many(5000), 80, 150)
	s.sees("Headline 1 of", "Headline 130 of")
	s.keys("G g g").sees("Headline 130 of")
}
