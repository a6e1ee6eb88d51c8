package cli_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"html"
	"io"
	"maps"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"
	"unicode/utf8"

	corpus "tidings/feed/text/hostile"
)

// streetOfThieves is a server of feeds and pages in which the corpus stands wherever a publisher may put a text.
type streetOfThieves struct {
	*httptest.Server
	corpus []corpus.Text
	asked  atomic.Int32 // for the Atom feed, which gets an entry each time
}

func newStreet(t *testing.T) *streetOfThieves {
	s := &streetOfThieves{corpus: corpus.Corpus()}
	mux := http.NewServeMux()
	say := func(path, kind string, body func() string) {
		mux.HandleFunc(path, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", kind)
			_, _ = io.WriteString(w, body())
		})
	}
	say("/raw.xml", "application/rss+xml", func() string { return s.rss(utf8.ValidString, escapeXML) })
	say("/broken.xml", "application/rss+xml", func() string { return s.rss(func(string) bool { return true }, escapeXML) })
	say("/latin.xml", "application/rss+xml; charset=iso-8859-1", func() string { return s.rss(func(string) bool { return true }, escapeXML) })
	say("/refs.xml", "application/rss+xml", func() string { return s.rss(utf8.ValidString, references) })
	say("/twice.xml", "application/rss+xml", func() string {
		return s.rss(utf8.ValidString, func(s string) string { return html.EscapeString(references(s)) })
	})
	say("/feed.atom", "application/atom+xml", s.atom)
	say("/feed.json", "application/feed+json", s.json)
	say("/page.html", "text/html; charset=utf-8", func() string { return s.page(escapeXML) })
	say("/refs.html", "text/html; charset=utf-8", func() string { return s.page(references) })
	say("/latin.html", "text/html; charset=windows-1252", func() string { return s.page(escapeXML) })
	say("/site.html", "text/html", func() string {
		all := escapeXML(s.all())
		return "<title>" + all + `</title><link rel=alternate type="application/rss+xml" href=/raw.xml title="` + all + `"><link rel=alternate type="application/atom+xml" href=/feed.atom title="` + all + `">`
	})
	// What no HTTP library would send.
	raw := func(path, head string) {
		mux.HandleFunc(path, func(w http.ResponseWriter, _ *http.Request) {
			c, _, err := w.(http.Hijacker).Hijack()
			if err != nil {
				return
			}
			defer func(c net.Conn) { _ = c.Close() }(c)
			_, _ = io.WriteString(c, head)
		})
	}
	doc := s.rss(utf8.ValidString, references)
	raw("/status", "HTTP/1.1 500 \x1b]0;owned\x07\x9b31m\r\nContent-Length: 0\r\n\r\n")
	raw("/headers", "HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml; charset=\"\x9b31m\u202e\"\r\nCache-Control: \x9b31m\u202e, max-age=60\r\nExpires: \u009b31m\u2066\r\nETag: \"\x9b31m\u202e\"\r\n"+
		fmt.Sprintf("Content-Length: %d\r\n\r\n%s", len(doc), doc))
	raw("/location", "HTTP/1.1 301 Moved\r\nLocation: /raw.xml?\x9b31m\u202e\u2066\r\nContent-Length: 0\r\n\r\n")
	raw("/lost", "HTTP/1.1 302 Found\r\nLocation: \x1b]0;owned\x07://\r\nContent-Length: 0\r\n\r\n")
	raw("/nothing", "\x1b]0;owned\x07\x9b31m\r\n\r\n")
	s.Server = httptest.NewServer(mux)
	t.Cleanup(s.Close)
	return s
}

// all is the whole corpus in one string.
func (s *streetOfThieves) all() string {
	var b strings.Builder
	for _, h := range s.corpus {
		if utf8.ValidString(h.Raw) && !strings.HasSuffix(h.Name, "-no-end") {
			b.WriteString(h.Raw + " ")
		}
	}
	return b.String()
}

func escapeXML(s string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;").Replace(s)
}

// references writes every character as a numeric reference.
func references(s string) string {
	var b strings.Builder
	for _, r := range s {
		fmt.Fprintf(&b, "&#%d;", r)
	}
	return b.String()
}

func hosts() []string { return slices.Sorted(maps.Keys(corpus.Hosts())) }

