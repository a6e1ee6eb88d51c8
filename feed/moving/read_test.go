package moving

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/unicode"
)

// show writes what counts of a Moving, a line each, for tests to compare.
func show(m Moving) string {
	var b strings.Builder
	for _, f := range m.Feeds {
		fmt.Fprintf(&b, "feed %s [%s] %s\n", f.URL, f.Settings.Title, f.Folder)
	}
	for _, v := range m.Views {
		fmt.Fprintf(&b, "view %s: %s\n", v.Name, v.Query)
	}
	for _, it := range m.Items {
		marks := ""
		if it.Read {
			marks += "r"
		}
		if it.Bookmarked {
			marks += "b"
		}
		fmt.Fprintf(&b, "item %s %s %s [%s] %s", it.From, it.GUID, it.Link, it.Title, marks)
		if len(it.Marks)+len(it.Note) > 0 {
			fmt.Fprintf(&b, " %q %q", it.Marks, it.Note)
		}
		b.WriteByte('\n')
	}
	for _, n := range m.Notes {
		fmt.Fprintf(&b, "note %s\n", n)
	}
	return b.String()
}

const urlsFile = `# my feeds
https://a.example/feed tech "two words" "~Alpha’s own"
http://b.example/rss "two words" tech
https://c.example/atom.xml !hidden
https://user:secret@d.example/feed news tech # a comment
"query:Unread tech:unread = \"yes\" and tags # \"tech\""
"query:Rust or Go:title =~ \"rust|golang\" or content =~ \"borrow checker\"" x
"query:Recent:age between 0:7 and unread != \"no\""
"query:Starred:flags # \"s\" and (author = \"Ann\" or enclosure_type =~ \"audio/\")"
"query:Many:unread_count > 3"
"query:Broken:title == "
exec:~/bin/make-feed
filter:~/bin/strip.sh:https://e.example/feed
file:///home/me/feed.xml
gopher://g.example/
`

func TestReadURLs(t *testing.T) {
	m, err := Read([]byte(urlsFile))
	if err != nil {
		t.Fatal(err)
	}
	want := `feed https://a.example/feed [Alpha’s own] tech
feed http://b.example/rss [] two words
feed https://c.example/atom.xml [] hidden
feed https://user:secret@d.example/feed [] news
view two words: folder:"two words" OR feed:"https://a.example/feed"
view tech: folder:"tech" OR feed:"http://b.example/rss" OR feed:"d.example/feed"
view Unread tech: is:unread (folder:"tech" OR feed:"http://b.example/rss" OR feed:"d.example/feed")
view Rust or Go: title:"rust" OR title:"golang" OR text:"borrow checker"
view Recent: newer:8d -is:read
view Starred: tag:"flag-s" (author:"Ann" OR has:audio)
note line 4: “!hidden” hides the feed in newsboat; here it is shown, and 'tidings set' can pause it
note line 12: runs a program to make a feed (~/bin/make-feed); Tidings runs none, so it was left out
note line 13: sends a feed through a program (~/bin/strip.sh); Tidings runs none, so it was left out: 'tidings add https://e.example/feed' follows it as it is
note line 14: file:///home/me/feed.xml is a file; Tidings follows addresses of the web only
note line 15: "gopher://g.example/" is no address and was left out
note line 7: the query feed “Rust or Go” became title:"rust" OR title:"golang" OR text:"borrow checker", which is not quite the same: =~ finds parts of words there, and whole words here
note line 9: the query feed “Starred” became tag:"flag-s" (author:"Ann" OR has:audio), which is not quite the same: author = compares the whole there, and looks for the words here
note line 10: the query feed “Many” (unread_count > 3) was left out: there is no counterpart of unread_count > "3" here
note line 11: the query feed “Broken” (title ==) was left out: "" stands where a value was expected
`
	if got := show(m); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if m.From != "newsboat’s urls" {
		t.Errorf("from %q", m.From)
	}
}

