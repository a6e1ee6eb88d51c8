package extract

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// noscriptWords is how many words outside of links make a <noscript> text: fewer ask to turn scripts on, and rows of links are
// navigation.
const noscriptWords = 80

// serveNoscript puts the text that a page has ready for readers without scripts in the place where its scripts would have put
// it: some weblogs serve the whole article so. The parser leaves it as raw text, as a browser that runs scripts does; what
// holds a picture alone is looked into where the picture is wanted (build_figure.go).
func serveNoscript(root *html.Node) {
	for n := root; n != nil; n = next(n, root, true) {
		if n.DataAtom != atom.Noscript || n.FirstChild == nil || n.FirstChild.Type != html.TextNode || len(n.FirstChild.Data) < noscriptWords*4 {
			continue
		}
		body := &html.Node{Type: html.ElementNode, DataAtom: atom.Div, Data: "div"}
		nodes, err := html.ParseFragment(strings.NewReader(n.FirstChild.Data), body)
		if err != nil {
			continue
		}
		for _, c := range nodes {
			body.AppendChild(c)
		}
		if wordsBesideLinks(body) < noscriptWords {
			continue
		}
		n.Data, n.DataAtom = body.Data, body.DataAtom
		n.RemoveChild(n.FirstChild)
		for c := body.FirstChild; c != nil; c = body.FirstChild {
			body.RemoveChild(c)
			n.AppendChild(c)
		}
	}
}

// wordsBesideLinks counts the words below an element that are no link's.
func wordsBesideLinks(top *html.Node) int {
	words := 0
	for n := top; n != nil; {
		if n.Type == html.TextNode {
			words += len(strings.Fields(n.Data))
		}
		n = next(n, top, n.DataAtom != atom.A && !skipped(n))
	}
	return words
}
