package ui

import (
	"strconv"
	"strings"
	"testing"

	"tidings/feed"
)

// told sends one order and returns what came back.
func (s *session) told(do string, args ...string) (st OrderState, err error) {
	s.t.Helper()
	n := 0
	cmd := ordered{Order{Do: do, Args: args, Reply: func(got OrderState, e error) { st, err, n = got, e, n+1 }}}
	s.send(cmd)
	if n != 1 {
		s.t.Errorf("%s %q was answered %d times", do, args, n)
	}
	return st, err
}

func TestOrders(t *testing.T) {
	f := library()
	s := start(t, f, 120, 30)
	first, err := s.told("status")
	if err != nil || first.Item == nil || first.Position != 1 || first.Pane == "" || first.Items == 0 {
		t.Fatalf("%+v %v", first, err)
	}
	second, err := s.told("next")
	if err != nil || second.Position != 2 || second.Item.ID == first.Item.ID {
		t.Errorf("%+v %v", second, err)
	}
	if back, err := s.told("previous"); err != nil || back.Item.ID != first.Item.ID {
		t.Errorf("%+v %v", back, err)
	}
	opened, err := s.told("open")
	if err != nil || opened.Open == nil || opened.Open.ID != first.Item.ID || opened.Pane != "article" {
		t.Errorf("%+v %v", opened, err)
	}
	other := idText(second.Item.ID)
	if st, err := s.told("open", other); err != nil || st.Open == nil || st.Open.ID != second.Item.ID {
		t.Errorf("%+v %v", st, err)
	}
	if st, err := s.told("mark", "bookmark", other); err != nil || !st.Open.Bookmarked {
		t.Errorf("%+v %v", st, err)
	}
	if st, _ := s.told("status"); !st.Open.Bookmarked || !st.Open.Read {
		t.Errorf("%+v", st.Open)
	}
	if st, err := s.told("mark", "unread"); err != nil {
		t.Errorf("%+v %v", st, err)
	}
	if st, err := s.told("view-bookmarks"); err != nil || st.View != "Bookmarks" {
		t.Errorf("%+v %v", st, err)
	}
	if st, err := s.told("open", "5"); err != nil || st.Open == nil || st.Open.ID != 5 { // not in this list
		t.Errorf("%+v %v", st, err)
	}
	for _, bad := range [][]string{{"dance"}, {"open", "99999"}, {"open", "x"}, {"open", "-3"}, {"mark"}, {"mark", "seen"}, {"mark", "read", "x"}} {
		if _, err := s.told(bad[0], bad[1:]...); err == nil {
			t.Errorf("%q has no error", bad)
		}
	}
	s.keys(":")
	if _, err := s.told("next"); err == nil || !strings.Contains(err.Error(), "waits for an answer") {
		t.Errorf("while something is typed: %v", err)
	}
	if _, err := s.told("status"); err != nil {
		t.Error(err)
	}
}

func idText(id feed.ItemID) string { return strconv.FormatInt(int64(id), 10) }

func TestNoticesAreSaid(t *testing.T) {
	s := start(t, library(), 100, 20)
	s.send(noticed("Sync: the server is away."))
	if !strings.Contains(s.m.said.Text, "the server is away") {
		t.Errorf("%q", s.m.said.Text)
	}
}
