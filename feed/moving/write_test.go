package moving

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"tidings/feed"
	"tidings/feed/article"
)

var written = time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC)

// random makes a Moving as the store gives it: all texts clean.
func random(r *rand.Rand) Moving {
	words := []string{"News", "A & B", "«x»", `"quoted"`, "<b>", "日本語", "עברית", "it’s", "50 %", "a;b", "#1", "x=y", "=1+1", "---", "'", "\\"}
	word := func() string { return words[r.IntN(len(words))] }
	title := func() string { return strings.TrimSpace(word() + " " + word()) }
	maybe := func(s string) string {
		if r.IntN(2) == 0 {
			return ""
		}
		return s
	}
	var m Moving
	for i := range 1 + r.IntN(6) {
		f := feed.Feed{URL: fmt.Sprintf("https://h%d.example/f?a=%d&b=%%20", i, i), Title: maybe(title()), Site: maybe("https://site.example/?q=1&r=2"), Description: maybe(title()), Language: maybe("en"), Kind: feed.Kind(maybe("atom"))}
		for range r.IntN(3) {
			f.Folder += "/" + folderName(title())
		}
		f.Folder = strings.Trim(f.Folder, "/")
		f.Settings = feed.Settings{Title: maybe("Own " + title()), Interval: time.Duration(r.IntN(2)) * time.Hour, Paused: r.IntN(3) == 0, KeepDays: r.IntN(3) - 1, Filter: maybe("title:ad")}
		m.Feeds = append(m.Feeds, f)
	}
	for i := range r.IntN(3) {
		m.Views = append(m.Views, feed.View{Name: fmt.Sprint(title(), i), Query: `is:unread "a phrase"`})
	}
	for i := range r.IntN(5) {
		it := Item{
			Item: feed.Item{
				GUID: maybe(title()), Link: fmt.Sprintf("https://a.example/%d", i), Title: title(), Published: written.Add(-time.Duration(r.IntN(99)) * time.Hour),
				Content: maybe("<p>Text &amp; <b>more</b></p>"), Language: maybe("de"), Image: maybe("https://a.example/i.png"), Comments: maybe("https://a.example/c"), Source: maybe(title()),
			},
			From: maybe(m.Feeds[0].URL), Read: r.IntN(2) == 0, Bookmarked: true, Note: maybe(title() + "\nsecond line"),
		}
		if r.IntN(2) == 0 {
			it.Authors, it.Tags, it.Marks = []string{"Ann"}, []string{"theirs"}, []string{"mine", title() + " tag"}
			it.Enclosures = []feed.Enclosure{{URL: "https://a.example/x.mp3", Type: "audio/mpeg", Length: 7}}
		}
		if r.IntN(2) == 0 {
			it.Article = &article.Article{
				URL: it.Link, Title: it.Title, Byline: "Ann", Published: written, Completeness: article.Preview, Evidence: "ends in …", Next: maybe("https://a.example/next"),
				Blocks: []article.Block{
					{Spans: []article.Span{{Text: "Some "}, {Text: title(), Style: article.Bold | article.Italic, URL: "https://l.example/"}, {Text: " end\nof it"}}, ID: r.Uint64()},
					{Kind: article.Table, Rows: []article.Row{{Header: true, Cells: []article.Cell{{Across: 2, Spans: []article.Span{{Text: "h"}}}}}}},
					{Kind: article.Code, Lang: "go", Spans: []article.Span{{Text: "func x() {\n\treturn\n}\n"}}},
					{Kind: article.Footnote, Ordinal: 1, Label: "*", Spans: []article.Span{{Text: "1", Style: article.Note, URL: "#n1"}}},
				},
				Removed: []article.Removed{{Kind: article.Ad, Reason: "says “ad”", At: 1, Blocks: []article.Block{{Spans: []article.Span{{Text: "Buy"}}}}}},
			}
		}
		m.Items = append(m.Items, it)
	}
	return m
}

// What WriteJSON writes, Read reads back the same.
func TestRoundTripJSON(t *testing.T) {
	for seed := range uint64(300) {
		m := random(rand.New(rand.NewPCG(seed, 1)))
		var b bytes.Buffer
		if err := WriteJSON(&b, m, written); err != nil {
			t.Fatal(err)
		}
		got, err := Read(b.Bytes())
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		if len(got.Notes) > 0 {
			t.Fatalf("seed %d: %v", seed, got.Notes)
		}
		if !reflect.DeepEqual(got.Feeds, m.Feeds) || !reflect.DeepEqual(got.Views, m.Views) {
			t.Fatalf("seed %d:\n got %+v %+v\nwant %+v %+v", seed, got.Feeds, got.Views, m.Feeds, m.Views)
		}
		for i := range m.Items {
			a, b := got.Items[i], m.Items[i]
			if !reflect.DeepEqual(a, b) {
				t.Fatalf("seed %d, item %d:\n got %+v %+v\nwant %+v %+v", seed, i, a, a.Article, b, b.Article)
			}
		}
	}
}

