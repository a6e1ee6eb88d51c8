package ui

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
)

// spoke returns what has been written since the last call.
func spoke(b *strings.Builder) string {
	s := strings.ReplaceAll(b.String(), "\r\n", "\n")
	b.Reset()
	return s
}

func TestLinear(t *testing.T) {
	var b strings.Builder
	s := start(t, library(), 80, 24, func(o *Options) { o.Linear = &b })
	hear := func(what string, wants ...string) {
		t.Helper()
		got := spoke(&b)
		for _, w := range wants {
			if !strings.Contains(got, w) {
				t.Errorf("%s: %q was not said, but:\n%s", what, w, got)
			}
		}
		if strings.Contains(got, "\x1b") || strings.Contains(got, "│") {
			t.Errorf("%s: sequences or boxes: %q", what, got)
		}
		if len(wants) == 0 && got != "" {
			t.Errorf("%s: said %q", what, got)
		}
	}
	hear("the beginning", "Tidings. ? lists the keys", "All feeds, 31 unread.\n", "Unread: Ministers to meet in the old customs house before the long winter session of the council begins, The Harbour Herald, 30m, 1/47.\n")
	s.keys("j")
	hear("j", "Unread: A compiler that explains itself, bookmarked, Compiler Notes, 2h, 2/47.\n")
	s.keys("m")
	hear("m", "Read: A compiler that explains itself")
	s.keys("ctrl+l")
	hear("say it again", "Read: A compiler that explains itself")
	s.keys("k k")
	hear("k", "1/47.\n", "The beginning.\n")
	s.keys("enter")
	hear("an article", "Article.\nMinisters to meet", "min · whole article · 1 block left out  X")
	s.keys("j")
	first := spoke(&b)
	if strings.Count(first, "\n") != 1 || strings.TrimSpace(first) == "" {
		t.Errorf("j said %q, not one line", first)
	}
	s.keys("k j")
	if got := spoke(&b); !strings.HasSuffix(got, first) {
		t.Errorf("back and forth said %q, then %q", first, got)
	}
	s.keys("space")
	hear("a paragraph", "Paragraph 1 of the article: the harbour lay quiet in the morning, and\n", "though every boat bore its marks.\n")
	s.keys("X space")
	hear("what was left out", "What was left out is shown in its place.", "Left out: Your support helps us")
	s.keys("G j")
	hear("the end", "Next: ", "The end.\n")
	s.keys("q")
	hear("back", "All feeds, 29 unread.", "Read: Ministers")
	s.keys("h j")
	hear("feeds", "Feeds: All, 29\n", "Unread, 29\n")
	s.keys("l /").text("fähre")
	hear("a search", "Unread, 29 unread.", "/(words, \"a phrase\"", "fähre")
	s.keys("enter")
	hear("its hits", "Search: fähre", "Die Fähre fährt wieder")
	s.keys("? down")
	hear("help", "Help.\n", "j  ↓  one line down\n", "k  ↑  one line up\n")
	s.keys("esc : esc")
	hear("a command dropped", ":", "Die Fähre fährt wieder")
	s.expire()
	hear("a minute later")
}

func TestLinearFirstStart(t *testing.T) {
	var b strings.Builder
	start(t, &fake{fail: map[string]error{}}, 80, 24, func(o *Options) { o.Linear = &b })
	if got := spoke(&b); !strings.Contains(got, "There are no feeds yet. a adds a feed") {
		t.Errorf("said %q", got)
	}
}

func TestLinearReadsOn(t *testing.T) {
	var b strings.Builder
	f := library()
	s := start(t, f, 120, 24, func(o *Options) { o.Linear = &b })
	s.keys("enter")
	spoke(&b)
	s.keys("ctrl+d") // the line below the head is empty: that is not the end
	half := spoke(&b)
	if n := strings.Count(half, "\n"); n != 12 || strings.Contains(half, "The end.") {
		t.Errorf("half a page has %d lines:\n%s", n, half)
	}
	s.keys("ctrl+d ctrl+u")
	if got := strings.Split(strings.TrimSpace(spoke(&b)), "\n"); got[len(got)-1] != strings.Split(strings.TrimSpace(half), "\n")[11] {
		t.Errorf("down and up ended at %q, not where it began", got[len(got)-1])
	}
	s.keys("g g")
	if got := spoke(&b); !strings.HasPrefix(got, "Ministers to meet") {
		t.Errorf("the top said %q", got)
	}
	s.keys("G")
	if got := spoke(&b); strings.Contains(got, "──") || !strings.Contains(got, "Next: ") {
		t.Errorf("the end said %q", got)
	}
	s.keys("g g X space space space space space")
	got := spoke(&b)
	for _, w := range []string{"Left out: Your support helps us to tell the story. Give what you can.\n", "Why: donation appeal: asks for money, speaks to “you” · + keep\n"} {
		if !strings.Contains(got, w) {
			t.Errorf("%q was not said, but:\n%s", w, got)
		}
	}
	if strings.Contains(got, "┊") {
		t.Errorf("a mark was read out:\n%s", got)
	}
	s.keys("u")
	if got, want := spoke(&b), "https://news.example/1\n"; got != want {
		t.Errorf("a link without words was said as %q", got)
	}
}

func TestLinearLinesEnd(t *testing.T) {
	var b strings.Builder
	s := start(t, library(), 80, 24, func(o *Options) { o.Linear = &b })
	spoke(&b)
	s.keys("t").text("sea").keys("enter")
	if got := spoke(&b); !strings.Contains(got, "sea\nTagged.") {
		t.Errorf("what is said stands behind what was typed: %q", got)
	}
	s.keys("T").text("abc")
	spoke(&b)
	s.m.say("12 new items.")
	s.send(tea.FocusMsg{})
	if got, want := spoke(&b), "\n12 new items.\nnote: abc"; got != want {
		t.Errorf("said in between: %q, not %q", got, want)
	}
	s.keys("esc n")
	if got, want := spoke(&b), "There is no search to go on with"; !strings.Contains(got, want) {
		t.Errorf("n said %q", got)
	}
	s.keys("n")
	if got, want := spoke(&b), "There is no search to go on with"; !strings.Contains(got, want) {
		t.Errorf("the second n said %q", got)
	}
	s.keys("?")
	spoke(&b)
	s.keys("esc")
	if got := spoke(&b); !strings.HasPrefix(got, "Unread: Ministers") {
		t.Errorf("after help: %q", got)
	}
}
