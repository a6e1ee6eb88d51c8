package extract

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html/atom"

	"tidings/feed/article"
)

// joinLine adds a line that follows a <br> to the piece before it, when both belong to one block. Two line breaks make a new
// paragraph; one does where the lines are whole sentences, as on old pages that set paragraphs with <br>.
func (b *builder) joinLine(p *piece, r *run) bool {
	row := &b.pieces
	if r.place.sink != nil {
		row = &r.place.sink.pieces
	}
	if len(*row) == 0 || len(b.pending) > 0 {
		return false
	}
	last := &(*row)[len(*row)-1]
	same := last.text && last.state == p.state && last.elem == p.elem && last.end == p.leaf && b.doc.leaves[p.leaf].br
	if p.block.Kind == article.Footnote && last.text && last.state == p.state && last.block.Kind == article.Footnote && last.block.Label == p.block.Label && last.end == p.leaf {
		appendLines(last, p)
		return true
	}
	if p.verse && last.verse && last.text && last.state == p.state && last.end == p.leaf && b.verseLines(last.elem, p.elem) {
		last.block.Kind = article.Verse
		appendLines(last, p)
		return true
	}
	if !same || last.block.Kind == article.Rule || p.block.Kind == article.Rule || p.state == left && last.v.kind != p.v.kind {
		return false
	}
	if p.verse || last.block.Kind == article.Verse {
		if r.brs > 1 && last.block.Kind == article.Verse {
			return false
		}
		if last.block.Kind == article.Paragraph && p.block.Kind == article.Paragraph {
			last.block.Kind = article.Verse
		}
		appendLines(last, p)
		return true
	}
	if r.brs > 1 {
		return false
	}
	t := lastLine(&last.block)
	if p.block.Kind == article.Paragraph && utf8.RuneCountInString(t) > 90 && endsSentence(t) {
		return false
	}
	appendLines(last, p)
	return true
}

// verseLines says whether two elements of a poem are lines of one stanza: each line has an element of its own, and one holds both.
func (b *builder) verseLines(one, two int32) bool {
	x, y := &b.doc.elems[one], &b.doc.elems[two]
	class, _ := attr(y.node, "class")
	line := y.node.DataAtom == atom.Div || strings.Contains(strings.ToLower(class), "line")
	return one != two && x.parent == y.parent && x.node.DataAtom == y.node.DataAtom && line
}

// appendLines adds p's spans to last behind a line break.
func appendLines(last, p *piece) {
	sp := last.block.Spans
	sp[len(sp)-1].Text += "\n"
	last.block.Spans = append(sp, p.block.Spans...)
	last.end = p.end
}

// lastLine returns the text of a block's last line.
func lastLine(bl *article.Block) string {
	var s string
	for i := len(bl.Spans) - 1; i >= 0; i-- {
		t := bl.Spans[i].Text
		if j := strings.LastIndexByte(t, '\n'); j >= 0 && j < len(t)-1 {
			return t[j+1:] + s
		} else if j == len(t)-1 && j >= 0 {
			return s
		}
		s = t + s
	}
	return s
}

// endsSentence says whether a line ends as a sentence does, closing quotes and brackets aside.
func endsSentence(s string) bool {
	s = strings.TrimRight(s, "\"'”’»)]}› *")
	r, _ := utf8.DecodeLastRuneInString(s)
	return strings.ContainsRune(".!?…。！？؟।։", r) || unicode.Is(unicode.STerm, r)
}

// isRule says whether a line is an ornament that parts sections, such as "* * *" or "⁂".
func isRule(spans []article.Span) bool {
	n := 0
	for _, s := range spans {
		for _, r := range s.Text {
			if r == ' ' {
				continue
			}
			if !strings.ContainsRune("*⁂-–—_~•·=#✽❖◆■", r) {
				return false
			}
			n++
		}
	}
	return n > 0 && n <= 80 && (n >= 3 || n == 1)
}

// rule adds a break between sections.
func (b *builder) rule() {
	p := b.top()
	if p.sink != nil || p.table != nil || !b.around(p.elem) {
		return
	}
	b.emit(piece{block: article.Block{Kind: article.Rule, Quote: p.quote}, leaf: int(b.at), state: kept, elem: p.elem}, nil)
}
