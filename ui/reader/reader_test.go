package reader

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"tidings/feed/article"
	"tidings/ui/keys"
	"tidings/ui/layout"
	"tidings/ui/style"
)

// long is an article of n paragraphs, each with a number, a link and enough words for several lines.
func long(n int) article.Article {
	a := article.Article{Title: "A title", URL: "https://a.example/long", Site: "Site"}
	for i := range n {
		a.Blocks = append(a.Blocks, article.Block{ID: uint64(1000 + i), Spans: []article.Span{
			{Text: fmt.Sprintf("Paragraph %d begins here and says what paragraphs say, that the harbour lay quiet and the ", i)},
			{Text: "linked harbour office", URL: fmt.Sprintf("https://a.example/%d", i)},
			{Text: " was shut; nobody minded, for the tide had not been late in living memory, nor the flag torn before noon."},
		}})
	}
	a.Removed = []article.Removed{
		{Kind: article.Donation, Reason: "asks for money", At: 2, Blocks: []article.Block{{Spans: []article.Span{{Text: "Give us money"}}}, {Spans: []article.Span{{Text: "Please"}}}}},
		{Kind: article.Related, Reason: "links", At: 5, Blocks: []article.Block{{Spans: []article.Span{{Text: "Read more elsewhere"}}}}},
	}
	return a
}

// run carries out a command and gives its messages back to the reader; what it asks of the Model is returned.
func run(r *Reader, cmd tea.Cmd) (out []tea.Msg) {
	for cmd != nil {
		msg := cmd()
		switch msg.(type) {
		case laidMsg, colorsMsg:
		default:
			return append(out, msg)
		}
		cmd = r.Update(msg)
	}
	return out
}

func reader(t *testing.T, a article.Article, w, h int) *Reader {
	t.Helper()
	th, _ := style.Builtin("tidings", true)
	r := New(Options{Theme: th, KeepKey: "+", LeftOutKey: "X"})
	run(&r, r.SetSize(w, h))
	run(&r, r.SetArticle(a, Source{Item: 7, Next: "Next one"}, nil))
	if r.Busy() || r.laid == nil {
		t.Fatal("not laid out")
	}
	return &r
}

func do(r *Reader, a keys.Action, n int) []tea.Msg {
	_, cmd := r.Do(a, n)
	return run(r, cmd)
}

func screen(r *Reader) string {
	var b strings.Builder
	for _, l := range r.View() {
		b.WriteString(strings.TrimRight(ansi.Strip(l), " │┃"))
		b.WriteByte('\n')
	}
	return b.String()
}

func TestViewIsExact(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {200, 60}, {40, 12}, {29, 5}, {10, 3}, {1, 1}, {80, 0}, {0, 5}} {
		r := reader2(t, size[0], size[1])
		v := r.View()
		if len(v) != size[1] {
			t.Errorf("%v: %d lines", size, len(v))
		}
		for _, l := range v {
			if w := ansi.StringWidth(l); w != size[0] {
				t.Errorf("%v: a line of %d columns: %q", size, w, l)
			}
		}
	}
}

func reader2(_ *testing.T, w, h int) *Reader {
	r := New(Options{})
	run(&r, r.SetArticle(long(5), Source{Item: 7}, nil))
	run(&r, r.SetSize(w, h))
	return &r
}

func TestScrolling(t *testing.T) {
	r := reader(t, long(40), 80, 24)
	last := len(r.laid.Lines) - 24
	for i, c := range []struct {
		a    keys.Action
		n    int
		want int
	}{
		{keys.Down, 0, 1},
		{keys.Down, 5, 6},
		{keys.Up, 2, 4},
		{keys.HalfDown, 0, 16},
		{keys.HalfUp, 0, 4},
		{keys.PageDown, 0, 26},
		{keys.PageUp, 0, 4},
		{keys.PageUp, 0, 0},
		{keys.Bottom, 0, last},
		{keys.Down, 9, last},
		{keys.Top, 0, 0},
		{keys.Bottom, 30, 29},
		{keys.Top, 0, 0},
		{keys.ReadOn, 0, 22},
	} {
		if do(r, c.a, c.n); r.top != c.want {
			t.Fatalf("%d: after %s: line %d, want %d", i, c.a, r.top, c.want)
		}
	}
	do(r, keys.Bottom, 0)
	if handled, _ := r.Do(keys.ReadOn, 0); handled || !r.AtEnd() {
		t.Error("reading on at the end is the Model's")
	}
	if p := r.Progress(); p != 1 {
		t.Errorf("progress at the end: %v", p)
	}
	if n := r.MinutesLeft(); n != 0 {
		t.Errorf("minutes left at the end: %d", n)
	}
	r.Wheel(-3)
	if r.top != last-3 || r.MinutesLeft() < 1 {
		t.Errorf("wheel: line %d, %d min left", r.top, r.MinutesLeft())
	}
	if handled, _ := r.Do(keys.Bookmark, 0); handled {
		t.Error("a bookmark is the Model's")
	}
}

