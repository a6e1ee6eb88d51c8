package feed

import (
	"slices"
	"strings"
	"time"

	ext "github.com/mmcdole/gofeed/extensions"
	"github.com/mmcdole/gofeed/rss"
)

// fromRSS exchanges the numbers that gofeed found in the skeleton for the texts.
func fromRSS(doc *Document, f *rss.Feed, h *heldTexts) {
	x := extensions{f.Extensions, h}
	doc.Title = firstOf(h.line(f.Title), x.line("dc", "title"))
	for _, l := range slices.Backward(f.Links) {
		if doc.Link = h.url(l); doc.Link != "" {
			break
		}
	}
	if doc.Link == "" {
		doc.Link = x.link("alternate")
	}
	doc.About = h.fragment(f.Description)
	doc.Description = firstOf(h.line(f.Description), x.line("itunes", "summary"), x.line("itunes", "subtitle"), x.line("dc", "description"))
	doc.Language = language(firstOf(h.line(f.Language), x.line("dc", "language"), h.langs[min(1, len(h.langs)-1)]))
	if f.Image != nil {
		doc.Image = h.url(f.Image.URL)
	}
	doc.Image = firstOf(doc.Image, x.attr("itunes", "image", "href"), x.attr("itunes", "image", "url"), x.itunesPicture(), x.attr("media", "thumbnail", "url"))
	doc.Hints = hintsOf(h.raw(f.TTL), x.line("sy", "updateperiod"), x.line("sy", "updatefrequency"), linesOf(h, f.SkipHours), linesOf(h, f.SkipDays))
	doc.Items = make([]Item, 0, len(f.Items))
	feedAuthor := firstOf(x.line("itunes", "author"), x.line("dc", "creator"))
	for _, it := range f.Items {
		doc.Items = append(doc.Items, itemFromRSS(it, h, feedAuthor))
	}
}

func itemFromRSS(it *rss.Item, h *heldTexts, feedAuthor string) Item {
	x := extensions{it.Extensions, h}
	out := Item{
		Title:    firstOf(h.line(it.Title), x.line("dc", "title"), x.line("itunes", "title"), x.line("media", "title"), x.line("atom", "title")),
		Comments: h.url(it.Comments),
		Language: language(x.line("dc", "language")),
	}
	permalink := ""
	if it.GUID != nil {
		out.GUID = line(h.raw(it.GUID.Value))
		if p := h.raw(it.GUID.IsPermalink); p == "" && it.GUID.IsPermalink == "true" || strings.EqualFold(strings.TrimSpace(p), "true") {
			permalink = h.url(it.GUID.Value)
		}
	}
	about := h.get(it.Custom["about"])
	out.GUID = firstOf(out.GUID, line(x.raw("atom", "id")), line(h.raw(it.Custom["id"])))
	for _, l := range slices.Backward(it.Links) {
		if out.Link = h.url(l); out.Link != "" {
			break
		}
	}
	out.Link = firstOf(out.Link, x.link("alternate"), x.link(""), permalink)
	if about != nil {
		out.GUID = firstOf(out.GUID, line(h.raw(it.Custom["about"])))
		out.Link = firstOf(out.Link, h.url(it.Custom["about"]))
	}

	for _, a := range x.lines("dc", "creator", "author") {
		out.Authors = appendAuthors(out.Authors, a)
	}
	if len(out.Authors) == 0 {
		for _, a := range append([]string{h.lineAsIs(it.Author)}, x.persons("atom", "author")...) {
			out.Authors = appendAuthors(out.Authors, a)
		}
	}
	for _, a := range []string{x.line("itunes", "author"), x.line("media", "credit"), feedAuthor} {
		if len(out.Authors) == 0 {
			out.Authors = appendAuthors(out.Authors, a)
		}
	}

	c := it.Custom
	out.Published = firstDate(it.PubDate, x.raw1("dc", "date"), x.raw1("dcterms", "issued"), x.raw1("dcterms", "created"), x.raw1("atom", "published"),
		x.raw1("dcterms", "available"), x.raw1("dcterms", "date"), c["published"], c["issued"], c["created"], c["date"])
	if out.Published.IsZero() && it.PubDateParsed != nil && it.PubDateParsed.Year() > 1900 {
		out.Published = *it.PubDateParsed
	}
	out.Updated = firstDate(x.raw1("atom", "updated"), x.raw1("dcterms", "modified"), c["updated"], c["modified"], c["lastbuilddate"])

	out.Content = firstOf(h.fragment(it.Content), h.fragment(c["markup"]), x.fragment("atom", "content"), h.fragment(c["content"]))
	if s := h.fragment(c["summary"]); s != "" && out.Content == "" && it.Description != "" {
		out.Summary, out.Content = s, h.fragment(it.Description)
	}
	out.Summary = firstOf(out.Summary, firstFragment(h, it.Description, c["summary"], x.raw1("atom", "summary"), x.raw1("itunes", "summary"), x.raw1("media", "description"),
		x.raw1("googleplay", "description"), x.raw1("dc", "description"), x.raw1("dcterms", "abstract"), x.raw1("itunes", "subtitle")))

	for _, cat := range it.Categories {
		out.Tags = appendTags(out.Tags, h.lineAsIs(cat.Value))
	}
	for _, t := range x.lines("dc", "subject") {
		out.Tags = appendTags(out.Tags, t)
	}
	for _, e := range x.all("atom", "category") {
		out.Tags = appendTags(out.Tags, firstOf(h.line(e.Attrs["label"]), h.line(e.Attrs["term"])))
	}
	for k := range strings.SplitSeq(h.line(c["tags"]), ",") {
		out.Tags = appendTags(out.Tags, k)
	}
	for _, t := range x.keywords() {
		out.Tags = appendTags(out.Tags, t)
	}

	for _, e := range it.Enclosures {
		out.addEnclosure(h.url(e.URL), h.line(e.Type), h.raw(e.Length), "")
	}
	out.Image = h.url(c["picture"])
	x.media(&out)
	if it.Source != nil {
		out.Source = firstOf(h.line(it.Source.Title), h.url(it.Source.URL))
	}
	out.Source = firstOf(out.Source, x.line("dc", "source"))
	return out
}

