package moving

import (
	"html"
	"strings"

	"tidings/feed"
)

// readReader reads articles as Google Reader exported them, and FreshRSS, The Old Reader and Inoreader still do: starred or
// labelled ones, with their text. Their feeds are not followed for that: many a starred article's feed was left long ago.
func readReader(data []byte) (Moving, error) {
	m := Moving{From: "articles in Google Reader’s form (FreshRSS and others)"}
	type link struct {
		Href string `json:"href"`
		Type string `json:"type"`
		Size int64  `json:"length"`
	}
	type content struct {
		Content string `json:"content"`
	}
	type entry struct {
		GUID       string   `json:"guid"`
		Title      string   `json:"title"`
		Author     string   `json:"author"`
		Published  int64    `json:"published"`
		Canonical  []link   `json:"canonical"`
		Alternate  []link   `json:"alternate"`
		Enclosures []link   `json:"enclosure"`
		Categories []string `json:"categories"`
		Content    content  `json:"content"`
		Summary    content  `json:"summary"`
		Origin     struct {
			Stream string `json:"streamId"`
			Feed   string `json:"feedUrl"`
			Title  string `json:"title"`
		} `json:"origin"`
	}
	var doc struct {
		ID string `json:"id"`
	}
	if err := decodeJSON(data, &doc); err != nil {
		return m, err
	}
	all := strings.HasSuffix(doc.ID, "/starred")
	err := elements(data, "items", func(e entry) {
		it := feed.Item{GUID: e.GUID, Title: e.Title, Authors: []string{e.Author}, Published: unixTime(e.Published), Content: e.Content.Content, Summary: e.Summary.Content, Source: e.Origin.Title}
		for _, l := range append(e.Canonical, e.Alternate...) {
			if it.Link == "" {
				it.Link = html.UnescapeString(l.Href)
			}
		}
		for _, x := range e.Enclosures {
			it.Enclosures = append(it.Enclosures, feed.Enclosure{URL: html.UnescapeString(x.Href), Type: x.Type, Length: x.Size})
		}
		out := Item{Bookmarked: all}
		if address, ok := webAddress(e.Origin.Feed); ok {
			out.From = address
		} else if address, ok := webAddress(strings.TrimPrefix(e.Origin.Stream, "feed/")); ok {
			out.From = address
		}
		for _, c := range e.Categories {
			_, state, _ := strings.Cut(strings.TrimPrefix(c, "user/"), "/")
			switch {
			case !strings.HasPrefix(c, "user/"):
				it.Tags = append(it.Tags, c)
			case state == "state/com.google/read":
				out.Read = true
			case state == "state/com.google/starred":
				out.Bookmarked = true
			case strings.HasPrefix(state, "label/"):
				out.Marks = append(out.Marks, state[len("label/"):])
			}
		}
		out.Item, out.Marks = outside(it), labels(out.Marks)
		m.item(out)
	})
	return m, err
}
