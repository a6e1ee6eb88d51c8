package ui

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"tidings/ui/list"
	"tidings/ui/style"
)

// measureWidth is the columns of text that an article is set in.
func (m *Model) measureWidth() int {
	if m.o.Measure > 0 {
		return m.o.Measure
	}
	return 72
}

// drawStandIn draws what the list knows of an article that is not here yet, where the article will stand.
func (m *Model) drawStandIn() []string {
	g, h := m.geo.article, m.art.head
	w := max(1, min(m.measureWidth(), g.w-4))
	left := max(1, (g.w-2-w)/2)
	out := blank(make([]string, 0, g.h), g.w, 1)
	add := func(role style.Role, text string) {
		if text == "" {
			return
		}
		for part := range strings.SplitSeq(ansi.Method(m.measure).Wrap(list.Fold(text), w, ""), "\n") {
			out = append(out, m.exact(list.Spaces(left)+m.theme.Paint(role, m.measure.Fit(part, g.w-left, m.marks.Ellipsis)), g.w))
		}
		out = append(out, list.Spaces(g.w))
	}
	facts := m.sourceOf(h)
	if a := age(m.now(), h.Published); a != "" {
		facts += " " + m.marks.Dot + " " + a
	}
	add(style.Title, h.Title)
	add(style.Dim, facts)
	add(style.Dim, m.art.standIn)
	add(style.Text, h.Summary)
	if len(out) > g.h {
		return out[:g.h]
	}
	return blank(out, g.w, g.h-len(out))
}
