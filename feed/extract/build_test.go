package extract

import (
	"fmt"
	"strings"
	"testing"

	"tidings/feed/article"
)

// dump writes blocks one a line in a form that tests can compare: kind and numbers, then the text with its marks.
func dump(blocks []article.Block) string {
	var s strings.Builder
	for _, b := range blocks {
		fmt.Fprintf(&s, "%s", [...]string{"p", "h", "li", "code", "verse", "table", "fig", "embed", "hr", "note", "entry", "def"}[b.Kind])
		if b.Level > 0 {
			fmt.Fprintf(&s, "%d", b.Level)
		}
		if b.Ordinal != 0 {
			fmt.Fprintf(&s, "#%d", b.Ordinal)
		}
		if b.Quote > 0 {
			fmt.Fprintf(&s, " q%d", b.Quote)
		}
		if b.Label != "" {
			fmt.Fprintf(&s, " (%s)", b.Label)
		}
		if b.Lang != "" {
			fmt.Fprintf(&s, " @%s", b.Lang)
		}
		if b.RTL {
			s.WriteString(" rtl")
		}
		if b.URL != "" {
			fmt.Fprintf(&s, " <%s>", b.URL)
		}
		if b.Alt != "" {
			fmt.Fprintf(&s, " alt=%s", b.Alt)
		}
		s.WriteString(": " + marked(b.Spans))
		for _, r := range b.Rows {
			s.WriteString("\n  ")
			if r.Header {
				s.WriteString("! ")
			}
			for i, c := range r.Cells {
				if i > 0 {
					s.WriteString(" | ")
				}
				s.WriteString(marked(c.Spans))
				if c.Across != 1 {
					fmt.Fprintf(&s, " x%d", c.Across)
				}
			}
		}
		s.WriteByte('\n')
	}
	return s.String()
}

func marked(spans []article.Span) string {
	var s strings.Builder
	for _, sp := range spans {
		t := strings.ReplaceAll(sp.Text, "\n", "⏎")
		var m string
		for i, c := range "biCsu_^mMN" {
			if sp.Style&(1<<i) != 0 {
				m += string(c)
			}
		}
		if m != "" {
			t = "{" + m + " " + t + "}"
		}
		if sp.URL != "" {
			t = "[" + t + "](" + sp.URL + ")"
		}
		if sp.Ruby != "" {
			t += "‹" + sp.Ruby + "›"
		}
		s.WriteString(t)
	}
	return s.String()
}

