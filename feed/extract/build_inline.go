package extract

import (
	"strings"
	"unicode"

	"golang.org/x/net/html"

	"tidings/feed/article"
	"tidings/feed/text"
)

// text adds a text node to the run of its leaf.
func (b *builder) text(n *html.Node) {
	leaf := b.doc.leafOf(n)
	if leaf < 0 {
		if b.run.leaf >= 0 {
			b.run.space = true
		}
		return
	}
	if !b.enter(leaf) {
		return
	}
	b.write(n.Data, b.top().style, b.top().url)
}

// enter makes a leaf the current run and says whether its text is wanted at all.
func (b *builder) enter(leaf int) bool {
	if b.run.leaf != leaf {
		b.closeRun()
		b.at = int32(leaf) + 1
		at := b.blockPlace()
		if b.stateIn(leaf, &at) == dropped && at.sink == nil {
			b.brs = 0
			return false
		}
		b.run = run{leaf: leaf, place: at, tail: b.run.tail[:0], brs: b.brs}
		if b.ruby > 0 {
			b.ruby = 0
		}
	}
	b.brs = 0
	return true
}

// blockPlace returns the innermost place that a block element opened, as the run's own.
func (b *builder) blockPlace() place {
	p := *b.top()
	for i := len(b.stack) - 1; i >= 0; i-- {
		if !b.stack[i].inline {
			q := b.stack[i]
			if p.noted && !q.noted {
				q.note, q.noted, q.cited = p.note, true, p.cited
			}
			q.lang = p.lang
			return q
		}
	}
	return p
}

// write appends text to the run; white space at its ends is owed to the neighbours. What is inside is cleaned when the run ends.
func (b *builder) write(s string, style article.Style, url string) {
	body := strings.TrimFunc(s, unicode.IsSpace)
	if body == "" {
		b.run.space = b.run.space || s != ""
		return
	}
	owed := b.run.space || s[0] != body[0]
	b.run.space = s[len(s)-1] != body[len(body)-1]
	if owed {
		body = b.gap(body, style, url)
	}
	b.add(article.Span{Text: body, Style: style, URL: url})
}

// gap writes the owed space between the last span and s, and returns s, with the space in front if that is its place. It goes to
// the side without marks, so that no underline sticks out.
func (b *builder) gap(s string, style article.Style, url string) string {
	if len(b.run.spans) == 0 {
		return s
	}
	last := &b.run.spans[len(b.run.spans)-1]
	switch {
	case last.Style == 0 && last.URL == "" && last.Ruby == "", last.Style == style && last.URL == url && style&(article.Math|article.Note) == 0 && last.Ruby == "":
		b.run.tail = append(b.run.tail, ' ')
	case style == 0 && url == "":
		return " " + s
	default:
		b.begin(article.Span{Text: " "})
	}
	return s
}

// add appends a span.
func (b *builder) add(s article.Span) {
	if n := len(b.run.spans); n > 0 {
		last := &b.run.spans[n-1]
		if last.Style == s.Style && last.URL == s.URL && last.Ruby == s.Ruby && s.Ruby == "" && (b.ruby < 0 || b.ruby < n) && s.Style&(article.Math|article.Note) == 0 {
			b.run.tail = append(b.run.tail, s.Text...)
			return
		}
	}
	b.begin(s)
}

// begin begins a new span; the one before is complete.
func (b *builder) begin(s article.Span) {
	b.run.seal()
	b.run.tail = append(b.run.tail[:0], s.Text...)
	s.Text = ""
	b.run.spans = append(b.run.spans, s)
}

// seal gives the last span its text.
func (r *run) seal() {
	if n := len(r.spans); n > 0 && len(r.tail) > 0 {
		r.spans[n-1].Text += string(r.tail)
		r.tail = r.tail[:0]
	}
}

// quoteMark writes a mark that the page leaves to the browser.
func (b *builder) quoteMark(n *html.Node, mark string) {
	leaf := -1
	if mark == "”" {
		leaf = b.run.leaf
	} else if t := firstText(n); t != nil {
		leaf = b.doc.leafOf(t)
	}
	if leaf >= 0 && b.enter(leaf) {
		p := b.top()
		if b.run.space && mark == "“" {
			b.run.space = false
			mark = b.gap(mark, p.style, p.url)
		}
		b.add(article.Span{Text: mark, Style: p.style, URL: p.url})
	}
}

// firstText returns the first text node with more than white space below n, or nil.
func firstText(n *html.Node) *html.Node {
	for c, steps := n, 0; c != nil && steps < 200; c, steps = next(c, n, true), steps+1 {
		if c.Type == html.TextNode && strings.TrimSpace(c.Data) != "" {
			return c
		}
	}
	return nil
}

// reading sets a ruby reading over the text before it.
func (b *builder) reading(n *html.Node) {
	if b.ruby < 0 || b.run.leaf < 0 || b.ruby >= len(b.run.spans) {
		return
	}
	r := text.Line(textOf(n, 200))
	if r == "" {
		return
	}
	b.run.seal()
	base := b.run.spans[b.ruby:]
	first := base[0]
	for _, s := range base[1:] {
		first.Text += s.Text
	}
	first.Ruby = r
	b.run.spans = append(b.run.spans[:b.ruby], first)
	b.ruby = len(b.run.spans)
}

