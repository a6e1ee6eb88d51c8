package feed

import (
	"strings"
	"sync"
)

// The vocabulary of feeds: which elements are read, where, and how. Elements that are not listed are skipped with all that
// is in them. Names are in lower case: real feeds write them in any.

// place is the kind of element that the reader of a document stands in.
type place uint8

const (
	atTop     place = iota // outside the root
	inRoot                 // rss or rdf:RDF
	inChannel              // of RSS
	inItem
	inImage // of an RSS channel
	inHours
	inDays
	inFeed // the root of Atom
	inEntry
	inPerson
	inSource // of an Atom entry
	inMedia  // media:content or media:group
	inOwner  // itunes:owner
	places
)

// how an element is read.
type how uint8

const (
	asText  how = iota + 1 // its content is text or markup
	asDate                 // its content is a date
	asEmpty                // only its attributes count
	asPlace                // it holds other elements
	through                // its children count as its parent's
)

// element says how an element is read and what it is called in the skeleton that gofeed parses.
type element struct {
	how   how
	name  string   // in the skeleton
	attrs []string // attributes that are kept
	place place    // asPlace: what is inside
}

func texts(m map[string]element, names ...string) {
	for _, n := range names {
		m[n] = element{how: asText, name: n}
	}
}

func dates(m map[string]element, names ...string) {
	for _, n := range names {
		m[n] = element{how: asDate, name: n}
	}
}