// rss puts every string of the corpus that fits into every element of an item and of the channel.
func (s *streetOfThieves) rss(fits func(string) bool, write func(string) string) string {
	var b strings.Builder
	first := write("A\x1b]0;owned\x07\u009b31m\u202eB")
	fmt.Fprintf(&b, `<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd">`+
		`<channel><title>Street %[1]s</title><link>%[2]s/%[1]s</link><description>%[1]s</description><language>%[1]s</language><generator>%[1]s</generator><image><url>%[2]s/%[1]s.png</url><title>%[1]s</title></image>`, first, "http://example.invalid")
	for i, h := range s.corpus {
		if !fits(h.Raw) {
			continue
		}
		host := hosts()[i%len(hosts())]
		if fits("\xff") {
			host = "example.invalid" // broken bytes may turn markup into text, where a host is only words
		}
		fmt.Fprintf(&b, `<item><title>%[1]s %[2]s</title><link>https://%[3]s/%[1]s?%[2]s</link><guid>%[1]s%[2]s</guid><author>%[2]s</author><dc:creator>%[2]s</dc:creator><category>%[2]s</category>`+
			`<description>%[2]s</description><content:encoded>%[2]s &lt;a href="https://example.invalid/%[2]s"&gt;%[2]s&lt;/a&gt;&lt;img src="/x%[2]s" alt="%[2]s"&gt;</content:encoded>`+
			`<enclosure url="https://%[3]s/%[2]s.mp3" type="%[2]s" length="1"/><comments>https://%[3]s/c%[2]s</comments><source url="https://%[3]s/%[2]s">%[2]s</source><pubDate>%[2]s</pubDate></item>`,
			h.Name, write(h.Raw), host)
	}
	b.WriteString("</channel></rss>")
	return b.String()
}

func (s *streetOfThieves) atom() string {
	var b strings.Builder
	b.WriteString(`<feed xmlns="http://www.w3.org/2005/Atom"><title type="html">Atoms ` + escapeXML(references("A\x1b[31m\u202eB")) + `</title><id>x</id>`)
	for n := s.asked.Add(1); n > 1; n-- {
		h := s.corpus[int(n)%len(s.corpus)]
		fmt.Fprintf(&b, `<entry><title>atom later %d %s</title><id>later-%d</id><summary>%[2]s</summary></entry>`, n, references(strings.ToValidUTF8(s.all(), "")+h.Name), n)
	}
	for _, h := range s.corpus {
		if utf8.ValidString(h.Raw) {
			fmt.Fprintf(&b, `<entry><title type="html">atom %[1]s %[2]s</title><id>%[1]s</id><link href="http://example.invalid/%[2]s"/><author><name>%[2]s</name></author><category term="%[2]s"/><summary>%[2]s</summary></entry>`,
				h.Name, escapeXML(references(h.Raw)))
		}
	}
	return b.String() + `</feed>`
}

func (s *streetOfThieves) json() string {
	var items []map[string]any
	for _, h := range s.corpus {
		items = append(items, map[string]any{
			"id": h.Name + h.Raw, "title": "json " + h.Name + " " + h.Raw, "url": "http://example.invalid/" + h.Raw, "content_text": h.Raw, "summary": h.Raw,
			"tags": []string{h.Raw}, "authors": []any{map[string]any{"name": h.Raw}}, "attachments": []any{map[string]any{"url": "http://example.invalid/" + h.Raw, "mime_type": h.Raw, "title": h.Raw}},
		})
	}
	b, err := json.Marshal(map[string]any{"version": "https://jsonfeed.org/version/1.1", "title": "JSONS\x1b]0;owned\x07\u009b31mC", "items": items})
	if err != nil {
		panic(err)
	}
	return strings.Replace(string(b), "JSONS", `JSONS A\ud800B\udc00C\ud83d`, 1)
}

// page puts the corpus into every place of an article.
func (s *streetOfThieves) page(write func(string) string) string {
	var b strings.Builder
	all := write(s.all())
	fmt.Fprintf(&b, `<!doctype html><html lang="%[1]s"><head><title>Ferry %[1]s</title><meta name=author content="%[1]s"><meta property="og:site_name" content="%[1]s"><meta property="article:published_time" content="%[1]s">`+
		`<meta property="og:image" content="/%[1]s"><meta name=description content="%[1]s"><script type="application/ld+json">{"@type":"NewsArticle","headline":"Ferry","author":{"name":%[2]q}}</script></head><body class="%[1]s"><nav class="%[1]s"><a href="/%[1]s">%[1]s</a></nav>`+
		`<article><h1>Ferry %[1]s</h1><p class=byline>By %[1]s</p>`, all, s.all())
	for i, h := range s.corpus {
		w := write(h.Raw)
		fmt.Fprintf(&b, `<p class="%[2]s" id="%[2]s">The harbour office said %[1]s that the ferry %[2]s would sail from the <a href="https://%[3]s/%[2]s" title="%[2]s">south steps %[2]s</a> at noon, with forty people and a dog on board.</p>`, h.Name, w, hosts()[i%len(hosts())])
	}
	fmt.Fprintf(&b, `<h2>%[1]s</h2><ul><li>%[1]s harbour</li><li>ferry %[1]s</li></ul><blockquote>%[1]s the ferry was late</blockquote><pre><code class="language-%[1]s">x = 1 %[1]s</code></pre><table><tr><th>%[1]s</th></tr><tr><td>%[1]s</td></tr></table>`+
		`<figure><img src="/p%[1]s.png" alt="a ferry %[1]s"><figcaption>The ferry %[1]s</figcaption></figure><div class="newsletter %[1]s"><p>Sign up for our newsletter %[1]s</p></div></article></body></html>`, all)
	return b.String()
}

