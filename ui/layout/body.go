package layout

import (
	"fmt"
	"strings"

	"tidings/feed/article"
	"tidings/ui/style"
)

// body sets the article's blocks, and between them what was left out if it is to be shown.
func (p *page) body(a *article.Article) {
	next := 0
	removedAt := func(i int) {
		for next < len(a.Removed) && (a.Removed[next].At <= i || i == len(a.Blocks)) {
			if r := &a.Removed[next]; p.o.ShowRemoved && (p.o.ShowAround || inside(r)) {
				p.leftOut(r, next, min(max(r.At, 0), len(a.Blocks)))
			}
			next++
		}
	}
	blocks := a.Blocks
	var fresh []int
	var gone []article.Gone
	if c := p.o.Changes; c != nil && len(c.Blocks) == len(blocks) {
		blocks, fresh, gone = c.Blocks, c.New, c.Gone
	}
	goneAt := func(i int) {
		for ; len(gone) > 0 && (gone[0].At <= i || i == len(blocks)); gone = gone[1:] {
			p.block = i
			p.blankLine(prefix{})
			p.gone(gone[0].Block, i)
		}
	}
	for i := range blocks {
		removedAt(i)
		goneAt(i)
		p.block, p.removed = i, -1
		p.gap(blocks, i)
		if len(fresh) > 0 && fresh[0] == i {
			fresh = fresh[1:]
			p.signed("+", style.Accent, func() { p.one(blocks, i, style.Text) })
			continue
		}
		p.one(blocks, i, style.Text)
	}
	removedAt(len(blocks))
	goneAt(len(blocks))
}

// gap sets the empty lines above block i: one between paragraphs, none within a list, two above a heading of the first
// ranks. Bars of a quote that goes on go through.
func (p *page) gap(blocks []article.Block, i int) {
	n := 1
	b := &blocks[i]
	var prev *article.Block
	if i > 0 {
		prev = &blocks[i-1]
		n = between(prev, b)
	}
	pre := prefix{}
	if prev != nil && prev.Quote > 0 && b.Quote > 0 {
		pre = p.bars(min(prev.Quote, b.Quote))
	}
	for range n {
		p.blankLine(pre)
	}
}

func between(prev, b *article.Block) int {
	switch {
	case prev.Quote != b.Quote:
		return 1
	case prev.Kind == article.Heading && prev.Level > 2 && (b.Kind == article.Paragraph || b.Kind == article.ListItem):
		return 0
	case b.Kind == article.Heading && b.Level <= 2 && prev.Kind != article.Heading:
		return 2
	case b.Kind == article.ListItem && prev.Kind == article.ListItem && b.Ordinal >= 0 && prev.Ordinal >= 0 &&
		(b.Level != prev.Level || (b.Ordinal > 0) == (prev.Ordinal > 0)),
		b.Kind == article.Footnote && prev.Kind == article.Footnote,
		b.Kind == article.Definition && prev.Kind == article.Definition && b.Level > 0:
		return 0
	}
	return 1
}

// bars is the prefix of n quotes. At most half of the line is bars.
func (p *page) bars(n int) prefix {
	n = max(min(n, p.width/4), 0)
	if n == 0 {
		return prefix{}
	}
	bar := p.o.Theme.Paint(style.QuoteBar, p.o.Marks.QuoteBar)
	return prefix{strings.Repeat(bar+" ", n), 2 * n, strings.Repeat(" "+bar, n)}
}

