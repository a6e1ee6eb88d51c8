package extract

import (
	"net/url"
	"strings"

	"golang.org/x/net/html/atom"

	"tidings/feed/text"
)

// readImage returns the address of the article's lead picture: what the page offers to share, else JSON-LD's, or "".
func (s *said) readImage(in Input, base string) string {
	var raw []string
	raw = append(raw, s.meta["og:image:secure_url"]...)
	raw = append(raw, s.meta["og:image"]...)
	raw = append(raw, s.meta["og:image:url"]...)
	raw = append(raw, s.meta["twitter:image"]...)
	raw = append(raw, s.meta["twitter:image:src"]...)
	if t := s.main(in.URL); t != nil {
		raw = append(raw, t.image)
	}
	raw = append(raw, s.meta["thumbnail"]...)
	raw = append(raw, s.meta["image"]...)
	for _, r := range raw {
		if u := pictureURL(r, base); u != "" {
			return u
		}
	}
	return ""
}

// pictureURL returns a picture's address, absolute, http or https; or "".
func pictureURL(raw, base string) string {
	u := text.URL(raw, base)
	if strings.HasPrefix(u, "http://") || strings.HasPrefix(u, "https://") {
		return u
	}
	return ""
}

// baseURL returns what relative addresses of the page are relative to: its own address, moved by <base href>.
func (s *said) baseURL(page string) string {
	for n := s.root; n != nil; {
		deeper := true
		switch n.DataAtom {
		case atom.Base:
			if href, ok := attr(n, "href"); ok {
				if u := text.URL(href, page); u != "" {
					return u
				}
			}
		case atom.Body:
			deeper = false
		}
		n = next(n, s.root, deeper)
	}
	if page == "" {
		if u := text.URL(s.canonical, ""); u != "" {
			return u
		}
		return text.URL(s.first("og:url"), "")
	}
	return page
}

// nextPage returns the address of the article's next page if the page names one on the same site, or "".
func (s *said) nextPage(page, base string) string {
	u := text.URL(s.next, base)
	if u == "" || bareURL(u) == bareURL(page) && !strings.ContainsAny(u, "?") || !sameHost(u, page) {
		return ""
	}
	return u
}

// sameHost says whether two addresses are on one host, "www." aside.
func sameHost(a, b string) bool {
	x, err1 := url.Parse(a)
	y, err2 := url.Parse(b)
	return err1 == nil && err2 == nil && x.Host != "" &&
		strings.EqualFold(strings.TrimPrefix(x.Host, "www."), strings.TrimPrefix(y.Host, "www."))
}
