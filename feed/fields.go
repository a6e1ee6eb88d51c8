package feed

import (
	"slices"
	"strconv"
	"strings"
	"time"

	ext "github.com/mmcdole/gofeed/extensions"

	"tidings/feed/text"
)

const (
	maxTags       = 50
	maxAuthors    = 20
	maxEnclosures = 50
	maxTag        = 500 // bytes
)

// line is text.Line, not longer than a title may be.
func line(s string) string { return text.Clip(text.Line(s), maxLine) }

// appendTags adds a tag if it is new.
func appendTags(tags []string, t string) []string {
	t = text.Clip(strings.Trim(t, " #,"), maxTag)
	if t == "" || len(tags) >= maxTags || slices.Contains(tags, t) {
		return tags
	}
	return append(tags, t)
}

// appendAuthors adds an author as feeds write one: "Name", "mail@host (Name)", "Name <mail@host>", "mail@host".
func appendAuthors(authors []string, a string) []string {
	if open := strings.IndexAny(a, "(<"); open >= 0 && strings.Contains(a, "@") {
		inner := strings.Trim(a[open:], "()<> ")
		outer := strings.TrimSpace(a[:open])
		switch {
		case outer == "" || strings.Contains(outer, "@") && !strings.Contains(inner, "@") && inner != "":
			a = inner
		case strings.Contains(inner, "@"):
			a = outer
		}
	}
	a = text.Clip(strings.TrimSpace(strings.TrimPrefix(a, "mailto:")), 200)
	if a == "" || len(authors) >= maxAuthors || slices.Contains(authors, a) {
		return authors
	}
	return append(authors, a)
}

// addEnclosure adds a file. A length that is no number is none.
func (it *Item) addEnclosure(address, typ, length, title string) {
	if address == "" || len(it.Enclosures) >= maxEnclosures {
		return
	}
	for i := range it.Enclosures {
		if e := &it.Enclosures[i]; e.URL == address {
			if e.Type == "" {
				e.Type = typ
			}
			return
		}
	}
	n, err := strconv.ParseInt(strings.TrimSpace(length), 10, 64)
	if err != nil || n < 0 {
		n = 0
	}
	it.Enclosures = append(it.Enclosures, Enclosure{URL: address, Type: text.Clip(typ, 100), Length: n, Title: title})
}

// keywords returns the tags that media and podcast modules add.
func (x extensions) keywords() (out []string) {
	for _, c := range x.all("itunes", "category") {
		out = append(out, x.h.lineAsIs(c.Attrs["text"]))
	}
	for _, t := range append(x.lines("itunes", "keywords"), x.lines("media", "keywords")...) {
		for k := range strings.SplitSeq(t, ",") {
			out = append(out, line(k))
		}
	}
	return append(out, x.lines("media", "category")...)
}

// media takes what Media RSS and iTunes attach: files become enclosures, pictures the item's picture. A picture of a size
// is the item's own; others, such as the author's portrait, count only when the text has none.
func (x extensions) media(it *Item) {
	h := x.h
	own, other := firstOf(x.attr("itunes", "image", "href"), x.attr("itunes", "image", "url")), ""
	var walk func(e map[string][]ext.Extension)
	walk = func(e map[string][]ext.Extension) {
		for _, c := range e["content"] {
			address, typ, medium := h.url(c.Attrs["url"]), h.line(c.Attrs["type"]), h.line(c.Attrs["medium"])
			switch {
			case strings.HasPrefix(typ, "image/") || medium == "image" || typ == "" && medium == "" && isPicture(address):
				if c.Attrs["width"] != "" || c.Attrs["height"] != "" || c.Attrs["isdefault"] != "" {
					own = firstOf(own, address)
				}
				other = firstOf(other, address)
			case typ == "application/x-shockwave-flash": // a player that no longer exists
			default:
				if typ == "" && medium != "" {
					typ = medium + "/*"
				}
				title := ""
				if t := c.Children["title"]; len(t) > 0 {
					title = h.line(t[0].Value)
				}
				it.addEnclosure(address, typ, h.raw(c.Attrs["filesize"]), title)
			}
			for _, t := range c.Children["thumbnail"] {
				own = firstOf(own, h.url(t.Attrs["url"]))
			}
		}
		for _, t := range e["thumbnail"] {
			own = firstOf(own, h.url(t.Attrs["url"]))
		}
		if d := e["description"]; len(d) > 0 && it.Summary == "" {
			it.Summary = h.fragment(d[0].Value)
		}
		if t := e["title"]; len(t) > 0 && it.Title == "" {
			it.Title = h.line(t[0].Value)
		}
		for _, g := range e["group"] {
			walk(g.Children)
		}
	}
	walk(x.elements["media"])
	for _, e := range it.Enclosures {
		if strings.HasPrefix(e.Type, "image/") {
			other = firstOf(other, e.URL)
		}
	}
	it.Image = firstOf(it.Image, own, firstImage(it.Content), firstImage(it.Summary), other)
}

