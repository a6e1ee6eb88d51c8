package extract

import (
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"tidings/feed/article"
	"tidings/feed/text"
)

// figure is a <figure> on the way: its pictures and its caption.
type figure struct {
	elem     int32
	pictures []int // indices into pieces; the caption goes to the last
	sink     *sink // where the pictures went
	caption  sink
}

func (b *builder) openFigure(elem int32) *figure {
	return &figure{elem: elem, sink: b.top().sink}
}

// shutFigure gives a finished figure's caption to its picture, or sets it as text where no picture stays.
func (b *builder) shutFigure(p *place) {
	f := p.figure
	row := b.pieces
	if f.sink != nil {
		row = f.sink.pieces
	}
	if n := len(f.pictures); n > 0 && f.pictures[n-1] < len(row) {
		pic := &row[f.pictures[n-1]]
		var text sink
		for i := range f.caption.pieces {
			c := &f.caption.pieces[i]
			if c.state == kept && len(c.block.Text()) > longestCaption {
				text.pieces = append(text.pieces, *c)
				continue
			}
			if pic.block.Kind == article.Embed {
				pic.block.Alt = captioned(pic.block.Alt, pic.block.URL, c.block.Text())
				continue
			}
			pic.block.Spans = joinSpans(pic.block.Spans, c.block.Spans)
			pic.block.RTL = pic.block.RTL || c.block.RTL
		}
		b.emitAll(&text)
		return
	}
	b.emitAll(&f.caption)
}

// captioned is the name of a film, a player or a map with its caption: they are one link, and no text of the article's.
func captioned(name, url, caption string) string {
	switch {
	case caption == "" || strings.Contains(name, caption):
		return name
	case name == text.Host(url) || strings.Contains(caption, name):
		return caption
	}
	return name + ": " + caption
}

// looseCaption finds a caption that stands under its picture without a <figure> around both.
func (b *builder) looseCaption(n *html.Node, p *place) {
	class, ok := attr(n, "class")
	if !ok || len(b.pieces) == 0 || !strings.Contains(strings.ToLower(class), "caption") {
		return
	}
	last := &b.pieces[len(b.pieces)-1]
	el := &b.doc.elems[p.elem]
	if last.block.Kind != article.Figure || len(last.block.Spans) > 0 || last.leaf != int(el.first) || b.allBytes[el.last]-b.allBytes[el.first] > longestCaption {
		return
	}
	p.figure = &figure{elem: p.elem, pictures: []int{len(b.pieces) - 1}}
	p.sink = &p.figure.caption
}

// longestCaption is the most text, in bytes, that is taken for a caption where there is doubt.
const longestCaption = 400

// image sets a picture: a formula or an emoji as text, a real picture as a block of its own.
func (b *builder) image(n *html.Node) {
	alt, _ := attr(n, "alt")
	alt = text.Line(alt)
	if tex := formulaAlt(n, alt); tex != "" {
		b.formula(n, tex)
		return
	}
	if isEmoji(alt) {
		if b.run.leaf >= 0 {
			b.write(alt, b.top().style, b.top().url)
		}
		return
	}
	if decorative(n) {
		return
	}
	if tip, _ := attr(n, "title"); b.top().figure == nil {
		alt = withTip(alt, text.Line(tip))
	}
	b.picture(pictureAddress(n, b.base), alt)
}

// tipWords is how many words a picture's tool tip has at least that says something: others are names of files, and what the picture shows.
const tipWords = 5

// withTip is what stands for a picture, with what a browser says where one points at it: drawn strips have a line of their text there.
func withTip(alt, tip string) string {
	switch {
	case countWords(tip) < tipWords || strings.Contains(alt, tip):
		return alt
	case alt == "" || strings.HasPrefix(tip, strings.TrimRight(alt, ".… ")):
		return tip
	}
	return alt + ": " + tip
}

// picture adds a picture's block where the text around belongs to the article.
func (b *builder) picture(url, alt string) {
	p := b.top()
	key := pictureKey(url)
	if url == "" || b.seen[key] || p.table != nil {
		return
	}
	elem := p.elem
	if p.figure != nil {
		elem = max(0, b.doc.elems[p.figure.elem].parent)
	}
	if !b.captionStays(p.figure) && !b.around(elem) {
		return
	}
	b.seen[key] = true
	pc := piece{block: article.Block{Kind: article.Figure, URL: url, Alt: alt, Quote: p.quote}, leaf: int(b.at), state: kept, elem: p.elem}
	b.show(pc, p)
}

// captionStays says whether the words under a picture are kept.
func (b *builder) captionStays(f *figure) bool {
	if f == nil || b.doc.elems[f.elem].node.DataAtom != atom.Figure {
		return false
	}
	for i := b.doc.elems[f.elem].first; i < b.doc.elems[f.elem].last; i++ {
		if b.verdicts[i].keep {
			return true
		}
	}
	return false
}

