package extract

import (
	"net/url"
	"strings"
	"unicode/utf8"
)

// siteNames returns the forms of the site's name that a title may carry, letters and digits alone.
func siteNames(s *said, page, site string) []string {
	var out []string
	add := func(n string) {
		if n = squash(n); len(n) > 1 {
			out = append(out, n)
		}
	}
	add(site)
	for _, k := range [...]string{"og:site_name", "application-name", "apple-mobile-web-app-title"} {
		for _, n := range s.meta[k] {
			if s.namesSite(n) {
				add(n)
			}
		}
	}
	add(s.ld.site)
	for i := range s.ld.things {
		add(s.ld.things[i].publisher)
		if i > 5 {
			break
		}
	}
	for _, n := range s.meta["twitter:site"] {
		add(n)
	}
	for _, raw := range []string{page, s.first("og:url"), s.canonical} {
		if u, err := url.Parse(raw); err == nil && u.Host != "" {
			h := strings.TrimPrefix(u.Hostname(), "www.")
			add(h)
			if labels := strings.Split(h, "."); len(labels) > 1 {
				add(labels[len(labels)-2])
				if len(labels[len(labels)-2]) <= 3 && len(labels) > 2 { // bbc.co.uk
					add(labels[len(labels)-3])
				}
			}
		}
	}
	return out
}

// isSite says whether a text is no more than the site's name.
func isSite(text string, names []string) bool {
	t := squash(text)
	if t == "" {
		return true
	}
	for _, n := range names {
		if t == n || "the"+t == n || t == "the"+n || len(n) >= 5 && strings.HasPrefix(t, n) && len(t) < len(n)+6 || len(t) >= 5 && strings.HasPrefix(n, t) {
			return true
		}
	}
	return false
}

// splitTitle cuts a title at what publishers put between it and the name of section and site. ends[i] is where part i's text
// ends in the title, starts[i] where it begins.
func splitTitle(t string) (starts, ends []int) {
	starts = append(starts, 0)
	quoted := strings.Contains(t, "«") && strings.Contains(t, "»")
	for i, r := range t {
		n := len(string(r))
		switch r {
		case '|', '¦', '│', '｜', '•', '·', '→', '★', '∣', '丨':
		case '-', '–', '—', '―', '/', ':', '~', '_', '−', '‒', '»', '«', '‹', '›': // angle quotes stand close to what they quote
			if quoted && (r == '«' || r == '»') {
				continue
			}
			before := i > 0 && t[i-1] == ' '
			after := i+n < len(t) && t[i+n] == ' '
			if !(before && after) && !(r == ':' && after && i > 0) && !((r == '-' || r == '_') && i > 0 && i+n < len(t) && t[i-1] >= 0x80 && t[i+n] >= 0x80) {
				continue
			}
		default:
			continue
		}
		ends = append(ends, i)
		starts = append(starts, i+n)
	}
	return starts, append(ends, len(t))
}

// trimSite cuts the site's name, and what stands beyond it, from either end of a title.
func trimSite(t string, names []string) string {
	starts, ends := splitTitle(t)
	lo, hi := 0, len(starts)-1
	for i := hi; i > 0; i-- { // the site's name and sections before it stand at the end
		if isSite(t[starts[i]:ends[i]], names) && len(squash(t[:ends[i-1]])) >= 4 {
			hi = i - 1
		}
	}
	if hi > 0 && isSite(t[starts[0]:ends[0]], names) && t[ends[0]] != ':' {
		lo = 1
	} else if hi > 0 && isSite(t[starts[0]:ends[0]], names) && hi >= 1 {
		lo = 1
	}
	out := strings.TrimSpace(t[starts[lo]:ends[hi]])
	out = strings.TrimRight(out, " |-–—·•:")
	if !strings.Contains(out, "«") { // else it closes a quotation
		out = strings.TrimRight(out, " »")
	}
	return out
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

// shortName returns a site's name without the motto that stands behind or in front of it: the part that its address has too,
// else the first.
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
