package extract

import (
	"fmt"
	"strings"
	"testing"
)

// The words under a row of pictures are the text of a page of pictures, and none of another's.
func TestGallery(t *testing.T) {
	const (
		notice = `<div class="gate"><h3>Subscribe to read on (-6)</h3><p>This article is for subscribers only. Already a subscriber? Log in. (-6)</p></div>`
		broken = `<p>On the first Monday of the month the harbour office counts the boats, and on the second it counts them again, for the … (3)</p>`
	)
	row := func(unit string) string {
		var b strings.Builder
		for i := range 6 {
			fmt.Fprintf(&b, unit, i, i)
		}
		return b.String()
	}
	const (
		figures = `<figure><img src="/%d.jpg"><figcaption>Boat number %d waits for its turn at the quay in a year that nobody wrote down. (-2)</figcaption></figure>`
		slides  = `<div class="slide"><img src="/%d.jpg"><p>Boat number %d waits for its turn at the quay in a year that nobody wrote down. (-2)</p></div>`
		cards   = `<figure><a href="/%d"><img src="/a.jpg"><figcaption>How boat number %d was lost and found in a year that nobody wrote down. (-2)</figcaption></a></figure>`
		persons = `<div class="voice"><img src="/%d.jpg"><p>Boat number %d waits for its turn at the quay in a year that nobody wrote down. (-2)</p></div>`
		short   = `<figure><img src="/%d.jpg"><figcaption>Boat %d (-2)</figcaption></figure>`
	)
	for _, c := range []struct {
		name, page string
		want       int // of the six
	}{
		{"figures", opening + row(figures), 6},
		{"pictures in boxes that are called so", opening + `<div class="gallery">` + row(slides) + `</div>`, 6},
		{"alone on the page", row(figures), 6},
		{"in boxes of another name", opening + row(persons), 0},
		{"links to other articles", opening + row(cards), 0},
		{"names only", opening + row(short), 0},
		{"beside a longer text", strings.Repeat(opening, 9) + row(figures), 0},
		{"in an aside", opening + `<aside>` + row(figures) + `</aside>`, 0},
		{"beside a text that was cut off", broken + notice + row(figures), 0},
	} {
		kept, _ := judgedBy(t, `<meta property="og:type" content="article"><title>The count of the boats</title><main><h1>The count of the boats (-3)</h1>`+c.page+`</main>`)
		if got := strings.Count(strings.Join(kept, "\n"), "Boat number"); got != c.want {
			t.Errorf("%s: %d kept of %q", c.name, got, kept)
		}
	}
}

// Words under a picture that are kept bring it along, whatever stands around.
func TestCaptionKeepsItsPicture(t *testing.T) {
	doc, v := judged(`<p class="k">One</p><div><p>` + long("Two") + `</p><p>` + long("Three") + `</p><figure><img src="/a.jpg"><figcaption class="k">The harbour</figcaption></figure></div><p class="k">Four</p>`)
	blocks, _ := build(doc, v)
	if got, want := dump(blocks), "p: One\nfig <https://paper.example/a.jpg>: The harbour\np: Four\n"; got != want {
		t.Errorf("got:\n%swant:\n%s", got, want)
	}
}
