package text

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestLine(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"plain", "Hello, world", "Hello, world"},
		{"white space", "  a \t\r\n b\u00a0\u2003c\u3000 ", "a b c"},
		{"csi", "a\x1b[31mred\x1b[0m \x1b[8mhidden", "ared hidden"},
		{"osc title", "\x1b]0;owned\x07title", "title"},
		{"osc 52", "\x1b]52;c;cm0=\x1b\\clip", "clip"},
		{"osc 8", "\x1b]8;;http://evil.example/\x1b\\good\x1b]8;;\x1b\\", "good"},
		{"osc without end", "\x1b]0;rest of the title", "0;rest of the title"},
		{"dcs apc pm sos", "\x1bP1$r0m\x1b\\\x1b_Gf=1;A\x1b\\\x1b^pm\x1b\\\x1bXsos\x1b\\x", "x"},
		{"c1 csi", "a\u009b31mred\u009b2J", "ared"},
		{"c1 quote", "a \u009b Home", "a Home"},
		{"c1 osc", "\u009d0;owned\u009cx", "x"},
		{"nel ls ps", "a\u0085b\u2028c\u2029d", "a b c d"},
		{"charset and reset", "\x1b(0x\x1bc\x1b#8y", "xy"},
		{"backspace", "safe\b\b\b\bevil", "safeevil"},
		{"cr", "safe\revil", "safe evil"},
		{"nul del bel", "a\x00b\x7fc\x07d", "abcd"},
		{"bidi", "safe \u202egpj.exe\u202c \u2066\u2067\u2068 end", "safe gpj.exe end"},
		{"marks of direction", "שלום!\u200f ועוד", "שלום!\u200f ועוד"},
		{"marks of direction in a row", "שלום!\u200f\u200e\u200f\u200f ועוד", "שלום!\u200f ועוד"},
		{"direction at the end", "שלום!\u200f", "שלום!"},
		{"direction without need", "a\u200eb\u200fc", "abc"},
		{"zero width", "a\u200b\u200c\u200d\u2060\ufeff\u00adb", "ab"},
		{"persian", "می\u200cخواهم", "می\u200cخواهم"},
		{"persian twice", "می\u200c\u200cخواهم", "می\u200cخواهم"},
		{"sinhala", "ශ්\u200dරී", "ශ්\u200dරී"},
		{"malayalam end", "അവന്\u200d", "അവന്\u200d"},
		{"thai", "ภาษา\u200bไทย", "ภาษา\u200bไทย"},
		{"family", "👩\u200d👩\u200d👧 x", "👩\u200d👩\u200d👧 x"},
		{"heart", "❤\ufe0f\u200d🔥", "❤\ufe0f\u200d🔥"},
		{"skin", "👩🏽\u200d🚀", "👩🏽\u200d🚀"},
		{"zwj at the end", "👩\u200d", "👩"},
		{"zwj flood", "👩" + strings.Repeat("\u200d👩", 7), "👩" + strings.Repeat("\u200d👩", 6) + "👩"},
		{"tags", "plain\U000e0068\U000e0069", "plain"},
		{"flag", "🏴\U000e0067\U000e0062\U000e007f", "🏴"},
		{"zalgo", "Z" + strings.Repeat("\u0301", 100) + "a", "Z" + strings.Repeat("\u0301", 5) + "a"},
		{"mark without base", "\u0301a \u0301b", "a b"},
		{"selectors", "a\ufe0f\ufe0f\U000e0100b", "a\ufe0fb"},
		{"ideographic selector", "葛\U000e0100飾", "葛\U000e0100飾"},
		{"noncharacters", "a\ufdd0b\U0001ffffc\ue000d\uffffe\U0010eeee", "abcde"},
		{"surrogates", "a\xed\xa0\x80b\xff\xfec", "a\ufffdb\ufffdc"},
		{"tibetan", "རྒྱལ", "རྒྱལ"},
		{"only controls", "\x1b[2J\x07 \u200b", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := Line(c.in); got != c.want {
				t.Errorf("Line(%q)\n got %q\nwant %q", c.in, got, c.want)
			}
		})
	}
}

