package status

import (
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"tidings/feed/poll"
	"tidings/ui/style"
)

func TestLineIsExactlyAsWideAsAsked(t *testing.T) {
	th, _ := style.Builtin("tidings", true)
	lines := []Line{
		{},
		{Right: "12 new ↑ let in with ."},
		{Hints: []Hint{{"Enter", "open"}, {"Space", "next unread"}, {"s", "bookmark"}}, Right: "12 new"},
		{Message: Message{Text: strings.Repeat("津波警報 ", 20), Kind: Trouble}, Right: "refreshing 3 of 9"},
	}
	for _, l := range lines {
		for w := range 120 {
			if got := ansi.StringWidth(l.View(&th, style.Unicode(), 0, w)); got != w {
				t.Fatalf("%+v at %d: %d columns", l, w, got)
			}
		}
	}
}

func TestMessageGoesBeforeTheRightSide(t *testing.T) {
	th := style.Theme{}
	l := Line{Message: Message{Text: "Le Monde could not be reached"}, Right: "12 new"}
	if s := l.View(&th, style.Unicode(), 0, 32); !strings.Contains(s, "could not be reached") || strings.Contains(s, "12 new") {
		t.Errorf("%q", s)
	}
	if s := l.View(&th, style.Unicode(), 0, 60); !strings.HasSuffix(s, "12 new ") {
		t.Errorf("%q", s)
	}
}

func TestProgress(t *testing.T) {
	for _, c := range []struct {
		p    poll.Progress
		want string
	}{
		{poll.Progress{Done: 3, Total: 9}, ""},
		{poll.Progress{Running: true}, "refreshing · Esc stops"},
		{poll.Progress{Running: true, Done: 3, Total: 9, Pages: 4}, "refreshing 3 of 9 · Esc stops"},
		{poll.Progress{Running: true, Done: 9, Total: 9}, "refreshing 9 of 9 · Esc stops"},
		{poll.Progress{Running: true, Done: 9, Total: 9, Pages: 4}, "fetching 4 articles · Esc stops"},
		{poll.Progress{Running: true, Done: 9, Total: 9, Pages: 1}, "fetching 1 article · Esc stops"},
	} {
		if got := Progress(c.p, style.Unicode()); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}

func TestOutcome(t *testing.T) {
	at := time.Date(2026, 11, 23, 15, 4, 0, 0, time.Local)
	for _, c := range []struct {
		p    poll.Progress
		want string
	}{
		{poll.Progress{}, "Nothing new."},
		{poll.Progress{New: 1}, "1 new item."},
		{poll.Progress{New: 12, Updated: 2}, "12 new items, 2 edited."},
		{
			poll.Progress{New: 2, Failed: []poll.Failure{{Title: "Le Monde", Err: "the server did not answer within 15 s", Next: at}}},
			"2 new items, Le Monde could not be read: the server did not answer within 15 s; trying again at 15:04.",
		},
		{poll.Progress{Failed: []poll.Failure{{Title: "منارة", Err: "the server failed", Next: at}}}, "منارة could not be read: the server failed; trying again at 15:04."},
		{poll.Progress{Failed: []poll.Failure{{Title: "A", Err: "no server"}, {Title: "B", Err: "gone"}}}, "2 feeds could not be reached; they are tried again later (v lists why)."},
		{poll.Progress{Failed: []poll.Failure{{Title: "A", Err: "the disk is full"}, {Title: "B", Err: "the disk is full"}}}, "2 feeds could not be read: the disk is full; they are tried again later (v lists why)."},
		{poll.Progress{Stopped: true, Done: 3, Total: 9}, "Stopped after 3 of 9 feeds."},
	} {
		if got := Outcome(c.p, "v").Text; got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}

func TestLogIsBounded(t *testing.T) {
	var l Log
	for i := range 5000 {
		l.Say(Message{Text: strings.Repeat("x", i%7)})
	}
	if n := len(l.All()); n > logLimit {
		t.Errorf("%d messages", n)
	}
	l.Say(Message{Text: "same", At: time.Unix(1, 0)})
	n := len(l.All())
	l.Say(Message{Text: "same", At: time.Unix(2, 0)})
	if len(l.All()) != n || l.All()[n-1].At.Unix() != 2 {
		t.Error("a repeated message should renew the last one")
	}
}
