package extract

import (
	"fmt"
	"strings"
	"testing"
)

// judgedBy reads a page whose lines say themselves how they would be judged: "(3)" at a line's end are its log odds.
func judgedBy(t *testing.T, page string) (kept []string, v []verdict) {
	t.Helper()
	s := newSheet(newDocument(Input{HTML: []byte(page), URL: "https://news.example.org/a"}))
	odds, words := make([]float32, len(s.leaf)), make([]float32, len(s.leaf))
	for i := range odds {
		text := s.doc.leaves[i].text
		if _, err := fmt.Sscanf(text[strings.LastIndexByte(text, '('):], "(%g)", &odds[i]); err != nil {
			t.Fatalf("%q: %v", text, err)
		}
	}
	for i := range words { // what the words say by themselves lies between nothing and what is said of the line
		words[i] = max(odds[i], -1) + 2
		if odds[i] < -4 {
			words[i] = odds[i]
		}
	}
	v = s.decide(&Model{}, odds, words)
	for i := range v {
		if v[i].keep {
			text := s.doc.leaves[i].text
			kept = append(kept, strings.TrimSpace(text[:strings.LastIndexByte(text, '(')]))
		}
	}
	return kept, v
}

// wantBetween checks what is kept of a page between its first lines, as many as before, and its last.
func wantBetween(t *testing.T, name, page string, before int, want []string) {
	t.Helper()
	kept, _ := judgedBy(t, page)
	if len(kept) <= before {
		t.Errorf("%s: kept %q", name, kept)
		return
	}
	if got := kept[before : len(kept)-1]; strings.Join(got, "|") != strings.Join(want, "|") {
		t.Errorf("%s: kept %q, not %q", name, got, want)
	}
}

// Long enough to be no doubtful edge and to outweigh what stands between.
const (
	opening = "<p>The harbour office published its count of the winter on Monday, and the figures surprised nobody who had stood on the quay in the fog. (4)</p>"
	closing = "<p>The next count is due in the spring, when the ice has left the inner basin and the boats are back from the yards. (4)</p>"
)

func TestGroupsStayWhole(t *testing.T) {
	for _, c := range []struct {
		name, page string
		want       []string // between the opening and the closing paragraph
	}{
		{"a table's headings and short cells", opening + `<table><tr><th>Year (-2)</th><th>Boats (-1)</th></tr><tr><td>1985 (-.6)</td><td>74 (-1.2)</td></tr>
			<tr><td>2005 (1)</td><td>131 (.5)</td></tr></table>` + closing, []string{"Year", "Boats", "1985", "74", "2005", "131"}},
		{"a list's doubtful line", opening + `<ul><li>Rye flour from the mill (2)</li><li>Salt (-1.4)</li><li>Water (-.5)</li></ul>` + closing, []string{"Rye flour from the mill", "Salt", "Water"}},
		{"links are no list of the article's", opening + `<ul><li><a href=/a>How the bridge was never built (.4)</a></li><li><a href=/b>Ten ships we loved (-3)</a></li><li><a href=/c>What the pilot knew (-4)</a></li></ul>` + closing, nil},
		{
			"a quotation's second paragraph", opening + `<blockquote><p>Nobody counted before we did. (2)</p><p>And nobody will after us. (-1)</p></blockquote>` + closing,
			[]string{"Nobody counted before we did.", "And nobody will after us."},
		},
		{"code that reads as nothing", opening + `<pre><div>let n = 0; (-3)</div><div>count(&amp;n); (-3)</div></pre>` + closing, []string{"let n = 0;", "count(&n);"}},
		{
			"a heading between paragraphs", opening + `<h2>Fewer trawlers (-1)</h2><p>Trawlers were a third of the fleet once and are a tenth of it today. (3)</p>` + closing,
			[]string{"Fewer trawlers", "Trawlers were a third of the fleet once and are a tenth of it today."},
		},
		{"a heading over what is left out", opening + `<h2>More from the harbour (-1)</h2><p>Ten ships that we loved and two that we did not love. (-3)</p>` + closing, nil},
		{"a line that announces what is left out", opening + `<p>You may also like these (1):</p><ul><li><a href=/a>How the bridge was never built (-3)</a></li><li><a href=/b>What the pilot knew (-3)</a></li></ul>` + closing, nil},
		{
			"headings over boxes among headings over text", opening + `<h3>Dredger (2)</h3><p>The dredger has been at work since the first week of the year. (3)</p><h3>Tug (1)</h3><p><a href=/buy>See it in the shop (-4)</a></p>
			<h3>Pilot (2)</h3><p>The pilot boat is the oldest of the three and the only one of wood. (3)</p>` + closing,
			[]string{"Dredger", "The dredger has been at work since the first week of the year.", "Tug", "Pilot", "The pilot boat is the oldest of the three and the only one of wood."},
		},
		{
			"figures between two boxes", opening + `<div class=ad>Buy boats at Krug's now (-5)</div><table><tr><th>Year (-3)</th><th>Boats (-3)</th></tr><tr><td>1985 (-3)</td>
			<td>74 (-3)</td></tr><tr><td>2005 (-3)</td><td>131 (-3)</td></tr></table><div class=ad>Sign up for our letter (-5)</div>` + closing,
			[]string{"Year", "Boats", "1985", "74", "2005", "131"},
		},
		{"a quotation of one line", opening + `<blockquote>We must ask the butcher. (-3)</blockquote>` + closing, []string{"We must ask the butcher."}},
		{
			"the same words in several cells", opening + `<table><tr><td>Monday walk the whole length of the outer mole (2)</td><td>45 minutes (1)</td></tr>
			<tr><td>Monday walk the whole length of the outer mole (2)</td><td>50 minutes (1)</td></tr></table>` + closing,
			[]string{"Monday walk the whole length of the outer mole", "45 minutes", "Monday walk the whole length of the outer mole", "50 minutes"},
		},
		{"a sentence pulled out of the text", opening + `<aside class=pull>Nobody counted before we came and did it ourselves (1.0)</aside>
			<p>Nobody counted before we came and did it ourselves (1.0)</p>` + closing, []string{"Nobody counted before we came and did it ourselves"}},
	} {
		wantBetween(t, c.name, "<main>"+c.page+"</main>", 1, c.want)
	}
}

