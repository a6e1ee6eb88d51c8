package layout

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"github.com/charmbracelet/x/ansi"

	"tidings/feed/article"
	"tidings/ui/style"
)

// checkWidths fails if a line is wider than asked for by either way of counting, or leaves a sequence open.
func checkWidths(t *testing.T, what string, l *Laid, width int, graphemes bool) {
	t.Helper()
	block, offset := -1, 0
	for i, line := range l.Lines {
		if line.Removed < 0 && line.Cols > 0 { // a position is found again by block and offset
			if line.Block == block && line.Offset < offset {
				t.Fatalf(what+": line %d goes back from %d to %d in block %d", i, offset, line.Offset, block)
			}
			block, offset = line.Block, line.Offset
		}
		w := ansi.StringWidth(line.Text)
		if !graphemes {
			w = max(w, ansi.StringWidthWc(line.Text))
		}
		if w > width {
			t.Fatalf(what+": line %d is %d columns wide, %d asked for: %q", i, w, width, line.Text)
		}
		if strings.ContainsAny(line.Text, "\n\r\t") {
			t.Fatalf(what+": line %d holds a control character: %q", i, line.Text)
		}
		if n := strings.LastIndex(line.Text, "\x1b]8;"); n >= 0 && !strings.HasPrefix(line.Text[n:], closeHyperlink) {
			t.Fatalf(what+": line %d leaves a link open: %q", i, line.Text)
		}
		if n := strings.LastIndex(line.Text, "\x1b["); n >= 0 && !strings.HasPrefix(line.Text[n:], style.Reset) {
			t.Fatalf(what+": line %d leaves a look on: %q", i, line.Text)
		}
		if line.Col < 0 || line.Cols < 0 || line.Cols > 0 && line.Col+line.Cols > width {
			t.Fatalf(what+": line %d: text at %d, %d columns of %d: %q", i, line.Col, line.Cols, width, line.Text)
		}
	}
	for _, link := range l.Links {
		for _, p := range link.Parts {
			if p.Line < 0 || p.Line >= len(l.Lines) || p.Col < 0 || p.Cols < 0 || p.Col+p.Cols > width {
				t.Fatalf(what+": link %q stands at %+v", link.URL, p)
			}
		}
	}
}

// letters returns what is to be read of s: no blanks, nothing that is not printed, folded.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unprintable(r) || r == softHyphen || r == zwsp || joins(r) {
			return -1
		}
		return r
	}, Fold(strings.ToValidUTF8(s, "")))
}

// alphabets are what texts are made of: everything that is broken in a way of its own.
var alphabets = []string{
	"abcdefghij klmno pqrs tuvwx yz", "The quick brown fox. ", "naïve café — “quoted” … ½ ", "Привет мир ", "שלום עולם ", "مرحبا بالعالم ",
	"津波警報が解除。「注意」、（続く）", "안녕하세요 세계", "เมืองที่ตั้งนาฬิกา", "हिन्दी में क्षिप्र", "👩‍👩‍👧‍👦❤️👍🏽🇩🇪1️⃣🏴󠁧󠁢󠁥󠁮󠁧󠁿", "e\u0301\u0302\u0303a\u0308", "\u00ad\u200b\u2060-–—/",
	"https://a.example/b?c=d&e=f#g", "ｆｕｌｌｗｉｄｔｈ", "\u3000\u00a0\u202f ", "\n", "\t\r\x00\x1b[31m\u009b\u202e",
}

func randomText(r *rand.Rand, n int) string {
	var b strings.Builder
	for b.Len() < n {
		a := []rune(alphabets[r.IntN(len(alphabets))])
		from := r.IntN(len(a))
		b.WriteString(string(a[from : from+r.IntN(len(a)-from)+1]))
		if r.IntN(3) == 0 {
			b.WriteByte(' ')
		}
	}
	return b.String()
}