// OPML and CSV carry what a list of feeds can: address, the name that is shown, folder, site, kind, language, description.
func TestRoundTripLists(t *testing.T) {
	for seed := range uint64(300) {
		m := random(rand.New(rand.NewPCG(seed, 2)))
		for name, write := range map[string]func(*bytes.Buffer) error{
			"OPML": func(b *bytes.Buffer) error { return WriteOPML(b, m, written) },
			"CSV":  func(b *bytes.Buffer) error { return WriteCSV(b, m) },
		} {
			var b bytes.Buffer
			if err := write(&b); err != nil {
				t.Fatal(err)
			}
			got, err := Read(b.Bytes())
			if err != nil {
				t.Fatalf("%s, seed %d: %v\n%s", name, seed, err, b.String())
			}
			var as, bs []string
			for _, f := range m.Feeds {
				as = append(as, carried(f))
			}
			for _, f := range got.Feeds {
				bs = append(bs, carried(f))
			}
			slices.Sort(as)
			slices.Sort(bs)
			if !slices.Equal(as, bs) {
				t.Fatalf("%s, seed %d:\n got %q\nwant %q\n%s", name, seed, bs, as, b.String())
			}
		}
	}
}

func carried(f feed.Feed) string {
	kind := f.Kind
	if kind == feed.RSS { // what OPML says of every feed
		kind = ""
	}
	return fmt.Sprintf("%s|%s|%s|%s|%s|%s|%s", f.URL, shownTitle(f), f.Folder, f.Site, kind, f.Language, f.Description)
}

// What is told of a file holds no password out of it.
func TestNotesHoldNoPasswords(t *testing.T) {
	for _, file := range []string{
		`{"tidings":1,"feeds":[{"url":"https://u:hidden@a.example/f","settings":{"Credential":"env:X"}},{"url":"ftp://u:hidden@a.example/f"}]}`,
		`<opml version="2.0"><body><outline text="" type="HTML+XPath" xmlUrl="https://u:hidden@b.example/f" frss:CURLOPT_COOKIE="x"/><outline text="bad" xmlUrl="ftp://u:hidden@b.example/f"/></body></opml>`,
		"https://ok.example/f\nfilter:prog:https://u:hidden@d.example/f\ngopher://u:hid@hidden@f.example/\n",
		"gopher://u:hidden@f.example/\n",
	} {
		m, err := Read([]byte(file))
		if err == nil && len(m.Notes) == 0 {
			t.Errorf("%s: nothing is told", file)
		}
		if said := fmt.Sprint(m.Notes, err); strings.Contains(said, "hidden") {
			t.Errorf("%s: %s", file, said)
		}
	}
}

// A file that someone changed brings nothing in that could do harm.
func TestOwnIsCleaned(t *testing.T) {
	m, err := Read([]byte(`{"tidings":1,"feeds":[{"url":"https://a.example/f","title":"A\u001b[31m","settings":{"Credential":"cmd:rm -r x","Cookies":"/etc/passwd","AllowPrivate":true,"Headers":{"X":"a\r\nY: b","Z":"ok"}}},{"url":"https://b.example/f","settings":{"Credential":"env:DATABASE_URL"}}],
"items":[{"link":"javascript:alert(1)","guid":"g","title":"T\u001b]0;x\u0007","bookmarked":true,"content":"<p>x<script>y</script></p>","note":"n\u001b[2J",
"article":{"URL":"file:///x","Title":"\u001b[1mx","Blocks":[{"Kind":99,"Level":-5,"Spans":[{"Text":"a\u001b[31mb","URL":"javascript:x"}],"Rows":[{"Cells":[{"Across":-1,"Spans":[{"Text":"\u202ex"}]}]}]}],"Removed":[{"At":77,"Kind":"\u0007"}]}}]}`))
	if err != nil {
		t.Fatal(err)
	}
	f, it := m.Feeds[0], m.Items[0]
	if f.Settings.Credential != "" || f.Settings.Cookies != "" || f.Settings.AllowPrivate || len(f.Settings.Headers) != 1 || m.Feeds[1].Settings.Credential != "" || len(m.Notes) != 2 {
		t.Errorf("%+v %v", f.Settings, m.Notes)
	}
	if strings.ContainsAny(fmt.Sprintf("%+v %+v %+v", f, it, *it.Article), "\x1b\x07\u202e") || it.Link != "" || it.Content != "<p>x</p>" {
		t.Errorf("%+v", it)
	}
	b := it.Article.Blocks[0]
	if b.Kind != article.Paragraph || b.Level != 0 || b.Spans[0].URL != "" || b.Rows[0].Cells[0].Across != 1 || it.Article.Removed[0].At != 1 || it.Article.URL != "" {
		t.Errorf("%+v", it.Article)
	}
}
