package extract

import (
	"net/url"
	"strings"
	"unicode/utf8"

	"tidings/feed/article"
	"tidings/feed/text"
)

// describe fills in what a page says of its article: title, names, site, language, date, picture, next page. body is the
// article's text, which decides on the language when the page is silent or wrong.
func (s *said) describe(in Input, body string) article.Article {
	base := s.baseURL(in.URL)
	site := s.readSite(in)
	title := s.readTitle(in, site)
	return article.Article{
		URL:       text.URL(in.URL, ""),
		Title:     text.Line(title),
		Byline:    text.Line(s.readByline(in, site, title)),
		Site:      text.Line(site),
		Language:  s.readLanguage(in, body),
		Published: s.readPublished(in, title),
		Image:     s.readImage(in, base),
		Next:      s.nextPage(in.URL, base),
	}
}

// readSite returns the publication's name: as the page shares it, as JSON-LD's publisher or site, or its host.
func (s *said) readSite(in Input) string {
	if n := s.first("og:site_name"); n != "" && !looksLikeAddress(n) && s.namesSite(n) {
		return shortName(n, in.URL)
	}
	if t := s.main(in.URL); t != nil && t.publisher != "" {
		return shortName(fold(t.publisher), in.URL)
	}
	if s.ld.site != "" {
		return shortName(fold(s.ld.site), in.URL)
	}
	for _, k := range [...]string{"application-name", "apple-mobile-web-app-title", "og:site_name"} {
		if n := s.first(k); n != "" && s.namesSite(n) {
			return shortName(strings.TrimPrefix(n, "@"), in.URL)
		}
	}
	for _, raw := range []string{in.URL, s.canonical, s.first("og:url")} {
		if u, err := url.Parse(raw); err == nil && u.Host != "" {
			return strings.TrimPrefix(u.Hostname(), "www.")
		}
	}
	return ""
}

// namesSite says whether what stands where the site's name belongs may be one: some pages put their title there.
func (s *said) namesSite(n string) bool {
	t := squash(n)
	return strings.Count(n, " ") < 4 || t != squash(s.title) && t != squash(s.first("og:title"))
}

// longSite is from how many characters on a site's name is taken for a name with a motto.
const longSite = 40

// shortName returns a site's name without the motto that stands behind or in front of it: the part that its address has too, else the
// first.
func shortName(name, page string) string {
	if utf8.RuneCountInString(name) < longSite {
		return name
	}
	host := ""
	if u, err := url.Parse(page); err == nil {
		host = squash(strings.TrimPrefix(u.Hostname(), "www."))
	}
	first := ""
	starts, ends := splitTitle(name)
	for i := range starts {
		part := strings.TrimSpace(name[starts[i]:ends[i]])
		t := squash(part)
		if len(t) >= 3 && strings.HasPrefix(host, t) {
			return part
		}
		if first == "" && len(t) >= 3 {
			first = part
		}
	}
	if first == "" {
		return name
	}
	return first
}

// main returns JSON-LD's article that the page is about, or nil: the one whose address is the page's, else the first that is
// not part of a list and has most to say.
func (s *said) main(page string) *thing {
	var best *thing
	top := -1
	own := map[string]bool{}
	for _, u := range []string{page, s.canonical, s.first("og:url")} {
		if u = bareURL(u); u != "" {
			own[u] = true
		}
	}
	for i := range s.ld.things {
		t := &s.ld.things[i]
		score := 0
		for _, u := range t.urls {
			if own[bareURL(u)] {
				score += 8
				break
			}
		}
		if !t.inside {
			score += 4
		}
		switch t.kind {
		case "review", "creativework", "claimreview", "videoobject", "medicalwebpage", "howto", "recipe":
		default:
			score += 2
		}
		if t.body != "" {
			score++
		}
		if t.headline != "" {
			score++
		}
		if t.published != "" {
			score++
		}
		if score > top {
			best, top = t, score
		}
	}
	return best
}

// bareURL returns an address without scheme, "www.", query, fragment and closing slash, for comparing.
func bareURL(u string) string {
	if i := strings.IndexAny(u, "?#"); i >= 0 {
		u = u[:i]
	}
	u = strings.TrimPrefix(strings.TrimPrefix(u, "https:"), "http:")
	u = strings.TrimPrefix(strings.TrimPrefix(u, "//"), "www.")
	return strings.TrimSuffix(u, "/")
}