// harmless fails when an output, or a text in its JSON, holds what it must not.
func harmless(t *testing.T, what, out string) {
	t.Helper()
	if w := corpus.Harm(out); w != "" {
		t.Errorf("%s: %s in %q", what, w, around(out))
	}
	var v any
	if json.Unmarshal([]byte(out), &v) == nil {
		walk(v, func(s string) {
			if w := corpus.Harm(s); w != "" {
				t.Errorf("%s: %s in the JSON text %q", what, w, s[:min(len(s), 200)])
			}
		})
	}
}

// around returns the first harmful line of s.
func around(s string) string {
	for l := range strings.Lines(s) {
		if corpus.Harm(l) != "" {
			return l[:min(len(l), 400)]
		}
	}
	return ""
}

func walk(v any, f func(string)) {
	switch v := v.(type) {
	case string:
		f(v)
	case []any:
		for _, e := range v {
			walk(e, f)
		}
	case map[string]any:
		for k, e := range v {
			f(k)
			walk(e, f)
		}
	}
}

// more writes a list of feeds that are not followed yet.
func (s *streetOfThieves) more(dir string) string {
	list := filepath.Join(dir, "more.txt")
	_ = os.WriteFile(list, []byte(s.URL+"/raw.xml?more\n"+s.URL+"/status?more\n"+s.URL+"/nothing?more\n"), 0o600)
	return list
}

// covers fails when the program has a command whose output nobody looks at here.
func covers(t *testing.T, p *person) {
	t.Helper()
	seen := strings.Fields("add bookmark config ctl daemon db doctor export feeds import list mark note open parse read refresh remove search service set sync tag undo unread view")
	own := map[string]string{
		"demo": "its sites are the program's own", "json": "the program's own words", "help": "the program's own words", "completion": "the shell's script",
	}
	known := 0
	for line := range strings.Lines(p.run("", "__complete", "")) {
		name, _, ok := strings.Cut(line, "\t")
		switch {
		case !ok:
		case slices.Contains(seen, name) || own[name] != "":
			known++
		default:
			t.Errorf("what 'tidings %s' prints is not looked at: add it to this test", name)
		}
	}
	if known < 20 {
		t.Errorf("only %d commands are known", known)
	}
}

