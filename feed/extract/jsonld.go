package extract

import (
	"html"
	"strconv"
	"strings"
)

// thing is what JSON-LD says of one article (schema.org/Article and its kin). Strings are as given, entities decoded.
type thing struct {
	kind        string // its @type, the first that names an article
	headline    string
	description string
	body        string // articleBody: the text, now and then only its beginning, now and then with markup
	authors     []string
	published   string
	modified    string
	image       string
	language    string
	publisher   string
	urls        []string // url, @id and mainEntityOfPage
	words       int      // wordCount
	minutes     int      // timeRequired in minutes
	free        string   // isAccessibleForFree: "true", "false" or ""
	locked      []string // cssSelector of the parts that are not free
	inside      bool     // it stands inside another article or a list: likely a teaser of a further page
}

// linkedData is what all JSON-LD of a page says.
type linkedData struct {
	things   []thing // in page order
	site     string  // the name of the first WebSite or news organisation
	language string
	webpage  string // name of the first WebPage
	dated    string // when that was published

	types map[string]bool // of all that stands in no article and no list, in lower case
}

// ldMaxNodes bounds how many JSON objects of a page are looked at.
const ldMaxNodes = 20_000

// articleTypes are schema.org's types of written pieces, in lower case.
var articleTypes = map[string]bool{
	"article": true, "newsarticle": true, "blogposting": true, "reportagenewsarticle": true, "analysisnewsarticle": true,
	"opinionnewsarticle": true, "backgroundnewsarticle": true, "reviewnewsarticle": true, "askpublicnewsarticle": true,
	"advertisercontentarticle": true, "satiricalarticle": true, "scholarlyarticle": true, "medicalscholarlyarticle": true,
	"techarticle": true, "apireference": true, "report": true, "liveblogposting": true, "socialmediaposting": true,
	"discussionforumposting": true, "review": true, "criticreview": true, "recipe": true, "howto": true, "claimreview": true,
	"creativework": true, "medicalwebpage": true, "podcastepisode": true, "videoobject": false,
}

// readLinkedData reads the texts of a page's JSON-LD scripts.
func readLinkedData(scripts []string) linkedData {
	r := ldReader{byID: map[string]*jsonValue{}}
	var roots []jsonValue
	for _, s := range scripts {
		roots = append(roots, parseJSON(s)...)
	}
	for i := range roots {
		r.index(&roots[i], 0)
	}
	r.seen = 0
	for i := range roots {
		r.walk(&roots[i], false, 0)
	}
	return r.out
}

type ldReader struct {
	byID map[string]*jsonValue // fullest object with this @id
	seen int
	out  linkedData
}

// index notes every object that has an @id, so that {"@id": …} alone can be followed.
func (r *ldReader) index(v *jsonValue, depth int) {
	if r.seen++; r.seen > ldMaxNodes || depth > jsonMaxDepth {
		return
	}
	if id := v.get("@id").text; id != "" && len(v.keys) > 1 {
		if old := r.byID[id]; old == nil || len(old.keys) < len(v.keys) {
			r.byID[id] = v
		}
	}
	for i := range v.vals {
		if k := v.vals[i].kind; k == jsonObject || k == jsonList {
			r.index(&v.vals[i], depth+1)
		}
	}
}

// walk looks for articles and the site's name in v and below. inside says that v is part of an article or a list.
func (r *ldReader) walk(v *jsonValue, inside bool, depth int) {
	if r.seen++; r.seen > ldMaxNodes || depth > jsonMaxDepth {
		return
	}
	if v.kind == jsonList {
		for i := range v.vals {
			r.walk(&v.vals[i], inside, depth+1)
		}
		return
	}
	if v.kind != jsonObject {
		return
	}
	for _, t := range v.get("@type").items() {
		if !inside && len(r.out.types) < 50 {
			if r.out.types == nil {
				r.out.types = map[string]bool{}
			}
			r.out.types[strings.ToLower(localName(t.text))] = true
		}
		switch typ := strings.ToLower(localName(t.text)); {
		case articleTypes[typ] && (typ != "creativework" || v.get("headline").text != ""):
			if name := r.text(v.get("headline")); name != "" || r.text(v.get("name")) != "" || v.get("articleBody").text != "" {
				r.out.things = append(r.out.things, r.thing(v, typ, inside))
				inside = true
			}
		case typ == "website" || typ == "newsmediaorganization":
			if r.out.site == "" && !inside {
				r.out.site = r.text(v.get("name"))
			}
		case strings.HasSuffix(typ, "webpage"):
			if r.out.webpage == "" {
				r.out.webpage = r.text(v.get("name"))
			}
			if r.out.dated == "" && !inside {
				r.out.dated = r.text(v.get("datePublished"))
			}
			if r.out.language == "" {
				r.out.language = r.text(v.get("inLanguage"))
			}
		case typ == "itemlist":
			inside = true
		}
		if inside && len(r.out.things) > 0 {
			break
		}
	}
	for i, k := range v.keys {
		switch k {
		case "author", "publisher", "image", "logo", "breadcrumb", "comment", "@context":
			continue
		}
		if c := &v.vals[i]; c.kind == jsonObject || c.kind == jsonList {
			r.walk(c, inside || k == "itemListElement", depth+1)
		}
	}
}

// localName returns a type's name without its vocabulary: "NewsArticle" of "http://schema.org/NewsArticle".
func localName(s string) string {
	if i := strings.LastIndexAny(s, "/#:"); i >= 0 {
		return s[i+1:]
	}
	return s
}