// newsboat's "and" and "or" bind alike and to the right.
func TestFilterBindsToTheRight(t *testing.T) {
	for in, want := range map[string]string{
		`unread = "yes" and age < 7 or flags != ""`:           `is:unread (newer:1w OR is:bookmarked)`,
		`(unread = "yes" and age < 7) or flags != ""`:         `is:unread newer:1w OR is:bookmarked`,
		`link !~ "/ads/" and rssurl = "https://x.example/f"`:  `-url:"/ads/" feed:"https://x.example/f"`,
		`enclosure_url != "" and age > 2`:                     `has:enclosure older:3d`,
		`title !# "sponsored"and(unread="yes")`:               `-title:"sponsored" is:unread`,
		`((((title # "a"))))`:                                 `title:"a"`,
		`age == 3`:                                            `older:3d newer:4d`,
		`feedtitle =~ "daily" or feedtitle =~ "(weekly|now)"`: `feed:"daily" OR feed:"weekly" OR feed:"now"`,
	} {
		p := filterParser{in: in}
		e, err := p.parse()
		if err != nil {
			t.Errorf("%s: %v", in, err)
			continue
		}
		if e.String() != want {
			t.Errorf("%s\n got %s\nwant %s", in, e, want)
		}
	}
	for _, in := range []string{``, `title`, `title =~ "["`, `title =~ "a.*b"`, `x = "y"`, `title = "a" and`, `(title = "a"`, `title = "a" xor unread = "no"`, `title = "a`, strings.Repeat("(", 99)} {
		p := filterParser{in: in}
		if e, err := p.parse(); err == nil {
			t.Errorf("%s became %s", in, e)
		}
	}
}

func TestFreshFilter(t *testing.T) {
	for in, want := range map[string]string{
		"intitle:ads\nsponsored \"by us\"":  `title:"ads" OR "sponsored" "by us"`,
		`author:'Ann B' -inurl:x/en !draft`: `author:"Ann B" -url:"x/en" -"draft"`,
		`intitle:"C#" intext:x`:             `title:"C" text:"x"`,
		"":                                  "", "date:P1D": "", "a OR b": "", "(a b)": "", "intitle:/regex/i": "", "label:x": "", "-": `"-"`,
	} {
		got, ok := freshFilter(in)
		if got != want || ok != (want != "") {
			t.Errorf("%q became %q, %v, want %q", in, got, ok, want)
		}
	}
	m, err := Read([]byte(`<opml><body><outline type="rss" text="A" xmlUrl="https://a.example/" frss:ttl="-7200" frss:filtersActionRead="intitle:ad&#10;x" frss:CURLOPT_USERAGENT="me/1"/></body></opml>`))
	if err != nil {
		t.Fatal(err)
	}
	if s := m.Feeds[0].Settings; !s.Paused || s.Interval != 2*time.Hour || s.Filter != `title:"ad" OR "x"` || s.UserAgent != "me/1" || len(m.Notes) != 0 {
		t.Errorf("%+v %v", s, m.Notes)
	}
}