// TestNothingHarmfulIsPrinted feeds the corpus to the whole program as feeds and as pages, and reads what every command prints.
func TestNothingHarmfulIsPrinted(t *testing.T) {
	t.Parallel()
	s := newStreet(t)
	p := newPerson(t, "[refresh]\nhost_pause = \"0s\"\n")
	see := func(args ...string) string {
		t.Helper()
		out, _ := p.try("", args...) // a failure's line is an output, too
		harmless(t, "tidings "+strings.Join(args, " "), out)
		return out
	}
	for _, f := range []string{"raw.xml", "broken.xml", "latin.xml", "refs.xml", "twice.xml", "feed.atom", "feed.json", "headers", "location", "status", "lost", "nothing"} {
		see("add", s.URL+"/"+f)
	}
	see("add", s.URL+"/site.html")
	see("add", "--all", s.URL+"/site.html")
	list := filepath.Join(p.home, "list.opml")
	opml := `<opml version="2.0"><body><outline text="` + escapeXML(s.all()) + `"><outline type="rss" text="` + references(s.all()) + `" title="` + escapeXML(s.all()) + `" description="` + escapeXML(s.all()) + `" xmlUrl="` + s.URL + `/status?a"/></outline></body></opml>`
	if err := os.WriteFile(list, []byte(opml), 0o600); err != nil {
		t.Fatal(err)
	}
	see("import", list)
	if out := see("refresh"); !strings.Contains(out, "feeds") {
		t.Errorf("refresh says %q", out)
	}
	see("refresh", "--json")
	if out := see("list", "--limit", "2000"); strings.Count(out, "\n") < 5*len(s.corpus) {
		t.Errorf("only %d items are listed", strings.Count(out, "\n"))
	}
	for _, args := range [][]string{
		{"list", "--json", "--limit", "2000"},
		{"search", "csi"},
		{"search", "--json", "--best", "A"},
		{"search", "(\x1b[31m"},
		{"unread"},
		{"feeds"},
		{"feeds", "--json"},
		{"feeds", "--health"},
		{"export", "opml"},
		{"doctor", "1"},
		{"doctor", "--json", "2"},
		{"doctor", s.URL + "/headers"},
		{"doctor", s.URL + "/location"},
		{"doctor", s.URL + "/status"},
		{"doctor", s.URL + "/nothing"},
		{"set", "1"},
		{"set", "Street"},
		{"remove", "Street"},
		{"refresh", "t"},
		{"read", "1"},
		{"read", "2", "--format", "json"},
		{"read", "3", "--format", "markdown"},
		{"read", s.URL + "/page.html"},
		{"read", "--format", "json", s.URL + "/page.html"},
		{"read", "--format", "markdown", s.URL + "/page.html"},
		{"read", "--left-out", s.URL + "/page.html"},
		{"read", s.URL + "/refs.html"},
		{"read", "--left-out", s.URL + "/latin.html"},
		{"read", s.URL + "/status"},
		{"read", s.URL + "/lost"},
		{"read", s.URL + "/\x1b]0;owned\x07"},
		{"bookmark", s.URL + "/page.html"},
		{"list", "--bookmarked"},
		{"undo", "--list"},
		{"db", "check"},
		{"db", "prune", "--dry-run", "--days", "1", "--items", "1", "--unread"},
		{"__complete", "set", "1", ""},
		{"__complete", "remove", ""},
		{"__complete", "read", ""},
		{"__complete", "refresh", ""},
		{"__complete", "list", "--feed", ""},
		{"export", "json"},
		{"export", "csv"},
		{"export", "markdown"},
		{"mark", "read", "1"},
		{"tag", "1", "one"},
		{"tag"},
		{"note", "1", "mine"},
		{"note", "1"},
		{"view", "add", "mine", "A"},
		{"view", "list"},
		{"sync"},
		{"sync", "--status"},
		{"ctl", "status"},
		{"open", "1"},
		{"service", "status"},
		{"__complete", "tag", ""},
		{"__complete", "doctor", ""},
		{"__complete", "set", ""},
		{"__complete", "note", ""},
		{"__complete", "export", "markdown", ""},
		{"__complete", "search", ""},
		{"remove", "1"},
		{"undo"},
		{"undo", "--list"},
		{"nonsense\x1b[31m"},
		{"read", "\u009b31m"},
		{"config", "show", "--all"},
	} {
		see(args...)
	}
	// The daemon's log, while feeds fail and bring items.
	see("import", s.more(p.home))
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	daemon := exec.CommandContext(ctx, filepath.Join(programDir, "tidings"), "daemon")
	daemon.Cancel = func() error { return daemon.Process.Signal(os.Interrupt) }
	daemon.Env, daemon.Dir, daemon.WaitDelay = append(p.env, "XDG_RUNTIME_DIR="+p.home), p.home, 5*time.Second
	log := &awaited{words: "new items", found: func() { time.AfterFunc(500*time.Millisecond, cancel) }}
	daemon.Stdout, daemon.Stderr = log, log
	time.AfterFunc(30*time.Second, cancel) // on a machine that has much else to do
	_ = daemon.Run()
	harmless(t, "the daemon's log", log.said.String())
	if log.found != nil {
		t.Errorf("the daemon says %q", log.said.String())
	}
	covers(t, p)
	for name, body := range map[string]string{"a.html": s.page(escapeXML), "b.html": s.page(references), "c.xml": s.rss(utf8.ValidString, references), "d.xml": s.rss(func(string) bool { return true }, escapeXML), "e.json": s.json(), "f.atom": s.atom()} {
		file := filepath.Join(p.home, name)
		if err := os.WriteFile(file, []byte(body), 0o600); err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(name, ".html") {
			see("read", "--explain", file)
			see("read", "--left-out", "--width", "40", file)
		} else {
			see("parse", file)
		}
	}
}

// awaited collects what a program says and calls found once the words have come.
type awaited struct {
	said  bytes.Buffer
	words string
	found func() // nil when it was called
}

func (a *awaited) Write(b []byte) (int, error) {
	n, err := a.said.Write(b)
	if a.found != nil && bytes.Contains(a.said.Bytes(), []byte(a.words)) {
		a.found()
		a.found = nil
	}
	return n, err
}
