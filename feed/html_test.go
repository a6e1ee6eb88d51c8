package feed

import (
	"net/url"
	"strings"
	"testing"
	"unicode/utf8"

	xhtml "golang.org/x/net/html"
)

func TestSanitize(t *testing.T) {
	base, _ := url.Parse("https://example.org/blog/feed.xml")
	for _, c := range []struct{ name, in, want string }{
		{"text", "a < b & c", "a &lt; b &amp; c"},
		{"paragraphs", "<p>one<p>two", "<p>one</p><p>two</p>"},
		{"block ends paragraph", "<p>one<ul><li>a<li>b</ul>", "<p>one</p><ul><li>a</li><li>b</li></ul>"},
		{"nested list", "<ul><li>a<ul><li>b<li>c</ul><li>d</ul>", "<ul><li>a<ul><li>b</li><li>c</li></ul></li><li>d</li></ul>"},
		{"table", "<table><tr><td>a<td>b<tr><td colspan=2 onclick=x>c</table>", `<table><tr><td>a</td><td>b</td></tr><tr><td colspan="2">c</td></tr></table>`},
		{"definition list", "<dl><dt>a<dd>b<dt>c<dd>d</dl>", "<dl><dt>a</dt><dd>b</dd><dt>c</dt><dd>d</dd></dl>"},
		{"script", "a<script>alert('<p>')</script>b<style>p{}</style>", "ab"},
		{"open script", "a<script>b", "a"},
		{"handlers and styles", `<p onclick="x" style="color:red" class="y">a</p>`, "<p>a</p>"},
		{"links", `<a href="../x?a=1&amp;b=2" target=_blank>l</a>`, `<a href="https://example.org/x?a=1&amp;b=2">l</a>`},
		{"fragment", `<a href="#fn1">1</a>`, `<a href="#fn1">1</a>`},
		{"schemes", `<a href="javascript:x">a</a><a href=" JaVa&#9;script:x">b</a><img src="data:image/png;base64,x"><img src="file:///x">`, "<a>a</a><a>b</a>"},
		{"picture", `<img src="/i.png" alt="An &quot;image&quot;" onerror=x>`, `<img alt="An &#34;image&#34;" src="https://example.org/i.png">`},
		{"lazy picture", `<img src="data:x" data-src="/i.png">`, `<img src="https://example.org/i.png">`},
		{"embed", `<iframe src="//video.example/1" /> after`, `<iframe src="https://video.example/1"></iframe> after`},
		{"form", `<form action=x><input value=y><button>go</button></form>`, "go"},
		{"unknown", `<foo><p>x</p></foo>`, "<p>x</p>"},
		{"controls", "a\x1b[31mb<p title='\x07'>c&#27;]0;x&#7;d</p>", "ab<p>cd</p>"},
		{"c1 by reference", "a&#146;b", "a’b"},
		{"marks by reference", "e&#769; &#2361;&#2367;&#2306;", "e\u0301 हिं"},
		{"nbsp", "a&nbsp;b", "a b"},
		{"code", "<pre><code class=\"language-go\">a\n\tb</code></pre>", "<pre><code class=\"language-go\">a\n\tb</code></pre>"},
		{"comment", "a<!-- x -->b<!-- > c", "ab c"},
		{"end without start", "a</p></div>b", "ab"},
		{"format over blocks", "<b>x<p>y</b>z</p>", "<b>x<p>yz</p></b>"},
		{"xml:base", `<div xml:base="http://b.example/c/"><a href="d">l</a></div><a href="d">l</a>`, `<div><a href="http://b.example/c/d">l</a></div><a href="https://example.org/blog/d">l</a>`},
		{"object without end", "safe<object classid=x> text", "safe text"},
		{"object", "a<object><param name=x>inner</object>b", "ab"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := new(sanitizer).sanitize(c.in, base); got != c.want {
				t.Errorf("sanitize(%q)\n got %q\nwant %q", c.in, got, c.want)
			}
		})
	}
}

func TestSanitizeIsLinear(t *testing.T) {
	for name, in := range map[string]string{
		"divs":     strings.Repeat("<div>", 200_000) + "deep" + strings.Repeat("</div>", 200_000),
		"formats":  strings.Repeat("<b><i>", 100_000) + "deep",
		"lists":    strings.Repeat("<ul><li>", 100_000) + "deep",
		"ends":     strings.Repeat("</p>", 200_000) + "deep",
		"comments": strings.Repeat("<!-- >", 100_000) + "deep",
		"quotes":   strings.Repeat(`<a href="`, 100_000) + `">deep`,
		"objects":  strings.Repeat("<object>", 20_000) + "deep",
		"marks":    "deep" + strings.Repeat("&#769;", 200_000),
	} {
		if out := new(sanitizer).sanitize(in, nil); !strings.Contains(out, "deep") && name != "quotes" || len(out) > 2_000_000 {
			t.Errorf("%s: %d bytes: %.100q", name, len(out), out)
		}
	}
}

// unclean returns what a sanitised fragment holds that it may not.
func unclean(t *testing.T, fragment string) string {
	t.Helper()
	if !utf8.ValidString(fragment) {
		return "invalid UTF-8"
	}
	for _, r := range fragment {
		if r < ' ' && r != '\n' && r != '\t' || r >= 0x7f && r < 0xa0 || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 {
			return "control character"
		}
	}
	depth := 0
	z := xhtml.NewTokenizer(strings.NewReader(fragment))
	for {
		switch tt := z.Next(); tt {
		case xhtml.ErrorToken:
			if depth != 0 {
				return "unbalanced"
			}
			return ""
		case xhtml.CommentToken, xhtml.DoctypeToken:
			return "comment"
		case xhtml.StartTagToken, xhtml.EndTagToken, xhtml.SelfClosingTagToken:
			tok := z.Token()
			n, ok := htmlNames()[tok.Data]
			if !ok {
				return "element " + tok.Data
			}
			if !n.void && tt == xhtml.StartTagToken {
				if depth++; depth > maxOpen {
					return "too deep"
				}
			} else if !n.void {
				depth--
			}
			for _, a := range tok.Attr {
				k := n.attr(a.Key)
				if a.Key == "src" && tok.Data == "img" {
					k = attrURL
				}
				if k == attrNone || k == attrURL && !strings.HasPrefix(a.Val, "#") && !strings.HasPrefix(a.Val, "http://") && !strings.HasPrefix(a.Val, "https://") && !strings.HasPrefix(a.Val, "mailto:") {
					return "attribute " + a.Key + "=" + a.Val
				}
			}
		}
	}
}

func FuzzSanitize(f *testing.F) {
	for _, s := range []string{
		"<p>a<b>c</p>d", `<a href="javascript:x" title="&#27;">`, "<ul><li>a<table><tr><td>", "<iframe src=//x.example/ />y", "<!-- > <p>", "&#x1b;&lt;&amp;lt;",
		"<span lang=de>x</span></span><math alttext=x><mi>y", `<img data-src=/x src=data:y>`, "<object><object>x</object>",
	} {
		f.Add(s)
	}
	base, _ := url.Parse("https://example.org/")
	f.Fuzz(func(t *testing.T, in string) {
		out := new(sanitizer).sanitize(in, base)
		if w := unclean(t, out); w != "" {
			t.Errorf("sanitize(%q) = %q: %s", in, out, w)
		}
		if again := new(sanitizer).sanitize(out, base); TextOf(again) != TextOf(out) {
			t.Errorf("sanitize(%q) = %q, and again %q", in, out, again)
		}
	})
}