// show gives out a picture or an embed, after the paragraph that it stands in, and tells the figure around it, whose caption
// it takes.
func (b *builder) show(pc piece, p *place) {
	if b.run.leaf >= 0 {
		b.pending = append(b.pending, pc)
		return
	}
	if p.figure != nil && p.sink == p.figure.sink {
		row := &b.pieces
		if p.sink != nil {
			row = &p.sink.pieces
		}
		p.figure.pictures = append(p.figure.pictures, len(*row))
	}
	b.emit(pc, p.sink)
}

// noscript looks for the picture that a page shows where scripts do not run. The parser leaves its content as text.
func (b *builder) noscript(n *html.Node) {
	if n.FirstChild == nil || n.FirstChild.Type != html.TextNode || len(n.FirstChild.Data) > 20_000 || !strings.Contains(n.FirstChild.Data, "<img") {
		return
	}
	z := html.NewTokenizer(strings.NewReader(n.FirstChild.Data))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return
		case html.StartTagToken, html.SelfClosingTagToken:
			t := z.Token()
			if t.DataAtom == atom.Img {
				img := &html.Node{Type: html.ElementNode, Data: t.Data, DataAtom: t.DataAtom, Attr: t.Attr}
				alt, _ := attr(img, "alt")
				alt = text.Line(alt)
				if !decorative(img) {
					b.picture(pictureAddress(img, b.base), alt)
				}
			}
		}
	}
}

// Pictures are chosen for a terminal, whose cells show about 1,000 pixels at most: the smallest variant of at least this width.
const wantedWidth = 1000

// pictureAddress returns the address of an <img>'s picture: of the variants that the element, its <picture> and the attributes of
// lazy loading offer, the one of a sensible size.
func pictureAddress(n *html.Node, base string) string {
	var src, lazy string
	var sets []string
	for i := range n.Attr {
		a := &n.Attr[i]
		v := strings.TrimSpace(a.Val)
		switch {
		case v == "" || strings.HasPrefix(v, "data:") || strings.HasPrefix(v, "blob:"):
		case a.Key == "src":
			src = v
		case strings.HasSuffix(a.Key, "srcset"):
			sets = append(sets, v)
		case a.Key == "data-src" || a.Key == "data-original" || a.Key == "data-lazy-src" || a.Key == "data-lazy" || a.Key == "data-url" || a.Key == "data-image" || a.Key == "data-full-src" || a.Key == "data-hi-res-src":
			if lazy == "" || a.Key == "data-src" {
				lazy = v
			}
		case strings.HasPrefix(a.Key, "data-") && lazy == "" && pictureName(v):
			lazy = v
		}
	}
	if n.Parent != nil && n.Parent.DataAtom == atom.Picture {
		for c := n.Parent.FirstChild; c != nil; c = c.NextSibling {
			if c.DataAtom != atom.Source {
				continue
			}
			for i := range c.Attr {
				if strings.HasSuffix(c.Attr[i].Key, "srcset") && !strings.HasPrefix(c.Attr[i].Val, "data:") {
					sets = append(sets, c.Attr[i].Val)
				}
			}
		}
	}
	plain := src
	if lazy != "" {
		plain = lazy
	}
	if placeholder(plain) {
		plain = ""
	}
	if best := fromSets(sets, plain == ""); best != "" {
		if u := pictureURL(best, base); u != "" && !placeholder(best) {
			return u
		}
	}
	return pictureURL(plain, base)
}

// fromSets chooses from srcset attributes (HTML standard, "srcset attributes"). Without widths the first of a set is taken, but
// only if it must: an <img>'s own address is as good.
func fromSets(sets []string, must bool) string {
	best, width := "", 0
	for _, set := range sets {
		if len(set) > 20_000 {
			continue
		}
		for set != "" {
			set = strings.TrimLeft(set, " \t\r\n,")
			end := strings.IndexAny(set, " \t\r\n")
			if end < 0 {
				end = len(set)
			}
			u := set[:end]
			set = set[end:]
			desc := ""
			if strings.HasSuffix(u, ",") {
				u = strings.TrimRight(u, ",")
			} else {
				desc, set, _ = strings.Cut(set, ",")
			}
			w := 0
			if v, ok := strings.CutSuffix(strings.TrimSpace(desc), "w"); ok {
				w, _ = strconv.Atoi(v)
			}
			switch {
			case u == "" || placeholder(u):
			case w == 0:
				if must && best == "" {
					best = u
				}
			case width == 0, width < wantedWidth && w > width, w >= wantedWidth && w < width:
				best, width = u, w
			}
		}
	}
	return best
}

