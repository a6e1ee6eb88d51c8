package article

import (
	"strings"
	"testing"
	"time"
)

func TestMarkdown(t *testing.T) {
	p := func(s string) []Span { return []Span{{Text: s}} }
	for _, c := range []struct {
		name   string
		blocks []Block
		want   string
	}{
		{
			"styles",
			[]Block{{Spans: []Span{{Text: "a "}, {Text: "b", Style: Bold}, {Text: " "}, {Text: "c", Style: Bold | Italic}, {Text: " "}, {Text: "x*y`", Style: CodeText}, {Text: "2", Style: Sup}}}},
			"a **b** ***c*** `` x*y` ``<sup>2</sup>\n",
		},
		{"space inside marks moves out", []Block{{Spans: []Span{{Text: "a"}, {Text: " b ", Style: Bold}, {Text: "c"}}}}, "a **b** c\n"},
		{
			"escapes",
			[]Block{{Spans: p("1. not a list, *nor* [a] <b> snake_case a_ &amp; $1 and $2")}, {Spans: p("# no")}, {Spans: p("- no")}, {Spans: p("x - y # z")}},
			"1\\. not a list, \\*nor\\* \\[a\\] \\<b> snake_case a\\_ \\&amp; \\$1 and $2\n\n\\# no\n\n\\- no\n\nx - y # z\n",
		},
		{"links", []Block{{Spans: []Span{{Text: "x", URL: "https://example.org/a_(b)"}}}}, "[x](<https://example.org/a_(b)>)\n"},
		{
			"lists",
			[]Block{{Kind: ListItem, Level: 1, Spans: p("a")}, {Kind: ListItem, Level: 2, Ordinal: 3, Spans: p("b")}, {Kind: ListItem, Level: 2, Ordinal: -1, Spans: p("more")}, {Kind: ListItem, Level: 1, Spans: p("c\nd")}, {Spans: p("end")}},
			"- a\n  3. b\n\n     more\n- c  \n  d\n\nend\n",
		},
		{"quotes", []Block{{Quote: 1, Spans: p("a")}, {Quote: 2, Spans: p("b")}, {Quote: 1, Spans: p("c")}, {Spans: p("d")}}, "> a\n>\n> > b\n>\n> c\n\nd\n"},
		{"headings are below the title", []Block{{Kind: Heading, Level: 2, Spans: p("h")}, {Kind: Heading, Level: 6, Spans: p("i")}}, "### h\n\n###### i\n"},
		{"code", []Block{{Kind: Code, Lang: "go", Spans: p("a\n```\n  b")}}, "````go\na\n```\n  b\n````\n"},
		{"verse", []Block{{Kind: Verse, Spans: p("a\nb")}}, "a  \nb\n"},
		{
			"table",
			[]Block{{Kind: Table, Spans: p("Cap"), Rows: []Row{{Header: true, Cells: []Cell{{Spans: p("a|b"), Across: 2}, {Spans: p("c"), Across: 1}}}, {Cells: []Cell{{Spans: p("1\n2"), Across: 1}}}}}},
			"*Cap*\n\n| a\\|b | | c |\n| --- | --- | --- |\n| 1<br>2 | | |\n",
		},
		{"table without a header", []Block{{Kind: Table, Rows: []Row{{Cells: []Cell{{Spans: p("a"), Across: 1}, {Spans: p("b"), Across: 1}}}}}}, "| | |\n| --- | --- |\n| a | b |\n"},
		{"figure", []Block{{Kind: Figure, URL: "https://example.org/p.png", Alt: "A [cat]", Spans: p("Cap")}}, "![A \\[cat\\]](https://example.org/p.png)\n\n*Cap*\n"},
		{"embed", []Block{{Kind: Embed, URL: "https://example.org/v", Alt: "film", Spans: p("x\ny")}}, "[film](https://example.org/v)\n>\n> x  \n> y\n"},
		{"footnotes", []Block{{Spans: []Span{{Text: "a"}, {Text: "1", Style: Note, URL: "#1"}}}, {Kind: Footnote, Label: "1", Spans: p("n\nm")}}, "a[^1]\n\n[^1]: n  \n    m\n"},
		{
			"entry, rule, definition, math, ruby",
			[]Block{{Kind: Entry, Label: "12:05", Spans: p("x")}, {Kind: Rule}, {Kind: Definition, Spans: p("t")}, {Kind: Definition, Level: 1, Spans: p("m")}, {Spans: []Span{{Text: "x^2", Style: Math}, {Text: "漢", Ruby: "かん"}}}},
			"**12:05** x\n\n---\n\n**t**\n\n: m\n\n$x^2$<ruby>漢<rt>かん</rt></ruby>\n",
		},
	} {
		if got := Markdown(Article{Blocks: c.blocks}); got != c.want {
			t.Errorf("%s:\ngot:\n%s\nwant:\n%s", c.name, got, c.want)
		}
	}
	head := Markdown(Article{Title: "T *x*", Standfirst: "In _short_", Site: "S", Byline: "A B", Published: time.Date(2025, 8, 16, 0, 0, 0, 0, time.UTC), URL: "https://example.org/", Blocks: []Block{{Spans: p("x")}}})
	if want := "# T \\*x\\*\n\n*S · A B · 2025-08-16*\n\n**In \\_short\\_**\n\nx\n\n<https://example.org/>\n"; head != want {
		t.Errorf("head: %q", head)
	}
}

// FuzzMarkdown: never a panic, whatever the article holds.
func FuzzMarkdown(f *testing.F) {
	f.Add(Encode(sample()))
	f.Fuzz(func(t *testing.T, data []byte) {
		a, err := Decode(data)
		if err != nil {
			return
		}
		if s := Markdown(a); s != "" && !strings.HasSuffix(s, "\n") {
			t.Errorf("no line break at the end: %q", s)
		}
		a.Text()
	})
}
