package discover

import (
	"bytes"
	"encoding/json"
	"net/url"
	"path"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/net/html/charset"

	"tidings/feed/text"
)

const (
	maxPage = 4 << 20 // bytes of a page that are looked at
	maxHref = 4 << 10
)

// link is an address that may be a feed, with the name that the page gives it.
type link struct {
	url   string
	title string
}

// page is what a page says of feeds.
type page struct {
	declared  []link // <link rel=alternate> of a feed's type, and podcasts' schema.org webFeed
	hinted    []link // <a> that look like feeds
	generator string
	canonical string
	title     string
}

// readPage finds what an HTML page says of feeds. It never fails: a page that is not HTML says nothing.
func readPage(body []byte, contentType, base string) page {
	var p page
	body = body[:min(len(body), maxPage)]
	r, err := charset.NewReader(bytes.NewReader(body), contentType)
	if err != nil {
		r = bytes.NewReader(body)
	}
	at, err := url.Parse(base)
	if err != nil {
		return p
	}
	z := html.NewTokenizer(r)
	z.SetMaxBuf(1 << 20)
	var script, title bool
	var anchor *link // the <a> that is open, its text being gathered
	for {
		switch z.Next() {
		case html.ErrorToken:
			return p
		case html.StartTagToken, html.SelfClosingTagToken:
			name, more := z.TagName()
			tag := atom.Lookup(name)
			script, title = false, tag == atom.Title && p.title == ""
			switch tag {
			case atom.Base, atom.Link, atom.A, atom.Meta, atom.Script:
			default:
				continue
			}
			a := attributes(z, more)
			switch tag {
			case atom.Base:
				if u, err := at.Parse(a["href"]); err == nil && a["href"] != "" && (u.Scheme == "http" || u.Scheme == "https") {
					at = u
				}
			case atom.Link:
				p.link(at, a)
			case atom.Meta:
				if strings.EqualFold(a["name"], "generator") && len(p.generator) < maxHref {
					p.generator += " " + text.Clip(a["content"], maxHref)
				}
			case atom.Script:
				script = strings.HasPrefix(strings.ToLower(strings.TrimSpace(a["type"])), "application/ld+json")
			case atom.A:
				anchor = p.anchor(at, a)
			}
		case html.TextToken:
			switch {
			case script:
				p.linkedData(at, z.Text())
			case title:
				p.title = text.Line(string(z.Text()))
			case anchor != nil && len(anchor.title) < 200:
				anchor.title = text.Line(anchor.title + " " + string(z.Text()))
			}
		case html.EndTagToken:
			name, _ := z.TagName()
			script, title = false, false
			if atom.Lookup(name) == atom.A && anchor != nil {
				p.hint(*anchor)
				anchor = nil
			}
		}
	}
}

func attributes(z *html.Tokenizer, more bool) map[string]string {
	a := map[string]string{}
	for more {
		var k, v []byte
		k, v, more = z.TagAttr()
		if _, twice := a[string(k)]; !twice && len(a) < 50 {
			a[string(k)] = string(v)
		}
	}
	return a
}

// feedTypes are the MIME types that mean a feed.
var feedTypes = []string{"application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml", "application/x.atom+xml", "application/x-atom+xml", "text/rss+xml", "application/rss", "application/atom", "text/rss", "text/atom+xml"}

// vagueTypes may be a feed when the rest says so.
var vagueTypes = []string{"application/xml", "text/xml", "application/json"}

func (p *page) link(at *url.URL, a map[string]string) {
	rels := strings.Fields(strings.ToLower(a["rel"]))
	kind, _, _ := strings.Cut(strings.ToLower(a["type"]), ";")
	kind = strings.TrimSpace(kind)
	href, ok := resolve(at, a["href"])
	if !ok {
		return
	}
	switch {
	case slices.Contains(rels, "canonical"):
		if p.canonical == "" {
			p.canonical = href
		}
	case slices.Contains(rels, "alternate") && slices.Contains(feedTypes, kind),
		slices.Contains(rels, "feed") && !slices.Contains(rels, "stylesheet"),
		slices.Contains(rels, "alternate") && slices.Contains(vagueTypes, kind) && a["hreflang"] == "" && looksLikeFeed(href):
		// oEmbed descriptions are JSON alternates of the page, not feeds.
		if !strings.Contains(kind, "oembed") && !strings.Contains(href, "/oembed") && !strings.Contains(href, "/wp-json/") {
			p.declared = add(p.declared, link{href, text.Line(a["title"])})
		}
	}
}