// placeholder says whether an address is of the empty picture that stands in until the real one loads.
func placeholder(u string) bool {
	if strings.HasPrefix(u, "data:") {
		return true
	}
	if i := strings.IndexAny(u, "?#"); i >= 0 {
		u = u[:i]
	}
	name := strings.ToLower(u[strings.LastIndexByte(u, '/')+1:])
	stem, ext, _ := strings.Cut(name, ".")
	if ext != "gif" && ext != "png" && ext != "svg" && ext != "jpg" {
		return false
	}
	for _, w := range [...]string{"placeholder", "blank", "spacer", "transparent", "1x1", "pixel", "lazy", "loading", "grey", "gray", "empty", "clear", "fallback"} {
		if stem == w || strings.HasPrefix(stem, w+"-") || strings.HasPrefix(stem, w+"_") || strings.HasSuffix(stem, "-"+w) || strings.HasSuffix(stem, "_"+w) {
			return true
		}
	}
	return false
}

// pictureName says whether an attribute's value is the address of a picture file.
func pictureName(v string) bool {
	if len(v) > 2000 || strings.ContainsAny(v, " {}\"'") || !strings.Contains(v, "/") {
		return false
	}
	if i := strings.IndexAny(v, "?#"); i >= 0 {
		v = v[:i]
	}
	v = strings.ToLower(v)
	for _, e := range [...]string{".jpg", ".jpeg", ".png", ".webp", ".avif", ".gif"} {
		if strings.HasSuffix(v, e) {
			return true
		}
	}
	return false
}

// pictureKey is what two addresses of one picture have in common: sizes are mostly in the query.
func pictureKey(u string) string {
	if i := strings.IndexByte(u, '?'); i >= 0 && pictureName(u) {
		return u[:i]
	}
	return u
}

// smallestPicture is the least side, in CSS pixels, of a picture that says something.
const smallestPicture = 49

// decorative says whether a picture belongs to the page's furniture: tracking pixels, icons, logos, portraits of authors.
func decorative(n *html.Node) bool {
	for i := range n.Attr {
		a := &n.Attr[i]
		switch a.Key {
		case "width", "height":
			if v, err := strconv.Atoi(strings.TrimSuffix(strings.TrimSpace(a.Val), "px")); err == nil && v < smallestPicture && v >= 0 && a.Val != "0" || a.Val == "0" {
				return true
			}
		case "aria-hidden":
			if a.Val == "true" {
				return true
			}
		case "class", "id", "src", "data-src":
			v := a.Val
			if a.Key == "src" || a.Key == "data-src" {
				if strings.HasPrefix(v, "data:image/svg") {
					continue
				}
				if i := strings.IndexAny(v, "?#"); i >= 0 {
					v = v[:i]
				}
				v = v[strings.LastIndexByte(v, '/')+1:]
			}
			if furniture(v) && (a.Key == "class" || a.Key == "id" || len(strings.FieldsFunc(v, func(r rune) bool { return !unicode.IsLetter(r) })) <= 3) {
				return true // a photograph of a company's logo has a longer name
			}
		}
	}
	if hidden(n) {
		return true
	}
	for p, i := n.Parent, 0; p != nil && i < 4; p, i = p.Parent, i+1 {
		if p.DataAtom == atom.Figure || p.DataAtom == atom.Article || p.DataAtom == atom.Main || p.DataAtom == atom.Body {
			break
		}
		class, _ := attr(p, "class")
		if furniture(class) || p.DataAtom == atom.Button || p.DataAtom == atom.Nav || p.DataAtom == atom.Form {
			return true
		}
	}
	return false
}

// furniture says whether a class or a file's name has a word that marks pictures of no content.
func furniture(s string) bool {
	if len(s) > 400 {
		return false
	}
	for w := range strings.FieldsFuncSeq(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) }) {
		switch w {
		case "icon", "icons", "avatar", "avatars", "gravatar", "logo", "logos", "emoji", "spinner", "loader", "badge", "sprite", "pixel", "tracking", "tracker", "beacon", "author", "authors", "byline", "headshot", "share", "sharing", "social", "favicon", "button", "advert", "advertisement", "ads", "sponsor", "paywall", "newsletter", "related", "recommended", "promo":
			return true
		}
	}
	return false
}

// isEmoji says whether a picture stands for a single character.
func isEmoji(alt string) bool {
	if alt == "" || len([]rune(alt)) > 8 {
		return false
	}
	for _, r := range alt {
		if r < 0x2000 && r != 0xa9 && r != 0xae {
			return false
		}
		if unicode.IsLetter(r) {
			return false
		}
	}
	return true
}
