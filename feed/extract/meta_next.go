package extract

import (
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"tidings/feed/text"
)

// nextPage returns the address of the article's next page, or "". rel=next alone says little: most sites set it on the link to the
// next article. The address itself must be that of the same article, one page further.
func (s *said) nextPage(page, base string) string {
	for _, raw := range s.nexts {
		u := text.URL(raw, base)
		if u == "" || !sameHost(u, page) {
			continue
		}
		for _, own := range []string{page, text.URL(s.canonical, base)} {
			stem, n := pageOf(own)
			next, m := pageOf(u)
			if stem != "" && stem == next && m == n+1 {
				return u
			}
		}
	}
	return ""
}

// sameHost says whether two addresses are on one host, "www." aside.
func sameHost(a, b string) bool {
	x, err1 := url.Parse(a)
	y, err2 := url.Parse(b)
	return err1 == nil && err2 == nil && x.Host != "" &&
		strings.EqualFold(strings.TrimPrefix(x.Host, "www."), strings.TrimPrefix(y.Host, "www."))
}

// mostPages is the highest number that counts as that of an article's page: higher ones are years and the numbers of articles.
const mostPages = 99

// pageWords stand before or around the number of a page in addresses.
var pageWords = []string{"page", "p", "pg", "paged", "pagenum", "pageno", "page_no", "pagenumber", "currentpage", "seite", "pagina", "página", "sida", "side", "strona", "sivu", "part", "teil"}

// pageOf takes an address apart into what is common to all pages of an article, and the page's number: 1 where it has none.
// The stem is empty for what is no address.
func pageOf(raw string) (stem string, n int) {
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" {
		return "", 0
	}
	n = 1
	var query []string
	for part := range strings.SplitSeq(u.RawQuery, "&") {
		key, value, _ := strings.Cut(part, "=")
		if m := pageNumber(value); m > 0 && n == 1 && slices.Contains(pageWords, strings.ToLower(key)) {
			n = m
		} else if part != "" && !strings.HasPrefix(key, "utm_") {
			query = append(query, part)
		}
	}
	p := strings.TrimSuffix(u.EscapedPath(), "/")
	if n == 1 {
		p, n = pageOfPath(p)
	}
	return strings.ToLower(strings.TrimPrefix(u.Hostname(), "www.")) + p + "?" + strings.Join(query, "&"), n
}

// pageOfPath does the same with a path: "/story/2", "/story/page/2", "/story/page-2", "/story-2.html", "/story,2.html".
func pageOfPath(p string) (stem string, n int) {
	dir, last := path.Split(p)
	if m := pageNumber(last); m > 0 && dir != "/" {
		dir = strings.TrimSuffix(dir, "/")
		if up, word := path.Split(dir); slices.Contains(pageWords, strings.ToLower(word)) {
			dir = strings.TrimSuffix(up, "/")
		}
		return dir, m
	}
	ext := path.Ext(last)
	name := strings.TrimSuffix(last, ext)
	i := strings.LastIndexAny(name, "-_,")
	if m := pageNumber(name[i+1:]); m > 0 && i > 0 {
		head := name[:i]
		if j := strings.LastIndexAny(head, "-_,"); slices.Contains(pageWords, strings.ToLower(head[j+1:])) {
			return strings.TrimSuffix(dir+strings.TrimRight(head[:max(j, 0)], "-_,")+ext, "/"), m
		}
		if ext != "" { // without one "-2" is mostly that of a second article of the same name
			return dir + head + ext, m
		}
	}
	for _, w := range pageWords[:4] { // "/story/page2", "/story/p2"
		if m := pageNumber(strings.TrimPrefix(strings.ToLower(name), w)); m > 0 && len(name) > len(w) && ext == "" && dir != "/" {
			return strings.TrimSuffix(dir, "/"), m
		}
	}
	return p, 1
}

// pageNumber reads a page's number, or returns 0.
func pageNumber(s string) int {
	if len(s) == 0 || len(s) > 2 || s[0] == '+' || s[0] == '-' {
		return 0
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 || n > mostPages {
		return 0
	}
	return n
}

// endsInNumber says, cheaply, whether an address may have the number of a page.
func endsInNumber(href string) bool {
	href = strings.TrimRight(href, "/")
	if i := strings.LastIndexByte(href, '.'); i > 0 && len(href)-i <= 6 {
		href = href[:i]
	}
	return href != "" && href[len(href)-1] >= '0' && href[len(href)-1] <= '9'
}

// amongPages says whether a link stands in a row of page numbers that is not that of the comments.
func amongPages(n *html.Node) bool {
	found := false
	for p, up := n, 0; p != nil && up < 12; p, up = p.Parent, up+1 {
		if p.DataAtom == atom.Body {
			break
		}
		for _, k := range [...]string{"class", "id", "aria-label"} {
			v, ok := attr(p, k)
			if !ok || len(v) > 300 {
				continue
			}
			v = strings.ToLower(v)
			if strings.Contains(v, "comment") {
				return false
			}
			if up < 5 {
				for _, w := range [...]string{"pagin", "pager", "page-link", "pagelink", "page_link", "page-number", "page-nav", "pagenav", "multipage", "seiten"} {
					found = found || strings.Contains(v, w)
				}
			}
		}
	}
	return found
}
