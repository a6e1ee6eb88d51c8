package article

import (
	"strings"
	"testing"
)

func TestTextIsOneBlockALine(t *testing.T) {
	a := Article{
		Title: "Not here", Byline: "Nor here",
		Blocks: []Block{
			{Kind: Heading, Level: 2, Spans: []Span{{Text: "A head"}}},
			{Spans: []Span{{Text: "One "}, {Text: "two", Style: Bold}, {Text: "1", Style: Note, URL: "#1"}, {Text: "."}}},
			{Kind: Figure, URL: "https://example.org/a.png", Alt: "alt", Spans: []Span{{Text: "a caption"}}},
			{Kind: Code, Spans: []Span{{Text: "if x {\n\treturn\n}"}}},
			{Kind: Rule},
			{Kind: Footnote, Label: "1", Spans: []Span{{Text: "a note"}}},
			{Kind: Table, Spans: []Span{{Text: "Caption of the table"}}, Rows: []Row{
				{Header: true, Cells: []Cell{{Spans: []Span{{Text: "a"}}, Across: 1}, {Spans: []Span{{Text: "b"}}, Across: 1}}},
				{Cells: []Cell{{Across: 1}, {Across: 1}}},
				{Cells: []Cell{{Spans: []Span{{Text: "1"}}, Across: 1}, {Spans: []Span{{Text: "2\n3"}}, Across: 1}}},
			}},
			{Kind: Entry, Label: "12:05", Spans: []Span{{Text: "News"}}},
			{Kind: Verse, Spans: []Span{{Text: "Tyger\nTyger"}}},
			{Kind: Embed, URL: "https://example.org/v", Alt: "a film"},
		},
	}
	want := strings.Join([]string{
		"A head", "One two.", "if x { return }", "Caption of the table", "a\tb", "1\t2 3", "News", "Tyger Tyger",
	}, "\n")
	if got := a.Text(); got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
	if a.Blocks[7].Text() != "News" {
		t.Error("Text changed its article")
	}
	if (Article{}).Text() != "" {
		t.Error("an empty article has text")
	}
}
