package extract

import (
	"testing"

	"tidings/feed/article"
)

// A footnote's number stands in its label and not in its text once more.
func TestNoteWithoutItsNumber(t *testing.T) {
	for _, c := range []struct{ note, want string }{
		{"<sup>1</sup> The bolt is of brass.", "The bolt is of brass."},
		{"1. The bolt is of brass.", "The bolt is of brass."},
		{"[1] The bolt is of brass.", "The bolt is of brass."},
		{"1871 was the year of the bolt.", "1871 was the year of the bolt."},
		{"1 bolt is of brass.", "1 bolt is of brass."},
		{"The bolt of 1.", "The bolt of 1."},
	} {
		blocks := Fragment(`<p>Measured from the datum.<sup><a href="#fn1">1</a></sup></p><p id="fn1">`+c.note+`</p>`, "")
		last := blocks[len(blocks)-1]
		if last.Kind != article.Footnote || last.Label != "1" || last.Text() != c.want {
			t.Errorf("%q: kind %v, label %q, text %q", c.note, last.Kind, last.Label, last.Text())
		}
	}
}
