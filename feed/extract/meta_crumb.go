package extract

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Some pages set their h1, worded for search engines, in small print at the end of the path to the page ("Home > Politics >
// …"), and show another heading, an h2, as the title.

const (
	crumbTrust = .1  // what such an h1 is trusted
	crumbReach = 150 // how many elements below it the shown title may begin
)

// endsCrumbs says whether a heading is the last step of the path to the page: what holds it is named so, or it ends a row of links.
func endsCrumbs(h *html.Node) bool {
	for n, depth := h, 0; n != nil && depth < 5; n, depth = n.Parent, depth+1 {
		switch n.DataAtom {
		case atom.Article, atom.Main, atom.Header, atom.Section, atom.Body:
			return false
		}
		for i := range n.Attr {
			if a := &n.Attr[i]; strings.Contains(strings.ToLower(a.Key+" "+a.Val), "breadcrumb") {
				return true
			}
		}
		if depth < 3 && n.DataAtom == atom.Li || n == h {
			if endsLinks(n) {
				return true
			}
		}
	}
	return false
}

// endsLinks says whether an element is the last of its parent's, and all others are links or hold little else.
func endsLinks(n *html.Node) bool {
	links := 0
	for c := n.NextSibling; c != nil; c = c.NextSibling {
		if c.Type == html.ElementNode {
			return false
		}
	}
	for c := n.PrevSibling; c != nil; c = c.PrevSibling {
		if c.Type != html.ElementNode {
			continue
		}
		if !holdsLink(c) {
			return false
		}
		links++
	}
	return links >= 2 || links == 1 && n.DataAtom == atom.Li
}

// holdsLink says whether an element is a link or has one and no heading.
func holdsLink(n *html.Node) bool {
	link := false
	for c := n; c != nil; c = next(c, n, true) {
		switch c.DataAtom {
		case atom.A:
			link = true
		case atom.H1, atom.H2, atom.H3, atom.H4, atom.P, atom.Img:
			return false
		}
	}
	return link
}
