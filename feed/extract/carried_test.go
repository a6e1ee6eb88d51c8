package extract

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
	"unicode"

	"tidings/feed/article"
)

// letter is an item's text of ordinary prose with some more markup above, among and below it.
func letter(above, among, below string) string {
	const a = "<p>The last ferry of the season left the quay at noon with nine passengers, a bicycle and the mail. It came back with the mail, because nobody on the island had been at the landing to take it.</p>"
	const b = "<p>Her skipper, Nora Aldous, has made the crossing for thirty years and says that the sandbank has moved a boat's length to the east every winter. The chart still shows where it lay in 1987.</p>"
	const c = "<p>In spring the council will decide whether a buoy is worth its paint. Until then the beacon on the church tower has to do, which is lit when the sexton remembers.</p>"
	return above + a + among + b + c + below
}

// another is a letter with words of its own in every paragraph.
func another(letter string, n int) string {
	return strings.NewReplacer("ferry", fmt.Sprint("boat", n), "skipper", fmt.Sprint("master", n), "council", fmt.Sprint("board", n)).Replace(letter)
}

func carriedLines(t *testing.T, in Input) (kept, left []string) {
	t.Helper()
	r, err := Carried(in)
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range r.Article.Removed {
		if x.Reason == "" || x.Kind == "" {
			t.Errorf("left out without a reason or a kind: %+v", x)
		}
		for _, b := range x.Blocks {
			left = append(left, b.Text())
		}
	}
	return strings.Split(r.Article.Text(), "\n"), left
}

func TestCarriedLeavesOutAnAppeal(t *testing.T) {
	const appeal = "Please support our journalism: your donation helps us to keep telling the story. Donate now and become a member today."
	kept, left := carriedLines(t, Input{HTML: []byte(letter("", "<p>"+appeal+"</p>", "")), Title: "The last ferry"})
	if len(kept) != 3 || !slices.Equal(left, []string{appeal}) {
		t.Errorf("kept %q, left out %q", kept, left)
	}
	// An item that is little else stays as it is: it may be news of an appeal.
	kept, left = carriedLines(t, Input{HTML: []byte("<p>" + appeal + "</p><p>That is all for today.</p>"), Title: "A word of our own"})
	if len(kept) != 2 || len(left) != 0 {
		t.Errorf("kept %q, left out %q", kept, left)
	}
}

// Show notes, listings, code and lone words are a feed's own, however little they look like a page's article.
func TestCarriedKeepsWhatIsNoProse(t *testing.T) {
	const notes = `<h2>Show notes</h2><ul><li><a href="/a">WP: Router</a></li><li><a href="/b">WP: Firewall</a></li></ul><p>[…]</p><pre>if err != nil { subscribe(now) }</pre>` +
		`<table><tr><td>Price</td><td>28.00</td></tr></table><p>Duration: 2:40:19</p>`
	kept, left := carriedLines(t, Input{HTML: []byte(letter("", "", notes)), Title: "The last ferry"})
	if len(left) != 0 || len(kept) < 10 {
		t.Errorf("kept %q, left out %q", kept, left)
	}
	for _, markup := range []string{"", "<p></p>", "Sold.", "<img src=a.png>", "<p>Follow us.</p>", strings.Repeat("<div>", 3000)} {
		whole := article.Article{Blocks: Fragment(markup, "")}
		r, err := Carried(Input{HTML: []byte(markup), Title: "Sold"})
		if err != nil || r.Article.Text() != whole.Text() || len(r.Article.Blocks) != len(whole.Blocks) {
			t.Errorf("%.20q: %v: %q, whole %q", markup, err, r.Article.Text(), whole.Text())
		}
	}
}

func TestCarriedLeavesOutTheTitleOverAgain(t *testing.T) {
	for _, title := range []string{"The last ferry", "Ferry"} {
		kept, left := carriedLines(t, Input{HTML: []byte(letter("<h1>"+title+"</h1>", "", "")), Title: title})
		if len(kept) != 3 || !slices.Equal(left, []string{title}) {
			t.Errorf("kept %q, left out %q", kept, left)
		}
	}
}

// What other items of the feed have as well goes: long lines anywhere, short ones at the ends only; a heading over an item's
// own text and what the reader brought back stay.
func TestCarriedLeavesOutWhatRepeats(t *testing.T) {
	text := func(title string) Input {
		return Input{Title: title, HTML: []byte(letter("<p>Good morning.</p>", "<p>We go to press every Thursday before the tide turns.</p><h2>What the week brought us all here</h2><p>Noted.</p>",
			"<p>The post <a href=/>"+title+"</a> appeared first on Landing.</p><p>Reply</p>"))}
	}
	site := Site{Blocks: map[uint64]int{}}
	for i := range 4 {
		in := text(fmt.Sprintf("Letter from the landing %d", i))
		in.HTML = []byte(another(string(in.HTML), i))
		site.Pages++
		for _, k := range CarriedBlocks(in) {
			site.Blocks[k]++
		}
	}
	in := text("Letter from the landing 9")
	in.Site = site
	kept, left := carriedLines(t, in)
	want := []string{"Good morning.", "We go to press every Thursday before the tide turns.", "The post Letter from the landing 9 appeared first on Landing.", "Reply"}
	if !slices.Equal(left, want) || len(kept) != 5 {
		t.Errorf("kept %q\nleft out %q", kept, left)
	}
	in.Site.Keep = []uint64{fingerprint(want[1])}
	if kept, _ = carriedLines(t, in); !slices.Contains(kept, want[1]) {
		t.Errorf("what the reader brought back is gone: %q", kept)
	}
}

