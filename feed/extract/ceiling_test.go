package extract

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// nodes counts a tree's nodes and attributes.
func nodes(n *html.Node) int {
	count := 1 + len(n.Attr)
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		count += nodes(c)
	}
	return count
}

// numbered is n copies of a unit, "#" being its number.
func numbered(unit string, n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.ReplaceAll(unit, "#", fmt.Sprint(i)))
	}
	return b.String()
}

// TestCeilings parses pages that are made to grow in the parser's hands.
func TestCeilings(t *testing.T) {
	many := numbered(" a#=x", 1000)
	for name, page := range map[string]string{
		"tags":                          numbered("<p>x", 200_000),
		"tags behind a quote":           `<!--<x a="-->` + numbered("<p>x", 200_000),
		"tags behind a quoted tag":      `<svg><title><x a='</title></svg>` + numbered("<p>x", 200_000),
		"attributes":                    numbered("<p"+many+">", 200),
		"attributes behind a quote":     `<!--<x a="-->` + numbered("<p"+many+">", 500),
		"attributes behind a >":         numbered("<p a='>'"+many+">", 500),
		"open formatting":               numbered("<b id=#></p><p>", 400) + numbered("x<p>", 50_000),
		"open formatting, few tags":     numbered("<b id=#></p><p>", 400) + numbered("x<p>", 8000),
		"open formatting, upper case":   numbered("<B id=#></p><p>", 400) + numbered("x<p>", 8000),
		"plain open formatting":         numbered("<p><b><i><u><s><tt><em><big><code><small><strike><strong><font><nobr></p>", 3) + numbered("x<p>", 50_000),
		"open formatting of many words": "<p><b" + many + "></p>" + numbered("<p>x", 50_000),
		"an open link of many words":    "<p><a href=/" + many + "></p>" + numbered("<p>x", 50_000),
		"in a table":                    numbered("<b id=#></p><p>", 200) + "<table>" + numbered("<tr><td>x", 8000),
		"bodies":                        numbered("<body a#>", 50_000),
	} {
		root, _ := parse([]byte(page))
		if n := nodes(root); n > 1_000_000 {
			t.Errorf("%s: %d bytes became %d nodes and attributes", name, len(page), n)
		}
	}
}

// TestTameLeavesOrdinaryPages checks that a page which is large but sound stays as it is.
func TestTameLeavesOrdinaryPages(t *testing.T) {
	page := []byte(`<html><body>` + numbered(`<p>A <b class="x">bold</b> word, an <i class="icon icon-#"></i> and a <a href="/story/#" rel=nofollow>link</a>.</p>`, 40) +
		numbered(`<p>A <b>bold</b> <em>word</em> and a <a href="/story/#" rel=nofollow>link</a>.</p>`, 500))
	if got := tame(page); !bytes.Equal(got, page) {
		t.Error("an ordinary page was changed")
	}
}

func TestTame(t *testing.T) {
	open := numbered(`<b id="#">`, 1000)
	got := string(tame([]byte(open + `<p><strong class="a>b">x</strong><a href="/y" c=d>y</a><button e=f>` + numbered("<p>x", 3000))))
	if !strings.Contains(got, `<p><strong>x</strong><a href="/y" c=d>y</a><button e=f>`) || strings.Contains(got, "id=") {
		t.Errorf("%.200s … %.200s", got, got[len(got)-13_000:])
	}
	got = string(tame([]byte(open + `<STRONG class="a">x</STRONG>` + numbered("<p>x", 30_000))))
	if !strings.Contains(got, `<span>x</span>`) || strings.Contains(got, "<b") {
		t.Errorf("%.200s", got)
	}
}

func TestTagAt(t *testing.T) {
	for in, want := range map[string][2]int{
		"<p>x": {3, 0}, "<p a b=c d='e>f' g = \"h\">x": {25, 4}, "</p>": {0, 0}, "< p>": {0, 0}, "<p": {2, 0}, "<p a='": {6, 1}, "<p/a/>": {6, 1}, "<p =a>": {6, 1},
		"<p a=>": {6, 1}, "<p a='x'b>": {10, 2}, "<p a=b'c>": {9, 1},
	} {
		end, attrs := tagAt([]byte(in), 0, 100)
		if got := [2]int{end, attrs}; got != want {
			t.Errorf("%s: %v, want %v", in, got, want)
		}
	}
}

// FuzzTagAt holds the count of attributes against the tokenizer's.
func FuzzTagAt(f *testing.F) {
	f.Add([]byte("<p a b=c d='e>f' g = \"h\">x"))
	f.Add([]byte("<a\x00 = b='>' c/d>"))
	f.Fuzz(func(t *testing.T, page []byte) {
		_, attrs := tagAt(page, 0, 1000)
		if len(page) == 0 || page[0] != '<' {
			return
		}
		z := html.NewTokenizer(bytes.NewReader(page))
		if tt := z.Next(); tt != html.StartTagToken && tt != html.SelfClosingTagToken {
			return
		}
		n := 0
		for _, more := z.TagName(); more; n++ {
			_, _, more = z.TagAttr()
		}
		if n > attrs && attrs < 1000 {
			t.Errorf("%d attributes, the tokenizer has %d", attrs, n)
		}
	})
}
