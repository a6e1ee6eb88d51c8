package extract

import (
	"strings"
	"testing"

	"golang.org/x/net/html"

	"tidings/feed/article"
)

// judged opens a page whose leaves are kept where a class "k" stands on the block around them, and shown elsewhere.
func judged(page string) (*document, []verdict) {
	doc := newDocument(Input{HTML: []byte(page), URL: "https://paper.example/a"})
	v := make([]verdict, len(doc.leaves))
	for i := range v {
		for n := doc.leaves[i].block; n != nil; n = n.Parent {
			if c, ok := attr(n, "class"); ok && n.Type == html.ElementNode && hasWord(c, "k") {
				v[i].keep = true
			}
		}
		v[i].shown, v[i].kind = !v[i].keep, article.Other
	}
	return doc, v
}

func paras(n int) string {
	return strings.Repeat(`<p class="k">`+long("The council met on Tuesday and spoke about the harbour.")+`</p>`, n)
}

const aboutIt = `<script type="application/ld+json">{"@type":"NewsArticle","headline":"x","wordCount":1205,"isAccessibleForFree":false}</script>`

func TestCompleteness(t *testing.T) {
	for _, c := range []struct {
		name, page string
		want       article.Completeness
		evidence   string
	}{
		{"a whole article", paras(12), article.Full, ""},
		{"a short whole article", paras(3), article.Full, ""},
		{"not free, and whole all the same", `<script type="application/ld+json">{"@type":"NewsArticle","headline":"x","isAccessibleForFree":false}</script>` + paras(12) + `<p>Subscribe</p>`, article.Full, ""},
		{
			"a subscribe notice after four paragraphs", aboutIt + paras(4) + `<div><h3>Keep reading with a subscription</h3><a href="/subscribe">Subscribe</a></div><p>© 2025</p>`, article.Preview,
			"the page stops at a subscribe notice",
		},
		{"in German", paras(3) + `<div><p>Dieser Artikel ist Abonnenten vorbehalten. Jetzt weiterlesen!</p><button>Anmelden</button></div>`, article.Preview, "the page stops at a subscribe notice"},
		{"in French", paras(2) + `<div><p>Il vous reste 80 % de cet article à lire. La suite est réservée aux abonnés.</p><a href="/abo">S’abonner</a></div>`, article.Preview, "the page stops at a subscribe notice"},
		{"in Japanese", paras(2) + `<div><p>この記事は有料会員限定です。続きを読むにはログインしてください。</p></div>`, article.Preview, "the page stops at a subscribe notice"},
		{"in Russian", paras(2) + `<div><p>Чтобы читать далее, оформите подписку или войдите</p><button>Войти</button></div>`, article.Preview, "the page stops at a subscribe notice"},
		{"an ellipsis and a line to log in", paras(2) + `<p>…</p><p><a href="/login">Log in</a> to read on</p>`, article.Preview, "the page stops at a notice to log in"},
		{"a summary alone", `<p class="k">The harbour is closed from Monday on, and nobody knows why.</p><div><p>Subscribe to continue reading</p></div>`, article.Teaser, "the page stops at a subscribe notice"},
		{"a newsletter box below a short article", paras(4) + `<div><p>Get our newsletter in your inbox every morning</p><input><button>Subscribe</button></div>`, article.Full, ""},
		{"a subscribe line far below a long article", paras(20) + strings.Repeat("<p>More news</p>", 8) + `<p>Subscribe for unlimited access</p>`, article.Full, ""},
		{"a sign-up for future posts below a weblog's post", `<meta property="og:type" content="article"><div><div class="k">` + paras(2) + `</div><div><p>Thanks for reading my letter! Subscribe for free to receive new posts.</p><button>Subscribe</button></div></div>`, article.Full, ""},
		{"a bare subscribe button of another box", `<div><div><div>` + paras(2) + `</div></div></div><div><div><div><h3>The Harbour Post</h3></div><div><a href="/subscribe">Subscribe</a></div></div></div>`, article.Full, ""},
		{"words that begin as those of notices do", paras(1) + `<p class="k">The town is planning a new pier, with plants around it and planks from the old one, and contains the costs.</p>`, article.Full, ""},
		{"a post of one sentence", `<meta property="og:type" content="article"><h1>Ferries</h1><article><p class="k">The ferry to the island runs again from Monday on.</p></article><footer><p>Notes on boats and islands, written in the evenings</p></footer>`, article.Full, ""},
		{"a report's first sentence", `<script type="application/ld+json">{"@type":"NewsArticle","headline":"Ferries"}</script><h1>Ferries</h1><article><p class="k">The ferry to the island runs again from Monday on.</p></article>`, article.Teaser, "the page holds less text than it states"},
		{"a post that breaks off", `<meta property="og:type" content="article"><h1>Ferries</h1><article><p class="k">The ferry to the island runs again from Monday on, and the …</p></article>`, article.Teaser, "the text breaks off with “…”"},
		{"a challenge", `<title>Just a moment…</title><h1>paper.example</h1><p class="k">Verify you are human by completing the action below.</p><noscript>Enable JavaScript and cookies to continue</noscript>`, article.Blocked, "in place of an article stands a challenge that checks for robots (“you are human”)"},
		{"an error page", `<title>Paper</title><h1>Seite nicht gefunden</h1><p class="k">Die Seite wurde nicht gefunden oder verschoben.</p><a href="/">Zur Startseite</a>`, article.Blocked, "in place of an article stands an error page (“seite nicht gefunden”)"},
		{"an empty shell", `<title>App</title><div id="root"></div><noscript>You need to enable JavaScript to run this app.</noscript><script src="/a.js"></script>`, article.Blocked, "the page is an empty shell: its text comes by script"},
		{"a consent wall", `<title>Paper</title><h2>We value your privacy</h2><p>We and our partners store information on your device.</p><button>Accept</button>`, article.Blocked, "in place of an article stands a consent wall (“value your privacy”)"},
		{"an article about error pages", `<meta property="og:type" content="article"><h1>Why a page says “page not found”</h1>` + paras(3), article.Full, ""},
		{"nothing", ``, article.Blocked, "the page is an empty shell: it holds 0 words"},
		{"an article without its text", aboutIt + `<h1>Headline</h1>` + strings.Repeat("<p>Other news of the day from around the town</p>", 20), article.Teaser, "the page calls itself an article and holds no text of one"},
	} {
		doc, v := judged(c.page)
		got, evidence, said := complete(doc, v)
		if got != c.want || evidence != c.evidence {
			t.Errorf("%s: %v, %q", c.name, got, evidence)
		}
		if want := strings.Contains(c.page, "1205"); (said == 1205) != want {
			t.Errorf("%s: says %d words", c.name, said)
		}
	}
}