// extensions gives the elements of other vocabularies.
type extensions struct {
	elements ext.Extensions
	h        *heldTexts
}

func (x extensions) all(prefix, name string) []ext.Extension { return x.elements[prefix][name] }

// raw1 returns the value of the first such element as it stands in the skeleton: a number, or a date.
func (x extensions) raw1(prefix, name string) string {
	if e := x.all(prefix, name); len(e) > 0 {
		return e[0].Value
	}
	return ""
}

func (x extensions) raw(prefix, name string) string  { return x.h.raw(x.raw1(prefix, name)) }
func (x extensions) line(prefix, name string) string { return x.h.line(x.raw1(prefix, name)) }

func (x extensions) fragment(prefix, name string) string {
	return x.h.fragment(x.raw1(prefix, name))
}

func (x extensions) lines(prefix string, names ...string) (out []string) {
	for _, n := range names {
		for _, e := range x.all(prefix, n) {
			if s := x.h.line(e.Value); s != "" {
				out = append(out, s)
			}
		}
	}
	return out
}

func (x extensions) attr(prefix, name, attr string) string {
	for _, e := range x.all(prefix, name) {
		if s := x.h.url(e.Attrs[attr]); s != "" {
			return s
		}
	}
	return ""
}

// link returns the address of the first atom:link of that relation.
func (x extensions) link(rel string) string {
	for _, e := range x.all("atom", "link") {
		r := strings.ToLower(x.h.raw(e.Attrs["rel"]))
		if r == rel || r == "" && rel == "alternate" {
			if s := x.h.url(e.Attrs["href"]); s != "" {
				return s
			}
		}
	}
	return ""
}

func (x extensions) persons(prefix, name string) (out []string) {
	for _, e := range x.all(prefix, name) {
		for _, child := range []string{"name", "email"} {
			if c := e.Children[child]; len(c) > 0 {
				out = append(out, x.h.line(c[0].Value))
				break
			}
		}
	}
	return out
}

// firstDate returns the first value that is a date. Values are RFC 3339 in the skeleton wherever they could be read.
func firstDate(values ...string) time.Time {
	for _, v := range values {
		if v == "" {
			continue
		}
		if t, err := time.Parse(time.RFC3339, v); err == nil {
			return t
		}
		if t, ok := ParseDate(v); ok {
			return t
		}
	}
	return time.Time{}
}

// firstFragment returns the first text that is not empty.
func firstFragment(h *heldTexts, values ...string) string {
	for _, v := range values {
		if s := h.fragment(v); s != "" {
			return s
		}
	}
	return ""
}

func firstOf(values ...string) string {
	for _, v := range values {
		if v != "" {
			return v
		}
	}
	return ""
}

// itunesPicture returns the picture of a podcast in the older form: <itunes:link rel="image" href="…"/>.
func (x extensions) itunesPicture() string {
	for _, e := range x.all("itunes", "link") {
		if strings.EqualFold(x.h.raw(e.Attrs["rel"]), "image") {
			return x.h.url(e.Attrs["href"])
		}
	}
	return ""
}
