package extract

import (
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"tidings/feed/article"
	"tidings/feed/text"
)

// code sets a listing: a <pre>, or a table whose first column numbers the lines. It says whether the element is dealt with.
func (b *builder) code(n *html.Node) bool {
	el := &b.doc.elems[b.elem]
	elem := b.elem
	from, to := int(el.first), int(el.last)
	raw := codeText(n)
	if raw == "" || onlyNumbers(raw) && gutterAround(n) {
		b.skipElem(n)
		return true
	}
	p := b.top()
	state, v := b.stateOfRange(from, to, .5)
	b.closeRun()
	b.skipElem(n)
	if state == dropped && p.sink == nil {
		return true
	}
	bl := article.Block{Kind: article.Code, Quote: p.quote, Lang: codeLanguage(n), Spans: []article.Span{{Text: raw}}}
	if class, _ := attr(n, "class"); bl.Lang == "" && (p.verse || verseClass(class)) {
		bl.Kind = article.Verse
		bl.Lang = p.lang
	}
	if p.item >= 0 {
		b.items[p.item].used = true
	}
	b.emit(piece{block: bl, leaf: from, end: to, text: true, state: state, v: v, elem: elem}, p.sink)
	return true
}

// codeText returns a listing's text with its line breaks, without line numbers and without the buttons that copy it.
func codeText(n *html.Node) string {
	var s strings.Builder
	for c := n; c != nil; {
		deeper := true
		switch c.Type {
		case html.TextNode:
			s.WriteString(c.Data)
		case html.ElementNode:
			class, _ := attr(c, "class")
			_, number := attr(c, "data-line-number")
			switch {
			case c.DataAtom == atom.Br:
				s.WriteByte('\n')
			case c != n && (skipped(c) || c.DataAtom == atom.Button || gutterClass(class) || number && firstText(c) == nil || hidden(c)):
				deeper = false
			case c != n && (c.DataAtom == atom.Tr || c.DataAtom == atom.Div || c.DataAtom == atom.Li || c.DataAtom == atom.P):
				if s.Len() > 0 && !strings.HasSuffix(s.String(), "\n") {
					s.WriteByte('\n')
				}
			}
		}
		c = next(c, n, deeper)
	}
	lines := strings.Split(text.Lines(s.String()), "\n")
	for i := range lines {
		lines[i] = strings.TrimRightFunc(lines[i], unicode.IsSpace)
	}
	for len(lines) > 0 && lines[0] == "" {
		lines = lines[1:]
	}
	for len(lines) > 0 && lines[len(lines)-1] == "" {
		lines = lines[:len(lines)-1]
	}
	return strings.Join(lines, "\n")
}

// onlyNumbers says whether a listing holds nothing but line numbers.
func onlyNumbers(s string) bool {
	for _, r := range s {
		if !unicode.IsDigit(r) && !unicode.IsSpace(r) {
			return false
		}
	}
	return true
}

// gutterAround says whether an element stands in the column of line numbers, by class or as a table's first cell.
func gutterAround(n *html.Node) bool {
	for p, i := n, 0; p != nil && i < 4; p, i = p.Parent, i+1 {
		if class, ok := attr(p, "class"); ok && gutterClass(class) {
			return true
		}
		if p.DataAtom == atom.Td {
			return true
		}
	}
	return false
}

// codeLanguage returns the programming language that classes and attributes on a listing, on the <code> inside or on the
// wrappers around name: "language-go" (HTML standard), "lang-go", "highlight-source-go", "brush: go", data-lang.
func codeLanguage(n *html.Node) string {
	look := []*html.Node{n}
	inside := 1
	for c, i := next(n, n, true), 0; c != nil && i < 100; c, i = next(c, n, true), i+1 {
		if c.DataAtom == atom.Code || c.DataAtom == atom.Pre {
			look = append(look, c)
			inside++
		}
	}
	for p, i := n.Parent, 0; p != nil && i < 3; p, i = p.Parent, i+1 {
		look = append(look, p)
	}
	for i, e := range look {
		for _, k := range [...]string{"data-lang", "data-language", "data-code-language"} {
			if v, ok := attr(e, k); ok {
				if l := languageName(v); l != "" {
					return l
				}
			}
		}
		class, _ := attr(e, "class")
		if l := classLanguage(class, i < inside); l != "" {
			return l
		}
	}
	return ""
}

// classLanguage reads a language from class words. bare allows a word that follows "sourceCode" or "highlight".
func classLanguage(class string, bare bool) string {
	class = strings.ToLower(class)
	if _, after, ok := strings.Cut(class, "brush:"); ok {
		after = strings.TrimSpace(after)
		if i := strings.IndexAny(after, "; "); i >= 0 {
			after = after[:i]
		}
		return languageName(after)
	}
	words := strings.Fields(class)
	for _, w := range words {
		for _, pre := range [...]string{"language-", "lang-", "highlight-source-", "highlight-text-", "highlight-", "syntax-", "code-"} {
			if v, ok := strings.CutPrefix(w, pre); ok {
				if l := languageName(v); l != "" {
					return l
				}
			}
		}
	}
	for i, w := range words {
		if (w == "sourcecode" || w == "hljs" || w == "prettyprint") && bare && i+1 < len(words) {
			return languageName(words[i+1])
		}
	}
	return ""
}

// languageName returns a name in lower case if it can be one of a programming language.
func languageName(s string) string {
	s = strings.ToLower(strings.TrimSpace(s))
	if s == "" || len(s) > 20 {
		return ""
	}
	for _, r := range s {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("+#-._", r) {
			return ""
		}
	}
	switch s {
	case "none", "plaintext", "plain", "text", "txt", "nohighlight", "block", "wrapper", "toolbar", "box", "container", "copy", "snippet", "line", "en", "default", "auto", "undefined":
		return ""
	}
	return s
}