// one sets block i in the look of role: that of running text, or that of what was left out.
func (p *page) one(blocks []article.Block, i int, role style.Role) {
	b := &blocks[i]
	p.openLink, p.offset = -1, 0
	if p.o.Hyphenate {
		lang := b.Lang
		if lang == "" || b.Kind == article.Code {
			lang = p.lang
		}
		p.hyphens = hyphenatorFor(lang)
	}
	as := func(r style.Role) style.Role { // left-out blocks are dim throughout
		if role == style.Text {
			return r
		}
		return role
	}
	var quote prefix
	if b.Quote > 0 {
		quote = p.bars(b.Quote)
		role = as(style.Quote)
	}
	in := func(first, rest prefix) frame {
		return frame{first: quote.then(first), rest: quote.then(rest), rtl: b.RTL}
	}
	switch b.Kind {
	case article.Heading:
		f := in(prefix{}, prefix{})
		f.ragged = true
		t := p.rich(b.Spans, as(style.Heading))
		p.set(t, f)
	case article.ListItem:
		first, rest := p.item(blocks, i)
		p.set(p.rich(b.Spans, role), in(first, rest))
	case article.Code:
		p.code(b, quote, role)
	case article.Verse:
		p.verse(b, quote, role)
	case article.Table:
		p.table(b, quote, role)
	case article.Figure:
		p.figure(b, quote, as)
	case article.Embed:
		p.embed(b, quote, role, as)
	case article.Rule:
		f := in(prefix{}, prefix{})
		f.center, f.ragged = true, true
		p.set(p.plainText(p.o.Marks.Section, as(style.Dim)), f)
	case article.Footnote:
		p.footnote(blocks, i, quote, role)
	case article.Entry:
		p.entry(b, quote, as)
	case article.Definition:
		if b.Level == 0 {
			f := in(prefix{}, prefix{})
			f.ragged = true
			p.set(p.rich(b.Spans, as(style.Heading)), f)
			return
		}
		pre := blank(min(4*b.Level, p.width/4))
		p.set(p.rich(b.Spans, role), in(pre, pre))
	default:
		p.set(p.rich(b.Spans, role), in(prefix{}, prefix{}))
	}
}

// item is what stands before a list item: its bullet or number, set in as deep as the list is nested.
func (p *page) item(blocks []article.Block, i int) (first, rest prefix) {
	b := &blocks[i]
	level := max(b.Level, 1)
	wide := 1 // columns of the list's bullets or widest number
	for _, j := range listOf(blocks, i) {
		if o := blocks[j].Ordinal; o > 0 {
			wide = max(wide, len(fmt.Sprint(o))+1)
		}
	}
	in := min(3*(level-1), p.width/3)
	if wide+1 > p.width/2 {
		wide = 1
	}
	rest = blank(in + wide + 1)
	sign := ""
	switch {
	case b.Ordinal < 0:
		return rest, rest
	case b.Ordinal == 0:
		sign = p.o.Marks.Bullets[(level-1)%len(p.o.Marks.Bullets)]
	default:
		sign = fmt.Sprint(b.Ordinal) + "."
	}
	pad := max(wide-p.textWidth(sign), 0)
	s := p.o.Theme.Paint(style.Dim, sign)
	first = prefix{blank(in+pad).text + s + " ", in + pad + p.textWidth(sign) + 1, " " + s + blank(in+pad).text}
	if first.cols > rest.cols { // no room to hang
		rest = blank(first.cols)
	}
	return first, rest
}

// listOf returns the items of block i's own list: its neighbours of the same level, across deeper ones.
func listOf(blocks []article.Block, i int) []int {
	level, quote := blocks[i].Level, blocks[i].Quote
	var own []int
	add := func(j int) bool {
		b := &blocks[j]
		if b.Kind != article.ListItem || b.Quote != quote || b.Level < level || b.Level == level && (b.Ordinal > 0) != (blocks[i].Ordinal > 0) && b.Ordinal >= 0 && blocks[i].Ordinal >= 0 {
			return false
		}
		if b.Level == level {
			own = append(own, j)
		}
		return true
	}
	// Numbers grow: the first and the last few tell the width.
	for j := i; j >= 0 && j > i-longList && add(j); j-- {
	}
	for j := i + 1; j < len(blocks) && j < i+longList && add(j); j++ {
	}
	return own
}

// longList bounds how far item looks: a list of a million items is set in linear time.
const longList = 100
