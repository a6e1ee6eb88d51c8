package extract

import (
	"strings"
	"testing"
)

func TestCommentsAreNotTheText(t *testing.T) {
	const reader = "I counted them myself from the breakwater last winter, and I made it eleven more than the office did. (3)"
	for _, c := range []struct {
		name, page string
		want       bool // that the reader's words are kept
	}{
		{"a place of comments", opening + closing + `<div id="comments"><div class="c"><b>Ann (-3)</b><p>` + reader + `</p></div></div>`, false},
		{"in another language", opening + closing + `<section class="article-Kommentare"><p>` + reader + `</p></section>`, false},
		{"above the text", `<div class="top comment"><p>` + reader + `</p></div><h1>The count of the boats (-3)</h1>` + opening + closing, false},
		{"a page that may be commented", `<div class="single comments-open">` + opening + `<p>` + reader + `</p>` + closing + `</div>`, true},
		{"a page of comments alone", `<h1>The count of the boats (-3)</h1><ol class="comments"><li><p>` + reader + `</p></li><li>` + closing + `</li></ol>`, true},
		{"below a heading", opening + closing + `<h3>12 Comments (-3)</h3><div><p>` + reader + `</p></div>`, false},
		{"below a bold line in another language", opening + closing + `<b>Comentarios (-3)</b><p>` + reader + `</p>`, false},
		{"below a link to the comments", opening + `<b><a href="#c">12 Comments (-3)</a></b><p>` + reader + `</p>` + closing, true},
		{"below a heading of the article's that speaks of comments", opening + `<h3>What the comments of the owners were like (1)</h3><p>` + reader + `</p>` + closing, true},
		{"below a count of the comments above the text", `<p>In short (1): the town counts its boats once a year, in the first days of winter, and this time it came to fewer than it had counted on.</p><h5>12 Comments (-3)</h5>` + opening + `<p>` + reader + `</p>` + closing, true},
		{"below a column of comments", opening + `<table><tr><th>Boats (1)</th><th>Comments (1)</th></tr><tr><td>411 (1)</td><td>` + reader + `</td></tr></table>` + closing, true},
		{"above all text", `<h3>Comments (-3)</h3>` + opening + `<p>` + reader + `</p>` + closing, true},
		{"a word that holds the name", opening + `<div class="commentary"><p>` + reader + `</p></div>` + closing, true},
	} {
		kept, v := judgedBy(t, `<title>The count of the boats</title>`+c.page)
		got := strings.Contains(strings.Join(kept, "\n"), "I counted them myself")
		if got != c.want {
			t.Errorf("%s: kept %q", c.name, kept)
		}
		for i := range v {
			if !c.want && v[i].rule == byComments && v[i].shown && v[i].kind != "comments" {
				t.Errorf("%s: left out as %q", c.name, v[i].kind)
			}
		}
	}
}
