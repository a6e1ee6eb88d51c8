package extract

import (
	"testing"
)

// Lines that read as nothing of a report stay where they stand in the body as its text does; what has a box of its own, is a
// sentence that leans towards an appeal, speaks of subscriptions, or leads to the site's other articles does not.
func TestLinesInTheBody(t *testing.T) {
	const more = "<p>The harbour master keeps a book in which every boat has a line, and every line has a date, and nobody has ever asked for it back. (3)</p>"
	for _, c := range []struct {
		name, page string
		want       []string // between the first two and the last paragraph
	}{
		{"a short line", `<p>Who counts? (-1.2)</p>`, []string{"Who counts?"}},
		{"a list of short lines", `<ul><li>Salt (-3)</li><li>Rope, two coils (-2)</li><li>Tar (-2.5)</li></ul>`, []string{"Salt", "Rope, two coils", "Tar"}},
		{"a heading over kept text", `<h2>Notes (-1.2)</h2>` + more, []string{"Notes", "The harbour master keeps a book in which every boat has a line, and every line has a date, and nobody has ever asked for it back."}},
		{"a list in a script without spaces, of which the models make nothing", `<ul><li>読み聞かせ (-3.6)</li><li>漁師のカレー (-3.8)</li></ul>`, []string{"読み聞かせ", "漁師のカレー"}},
		{"a heading with an id of its own", `<h2 id="notes">Notes (-1.2)</h2>` + more, []string{"Notes", "The harbour master keeps a book in which every boat has a line, and every line has a date, and nobody has ever asked for it back."}},
		{"a note of a manual", `<div class="admonition note"><p class="admonition-title">Note (-1.2)</p><p>The quay is closed at night. (-1.2)</p></div>`, []string{"Note", "The quay is closed at night."}},
		{"a box of its own", `<div class="promo"><p>Who counts? (-2)</p></div>`, nil},
		{"a sentence that leans towards an appeal", `<p>Our readers pay for the work that we do here every single day of the year. (-2)</p>`, nil},
		{"a word of subscriptions", `<p>Subscribe (-2)</p>`, nil},
		{"a line that leads to what is left out", `<p>More (-.3) here:</p><p><a href="/a">How the bridge was never built (-2)</a></p>`, nil},
		{"links to the site's own articles", `<ul><li><a href="/a">How the bridge was never built (-2)</a></li><li><a href="/b">What the pilot knew (-1)</a></li></ul>`, nil},
		{
			"links to other sites", `<ul><li><a href="https://one.example.net/a">How the bridge was never built (-2)</a></li><li><a href="https://two.example.com/b">What the pilot knew (-1)</a></li></ul>`,
			[]string{"How the bridge was never built", "What the pilot knew"},
		},
	} {
		wantBetween(t, c.name, `<main><div class="text">`+opening+more+c.page+closing+`</div></main>`, 2, c.want)
	}
}

// A text that is made of lists of links to other sites, as weekly round-ups are, ends with one; a house's own accounts
// elsewhere are no such lists.
func TestListsOfFinds(t *testing.T) {
	const list = `<ul><li><a href="https://one.example.net/a">How the bridge was never built (-2)</a></li><li><a href="https://two.example.com/b">What the pilot knew (-2)</a></li></ul>`
	for _, c := range []struct {
		name, page string
		want       int
	}{
		{"two lists", opening + list + closing + list, 6},
		{"one at the end", opening + closing + list, 2},
	} {
		if kept, _ := judgedBy(t, `<main><div class="text">`+c.page+`</div></main>`); len(kept) != c.want {
			t.Errorf("%s: kept %q", c.name, kept)
		}
	}
}

// What a line ends in a colon for is other articles when links follow it and its words read as clutter.
func TestLeads(t *testing.T) {
	for _, c := range []struct {
		name, page string
		keep       bool // the next line
		words      float32
		want       bool
	}{
		{"to links", `<p><b>See here:</b></p><ul><li><a href="/a">How the bridge was never built</a></li></ul>`, true, -1.9, true},
		{"to links, in words of reporting", `<p><b>The finalists:</b></p><ul><li><a href="/a">How the bridge was never built</a></li></ul>`, true, .5, false},
		{"to text", `<p><b>See here:</b></p><ul><li>How the bridge was never built</li></ul>`, true, -1.9, false},
		{"to what is left out", `<p>See here:</p><p>How the bridge was never built</p>`, false, .5, true},
		{"nowhere", `<p>See here.</p><p>How the bridge was never built</p>`, false, -1.9, false},
	} {
		s := newSheet(newDocument(Input{HTML: []byte(c.page), URL: "https://news.example.org/a"}))
		if got := s.leads(0, []verdict{{}, {keep: c.keep}}, c.words); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}

func TestOwnSite(t *testing.T) {
	for host, want := range map[string]string{"news.example.org": "example.org", "example.org": "example.org", "www.bbc.co.uk": "bbc.co.uk", "www.dw.com": "dw.com", "one.github.io": "one.github.io", "localhost": "localhost", "": ""} {
		if got := ownSite(host); got != want {
			t.Errorf("%q: %q, want %q", host, got, want)
		}
	}
}
