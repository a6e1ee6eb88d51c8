package layout

import (
	"strings"

	"tidings/feed/article"
	"tidings/ui/style"
)

// signColumns is what a sign takes left of the text.
const signColumns = 2

// gone sets a paragraph that an earlier text had before block at.
func (p *page) gone(b article.Block, at int) {
	p.block, p.removed = at, Earlier
	defer func() { p.removed = -1 }()
	b.RTL = b.RTL || rightToLeft(b.Text())
	p.signed("-", style.Reason, func() { p.one([]article.Block{b}, 0, style.LeftOut) })
}

// signed has a sign stand in the margin beside the first line that set makes, and where there is room a bar beside the others.
// Where the margin is too narrow the text yields.
func (p *page) signed(sign string, role style.Role, set func()) {
	margin, width := p.margin, p.width
	if short := signColumns - p.margin; short > 0 && p.width > 2*signColumns {
		p.margin, p.width = p.margin+short, p.width-short
	}
	first := len(p.laid.Lines)
	set()
	if left := strings.Repeat(" ", p.margin); p.margin >= signColumns {
		for i := first; i < len(p.laid.Lines); i++ {
			l := &p.laid.Lines[i]
			if rest, ok := strings.CutPrefix(l.Text, left); ok {
				l.Text = left[signColumns:] + p.o.Theme.Paint(role, sign) + " " + rest
			}
			if sign = p.o.Marks.Vertical; p.margin == signColumns { // two bars, if a border stands beside it
				sign = " "
			}
		}
	}
	p.margin, p.width = margin, width
}
