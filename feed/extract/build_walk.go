package extract

import (
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"tidings/feed/article"
)

// open enters an element and says whether the walk goes inside.
func (b *builder) open(n *html.Node) bool {
	if b.enterElement(n) {
		return true
	}
	if n.FirstChild != nil && !skipped(n) {
		b.skipInside(n)
	}
	return false
}

// skipInside moves past the block elements inside an element that the walk does not enter.
func (b *builder) skipInside(n *html.Node) {
	for ; b.elem < int32(len(b.doc.elems)); b.elem++ {
		p := b.doc.elems[b.elem].node
		for p != nil && p != n {
			p = p.Parent
		}
		if p == nil {
			return
		}
		b.at = max(b.at, b.doc.elems[b.elem].last)
	}
}

// enterElement does what an element's start asks for and says whether the walk goes inside.
func (b *builder) enterElement(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Img:
		b.image(n)
		return false
	case atom.Noscript:
		b.noscript(n)
		return false
	case atom.Iframe, atom.Video, atom.Audio, atom.Object, atom.Embed:
		b.embedded(n)
		return false
	case atom.Script:
		b.mathScript(n)
		return false
	case atom.Rt:
		b.reading(n)
		return false
	case atom.Math:
		if b.math(n) {
			return false
		}
	}
	if n.DataAtom == 0 && b.custom(n) {
		return false
	}
	if skipped(n) || mathShadow(n) {
		return false
	}
	isElem := b.elem < int32(len(b.doc.elems)) && b.doc.elems[b.elem].node == n
	if isElem && n.DataAtom == atom.Pre || isElem && n.DataAtom == atom.Table && codeTable(n) {
		if b.code(n) {
			return false
		}
	}
	switch n.DataAtom {
	case atom.Br:
		b.brs++
		return false
	case atom.Hr:
		b.closeRun()
		b.rule()
	case atom.Ruby:
		b.ruby = len(b.run.spans)
		if b.run.leaf < 0 {
			b.ruby = 0
		}
	}
	if n.DataAtom == atom.A && (b.headingAnchor(n) || b.noteLink(n)) {
		return false
	}
	if isElem {
		b.closeRun()
		b.openBlock(n, b.elem)
		b.elem++
	} else {
		b.openInline(n)
	}
	return true
}

// openBlock opens a place for one of the document's block elements.
func (b *builder) openBlock(n *html.Node, elem int32) {
	p := b.push(n)
	p.elem = elem
	p.style &^= article.Note
	b.attributes(n, p)
	switch n.DataAtom {
	case atom.Blockquote:
		if e := b.openEmbed(n, elem); e != nil {
			p.embed, p.sink = e, &e.sink
		} else {
			p.quote++
		}
	case atom.Ul, atom.Ol, atom.Menu, atom.Dir:
		b.openList(n, p)
	case atom.Li:
		b.openItem(n, p)
	case atom.Dt:
		p.def = 1
	case atom.Dd:
		p.def = 2
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		p.head = int(n.Data[1] - '0')
	case atom.Address:
		p.verse = true
	case atom.Figure:
		p.figure = b.openFigure(elem)
	case atom.Figcaption:
		if p.figure != nil {
			p.sink = &p.figure.caption
		}
	case atom.Table:
		if p.table == nil && dataTable(n) {
			p.table = &table{elem: elem}
		}
	case atom.Caption:
		if p.table != nil {
			p.sink = &p.table.caption
		}
	case atom.Tr:
		if p.table != nil {
			p.table.row(n)
		}
	case atom.Td, atom.Th:
		if p.table != nil {
			p.sink = p.table.cell(n)
		}
	}
	if p.figure == nil && p.sink == nil {
		b.looseCaption(n, p)
	}
	if b.startsEntry(n) {
		b.entry(n, elem)
	}
	if id, ok := attr(n, "id"); ok {
		if label, ok := b.notes[id]; ok {
			p.note, p.noted, p.cited = label, true, b.cited[id]
		}
	}
}

// shutPlace does what an element's end asks for.
func (b *builder) shutPlace(n *html.Node, p *place) {
	if p.figure != nil && p.figure.elem == p.elem && !p.inline {
		b.shutFigure(p)
	}
	switch n.DataAtom {
	case atom.Q:
		b.quoteMark(n, "”")
	case atom.Table:
		if p.table != nil && (len(b.stack) == 0 || b.top().table != p.table) {
			b.shutTable(p.table)
		}
	case atom.Blockquote:
		if p.embed != nil && b.top().embed != p.embed {
			b.shutEmbed(p.embed)
		}
	}
}