func TestReadText(t *testing.T) {
	utf16, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String("https://z.example/feed\n")
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ name, in, want string }{
		{"plain", "https://a.example/feed\nb.example/rss\nfeed://c.example/x\n\nhttp://a.example/feed/\n", "feed https://a.example/feed [] \nfeed https://b.example/rss [] \nfeed http://c.example/x [] \nnote 1 feeds stood there twice and were taken once\n"},
		{"utf-16", utf16, "feed https://z.example/feed [] \n"},
		{"CSV", "Title;Feed URL;Category\nZürich;https://a.example/f;Home\n;nonsense;\n", "feed https://a.example/f [Zürich] Home\nnote line 3: \"nonsense\" is no address and was left out\n"},
		{"nom", "autoread: true\ndatabase: nom.db\nfeeds:\n  - url: https://a.example/f\n    name: A\n  - https://b.example/\n  - url: nothing at all\n", "feed https://a.example/f [A] \nfeed https://b.example/ [] \nnote line 2: the marks are in nom’s store, nom.db beside the config: name it, too, and they come along\nnote line 7: \"nothing at all\" is no address and was left out\n"},
		{
			"FreshRSS' OPML", `<opml xmlns:frss="https://freshrss.org/opml" version="2.0"><body><outline text="Tech">` + "\n" +
				`<outline text="A" type="HTML+XPath" xmlUrl="https://a.example/" frss:xPathItem="//div" frss:cssFullContent="main" frss:filtersActionRead="date:P1D"/></outline></body></opml>`,
			"feed https://a.example/ [A] Tech\nnote line 2: https://a.example/: FreshRSS made a feed of this page by rules of its own (html+xpath); Tidings follows real feeds only, and will look for one there\nnote line 2: A: a filter that marks new items read were not taken over; 'tidings set' shows the settings that a feed may have here\n",
		},
		{
			"OPML 2.0 category", `<opml version="2.0"><body><outline text="A" type="rss" xmlUrl="https://a.example/" category="/News/World"/><outline xmlUrl="ftp://x.example/"/></body></opml>`,
			"feed https://a.example/ [A] News/World\nnote line 1: \"ftp://x.example/\" is no address of the web and was left out\n",
		},
		{
			"bookmarks", "<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<META HTTP-EQUIV=\"Content-Type\" CONTENT=\"text/html; charset=UTF-8\">\n<TITLE>Bookmarks</TITLE><H1>Bookmarks</H1>\n<DL><p>\n" +
				"<DT><H3 PERSONAL_TOOLBAR_FOLDER=\"true\">Bar</H3>\n<DL><p>\n<DT><A HREF=\"https://a.example/x?b=1&amp;c=2\" ADD_DATE=\"1\" TAGS=\"sea,lights\">A &amp; &lt;B&gt;</A>\n<DD>Said of it\n" +
				"<DT><H3>Deep</H3><DL><p><DT><A HREF=\"https://b.example/\" FEEDURL=\"https://b.example/feed\">Live</A>\n<DT><A HREF=\"https://c.example/\"></A></DL><p></DL><p>\n<DT><A HREF=\"javascript:alert(1)\">No</A></DL>",
			"feed https://b.example/feed [Live] Deep\nitem   https://a.example/x?b=1&c=2 [A & <B>] b [\"sea\" \"lights\"] \"Said of it\"\nitem   https://c.example/ [https://c.example/] b [\"Deep\"] \"\"\nnote 1 bookmarks that lead to no page of the web (scripts, files, settings) were left out\n",
		},
		{
			"Miniflux' feeds", `[{"feed_url":"https://a.example/f","site_url":"https://a.example/","title":"A","category":{"id":1,"title":"Tech/Net"},"disabled":true},{"title":"none"}]`,
			"feed https://a.example/f [A] Tech∕Net\nnote 1 entries without an address of a feed were left out\n",
		},
		{
			"Miniflux' entries", `{"total":2,"entries":[{"title":"One","url":"https://a.example/1","content":"<p>x<script>1</script></p>","status":"unread","starred":true,"published_at":"2026-01-02T03:04:05Z","feed":{"feed_url":"https://a.example/f","title":"A","category":{"title":"All"}}},
{"title":"Two","url":"https://a.example/2","status":"read","feed":{"feed_url":"https://a.example/f"}}]}`,
			"feed https://a.example/f [A] \nitem https://a.example/f  https://a.example/1 [One] b\nitem https://a.example/f  https://a.example/2 [] r\n",
		},
		{
			"FreshRSS' starred", `{"id":"user/-/state/org.freshrss/starred","items":[{"guid":"g1","title":"One","canonical":[{"href":"https://a.example/1?x=1&amp;y=2"}],"published":1700000000,"author":"Ann",
"categories":["user/-/state/com.google/reading-list","user/-/state/com.google/read","user/-/label/Sea","lamps"],"summary":{"content":"<p>Text</p>"},"origin":{"streamId":"feed/12","feedUrl":"https://a.example/f"}}]}`,
			"item https://a.example/f g1 https://a.example/1?x=1&y=2 [One] rb [\"Sea\"] \"\"\n",
		},
		{"subscriptions", `{"subscriptions":[{"id":"feed/https://a.example/f","title":"A","categories":[{"id":"x","label":"Tech"}]}]}`, "feed https://a.example/f [A] Tech\n"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			m, err := Read([]byte(tt.in))
			if err != nil {
				t.Fatal(err)
			}
			if got := show(m); got != tt.want {
				t.Errorf("got\n%s\nwant\n%s", got, tt.want)
			}
		})
	}
}

