package extract

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// headText returns a heading's text. A kicker that stands inside the heading, set apart by style alone, is set apart by a colon.
func headText(n *html.Node) string {
	whole := withoutAnchor(n, textOf(n, 1000))
	front, colon := "", false // what stands in front of a colon that has an element to itself
	var text []byte
	space := false
	for c := next(n, n, true); c != nil; c = next(c, n, true) {
		switch c.Type {
		case html.TextNode:
			if t := strings.TrimSpace(c.Data); t == ":" && len(text) > 0 && !colon && c.Parent != n {
				front, colon = string(text), true
				text, space = text[:0], false
				continue
			}
			text, space = appendText(text, c.Data, space)
		case html.ElementNode:
			if len(text) > 0 || colon || !isKicker(c) {
				continue
			}
			kicker := textOf(c, 1000)
			if title, ok := strings.CutPrefix(whole, kicker); ok && kicker != "" {
				if title = strings.TrimLeft(title, " -–—|:"); title != "" {
					return withColon(kicker, title)
				}
			}
		}
	}
	if title := withoutAnchor(n, strings.TrimSpace(string(text))); colon && title != "" && squash(front+title) == squash(whole) {
		return withColon(front, title)
	}
	return whole
}

// withoutAnchor returns a heading's text without the sign by which it offers its own address.
func withoutAnchor(n *html.Node, text string) string {
	for c := next(n, n, true); c != nil; c = next(c, n, true) {
		if c.DataAtom != atom.A {
			continue
		}
		href, _ := attr(c, "href")
		sign := textOf(c, 20)
		if !strings.HasPrefix(href, "#") || sign == "" || strings.Trim(sign, anchorSigns) != "" {
			continue
		}
		if t, ok := strings.CutSuffix(text, sign); ok {
			return strings.TrimSpace(t)
		}
		if t, ok := strings.CutPrefix(text, sign); ok {
			return strings.TrimSpace(t)
		}
	}
	return text
}

// withColon puts a kicker in front of a title: with a colon, where it does not end in a mark of its own.
func withColon(kicker, title string) string {
	kicker = strings.TrimRight(kicker, " :")
	r, _ := utf8.DecodeLastRuneInString(kicker)
	if !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.Is(unicode.Quotation_Mark, r) && r != ')' {
		return kicker + " " + title
	}
	return kicker + ": " + title
}

// isKicker says whether a class, or what the page notes for its own scripts, names the line above a headline.
func isKicker(n *html.Node) bool {
	for i := range n.Attr {
		a := &n.Attr[i]
		v := ""
		switch {
		case a.Key == "class":
			v = a.Val
		case strings.HasPrefix(a.Key, "data-"):
			v = a.Key
			if len(a.Val) < 40 && !strings.Contains(a.Val, " ") {
				v += " " + a.Val
			}
		default:
			continue
		}
		v = strings.ToLower(v)
		for _, w := range [...]string{"kicker", "overline", "eyebrow", "dachzeile", "topline", "roofline", "spitzmarke", "surtitre", "supertitle", "pretitle", "pre-title", "antetitulo", "occhiello"} {
			if strings.Contains(v, w) {
				return true
			}
		}
	}
	return false
}