// The place in the text outlives any number of sizes, a new extraction with blocks more and less, and the next start.
func TestPlaceIsKept(t *testing.T) {
	r := reader(t, long(60), 80, 24)
	do(r, keys.Down, 101)
	at := r.Position()
	if at.ID == 0 {
		t.Fatalf("no block at the top: %+v", at)
	}
	for _, w := range []int{40, 120, 33, 200, 20, 80} {
		run(r, r.SetSize(w, 24))
		if p := r.Position(); p.ID != at.ID && !nearBlock(r, at) {
			t.Fatalf("at width %d: %+v, was %+v", w, p, at)
		}
	}
	if p := r.Position(); p.ID != at.ID {
		t.Errorf("after all: %+v, was %+v", p, at)
	}

	b := long(60)
	b.Blocks = append([]article.Block{{ID: 1, Spans: []article.Span{{Text: "A correction."}}}}, b.Blocks[4:]...)
	before := r.Position()
	run(r, r.SetArticle(b, Source{Item: 7}, nil))
	if p := r.Position(); p.ID != before.ID || p.Offset != before.Offset {
		t.Errorf("after a new extraction: %+v, was %+v", p, before)
	}

	again := New(Options{})
	run(&again, again.SetSize(100, 30))
	run(&again, again.SetArticle(b, Source{Item: 7}, &before))
	if p := again.Position(); p.ID != before.ID {
		t.Errorf("after a start: %+v, was %+v", p, before)
	}
	gone := before
	gone.ID = 999999
	run(&again, again.SetArticle(b, Source{Item: 7}, &gone))
	if p := again.Position(); p.Part < before.Part-0.1 || p.Part > before.Part+0.1 {
		t.Errorf("without the block: %+v, was %+v", p, before)
	}
}

// nearBlock allows for the block being cut off by the end of a screen that shows all that is left.
func nearBlock(r *Reader, at Position) bool {
	for i := r.top; i < len(r.laid.Lines) && i < r.top+r.h; i++ {
		if b := r.laid.Lines[i].Block; b >= 0 && r.art.Blocks[b].ID == at.ID {
			return true
		}
	}
	return false
}

func TestLeftOutKeepsThePlace(t *testing.T) {
	r := reader(t, long(30), 80, 24)
	if strings.Contains(screen(r), "Give us money") {
		t.Fatal("shown before it was asked for")
	}
	do(r, keys.Down, 20)
	before := strings.Split(screen(r), "\n")
	do(r, keys.LeftOut, 0)
	after := strings.Split(screen(r), "\n")
	row := func(s []string, what string) int {
		for i, l := range s {
			if strings.Contains(l, what) {
				return i
			}
		}
		return -1
	}
	for _, l := range before {
		if strings.Contains(l, "Paragraph") {
			if a, b := row(before, l), row(after, l); a != b {
				t.Errorf("%q moved from row %d to %d", l, a, b)
			}
			break
		}
	}
	do(r, keys.Top, 0)
	if !strings.Contains(screen(r), "Give us money") || !strings.Contains(screen(r), "asks for money") || !strings.Contains(screen(r), "+ keep") {
		t.Errorf("not shown:\n%s", screen(r))
	}
	if n, ok := r.CurrentRemoved(); !ok || n != 0 {
		t.Errorf("current: %d %v", n, ok)
	}
	if msgs := do(r, keys.Keep, 0); len(msgs) != 1 || msgs[0] != (KeepMsg{Item: 7, Removed: 0}) {
		t.Errorf("keep: %v", msgs)
	}
	do(r, keys.Bottom, 0)
	if handled, _ := r.Do(keys.Keep, 0); handled {
		t.Error("kept what is not on the screen")
	}
	do(r, keys.LeftOut, 0)
	if r.ShowsRemoved() || strings.Contains(screen(r), "Give us") {
		t.Error("not hidden again")
	}
}

