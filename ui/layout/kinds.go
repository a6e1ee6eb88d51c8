package layout

import (
	"fmt"
	"slices"
	"strings"

	"tidings/feed/article"
	"tidings/ui/style"
)

// verse sets lines as they are broken; what does not fit goes on set in.
func (p *page) verse(b *article.Block, quote prefix, role style.Role) {
	in := min(4, p.width/4)
	spans := slices.Clone(b.Spans)
	for i := range spans {
		spans[i].Text = keepIndent(spans[i].Text, i == 0)
	}
	for _, t := range p.rich(spans, role).lines() {
		p.set(t, frame{first: quote, rest: quote.then(blank(in)), rtl: b.RTL, ragged: true})
	}
}

// keepIndent makes the spaces at the beginning of lines ones that stay.
func keepIndent(s string, begins bool) string {
	if !strings.Contains(s, "\n ") && !(begins && strings.HasPrefix(s, " ")) {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '\n':
			begins = true
			b.WriteByte('\n')
		case s[i] == ' ' && begins:
			b.WriteString("\u00a0")
		default:
			begins = false
			b.WriteByte(s[i])
		}
	}
	return b.String()
}

// figure sets a picture, or what it shows in words, and its caption.
func (p *page) figure(b *article.Block, quote prefix, as func(style.Role) style.Role) {
	shown := false
	if p.o.Picture != nil && followable(b.URL) {
		for _, l := range p.o.Picture(b.URL, p.width) {
			p.raw(l, 0)
			shown = true
		}
	}
	if !shown { // before the caption: links are counted in the order of the text
		alt := strings.TrimSpace(b.Alt)
		if alt == "" || repeats(alt, b.Spans) {
			alt = "Picture"
		}
		p.linked(p.o.Marks.Picture, alt, b.URL, quote, b.RTL, as(style.Caption))
	}
	if caption := p.rich(b.Spans, as(style.Caption)); caption.text != "" {
		p.set(caption, frame{first: quote, rest: quote, rtl: b.RTL, ragged: true})
	}
}

// repeats reports whether spans say nothing but the text.
func repeats(text string, spans []article.Span) bool {
	var b strings.Builder
	for _, sp := range spans {
		b.WriteString(sp.Text)
	}
	return strings.TrimSpace(b.String()) == text
}

// linked sets a line that stands for something elsewhere: a sign and a name that leads there.
func (p *page) linked(sign, name, url string, quote prefix, rtl bool, role style.Role) {
	var r richer
	link := -1
	name = p.oneLine(name)
	if followable(url) {
		p.openLink = -1
		link = p.link(url, name)
		p.openLink = -1
	}
	r.add(name, p.sgr(role, 0, link >= 0), link)
	s := p.o.Theme.Paint(style.Dim, sign) + " "
	cols := p.textWidth(sign) + 1
	first := quote.then(prefix{s, cols, " " + p.o.Theme.Paint(style.Dim, sign)})
	text := r.b.String()
	p.set(rich{text: text, runs: r.runs, hidden: hasHidden(text)}, frame{first: first, rest: quote.then(blank(cols)), rtl: rtl, ragged: true})
}

// embed sets a video, post or map: where it is, and the text that it brought along behind a bar.
func (p *page) embed(b *article.Block, quote prefix, role style.Role, as func(style.Role) style.Role) {
	name := strings.TrimSpace(b.Alt)
	if name == "" {
		name = host(b.URL)
	}
	if name == "" {
		name = "Embedded"
	}
	p.linked(p.o.Marks.Folded, name, b.URL, quote, b.RTL, as(style.Caption))
	if t := p.rich(b.Spans, role); t.text != "" {
		bar := quote.then(p.bars(1))
		p.set(t, frame{first: bar, rest: bar, rtl: b.RTL})
	}
}

func host(url string) string {
	_, rest, ok := strings.Cut(url, "://")
	if !ok {
		return ""
	}
	rest, _, _ = strings.Cut(rest, "/")
	return strings.TrimPrefix(rest, "www.")
}

// footnote sets a note with its number hanging; a short rule stands above the first.
func (p *page) footnote(blocks []article.Block, i int, quote prefix, role style.Role) {
	b := &blocks[i]
	if i == 0 || blocks[i-1].Kind != article.Footnote {
		p.rule(max(p.width/6, 4))
	}
	label := p.oneLine(b.Label)
	if label == "" {
		label = fmt.Sprint(b.Ordinal)
	}
	label = "[" + strings.Trim(label, "[]") + "]"
	cols := p.textWidth(label) + 1
	if cols > p.width/2 {
		p.set(p.plainText(label, style.Dim), frame{first: quote, rest: quote, rtl: b.RTL, ragged: true})
		p.set(p.rich(b.Spans, role), frame{first: quote, rest: quote, rtl: b.RTL})
		return
	}
	s := p.o.Theme.Paint(style.Dim, label)
	p.set(p.rich(b.Spans, role), frame{
		first: quote.then(prefix{s + " ", cols, " " + s}), rest: quote.then(blank(cols)), rtl: b.RTL,
	})
}

// entry sets the beginning of an entry of a live blog: its time and its heading.
func (p *page) entry(b *article.Block, quote prefix, as func(style.Role) style.Role) {
	var r richer
	if label := p.oneLine(b.Label); label != "" {
		r.add(label, p.sgr(as(style.Accent), 0, false), -1)
	}
	if h := p.rich(b.Spans, as(style.Heading)); h.text != "" {
		if len(r.runs) > 0 {
			r.add(" "+p.o.Marks.Dot+" ", p.sgr(style.Dim, 0, false), -1)
		}
		at := 0
		for _, run := range h.runs {
			r.add(h.text[at:run.end], run.sgr, run.link)
			at = run.end
		}
	}
	text := r.b.String()
	p.set(rich{text: text, runs: r.runs, hidden: hasHidden(text)}, frame{first: quote, rest: quote, rtl: b.RTL, ragged: true})
}

// lines cuts a text at its line breaks.
func (t rich) lines() []rich {
	var out []rich
	at, first := 0, 0
	for {
		end, more := len(t.text), false
		if i := strings.IndexByte(t.text[at:], '\n'); i >= 0 {
			end, more = at+i, true
		}
		l := rich{text: t.text[at:end], hidden: t.hidden}
		for first < len(t.runs) && t.runs[first].end <= at {
			first++
		}
		for j := first; j < len(t.runs); j++ {
			r := t.runs[j]
			r.end = min(r.end, end) - at
			l.runs = append(l.runs, r)
			if t.runs[j].end >= end {
				break
			}
		}
		out = append(out, l)
		if !more {
			return out
		}
		at = end + 1
	}
}