// closeRun finishes the current leaf as a piece.
func (b *builder) closeRun() {
	if b.run.leaf < 0 {
		return
	}
	b.run.seal()
	r := b.run
	b.run = run{leaf: -1, tail: r.tail[:0]}
	spans := b.finishSpans(r.spans)
	if len(spans) > 0 {
		p := piece{leaf: r.leaf, end: r.leaf + 1, text: true, state: b.stateIn(r.leaf, &r.place), v: &b.verdicts[r.leaf], verse: r.place.verse, elem: r.place.elem}
		p.block = b.blockOf(&r.place, spans)
		if b.times[r.leaf] && r.place.sink == nil {
			p.block = article.Block{Kind: article.Entry, Label: text.Line(b.doc.leaves[r.leaf].text)}
			p.text, p.state = false, kept
			for k := len(b.stack) - 1; k >= 0 && r.place.item >= 0 && b.stack[k].item == r.place.item; k-- { // an entry is no item of a list
				b.stack[k].item, b.stack[k].list, b.stack[k].depth = -1, -1, 0
			}
		}
		if p.block.Kind == article.Paragraph && isRule(spans) {
			p.block = article.Block{Kind: article.Rule}
			p.text = false
			if p.state != kept {
				p.state = dropped
			}
		}
		if !b.joinLine(&p, &r) {
			if r.place.item >= 0 {
				b.items[r.place.item].used = true
			}
			b.emit(p, r.place.sink)
		}
	}
	for _, p := range b.pending {
		b.emit(p, r.place.sink)
	}
	b.pending = b.pending[:0]
}

// finishSpans cleans the spans' text, resolves their links and drops white space at both ends.
func (b *builder) finishSpans(spans []article.Span) []article.Span {
	for i := range spans {
		s := &spans[i]
		if s.Style&article.Note == 0 && s.URL != "" {
			s.URL = text.Canonical(text.URL(s.URL, b.base))
		}
		s.Text = cleanSpan(s.Text)
	}
	out := spans[:0]
	for i := 0; i < len(spans); {
		s := spans[i]
		j := i + 1
		for ; j < len(spans) && s.Ruby == "" && spans[j].Ruby == "" && spans[j].Style == s.Style && spans[j].URL == s.URL && s.Style&(article.Math|article.Note) == 0; j++ {
		}
		if j > i+1 {
			var t strings.Builder
			for _, more := range spans[i:j] {
				t.WriteString(more.Text)
			}
			s.Text = t.String()
		}
		if i = j; s.Text != "" {
			out = append(out, s)
		}
	}
	for len(out) > 0 {
		if out[0].Text = strings.TrimLeft(out[0].Text, " \n"); out[0].Text != "" {
			break
		}
		out = out[1:]
	}
	for len(out) > 0 {
		last := &out[len(out)-1]
		if last.Text = strings.TrimRight(last.Text, " \n"); last.Text != "" {
			break
		}
		out = out[:len(out)-1]
	}
	return out
}

// cleanSpan passes a span's text through the one door; the white space at its ends, which parts it from its neighbours, stays.
func cleanSpan(s string) string {
	core := strings.Trim(s, " ")
	if core == "" {
		if s == "" {
			return ""
		}
		return " "
	}
	c := text.Line(core)
	if c == "" {
		return ""
	}
	if s[0] == ' ' {
		c = " " + c
	}
	if s[len(s)-1] == ' ' {
		c += " "
	}
	return c
}

// blockOf returns the block that a leaf becomes at its place.
func (b *builder) blockOf(p *place, spans []article.Span) article.Block {
	bl := article.Block{Spans: spans, Quote: p.quote, Lang: p.lang, RTL: p.rtl || reads(spans)}
	switch {
	case p.noted:
		bl.Kind, bl.Label, bl.Spans = article.Footnote, p.note, withoutLabel(spans, p.note)
		bl.Ordinal = ordinalOf(p.note)
		if p.item >= 0 && bl.Ordinal == 0 {
			bl.Ordinal = b.items[p.item].ordinal
		}
	case p.head > 0:
		bl.Kind, bl.Level = article.Heading, p.head
	case p.def > 0:
		bl.Kind, bl.Level = article.Definition, p.def-1
	case p.item >= 0:
		bl.Kind, bl.Level = article.ListItem, p.depth
		if it := &b.items[p.item]; it.used {
			bl.Ordinal = -1
		} else {
			bl.Ordinal = it.ordinal
		}
	}
	return bl
}

// reads says whether a line reads from right to left: its first strong letter does (UAX 9, rule P2).
func reads(spans []article.Span) bool {
	for _, s := range spans {
		for _, r := range s.Text {
			if r < 0x590 {
				if r >= 'A' && unicode.IsLetter(r) {
					return false
				}
				continue
			}
			if r <= 0x8ff || r >= 0xfb1d && r <= 0xfefc {
				if unicode.IsLetter(r) {
					return true
				}
				continue
			}
			if unicode.IsLetter(r) {
				return false
			}
		}
	}
	return false
}