// vocabulary lists the elements by place.
var vocabulary = sync.OnceValue(func() *[places]map[string]element {
	v := new([places]map[string]element)
	for i := range v {
		v[i] = map[string]element{}
	}
	media := []string{"url", "type", "medium", "filesize", "isdefault", "width", "height", "href"}
	link := []string{"href", "rel", "type", "title", "length", "hreflang"}

	root := v[inRoot]
	root["channel"] = element{how: asPlace, name: "channel", place: inChannel}
	root["item"] = element{how: asPlace, name: "item", place: inItem}
	root["image"] = element{how: asPlace, name: "image", place: inImage}

	c := v[inChannel]
	texts(c, "title", "description", "language", "ttl", "generator", "managingeditor", "dc:creator", "dc:language", "dc:title", "dc:description",
		"sy:updateperiod", "sy:updatefrequency", "itunes:author", "itunes:summary", "itunes:subtitle")
	dates(c, "pubdate", "lastbuilddate", "dc:date")
	c["subtitle"] = element{how: asText, name: "itunes:subtitle"}
	c["tagline"] = element{how: asText, name: "itunes:subtitle"}
	c["atom:subtitle"] = element{how: asText, name: "itunes:subtitle"}
	c["author"] = element{how: asText, name: "managingeditor"}
	c["link"] = element{how: asText, name: "link", attrs: []string{"href", "rel"}}
	c["atom:link"] = element{how: asEmpty, name: "atom:link", attrs: link}
	c["itunes:image"] = element{how: asEmpty, name: "itunes:image", attrs: []string{"href", "url"}}
	c["itunes:link"] = element{how: asEmpty, name: "itunes:link", attrs: link}
	c["media:thumbnail"] = element{how: asEmpty, name: "media:thumbnail", attrs: media}
	c["image"] = element{how: asPlace, name: "image", place: inImage}
	c["item"] = element{how: asPlace, name: "item", place: inItem}
	c["entry"] = c["item"]
	c["channel"] = element{how: through}
	c["skiphours"] = element{how: asPlace, name: "skiphours", place: inHours}
	c["skipdays"] = element{how: asPlace, name: "skipdays", place: inDays}
	for name, e := range c { // feeds that leave the channel out
		if _, ok := root[name]; !ok && name != "entry" {
			root[name] = element{how: e.how, name: e.name, attrs: e.attrs, place: e.place}
		}
	}
	texts(v[inImage], "url", "title", "link")
	texts(v[inHours], "hour")
	texts(v[inDays], "day")

	i := v[inItem]
	texts(i, "title", "description", "content:encoded", "author", "comments", "name",
		"dc:creator", "dc:author", "dc:contributor", "dc:subject", "dc:title", "dc:description", "dc:language", "dc:source", "dc:identifier",
		"dcterms:abstract", "itunes:author", "itunes:summary", "itunes:subtitle", "itunes:title", "itunes:keywords", "itunes:image",
		"media:title", "media:description", "media:credit", "media:keywords", "media:category", "feedburner:origlink",
		"tags", "atom:title", "atom:id", "atom:summary", "atom:content", "content", "summary", "id", "xhtml:body", "xhtml:div", "googleplay:description", "slash:department")
	dates(i, "pubdate", "dc:date", "dcterms:created", "dcterms:issued", "dcterms:available", "dcterms:date", "dcterms:modified",
		"atom:published", "atom:updated", "published", "updated", "modified", "date", "created", "issued", "lastbuilddate")
	for _, n := range []string{"body", "xhtml:body", "xhtml:div", "div", "xhtml:p", "xhtml:span"} {
		i[n] = element{how: asText, name: "markup"}
	}
	i["encoded"] = element{how: asText, name: "content:encoded"}
	i["fullitem"] = element{how: asText, name: "content:encoded"}
	i["link"] = element{how: asText, name: "link", attrs: []string{"href", "rel", "type"}}
	i["guid"] = element{how: asText, name: "guid", attrs: []string{"ispermalink"}}
	i["category"] = element{how: asText, name: "category", attrs: []string{"domain", "term", "label"}}
	i["atom:category"] = element{how: asEmpty, name: "atom:category", attrs: []string{"term", "label"}}
	i["source"] = element{how: asText, name: "source", attrs: []string{"url"}}
	i["enclosure"] = element{how: asEmpty, name: "enclosure", attrs: []string{"url", "type", "length", "href", "title"}}
	i["image"] = element{how: asText, name: "picture", attrs: []string{"url", "href"}}
	i["itunes:category"] = element{how: asEmpty, name: "itunes:category", attrs: []string{"text"}}
	i["itunes:image"] = element{how: asEmpty, name: "itunes:image", attrs: []string{"href", "url"}}
	i["atom:link"] = element{how: asEmpty, name: "atom:link", attrs: link}
	i["atom:author"] = element{how: asPlace, name: "atom:author", place: inPerson}
	i["media:content"] = element{how: asPlace, name: "media:content", attrs: media, place: inMedia}
	i["media:group"] = element{how: asPlace, name: "media:group", place: inMedia}
	i["media:thumbnail"] = element{how: asEmpty, name: "media:thumbnail", attrs: media}

	m := v[inMedia]
	texts(m, "media:title", "media:description", "media:credit", "media:keywords", "media:text")
	m["media:thumbnail"] = i["media:thumbnail"]
	m["media:content"] = i["media:content"]

	p := v[inPerson]
	texts(p, "name", "email", "uri", "url", "homepage")
	texts(v[inOwner], "itunes:name", "itunes:email")

	f := v[inFeed]
	texts(f, "title", "id", "icon", "logo", "dc:creator", "dc:language", "sy:updateperiod", "sy:updatefrequency", "itunes:author", "itunes:summary", "itunes:subtitle")
	dates(f, "updated", "modified", "dc:date")
	for _, n := range []string{"subtitle", "tagline", "info", "description"} {
		f[n] = element{how: asText, name: "subtitle"}
	}
	f["link"] = element{how: asEmpty, name: "link", attrs: link}
	f["author"] = element{how: asPlace, name: "author", place: inPerson}
	f["contributor"] = element{how: asPlace, name: "contributor", place: inPerson}
	f["entry"] = element{how: asPlace, name: "entry", place: inEntry}
	f["item"] = f["entry"]
	f["itunes:image"] = c["itunes:image"]
	f["itunes:link"] = c["itunes:link"]
	f["media:thumbnail"] = c["media:thumbnail"]

	e := v[inEntry]
	texts(e, "title", "id", "summary", "dc:creator", "dc:subject", "dc:title", "dc:description", "dc:language", "feedburner:origlink", "media:title", "media:description", "media:credit", "media:keywords",
		"itunes:author", "itunes:summary", "itunes:subtitle", "itunes:keywords", "content:encoded")
	dates(e, "updated", "modified", "published", "issued", "created", "dc:date", "dcterms:created", "dcterms:issued", "dcterms:modified")
	e["created"] = element{how: asDate, name: "dcterms:created"}
	e["pubdate"] = element{how: asDate, name: "published"}
	e["description"] = element{how: asText, name: "summary"}
	e["guid"] = element{how: asText, name: "id"}
	e["content"] = element{how: asText, name: "content", attrs: []string{"src", "type"}}
	e["xhtml:body"] = element{how: asText, name: "markup:body"}
	e["xhtml:div"] = e["xhtml:body"]
	e["link"] = f["link"]
	e["category"] = element{how: asEmpty, name: "category", attrs: []string{"term", "label", "scheme"}}
	e["author"] = f["author"]
	e["contributor"] = f["contributor"]
	e["source"] = element{how: asPlace, name: "source", place: inSource}
	e["enclosure"] = i["enclosure"]
	e["comments"] = element{how: asText, name: "thr:comments"}
	for _, n := range []string{"media:content", "media:group", "media:thumbnail", "itunes:image", "itunes:category"} {
		e[n] = i[n]
	}
	s := v[inSource]
	texts(s, "title", "id")
	s["link"] = f["link"]
	s["author"] = f["author"]
	return v
})

