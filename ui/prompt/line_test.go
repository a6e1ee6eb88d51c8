package prompt

import (
	"strings"
	"testing"
	"unicode/utf8"

	"tidings/ui/list"
)

func typed(l *Line, keys ...string) Event {
	var e Event
	for _, k := range keys {
		text := k
		if len(k) > 1 && (strings.Contains(k, "+") || k == "left" || k == "right" || k == "home" || k == "end" || k == "backspace" ||
			k == "delete" || k == "tab" || k == "up" || k == "down" || k == "enter" || k == "esc") {
			text = ""
		}
		e = l.Key(k, text)
	}
	return e
}

func TestEditing(t *testing.T) {
	for _, c := range []struct{ keys, want string }{
		{"a b c", "abc"},
		{"a b left x", "axb"},
		{"a b home x end y", "xaby"},
		{"a b backspace", "a"},
		{"a b home delete", "b"},
		{"a b left ctrl+u", "b"},
		{"a b left ctrl+k", "a"},
		{"a . b ctrl+w", "a."},
		{"é 津 backspace", "é"},
		{"👩‍👩‍👧 backspace x", "x"},
		{"x backspace backspace", ""},
	} {
		var l Line
		typed(&l, strings.Split(c.keys, " ")...)
		if l.Text() != c.want {
			t.Errorf("%s: %q, want %q", c.keys, l.Text(), c.want)
		}
	}
	var l Line
	if e := typed(&l, "backspace"); e != Dropped {
		t.Errorf("backspace in an empty line: %v", e)
	}
	if e := typed(&l, "a", "enter"); e != Done {
		t.Errorf("enter: %v", e)
	}
}

func TestPaste(t *testing.T) {
	var l Line
	l.Paste("\n\n  https://example.org/feed\x1b[31m \nsecond")
	if l.Text() != "https://example.org/feed[31m" {
		t.Errorf("%q", l.Text())
	}
	l.Set("")
	l.Paste(strings.Repeat("津", 1<<20))
	if len(l.Text()) > maxBytes || !utf8.ValidString(l.Text()) || l.Text() == "" {
		t.Errorf("%d bytes", len(l.Text()))
	}
}

func TestCompletion(t *testing.T) {
	l := Line{Complete: func(s string) []string { return []string{s + "one", s + "two"} }}
	typed(&l, "x", "tab")
	if l.Text() != "xone" {
		t.Errorf("%q", l.Text())
	}
	typed(&l, "tab")
	if c, at := l.Candidates(); l.Text() != "xtwo" || at != 1 || len(c) != 2 {
		t.Errorf("%q %v %d", l.Text(), c, at)
	}
	typed(&l, "tab")
	if l.Text() != "x" {
		t.Errorf("a full round gives what was typed: %q", l.Text())
	}
	typed(&l, "shift+tab")
	if l.Text() != "xtwo" {
		t.Errorf("%q", l.Text())
	}
	if typed(&l, "y"); l.Text() != "xtwoy" {
		t.Errorf("%q", l.Text())
	}
}

func TestHistory(t *testing.T) {
	l := Line{History: []string{"first", "second"}}
	typed(&l, "n", "up")
	if l.Text() != "second" {
		t.Errorf("%q", l.Text())
	}
	typed(&l, "up", "up")
	if l.Text() != "first" {
		t.Errorf("%q", l.Text())
	}
	typed(&l, "down", "down")
	if l.Text() != "n" {
		t.Errorf("%q", l.Text())
	}
}

func FuzzView(f *testing.F) {
	f.Add("https://example.org/", 10, 3)
	f.Add("津波警報", 5, 2)
	f.Fuzz(func(t *testing.T, s string, w, lefts int) {
		var l Line
		l.Set(s)
		for range min(max(lefts, 0), 100) {
			l.Key("left", "")
		}
		w = min(max(w, 0), 300)
		text, cur := l.View(0, w)
		if n := list.Measure(0).Width(text); n > w || cur > max(0, w-1) || cur < 0 {
			t.Fatalf("%q: %d columns of %d, cursor %d", text, n, w, cur)
		}
	})
}
