package layout

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"

	"tidings/feed/article"
	"tidings/ui/style"
)

// tabWidth is how wide code's tabs are set: narrow, as the measure is.
const tabWidth = 4

// code sets a block of code on its tint, line by line. A line that is too long goes on behind a mark; nothing is lost.
func (p *page) code(b *article.Block, quote prefix, role style.Role) {
	text := codeText(b, p.o.Graphemes)
	tokens := []token{{len(text), role}}
	block := p.o.Theme.Look(style.CodeBlock)
	if role == style.Text || role == style.Quote {
		if tokens = p.o.Colors.of(p.block, text); tokens == nil || p.removed >= 0 {
			tokens = []token{{len(text), style.CodeBlock}}
		}
	} else {
		block = p.o.Theme.Look(role) // left out: dim, no colours
	}
	if quote.cols > p.width-4 {
		quote = prefix{}
	}
	width := p.width - quote.cols
	pad := 1 // tint at both sides of the code
	if width < 12 {
		pad = 0
	}
	if block.Bg == nil && width >= 20 {
		quote = quote.then(blank(2)) // without a tint code is told by being set in
		width -= 2
	}
	c := coder{p: p, quote: quote, width: width, pad: pad, sgr: block.SGR(), text: text, tokens: tokens}
	c.block()
}

// codeText returns a block's code made ready: tabs are spaces, and nothing moves the cursor. Emoji are folded as in all
// text.
func codeText(block *article.Block, graphemes bool) string {
	var b strings.Builder
	for _, sp := range block.Spans {
		b.WriteString(sp.Text)
	}
	s := strings.Trim(b.String(), "\n")
	b = strings.Builder{}
	b.Grow(len(s))
	col := 0
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == '\n':
			b.WriteByte('\n')
			col = -1
		case r == '\t':
			k := tabWidth - col%tabWidth
			for range k {
				b.WriteByte(' ')
			}
			col += k - 1
		case r == utf8.RuneError && n == 1:
			b.WriteRune(utf8.RuneError)
		case r == '\r' || unprintable(r) || r == 0x2028 || r == 0x2029, joins(r) && !joinable(b.String(), r):
			col--
		default:
			b.WriteString(s[i : i+n])
		}
		col++
		i += n
	}
	if graphemes {
		return b.String()
	}
	return Fold(b.String())
}

// joinable reports whether r may follow s; see clean.
func joinable(s string, r rune) bool {
	base, _ := utf8.DecodeLastRuneInString(s)
	return s != "" && !unicode.IsSpace(base) && mayJoin(base, r)
}

// coder sets one block of code.
type coder struct {
	p      *page
	quote  prefix
	width  int // columns of tint
	pad    int
	sgr    string
	text   string
	tokens []token
	token  int // the one at the place that is being set
}

func (c *coder) block() {
	at := 0
	for {
		end := strings.IndexByte(c.text[at:], '\n')
		last := end < 0
		if last {
			end = len(c.text)
		} else {
			end += at
		}
		c.line(at, end)
		if last {
			return
		}
		at = end + 1
	}
}

// line sets text[at:end], on as many lines as it takes.
func (c *coder) line(at, end int) {
	mark := c.p.o.Marks.Wrapped + " "
	for first := true; first || at < end; first = false {
		room, lead := c.width-2*c.pad, 0
		if !first && room > 4 {
			lead = 2
			room -= lead
		}
		stop, cols := at, 0
		spaceAt, spaceCols := 0, 0 // behind the last blank: the better place to break, if it is not too far back
		for stop < end {
			n, w := 1, 1
			if r := c.text[stop]; r >= utf8.RuneSelf || stop+1 < end && c.text[stop+1] >= utf8.RuneSelf {
				var cluster string
				cluster, w = ansi.FirstGraphemeCluster(c.text[stop:end], ansi.GraphemeWidth)
				n, w = len(cluster), c.p.clusterWidth(cluster, w)
			}
			if cols+w > room && (stop > at || w > room) {
				if spaceAt > at && spaceCols*2 >= room {
					stop, cols = spaceAt, spaceCols
				}
				break
			}
			stop += n
			cols += w
			if c.text[stop-1] == ' ' {
				spaceAt, spaceCols = stop, cols
			}
		}
		if stop == at && at < end { // wider than the line
			c.unprintable(at)
			cluster, _ := ansi.FirstGraphemeCluster(c.text[at:end], ansi.GraphemeWidth)
			at += len(cluster)
			continue
		}
		c.piece(at, stop, cols, lead, mark, stop < end)
		at = stop
	}
}

// piece appends one line of the screen.
func (c *coder) piece(at, stop, cols, lead int, mark string, more bool) {
	p := c.p
	p.begin(c.quote, false, 0)
	p.tint(c.sgr, strings.Repeat(" ", c.pad))
	if lead > 0 {
		p.tint(p.onCode(style.SyntaxComment, c.sgr), mark)
	}
	for pos := at; pos < stop; {
		for c.token < len(c.tokens)-1 && c.tokens[c.token].end <= pos {
			c.token++
		}
		t := c.tokens[c.token]
		to := min(stop, t.end)
		p.tint(p.onCode(t.role, c.sgr), c.text[pos:to])
		pos = to
	}
	p.tint(c.sgr, strings.Repeat(" ", max(c.width-c.pad-lead-cols, 0)))
	p.laid.Lines = append(p.laid.Lines, Line{
		Text: string(p.buf), Block: p.block, Removed: p.removed, Offset: at,
		Col: p.margin + c.quote.cols + c.pad + lead, Cols: cols, Soft: more, Glued: more,
	})
}

func (c *coder) unprintable(at int) {
	c.p.begin(c.quote, false, 0)
	c.p.tint(c.sgr, c.p.o.Marks.Ellipsis)
	c.p.laid.Lines = append(c.p.laid.Lines, Line{
		Text: string(c.p.buf), Block: c.p.block, Removed: c.p.removed, Offset: at, Col: c.p.margin + c.quote.cols, Cols: 1,
	})
}

// onCode returns the look of a role on the tint of a block.
func (p *page) onCode(role style.Role, block string) string {
	if role == style.CodeBlock || block != p.sgr(style.CodeBlock, 0, false) {
		return block
	}
	return p.sgr(role, 0, false)
}

func (p *page) tint(sgr, s string) {
	if s == "" {
		return
	}
	if sgr == "" {
		p.buf = append(p.buf, s...)
		return
	}
	p.buf = append(p.buf, sgr...)
	p.buf = append(p.buf, s...)
	p.buf = append(p.buf, style.Reset...)
}