// namespaces maps what a namespace name contains, in lower case, to the prefix that it has here. "" is the vocabulary of
// the document's own format. The first that fits counts. Real feeds misspell these names, so pieces have to do.
var namespaces = []struct{ piece, prefix string }{
	{"www.w3.org/2005/atom", "atom"},
	{"purl.org/atom/ns", "atom"},
	{"purl.org/rss/1.0/modules/content", "content"},
	{"purl.org/rss/modules/content", "content"},
	{"purl.org/dc/elements", "dc"},
	{"purl.org/dc/terms", "dcterms"},
	{"itunes.com/dtds/podcast", "itunes"},
	{"example.com/dtds/podcast", "itunes"},
	{"search.yahoo.com/mrss", "media"},
	{"rss/1.0/modules/syndication", "sy"},
	{"rssnamespace.org/feedburner", "feedburner"},
	{"www.w3.org/1999/xhtml", "xhtml"},
	{"www.google.com/schemas/play-podcasts", "googleplay"},
	{"purl.org/syndication/thread", "thr"},
	{"purl.org/rss/1.0/modules/slash", "slash"},
	{"purl.org/rss/1.0/modules/", "unknown"},
	{"purl.org/rss/1.0", ""},
	{"my.netscape.com/rdf/simple/0.9", ""},
	{"channel.netscape.com/rdf/simple/0.9", ""},
	{"my.netscape.com/publish/formats/rss", ""},
	{"purl.org/net/rss", ""},
	{"backend.userland.com/rss", ""},
	{"blogs.law.harvard.edu/tech/rss", ""},
	{"www.rssboard.org/rss-specification", ""},
	{"1999/02/22-rdf-syntax-ns", "rdf"},
}

// prefixOf returns the prefix that a namespace has here, "unknown" for one that is not read.
func prefixOf(uri string) string {
	uri = strings.ToLower(strings.TrimSpace(uri))
	if uri == "" {
		return ""
	}
	for _, n := range namespaces {
		if strings.Contains(uri, n.piece) {
			return n.prefix
		}
	}
	return "unknown"
}

// usualPrefix returns what an undeclared prefix means.
func usualPrefix(p string) string {
	switch p {
	case "atom", "content", "dc", "dcterms", "itunes", "media", "sy", "feedburner", "xhtml", "thr", "rdf", "googleplay", "slash":
		return p
	case "atom10", "a10":
		return "atom"
	case "rss":
		return ""
	}
	return "unknown"
}