func isPicture(address string) bool {
	path, _, _ := strings.Cut(strings.ToLower(address), "?")
	for _, end := range []string{".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif"} {
		if strings.HasSuffix(path, end) {
			return true
		}
	}
	return false
}

// language returns a BCP 47 tag in its usual case, or "" for what is none.
func language(s string) string {
	s = strings.ReplaceAll(strings.TrimSpace(s), "_", "-")
	parts := strings.Split(s, "-")
	if len(s) < 2 || len(s) > 35 || len(parts[0]) > 8 || len(parts[0]) < 2 {
		return ""
	}
	for i, p := range parts {
		for j := range len(p) {
			if c := p[j]; (c|0x20 < 'a' || c|0x20 > 'z') && !isDigit(c) {
				return ""
			}
		}
		switch {
		case i == 0:
			parts[i] = strings.ToLower(p)
		case len(p) == 2:
			parts[i] = strings.ToUpper(p)
		case len(p) == 4 && !isDigit(p[0]):
			parts[i] = strings.ToUpper(p[:1]) + strings.ToLower(p[1:])
		default:
			parts[i] = strings.ToLower(p)
		}
	}
	return strings.Join(parts, "-")
}

func linesOf(h *heldTexts, values []string) (out []string) {
	for _, v := range values {
		out = append(out, h.line(v))
	}
	return out
}

// hintsOf reads how often a document asks to be polled: RSS ttl in minutes, the syndication module's period and
// frequency, skipHours and skipDays.
func hintsOf(ttl, period, frequency string, hours, days []string) (h Hints) {
	if n, err := strconv.Atoi(strings.TrimSpace(ttl)); err == nil && n > 0 {
		h.TTL = time.Duration(min(n, 60*24*365)) * time.Minute
	}
	if h.TTL == 0 {
		every := map[string]time.Duration{"hourly": time.Hour, "daily": 24 * time.Hour, "weekly": 7 * 24 * time.Hour, "monthly": 30 * 24 * time.Hour, "yearly": 365 * 24 * time.Hour}[strings.ToLower(period)]
		n, err := strconv.Atoi(strings.TrimSpace(frequency))
		if err != nil || n < 1 {
			n = 1
		}
		h.TTL = every / time.Duration(n)
	}
	for _, s := range hours {
		if n, err := strconv.Atoi(strings.TrimSpace(s)); err == nil && n >= 0 && n <= 24 && !slices.Contains(h.SkipHours, n%24) {
			h.SkipHours = append(h.SkipHours, n%24)
		}
	}
	for _, s := range days {
		for d := time.Sunday; d <= time.Saturday; d++ {
			if strings.EqualFold(strings.TrimSpace(s), d.String()) && !slices.Contains(h.SkipDays, d) {
				h.SkipDays = append(h.SkipDays, d)
			}
		}
	}
	return h
}
