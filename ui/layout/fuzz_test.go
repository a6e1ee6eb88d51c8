package layout

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"tidings/feed/article"
)

// Any text at any width in any kind of block: no panic, no line too wide, nothing left open.
func FuzzLines(f *testing.F) {
	f.Add("The quick brown fox", uint8(10), uint8(0), uint8(0))
	f.Add("津波警報が解除。「注意」、（続く）", uint8(1), uint8(3), uint8(1))
	f.Add("👩‍👩‍👧‍👦❤️👍🏽🇩🇪1️⃣ e\u0301\u0302 เมืองที่ตั้ง", uint8(7), uint8(5), uint8(2))
	f.Add("a\u00adb\u200bc — https://a.example/b?c=d\n\n  x", uint8(3), uint8(4), uint8(7))
	f.Add("שלום عالم \u202e\x1b[31m\u009b", uint8(20), uint8(9), uint8(8))
	f.Fuzz(func(t *testing.T, s string, width, kind, flags uint8) {
		b := article.Block{
			Kind: article.BlockKind(kind % 13), Level: int(kind >> 4), Quote: int(flags >> 6), Ordinal: int(flags>>4) - 2, Label: s, Alt: s,
			RTL: flags&1 != 0, URL: "https://a.example/", Lang: "go",
			Spans: []article.Span{{Text: s}, {Text: s, Style: article.Style(flags), URL: "https://a.example/" + s, Ruby: s}},
			Rows: []article.Row{
				{Header: true, Cells: []article.Cell{{Spans: []article.Span{{Text: s}}, Across: int(flags)}, {Spans: []article.Span{{Text: s}}}}},
				{Cells: []article.Cell{{Spans: []article.Span{{Text: s}}}}},
			},
		}
		o := options(int(width))
		o.Justify, o.Hyphenate, o.Graphemes, o.ShowRemoved = flags&2 != 0, flags&4 != 0, flags&8 != 0, true
		o.Next = s
		a := article.Article{
			Title: s, Standfirst: s, Byline: s, Site: s, Language: "en", URL: s, Completeness: article.Completeness(flags % 4), Evidence: s, Blocks: []article.Block{b},
			Removed: []article.Removed{{Kind: article.Ad, Reason: s, At: 1, Blocks: []article.Block{b}}},
		}
		o.Colors = Highlight(a, o.Graphemes)
		checkWidths(t, "", Lines(a, o), max(int(width), 1), o.Graphemes)
	})
}

func FuzzFold(f *testing.F) {
	f.Add("👩‍👩‍👧‍👦❤️👍🏽🇩🇪1️⃣")
	f.Fuzz(func(t *testing.T, s string) {
		s = strings.ToValidUTF8(s, "?")
		if got := Fold(s); Fold(got) != got || len(got) > len(s) {
			t.Errorf("%q: %q, then %q", s, got, Fold(got))
		}
	})
}

// The parts of a line are the line.
func FuzzCut(f *testing.F) {
	f.Add("ab", "cd 漢字", "é", uint8(1), uint8(3))
	f.Fuzz(func(t *testing.T, a, b, c string, from, to uint8) {
		printable := func(s string) string {
			return strings.Map(func(r rune) rune {
				if unprintable(r) {
					return -1
				}
				return r
			}, strings.ToValidUTF8(s, "?"))
		}
		a, b, c = printable(a), printable(b), printable(c)
		line := a + "\x1b[1m" + b + "\x1b[m\x1b]8;id=1;http://a\x1b\\" + c + closeHyperlink
		head, mid, tail := Cut(line, int(from), max(int(from), int(to)), false)
		if got := ansi.Strip(head) + mid + ansi.Strip(tail); got != a+b+c {
			t.Errorf("%q: %q %q %q", line, head, mid, tail)
		}
		if strings.Contains(mid, "\x1b") {
			t.Errorf("sequences in %q", mid)
		}
	})
}
