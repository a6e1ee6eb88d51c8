package feed

import (
	"fmt"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// tokensOf lists the tokens of a fragment, as read by htmlTokens or by x/net/html alone.
func tokensOf(fragment string, plain bool) []string {
	z := htmlTokens{rest: fragment}
	if !plain {
		z.full = html.NewTokenizer(strings.NewReader(fragment))
	}
	var out []string
	for {
		tt := z.next()
		if tt == html.ErrorToken {
			return out
		}
		if tt == html.TextToken || tt == html.CommentToken || tt == html.DoctypeToken {
			out = append(out, fmt.Sprintf("%v %q", tt, z.raw))
		} else {
			out = append(out, fmt.Sprintf("%v %q %q %q", tt, z.raw, z.name, z.attrs))
		}
	}
}

var tokenSeeds = []string{
	`<p>a <b class="x">b</b> &amp; c</p>`, "<img src=a alt='b'/>", `<img src="a"/><br/><br />`, `<a href="?a=1&amp;b=2" href="c">d</a>`,
	`<a href="?a=1&b=2">`, `<a title="&quot;&copy;&#39;">`, "<A HREF=x>", "0<\xa4", "a < b <3 <> </> </ p> <", "<p", "<p a", `<p a="b`, "</p a>", "</p", "</",
	"<!-- a -->b", "<!--a--", "<!-->b-->", "<!--->b-->", "<!-- a -- b -->c", "<!-- a --!>b", "<!doctype html><p>", "<?php a ?>b", "<![CDATA[a]]>b",
	"<script>a<b></script>c", "<title>a<b></title>c", "<textarea/>a<b>", "<iframe/>a<b></iframe>c", "<svg/><svg viewBox='0'>", "<p a=b/>", "<p a/>", "<p / a>",
	"<p a = 'b'>", "<p\ta\n=\"b\"\r\n>", "<p a='\r\n\x00'>", "<p \x00=''>", "<p\f>", "<p a='b'c='d'>", "<o:p>a</o:p>", "<h1-2_3>", "<p é='1'>", "<plaintext><p>",
	strings.Repeat("<p a='b'>", 3), "<p a1 a2 a3 a4 a5 a6 a7 a8 a9 a10 a11 a12 a13 a14 a15 a16 a17 a18 a2>",
}

// FuzzHTMLTokens checks that what is read plainly is what x/net/html reads.
func FuzzHTMLTokens(f *testing.F) {
	for _, s := range tokenSeeds {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, want := tokensOf(s, true), tokensOf(s, false)
		for i := range max(len(got), len(want)) {
			if i >= len(got) || i >= len(want) || got[i] != want[i] {
				t.Fatalf("%q, token %d:\n got %q\nwant %q", s, i, got[min(i, len(got)):min(i+1, len(got))], want[min(i, len(want)):min(i+1, len(want))])
			}
		}
	})
}