var structures = []struct{ name, in, want string }{
	{
		"paragraphs and styles", `<p>One <b>bold</b>, <em>leaning</em> and <code>x &lt; y</code>.</p><p>H<sub>2</sub>O, m<sup>2</sup>, <s>old</s> <ins>new</ins> <mark>seen</mark></p>`,
		"p: One {b bold}, {i leaning} and {C x < y}.\np: H{_ 2}O, m{^ 2}, {s old} {u new} {m seen}\n",
	},
	{"white space", "<p>  a\n\tb <b> c </b> d<span> e</span></p>", "p: a b {b c} d e\n"},
	{"headings", `<h2>Two <b>x</b></h2><h3>Three</h3><div role="heading" aria-level="4">Four</div>`, "h2: Two x\nh3: Three\nh4: Four\n"},
	{
		"heading anchors", `<h2>Title<a class="anchor" href="#x" aria-hidden="true">#</a></h2><h2><a href="https://example.org/dir/page#y">¶</a> Before</h2><h3>Word <a href="#z" aria-hidden=true>Permalink</a></h3><h3>Empty<a href="#e"></a> <a href="#e">🔗️</a></h3>`,
		"h2: Title\nh2: Before\nh3: Word\nh3: Empty\n",
	},
	{"a heading anchor that looks like a footnote", `<h2>Notes<a href="#notes">#</a></h2>`, "h2: Notes\n"},
	{
		"links in headings that stay", `<h2><a href="#x" aria-hidden="true">All of it</a></h2><h2>Go <a href="#x">up</a></h2><h2>In C<a href="/other#x">#</a></h2><h2>Fact<sup><a href="#fn1">1</a></sup></h2><p>C<a href="#x">#</a></p>`,
		"h2: All of it\nh2: Go up\nh2: In C[#](https://example.org/other#x)\nh2: Fact[{N 1}](#1)\np: C#\n",
	},
	{
		"links", `<p><a href="/a?b=1">here</a>, <a href="mailto:me@example.org">mail</a>, <a href="javascript:x()">no</a>, <a href="#top">up</a></p>`,
		"p: [here](https://example.org/a?b=1), [mail](mailto:me@example.org), no, up\n",
	},
	{"space beside a link stays outside", `<p>see <a href="https://example.org/x"> the page </a> now</p>`, "p: see [the page](https://example.org/x) now\n"},
	{"quotes", `<blockquote><p>Outer</p><blockquote>Inner</blockquote></blockquote><p>He said <q>no</q>.</p>`, "p q1: Outer\np q2: Inner\np: He said “no”.\n"},
	{"nested lists", `<ul><li>a<ul><li>b</li><li>c</li></ul></li><li><p>d</p><p>e</p></li></ul>`, "li1: a\nli2: b\nli2: c\nli1: d\nli1#-1: e\n"},
	{"ordered lists", `<ol start=3><li>c</li><li value=7>g</li><li>h</li></ol><ol reversed><li>z</li><li>y</li></ol>`, "li1#3: c\nli1#7: g\nli1#8: h\nli1#2: z\nli1#1: y\n"},
	{"definitions", `<dl><dt>Term<dd>Meaning</dl>`, "def: Term\ndef1: Meaning\n"},
	{
		"table", `<table><caption>Cap</caption><thead><tr><th>A<th>B<th>C</thead><tr><td colspan=2>1<td>2<tr><th>x<td>3<td><b>4</b></table>`,
		"table: Cap\n  ! A | B | C\n  1 x2 | 2\n  x | 3 | {b 4}\n",
	},
	{"table without headers", `<table><tr><td>1<td>2<tr><td>3<td>4</table>`, "table: \n  1 | 2\n  3 | 4\n"},
	{"layout tables", `<table role=presentation><tr><td>One<td>Two</table><table><tr><td><table><tr><td>in</table><td><p>Three</table>`, "p: One\np: Two\np: in\np: Three\n"},
	{"code", "<pre><code class=\"language-go\">func main() {\n\tx := 1 &lt; 2\n}\n</code></pre>", "code @go: func main() {⏎\tx := 1 < 2⏎}\n"},
	{"code in a wrapper", `<div class="highlight highlight-source-python"><pre><span class="k">def</span> f():<br>  pass</pre><button>Copy</button></div>`, "code @python: def f():⏎  pass\np: Copy\n"},
	{"code with a gutter", "<table class=highlighttable><tr><td class=gutter><pre>1\n2\n</pre><td class=code><pre class=\"brush: js; ruler\">a();\nb();</pre></table>", "code @js: a();⏎b();\n"},
	{"code as a table of lines", `<table class="blob"><tr><td data-line-number=1></td><td>x = 1</td></tr><tr><td data-line-number=2></td><td>y = 2</td></tr></table>`, "code: x = 1⏎y = 2\n"},
	{"line breaks", `<p>One<br>two<br><br>three</p>`, "p: One⏎two\np: three\n"},
	{"paragraphs set with br", `<div>` + long("First") + `<br>` + long("Second") + `</div>`, "p: " + long("First") + "\np: " + long("Second") + "\n"},
	{
		"verse", `<div class="poem">Tyger Tyger,<br>burning bright<br><br>In the forests<br>of the night</div><address>A Street 1<br>Town</address>`,
		"verse: Tyger Tyger,⏎burning bright\nverse: In the forests⏎of the night\nverse: A Street 1⏎Town\n",
	},
	{
		"verse of which each line has an element", `<div class="poem"><div class="stanza"><div>Tyger Tyger,</div><div>burning bright</div></div><div class="stanza"><div>In the forests</div><div>of the night</div></div></div><div class="poem"><p>One stanza</p><p>Another</p></div>`,
		"verse: Tyger Tyger,⏎burning bright\nverse: In the forests⏎of the night\np: One stanza\np: Another\n",
	},
	{"figure", `<p>a</p><figure><img src="/p.jpg" alt="A cat"><figcaption>The <i>cat</i></figcaption></figure><p>b</p>`, "p: a\nfig <https://example.org/p.jpg> alt=A cat: The {i cat}\np: b\n"},
	{"caption by class", `<p>a</p><div class="wp-caption"><img src="/p.jpg"><p class="wp-caption-text">Cap</p></div><p>b</p>`, "p: a\nfig <https://example.org/p.jpg>: Cap\np: b\n"},
	{
		"lazy pictures", `<p>a</p><img src="data:image/gif;base64,R0" data-src="/l.jpg"><img src="/placeholder.png" data-srcset="/s.jpg 400w, /m.jpg 1200w, /x.jpg 3000w"><img data-foo="/by-name.webp"><p>b</p>`,
		"p: a\nfig <https://example.org/l.jpg>: \nfig <https://example.org/m.jpg>: \nfig <https://example.org/by-name.webp>: \np: b\n",
	},
	{"picture element", `<p>a</p><picture><source srcset="/big.webp 1600w, /small.webp 320w"><img alt=x></picture><p>b</p>`, "p: a\nfig <https://example.org/big.webp> alt=x: \np: b\n"},
	{"noscript", `<p>a</p><img src="data:,x"><noscript><img src="/n.jpg" alt="N"></noscript><p>b</p>`, "p: a\nfig <https://example.org/n.jpg> alt=N: \np: b\n"},
	{"decoration", `<p>a</p><img src="/t.gif" width=1 height=1><img class="avatar" src="/me.jpg"><img src="/logo.png"><span class="share-icon"><img src="/y.png"></span><p>b <img src="/e.png" alt="😀" class=emoji> c</p>`, "p: a\np: b 😀 c\n"},
	{"a picture inside a line follows it", `<p>before <img src="/p.jpg"> after</p>`, "p: before after\nfig <https://example.org/p.jpg>: \n"},
	{"footnotes", `<p>Fact<sup><a href="#fn1" id="r1">1</a></sup>.</p><ol><li id="fn1"><p>Source. <a href="#r1">↩</a></p></li></ol>`, "p: Fact[{N 1}](#1).\nnote#1 (1): Source.\n"},
	{"footnotes with brackets", `<p>Fact <a class="footnote-ref" href="#n2">[2]</a></p><p id="n2"><a href="#b2">[2]</a> Note two.</p>`, "p: Fact[{N 2}](#2)\nnote#2 (2): Note two.\n"},
	{"ruby", `<p><ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp>字<rt>じ</rt></ruby>です</p>`, "p: 漢‹かん›字‹じ›です\n"},
	{"math", `<p>Let <math alttext="x^2"><mi>x</mi></math> be <math><semantics><mi>y</mi><annotation encoding="application/x-tex">{\displaystyle y_1}</annotation></semantics></math>.</p>`, "p: Let {M x^2} be {M y_1}.\n"},
	{"math as pictures and scripts", `<p>a <img class="latex" alt="\frac{1}{2}" src="/f.png"> b <script type="math/tex">z+1</script> c</p>`, `p: a {M \frac{1}{2}} b {M z+1} c` + "\n"},
	{
		"embeds", `<p>a</p><iframe src="https://video.example/e/1" title="A film" allowfullscreen></iframe><video src="/m.mp4"></video><iframe src="https://ads.example/x" id="ad-1" allowfullscreen></iframe><p>b</p>`,
		"p: a\nembed <https://video.example/e/1> alt=A film: \nembed <https://example.org/m.mp4> alt=example.org: \np: b\n",
	},
	{
		"a film's caption", `<p>a</p><figure><iframe src="https://video.example/e/2" title="A film" allowfullscreen></iframe><figcaption>The cat at sea 01:14</figcaption></figure><figure><video src="/m.mp4"></video><figcaption>The dog</figcaption></figure><p>b</p>`,
		"p: a\nembed <https://video.example/e/2> alt=A film: The cat at sea 01:14: \nembed <https://example.org/m.mp4> alt=The dog: \np: b\n",
	},
	{
		"posts", `<p>a</p><blockquote class="some-tweet"><p>Post text</p>— A (@a) <a href="https://posts.example/a/1?ref_src=x">Date</a></blockquote><script async src="https://posts.example/w.js"></script><p>b</p>`,
		"p: a\nembed <https://posts.example/a/1> alt=posts.example: Post text⏎— A (@a) [Date](https://posts.example/a/1)\np: b\n",
	},
	{"rules", `<hr><p>a</p><hr><hr><p>b</p><p>* * *</p><p>c</p><hr>`, "p: a\nhr: \np: b\nhr: \np: c\n"},
	{
		"live blog", `<div><article><time>12:05</time><h3>One</h3><p>` + long("A") + `</p></article><article><time>12:01</time><p>` + long("B") + `</p></article><article><time>11:58</time><p>` + long("C") + `</p></article></div>`,
		"entry (12:05): \nh3: One\np: " + long("A") + "\nentry (12:01): \np: " + long("B") + "\nentry (11:58): \np: " + long("C") + "\n",
	},
	{
		"live blog without <time>", `<div><div class="e"><span class="at">12.05 Uhr</span><h3>One</h3><p>` + long("A") + `</p></div><div class="e"><span class="at">12.01 Uhr</span><p>` + long("B") + `</p></div><div class="e"><span class="at">11.58 Uhr</span><p>` + long("C") + `</p></div></div>`,
		"entry (12.05 Uhr): \nh3: One\np: " + long("A") + "\nentry (12.01 Uhr): \np: " + long("B") + "\nentry (11.58 Uhr): \np: " + long("C") + "\n",
	},
	{
		"live blog in one row", `<p><b>3:15 p.m. ET</b></p><p>` + long("A") + `</p><p><b>2:40 p.m. ET</b></p><p>` + long("B") + `</p><p><b>2 May, 11:00 a.m. ET</b></p><p>` + long("C") + `</p>`,
		"entry (3:15 p.m. ET): \np: " + long("A") + "\nentry (2:40 p.m. ET): \np: " + long("B") + "\nentry (2 May, 11:00 a.m. ET): \np: " + long("C") + "\n",
	},
	{"two times are no live blog", `<p>12:05</p><p>` + long("A") + `</p><p>12:01</p><p>` + long("B") + `</p>`, "p: 12:05\np: " + long("A") + "\np: 12:01\np: " + long("B") + "\n"},
	{"a timetable", `<p>10:30 Harbour opens</p><p>` + long("A") + `</p><p>11:30 Ferry leaves</p><p>` + long("B") + `</p><p>12:30 Lunch</p><p>` + long("C") + `</p>`, "p: 10:30 Harbour opens\np: " + long("A") + "\np: 11:30 Ferry leaves\np: " + long("B") + "\np: 12:30 Lunch\np: " + long("C") + "\n"},
	{"right to left", `<p dir=rtl>abc</p><p>שלום עולם</p><p>hello שלום</p>`, "p rtl: abc\np rtl: שלום עולם\np: hello שלום\n"},
	{"languages", `<p lang="fr">bonjour</p><p>hi <i lang="de">Welt</i></p>`, "p @fr: bonjour\np: hi {i Welt}\n"},
	{"control characters", "<p>a\x1b[31mb\u202ec\u0007</p>", "p: abc\n"},
	{"details", `<details><summary>More</summary><p>Text</p></details>`, "p: More\np: Text\n"},
	{"hidden", `<p>a</p><p hidden>no</p>`, "p: a\n"},
}