func randomArticle(r *rand.Rand) article.Article {
	spans := func() []article.Span {
		s := make([]article.Span, r.IntN(4))
		for i := range s {
			s[i] = article.Span{Text: randomText(r, r.IntN(120)), Style: article.Style(r.IntN(1 << 10))}
			if r.IntN(4) == 0 {
				s[i].URL = "https://a.example/" + randomText(r, 5)
			}
			if r.IntN(8) == 0 {
				s[i].Ruby = randomText(r, 5)
			}
		}
		return s
	}
	block := func() article.Block {
		b := article.Block{
			Kind: article.BlockKind(r.IntN(14)), Level: r.IntN(9), Quote: max(r.IntN(12)-7, 0), Ordinal: r.IntN(120) - 10, Label: randomText(r, 4),
			RTL: r.IntN(5) == 0, Spans: spans(), ID: r.Uint64(), Alt: randomText(r, 8), Lang: []string{"", "go", "html", "c"}[r.IntN(4)],
		}
		for range r.IntN(5) {
			row := article.Row{Header: r.IntN(3) == 0}
			for range r.IntN(5) {
				row.Cells = append(row.Cells, article.Cell{Spans: spans(), Across: r.IntN(4)})
			}
			b.Rows = append(b.Rows, row)
		}
		return b
	}
	a := article.Article{Title: randomText(r, r.IntN(300)), Standfirst: randomText(r, r.IntN(100)), Byline: randomText(r, 20), Site: randomText(r, 10), Completeness: article.Completeness(r.IntN(4)), URL: "https://a.example/" + randomText(r, 10)}
	for range r.IntN(8) {
		a.Blocks = append(a.Blocks, block())
	}
	for range r.IntN(3) {
		a.Removed = append(a.Removed, article.Removed{Kind: article.Ad, Reason: randomText(r, 30), At: r.IntN(len(a.Blocks)+3) - 1, Blocks: []article.Block{block(), block()}})
	}
	return a
}

func randomOptions(r *rand.Rand, width int) Options {
	o := options(width)
	o.Justify, o.Hyphenate, o.Graphemes = r.IntN(2) == 0, r.IntN(2) == 0, r.IntN(2) == 0
	o.ShowRemoved = r.IntN(2) == 0
	o.Next = randomText(r, 40)
	if r.IntN(3) == 0 {
		o.Measure = r.IntN(200)
	}
	if r.IntN(3) == 0 {
		o.Marks = style.ASCII()
	}
	if r.IntN(3) == 0 {
		o.Theme = style.Mono(true)
	}
	return o
}

// No line is wider than asked for: any article, any width, any options.
func TestNoLineTooWide(t *testing.T) {
	for seed := range uint64(800) {
		r := rand.New(rand.NewPCG(seed, 7))
		width := 1 + r.IntN(30)
		if seed%3 == 0 {
			width = 1 + r.IntN(200)
		}
		o := randomOptions(r, width)
		a := randomArticle(r)
		o.Colors = Highlight(a, o.Graphemes)
		l := Lines(a, o)
		if len(l.Lines) == 0 {
			t.Fatalf("seed %d: no lines", seed)
		}
		checkWidths(t, fmt.Sprintf("seed %d", seed), l, width, o.Graphemes)
	}
}

// Every letter of a text comes out, in order, whatever the width; only at widths below a character's own is it replaced.
func TestNothingIsLost(t *testing.T) {
	for seed := range uint64(800) {
		r := rand.New(rand.NewPCG(seed, 8))
		width := 8 + r.IntN(100)
		s := strayMarks.ReplaceAllString(randomText(r, 10+r.IntN(400)), "$1")
		kind := []article.BlockKind{article.Paragraph, article.Heading, article.ListItem, article.Code, article.Verse, article.Definition}[r.IntN(6)]
		o := randomOptions(r, width)
		o.Graphemes, o.Measure = false, 0
		l := Lines(article.Article{Blocks: []article.Block{{Kind: kind, Level: 1, Spans: []article.Span{{Text: s}}, RTL: r.IntN(4) == 0}}}, o)
		var got strings.Builder
		for _, line := range l.Lines {
			if line.Block != 0 {
				continue
			}
			cut := body(line)
			if line.Hyphen {
				cut = strings.TrimSuffix(cut, Hyphen)
			}
			got.WriteString(letters(cut))
		}
		if want := letters(s); got.String() != want {
			for _, line := range l.Lines {
				t.Logf("%+v", line)
			}
		}
		if want := letters(s); got.String() != want {
			t.Fatalf("seed %d, width %d, kind %d:\n got %q\nwant %q", seed, width, kind, got.String(), want)
		}
	}
}