// What is no list says what it is, and where it breaks.
func TestReadNothing(t *testing.T) {
	for _, tt := range []struct{ name, in, says string }{
		{"empty", "", "empty"},
		{"white", " \n\t\n", "empty"},
		{"a feed", `<?xml version="1.0"?><rss version="2.0"><channel/></rss>`, "a feed itself"},
		{"a JSON feed", `{"version":"https://jsonfeed.org/version/1.1","items":[]}`, "a feed itself"},
		{"a page", "<!DOCTYPE html><html><body>x</body></html>", "a web page"},
		{"prose", "Dear all,\nhttps://a.example/\n", `line 1: "Dear" is no address`},
		{"broken JSON", "{\n\"entries\": [\n{]\n}", "line 3: no valid JSON"},
		{"other JSON", `{"x":1}`, "JSON of no kind"},
		{"wrong type", `{"entries":{}}`, "line 1: entries is no list"},
		{"wrong type within", "{\"entries\":[\n{},\n{\"url\":5}]}", "line 3: url is a number"},
		{"a million of nothing", `{"entries":[` + strings.Repeat("{},", maxItems) + `{}]}`, "more than 1000000 entries"},
		{"deep JSON", strings.Repeat("[", 100_000), "no valid JSON"},
		{"zeros", strings.Repeat("\x00", 100), "zero bytes"},
		{"a picture", "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "zero bytes"},
		{"gzip", "\x1f\x8b\x08", "gunzip"},
		{"half a zip", "PK\x03\x04 and no more", "zip"},
		{"half a database", "SQLite format 3\x00", "breaks off"},
		{"no database", "SQLite format 3\x00" + strings.Repeat("x", 4096), "SQLite"},
		{"an empty OPML", "<opml><body/></opml>", "no feeds, marks or bookmarks"},
		{"an OPML that breaks off before its first feed", `<opml><head><title>x</title></head><body><outline text="A" `, "breaks off"},
		{"a YAML bomb", "feeds: &a [x,x,x]\nb: &b [*a,*a,*a]\nc: [*b,*b,*b\n", "line"},
		{"feeds no list", "feeds:\n  a: b\n", "line 2: feeds is no list"},
		{"broken CSV", "url,title\nhttps://a.example/,\"x\n", "line 2"},
		{"newer", `{"tidings":99}`, "newer Tidings"},
		{"bookmarks, folders without end", "<!DOCTYPE NETSCAPE-Bookmark-file-1>" + strings.Repeat("<DL>", 200), "folders in folders"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			m, err := Read([]byte(tt.in))
			if err == nil {
				t.Fatalf("no error: %s", show(m))
			}
			if !strings.Contains(err.Error(), tt.says) || strings.ContainsAny(err.Error(), "\x00\x1b\n") {
				t.Errorf("%q does not say %q", err, tt.says)
			}
		})
	}
}

func TestReadZip(t *testing.T) {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for name, data := range map[string]string{
		"feeds_2026.opml.xml": `<opml><body><outline type="rss" text="A" xmlUrl="https://a.example/f"/></body></opml>`,
		"starred_2026.json":   `{"id":"user/-/state/org.freshrss/starred","items":[{"guid":"g","title":"One","alternate":[{"href":"https://a.example/1"}],"origin":{"feedUrl":"https://a.example/f"}}]}`,
		"../../etc/x\x1b.txt": "nothing of use",
	} {
		f, err := w.Create(name)
		if err == nil {
			_, err = f.Write([]byte(data))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	m, err := Read(b.Bytes())
	if err != nil || len(m.Feeds) != 1 || len(m.Items) != 1 || len(m.Notes) != 1 || strings.Contains(m.Notes[0].Words, "\x1b") {
		t.Errorf("%s %v", show(m), err)
	}
}

func TestKey(t *testing.T) {
	for _, same := range [][2]string{
		{"http://A.example/feed", "https://a.example/feed/"},
		{"https://a.example:443/?x=1", "https://a.example/?x=1#top"},
	} {
		if Key(same[0]) != Key(same[1]) {
			t.Errorf("%s and %s", same[0], same[1])
		}
	}
	for _, other := range [][2]string{
		{"https://a.example/?x=1", "https://a.example/?x=2"},
		{"https://u:p@a.example/", "https://a.example/"},
		{"https://a.example:8080/", "https://a.example/"},
		{"https://a.example/Feed", "https://a.example/feed"},
	} {
		if Key(other[0]) == Key(other[1]) {
			t.Errorf("%s and %s", other[0], other[1])
		}
	}
}

func TestErrEmpty(t *testing.T) {
	_, err := Read([]byte("<opml><body/></opml>"))
	if _, ok := errors.AsType[ErrEmpty](err); !ok {
		t.Errorf("%v", err)
	}
}