// What a rule takes away says so.
func TestRulesGiveTheirReason(t *testing.T) {
	_, v := judgedBy(t, "<main>"+opening+closing+"<h2>Harbour notes (3)</h2></main>")
	if last := v[len(v)-1]; last.keep || !strings.Contains(last.reason(), "nothing under it") {
		t.Errorf("a heading at the end: kept %v, %q", last.keep, last.reason())
	}
}

// What stands behind a line of the page's own ends with the article; what is sure, or much, stays.
func TestTail(t *testing.T) {
	const more = "<p>Eleven trawlers, four tugs, two dredgers, and the pilots' own boat were counted, and beside them forty sailing boats whose owners live inland and " +
		"come down for the summer; of these a third had not been in the water for two years, and nine had no owner who could be found by the office. (4)</p>"
	const head = "<div><b>About us (-5)</b></div>"
	for _, c := range []struct {
		name, tail string
		stays      bool
	}{
		{"short doubtful lines", "<p>Well said, neighbour. (1)</p><p>And about time too. (.5)</p>", false},
		{"a sure paragraph", "<p>The pilots' letter to the council was read out on Tuesday. (4)</p>", true},
	} {
		_, v := judgedBy(t, "<main>"+opening+more+closing+head+c.tail+"</main>")
		if got := v[len(v)-1].keep; got != c.stays {
			t.Errorf("%s: kept %v", c.name, got)
		}
		if why := v[len(v)-1].reason(); !c.stays && !strings.Contains(why, "stands under “About us") {
			t.Errorf("%s: %q", c.name, why)
		}
	}
}

// What the last line of an article leads to with a colon is its end, whatever the cells say by themselves; links are not.
func TestTableThatIsAnnouncedEndsTheArticle(t *testing.T) {
	table := `<table><tr><th>Place (-2)</th><th>Crew (-1)</th></tr><tr><td>1 (-1)</td><td>Nora (-1.2)</td></tr><tr><td>2 (-2)</td><td>Lugger (-2)</td></tr></table>`
	announced := "<p>These are the standings after the seventh and last race of the winter (3):</p>"
	kept, _ := judgedBy(t, opening+announced+table)
	if got := strings.Join(kept[2:], " "); got != "Place Crew 1 Nora 2 Lugger" {
		t.Errorf("an announced table: kept %q", got)
	}
	kept, _ = judgedBy(t, opening+strings.ReplaceAll(announced, ":", ".")+table)
	if got := strings.Join(kept[2:], " "); got != "" {
		t.Errorf("a table that nothing announces: kept %q", got)
	}
	links := `<ul><li><a href="/1">How the bridge was never built (-1)</a></li><li><a href="/2">Ten ships we loved (-1)</a></li></ul>`
	kept, _ = judgedBy(t, opening+announced+links)
	if got := strings.Join(kept[2:], " "); got != "" {
		t.Errorf("links: kept %q", got)
	}
}