func TestLines(t *testing.T) {
	for in, want := range map[string]string{
		"a\r\n\tb  c\rd\x0be": "a\n\tb  c\nd\ne",
		"x\x1b[2J\n  y":       "x\n  y",
		"a\u00a0\u00a0b":      "a  b",
	} {
		if got := Lines(in); got != want {
			t.Errorf("Lines(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestLineLongHostile(t *testing.T) {
	// Many introducers without an end must not be searched again and again.
	in := strings.Repeat("\x1b]", 1<<20)
	if got := Line(in); got != "" {
		t.Errorf("got %d bytes", len(got))
	}
}

func TestLineDoesNotCopyCleanText(t *testing.T) {
	for _, s := range []string{"A plain title, as most are", "Привет, мир", "日本語の見出し", "שלום עולם"} {
		if n := testing.AllocsPerRun(10, func() { Line(s) }); n != 0 {
			t.Errorf("%q: %v allocations", s, n)
		}
	}
}

// wrong returns what is wrong with clean text, or "".
func wrong(s string, lines bool) string {
	if !utf8.ValidString(s) {
		return "invalid UTF-8"
	}
	for _, r := range s {
		switch {
		case lines && (r == '\n' || r == '\t'):
		case unicode.IsControl(r):
			return "control"
		case r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069:
			return "bidi control"
		case r >= 0xe0000 && r < 0xe0100, r == 0xfeff, unicode.Is(unicode.Co, r), unicode.Is(unicode.Noncharacter_Code_Point, r):
			return "invisible or private"
		}
	}
	return ""
}

func FuzzLine(f *testing.F) {
	for _, s := range []string{"a\x1b]0;x\x07b", "👩\u200d👩", "می\u200cخواهم", "\u009b31m", "a\u200f\u0301\u200d b", "שלום!\u200f x", "\xed\xa0\x80"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		one := Line(s)
		if w := wrong(one, false); w != "" {
			t.Errorf("Line(%q) = %q: %s", s, one, w)
		}
		if strings.TrimSpace(one) != one || strings.Contains(one, "  ") {
			t.Errorf("Line(%q) = %q: space", s, one)
		}
		if again := Line(one); again != one {
			t.Errorf("Line(%q) = %q, and again %q", s, one, again)
		}
		many := Lines(s)
		if w := wrong(many, true); w != "" {
			t.Errorf("Lines(%q) = %q: %s", s, many, w)
		}
		if again := Lines(many); again != many {
			t.Errorf("Lines(%q) = %q, and again %q", s, many, again)
		}
		if c := Clip(one, 20); len(c) > 20 || !utf8.ValidString(c) {
			t.Errorf("Clip(%q, 20) = %q", one, c)
		}
		if fold := Fold(one); Fold(fold) != fold {
			t.Errorf("Fold(%q) = %q, and again %q", one, fold, Fold(fold))
		}
	})
}

func TestFold(t *testing.T) {
	for in, want := range map[string]string{
		"Crème Brûlée": "creme brulee", "STRASSE straße": "strasse strasse", "ＡＢＣ１２": "abc12", "Łódź": "lodz",
		"Ёлка": "елка", "がぎ": "がぎ", "हिन्दी": "हिन्दी", "كِتاب": "كتاب", "Άλφα": "αλφα", "İ": "i",
	} {
		if got := Fold(in); got != want {
			t.Errorf("Fold(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestClip(t *testing.T) {
	for _, c := range []struct {
		in   string
		n    int
		want string
	}{
		{"short", 10, "short"},
		{"a long line of words", 16, "a long line…"},
		{"wordwordwordword", 10, "wordwor…"},
		{"日本語日本語", 10, "日本…"},
		{"ae\u0301e\u0301e\u0301", 8, "ae\u0301…"},
		{"xx👩\u200d👩\u200d👧", 19, "xx…"},
		{"abc", 2, ""},
	} {
		if got := Clip(c.in, c.n); got != c.want {
			t.Errorf("Clip(%q, %d) = %q, want %q", c.in, c.n, got, c.want)
		}
	}
}

func BenchmarkLine(b *testing.B) {
	for name, s := range map[string]string{
		"ascii":    "A plain title of a usual length, as most feeds have them",
		"japanese": "日本語の見出しは普通このくらいの長さになります",
		"dirty":    "A title with\u00a0some\u200b dirt \x1b[31m and   spaces  in it",
	} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(s)))
			b.ReportAllocs()
			for b.Loop() {
				Line(s)
			}
		})
	}
}