// A layout that was overtaken is dropped, in whatever order they come.
func TestStaleLayoutIsDropped(t *testing.T) {
	r := New(Options{})
	run(&r, r.SetSize(80, 24))
	first := r.SetArticle(long(3), Source{Item: 1}, nil)
	b := long(3)
	b.Title = "The other title"
	second := r.SetArticle(b, Source{Item: 2}, nil)
	m1, m2 := first(), second()
	r.Update(m2)
	r.Update(m1)
	if !strings.Contains(screen(&r), "The other title") || r.Busy() {
		t.Errorf("the wrong article:\n%s", screen(&r))
	}
	r.Clear()
	r.Update(m2)
	if strings.TrimSpace(screen(&r)) != "" {
		t.Errorf("after Clear:\n%s", screen(&r))
	}
}

// What is scrolled while a layout is under way is not lost.
func TestScrollWhileBusy(t *testing.T) {
	r := reader(t, long(40), 80, 24)
	cmd := r.SetSize(60, 24)
	do(r, keys.PageDown, 3)
	top := r.seen()
	run(r, cmd)
	if p := r.Position(); p.ID != top.pos.ID {
		t.Errorf("%+v, was %+v", p, top.pos)
	}
}

func TestSearch(t *testing.T) {
	r := reader(t, long(30), 40, 20)
	if n := r.Search("PARAGRAPH 17"); n != 0 {
		t.Errorf("capitals count: %d hits", n)
	}
	if n := r.Search("paragraph 17"); n != 1 || !strings.Contains(screen(r), "Paragraph 17") {
		t.Errorf("%d hits:\n%s", n, screen(r))
	}
	if n := r.Search("harbour lay quiet and the linked harbour office"); n != 30 {
		t.Errorf("over line breaks: %d hits of 30", n)
	}
	at, of := r.Hits()
	do(r, keys.NextMatch, 0)
	if a, o := r.Hits(); o != of || a == at {
		t.Errorf("next: %d of %d, was %d of %d", a, o, at, of)
	}
	do(r, keys.PrevMatch, 2)
	if !strings.Contains(strings.Join(r.View(), ""), r.o.Theme.Look(style.HitHere).SGR()) {
		t.Error("the hit is not marked")
	}
	run(r, r.SetSize(100, 20))
	if _, o := r.Hits(); o != 30 {
		t.Errorf("after a resize: %d hits", o)
	}
	if handled, _ := r.Do(keys.Back, 0); !handled {
		t.Error("Back ends the search")
	}
	if handled, _ := r.Do(keys.Back, 0); handled {
		t.Error("the second Back is the Model's")
	}
	if handled, _ := r.Do(keys.NextMatch, 0); handled {
		t.Error("n without a search is the Model's")
	}
}

func TestSearchFoldsAccents(t *testing.T) {
	a := article.Article{Title: "T", Blocks: []article.Block{{Spans: []article.Span{{
		Text: "L’Élysée, la Straße nach Łódź, cafe\u0301s und Ünïcode: “naïve” — 水族館のが; İstanbul.",
	}}}}}
	r := reader(t, a, 80, 20)
	for _, c := range []struct {
		query, want string
	}{
		{"elysee", "Élysée"},
		{"Elysee", "Élysée"},
		{"elYsee", ""},
		{"l'ely", "L’Ély"},
		{"strasse", "Straße"},
		{"stras", "Straß"},
		{"lodz,", "Łódź,"},
		{"cafés", "cafe\u0301s"},
		{"cafe", "cafe\u0301"},
		{"\"naive\"", "“naïve”"},
		{"族館", "族館"},
		{"istanbul", "İstanbul"},
		{"unicode: \"n", "Ünïcode: “n"},
	} {
		n := r.Search(c.query)
		if (n == 1) != (c.want != "") {
			t.Errorf("%q: %d hits", c.query, n)
			continue
		}
		if n == 0 {
			continue
		}
		p := r.search.hits[0].parts[0]
		if _, got, _ := layout.Cut(r.laid.Lines[p.Line].Text, p.Col, p.Col+p.Cols, false); got != c.want {
			t.Errorf("%q marks %q, not %q", c.query, got, c.want)
		}
	}
}

