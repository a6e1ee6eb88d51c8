package moving

import (
	"html"
	"strconv"
	"strings"

	"tidings/feed"
)

// newsboat reads newsboat's cache.db (its src/cache.cpp, schema 2.11 and before). Items that were read give their marks;
// unread and flagged ones come whole, because no publisher may still serve them. A flag is a bookmark and a tag of its letter.
func (f foreign) newsboat() (Moving, error) {
	m := Moving{From: "newsboat’s cache"}
	if f.has("rss_feed", "rssurl", "url", "title") {
		if err := f.each(`SELECT rssurl, url, title FROM rss_feed`, func(v []string) {
			if address, ok := webAddress(v[0]); ok && len(m.Known) < maxFeeds {
				m.Known = append(m.Known, feed.Feed{URL: address, Site: pageAddress(v[1]), Title: line(v[2])})
			}
		}); err != nil {
			return m, err
		}
	}
	col := func(name, other string) string { return f.or("rss_item", name, other) }
	// The text of items that were read is not asked for.
	query := `SELECT feedurl, guid, url, unread, ` + col("flags", "''") + ` AS flags, ` + col("deleted", "0") + ` AS deleted, title, author, pubDate,
		CASE WHEN unread = 1 OR coalesce(` + col("flags", "''") + `, '') <> '' THEN content ELSE '' END, ` + col("enclosure_url", "''") + `, ` + col("enclosure_type", "''") + `, ` + col("content_mime_type", "''") + ` FROM rss_item`
	if !f.has("rss_item", "title", "author", "pubDate", "content") {
		query = `SELECT feedurl, guid, url, unread, ` + col("flags", "''") + `, ` + col("deleted", "0") + `, '', '', 0, '', '', '', '' FROM rss_item`
	}
	var in arrivals
	err := f.each(query, func(v []string) {
		address, ok := webAddress(v[0])
		if !ok {
			return
		}
		deleted := v[5] != "0" && v[5] != ""
		it := Item{From: address, Read: v[3] == "0" || deleted}
		raw := feed.Item{GUID: v[1], Link: v[2]}
		if !deleted && v[4] != "" {
			it.Bookmarked = true
			for _, flag := range v[4] {
				it.Marks = append(it.Marks, flagTag(flag))
			}
			it.Marks = labels(it.Marks)
		}
		if !it.Read || it.Bookmarked {
			n, _ := strconv.ParseInt(v[8], 10, 64)
			raw.Title, raw.Authors, raw.Published, raw.Content = v[6], []string{v[7]}, unixTime(n), v[9]
			if v[12] == "text/plain" {
				raw.Content = html.EscapeString(v[9])
			}
			if v[10] != "" {
				raw.Enclosures = []feed.Enclosure{{URL: v[10], Type: v[11]}}
			}
		}
		it.Item = raw
		in.add(it)
	})
	in.into(&m)
	return m, err
}

// nom reads nom's store (its internal/store/store.go): what was read and what is a favourite.
func (f foreign) nom() (Moving, error) {
	m := Moving{From: "nom’s store"}
	col := func(name, other string) string { return f.or("items", name, other) }
	query := `SELECT feedurl, ` + col("guid", "''") + `, link, readat IS NOT NULL, ` + col("favourite", "0") + `, ` + col("title", "''") + `, ` + col("author", "''") + `, ` +
		col("publishedat", "''") + `, ` + col("content", "''") + ` FROM items`
	var in arrivals
	err := f.each(query, func(v []string) {
		address, ok := webAddress(v[0])
		if !ok {
			return
		}
		published, _ := feed.ParseDate(goTime(v[7]))
		it := Item{From: address, Read: v[3] == "1", Bookmarked: v[4] == "1" || strings.EqualFold(v[4], "true")}
		it.Item = feed.Item{GUID: v[1], Link: v[2], Title: v[5], Authors: []string{v[6]}, Published: published, Content: v[8]}
		in.add(it)
	})
	in.into(&m)
	return m, err
}

// goTime takes what Go's time.Time.String adds, a zone's name and a monotonic clock, off a date.
func goTime(s string) string {
	s, _, _ = strings.Cut(s, " m=")
	if f := strings.Fields(s); len(f) == 4 {
		return f[0] + "T" + f[1] + f[2]
	}
	return s
}
