package extract

import (
	"strings"
	"testing"
)

// A page that serves its text where scripts do not run is read like any other; what it says there to readers without scripts,
// or the way around, is none of it.
func TestTextWithoutScripts(t *testing.T) {
	story := letter("", "", "")
	page := func(noscript string) Input {
		return Input{HTML: []byte(`<html><head><title>The last ferry</title></head><body><h1>The last ferry</h1><div class="post"><script type="text/template">` +
			story + `</script><noscript>` + noscript + `</noscript></div></body></html>`)}
	}
	for _, c := range []struct {
		name, noscript string
		read           bool
	}{
		{"the text", story, true},
		{"a request", "<p>Please enable scripts to read this page as it was meant to be read.</p>", false},
		{"the way around", strings.Repeat(`<li><a href="/s">News from the islands and the coast</a></li>`, 40), false},
		{"nested past all bounds", strings.Repeat("<div>", 5000) + story, false},
	} {
		r, err := Page(page(c.noscript))
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Contains(r.Article.Text(), "The last ferry of the season left the quay at noon"); got != c.read {
			t.Errorf("%s: read %v, want %v: %q", c.name, got, c.read, r.Article.Text())
		}
	}
}
