package feed

import (
	"strings"
	"time"

	"github.com/mmcdole/gofeed/atom"
)

// fromAtom exchanges the numbers that gofeed found in the skeleton for the texts.
func fromAtom(doc *Document, f *atom.Feed, h *heldTexts) {
	x := extensions{f.Extensions, h}
	doc.Title = h.line(f.Title)
	doc.About = h.fragment(f.Subtitle)
	doc.Description = firstOf(h.line(f.Subtitle), x.line("itunes", "summary"), x.line("itunes", "subtitle"))
	doc.Link = atomLink(f.Links, h, "alternate")
	doc.Language = language(firstOf(h.raw(f.Language), x.line("dc", "language")))
	doc.Image = firstOf(h.url(f.Logo), x.attr("itunes", "image", "href"), x.itunesPicture(), h.url(f.Icon), x.attr("media", "thumbnail", "url"))
	doc.Hints = hintsOf("", x.line("sy", "updateperiod"), x.line("sy", "updatefrequency"), nil, nil)
	var authors []string
	for _, p := range f.Authors {
		authors = appendAuthors(authors, person(p, h))
	}
	if len(authors) == 0 {
		for _, a := range []string{x.line("dc", "creator"), x.line("itunes", "author")} {
			authors = appendAuthors(authors, a)
		}
	}
	doc.Items = make([]Item, 0, len(f.Entries))
	for _, e := range f.Entries {
		doc.Items = append(doc.Items, itemFromAtom(e, h, authors, doc.Language))
	}
}

func itemFromAtom(e *atom.Entry, h *heldTexts, feedAuthors []string, feedLanguage string) Item {
	x := extensions{e.Extensions, h}
	out := Item{
		GUID:  line(atomID(e.ID, h)),
		Title: firstOf(h.line(e.Title), x.line("dc", "title"), x.line("media", "title")),
		Link:  atomLink(e.Links, h, "alternate"),
	}
	if t := h.get(e.Title); t != nil {
		if l := language(h.langs[t.lang]); l != feedLanguage {
			out.Language = l
		}
	}
	out.Language = firstOf(language(x.line("dc", "language")), out.Language)
	out.Authors = atomAuthors(e, x, h)
	if len(out.Authors) == 0 {
		out.Authors = feedAuthors
	}
	if e.Source != nil {
		out.Source = firstOf(h.line(e.Source.Title), atomLink(e.Source.Links, h, "alternate"), atomLink(e.Source.Links, h, "self"))
	}
	out.Published = firstDate(e.Published, x.raw1("dcterms", "created"), x.raw1("dcterms", "issued"), x.raw1("dc", "date"))
	out.Updated = firstDate(e.Updated, x.raw1("dcterms", "modified"))
	for _, fallback := range []struct{ to, from *time.Time }{{&out.Published, e.PublishedParsed}, {&out.Updated, e.UpdatedParsed}} {
		if fallback.to.IsZero() && fallback.from != nil && fallback.from.Year() > 1900 {
			*fallback.to = *fallback.from
		}
	}

	out.Summary = firstFragment(h, e.Summary, x.raw1("itunes", "summary"), x.raw1("media", "description"), x.raw1("dc", "description"), x.raw1("itunes", "subtitle"))
	if e.Content != nil {
		out.Content = h.fragment(e.Content.Value)
	}
	out.Content = firstOf(out.Content, x.fragment("markup", "body"), x.fragment("content", "encoded"))
	atomAddresses(&out, e, x, h)
	for _, c := range e.Categories {
		term, label := h.line(c.Term), h.line(c.Label)
		if term == "" || label != "" && strings.Contains(term, "://") { // a term may be an address
			term = label
		}
		out.Tags = appendTags(out.Tags, term)
	}
	for _, t := range x.lines("dc", "subject") {
		out.Tags = appendTags(out.Tags, t)
	}
	for _, t := range x.keywords() {
		out.Tags = appendTags(out.Tags, t)
	}
	x.media(&out)
	return out
}

// atomAuthors returns the entry's own authors, else those of the feed that it was taken from.
func atomAuthors(e *atom.Entry, x extensions, h *heldTexts) (authors []string) {
	for _, p := range e.Authors {
		authors = appendAuthors(authors, person(p, h))
	}
	if len(authors) == 0 {
		for _, a := range append(x.lines("dc", "creator"), x.lines("itunes", "author")...) {
			authors = appendAuthors(authors, a)
		}
	}
	if len(authors) == 0 && e.Source != nil {
		for _, p := range e.Source.Authors {
			authors = appendAuthors(authors, person(p, h))
		}
	}
	return authors
}

// atomAddresses puts an entry's enclosures and its comments' address into out, and where it has no link of its own, the
// address of its content or its id.
func atomAddresses(out *Item, e *atom.Entry, x extensions, h *heldTexts) {
	for _, l := range e.Links {
		address := h.url(l.Href)
		typ := h.line(l.Type)
		switch rel := strings.ToLower(h.raw(l.Rel)); rel {
		case "enclosure":
			out.addEnclosure(address, typ, h.raw(l.Length), h.line(l.Title))
		case "replies":
			if out.Comments == "" && (typ == "" || strings.HasPrefix(typ, "text/html")) {
				out.Comments = address
			}
		}
	}
	for _, enc := range x.all("", "enclosure") {
		out.addEnclosure(h.url(enc.Attrs["url"]), h.line(enc.Attrs["type"]), h.raw(enc.Attrs["length"]), "")
	}
	out.Comments = firstOf(out.Comments, h.url(x.raw1("thr", "comments")))
	src := ""
	if e.Content != nil {
		src = h.url(e.Content.Src)
	}
	if src != "" {
		if typ := h.line(e.Content.Type); typ == "" || strings.HasPrefix(typ, "text/") || strings.HasSuffix(typ, "html") || strings.HasSuffix(typ, "xml") {
			out.Link = firstOf(out.Link, src)
		} else {
			out.addEnclosure(src, typ, "", "")
		}
	}
	if out.Link == "" {
		out.Link = h.url(e.ID) // an id that is an address mostly leads there
		if !strings.HasPrefix(out.GUID, "http") {
			out.Link = ""
		}
	}
}

// atomLink returns the address of the best link of a relation: a web page before others.
func atomLink(links []*atom.Link, h *heldTexts, rel string) string {
	found := ""
	for _, l := range links {
		r := strings.ToLower(h.raw(l.Rel))
		if r == "" && l.Rel == "alternate" {
			r = "alternate"
		}
		r = strings.TrimPrefix(r, "http://www.iana.org/assignments/relation/")
		if r != rel {
			continue
		}
		address := h.url(l.Href)
		if address == "" {
			continue
		}
		if typ := h.line(l.Type); rel != "alternate" || strings.Contains(typ, "html") {
			return address
		}
		found = firstOf(found, address)
	}
	return found
}

// person returns an author's name, else mail address, else address.
func person(p *atom.Person, h *heldTexts) string {
	return firstOf(h.line(p.Name), h.line(p.Email), h.url(p.URI))
}

// atomID returns an id. It is an address or another URI; a path alone is resolved.
func atomID(s string, h *heldTexts) string {
	id := h.raw(s)
	if strings.HasPrefix(id, "/") {
		return firstOf(h.url(s), id)
	}
	return id
}
