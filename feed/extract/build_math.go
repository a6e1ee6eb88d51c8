package extract

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"tidings/feed/article"
	"tidings/feed/text"
)

// formula writes a formula into the line it stands in. n is the element that holds it.
func (b *builder) formula(n *html.Node, tex string) {
	tex = text.Line(tex)
	if tex == "" {
		return
	}
	leaf := b.run.leaf
	for c, i := n, 0; c != nil && i < 400; c, i = next(c, n, true), i+1 {
		if c.Type == html.TextNode {
			if l := b.doc.leafOf(c); l >= 0 {
				leaf = l
				break
			}
		}
	}
	if leaf < 0 { // an element without text at the start of a line: it belongs to the text after it in the same block
		for c, i := next(n, nil, false), 0; c != nil && i < 20; c, i = next(c, nil, true), i+1 {
			if c.Type == html.ElementNode && (isBlock(c.DataAtom) || c.DataAtom == atom.Br) {
				break
			}
			if c.Type == html.TextNode {
				if l := b.doc.leafOf(c); l >= 0 {
					leaf = l
					break
				}
			}
		}
	}
	if leaf < 0 || !b.enter(leaf) {
		return
	}
	if b.run.space {
		b.run.space = false
		tex = b.gap(tex, article.Math, "")
	}
	b.add(article.Span{Text: tex, Style: article.Math})
}

// math sets a MathML formula as the TeX in its annotation or its alternative text. It says whether there was any.
func (b *builder) math(n *html.Node) bool {
	tex := ""
	for c := n; c != nil; c = next(c, n, true) {
		if c.Data == "annotation" && c.Type == html.ElementNode {
			if enc, _ := attr(c, "encoding"); strings.Contains(strings.ToLower(enc), "tex") {
				tex = textOf(c, 5000)
				break
			}
		}
	}
	if tex == "" {
		tex, _ = attr(n, "alttext")
	}
	if strings.TrimSpace(tex) == "" {
		return false
	}
	b.formula(n, bareTeX(tex))
	return true
}

// bareTeX drops the wrapper that sets a formula's style: "{\displaystyle x}" becomes "x".
func bareTeX(s string) string {
	s = strings.TrimSpace(s)
	for _, pre := range [...]string{`{\displaystyle`, `{\textstyle`} {
		if in, ok := strings.CutPrefix(s, pre); ok && strings.HasSuffix(in, "}") {
			return strings.TrimSpace(strings.TrimSuffix(in, "}"))
		}
	}
	return s
}

// mathScript sets the TeX of <script type="math/tex">.
func (b *builder) mathScript(n *html.Node) {
	if t, ok := attr(n, "type"); ok && strings.HasPrefix(strings.ToLower(t), "math/tex") && n.FirstChild != nil {
		b.formula(n, n.FirstChild.Data)
	}
}

// mathShadow says whether an element repeats, drawn letter by letter, the formula that stands beside it as MathML or TeX.
func mathShadow(n *html.Node) bool {
	if n.DataAtom != atom.Span && n.DataAtom != atom.Div {
		return false
	}
	class, ok := attr(n, "class")
	if !ok {
		return false
	}
	if hasWord(class, "katex-html") {
		return true
	}
	if strings.HasPrefix(class, "MathJax") {
		for s, i := n.NextSibling, 0; s != nil && i < 3; s, i = s.NextSibling, i+1 {
			if t, ok := attr(s, "type"); ok && s.DataAtom == atom.Script && strings.HasPrefix(t, "math/tex") {
				return true
			}
		}
	}
	return false
}

// formulaAlt returns the formula that a picture shows, if its alternative text is one: its class names TeX or mathematics, or the
// text has TeX's commands.
func formulaAlt(n *html.Node, alt string) string {
	if alt == "" {
		return ""
	}
	class, _ := attr(n, "class")
	class = strings.ToLower(class)
	for _, w := range [...]string{"math", "latex", "tex", "equation", "formula"} {
		if hasWord(strings.ReplaceAll(class, "-", " "), w) {
			return bareTeX(alt)
		}
	}
	if i := strings.IndexByte(alt, '\\'); i >= 0 && i+1 < len(alt) && isLetter(alt[i+1]) && strings.ContainsAny(alt, "{}_^") {
		return bareTeX(alt)
	}
	return ""
}
