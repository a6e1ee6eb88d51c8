package demo

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"html"
	"slices"
	"strings"
	"time"

	"golang.org/x/text/encoding"

	"tidings/feed"
)

// window is how many articles a feed holds at most.
const window = 30

// feed returns the document of one of the site's feeds and its MIME type.
func (s *Server) feed(st *site, f source, count int) ([]byte, string, error) {
	var out []article
	for n := count; n >= 1 && len(out) < window; n-- {
		if a := st.article(n); f.Tag == "" || slices.Contains(a.Tags, f.Tag) {
			out = append(out, a)
		}
	}
	switch f.Kind {
	case feed.Atom:
		b, err := encodeXML(s.atom(st, f, out), f.Charset)
		return b, "application/atom+xml", err
	case feed.JSON:
		b, err := json.MarshalIndent(s.jsonFeed(st, f, out), "", " ")
		return b, "application/feed+json", err
	case feed.RSS:
		b, err := encodeXML(s.rss(st, f, out), f.Charset)
		return b, "application/rss+xml", err
	}
	return nil, "", fmt.Errorf("feed of kind %q", f.Kind)
}

// fragment is the article's text as feeds bring it: plain HTML without the page around it, between what the feed sets around
// every text.
func (st *site) fragment(f source, a article) string {
	var b strings.Builder
	b.WriteString(f.Above)
	notes := false
	for _, bl := range st.served(a) {
		if bl.Kind == "note" && !notes {
			b.WriteString("<ol>\n")
			notes = true
		}
		switch bl.Kind {
		case "p":
			fmt.Fprintf(&b, "<p>%s</p>\n", bl.HTML)
		case "h":
			fmt.Fprintf(&b, "<h2>%s</h2>\n", bl.HTML)
		case "quote":
			fmt.Fprintf(&b, "<blockquote><p>%s</p></blockquote>\n", bl.HTML)
		case "code":
			fmt.Fprintf(&b, "<pre><code class=\"language-%s\">%s</code></pre>\n", bl.Lang, bl.HTML)
		case "ul", "ol":
			fmt.Fprintf(&b, "<%s>\n", bl.Kind)
			for _, it := range bl.Items {
				fmt.Fprintf(&b, "<li>%s</li>\n", it.HTML)
			}
			fmt.Fprintf(&b, "</%s>\n", bl.Kind)
		case "table":
			b.WriteString("<table>\n")
			for i, r := range bl.Rows {
				b.WriteString("<tr>")
				for _, c := range r {
					tag := "td"
					if i == 0 {
						tag = "th"
					}
					fmt.Fprintf(&b, "<%s>%s</%s>", tag, c.HTML, tag)
				}
				b.WriteString("</tr>\n")
			}
			b.WriteString("</table>\n")
		case "pic":
			fmt.Fprintf(&b, "<figure><img src=\"%s/img/%s.png\" alt=\"%s\"><figcaption>%s</figcaption></figure>\n",
				st.url, bl.Pic, html.EscapeString(bl.Alt), bl.HTML)
		case "note":
			fmt.Fprintf(&b, "<li id=\"fn%s\">%s <a href=\"#ref%s\">↩</a></li>\n", bl.Label, bl.HTML, bl.Label)
		case "rule":
			b.WriteString("<hr>\n")
		}
	}
	if notes {
		b.WriteString("</ol>\n")
	}
	b.WriteString(strings.ReplaceAll(f.Below, "{title}", html.EscapeString(a.Title)))
	return b.String()
}

type rssDoc struct {
	XMLName xml.Name   `xml:"rss"`
	Version string     `xml:"version,attr"`
	Content string     `xml:"xmlns:content,attr"`
	DC      string     `xml:"xmlns:dc,attr"`
	Atom    string     `xml:"xmlns:atom,attr"`
	Channel rssChannel `xml:"channel"`
}

type rssChannel struct {
	Title       string   `xml:"title"`
	Link        string   `xml:"link"`
	Self        atomLink `xml:"atom:link"`
	Description string   `xml:"description"`
	Language    string   `xml:"language"`
	Built       string   `xml:"lastBuildDate"`
	TTL         int      `xml:"ttl,omitempty"`
	Items       []rssItem
}

type rssItem struct {
	XMLName     xml.Name  `xml:"item"`
	Title       string    `xml:"title"`
	Link        string    `xml:"link"`
	GUID        rssGUID   `xml:"guid"`
	Date        string    `xml:"pubDate"`
	Creator     string    `xml:"dc:creator,omitempty"`
	Categories  []string  `xml:"category"`
	Description string    `xml:"description"`
	Content     *rssCDATA `xml:"content:encoded"`
}

type rssGUID struct {
	Permalink bool   `xml:"isPermaLink,attr"`
	ID        string `xml:",chardata"`
}

type rssCDATA struct {
	Text string `xml:",cdata"`
}