// strayMarks are combining marks without a base: on the screen they join what stands before the text.
var strayMarks = regexp.MustCompile(`(^|[\s\p{C}\x{ad}\x{200b}\x{2060}\x{a0}\x{202f}\x{3000}])[\p{M}\p{C}\x{1f3fb}-\x{1f3ff}]+`)

// body is the text of a line without what stands before and behind it.
func body(l Line) string {
	_, mid, _ := Cut(l.Text, l.Col, l.Col+l.Cols, false)
	return mid
}

// Inputs that are meant to hurt: each is set in time and memory that grow with its size, not with what it claims.
func TestHostile(t *testing.T) {
	cells := make([]article.Cell, 500)
	for i := range cells {
		cells[i] = article.Cell{Spans: spans("x"), Across: 1 << 30}
	}
	rows := make([]article.Row, 300)
	for i := range rows {
		rows[i] = article.Row{Header: i == 0, Cells: cells[:1]}
	}
	rows = append(rows, article.Row{Cells: cells})
	items := make([]article.Block, 2000)
	for i := range items {
		items[i] = article.Block{Kind: article.ListItem, Level: 1 << 40, Quote: 1 << 40, Ordinal: 1 << 60, Spans: spans("an item")}
	}
	for name, blocks := range map[string][]article.Block{
		"wide table": {{Kind: article.Table, Rows: rows}},
		"long list":  items,
		"one word":   {{Spans: spans(strings.Repeat("x", 1<<18))}},
		"no width":   {{Spans: spans(strings.Repeat("a\u00ad\u200b", 1<<14))}},
		"zalgo":      {{Spans: spans("a" + strings.Repeat("\u0301", 1<<14))}},
		"breaks":     {{Kind: article.Verse, Spans: spans(strings.Repeat("\n", 1<<14))}},
		"code":       {{Kind: article.Code, Lang: "go", Spans: spans(strings.Repeat("(", 1<<15))}},
		"thai":       {{Spans: spans(strings.Repeat("เมืองที่ตั้งนาฬิกา", 1<<10))}},
	} {
		for _, width := range []int{1, 40, 200} {
			checkWidths(t, name, Lines(article.Article{Blocks: blocks}, options(width)), width, false)
		}
	}
}

// Pictures stand where their figures are, the lead picture under the header unless it is a figure too; without them the
// alternative text stands there.
func TestPictures(t *testing.T) {
	a := article.Article{Title: "T", Image: "https://a.example/lead.jpg", Blocks: []article.Block{
		{Kind: article.Figure, URL: "https://a.example/fig.png", Alt: "A bell", Spans: spans("The caption.")},
		{Kind: article.Figure, URL: "https://a.example/missing.png", Alt: "A pier", Quote: 1},
	}}
	o := options(60)
	asked := map[string]int{}
	o.Picture = func(url string, width int) []string {
		asked[url]++
		if strings.Contains(url, "missing") {
			return nil
		}
		return []string{strings.Repeat("#", width), url}
	}
	l := Lines(a, o)
	checkWidths(t, "pictures", l, 60, false)
	s := shown(l)
	for _, want := range []string{"lead.jpg", "fig.png", "The caption.", "A pier"} {
		if !strings.Contains(s, want) {
			t.Errorf("no %q:\n%s", want, s)
		}
	}
	if strings.Contains(s, "A bell") {
		t.Errorf("picture and its alternative text:\n%s", s)
	}
	a.Image = "https://a.example/fig.png"
	if s := shown(Lines(a, o)); strings.Count(s, "fig.png") != 1 {
		t.Errorf("the same picture twice:\n%s", s)
	}
	o.Picture = nil
	if s := shown(Lines(a, o)); !strings.Contains(s, "A bell") || strings.Contains(s, "###") {
		t.Errorf("without pictures:\n%s", s)
	}
}
