package ui

import (
	"slices"
	"testing"
)

func TestTagsOfSeveralWords(t *testing.T) {
	for text, want := range map[string][]string{
		"":                  nil,
		"sea":               {"sea"},
		" sea,  #port ":     {"sea", "port"},
		`sea "to read"`:     {"sea", "to read"},
		`"to read",sea`:     {"to read", "sea"},
		`"to read`:          {"to read"},
		`sea"to read"port`:  {"sea", "to read", "port"},
		`""`:                nil,
		`"a, b" c`:          {"a, b", "c"},
		`海 "港 の" #` + "été": {"海", "港 の", "été"},
	} {
		if got := splitTags(text); !slices.Equal(got, want) {
			t.Errorf("%s: %q, not %q", text, got, want)
		}
		if again := splitTags(joinTags(want)); !slices.Equal(again, want) {
			t.Errorf("%q written and read: %q", want, again)
		}
	}
	for text, from := range map[string]int{"": 0, "se": 0, "sea po": 4, `sea "to`: 4, `sea "to re`: 4, `"to read" s`: 10} {
		if got := lastTag(text); got != from {
			t.Errorf("%s: the last tag begins at %d, not %d", text, got, from)
		}
	}
}

// Who opens the prompt and presses Enter changes nothing.
func TestTheTagPromptKeepsTags(t *testing.T) {
	f := library()
	f.items[0].Tags = []string{"sea", "to read"}
	s := start(t, f, 100, 30)
	s.keys("t").sees(`tags: sea "to read"`).keys("enter").sees("Tagged.")
	if h, _ := s.m.items.find(f.items[0].ID); !slices.Equal(h.Tags, []string{"sea", "to read"}) {
		t.Errorf("tags: %q", h.Tags)
	}
	s.m.feeds.tags = map[string]int{"to read": 1, "sea": 1}
	s.keys("t").text(` "to`).keys("tab").sees(`tags: sea "to read" "to read"`)
}

// Of several items, the tags that all have are asked for; those that only some have stay.
func TestTheTagsOfASelection(t *testing.T) {
	f := library()
	f.items[0].Tags, f.items[1].Tags, f.items[2].Tags = []string{"sea", "old", "mine"}, []string{"old", "sea"}, []string{"old", "sea", "far"}
	s := start(t, f, 100, 30)
	s.keys("v v v t").sees("tags that all 3 have: sea old")
	s.keys("ctrl+u").text(`sea "to read"`).keys("enter").sees("Tagged. U undoes it.")
	for i, want := range [][]string{{"sea", "to read", "mine"}, {"sea", "to read"}, {"sea", "to read", "far"}} {
		if got := f.items[i].Tags; !slices.Equal(got, want) {
			t.Errorf("item %d has %q, not %q", i, got, want)
		}
	}
}
