package extract

import (
	"net/url"
	"path"
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
		if u := pictureURL(r, base); u != "" && !isEmblem(u) {
			return u
		}
	}
	return ""
}

// isEmblem says whether a picture is the site's own rather than the article's: what its file is called says so.
func isEmblem(address string) bool {
	u, err := url.Parse(address)
	if err != nil {
		return true
	}
	name := strings.ToLower(path.Base(u.Path))
	ext := path.Ext(name)
	if ext == ".svg" || ext == ".ico" { // photographs and drawings for sharing never are
		return true
	}
	words := strings.FieldsFunc(strings.TrimSuffix(name, ext), func(r rune) bool { return r < 'a' || r > 'z' })
	for i, w := range words {
		switch w {
		case "logo", "logos", "icon", "favicon", "placeholder":
			return true
		case "default", "fallback", "opengraph", "sprite", "blank":
			if i == 0 {
				return true
			}
		}
	}
	return false
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