// attributes reads what the attributes of an element change for the text inside.
func (b *builder) attributes(n *html.Node, p *place) {
	for i := range n.Attr {
		a := &n.Attr[i]
		switch a.Key {
		case "dir":
			switch strings.ToLower(strings.TrimSpace(a.Val)) {
			case "rtl":
				p.rtl = true
			case "ltr":
				p.rtl = false
			}
		case "lang", "xml:lang":
			if n.DataAtom != atom.Html {
				p.lang = ""
				if t := languageTag(a.Val); t != "" && baseOf(t) != b.pageLang {
					p.lang = t
				}
			}
		case "role":
			if a.Val == "heading" && p.head == 0 {
				p.head = 2
				if l, ok := attr(n, "aria-level"); ok {
					if v, err := strconv.Atoi(strings.TrimSpace(l)); err == nil && v >= 1 && v <= 6 {
						p.head = v
					}
				}
			}
		case "class":
			if verseClass(a.Val) {
				p.verse = true
			}
		}
	}
}

// verseClass says whether a class names a poem.
func verseClass(class string) bool {
	class = strings.ToLower(class)
	for _, w := range [...]string{"poem", "verse", "stanza", "lyrics", "poetry"} {
		if strings.Contains(class, w) && !strings.Contains(class, "reverse") && !strings.Contains(class, "universe") && !strings.Contains(class, "diverse") {
			return true
		}
	}
	return false
}

// openList opens an ordered or bulleted list.
func (b *builder) openList(n *html.Node, p *place) {
	l := list{step: 1}
	if n.DataAtom == atom.Ol {
		l.ordered, l.next = true, 1
		if _, ok := attr(n, "reversed"); ok {
			l.step, l.next = -1, 0
			for c := n.FirstChild; c != nil; c = c.NextSibling {
				if c.DataAtom == atom.Li {
					l.next++
				}
			}
		}
		if s, ok := attr(n, "start"); ok {
			if v, err := strconv.Atoi(strings.TrimSpace(s)); err == nil && v > -1e6 && v < 1e6 {
				l.next = v
			}
		}
	}
	b.lists = append(b.lists, l)
	p.list = len(b.lists) - 1
	p.depth++
	p.item = -1
	p.def = 0
}

// openItem opens an item of the list around it.
func (b *builder) openItem(n *html.Node, p *place) {
	it := item{}
	if p.list >= 0 && b.lists[p.list].ordered {
		l := &b.lists[p.list]
		if s, ok := attr(n, "value"); ok {
			if v, err := strconv.Atoi(strings.TrimSpace(s)); err == nil && v > -1e6 && v < 1e6 {
				l.next = v
			}
		}
		it.ordinal = l.next
		l.next += l.step
	}
	if p.depth == 0 {
		p.depth = 1
	}
	b.items = append(b.items, it)
	p.item = len(b.items) - 1
}

// openInline opens a place for an element inside a line, if it changes anything.
func (b *builder) openInline(n *html.Node) {
	var style article.Style
	url := ""
	switch n.DataAtom {
	case atom.B, atom.Strong:
		style = article.Bold
	case atom.I, atom.Em, atom.Cite, atom.Dfn, atom.Var:
		style = article.Italic
	case atom.Code, atom.Kbd, atom.Samp, atom.Tt:
		style = article.CodeText
	case atom.S, atom.Strike, atom.Del:
		style = article.Strike
	case atom.U, atom.Ins:
		style = article.Underline
	case atom.Sub:
		style = article.Sub
	case atom.Sup:
		style = article.Sup
	case atom.Mark:
		style = article.Mark
	case atom.A:
		if href, ok := attr(n, "href"); ok && !strings.HasPrefix(strings.TrimSpace(href), "#") {
			url = href
		}
	case atom.Q:
		b.quoteMark(n, "“")
	case atom.Span:
		style = cssStyle(n)
	}
	note, cited := "", false
	if v, ok := attr(n, "id"); ok {
		note, cited = b.notes[v], b.cited[v]
	}
	lang := ""
	if v, ok := attr(n, "lang"); ok && v != "" {
		lang = v
	}
	if style == 0 && url == "" && note == "" && lang == "" && n.DataAtom != atom.Q {
		return
	}
	p := b.push(n)
	p.inline = true
	if lang != "" {
		b.attributes(n, p)
	}
	if !(style == article.Bold && p.head > 0) {
		p.style |= style
	}
	if url != "" {
		p.url = url
	}
	if note != "" && b.run.leaf < 0 {
		p.note, p.noted, p.cited = note, true, cited
	}
}

// cssStyle reads bold and italic from a span's own style.
func cssStyle(n *html.Node) article.Style {
	v, ok := attr(n, "style")
	if !ok {
		return 0
	}
	v = strings.ReplaceAll(strings.ToLower(v), " ", "")
	var s article.Style
	if strings.Contains(v, "font-weight:bold") || strings.Contains(v, "font-weight:700") || strings.Contains(v, "font-weight:800") {
		s |= article.Bold
	}
	if strings.Contains(v, "font-style:italic") {
		s |= article.Italic
	}
	if strings.Contains(v, "line-through") {
		s |= article.Strike
	}
	return s
}
