package extract

import (
	"net/url"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"tidings/feed/article"
	"tidings/feed/text"
)

// embed is a quoted post on the way, which a script would turn into its provider's own box.
type embed struct {
	elem int32
	url  string
	name string
	sink sink
}

// embedded sets a frame, a video, an audio or an object as a link with a name.
func (b *builder) embedded(n *html.Node) {
	src := ""
	for _, k := range [...]string{"src", "data-src", "data-lazy-src", "data-url", "data"} {
		if v, ok := attr(n, k); ok && src == "" && strings.TrimSpace(v) != "" && !strings.HasPrefix(v, "about:") {
			src = text.URL(v, b.base)
		}
	}
	if src == "" {
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			if v, ok := attr(c, "src"); ok && c.DataAtom == atom.Source && src == "" {
				src = text.URL(v, b.base)
			}
		}
	}
	if !strings.HasPrefix(src, "http") || b.seen[src] || hidden(n) || tiny(n) {
		return
	}
	name := ""
	for _, k := range [...]string{"title", "aria-label", "data-title"} {
		if v, ok := attr(n, k); ok && name == "" {
			name = text.Line(v)
		}
	}
	if n.DataAtom == atom.Iframe && !contentFrame(n, name) {
		return
	}
	p := b.top()
	elem := p.elem
	if p.figure != nil {
		elem = max(0, b.doc.elems[p.figure.elem].parent)
	}
	if p.table != nil || !b.around(elem) {
		return
	}
	b.seen[src] = true
	b.link(src, name)
}

// link adds an embed's block; its name falls back to the host.
func (b *builder) link(src, name string) {
	p := b.top()
	if name == "" {
		name = text.Host(src)
	}
	pc := piece{block: article.Block{Kind: article.Embed, URL: src, Alt: name, Quote: p.quote}, leaf: int(b.at), state: kept, elem: p.elem}
	b.show(pc, p)
}

// tiny says whether an element is set too small to be seen.
func tiny(n *html.Node) bool {
	for _, k := range [...]string{"width", "height"} {
		if v, ok := attr(n, k); ok {
			switch strings.TrimSuffix(strings.TrimSpace(v), "px") {
			case "0", "1", "2":
				return true
			}
		}
	}
	return false
}

// contentFrame says whether a frame shows something of the article rather than an advertisement or a form: it has a name or may
// fill the screen, and no word around it says otherwise.
func contentFrame(n *html.Node, name string) bool {
	low := strings.ToLower(name)
	for _, w := range [...]string{"advert", "3rd party ad", "recaptcha", "newsletter", "sign up", "sign-up", "subscribe", "consent", "cookie", "comments", "tag manager"} {
		if strings.Contains(low, w) {
			return false
		}
	}
	for p, i := n, 0; p != nil && i < 3; p, i = p.Parent, i+1 {
		for _, k := range [...]string{"class", "id"} {
			v, _ := attr(p, k)
			for w := range strings.FieldsFuncSeq(strings.ToLower(v), func(r rune) bool { return r < 'a' || r > 'z' }) {
				switch w {
				case "ad", "ads", "advert", "advertisement", "banner", "sponsor", "newsletter", "captcha", "comments", "disqus", "tracking", "gtm":
					return false
				}
			}
		}
	}
	if _, ok := attr(n, "allowfullscreen"); ok || name != "" || within(n, atom.Figure) {
		return true
	}
	if v, ok := attr(n, "allow"); ok && strings.Contains(v, "fullscreen") {
		return true
	}
	for p, i := n, 0; p != nil && i < 3; p, i = p.Parent, i+1 {
		class, _ := attr(p, "class")
		class = strings.ToLower(class)
		for _, w := range [...]string{"embed", "video", "player", "media", "map", "chart", "graphic"} {
			if strings.Contains(class, w) {
				return true
			}
		}
	}
	return false
}

// custom sets the elements of AMP that stand for pictures and frames. It says whether the element is dealt with.
func (b *builder) custom(n *html.Node) bool {
	switch n.Data {
	case "amp-img", "amp-anim":
		b.image(n)
	case "amp-iframe", "amp-video", "amp-audio":
		b.embedded(n)
	case "amp-ad", "amp-embed", "amp-analytics", "amp-pixel":
	default:
		return false
	}
	b.skipElem(n)
	return n.FirstChild == nil || n.Data != "amp-img"
}

// openEmbed says whether a block quote is another site's post, and where that stands: the post's own address is in an attribute or
// is its last link, to another host, and a script comes with it or its class names it an embed.
func (b *builder) openEmbed(n *html.Node, elem int32) *embed {
	class, _ := attr(n, "class")
	if class == "" {
		return nil
	}
	e := &embed{elem: elem}
	low := strings.ToLower(class)
	named := strings.Contains(low, "embed") || strings.Contains(low, "-media") || strings.Contains(low, "tweet") || strings.Contains(low, "-post") && !strings.Contains(low, "quote")
	for i := range n.Attr {
		a := &n.Attr[i]
		if a.Key == "cite" || strings.HasPrefix(a.Key, "data-") && (strings.HasSuffix(a.Key, "permalink") || strings.HasSuffix(a.Key, "url") || strings.HasSuffix(a.Key, "href")) {
			if u := text.URL(a.Val, b.base); strings.HasPrefix(u, "http") {
				e.url = u
				named = named || a.Key != "cite"
			}
		}
	}
	scripted := false
	for s, i := n.NextSibling, 0; s != nil && i < 3; s, i = s.NextSibling, i+1 {
		if s.DataAtom == atom.Script {
			if v, ok := attr(s, "src"); ok && !sameHost(text.URL(v, b.base), b.doc.in.URL) {
				scripted = true
			}
		}
	}
	if !named && !scripted {
		return nil
	}
	if e.url == "" {
		for c, i := n, 0; c != nil && i < 500; c, i = next(c, n, true), i+1 {
			if c.DataAtom == atom.A {
				href, _ := attr(c, "href")
				if u := text.URL(href, b.base); strings.HasPrefix(u, "http") && !sameHost(u, b.doc.in.URL) {
					e.url = u
				}
			}
		}
	}
	if e.url == "" {
		return nil
	}
	if u, err := url.Parse(e.url); err == nil && u.RawQuery != "" && strings.HasPrefix(u.RawQuery, "ref_") {
		u.RawQuery = ""
		e.url = u.String()
	}
	e.name = text.Host(e.url)
	return e
}

// shutEmbed turns a finished post into one piece.
func (b *builder) shutEmbed(e *embed) {
	from, to := int(b.doc.elems[e.elem].first), int(b.doc.elems[e.elem].last)
	state, v := b.stateOfRange(from, to, .5)
	bl := article.Block{Kind: article.Embed, URL: e.url, Alt: e.name, Quote: b.top().quote, Lang: b.top().lang}
	if state != kept && !(state == left && b.around(max(0, b.doc.elems[e.elem].parent))) || b.seen[e.url] {
		b.emitAll(&e.sink)
		return
	}
	b.seen[e.url] = true
	p := piece{block: bl, leaf: from, end: to, state: kept, v: v, elem: e.elem}
	if state == kept {
		p.text = true
		for i := range e.sink.pieces {
			p.block.Spans = joinSpans(p.block.Spans, e.sink.pieces[i].block.Spans)
			p.block.RTL = p.block.RTL || e.sink.pieces[i].block.RTL
		}
		b.emit(p, b.top().sink)
		return
	}
	b.emit(p, b.top().sink)
	b.emitAll(&e.sink)
}
