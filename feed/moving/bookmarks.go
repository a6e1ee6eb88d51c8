package moving

import (
	"bytes"
	"errors"
	"io"
	"strings"

	"golang.org/x/net/html"

	"tidings/feed"
)

// readBookmarks reads the bookmarks file that browsers write (NETSCAPE-Bookmark-file-1). Its pages become bookmarks, tagged
// with the names of their folders: whether a page has a feed only the network knows. Firefox' live bookmarks (FEEDURL) are
// feeds.
func readBookmarks(data []byte) (Moving, error) {
	m := Moving{From: "a browser’s bookmarks"}
	z := html.NewTokenizer(bytes.NewReader(data))
	z.SetMaxBuf(1 << 20)
	var (
		path    []string // names of the open folders; "" for those that every browser has
		pending string   // the name of a folder whose list is to come
		words   strings.Builder
		inside  string // h3, a or dd
		attrs   map[string]string
		row     = 1
		odd     int
	)
	end := func() {
		switch inside {
		case "h3":
			pending = folderName(words.String())
			if attrs["personal_toolbar_folder"] != "" || attrs["unfiled_bookmarks_folder"] != "" {
				pending = ""
			}
		case "a":
			if !m.bookmark(attrs, words.String(), path) {
				odd++
			}
		case "dd":
			if n := len(m.Items); n > 0 && m.Items[n-1].Note == "" {
				m.Items[n-1].Note = line(words.String())
			}
		}
		inside = ""
		words.Reset()
	}
	for len(m.Items) < maxItems {
		tt := z.Next()
		if tt == html.ErrorToken {
			end()
			if err := z.Err(); !errors.Is(err, io.EOF) {
				return m, lineError(row, "%v", err)
			}
			break
		}
		row += bytes.Count(z.Raw(), []byte("\n"))
		switch tt {
		case html.TextToken:
			if inside != "" && words.Len() < 8<<10 {
				words.Write(z.Text())
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			name, more := z.TagName()
			switch tag := string(name); tag {
			case "h3", "a", "dd":
				end()
				inside, attrs = tag, map[string]string{}
				for more {
					var k, v []byte
					k, v, more = z.TagAttr()
					attrs[string(k)] = string(v)
				}
			case "dt":
				end()
			case "dl":
				end()
				if path, pending = append(path, pending), ""; len(path) > 100 {
					return m, lineError(row, "more than 100 folders in folders")
				}
			}
		case html.EndTagToken:
			switch name, _ := z.TagName(); string(name) {
			case "h3", "a":
				end()
			case "dl":
				end()
				if len(path) > 0 {
					path = path[:len(path)-1]
				}
			}
		}
	}
	if odd > 0 {
		m.note(0, "%d bookmarks that lead to no page of the web (scripts, files, settings) were left out", odd)
	}
	return m, nil
}

// bookmark adds a bookmark, or the feed of a live bookmark; false when it is neither.
func (m *Moving) bookmark(attrs map[string]string, title string, path []string) bool {
	if address, ok := webAddress(attrs["feedurl"]); ok {
		var levels []string
		for _, p := range path {
			if p != "" {
				levels = append(levels, p)
			}
		}
		m.Feeds = append(m.Feeds, feed.Feed{URL: address, Title: line(title), Site: pageAddress(attrs["href"]), Folder: strings.Join(levels, "/"), Settings: feed.Settings{Title: line(title)}})
		return true
	}
	address := pageAddress(attrs["href"])
	if address == "" || !strings.HasPrefix(address, "http") {
		return false
	}
	it := Item{Item: outside(feed.Item{Link: address, Title: html.EscapeString(title)}), Bookmarked: true}
	if it.Title == "" {
		it.Title = address
	}
	it.Marks = labels(append(strings.Split(attrs["tags"], ","), path...))
	m.Items = append(m.Items, it)
	return true
}