func press(s string) tea.KeyPressMsg {
	switch s {
	case "enter":
		return tea.KeyPressMsg{Code: tea.KeyEnter}
	case "esc":
		return tea.KeyPressMsg{Code: tea.KeyEscape}
	}
	return tea.KeyPressMsg{Code: rune(s[0]), Text: s}
}

func TestHints(t *testing.T) {
	r := reader(t, long(30), 60, 60)
	do(r, keys.Hints, 0)
	if !r.Capturing() || len(r.hints.links) < 10 {
		t.Fatalf("%d hints", len(r.hints.links))
	}
	if cmd := r.Key(press("1")); cmd != nil || !r.Capturing() {
		t.Error("1 may be 10")
	}
	if msgs := run(r, r.Key(press("0"))); len(msgs) != 1 || msgs[0] != (LinkMsg{"https://a.example/9"}) || r.Capturing() {
		t.Errorf("link 10: %v", msgs)
	}
	do(r, keys.Hints, 0)
	if msgs := run(r, r.Key(press("7"))); len(msgs) != 1 || msgs[0] != (LinkMsg{"https://a.example/6"}) {
		t.Errorf("link 7: %v", msgs)
	}
	do(r, keys.Hints, 0)
	r.Key(press("1"))
	if msgs := run(r, r.Key(press("enter"))); len(msgs) != 1 || msgs[0] != (LinkMsg{"https://a.example/0"}) {
		t.Errorf("link 1: %v", msgs)
	}
	do(r, keys.Hints, 0)
	r.Key(press("esc"))
	if r.Capturing() {
		t.Error("Esc takes the hints away")
	}
}

func TestLinkListAndClicks(t *testing.T) {
	r := reader(t, long(30), 80, 24)
	do(r, keys.Links, 0)
	do(r, keys.Down, 3)
	if l, ok := r.CurrentLink(); !ok || l.URL != "https://a.example/3" || !strings.Contains(screen(r), "linked harbour office") {
		t.Errorf("%+v:\n%s", l, screen(r))
	}
	if msgs := do(r, keys.Open, 0); len(msgs) != 1 || msgs[0] != (LinkMsg{"https://a.example/3"}) || r.ListsLinks() {
		t.Errorf("open: %v", msgs)
	}
	p := r.laid.Links[0].Parts[0]
	if msgs := run(r, r.Click(p.Col+1, p.Line-r.top)); len(msgs) != 1 || msgs[0] != (LinkMsg{"https://a.example/0"}) {
		t.Errorf("click: %v", msgs)
	}
	if msgs := run(r, r.Click(p.Col-1, p.Line-r.top)); len(msgs) != 0 {
		t.Errorf("click beside: %v", msgs)
	}
	r.Click(79, 23)
	if !r.AtEnd() {
		t.Errorf("click on the end of the progress column: line %d", r.top)
	}
}

func TestFootnotes(t *testing.T) {
	a := long(30)
	a.Blocks[0].Spans = append(a.Blocks[0].Spans, article.Span{Text: "4", Style: article.Note, URL: "#4"})
	a.Blocks = append(a.Blocks, article.Block{Kind: article.Footnote, Ordinal: 4, Label: "4", Spans: []article.Span{{Text: "The note itself."}}})
	r := reader(t, a, 80, 24)
	for _, l := range r.Links() {
		if l.URL == "#4" {
			run(r, r.Click(l.Parts[0].Col, l.Parts[0].Line))
		}
	}
	if !strings.Contains(screen(r), "The note itself.") {
		t.Errorf("not there:\n%s", screen(r))
	}
	do(r, keys.Back, 0)
	if r.top != 0 {
		t.Errorf("not back: line %d", r.top)
	}
}

// Code is shown at once and coloured after.
func TestColorsComeAfter(t *testing.T) {
	a := long(2)
	a.Blocks[1] = article.Block{Kind: article.Code, Lang: "go", Spans: []article.Span{{Text: "func main() {} // here"}}}
	th, _ := style.Builtin("tidings", true)
	r := New(Options{Theme: th})
	run(&r, r.SetSize(80, 24))
	next := r.Update(r.SetArticle(a, Source{Item: 1}, nil)())
	keyword := th.Look(style.SyntaxKeyword).SGR()
	if s := strings.Join(r.View(), "\n"); !strings.Contains(ansi.Strip(s), "func main()") || strings.Contains(s, keyword) || next == nil {
		t.Fatalf("at first:\n%s", s)
	}
	late := next()
	run(&r, func() tea.Msg { return late })
	if s := strings.Join(r.View(), "\n"); !strings.Contains(s, keyword+"func") {
		t.Errorf("without colours:\n%q", s)
	}
	run(&r, r.SetArticle(long(2), Source{Item: 2}, nil))
	run(&r, func() tea.Msg { return late })
	if s := strings.Join(r.View(), "\n"); strings.Contains(s, keyword) || r.colors != nil {
		t.Error("another article's colours")
	}
}

