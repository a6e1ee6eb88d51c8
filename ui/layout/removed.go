package layout

import (
	"math"
	"slices"
	"strings"

	"tidings/feed/article"
	"tidings/feed/text"
	"tidings/ui/style"
)

// The reasons for what was left out stand in the margin: where there is room for a column of noteLeast to noteColumns
// right of the text, or where the left-out text keeps textLeast if it makes room.
const (
	noteColumns = 30
	noteLeast   = 20
	textLeast   = 48
)

// A note below its block has so many lines, which end up to so many columns early where words wrap.
const (
	noteLines = 4
	noteSlack = 10
)

// mostLeftOut is how many lines of one run are shown on a screen, where a key brings back the rest: a page's comments may be
// longer than its article. On paper, where no key does, all of it is set, and the whole reason.
const mostLeftOut = 60

// leftOut sets a run of blocks that was left out, dim, where it stood, with its kind and the reason.
func (p *page) leftOut(r *article.Removed, number, at int) {
	p.block, p.removed = at, number
	defer func() { p.removed = -1 }()
	p.blankLine(prefix{})
	width, beside := p.width, true
	room := p.o.Width - p.margin - len(" x ") // for text and note
	paper := p.o.KeepKey == ""
	switch {
	case paper, p.o.NotesBelow:
		beside = false
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
		if !paper && len(p.laid.Lines)-first >= mostLeftOut {
			more := text.Count(len(r.Blocks)-i, "more block")
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
	if paper {
		p.set(p.plainText(p.noteLine(r, math.MaxInt), style.Reason), frame{first: pre, rest: pre, ragged: true})
		return
	}
	room = noteLines*(p.width-2-noteSlack) + noteSlack
	p.set(p.plainText(p.noteLine(r, room), style.Reason), frame{first: pre, rest: pre, most: noteLines, ragged: true})
}

// noteLine is what is said of a left-out run in room columns: its kind, why, and how to bring it back. The reason yields to the
// rest.
func (p *page) noteLine(r *article.Removed, room int) string {
	head, tail := kindWords(r.Kind), p.keepWords()
	if tail != "" {
		tail = " " + p.o.Marks.Dot + " " + tail
	}
	if reason := p.oneLine(r.Reason); reason != "" {
		head += ": " + reason
	}
	if left := room - p.textWidth(tail); left >= len("related …") {
		return p.clip(head, left) + tail
	}
	return head
}

func (p *page) keepWords() string {
	if p.o.KeepKey == "" {
		return ""
	}
	return p.oneLine(p.o.KeepKey) + " keep"
}

// clip cuts a text without line breaks to room columns.
func (p *page) clip(s string, room int) string {
	if p.textWidth(s) <= room {
		return s
	}
	for n := room - p.textWidth(p.o.Marks.Ellipsis); n > 0; n-- { // twice at most: a wide character, or marks that join
		head, _, _ := Cut(s, n, n, p.o.Graphemes)
		head = strings.TrimRight(head, " ,;·") + p.o.Marks.Ellipsis
		if p.textWidth(head) <= room {
			return head
		}
	}
	return ""
}

// asideNote sets the note right of the lines from first on, which are text columns wide at most: kind, reason and key on
// lines of their own, or closer together where the run is short.
func (p *page) asideNote(r *article.Removed, first, text, room int) {
	margin, width := p.margin, p.width
	end := len(p.laid.Lines)
	p.margin, p.width = 0, room
	set := func(s string, most int) {
		if s = p.oneLine(s); s != "" {
			p.set(p.plainText(s, style.Reason), frame{ragged: true, most: most})
		}
	}
	kind, keep := kindWords(r.Kind), p.keepWords()
	have := end - first
	if both := kind + " " + p.o.Marks.Dot + " " + keep; have < 3 && keep != "" && p.textWidth(both) <= room {
		kind, keep = both, ""
	}
	set(kind, 1)
	set(r.Reason, max(have-2, 2))
	set(keep, 1)
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

// inside reports whether a left-out run belongs to what a reader of the article might miss: it stood between two blocks of it or at
// its edge. What stood around the article, the page's own navigation, does not.
func inside(r *article.Removed) bool { return r.Place != article.Around }

// around says under the article what else of the page was left out.
func (p *page) around(a *article.Article) {
	if !p.o.ShowRemoved || p.o.ShowAround || p.laid.Around == 0 {
		return
	}
	var kinds []string
	for i := range a.Removed {
		if k := kindWords(a.Removed[i].Kind); !inside(&a.Removed[i]) && !slices.Contains(kinds, k) {
			kinds = append(kinds, k)
		}
	}
	s := text.Count(p.laid.Around, "block") + " around the article: " + strings.Join(kinds, ", ")
	if key := p.oneLine(p.o.LeftOutKey); key != "" {
		s += " " + p.o.Marks.Dot + "\u00a02" + key + "\u00a0shows\u00a0them"
	}
	p.blankLine(prefix{})
	mark := p.o.Theme.Paint(style.Line, p.o.Marks.LeftOut) + " "
	pre := prefix{mark, 2, " " + p.o.Theme.Paint(style.Line, p.o.Marks.LeftOut)}
	p.set(p.plainText(s, style.Reason), frame{first: pre, rest: pre, ragged: true})
}

// lineWidth is the columns to reserve for a line with sequences.
func (p *page) lineWidth(s string) int {
	w := Width(s, true)
	if !p.o.Graphemes {
		w = max(w, Width(s, false))
	}
	return w
}

// kindWords names the sort of clutter for a person.
func kindWords(k article.RemovedKind) string {
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
