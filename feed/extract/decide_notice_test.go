package extract

import (
	"slices"
	"strings"
	"testing"
)

// What stands from the notice on at which a page stops is no part of what was served of the article; a notice in the middle of
// a text is not its end, and what the reader asked to keep stays.
func TestNoticeEndsThePreview(t *testing.T) {
	para := func(s string) string { return "<p>" + long(s) + "</p>" }
	head := "<html><head><meta property=og:type content=article></head><body><article>" + para("One") + para("Two")
	const notice = "<div><p>Continue reading</p><p>Subscribe now for 1 euro to read the full article, cancel any time.</p><p><a href=/login>Already a subscriber? Log in</a></p></div>"
	for _, c := range []struct {
		name, html string
		sure       float32
		keep       []uint64
		want       []string
	}{
		{"a box and a line behind it", head + notice + "<p>Read us wherever you are.</p></article></body></html>", .6, nil, []string{long("One"), long("Two")}},
		{"text behind it", head + notice + para("Three") + para("Four") + para("Five") + "</article></body></html>", .99, nil, nil},
		{"asked to keep", head + notice + "<p>Read us wherever you are.</p></article></body></html>", .6, []uint64{fingerprint("Read us wherever you are.")}, []string{long("One"), long("Two"), "Read us wherever you are."}},
	} {
		s := newSheet(newDocument(Input{HTML: []byte(c.html), URL: "https://paper.example/a", Site: Site{Keep: c.keep}}))
		v := make([]verdict, len(s.leaf))
		for i := range v {
			v[i] = verdict{keep: true, score: c.sure}
		}
		all := keptLines(s, v)
		s.atNotice(v)
		want := c.want
		if want == nil {
			want = all
		}
		if got := keptLines(s, v); !slices.Equal(got, want) {
			t.Errorf("%s: kept\n%s\nwant\n%s", c.name, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	}
}

func keptLines(s *sheet, v []verdict) (out []string) {
	for i := range v {
		if v[i].keep {
			out = append(out, s.doc.leaves[i].text)
		}
	}
	return out
}