// thing reads one article.
func (r *ldReader) thing(v *jsonValue, kind string, inside bool) thing {
	t := thing{
		kind: kind, inside: inside,
		headline:    r.text(v.get("headline")),
		description: r.text(v.get("description")),
		body:        r.text(v.get("articleBody")),
		published:   r.text(v.get("datePublished")),
		modified:    r.text(v.get("dateModified")),
		image:       r.address(v.get("image"), 0),
		language:    r.text(v.get("inLanguage")),
		publisher:   r.name(v.get("publisher"), 0),
		free:        strings.ToLower(r.text(v.get("isAccessibleForFree"))),
	}
	if t.headline == "" {
		t.headline = r.text(v.get("name"))
	}
	if t.body == "" {
		t.body = r.text(v.get("text"))
	}
	if t.published == "" {
		t.published = r.text(v.get("dateCreated"))
	}
	if t.published == "" {
		t.published = r.text(v.get("uploadDate"))
	}
	if t.image == "" {
		t.image = r.address(v.get("thumbnailUrl"), 0)
	}
	for _, k := range []string{"author", "creator"} {
		if len(t.authors) == 0 {
			t.authors = r.names(v.get(k))
		}
	}
	for _, k := range []string{"url", "@id", "mainEntityOfPage"} {
		if u := r.address(v.get(k), 0); u != "" {
			t.urls = append(t.urls, u)
		}
	}
	switch t.free {
	case "false", "0", "no":
		t.free = "false"
	case "true", "1", "yes":
		t.free = "true"
	default:
		t.free = ""
	}
	if n, err := strconv.ParseFloat(strings.ReplaceAll(r.text(v.get("wordCount")), ",", ""), 64); err == nil && n > 0 && n < 1e6 {
		t.words = int(n)
	}
	t.minutes = isoMinutes(r.text(v.get("timeRequired")))
	for _, p := range v.get("hasPart").items() {
		if f := strings.ToLower(p.get("isAccessibleForFree").text); f == "false" || f == "0" {
			for _, c := range p.get("cssSelector").items() {
				if c.text != "" {
					t.locked = append(t.locked, c.text)
				}
			}
		}
	}
	return t
}

// text returns a string, number or language-tagged value as text; of a list the first.
func (r *ldReader) text(v *jsonValue) string {
	for range 4 {
		switch v.kind {
		case jsonString, jsonWord:
			s := v.text
			if strings.IndexByte(s, '&') >= 0 {
				s = html.UnescapeString(s)
			}
			return strings.TrimSpace(s)
		case jsonList:
			if len(v.vals) == 0 {
				return ""
			}
			v = &v.vals[0]
		case jsonObject:
			next := v.get("@value")
			if next.kind == jsonNull {
				next = v.get("name")
			}
			if next.kind == jsonNull {
				next = v.get("alternateName")
			}
			v = next
		default:
			return ""
		}
	}
	return ""
}

// follow returns the full object for one that is only a reference by @id.
func (r *ldReader) follow(v *jsonValue) *jsonValue {
	if v.kind == jsonObject && v.get("name").kind == jsonNull {
		if full := r.byID[v.get("@id").text]; full != nil {
			return full
		}
	}
	return v
}

// name returns the name of a person or an organisation; of a list the first.
func (r *ldReader) name(v *jsonValue, depth int) string {
	if v.kind == jsonList && len(v.vals) > 0 && depth < 4 {
		return r.name(&v.vals[0], depth+1)
	}
	if v.kind == jsonString && r.byID[v.text] != nil {
		v = r.byID[v.text]
	}
	return r.text(r.follow(v))
}

// names returns the names of all persons or organisations in v, which may be a list of them or hold a list of names.
func (r *ldReader) names(v *jsonValue) []string {
	var all []string
	for _, a := range v.items() {
		p := r.follow(&a)
		if p.kind == jsonObject {
			n := p.get("name")
			if n.kind == jsonNull {
				given, family := r.text(p.get("givenName")), r.text(p.get("familyName"))
				all = append(all, strings.TrimSpace(given+" "+family))
				continue
			}
			p = n
		}
		for _, s := range p.items() {
			all = append(all, r.name(&s, 0))
		}
		if len(all) > 50 {
			break
		}
	}
	out := all[:0]
	for _, s := range all {
		if s != "" {
			out = append(out, s)
		}
	}
	return out
}

// address returns the address that a value is or has; of a list the first.
func (r *ldReader) address(v *jsonValue, depth int) string {
	if depth > 4 {
		return ""
	}
	switch v.kind {
	case jsonString:
		if full := r.byID[v.text]; full != nil && depth == 0 && full.get("url").kind == jsonString {
			return html.UnescapeString(full.get("url").text)
		}
		return html.UnescapeString(strings.TrimSpace(v.text))
	case jsonList:
		for i := range v.vals {
			if s := r.address(&v.vals[i], depth+1); s != "" {
				return s
			}
		}
	case jsonObject:
		for _, k := range []string{"url", "contentUrl", "@id"} {
			if s := r.address(v.get(k), depth+1); s != "" {
				if k == "@id" && r.byID[s] != nil && r.byID[s] != v {
					return r.address(r.byID[s], depth+1)
				}
				return s
			}
		}
	}
	return ""
}

// isoMinutes reads an ISO 8601 duration ("PT12M", "PT1H5M", "P0DT8M") in whole minutes; 0 when it is none.
func isoMinutes(s string) int {
	s = strings.ToUpper(strings.TrimSpace(s))
	if !strings.HasPrefix(s, "P") {
		return 0
	}
	minutes, n, inTime := 0, 0, false
	for _, c := range s[1:] {
		switch {
		case c >= '0' && c <= '9':
			n = min(n*10+int(c-'0'), 100_000)
			continue
		case c == 'T':
			inTime = true
		case c == 'H' && inTime:
			minutes += n * 60
		case c == 'M' && inTime:
			minutes += n
		}
		n = 0
	}
	return minutes
}
