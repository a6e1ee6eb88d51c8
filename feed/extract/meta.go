package extract

import (
	"strings"

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
