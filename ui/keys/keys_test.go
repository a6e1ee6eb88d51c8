package keys

import (
	"strings"
	"testing"
)

func TestPresetsHoldTogether(t *testing.T) {
	for _, p := range Presets() {
		tab, err := New(p, nil)
		if err != nil {
			t.Fatalf("%s: %v", p, err)
		}
		for _, w := range []Where{InFeeds, InItems, InArticle} {
			owner := map[string]Action{}
			for _, r := range tab.rows {
				if r.Where&w == 0 {
					continue
				}
				for _, k := range r.Keys {
					for o, a := range owner {
						if overlap(o, k) {
							t.Errorf("%s, %v: %q is %s, %q is %s", p, w, o, a, k, r.Action)
						}
					}
					owner[k] = r.Action
				}
			}
		}
		for _, must := range []Action{Down, Up, Open, Back, Quit, Help, Search, ToggleRead, Bookmark, Undo, NextUnread} {
			if tab.Key(must) == "" {
				t.Errorf("%s: %s has no key", p, must)
			}
		}
	}
}

func TestEveryRowIsComplete(t *testing.T) {
	seen := map[Action]bool{}
	for _, r := range rows() {
		if r.Does == "" || r.Where == 0 || r.Group == "" {
			t.Errorf("%+v is not complete", r)
		}
		if seen[r.Action] {
			t.Errorf("%s stands twice", r.Action)
		}
		seen[r.Action] = true
	}
	tab, _ := New("", nil)
	if len(tab.Rows()) != len(rows()) {
		t.Errorf("Rows has %d of %d rows: a group is missing from Groups", len(tab.Rows()), len(rows()))
	}
}

func TestConflictsNameBothLines(t *testing.T) {
	_, err := New("vim", []Binding{
		{Keys: "w", Action: "down", File: "keys.toml", Line: 3},
		{Keys: "w", Action: "bookmark", File: "keys.toml", Line: 7},
	})
	if err == nil || !strings.Contains(err.Error(), "keys.toml:3") || !strings.Contains(err.Error(), "keys.toml:7") {
		t.Errorf("got %v", err)
	}
	_, err = New("vim", []Binding{
		{Keys: "w", Action: "down", File: "k", Line: 1},
		{Keys: "w w", Action: "up", File: "k", Line: 2},
	})
	if err == nil {
		t.Error("a key that begins another sequence was accepted")
	}
	_, err = New("vim", []Binding{{Keys: "w", Action: "bokmark", File: "k", Line: 9}})
	if err == nil || !strings.Contains(err.Error(), `"bookmark"`) || !strings.Contains(err.Error(), "k:9") {
		t.Errorf("got %v", err)
	}
	if _, err = New("wordstar", nil); err == nil {
		t.Error("an unknown preset was accepted")
	}
	// The same key in panes that never overlap is no conflict.
	if _, err = New("vim", []Binding{{Keys: "w", Action: "fold"}, {Keys: "w", Action: "left-out"}}); err != nil {
		t.Error(err)
	}
}

func TestOwnBindingsWin(t *testing.T) {
	tab, err := New("vim", []Binding{{Keys: "j", Action: "up"}, {Keys: "Q", Action: ""}, {Keys: "g", Action: "bottom"}})
	if err != nil {
		t.Fatal(err)
	}
	var in Input
	if r := in.Press(tab, InItems, "j"); r.Action != Up {
		t.Errorf("j is %q", r.Action)
	}
	if r := in.Press(tab, InItems, "Q"); r.Action != "" || r.Wait {
		t.Errorf("Q is %+v", r)
	}
	if r := in.Press(tab, InItems, "g"); r.Action != Bottom {
		t.Errorf("g is %+v: the sequence g g should have gone", r)
	}
}

func TestCountsAndSequences(t *testing.T) {
	tab, _ := New("", nil)
	press := func(keys ...string) (r Result) {
		var in Input
		for _, k := range keys {
			r = in.Press(tab, InItems, k)
		}
		return r
	}
	for _, c := range []struct {
		keys  string
		want  Action
		count int
	}{
		{"j", Down, 0},
		{"5 j", Down, 5},
		{"1 2 j", Down, 12},
		{"3 0 0 G", Bottom, 300},
		{"g g", Top, 0},
		{"7 g g", Top, 7},
		{"9 9 9 9 9 9 9 9 9 j", Down, maxCount},
		{"g x", "", 0},
		{"5 esc", "", 0},
		{"g esc", "", 0},
		{"esc", Back, 0},
		{"é", "", 0},
	} {
		if r := press(strings.Split(c.keys, " ")...); r.Action != c.want || r.Count != c.count {
			t.Errorf("%s: got %+v", c.keys, r)
		}
	}
	var in Input
	if r := in.Press(tab, InItems, "2"); !r.Wait || !r.Expire {
		t.Errorf("a lone 2: %+v", r)
	}
	if r := in.Expire(tab, InItems); r.Action != ViewUnread {
		t.Errorf("expired: %+v", r)
	}
	if r := in.Expire(tab, InItems); r.Action != "" {
		t.Errorf("expired twice: %+v", r)
	}
	in.Press(tab, InItems, "2")
	in.Press(tab, InItems, "j")
	if r := in.Expire(tab, InItems); r.Action != "" {
		t.Errorf("expired after 2j: %+v", r)
	}
}

func TestMarkdownHasEveryAction(t *testing.T) {
	tab, _ := New("", nil)
	md := tab.Markdown()
	for _, r := range rows() {
		if !strings.Contains(md, "`"+string(r.Action)+"`") {
			t.Errorf("%s is missing", r.Action)
		}
	}
	if strings.Contains(md, "`|`") {
		t.Error("a bare | breaks the table")
	}
}

func FuzzPress(f *testing.F) {
	f.Add("5 j g g 1 2 esc")
	tab, _ := New("", nil)
	f.Fuzz(func(t *testing.T, s string) {
		var in Input
		for k := range strings.SplitSeq(s, " ") {
			r := in.Press(tab, InArticle, k)
			if r.Action != "" && r.Wait {
				t.Fatalf("%q both acts and waits", k)
			}
			if r.Count < 0 || r.Count > maxCount {
				t.Fatalf("count %d", r.Count)
			}
		}
	})
}
