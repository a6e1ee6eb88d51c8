package ui

import (
	"fmt"
	"strings"

	"tidings/ui/layout"
)

// speakArticle reads on in the open article: its head when it has come, then the lines that were passed on the way down,
// or the one that was jumped to.
func (v *voice) speakArticle(m *Model) {
	if m.art.standIn != "" {
		if v.art != -m.art.id {
			v.art = -m.art.id
			v.say(m.art.head.Title + ". " + m.art.standIn)
		}
		return
	}
	if m.art.loading || m.reader.Busy() {
		return
	}
	if m.reader.ListsLinks() {
		if l, ok := m.reader.CurrentLink(); ok {
			s := l.URL
			if l.Text != l.URL {
				s = l.Text + ", " + s
			}
			v.link = v.change(v.link, s)
		}
		return
	}
	v.link = ""
	if h := m.reader.Hinted(); (len(h) > 0) != v.hinted {
		v.hinted = len(h) > 0
		for i, l := range h {
			v.say(fmt.Sprintf("%d: %s", i+1, l.Text))
		}
	}
	if r := m.reader.ShowsRemoved(); r != v.removed && v.art == m.art.id {
		v.removed = r
		v.say(map[bool]string{true: "What was left out is shown in its place.", false: "What was left out is hidden."}[r])
	}
	if m.art.id != v.art {
		v.art, v.removed = m.art.id, m.reader.ShowsRemoved()
		m.reader.SkipHeader()
		v.say("Article.")
		v.lines(m, 0, m.reader.HeaderLines())
		v.line = m.reader.Line()
		if v.line >= m.reader.HeaderLines() {
			v.say("Here you stopped:")
			v.lines(m, v.line, v.line+1)
		}
		return
	}
	switch to := m.reader.Line(); {
	case to > v.line && to <= v.line+farthest:
		v.lines(m, v.line+1, to+1)
	case to != v.line:
		v.lines(m, to, to+1)
	}
	v.line = m.reader.Line()
}

// farthest is how many lines are read out on the way to another one; beyond, it was a jump.
const farthest = 60

// lines says lines of the article.
func (v *voice) lines(m *Model, from, to int) {
	for i := from; i < to; i++ {
		text, removed := m.reader.LineText(i)
		note, why := m.leftOutNote(i)
		_, more := m.leftOutNote(i - 1)
		switch {
		case m.reader.Silent(i):
			continue
		case removed < 0:
		case why && more:
			text = note
		case why:
			text = "Why: " + note
		case removed == layout.Earlier:
			text = "Earlier: " + strings.TrimSpace(strings.TrimLeft(text, " -"+m.marks.Vertical))
		default:
			text = "Left out: " + strings.TrimSpace(text)
		}
		v.say(text)
	}
}

// leftOutNote returns what line i of the article says of a left-out block above it, and false if it says nothing of the kind.
func (m *Model) leftOutNote(i int) (string, bool) {
	text, removed := m.reader.LineText(i)
	note, ok := strings.CutPrefix(strings.TrimSpace(text), m.marks.LeftOut+" ")
	return strings.TrimSpace(note), ok && removed >= 0
}
