package moving

import (
	"strings"
	"testing"

	"tidings/feed"
)

// FuzzRead reads anything: what comes out is clean, and an error is one line.
func FuzzRead(f *testing.F) {
	f.Add([]byte(urlsFile))
	f.Add([]byte("url,title\nhttps://a.example/,x\n"))
	f.Add([]byte("feeds:\n - url: https://a.example/\n"))
	f.Add([]byte(`{"entries":[{"url":"https://a.example/1","status":"read","feed":{"feed_url":"https://a.example/f"}}]}`))
	f.Add([]byte(`{"items":[{"guid":"g","alternate":[{"href":"https://a.example/1"}],"origin":{"feedUrl":"https://a.example/f"}}]}`))
	f.Add([]byte(`{"tidings":1,"feeds":[{"url":"https://a.example/"}],"items":[{"link":"https://a.example/1","bookmarked":true,"article":{"Blocks":[{"Spans":[{"Text":"x"}]}]}}]}`))
	f.Add([]byte("<!DOCTYPE NETSCAPE-Bookmark-file-1><DL><DT><A HREF=\"https://a.example/\">x</A></DL>"))
	f.Add([]byte(`<opml><body><outline type="rss" text="A" xmlUrl="https://a.example/f"/></body></opml>`))
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := Read(data)
		if err != nil {
			if strings.ContainsAny(err.Error(), "\x00\x1b\n\r") {
				t.Fatalf("%q", err)
			}
			return
		}
		checkClean(t, m)
	})
}

// The fuzz targets below begin in one format each, so that the fuzzer need not find the way there.

func fuzzFormat(f *testing.F, head string, seeds ...string) {
	for _, s := range seeds {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := Read(append([]byte(head), data...))
		if err != nil {
			if strings.ContainsAny(err.Error(), "\x00\x1b\n\r") {
				t.Fatalf("%q", err)
			}
			return
		}
		checkClean(t, m)
	})
}

func FuzzURLs(f *testing.F) {
	fuzzFormat(f, "https://a.example/feed tag \"other tag\"\n\"query:x:", `unread = \"yes\" and (tags # \"tag\" or title =~ \"a|b\")"`, `age between 0:7 or flags != \"\""`)
}

func FuzzBookmarks(f *testing.F) {
	fuzzFormat(f, "<!DOCTYPE NETSCAPE-Bookmark-file-1><DL><p>", `<DT><H3>F</H3><DL><p><DT><A HREF="https://a.example/" TAGS="x">T</A><DD>N</DL>`)
}

func FuzzOPML(f *testing.F) {
	fuzzFormat(f, "<opml><body>", `<outline text="F"><outline type="rss" text="A & B" xmlUrl="http://a.example/" frss:cssFullContent="x"/></outline>`)
}

func FuzzJSON(f *testing.F) {
	fuzzFormat(f, "{", `"entries":[{"url":"https://a.example/1","starred":true,"feed":{"feed_url":"https://a.example/f"}}]}`,
		`"items":[{"guid":"g","alternate":[{"href":"https://a.example/1"}],"categories":["user/-/label/x"],"origin":{"feedUrl":"https://a.example/f"}}]}`,
		`"tidings":1,"items":[{"link":"https://a.example/1","title":"x","article":{"Blocks":[{"Kind":5,"Rows":[{"Cells":[{}]}]}]}}]}`)
}

func FuzzNom(f *testing.F) {
	fuzzFormat(f, "feeds:\n", "  - url: https://a.example/\n    name: A\n", "- &a https://a.example/\n- *a\n")
}

func FuzzNote(f *testing.F) {
	fuzzFormat(f, "---\nurl: https://a.example/1\n", "title: A\ntags: [x, y]\n---\n# A\n\n> q\n>> r\n\n- a\n  1. b\n\n| a | b |\n|---|---|\n| c | d |\n\n```go\nx\n```\n[l](https://a.example/) *e* **s** `c`\n", "read: true\nbookmarked: x\n---\n![p](javascript:x)<b>\n")
}

func FuzzCSV(f *testing.F) {
	fuzzFormat(f, "url,title,folder\n", "https://a.example/,\"A, B\",x\n")
}

// FuzzStore reads damaged databases.
func FuzzStore(f *testing.F) {
	data := database(f, cacheSchema, `INSERT INTO rss_item (guid, title, author, url, feedurl, pubDate, content, unread) VALUES ('g', 't', 'a', 'https://a.example/1', 'https://a.example/f', 1, 'x', 1)`)
	f.Add(data[:4096], uint16(100), []byte{1, 2})
	f.Add(data, uint16(4100), []byte{0xff})
	f.Fuzz(func(t *testing.T, data []byte, at uint16, with []byte) {
		if len(data) > 1<<20 {
			return
		}
		data = append([]byte("SQLite format 3\x00"), data[min(16, len(data)):]...)
		if int(at) < len(data) && at >= 16 {
			copy(data[at:], with)
		}
		if m, err := Read(data); err == nil {
			checkClean(t, m)
		}
	})
}

func checkClean(t *testing.T, m Moving) {
	t.Helper()
	for _, f := range m.Feeds {
		if _, ok := webAddress(f.URL); !ok || strings.ContainsAny(f.URL+f.Title+f.Folder+f.Settings.Title, "\x00\x1b\n\r") {
			t.Fatalf("%+v", f)
		}
	}
	for _, v := range m.Views {
		if _, err := feed.ParseQuery(v.Query); err != nil || v.Name == "" || strings.ContainsAny(v.Name+v.Query, "\x00\x1b\n\r") {
			t.Fatalf("%+v: %v", v, err)
		}
	}
	for _, it := range m.Items {
		if it.GUID == "" && it.Link == "" || strings.ContainsAny(it.GUID+it.Link+it.Title+it.From+strings.Join(it.Marks, ""), "\x00\x1b\n\r") || strings.ContainsAny(it.Note+it.Content, "\x00\x1b") {
			t.Fatalf("%+v", it)
		}
	}
	for _, n := range m.Notes {
		if strings.ContainsAny(n.String(), "\x00\x1b\n\r") {
			t.Fatalf("%q", n)
		}
	}
}
