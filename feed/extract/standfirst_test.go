package extract

import (
	"strings"
	"testing"
)

func TestStandfirst(t *testing.T) {
	const said = "Nobody had counted the boats since the war, and what the harbour office found this winter surprised the town."
	page := func(description, between string) string {
		return `<title>The count</title><meta name="description" content="` + description + `"><h1>The count (-4)</h1>` + between + opening + closing
	}
	for _, c := range []struct{ name, page, want string }{
		{"a summary that is left out", page(said, `<h2>`+said+` (-1)</h2>`), said + " (-1)"},
		{
			"in two lines", page(said, `<h2>Nobody had counted the boats since the war, (-1)<br>and what the harbour office found this winter surprised the town. (-1)</h2>`),
			"Nobody had counted the boats since the war, (-1) and what the harbour office found this winter surprised the town. (-1)",
		},
		{"one that the text keeps", page(said, `<p>`+said+` (4)</p>`), ""},
		{"one that is set unlike the text, and doubtful as its beginning", page(said, `<h2>`+said+` (1.5)</h2>`), said + " (1.5)"},
		{"one that is set unlike the text, but surely its beginning", page(said, `<h2>`+said+` (4)</h2>`), ""},
		{"no summary of the page's", page("The harbour's paper since 1904, every day but Sunday and with the tides of the week.", `<h2>`+said+` (-2)</h2>`), ""},
		{"no summary, but the beginning by how it reads", page("", `<div class="teaser-text"><p>`+said+` (-1)</p></div><h2>Who had counted the boats on every morning of the year? (0)</h2>`), said + " (-1) Who had counted the boats on every morning of the year? (0)"},
		{"such a line far below the title", page("", strings.Repeat("<p>Share (-4)</p>", 12)+`<p>`+said+` (-1)</p>`), ""},
		{"where standfirsts stand", page("", `<div class="teaser-text"><p>`+said+` (-3)</p></div>`), said + " (-3)"},
		{"below a place of that name", page("", `<div class="teaser-text"><p>By the harbour's paper (-3)</p><p>`+said+` (-3)</p></div>`), ""},
		{"a line of a box that reads as the beginning", page("", `<div><p>`+said+` (1)</p><p>It is your gift alone that pays for the count of the boats, this winter and the next. (-4.5)</p></div>`), ""},
		{"an appeal there", page("", `<div class="teaser-text"><p>`+said+` (-5)</p></div>`), ""},
		{"in a form", page(said, `<form><p>`+said+` (-1)</p></form>`), ""},
		{"plainly clutter", page(said, `<h2>`+said+` (-5)</h2>`), ""},
		{"the first paragraph over again", page("The harbour office published its count of the winter on Monday, and the figures surprised nobody who had stood on the quay",
			`<h2>The harbour office published its count of the winter on Monday, and the figures surprised nobody who had stood on the quay (-1)</h2>`), ""},
	} {
		_, v := judgedBy(t, c.page)
		s := newSheet(newDocument(Input{HTML: []byte(c.page), URL: "https://news.example.org/a"}))
		if got := s.standfirst(v); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
		for i := range v {
			if c.want != "" && v[i].shown && strings.Contains(c.want, s.doc.leaves[i].text) {
				t.Errorf("%s: it is left out as well", c.name)
			}
		}
	}
}
