package layout

import (
	"testing"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// The shortcuts say what the tables say.
func TestSimpleWidth(t *testing.T) {
	for r := range rune(0x11000) {
		s := string(r)
		if w := simpleWidth(r); w >= 0 && r != softHyphen && (w != ansi.StringWidth(s) || w != ansi.StringWidthWc(s)) {
			t.Errorf("%U: %d columns, the tables say %d and %d", r, w, ansi.StringWidth(s), ansi.StringWidthWc(s))
		}
		if !utf8.ValidRune(r) || combines(s) {
			continue
		}
		for _, base := range []string{"a", "é", "я", "か", "漢", "한", "“"} {
			if c, _ := ansi.FirstGraphemeCluster(base+s, ansi.GraphemeWidth); c != base {
				t.Errorf("%U joins %s", r, base)
			}
		}
	}
}

func TestFold(t *testing.T) {
	for in, want := range map[string]string{
		"plain":          "plain",
		"naïve — “x”":    "naïve — “x”",
		"👩‍👩‍👧‍👦 family": "👩 family",
		"❤️":             "❤",
		"👍🏽!":            "👍!",
		"🇩🇪":             "🇩🇪",
		"1️⃣":            "1",
		"क्षि":           "क्षि",
		"می\u200cخواهم":  "می\u200cخواهم",
	} {
		got := Fold(in)
		if got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
		if Fold(got) != got {
			t.Errorf("%q: folding again gives %q", in, Fold(got))
		}
	}
	for _, s := range []string{"👩‍👩‍👧‍👦❤️👍🏽🇩🇪1️⃣", "☎️ 🧑🏿‍🚀 ✌🏻"} {
		if f := Fold(s); ansi.StringWidth(f) != ansi.StringWidthWc(f) {
			t.Errorf("%q: %d and %d columns", f, ansi.StringWidth(f), ansi.StringWidthWc(f))
		}
	}
}

func TestCut(t *testing.T) {
	line := "ab\x1b[1mcd\x1b[m\x1b]8;id=1;http://a\x1b\\\x1b[4m漢字x\x1b[m\x1b]8;;\x1b\\yz"
	head, mid, tail := Cut(line, 3, 6, false)
	if head != "ab\x1b[1mc\x1b[m" || mid != "d漢" || tail != "\x1b]8;id=1;http://a\x1b\\\x1b[4m字x\x1b[m\x1b]8;;\x1b\\yz" {
		t.Errorf("%q %q %q", head, mid, tail)
	}
	if head, mid, tail = Cut(line, 40, 50, false); head != line || mid != "" || tail != "" {
		t.Errorf("behind the end: %q %q %q", head, mid, tail)
	}
}
