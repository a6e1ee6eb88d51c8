package moving

import (
	"encoding/json"
	"fmt"
	"html"
	"maps"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"tidings/feed/text/hostile"
)

// thieves writes files of each format with s in every place where a text may stand, and as a host.
func thieves(t *testing.T, s, host string) map[string][]byte {
	quoted := func(s string) string {
		b, err := json.Marshal(s)
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	j, x := quoted(s), html.EscapeString(s)
	address := "https://" + host + "/feed"
	ja, xa := quoted(address+"?"+s), html.EscapeString(address+"?"+s)
	one := strings.NewReplacer("\n", " ", "\r", " ", "\x00", "", `"`, "").Replace(s)
	sql := func(s string) string { return "CAST(x'" + fmt.Sprintf("%x", s) + "' AS TEXT)" }
	text, link := sql(s), sql(address+"?"+s)
	return map[string][]byte{
		"urls":  []byte(address + ` "` + one + `" "~` + one + `" !` + "\n" + `"query:` + one + `:title =~ \"` + one + `\""` + "\n" + `exec:` + one + "\n" + `filter:` + one + ":" + address + "\n"),
		"plain": []byte("# " + one + "\n" + address + "?" + one + "\n" + address + "\n"),
		"opml":  []byte(`<opml version="2.0"><head><title>` + x + `</title></head><body><outline text="` + x + `"><outline type="rss" text="` + x + `" title="` + x + `" description="` + x + `" language="` + x + `" category="` + x + `" htmlUrl="` + xa + `" xmlUrl="` + xa + `" frss:filtersActionRead="intitle:` + x + `" frss:CURLOPT_USERAGENT="` + x + `" frss:CURLOPT_PROXY="` + x + `"/><outline type="` + x + `" xmlUrl="` + xa + `x"/></outline></body></opml>`),
		"nom":   []byte("database: " + j + "\nfeeds:\n  - url: " + ja + "\n    name: " + j + "\n  - " + j + "\n"),
		"csv":   []byte("url,title,folder,site,kind,language,description\n" + strings.Repeat(`"`+address+"?"+strings.ReplaceAll(s, `"`, `""`)+`",`, 1) + strings.Repeat(`"`+strings.ReplaceAll(s, `"`, `""`)+`",`, 5) + "x\n" + one + ",a,b,c,d,e,f\n"),
		"marks": []byte(`<!DOCTYPE NETSCAPE-Bookmark-file-1><DL><DT><H3>` + x + `</H3><DL><DT><A HREF="` + xa + `" TAGS="` + x + `">` + x + `</A><DD>` + x + `<DT><A FEEDURL="` + xa + `" HREF="` + xa + `">` + x + `</A></DL></DL>`),
		"own": []byte(`{"tidings":1,"feeds":[{"url":` + ja + `,"title":` + j + `,"site":` + ja + `,"description":` + j + `,"language":` + j + `,"kind":` + j + `,"folder":` + j +
			`,"settings":{"Title":` + j + `,"UserAgent":` + j + `,"Filter":` + quoted(`title:"`+strings.ReplaceAll(s, `"`, "")+`"`) + `,"Proxy":` + j + `,"Headers":{"X":` + j + `}}},{"url":` + j + `}],"searches":[{"name":` + j + `,"query":` + quoted(`"`+strings.ReplaceAll(s, `"`, "")+`"`) + `}],` +
			`"items":[{"feed":` + ja + `,"guid":` + j + `,"link":` + ja + `,"title":` + j + `,"authors":[` + j + `],"language":` + j + `,"image":` + ja + `,"categories":[` + j + `],"summary":` + j + `,"content":` + j +
			`,"enclosures":[{"URL":` + ja + `,"Type":` + j + `,"Title":` + j + `}],"comments":` + ja + `,"source":` + j + `,"bookmarked":true,"tags":[` + j + `],"note":` + j +
			`,"article":{"Title":` + j + `,"Byline":` + j + `,"Site":` + j + `,"URL":` + ja + `,"Evidence":` + j + `,"Blocks":[{"Kind":0,"Label":` + j + `,"Alt":` + j + `,"URL":` + ja + `,"Lang":` + j + `,"Spans":[{"Text":` + j + `,"Ruby":` + j + `,"URL":` + ja + `}],"Rows":[{"Cells":[{"Spans":[{"Text":` + j + `}]}]}]}],"Removed":[{"Kind":` + j + `,"Reason":` + j + `,"Blocks":[{"Spans":[{"Text":` + j + `}]}]}]}}]}`),
		"miniflux": []byte(`{"entries":[{"title":` + j + `,"url":` + ja + `,"comments_url":` + ja + `,"author":` + j + `,"content":` + j + `,"status":"unread","starred":true,"tags":[` + j + `],"feed":{"feed_url":` + ja + `,"site_url":` + ja + `,"title":` + j + `,"user_agent":` + j + `,"category":{"title":` + j + `}},"enclosures":[{"url":` + ja + `,"mime_type":` + j + `}]}]}`),
		"list":     []byte(`[{"feed_url":` + ja + `,"title":` + j + `,"folder":` + j + `},{"feed_url":` + j + `}]`),
		"reader":   []byte(`{"id":` + j + `,"items":[{"id":` + j + `,"title":` + j + `,"author":` + j + `,"alternate":[{"href":` + ja + `}],"summary":{"content":` + j + `},"categories":["user/-/state/com.google/starred","user/-/label/"],"origin":{"streamId":` + ja + `,"title":` + j + `,"htmlUrl":` + ja + `}}]}`),
		"subs":     []byte(`{"subscriptions":[{"id":` + ja + `,"url":` + ja + `,"htmlUrl":` + ja + `,"title":` + j + `,"categories":[{"label":` + j + `}]},{"id":` + j + `,"title":` + j + `}]}`),
		"note":     []byte("---\ntitle: " + j + "\nurl: " + ja + "\nfeed: " + ja + "\nauthors: [" + j + "]\npublished: " + j + "\ntags: [" + j + "]\nguid: " + j + "\n---\n\n> [!note]\n> " + one + "\n\n# " + one + "\n\n" + s + "\n\n[" + one + "](https://example.invalid/?" + one + ") ![" + one + "](https://example.invalid/" + one + ")\n"), // in its text a host is only words
		"cache.db": database(t, cacheSchema, `CREATE TABLE rss_feed (rssurl, url, title)`, `INSERT INTO rss_feed VALUES (`+link+`, `+link+`, `+text+`)`, `INSERT INTO rss_item (guid, title, author, url, feedurl, pubDate, content, unread, flags, enclosure_url, enclosure_type) VALUES (`+text+`, `+text+`, `+text+`, `+link+`, `+link+`, 1, `+text+`, 1, 'a', `+link+`, `+text+`)`),
		"nom.db":   database(t, `CREATE TABLE items (feedurl, guid, link, readat, favourite, title, author, publishedat, content)`, `INSERT INTO items VALUES (`+link+`, `+text+`, `+link+`, NULL, 1, `+text+`, `+text+`, `+text+`, `+text+`)`),
	}
}

// Nothing of the escape corpus is left in what a file of another reader brings, nor in the words of an error.
func TestFilesOfThieves(t *testing.T) {
	hosts := append([]string{"example.invalid"}, slices.Sorted(maps.Keys(hostile.Hosts()))...)
	read := map[string]int{}
	for i, h := range hostile.Corpus() {
		s := h.Raw
		if !utf8.ValidString(s) && i%2 == 0 {
			s = strings.ToValidUTF8(s, "?")
		}
		for name, data := range thieves(t, s, hosts[i%len(hosts)]) {
			m, err := Read(data)
			if err != nil {
				// What the program prints of an error passes the door there.
				continue
			}
			read[name] += len(m.Feeds) + len(m.Items) + len(m.Known)
			b, err := json.Marshal(m)
			if err != nil {
				t.Fatal(err)
			}
			var v any
			if err := json.Unmarshal(b, &v); err != nil {
				t.Fatal(err)
			}
			eachText(v, func(s string) {
				if why := hostile.Harm(s); why != "" {
					t.Errorf("%s in %s: %s in %q", h.Name, name, why, s)
				}
			})
		}
	}
	for name := range thieves(t, "x", "example.invalid") {
		if read[name] < 20 {
			t.Errorf("of the files %s only %d feeds and items were read", name, read[name])
		}
	}
}

func eachText(v any, f func(string)) {
	switch v := v.(type) {
	case string:
		f(v)
	case []any:
		for _, e := range v {
			eachText(e, f)
		}
	case map[string]any:
		for k, e := range v {
			f(k)
			eachText(e, f)
		}
	}
}

// Files of a few MB whose parts would take gigabytes.
func TestFilesThatFillTheMemory(t *testing.T) {
	of := func(part string, n int) string { return strings.Repeat(part+",", n) + part }
	m, err := Read([]byte(`{"tidings":1,"items":[{"link":"https://a.example/1","title":"x","bookmarked":true,"article":{"Blocks":[` + of("{}", maxParts) + `]}}]}`))
	if err != nil || len(m.Items) != 1 || m.Items[0].Article != nil || len(m.Notes) != 1 || !strings.Contains(m.Notes[0].Words, "more parts than any article") {
		t.Errorf("an article: %d items, %v, %v", len(m.Items), m.Notes, err)
	}
	tags := make([]string, 5*maxLabels)
	for i := range tags {
		tags[i] = fmt.Sprint("tag ", i)
	}
	list, _ := json.Marshal(tags)
	if m, err = Read([]byte(`{"tidings":1,"items":[{"link":"https://a.example/1","title":"x","tags":` + string(list) + `}]}`)); err != nil || len(m.Items[0].Marks) != maxLabels {
		t.Errorf("tags: %v", err)
	}
	var urls strings.Builder
	for i := range maxViews + 10 {
		fmt.Fprintf(&urls, "https://a%d.example/ \"folder\" \"tag%d\"\n", i, i)
	}
	if m, err = Read([]byte(urls.String())); err != nil || len(m.Views) != maxViews || len(m.Notes) == 0 {
		t.Errorf("searches: %d, %v", len(m.Views), err)
	}
	if testing.Short() {
		t.Skip("a million entries take seconds")
	}
	for _, data := range []string{`{"tidings":1,"feeds":[` + of("{}", maxItems) + `]}`, `{"tidings":1,"searches":[` + of("{}", maxItems) + `]}`, `{"subscriptions":[` + of("{}", maxItems) + `]}`} {
		if _, err := Read([]byte(data)); err == nil || !strings.Contains(err.Error(), "entries, which no export holds") {
			t.Errorf("%.20s: %v", data, err)
		}
	}
}
