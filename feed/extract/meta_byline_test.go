package extract

import (
	"strings"
	"testing"
)

// TestBylineOfAHouse: the house that a page names as the author stays when its line of names says so, and yields only to a
// name near the title.
func TestBylineOfAHouse(t *testing.T) {
	const house = `<meta property="og:site_name" content="The Paper"><script type="application/ld+json">{"@type":"Article","headline":"x y z","author":{"name":"The Paper"}}</script><h1>x y z</h1>`
	far := strings.Repeat("<p>Text of the article</p>", bylineReach+10)
	for _, c := range []struct{ name, page, want string }{
		{"a person near", house + `<p class="byline">By Ann Lee</p>`, "Ann Lee"},
		{"a person far below", house + far + `<div class="card"><p class="byline">By Ann Lee</p></div>`, "The Paper"},
		{"the house in the line of names", house + `<p class="byline">By The Paper</p><p>Text</p>` + strings.Repeat("<p>Text</p>", houseReach) + `<p class="byline">By Ann Lee</p>`, "The Paper"},
		{"the house and a person beside it", house + `<p class="byline">By The Paper</p><p class="byline">Ann Lee</p>`, "Ann Lee"},
		{"nobody else is named", `<h1>x y z</h1>` + far + `<p class="byline">By Ann Lee</p>`, "Ann Lee"},
		{"another house", house + `<p class="byline">By University of Tides</p>`, "University of Tides"},
		{"a team", `<h1>x y z</h1><p class="byline">By the Harbour Team</p>`, "the Harbour Team"},
		{"a photographer", house + `<div class="photo-author">Picture: Bo Ek</div>`, "The Paper"},
		{"a caption", house + `<figure><figcaption><span class="author">Bo Ek</span></figcaption></figure>`, "The Paper"},
	} {
		if got := described(c.page).Byline; got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

// TestBylineMarks: labels, icons and names to log in with.
func TestBylineMarks(t *testing.T) {
	for _, c := range []struct{ name, page, want string }{
		{"a label in the head", `<meta name="twitter:label1" content="Reading time"><meta name="twitter:data1" content="5 minutes"><meta name="twitter:label2" content="Written by"><meta name="twitter:data2" content="Ann Lee">`, "Ann Lee"},
		{"a name to log in with", `<meta name="author" content="alee"><h1>x y z</h1><p>by <a href="/author/alee">Ann Lee</a></p>`, "Ann Lee"},
		{"nothing but that", `<meta name="author" content="alee">`, "alee"},
		{"a label on a line of its own", `<h1>x y z</h1><h6>Author(s)</h6><ul><li>Ann Lee</li><li>Bo Ek</li></ul><h6>Topics</h6>`, "Ann Lee, Bo Ek"},
		{"an icon", `<h1>x y z</h1><ul><li><i class="bi bi-person"></i> Ann Lee</li><li><i class="bi bi-clock"></i> Noon Tide</li></ul>`, "Ann Lee"},
		{"a portrait", `<h1>x y z</h1><p>4 May 2025 <img class="avatar avatar-xs" src="a.png"> Ann Lee in <a href="/c">Coast</a></p>`, "Ann Lee"},
		{"an icon above the title", `<p><i class="fa-user"></i> Ann Lee</p><h1>x y z</h1>`, ""},
		{"a role in the same line", `<h1>x y z</h1><div class="authors"><a href="/u/a">Ann Lee</a> <span>Senior Writer</span></div>`, "Ann Lee"},
		{"a name in brackets", `<meta name="author" content="Ann (Lina) Lee">`, "Ann (Lina) Lee"},
		{"a role in brackets", `<meta name="author" content="Ann Lee (Editor), Bo Ek">`, "Ann Lee, Bo Ek"},
		{"a person's blog", `<title>Opening the harbour | Ann Lee’s notes</title>`, "Ann Lee"},
		{"a thing's blog", `<title>Opening the harbour | Today's notes</title>`, ""},
	} {
		if got := described(c.page).Byline; got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}