func (s *Server) rss(st *site, f source, list []article) rssDoc {
	c := rssChannel{
		Title: f.Title, Link: st.url + "/", Description: st.Tagline, Language: st.Language,
		Self: atomLink{Rel: "self", Type: "application/rss+xml", Href: st.url + f.Path},
	}
	for i, a := range list {
		at := s.published(st, a.N)
		if i == 0 {
			c.Built = at.UTC().Format(time.RFC1123)
		}
		it := rssItem{
			Title: a.Title, Link: st.url + st.path(a), GUID: rssGUID{ID: guid(st, a)}, Date: at.Format(time.RFC1123Z),
			Creator: a.By, Categories: a.Tags, Description: a.Blocks[0].Text,
		}
		if f.Full {
			it.Content = &rssCDATA{st.fragment(f, a)}
		}
		c.Items = append(c.Items, it)
	}
	return rssDoc{
		Version: "2.0", Content: "http://purl.org/rss/1.0/modules/content/", DC: "http://purl.org/dc/elements/1.1/",
		Atom: "http://www.w3.org/2005/Atom", Channel: c,
	}
}

type atomDoc struct {
	XMLName  xml.Name   `xml:"http://www.w3.org/2005/Atom feed"`
	Lang     string     `xml:"xml:lang,attr"`
	Title    string     `xml:"title"`
	Subtitle string     `xml:"subtitle"`
	ID       string     `xml:"id"`
	Links    []atomLink `xml:"link"`
	Updated  string     `xml:"updated"`
	Entries  []atomEntry
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr,omitempty"`
	Href string `xml:"href,attr"`
}

type atomEntry struct {
	XMLName    xml.Name       `xml:"entry"`
	Title      string         `xml:"title"`
	ID         string         `xml:"id"`
	Link       atomLink       `xml:"link"`
	Published  string         `xml:"published"`
	Updated    string         `xml:"updated"`
	Author     string         `xml:"author>name"`
	Categories []atomCategory `xml:"category"`
	Summary    string         `xml:"summary"`
	Content    *atomContent   `xml:"content"`
}

type atomCategory struct {
	Term string `xml:"term,attr"`
}

type atomContent struct {
	Type string `xml:"type,attr"`
	Text string `xml:",chardata"`
}

func (s *Server) atom(st *site, f source, list []article) atomDoc {
	d := atomDoc{
		Lang: st.Language, Title: f.Title, Subtitle: st.Tagline, ID: "tag:tidings.demo,2026:" + st.ID + f.Path,
		Links: []atomLink{{Rel: "self", Type: "application/atom+xml", Href: st.url + f.Path}, {Rel: "alternate", Type: "text/html", Href: st.url + "/"}},
	}
	for i, a := range list {
		at := s.published(st, a.N).Format(time.RFC3339)
		if i == 0 {
			d.Updated = at
		}
		e := atomEntry{
			Title: a.Title, ID: guid(st, a), Link: atomLink{Rel: "alternate", Type: "text/html", Href: st.url + st.path(a)},
			Published: at, Updated: at, Author: a.By, Summary: a.Blocks[0].Text,
		}
		for _, t := range a.Tags {
			e.Categories = append(e.Categories, atomCategory{t})
		}
		if f.Full {
			e.Content = &atomContent{Type: "html", Text: st.fragment(f, a)}
		}
		d.Entries = append(d.Entries, e)
	}
	return d
}

// jsonFeed is a document of jsonfeed.org/version/1.1.
func (s *Server) jsonFeed(st *site, f source, list []article) map[string]any {
	items := []map[string]any{}
	for _, a := range list {
		it := map[string]any{
			"id": guid(st, a), "url": st.url + st.path(a), "title": a.Title, "summary": a.Blocks[0].Text, "tags": a.Tags,
			"date_published": s.published(st, a.N).Format(time.RFC3339), "authors": []map[string]any{{"name": a.By}}, "language": st.Language,
		}
		if f.Full {
			it["content_html"] = st.fragment(f, a)
		} else {
			it["content_text"] = a.Blocks[0].Text
		}
		items = append(items, it)
	}
	return map[string]any{
		"version": "https://jsonfeed.org/version/1.1", "title": f.Title, "description": st.Tagline, "home_page_url": st.url + "/",
		"feed_url": st.url + f.Path, "language": st.Language, "items": items,
	}
}

// guid is the same at every start, whatever the port, so that a kept profile does not see old articles as new.
func guid(st *site, a article) string { return fmt.Sprintf("tag:tidings.demo,2026:%s/%d", st.ID, a.N) }

func encodeXML(doc any, charset string) ([]byte, error) {
	if charset == "" {
		charset = "utf-8"
	}
	b, err := xml.MarshalIndent(doc, "", " ")
	if err != nil {
		return nil, err
	}
	b = append([]byte(`<?xml version="1.0" encoding="`+charset+`"?>`+"\n"), b...)
	return encode(b, charset, func(e *encoding.Encoder) *encoding.Encoder { return encoding.HTMLEscapeUnsupported(e) })
}
