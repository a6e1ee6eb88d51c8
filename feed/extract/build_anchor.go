package extract

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// anchorSigns are the signs by which headings offer their own address.
const anchorSigns = "#¶§🔗\ufe0e\ufe0f\u200b\u2060\ufeff \u00a0"

// headingAnchor says whether a link is what a heading offers for copying its own address: a sign, nothing, or words that are not
// read aloud, and a fragment of the same page.
func (b *builder) headingAnchor(n *html.Node) bool {
	if b.top().head == 0 {
		return false
	}
	href, _ := attr(n, "href")
	i := strings.IndexByte(href, '#')
	if i < 0 || i > 0 && bareURL(href[:i]) != bareURL(b.doc.in.URL) {
		return false
	}
	own := textOf(n, 100)
	if strings.Trim(own, anchorSigns) != "" {
		if h, _ := attr(n, "aria-hidden"); h != "true" {
			return false
		}
		heading := n.Parent
		for heading != nil && !isBlock(heading.DataAtom) {
			heading = heading.Parent
		}
		if heading == nil || strings.TrimSpace(textOf(heading, 1000)) == strings.TrimSpace(own) {
			return false // it is the heading
		}
	}
	for c := n.FirstChild; c != nil; c = next(c, n, true) {
		if c.DataAtom == atom.Img {
			return false
		}
	}
	if t := firstText(n); t != nil {
		if leaf := b.doc.leafOf(t); leaf >= 0 {
			b.at = max(b.at, int32(leaf)+1)
		}
	}
	return true
}