// anchor returns the link of an <a> that may lead to a feed.
func (p *page) anchor(at *url.URL, a map[string]string) *link {
	raw := a["href"]
	for _, scheme := range []string{"feed:", "podcast:", "itpc:", "pcast:"} {
		if len(raw) > len(scheme) && strings.EqualFold(raw[:len(scheme)], scheme) {
			if to := addresses(raw); len(to) > 0 {
				raw = to[0]
			}
			if href, ok := resolve(at, raw); ok {
				p.declared = add(p.declared, link{href, text.Line(a["title"])})
			}
			return nil
		}
	}
	href, ok := resolve(at, raw)
	if !ok {
		return nil
	}
	kind, _, _ := strings.Cut(strings.ToLower(a["type"]), ";")
	if slices.Contains(feedTypes, strings.TrimSpace(kind)) {
		p.declared = add(p.declared, link{href, text.Line(a["title"])})
		return nil
	}
	return &link{url: href, title: text.Line(a["title"] + " " + a["aria-label"])}
}

// hint takes an <a> whose address or words look like a feed.
func (p *page) hint(l link) {
	words := strings.FieldsFunc(strings.ToLower(l.title), func(r rune) bool { return r == ' ' || r == '-' || r == '(' || r == ')' || r == ':' || r == '/' })
	said := slices.ContainsFunc(words, func(w string) bool { return w == "rss" || w == "atom" || w == "feed" || w == "feeds" })
	if looksLikeFeed(l.url) || said && len(words) <= 6 {
		p.hinted = add(p.hinted, l)
	}
}

// linkedData takes the feeds that JSON-LD names: schema.org's webFeed of a podcast.
func (p *page) linkedData(at *url.URL, data []byte) {
	var v any
	if json.Unmarshal(data, &v) != nil {
		return
	}
	var walk func(v any, depth int)
	walk = func(v any, depth int) {
		if depth > 12 {
			return
		}
		switch v := v.(type) {
		case []any:
			for _, e := range v {
				walk(e, depth+1)
			}
		case map[string]any:
			switch f := v["webFeed"].(type) {
			case string:
				if href, ok := resolve(at, f); ok {
					p.declared = add(p.declared, link{url: href})
				}
			case map[string]any:
				s, _ := f["url"].(string)
				if href, ok := resolve(at, s); ok {
					p.declared = add(p.declared, link{url: href})
				}
			}
			for _, e := range v {
				walk(e, depth+1)
			}
		}
	}
	walk(v, 0)
}

// looksLikeFeed reports whether an address's path or query is of the kinds that feeds have.
func looksLikeFeed(raw string) bool {
	u, err := url.Parse(raw)
	if err != nil {
		return false
	}
	for k, vs := range u.Query() {
		for _, v := range vs {
			v = strings.ToLower(v)
			if (k == "feed" || k == "format" || k == "type" || k == "alt") && (strings.HasPrefix(v, "rss") || v == "atom" || v == "rdf" || v == "feed" || v == "json-feed") {
				return true
			}
		}
	}
	last := strings.ToLower(path.Base(u.Path))
	switch last {
	case "feed", "feeds", "rss", "atom", "rss2", "rdf", "feed.json", "index.xml", "index.rdf", "feed.xml", "rss.xml", "atom.xml", "news.xml", "rss.php", "feed.php":
		return true
	}
	switch path.Ext(last) {
	case ".rss", ".atom", ".rdf":
		return true
	case ".xml":
		return strings.Contains(last, "rss") || strings.Contains(last, "atom") || strings.Contains(last, "feed")
	}
	return false
}

func resolve(at *url.URL, href string) (string, bool) {
	href = strings.TrimSpace(href)
	if href == "" || len(href) > maxHref || strings.HasPrefix(href, "#") {
		return "", false
	}
	u, err := at.Parse(href)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return "", false
	}
	u.User, u.Fragment, u.RawFragment = nil, "", ""
	return u.String(), true
}

const maxLinks = 200

func add(list []link, l link) []link {
	if len(list) >= maxLinks || slices.ContainsFunc(list, func(o link) bool { return o.url == l.url }) {
		return list
	}
	return append(list, l)
}
