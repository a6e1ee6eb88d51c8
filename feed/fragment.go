package feed

import "net/url"

// Fragment returns HTML from outside a feed (another program's store) as what Parse makes of a feed's own: a sanitised
// fragment with absolute addresses. base is the address that relative ones belong to, "" for none.
func Fragment(html, base string) string {
	u, err := url.Parse(base)
	if err != nil {
		u = nil
	}
	return new(sanitizer).sanitize(html, u)
}
