package feed

import (
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"tidings/feed/text"
)

var testNow = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

func mustParse(t *testing.T, body string) Document {
	t.Helper()
	doc, err := Parse([]byte(body), "", "https://example.org/blog/feed.xml", testNow)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func TestParseRSS(t *testing.T) {
	doc := mustParse(t, `<?xml version="1.0"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:media="http://search.yahoo.com/mrss/" xmlns:a="http://www.w3.org/2005/Atom">
<channel><title>News &amp; more</title><link>/</link><a:link rel="self" href="feed.xml"/><description>About &lt;b&gt;it&lt;/b&gt;</description>
<language>en_us</language><image><url>logo.png</url><title>x</title></image><ttl>90</ttl>
<skipHours><hour>1</hour><hour>24</hour></skipHours><skipDays><day>Sunday</day></skipDays>
<item><title>A &lt;em&gt;fine&lt;/em&gt; title</title><link>posts/1?utm_source=x</link><guid isPermaLink="false">id-1</guid>
 <pubDate>Mon, 23 Nov 2026 08:00:00 +0100</pubDate><dc:creator>Ann</dc:creator><dc:creator>Bob</dc:creator>
 <category>One</category><category>Two</category><category>One</category><comments>posts/1#c</comments>
 <description>&lt;p&gt;Short&lt;/p&gt;</description><content:encoded><![CDATA[<p>Long <a href="x">l</a><script>x</script></p>]]></content:encoded>
 <enclosure url="a.mp3" type="audio/mpeg" length="123"/><media:thumbnail url="t.jpg"/><source url="https://o.example/f">Origin</source></item>
<item><description>&lt;p&gt;Only a text, of some more words than a title would have, because it is a note.&lt;/p&gt;</description>
 <guid>https://example.org/n/2</guid><pubDate>Mon, 30 Nov 2026 08:00:00 GMT</pubDate><author>joe@example.org (Joe)</author></item>
<item/></channel></rss>`)
	if doc.Kind != RSS || doc.Title != "News & more" || doc.Link != "https://example.org/" ||
		doc.Description != "About it" || doc.Language != "en-US" || doc.Image != "https://example.org/blog/logo.png" {
		t.Errorf("feed: %+v", doc)
	}
	h := doc.Hints
	if h.TTL != 90*time.Minute || !slices.Equal(h.SkipHours, []int{1, 0}) || !slices.Equal(h.SkipDays, []time.Weekday{time.Sunday}) {
		t.Errorf("hints: %+v", h)
	}
	if len(doc.Items) != 2 {
		t.Fatalf("%d items", len(doc.Items))
	}
	one, two := doc.Items[0], doc.Items[1]
	want := Item{
		GUID: "id-1", Link: "https://example.org/blog/posts/1?utm_source=x", Title: "A fine title", Authors: []string{"Ann", "Bob"},
		Published: time.Date(2026, 11, 23, 7, 0, 0, 0, time.UTC), Summary: "<p>Short</p>", Content: `<p>Long <a href="https://example.org/blog/x">l</a></p>`,
		Image: "https://example.org/blog/t.jpg", Tags: []string{"One", "Two"}, Comments: "https://example.org/blog/posts/1#c", Source: "Origin",
		Enclosures: []Enclosure{{URL: "https://example.org/blog/a.mp3", Type: "audio/mpeg", Length: 123}},
	}
	if got := fmt.Sprintf("%+v", one); got != fmt.Sprintf("%+v", want) {
		t.Errorf("item 1:\n got %s\nwant %+v", got, want)
	}
	if two.Title != "Only a text, of some more words than a title would have, because it is a note." || two.Link != "https://example.org/n/2" ||
		!two.Published.Equal(testNow) || !slices.Equal(two.Authors, []string{"Joe"}) {
		t.Errorf("item 2: %+v", two)
	}
}

func TestParseAtom(t *testing.T) {
	doc := mustParse(t, `<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de" xml:base="http://base.example/a/" xmlns:thr="http://purl.org/syndication/thread/1.0">
<title type="html">Die &amp;lt;b&gt; &lt;i&gt;Nachrichten&lt;/i&gt;</title><subtitle>u</subtitle><link href="home"/><link rel="self" href="f.atom"/><author><name>Eva</name></author>
<entry xml:base="b/"><title>1 &lt; 2</title><id>tag:x,2026:1</id><link href="c"/><link rel="enclosure" href="d.ogg" type="audio/ogg" length="9" title="T"/>
 <link rel="replies" type="text/html" href="c#r"/><updated>2026-11-01T10:00:00Z</updated>
 <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>a<br/><a href="e">f</a></p></div></content><category term="t1" label="T 1"/></entry>
<entry xml:lang="fr"><title>Deux</title><id>http://x.example/2</id><published>2026-11-01</published><content type="text">a &lt;b&gt;

c</content><author><name>Zoé</name><email>z@x</email></author><source><title>Ailleurs</title></source></entry></feed>`)
	if doc.Kind != Atom || doc.Title != "Die <b> Nachrichten" || doc.Link != "http://base.example/a/home" || doc.Language != "de" {
		t.Errorf("feed: %+v", doc)
	}
	one, two := doc.Items[0], doc.Items[1]
	if one.Title != "1 < 2" || one.Link != "http://base.example/a/b/c" || one.Comments != "http://base.example/a/b/c#r" || !slices.Equal(one.Authors, []string{"Eva"}) ||
		one.Content != `<div><p>a<br><a href="http://base.example/a/b/e">f</a></p></div>` || !slices.Equal(one.Tags, []string{"t1"}) || one.Language != "" ||
		one.Published.IsZero() || len(one.Enclosures) != 1 || one.Enclosures[0] != (Enclosure{"http://base.example/a/b/d.ogg", "audio/ogg", 9, "T"}) {
		t.Errorf("entry 1: %+v", one)
	}
	if two.Link != "http://x.example/2" || two.Language != "fr" || two.Content != "<p>a &lt;b&gt;</p>\n<p>c</p>" || !slices.Equal(two.Authors, []string{"Zoé"}) || two.Source != "Ailleurs" {
		t.Errorf("entry 2: %+v", two)
	}
}

func TestParseJSON(t *testing.T) {
	doc := mustParse(t, `{"version":"https://jsonfeed.org/version/1.1","title":"J \ud83d\ude80 \ud800","home_page_url":"/","authors":[{"name":"Eva"}],"items":[
 {"id":7,"url":"x","title":null,"content_text":"one\n\ntwo","tags":["a","b",3],"date_published":"2026-11-01T00:00:00Z","attachments":[{"url":"m.mp4","mime_type":"video/mp4","size_in_bytes":"12"}]},
 null, 7, {"id":{"a":[1]},"title":["no"]}, {"id":"ok","title":"good","content_html":"<p>h<script>x</script>","author":{"name":"Tim"},},
]}`)
	if doc.Kind != JSON || doc.Title != "J 🚀 �" || doc.Link != "https://example.org/" || len(doc.Items) != 3 || len(doc.Repairs) == 0 {
		t.Fatalf("%+v", doc)
	}
	one, last := doc.Items[0], doc.Items[2]
	if one.GUID != "7" || one.Link != "https://example.org/blog/x" || one.Title != "one two" || one.Content != "<p>one</p>\n<p>two</p>" ||
		!slices.Equal(one.Tags, []string{"a", "b", "3"}) || !slices.Equal(one.Authors, []string{"Eva"}) || one.Enclosures[0].Length != 12 {
		t.Errorf("item 1: %+v", one)
	}
	if last.Title != "good" || last.Content+last.Summary != "<p>h</p>" || !slices.Equal(last.Authors, []string{"Tim"}) {
		t.Errorf("item 3: %+v", last)
	}
}

// Broken documents give what can be read, and say what was mended.
func TestParseRepairs(t *testing.T) {
	wrap := func(s string) string {
		return `<rss version="2.0"><channel><title>X</title>` + s + `</channel></rss>`
	}
	for _, c := range []struct {
		name, body string
		titles     string // joined by "|"
		repair     string // a part of one
	}{
		{"bare ampersand", wrap("<item><title>a & b &copy= c</title></item>"), "a & b &copy= c", ""},
		{"undefined entities", wrap("<item><title>caf&eacute; &unknown; &amp;</title></item>"), "café &unknown; &", ""},
		{"control characters", wrap("<item><title>a\x00b\x08c&#0;&#27;d</title></item>"), "abcd", ""},
		{"less than", wrap("<item><title>1 < 2</title></item>"), "1 < 2", ""},
		{"mismatched", wrap("<item><title>a</titel><link>http://x.example/</link></item><item><title>b</title></item>"), "a|b", "never closed"},
		{"unclosed title", wrap("<item><title>a<link>http://x.example/</link></item>"), "a", "never closed"},
		{"unclosed item", wrap("<item><title>a</title><item><title>b</title></item>"), "a|b", ""},
		{"unclosed unknown", wrap("<item><foo><title>a</title></item>"), "a", "never closed"},
		{"upper case", wrap("<ITEM><TITLE>a</TITLE></ITEM>"), "a", ""},
		{"unquoted attribute", strings.Replace(wrap("<item><title>a</title></item>"), `"2.0"`, "2.0", 1), "a", ""},
		{"html in the description", wrap("<item><title>a</title><description><p>x<br>y</description></item><item><title>b</title></item>"), "a|b", ""},
		{"junk before", "<br />\n<b>Warning</b>: x in <b>/y</b>\n" + wrap("<item><title>a</title></item>"), "a", "before the feed"},
		{"junk after", wrap("<item><title>a</title></item>") + "<script>x</script>", "a", ""},
		{"cut in an item", wrap("<item><title>a</title></item><item><title>b</title>")[:100], "a", "cut off"},
		{"cut in cdata", wrap("<item><title>a</title></item>")[:75] + "<item><title>b</title><description><![CDATA[x", "a", "cut off"},
		{"unclosed description", wrap("<item><title>a</title><description>x<guid>1</guid></item><item><title>b</title></item>"), "a|b", "never closed"},
		{"title about a tag", wrap("<item><title>The &lt;canvas&gt; element</title></item><item><title>A &lt;b&gt;bold&lt;/b&gt; move</title></item>"), "The <canvas> element|A bold move", ""},
		{"an entry in a content", `<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>a</title><content type="application/xml"><entry><title>no</title></entry></content><id>1</id></entry><entry><title>b</title></entry></feed>`, "a|b", ""},
		{"lost start of an item", wrap("<item><title>a</title></item><title>b</title><link>http://x.example/b</link></item><item><title>c</title></item>"), "a|b|c", "never closed"},
		{"second title of a channel", wrap("<title>Y</title><link>http://x.example/</link><item><title>a</title></item>"), "a", ""},
		{"lost end of the declaration", `<?xml version="1.0" ?` + "\n" + wrap("<item><title>a</title></item>"), "a", ""},
		{"lost quote", wrap(`<item><enclosure url="http://x.example/a.mp3/><title>a</title></item><item><title>b</title><guid isPermaLink="false">1</guid></item>`), "a|b", ""},
		{"no channel", `<rss><item><title>a</title></item></rss>`, "a", ""},
		{"no rss", `<channel><item><title>a</title></item></channel>`, "a", ""},
		{"declared entity", `<!DOCTYPE rss [<!ENTITY x "expanded"><!ENTITY y SYSTEM "file:///etc/passwd">]>` + wrap("<item><title>a&x;&y;</title></item>"), "a&x;&y;", ""},
		{"stray bytes", wrap("<item><title>caf\xe9 \u2013 na\u00efve</title></item>"), "café – naïve", "windows-1252"},
		{"c1", wrap("<item><title>don\u0092t</title></item>"), "don’t", ""},
		{"prefixes without declaration", wrap("<item><dc:title>a</dc:title><content:encoded>x</content:encoded></item>"), "a", ""},
		{"made-up namespace", strings.Replace(wrap("<item><title>a</title></item>"), "<rss", `<rss xmlns="http://made.up/"`, 1), "a", ""},
		{"nested media", wrap("<item><title>a</title><media:group><media:title>no</media:title></media:group></item>"), "a", ""},
		{"json cut off", `{"version":"https://jsonfeed.org/version/1","title":"x","items":[{"id":"1","title":"a"},{"id":"2","title":"b`, "a", "cut off"},
	} {
		t.Run(c.name, func(t *testing.T) {
			doc := mustParse(t, c.body)
			var titles []string
			for _, it := range doc.Items {
				titles = append(titles, it.Title)
			}
			if got := strings.Join(titles, "|"); got != c.titles {
				t.Errorf("got %q, want %q", got, c.titles)
			}
			if said := strings.Join(doc.Repairs, "; "); !strings.Contains(said, c.repair) || c.repair == "" && said != "" {
				t.Errorf("repairs %q, want %q", said, c.repair)
			}
			if doc.Cut != (c.repair == "cut off") {
				t.Errorf("cut: %v", doc.Cut)
			}
		})
	}
}

func TestParseWithoutChannel(t *testing.T) {
	if doc := mustParse(t, `<rss><title>T</title><link>http://x.example/</link><item><title>a</title></item></rss>`); doc.Title != "T" || doc.Link != "http://x.example/" || len(doc.Items) != 1 {
		t.Errorf("%+v", doc)
	}
}

func TestItemPictures(t *testing.T) {
	for in, want := range map[string]string{
		`<media:content url="http://x.example/author.png" medium="image"><media:title>Me</media:title></media:content><description>&lt;img src="http://x.example/in.png"&gt;</description>`: "http://x.example/in.png",
		`<media:content url="http://x.example/a.png" medium="image" width="600"/><description>&lt;img src="http://x.example/in.png"&gt;</description>`:                                      "http://x.example/a.png",
		`<media:group><media:content url="http://x.example/v.mp4" type="video/mp4"/><media:thumbnail url="http://x.example/t.jpg"/></media:group>`:                                          "http://x.example/t.jpg",

		`<enclosure url="http://x.example/e.jpg" type="image/jpeg"/>`:                      "http://x.example/e.jpg",
		`<description>&lt;img width=1 height=1 src="http://x.example/p"&gt;</description>`: "",
	} {
		doc := mustParse(t, `<rss><channel><item><link>http://x.example/post</link>`+in+`</item></channel></rss>`)
		if got := doc.Items[0]; got.Image != want || got.Title == "Me" {
			t.Errorf("%s: picture %q, title %q", in, got.Image, got.Title)
		}
	}
}

func TestPlainTextLines(t *testing.T) {
	for in, want := range map[string]string{
		"one\n two\n\nthree & <four>": "<p>one<br>\n two</p>\n<p>three &amp; &lt;four&gt;</p>",
		"a line of some sixty characters that a program has broken up\nand a second line of some sixty characters, as it goes on\nand a third line of some sixty characters, as it goes on\nend": "<p>a line of some sixty characters that a program has broken up\nand a second line of some sixty characters, as it goes on\nand a third line of some sixty characters, as it goes on\nend</p>",
		"\x1b[31mred": "red",
	} {
		if got := paragraphs(in); got != want {
			t.Errorf("paragraphs(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	for name, body := range map[string]string{
		"empty":      " \n",
		"page":       "<!DOCTYPE html><html><head><title>x</title></head><body><feed>y</feed></body></html>",
		"other json": `{"a":1}`,
		"other xml":  `<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>`,
		"prolog":     `<?xml version="1.0"?>`,
		"gzip":       "\x1f\x8b\x08\x00",
		"text":       "hello",
		"binary":     "\x00\x01\x02\xff\xfe\xfd",
	} {
		if _, err := Parse([]byte(body), "", "", testNow); !errors.Is(err, ErrNotFeed) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Hostile documents take time and memory in proportion to their size.
// TestParseNestedChannels checks that elements which are read through take no memory of their own without end.
func TestParseNestedChannels(t *testing.T) {
	body := []byte("<rss><channel><title>t</title>" + strings.Repeat("<channel>", 200_000))
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, err := Parse(body, "text/xml", "", time.Time{})
	runtime.ReadMemStats(&after)
	if n := after.TotalAlloc - before.TotalAlloc; err != nil || n > 4*uint64(len(body)) {
		t.Errorf("%v, %d bytes for a document of %d", err, n, len(body))
	}
}

func TestParseHostile(t *testing.T) {
	wrap := func(s string) string { return `<rss><channel><title>X</title>` + s + `</channel></rss>` }
	for name, body := range map[string]string{
		"deep unknown":     wrap(strings.Repeat("<x>", 300_000)),
		"deep different":   wrap(strings.Repeat("<x><y><z>", 100_000)),
		"deep known":       wrap(strings.Repeat("<item><media:group>", 100_000)),
		"deep description": wrap("<item><description>" + strings.Repeat("<a>", 300_000) + "</description></item>"),
		"open quotes":      wrap(strings.Repeat(`<x a="`, 200_000)),
		"open comments":    wrap(strings.Repeat("<!-- ", 200_000)),
		"open cdata":       wrap(strings.Repeat("<title><![CDATA[", 100_000)),
		"comments":         wrap(strings.Repeat("<!-- >", 300_000)),
		"instructions":     wrap(strings.Repeat("<?x>", 300_000)),
		"declarations":     wrap(strings.Repeat("<!X [>", 300_000)),
		"open tags":        wrap(strings.Repeat("<x ", 300_000)),
		"end tags":         wrap(strings.Repeat("</x ", 300_000)),
		"open guids":       wrap("<item>" + strings.Repeat("<guid>", 200_000)),
		"open items":       wrap(strings.Repeat("<item><guid>", 100_000)),
		"open titles":      wrap("<item>" + strings.Repeat("<title><link>", 100_000) + "</item>"),
		"open authors":     "<feed><entry>" + strings.Repeat("<author>a<name>", 100_000),
		"open doctypes":    strings.Repeat("<!DOCTYPE [", 200_000) + wrap(""),
		"ampersands":       wrap("<item><title>x</title><description>" + strings.Repeat("&", 1_000_000) + "</description></item>"),
		"namespaces":       "<rss " + strings.Repeat(`xmlns:a="b" `, 100_000) + ">" + wrap("") + "</rss>",
		"bases":            wrap(strings.Repeat(`<item xml:base="x/"><title xml:base="y/">z</title></item>`, 20_000)),
		"items":            wrap(strings.Repeat("<item><title>x</title></item>", 50_000)),
		"tags":             wrap("<item>" + strings.Repeat("<category>x</category>", 100_000) + "</item>"),
		"json deep":        `{"items":[{"id":"1","x":` + strings.Repeat("[", 500_000),
		"json strings":     `{"items":[` + strings.Repeat(`"`, 500_000),
		"json quotes":      strings.Repeat(`{"a":`, 200_000),
	} {
		doc, err := Parse([]byte(body), "", "", testNow)
		if err != nil && !errors.Is(err, ErrNotFeed) {
			t.Errorf("%s: %v", name, err)
		}
		if len(doc.Items) > maxItems {
			t.Errorf("%s: %d items", name, len(doc.Items))
		}
	}
}

// checkClean fails when a document holds what feed/text forbids.
func checkClean(t *testing.T, doc Document) {
	t.Helper()
	lines := []string{doc.Title, doc.Link, doc.Description, doc.Language, doc.Image}
	fragments := []string{doc.About}
	for _, it := range doc.Items {
		if it.Title == "" {
			t.Errorf("an item without a title: %+v", it)
		}
		lines = append(lines, it.GUID, it.Link, it.Title, it.Language, it.Image, it.Comments, it.Source)
		lines = append(append(lines, it.Authors...), it.Tags...)
		for _, e := range it.Enclosures {
			lines = append(lines, e.URL, e.Type, e.Title)
		}
		fragments = append(fragments, it.Summary, it.Content)
	}
	for _, s := range lines {
		if s != text.Line(s) {
			t.Errorf("not clean: %q", s)
		}
	}
	for _, s := range fragments {
		if w := unclean(t, s); w != "" {
			t.Errorf("%s in %q", w, s)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(`<?xml version="1.0"?><rss xmlns:a="http://www.w3.org/2005/Atom"><channel><item><title>a&amp;b</title><a:link href="x"/><pubDate>1 Nov 2026</pubDate></item></channel></rss>`), "text/xml; charset=koi8-r")
	f.Add([]byte(`<feed xml:base="http://x/"><entry><title type="html">&lt;b></title><content type="xhtml"><div><p/></div></content><updated>x</updated></entry></feed>`), "")
	f.Add([]byte(`<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"><item rdf:about="u"><media:content url="x"><media:title>y`), "")
	f.Add([]byte(`{"version":"https://jsonfeed.org/version/1","items":[{"id":1,"tags":["\ud800"],"attachments":[{"url":"x"}]}]}`), "")
	for _, s := range corpusSeeds() {
		f.Add(s, "")
	}
	f.Fuzz(func(t *testing.T, body []byte, contentType string) {
		doc, err := Parse(body, contentType, "https://example.org/f", testNow)
		if err != nil {
			if strings.Contains(err.Error(), "cannot be read") {
				t.Errorf("%q: %v", body, err) // gofeed could not read the skeleton
			}
			return
		}
		checkClean(t, doc)
		Recognise(nil, doc.Items)
		if _, err := doc.Output(); err != nil {
			t.Error(err)
		}
	})
}

func TestUntitled(t *testing.T) {
	for _, c := range []struct {
		item string
		want bool
	}{
		{"<description>A post of some words.</description>", true},
		{"<description>&lt;p&gt;A post that is longer than the title made of it can be, because it goes on and on about ferries, gulls and accountants.&lt;/p&gt;</description>", true},
		{"<title>A report</title><description>A report of some words.</description>", false},
		{"<link>https://example.org/a</link>", false},
	} {
		doc, err := Parse([]byte(`<rss version="2.0"><channel><title>x</title><item>`+c.item+`</item></channel></rss>`), "", "https://example.org/f", testNow)
		if err != nil || len(doc.Items) != 1 {
			t.Fatal(err)
		}
		if got := doc.Items[0].Untitled(); got != c.want {
			t.Errorf("%s: %v, titled %q", c.item, got, doc.Items[0].Title)
		}
	}
}