func long(s string) string {
	return s + " sentence that is long enough to stand as a paragraph of its own, with words until the line is full at last."
}

func TestFragmentKeepsStructure(t *testing.T) {
	for _, c := range structures {
		if got := dump(Fragment(c.in, "https://example.org/dir/page")); got != c.want {
			t.Errorf("%s:\ngot:\n%swant:\n%s", c.name, got, c.want)
		}
	}
}

// What is left out between kept blocks is accounted for in order, with its place; a footnote stays with the text that refers to it.
func TestBuildAccountsForWhatIsLeftOut(t *testing.T) {
	doc, v := judged(`<p>above</p><p class="k">One<a class="footnote-ref" href="#n1">1</a></p><p>Give <b>now</b></p><p>Or later</p><figure><img src="/a.jpg"><figcaption>cap</figcaption></figure>
		<p class="k">` + long("Two") + `</p><table><tr><td>ad</td></tr></table><p class="k">Three</p><p id="n1">The note</p><p>below</p>`)
	for i := range v {
		if doc.leaves[i].text == "above" || doc.leaves[i].text == "below" {
			v[i].shown = false
		}
		if doc.leaves[i].text == "Give now" {
			v[i].reasons = []string{"asks for money"}
		}
	}
	blocks, removed := build(doc, v)
	if got, want := dump(blocks), "p: One[{N 1}](#1)\nfig <https://paper.example/a.jpg>: cap\np: "+long("Two")+"\np: Three\nnote#1 (1): The note\n"; got != want {
		t.Errorf("got:\n%swant:\n%s", got, want)
	}
	if len(removed) != 2 || removed[0].At != 1 || dump(removed[0].Blocks) != "p: Give {b now}\np: Or later\n" || removed[1].At != 3 || dump(removed[1].Blocks) != "p: ad\n" {
		t.Errorf("%+v", removed)
	}
	if removed[0].Reason != "asks for money" || removed[0].Kind != article.Other {
		t.Errorf("%+v", removed[0])
	}
}