// A line that reads the same in every item but leads elsewhere in each stays; one that leads to the item itself, or hands it
// on, goes.
func TestCarriedKeepsWhatLeadsElsewhere(t *testing.T) {
	text := func(n int) Input {
		own := fmt.Sprintf("https://landing.example/letters/%d", n)
		return Input{URL: own, Title: fmt.Sprint("Letter ", n), HTML: []byte(another(letter("", "", ""), n) +
			`<p><a href="https://elsewhere.example/` + fmt.Sprint(n) + `">The paper that this is about</a></p>` +
			`<p><a href="` + own + `/paper` + fmt.Sprint(n) + `">Its second part</a></p>` +
			`<p><a href="` + own + `#more">Read the whole letter on our site</a></p><p><a href="https://share.example/?u=` + url.QueryEscape(own) + `">Share</a></p>`)}
	}
	in := text(9)
	in.Site.Blocks = map[uint64]int{}
	for n := range 4 {
		in.Site.Pages++
		for _, k := range CarriedBlocks(text(n)) {
			in.Site.Blocks[k]++
		}
	}
	kept, left := carriedLines(t, in)
	if !slices.Equal(left, []string{"Read the whole letter on our site", "Share"}) || !slices.Contains(kept, "The paper that this is about") || !slices.Contains(kept, "Its second part") {
		t.Errorf("kept %q\nleft out %q", kept, left)
	}
}

// Where the feed brought the whole text, a doubtful line of the page that is not in it is none of the article's; one that the
// feed's text breaks off before is no worse for it.
func TestTheFeedsTextTellsWhatIsNotOfThePage(t *testing.T) {
	page := []byte("<html><head><title>The last ferry</title></head><body><article><h1>The last ferry</h1>" + letter("", "<p>Good to know: our paper comes out on Thursdays.</p>", "") + "</article></body></html>")
	m, err := shippedModel()
	if err != nil {
		t.Fatal(err)
	}
	odds := func(content string) []float32 {
		s := newSheet(newDocument(Input{HTML: page, Content: content}))
		out, _ := s.odds(m)
		s.fromFeed(out)
		return out
	}
	text := article.Article{Blocks: Fragment(letter("", "", ""), "")}.Text()
	none, whole, part := odds(""), odds(text), odds(strings.SplitAfter(text, "\n")[0])
	if len(none) != 5 || whole[1] <= none[1] || whole[2] >= none[2] || part[2] != none[2] || part[4] != none[4] {
		t.Errorf("log odds without a feed %v, with its whole text %v, with a part of it %v", none, whole, part)
	}
}

func BenchmarkCarried(b *testing.B) {
	in := Input{HTML: []byte(strings.Repeat(letter("", "", ""), 5)), Title: "The last ferry"}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Carried(in); err != nil {
			b.Fatal(err)
		}
	}
}

// FuzzCarried checks that no letter of an item's text is lost: what is not kept is accounted for.
func FuzzCarried(f *testing.F) {
	f.Add(letter("<h1>The last ferry</h1>", "<p>Donate now: your gift keeps our newsroom alive.</p>", "<p>Reply</p>"), "The last ferry")
	f.Add("</", "")
	for _, s := range structures {
		f.Add(s.in, "Reply")
	}
	f.Fuzz(func(t *testing.T, markup, title string) {
		markup = strings.ToValidUTF8(markup, "\ufffd") // an item's text is, and of other bytes the two would guess the charset differently
		in := Input{HTML: []byte(markup), URL: "https://example.org/", Title: title, Site: Site{Pages: 3, Blocks: map[uint64]int{}}}
		for i, k := range CarriedBlocks(in) {
			in.Site.Blocks[k] = i % 4
		}
		r, err := Carried(in)
		if err != nil {
			t.Fatal(err)
		}
		sound(t, r.Article.Blocks)
		have := map[rune]int{} // letters, not words: a line that is left out may part two that stood together
		count := func(blocks []article.Block, n int) {
			for _, r := range blocksText(blocks) {
				have[r] += n
			}
		}
		count(r.Article.Blocks, 1)
		for _, x := range r.Article.Removed {
			count(x.Blocks, 1)
		}
		count(Fragment(markup, in.URL), -1)
		for c, n := range have {
			if n < 0 && !unicode.IsSpace(c) {
				t.Errorf("%q is lost %d times: kept %q, left out %+v", c, -n, r.Article.Text(), r.Article.Removed)
			}
		}
	})
}

func TestWithTip(t *testing.T) {
	for _, c := range []struct{ alt, tip, want string }{
		{"Ladder", "The cat was load-bearing, too.", "Ladder: The cat was load-bearing, too."},
		{"", "The cat was load-bearing, too.", "The cat was load-bearing, too."},
		{"The cat was …", "The cat was load-bearing, too.", "The cat was load-bearing, too."},
		{"Ladder. The cat was load-bearing, too.", "The cat was load-bearing, too.", "Ladder. The cat was load-bearing, too."},
		{"Ladder", "IMG 2034", "Ladder"},
		{"", "", ""},
	} {
		if got := withTip(c.alt, c.tip); got != c.want {
			t.Errorf("%q and %q: %q, want %q", c.alt, c.tip, got, c.want)
		}
	}
}