// Pictures come after the text and leave the reader where it was.
func TestPicturesKeepThePlace(t *testing.T) {
	a := long(30)
	a.Image = "https://a.example/lead.jpg"
	a.Blocks[3].Kind, a.Blocks[3].URL = article.Figure, "https://a.example/3.jpg"
	a.Blocks[20].Kind, a.Blocks[20].URL = article.Figure, "https://a.example/3.jpg"
	r := reader(t, a, 80, 24)
	if got := strings.Join(r.Pictures(), " "); got != "https://a.example/lead.jpg https://a.example/3.jpg" {
		t.Errorf("pictures: %s", got)
	}
	if n := r.PictureWidth(); n != 72 {
		t.Errorf("width for pictures: %d", n)
	}
	do(r, keys.Down, 40)
	before := r.Position()
	run(r, r.SetPictures(func(string, int) []string { return []string{"##", "##", "##"} }))
	if after := r.Position(); after.ID != before.ID || after.Offset != before.Offset || !strings.Contains(r.laid.Lines[6].Text, "##") {
		t.Errorf("%+v, was %+v", after, before)
	}
}

// Whatever is pressed in whatever order: no panic, and a pane of exactly its size.
func TestStorm(t *testing.T) {
	actions := []keys.Action{
		keys.Down, keys.Up, keys.Top, keys.Bottom, keys.HalfDown, keys.PageUp, keys.LeftOut, keys.Keep, keys.Hints, keys.Links,
		keys.NextMatch, keys.PrevMatch, keys.Back, keys.Open, keys.ReadOn,
	}
	for seed := range uint64(60) {
		r := New(Options{})
		rnd := rand.New(rand.NewPCG(seed, 3))
		var late []tea.Cmd
		for range 150 {
			var cmd tea.Cmd
			switch rnd.IntN(9) {
			case 0:
				cmd = r.SetSize(rnd.IntN(130), rnd.IntN(40))
			case 1:
				cmd = r.SetArticle(long(rnd.IntN(20)), Source{Item: 7}, nil)
			case 2:
				cmd = r.Click(rnd.IntN(130), rnd.IntN(40))
			case 3:
				r.Wheel(rnd.IntN(20) - 10)
			case 4:
				r.Search([]string{"", "harbour", "e", "漢"}[rnd.IntN(4)])
			case 5:
				if r.Capturing() {
					cmd = r.Key(press(fmt.Sprint(rnd.IntN(10))))
				}
			default:
				_, cmd = r.Do(actions[rnd.IntN(len(actions))], rnd.IntN(4))
			}
			late = append(late, cmd)
			if rnd.IntN(3) == 0 { // commands come back late, in any order
				i := rnd.IntN(len(late))
				run(&r, late[i])
				late = append(late[:i], late[i+1:]...)
			}
			v := r.View()
			if len(v) != r.h {
				t.Fatalf("seed %d: %d lines of %d", seed, len(v), r.h)
			}
			for _, l := range v {
				if w := ansi.StringWidth(l); w != r.w {
					t.Fatalf("seed %d: %d columns of %d: %q", seed, w, r.w, l)
				}
			}
			r.Position()
			r.Progress()
			r.MinutesLeft()
		}
	}
}

func BenchmarkView(b *testing.B) {
	for _, query := range []string{"", "harbour"} {
		b.Run("search="+query, func(b *testing.B) {
			th, _ := style.Builtin("tidings", true)
			r := New(Options{Theme: th})
			run(&r, r.SetSize(120, 60))
			run(&r, r.SetArticle(long(300), Source{Item: 1}, nil))
			r.Search(query)
			b.ReportAllocs()
			for b.Loop() {
				if r.AtEnd() {
					r.Do(keys.Top, 0)
				}
				r.Do(keys.Down, 1)
				r.View()
			}
		})
	}
}
