package ui

import (
	"strings"
	"unicode/utf8"

	"tidings/ui/list"
	"tidings/ui/style"
)

// The marks around a search's hits in feed.Headline.Snippet.
const hitStart, hitEnd = '\ue000', '\ue001'

// paintHits draws the text around a search's hits, exactly w columns wide, with the hits marked.
func (m *Model) paintHits(under style.Role, snippet string, w int) string {
	snippet = m.aroundHit(snippet, w)
	var b strings.Builder
	left := w
	role := style.Dim
	for len(snippet) > 0 && left > 0 {
		piece := snippet
		if i := strings.IndexAny(snippet, string(hitStart)+string(hitEnd)); i >= 0 {
			piece = snippet[:i]
		}
		snippet = snippet[len(piece):]
		cut := m.measure.Clip(piece, left, m.marks.Ellipsis)
		b.WriteString(m.theme.PaintOn(under, role, cut))
		left -= m.measure.Width(cut)
		if r, n := utf8.DecodeRuneInString(snippet); n > 0 {
			snippet = snippet[n:]
			role = style.Dim
			if r == hitStart {
				role = style.Hit
			}
		}
	}
	b.WriteString(m.theme.PaintOn(under, style.Text, list.Spaces(left)))
	return b.String()
}

// aroundHit cuts the beginning of a snippet whose first hit would not be on a line of w columns.
func (m *Model) aroundHit(snippet string, w int) string {
	i := strings.IndexRune(snippet, hitStart)
	if i < 0 {
		return snippet
	}
	hit := m.measure.Width(strings.SplitN(snippet[i+len(string(hitStart)):], string(hitEnd), 2)[0])
	lead := snippet[:i]
	if m.measure.Width(list.Fold(lead))+hit < w {
		return snippet
	}
	for room := w / 3; m.measure.Width(list.Fold(lead)) > room; { // from a word's beginning, where there are words
		next := strings.IndexByte(lead, ' ')
		if next < 0 {
			next = len(lead) - 1
			for next > 0 && !utf8.RuneStart(lead[next]) {
				next--
			}
			if m.measure.Width(list.Fold(lead[next:])) == 0 || next == 0 {
				lead = ""
				break
			}
			lead = lead[next:]
			break
		}
		lead = lead[next+1:]
	}
	return m.marks.Ellipsis + lead + snippet[i:]
}
