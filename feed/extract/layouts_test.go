package extract

import (
	"strings"
	"testing"

	"tidings/feed/article"
)

// TestLayoutsSurviveTheJudgement: what is set in a way of its own comes through the whole of Page, not only through build.
func TestLayoutsSurviveTheJudgement(t *testing.T) {
	const rest = "The harbour council met on Tuesday evening in the old town hall and spoke for three hours about the piers, the ferries and the price of the repairs, which nobody had expected to be so high."
	para := func(s string) string { return "<p>" + s + " " + rest + "</p>" }
	const head = `<!doctype html><html lang="en"><head><title>The harbour - The Paper</title><meta property="og:type" content="article"></head><body><nav><a href="/">Home</a><a href="/news">News</a></nav><main><article><h1>The harbour in the storm</h1><p class="byline">By Ann Lee</p>`
	const foot = `</article></main><footer><p>© 2026 The Paper</p></footer></body></html>`
	for _, c := range []struct {
		name, body string
		want       []string // lines of the dump, in this order
	}{
		{
			"a live blog", para("Follow the storm.") + `<div class="entry"><time datetime="2026-01-02T12:05">12:05</time>` + para("The ferry stopped.") + `</div><div class="entry"><time>11:40</time>` + para("The pier closed.") +
				`</div><div class="entry"><time>11:02</time>` + para("The wind grew.") + `</div>`,
			[]string{"entry (12:05): ", "p: The ferry stopped. " + rest, "entry (11:40): ", "p: The pier closed. " + rest, "entry (11:02): ", "p: The wind grew. " + rest},
		},
		{
			"a live blog as a list", para("Follow the storm.") + `<ul><li><span class="at">12.05 Uhr</span>` + para("The ferry stopped.") + `</li><li><span class="at">11.40 Uhr</span>` + para("The pier closed.") +
				`</li><li><span class="at">11.02 Uhr</span>` + para("The wind grew.") + `</li></ul>`,
			[]string{"entry (12.05 Uhr): ", "p: The ferry stopped. " + rest, "entry (11.40 Uhr): ", "entry (11.02 Uhr): "},
		},
		{
			"questions and answers", para("Intro.") + `<p>Q: Will the ferry run on Sunday?</p><p>A: No.</p><p>Q: Why not?</p>` + para("A: Because of the wind.") + para("Then."),
			[]string{"p: Q: Will the ferry run on Sunday?", "p: A: No.", "p: Q: Why not?", "p: A: Because of the wind. " + rest},
		},
		{
			"questions as terms", para("Intro.") + `<dl><dt>Will the ferry run on Sunday?</dt><dd>No.</dd><dt>Why not?</dt><dd>Because of the wind, which will be strong until Monday evening, the office of the harbour says.</dd></dl>` + para("Then."),
			[]string{"def: Will the ferry run on Sunday?", "def1: No.", "def: Why not?"},
		},
		{
			"a poem", para("Intro.") + `<p>The ships lie low,<br>the gulls fly high,<br>and nobody knows<br>the reason why.</p>` + para("Then."),
			[]string{"p: The ships lie low,⏎the gulls fly high,⏎and nobody knows⏎the reason why."},
		},
		{
			"a poem with its indents", para("Intro.") + "<pre class=\"poem\">The ships lie low,\n  the gulls fly high,\nand nobody knows\n  the reason why.</pre>" + para("Then."),
			[]string{"verse: The ships lie low,⏎  the gulls fly high,⏎and nobody knows⏎  the reason why."},
		},
		{
			"math", para("Intro.") + `<p>The height of a wave is <span class="katex"><span class="katex-mathml"><math><semantics><mrow><mi>h</mi></mrow><annotation encoding="application/x-tex">h = \frac{a}{2}</annotation></semantics></math></span><span class="katex-html" aria-hidden="true">h=a2</span></span> where a is what was measured at the pier that day.</p>` + para("Then."),
			[]string{`p: The height of a wave is {M h = \frac{a}{2}} where a is what was measured at the pier that day.`},
		},
		{
			"ruby", `<p><ruby>港<rt>みなと</rt></ruby>は火曜日に閉鎖されました。市議会は修理の費用について三時間話し合いました。船は冬の間も来る予定です。誰もそんなに高いとは思っていませんでした。</p><p>市長は記者会見で、修理は来年の春までに終わると述べました。フェリーは月曜日まで運休します。</p>`,
			[]string{"p: 港‹みなと›は火曜日に閉鎖されました。市議会は修理の費用について三時間話し合いました。船は冬の間も来る予定です。誰もそんなに高いとは思っていませんでした。"},
		},
		{
			"lazy pictures", para("Intro.") + `<figure><img src="data:image/svg+xml;base64,AA" data-lazy-src="/img/a.jpg" class="lazy"><figcaption>The pier on Monday.</figcaption></figure>` + para("Middle.") +
				`<div><img loading="lazy" src="/img/spacer.gif" data-original="/img/b.jpg" alt="Waves"></div><noscript><img src="/img/b.jpg"></noscript>` + para("Then.") + `<picture><source data-srcset="/img/c-400.webp 400w, /img/c-1200.webp 1200w"><img src="data:," alt="Gulls"></picture>` + para("End."),
			[]string{"fig <https://paper.example/img/a.jpg>: The pier on Monday.", "p: Middle. " + rest, "fig <https://paper.example/img/b.jpg> alt=Waves: ", "fig <https://paper.example/img/c-1200.webp> alt=Gulls: ", "p: End. " + rest},
		},
	} {
		r, err := Page(Input{HTML: []byte(head + c.body + foot), URL: "https://paper.example/news/harbour"})
		if err != nil {
			t.Fatal(err)
		}
		got := dump(r.Article.Blocks)
		from := 0
		for _, w := range c.want {
			i := strings.Index(got[from:], w+"\n")
			if i < 0 {
				t.Errorf("%s: %q is missing, or not in its place:\n%s", c.name, w, got)
				break
			}
			from += i + len(w)
		}
		if r.Article.Completeness != article.Full || r.Article.Byline != "Ann Lee" || r.Article.Title != "The harbour in the storm" {
			t.Errorf("%s: %s, %q by %q", c.name, r.Article.Completeness, r.Article.Title, r.Article.Byline)
		}
	}
}
