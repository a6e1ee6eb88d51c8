package cli_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
)

// newRough starts a server of everything that goes wrong with feeds and pages. Under /files/ it serves a folder.
func newRough(files string) *httptest.Server {
	mux := http.NewServeMux()
	say := func(path, kind, body string) {
		mux.HandleFunc(path, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", kind)
			_, _ = w.Write([]byte(body))
		})
	}
	fail := func(path string, status int) {
		mux.HandleFunc(path, func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "no\x1b[31m", status) })
	}
	say("/plain.html", "text/html; charset=utf-8", "<!doctype html><title>A page</title><p>Just a page, and no feed of it anywhere.</p>")
	say("/empty.xml", "application/rss+xml", "")
	say("/garbage.xml", "application/rss+xml", "\x00\x01\x02\xff\xfe this was never a feed \x1b[2J")
	fail("/missing.xml", http.StatusNotFound)
	fail("/broken.xml", http.StatusInternalServerError)
	fail("/gone.xml", http.StatusGone)
	fail("/accounts/ClientLogin", http.StatusUnauthorized)
	mux.HandleFunc("/loop.xml", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/loop2.xml", http.StatusFound) })
	mux.HandleFunc("/loop2.xml", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/loop.xml", http.StatusFound) })
	mux.HandleFunc("/hung.xml", func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	mux.HandleFunc("/big.xml", big)
	say("/charset.xml", "application/rss+xml; charset=utf-8", rss("Caf\xe9 M\xfcller", `<item><title>Sm\xf8rrebr\xf8d</title><link>http://example.invalid/1</link><description>na\xefve</description></item>`))
	say("/dates.xml", "application/rss+xml", rss("Dates", item1("Broken date", "yesterday-ish, 25:61")+item1("No date", "")+item1("Far future", "Mon, 01 Jan 2924 00:00:00 GMT")))
	say("/noguid.xml", "application/rss+xml", rss("No ids", `<item><title>Without id or link</title><description>one</description></item><item><title>Another of those</title><description>two</description></item><item><description>Not even a title here, only words</description></item>`))
	say("/hostile.xml", "application/rss+xml", hostile())
	say("/hostile.html", "text/html; charset=utf-8", hostilePage())
	mux.Handle("/files/", http.StripPrefix("/files/", http.FileServer(http.Dir(files))))
	return httptest.NewServer(mux)
}

// big sends an honest 300 MB of feed.
func big(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/rss+xml")
	_, _ = fmt.Fprint(w, `<?xml version="1.0"?><rss version="2.0"><channel><title>Big</title>`)
	line := []byte("<!-- " + strings.Repeat("nothing to see here ", 50_000) + "-->\n")
	for sent := 0; sent < 300_000_000; sent += len(line) {
		if _, err := w.Write(line); err != nil {
			return
		}
	}
	_, _ = fmt.Fprint(w, `</channel></rss>`)
}

func rss(title, items string) string {
	unescape := strings.NewReplacer(`\xf8`, "\xf8", `\xef`, "\xef")
	return unescape.Replace(`<?xml version="1.0"?><rss version="2.0"><channel><title>` + title + `</title><link>http://example.invalid/</link><description>d</description>` + items + `</channel></rss>`)
}

func item1(title, date string) string {
	return fmt.Sprintf(`<item><title>%s</title><link>http://example.invalid/%s</link><guid>%s</guid><pubDate>%s</pubDate><description>text</description></item>`,
		title, strings.ReplaceAll(title, " ", "-"), title, date)
}

// orders are what a terminal must never be sent: a title and a clipboard by OSC, a colour by CSI in its 7- and 8-bit form, a
// device control string, a bell, a backspace over the text, line tricks, and text turned round by bidi controls.
const orders = "A\x1b]0;owned\x07B\x1b]52;c;b3duZWQ=\x1b\\C\x1b[31mD\u009b31mE\x1bP1;1|x\x1b\\F\aG\b\bH\rI\u202eJ\u2066K\u2028L\x7fM\u0085N"

// hostile is a feed whose every text holds orders, raw where XML lets them be, as references where it does not.
func hostile() string {
	refs := strings.NewReplacer("\x1b", "&#27;", "\x07", "&#7;", "\b", "&#8;", "\x7f", "&#127;", "\u009b", "&#155;", "\u0085", "&#x85;", "\r", "&#13;")
	return fmt.Sprintf(`<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Feed %s</title>`+
		`<link>http://example.invalid/</link><description>%[1]s</description>`+
		`<item><title>References %[1]s</title><link>http://example.invalid/a</link><guid>a</guid><dc:creator>%[1]s</dc:creator><category>%[1]s</category><description>%[1]s</description></item>`+
		`<item><title>Raw %[2]s</title><link>http://example.invalid/b%%1b]0;x</link><guid>b%[2]s</guid><dc:creator>%[2]s</dc:creator><description>%[2]s</description></item>`+
		`<item><title><![CDATA[Twice &amp;#27;[31m %[1]s]]></title><link>javascript:alert(1)</link><guid>c</guid><description>x</description></item>`+
		`</channel></rss>`, refs.Replace(orders), orders)
}

// hostilePage is an article with orders in its title, its text, its attributes and its metadata.
func hostilePage() string {
	refs := strings.NewReplacer("\x1b", "&#27;", "\u009b", "&#155;", "\u202e", "&#x202e;").Replace(orders)
	para := func(s string) string {
		return "<p>The harbour office said on Friday that the work would take nine days, and that the ferry would sail from the south steps " + s + " while it lasts.</p>"
	}
	return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Title ` + orders + `</title><meta name="author" content="Author ` + refs + `">` +
		`<meta property="og:site_name" content="Site ` + orders + `"></head><body><article><h1>Title ` + orders + `</h1>` +
		strings.Repeat(para(orders)+para(refs), 4) +
		`<p><a href="http://example.invalid/&#27;]8;;x">a link ` + orders + ` inside a paragraph that is long enough to be kept as text</a></p>` +
		`<pre><code>code ` + orders + `</code></pre><figure><img src="x.png" alt="alt ` + orders + `"><figcaption>caption ` + orders + `</figcaption></figure>` +
		`</article></body></html>`
}
