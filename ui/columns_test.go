package ui

import (
	"strings"
	"testing"

	"tidings/feed"
)

// The source yields to the title, and in no other row; SCREENS: "to 6, then none".
func TestTheSourceYieldsToTheTitle(t *testing.T) {
	for _, c := range []struct {
		title string
		width int
		want  string // what stands at the row's end
	}{
		{strings.Repeat("a", 55), 80, "a  Harbour Herald   1h "},
		{strings.Repeat("a", 56), 80, "a         Harbo.   1h "},
		{strings.Repeat("a", 63), 80, "a  Harbo.   1h "},
		{strings.Repeat("a", 64), 80, "a…  Harbo.   1h "},
		{"short", 80, " Harbour Herald   1h "},
		{strings.Repeat("a", 80), 40, "a…   1h "},
		{strings.Repeat("a", 80), 30, "a…"},
	} {
		m := New(Options{})
		k := rowKey{width: c.width, source: sourceWidth(c.width, false), age: span{n: 1, unit: 'h'}}
		got := strip(m.drawRow(k, &feed.Headline{Title: c.title, FeedTitle: "The Harbour Herald"})[0])
		if !strings.HasSuffix(got, c.want) || m.measure.Width(got) != c.width {
			t.Errorf("%d columns, title of %d: %q, want it to end in %q", c.width, len(c.title), got, c.want)
		}
	}
}
