package ui

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"tidings/feed"
	"tidings/feed/article"
)

// edited is the library with an article that its publisher changed twice.
func edited() *fake {
	f := library()
	var now, before, first []string
	for i, b := range f.arts[1].Blocks {
		t := b.Text()
		now = append(now, t)
		old := t
		switch i {
		case 1:
			old = strings.Replace(t, "in the morning", "at dawn", 1)
		case 3:
			before = append(before, "The council has not said where the money is to come from.")
		case 4:
			continue
		}
		before = append(before, old)
	}
	first = append(append(first, before...), "The last sentence of all was a wrong one.")
	f.revs = map[feed.ItemID][]feed.Revision{1: {
		{Until: fakeNow.Add(-10 * time.Minute), Kind: "article", Title: "Ministers to meet in the old harbour office", Blocks: before, Later: now, Now: f.items[0].Title},
		{Until: fakeNow.Add(-26 * time.Hour), Kind: "article", Title: f.items[0].Title, Blocks: first, Later: now, Now: f.items[0].Title},
		{Until: fakeNow.Add(-26 * time.Hour), Kind: "feed", Title: "x", Blocks: []string{"x"}, Later: []string{"y"}, Now: "y"},
	}}
	return f
}

func TestWhatThePublisherChangedIsShown(t *testing.T) {
	f := edited()
	s := start(t, f, 130, 40)
	s.keys("enter").sees("changed today, 15:20: the title and 3 paragraphs, 2 times in all")
	s.seesNot("where the money", "at dawn")
	s.keys("=").sees("Changed today, 15:20: the title and 3 paragraphs. = hides it, 2= compares with the text before.",
		"- Ministers to meet in the old harbour office", "- The council has not said where the money", "at dawn", "+ Paragraph 1", "+ Paragraph 4")
	s.seesNot("+ Paragraph 2", "wrong one").golden("changes-130x40").styled("changes-dark")
	s.keys("=").sees("2 times in all").seesNot("at dawn")
	s.keys("2 =").sees("Changed yesterday, 13:30: 4 paragraphs. = hides it.", "at dawn").seesNot("old harbour office")
	s.keys("G").sees("- The last sentence of all was a wrong one.")
	s.keys("X k k k +").seesNot("that could")
	s.keys("J =").sees("The publisher has not changed this text since it came here.")

	s = start(t, edited(), 40, 15)
	s.keys("enter = j j j").golden("changes-40x15")
}

// A page that was changed since it was stored is shown as it is by now, where one reads.
func TestAChangedPageIsFetchedAgain(t *testing.T) {
	f := edited()
	a := f.arts[1]
	a.Blocks = slices.Clone(a.Blocks)
	a.Blocks[5] = paragraph("A paragraph that came later.")
	f.newer = map[feed.ItemID]article.Article{1: a}
	s := start(t, f, 130, 40)
	s.keys("enter").sees("A paragraph that came later.", "changed today, 15:20")
	f.fail["Renew"] = errors.New("offline")
	s.keys("J K").sees("Paragraph 5 of the article").seesNot("came later", "offline")
}

// The place in the text stays where it was: it is what one wants to compare.
func TestComparingKeepsThePlace(t *testing.T) {
	s := start(t, edited(), 80, 24)
	s.keys("enter ctrl+f")
	top := func() string {
		for _, l := range s.lines()[2:] {
			if l = strings.TrimSpace(strings.Trim(l, "│┃+ ")); l != "" {
				return l
			}
		}
		return ""
	}
	was := top()
	s.keys("=")
	if got := top(); got != was {
		t.Errorf("the first line is %q, was %q", got, was)
	}
	s.keys("=")
	if got := top(); got != was {
		t.Errorf("the first line is %q, was %q", got, was)
	}
}
