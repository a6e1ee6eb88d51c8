package extract

import (
	"strings"
	"testing"

	"tidings/feed/article"
	"tidings/feed/text"
)

// sound fails the test where a block breaks the promises of package article.
func sound(t *testing.T, blocks []article.Block) {
	t.Helper()
	spans := func(b article.Block, spans []article.Span) {
		for _, s := range spans {
			if s.Text == "" {
				t.Errorf("an empty span in %+v", b)
			}
			for line := range strings.SplitSeq(s.Text, "\n") {
				if b.Kind != article.Code && b.Kind != article.Verse && strings.Trim(line, " ") != text.Line(line) {
					t.Errorf("%q is not clean", line)
				}
			}
			if s.URL != "" && s.Style&article.Note == 0 && s.URL != text.URL(s.URL, "") {
				t.Errorf("%q is no clean address", s.URL)
			}
		}
	}
	for _, b := range blocks {
		spans(b, b.Spans)
		for _, r := range b.Rows {
			for _, c := range r.Cells {
				if c.Across < 1 {
					t.Errorf("a cell of %d columns", c.Across)
				}
				spans(b, c.Spans)
			}
		}
		switch b.Kind {
		case article.Heading:
			if b.Level < 1 || b.Level > 6 {
				t.Errorf("a heading of level %d", b.Level)
			}
		case article.ListItem:
			if b.Level < 1 {
				t.Errorf("a list item of level %d", b.Level)
			}
		case article.Figure, article.Embed:
			if b.URL == "" || b.URL != text.URL(b.URL, "") {
				t.Errorf("%q is no clean address", b.URL)
			}
		case article.Table:
			if len(b.Rows) == 0 {
				t.Error("a table without rows")
			}
		case article.Rule:
		default:
			if len(b.Spans) == 0 && b.Kind != article.Entry {
				t.Errorf("an empty block %+v", b)
			}
		}
		if b.Label != text.Line(b.Label) || b.Alt != text.Line(b.Alt) {
			t.Errorf("label %q or alt %q is not clean", b.Label, b.Alt)
		}
	}
}

// FuzzFragment: any markup gives sound blocks, the same each time, and none of its letters is lost outside of pictures.
func FuzzFragment(f *testing.F) {
	for _, s := range structures {
		f.Add(s.in)
	}
	f.Add(`<table><tr><td><pre>x</pre><td><ul><li><figure><figcaption><blockquote class=embed cite="//a"><math><a href=#fn1><q>`)
	f.Fuzz(func(t *testing.T, markup string) {
		a := Fragment(markup, "https://example.org/")
		sound(t, a)
		if b := Fragment(markup, "https://example.org/"); dump(a) != dump(b) {
			t.Errorf("two readings differ:\n%s\n%s", dump(a), dump(b))
		}
	})
}

// TestBuildIsLinear does not time anything: it builds pages that would take hours if a walk were quadratic.
func TestBuildIsLinear(t *testing.T) {
	n := 20_000
	for name, page := range map[string]string{
		"links to notes":   strings.Repeat(`<a href="#fn1">1</a>`, n),
		"pictures":         strings.Repeat(`<figure><img src="/a.jpg"><figcaption>x</figcaption></figure>`, n),
		"nested tables":    strings.Repeat(`<table><tr><td>`, 100) + strings.Repeat("<td>x", n),
		"ruby":             "<p>" + strings.Repeat(`<ruby>a<rt>b</rt></ruby>`, n),
		"lines":            "<p>" + strings.Repeat(`a<br>`, n),
		"formulas":         "<p>" + strings.Repeat(`<math alttext="x"></math>`, n),
		"quotes":           strings.Repeat(`<q>a`, 300) + strings.Repeat("<q>b</q>", n),
		"times":            strings.Repeat(`<div><time>1</time>x</div>`, n),
		"code":             "<pre>" + strings.Repeat("<div>x</div>", n) + "</pre>",
		"posts":            strings.Repeat(`<blockquote class="embed">x</blockquote>`, n),
		"captions":         "<img src=/a.jpg>" + strings.Repeat(`<p class=caption>x</p>`, n),
		"rules":            strings.Repeat(`<hr>`, n) + "<p>x",
		"inline elements":  "<p>" + strings.Repeat(`<b>`, 400) + strings.Repeat(`<i>x</i>`, n),
		"frames":           strings.Repeat(`<iframe src="https://a.example/" title=x></iframe>`, n),
		"list in list":     strings.Repeat(`<ul><li>x`, 200) + strings.Repeat(`<li>y`, n),
		"spans in a link":  `<a href="#fn1">` + strings.Repeat("<span></span>", n) + "</a>",
		"math in a line":   "<p>" + strings.Repeat(`<span class="MathJax">x</span>`, n),
		"noscript":         strings.Repeat(`<noscript><img src=/a.jpg></noscript>`, n),
		"definition lists": strings.Repeat(`<dl><dt>a<dd>b</dl>`, n),
	} {
		if len(Fragment(page, "https://example.org/")) == 0 && name != "frames" && name != "noscript" && name != "formulas" && name != "spans in a link" {
			t.Errorf("%s: no blocks", name)
		}
	}
}

func BenchmarkFragment(b *testing.B) {
	var page strings.Builder
	for range 10 {
		for _, s := range structures {
			page.WriteString(s.in)
		}
	}
	b.SetBytes(int64(page.Len()))
	b.ReportAllocs()
	for b.Loop() {
		Fragment(page.String(), "https://example.org/")
	}
}
