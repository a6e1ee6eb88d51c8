package extract

import (
	"bytes"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// parse builds the page's tree. It never fails: a page that nests deeper than the parser allows (512 elements) is read flat,
// a page with more tags than the ceilings is cut there and cut reports it.
func parse(page []byte) (root *html.Node, cut bool) {
	n := limit(page)
	cut = n < len(page)
	page = tame(page[:n])
	root, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		root, err = html.Parse(strings.NewReader(flatten(page)))
	}
	if err != nil || root == nil {
		root = &html.Node{Type: html.DocumentNode}
	}
	serveNoscript(root)
	return root, cut
}

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

// flatten rewrites a page that nests too deeply as one flat row of blocks: text, headings, list items, links, pictures and
// metadata stay, everything else only ends a block.
func flatten(page []byte) string {
	var out strings.Builder
	out.WriteString("<!doctype html>")
	z := html.NewTokenizer(bytes.NewReader(page))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return out.String()
		case html.TextToken:
			out.Write(z.Raw())
		case html.StartTagToken, html.SelfClosingTagToken:
			raw := string(z.Raw())
			name, _ := z.TagName()
			switch a := atom.Lookup(name); a {
			case atom.Title, atom.Meta, atom.Link, atom.Script, atom.Style, atom.Img, atom.Br, atom.Textarea, atom.Noscript, atom.Iframe, atom.Xmp, atom.Noembed, atom.Noframes:
				out.WriteString(raw)
			case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
				out.WriteString("<" + a.String() + ">")
			case atom.A:
				out.WriteString("</a>" + raw)
			default:
				if isBlock(a) {
					out.WriteString("</a><p>")
				}
			}
		case html.EndTagToken:
			name, _ := z.TagName()
			switch a := atom.Lookup(name); a {
			case atom.Title, atom.Script, atom.Style, atom.Textarea, atom.Noscript, atom.Iframe, atom.Xmp, atom.Noembed, atom.Noframes, atom.A,
				atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
				out.WriteString("</" + a.String() + ">")
			default:
				if isBlock(a) {
					out.WriteString("</a><p>")
				}
			}
		}
	}
}

// isBlock says whether an element breaks the line before and after itself (the HTML standard's rendering section, and
// buttons and options, whose labels are never part of a sentence).
func isBlock(a atom.Atom) bool {
	switch a {
	case atom.Address, atom.Article, atom.Aside, atom.Blockquote, atom.Body, atom.Button, atom.Caption, atom.Center, atom.Dd, atom.Details, atom.Dialog, atom.Dir,
		atom.Div, atom.Dl, atom.Dt, atom.Fieldset, atom.Figcaption, atom.Figure, atom.Footer, atom.Form, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6,
		atom.Header, atom.Hgroup, atom.Hr, atom.Html, atom.Legend, atom.Li, atom.Listing, atom.Main, atom.Menu, atom.Nav, atom.Ol, atom.Optgroup, atom.Option, atom.P,
		atom.Plaintext, atom.Pre, atom.Search, atom.Section, atom.Summary, atom.Table, atom.Tbody, atom.Td, atom.Tfoot, atom.Th, atom.Thead, atom.Tr, atom.Ul, atom.Xmp:
		return true
	}
	return false
}
