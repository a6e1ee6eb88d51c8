package layout

import (
	"strings"

	"tidings/feed/article"
	"tidings/ui/style"
)

// The reasons for what was left out stand in the margin: where there is room for a column of noteLeast to noteColumns
// right of the text, or where the left-out text keeps textLeast if it makes room.
const (
	noteColumns = 30
	noteLeast   = 20
	textLeast   = 48
)

// mostLeftOut is how many lines of one run are shown: a page's comments may be longer than its article.
const mostLeftOut = 60

// leftOut sets a run of blocks that was left out, dim, where it stood, with its kind and the reason.
func (p *page) leftOut(r *article.Removed, number, at int) {
	p.block, p.removed = at, number
	defer func() { p.removed = -1 }()
	p.blankLine(prefix{})
	width, beside := p.width, true
	room := p.o.Width - p.margin - len(" x ") // for text and note
	switch {
	case room-p.width >= noteLeast:
		room = min(room-p.width, noteColumns)
	case room-noteColumns >= textLeast:
		p.width = room - noteColumns
		room = noteColumns
	default:
		beside = false
	}
	first := len(p.laid.Lines)
	for i := range r.Blocks {
		if i > 0 && (r.Blocks[i].Kind != article.ListItem || r.Blocks[i-1].Kind != article.ListItem) && between(&r.Blocks[i-1], &r.Blocks[i]) > 0 {
			p.blankLine(prefix{})
		}
		if len(p.laid.Lines)-first >= mostLeftOut {
			more := count(len(r.Blocks)-i, "more block")
			p.set(p.plainText(p.o.Marks.Ellipsis+" "+more, style.Reason), frame{ragged: true})
			break
		}
		p.one(r.Blocks, i, style.LeftOut)
	}
	text := p.width
	p.width = width
	if beside {
		p.asideNote(r, first, text, room)
		return
	}
	mark := p.o.Theme.Paint(style.Line, p.o.Marks.LeftOut) + " "
	pre := prefix{mark, 2, " " + p.o.Theme.Paint(style.Line, p.o.Marks.LeftOut)}
	for _, s := range p.noteParts(r) {
		p.set(p.plainText(s, style.Reason), frame{first: pre, rest: pre, ragged: true})
	}
}

// noteParts is what is said of a left-out run: its kind, why, and how to bring it back.
func (p *page) noteParts(r *article.Removed) []string {
	s := []string{KindWords(r.Kind)}
	if reason := strings.TrimSpace(r.Reason); reason != "" {
		s = append(s, reason)
	}
	if p.o.KeepKey != "" {
		s = append(s, p.o.KeepKey+" keep")
	}
	return s
}

// asideNote sets the note right of the lines from first on, which are text columns wide at most.
func (p *page) asideNote(r *article.Removed, first, text, room int) {
	margin, width := p.margin, p.width
	end := len(p.laid.Lines)
	p.margin, p.width = 0, room
	for _, s := range p.noteParts(r) {
		p.set(p.plainText(s, style.Reason), frame{ragged: true})
	}
	p.margin, p.width = margin, width
	notes := append([]Line(nil), p.laid.Lines[end:]...)
	p.laid.Lines = p.laid.Lines[:end]
	for len(p.laid.Lines)-first < len(notes) {
		p.blankLine(prefix{})
	}
	mark := " " + p.o.Theme.Paint(style.Line, p.o.Marks.LeftOut) + " "
	for i := first; i < len(p.laid.Lines); i++ {
		l := &p.laid.Lines[i]
		note := ""
		if i-first < len(notes) {
			note = notes[i-first].Text
		}
		pad := margin + text - p.lineWidth(l.Text)
		l.Text += strings.Repeat(" ", max(pad, 0)) + mark + note
	}
}

// lineWidth is the columns to reserve for a line with sequences.
func (p *page) lineWidth(s string) int {
	w := Width(s, true)
	if !p.o.Graphemes {
		w = max(w, Width(s, false))
	}
	return w
}

// KindWords names the sort of clutter for a person.
func KindWords(k article.RemovedKind) string {
	switch k {
	case article.Donation:
		return "donation appeal"
	case article.Paywall:
		return "subscribe notice"
	case article.Newsletter:
		return "newsletter box"
	case article.Cookie:
		return "cookie notice"
	case article.Account:
		return "account box"
	case article.App:
		return "app promotion"
	case article.Ad:
		return "advertisement"
	case article.Related:
		return "related links"
	case article.Share:
		return "share bar"
	case article.Comments:
		return "comments"
	case article.Navigation:
		return "navigation"
	case article.Rights:
		return "rights notice"
	case article.Media:
		return "media box"
	default:
		return "not part of the article"
	}
}
