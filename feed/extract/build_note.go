package extract

import (
	"strings"

	"tidings/feed/article"
)

// withoutLabel takes a footnote's own number from its beginning, for the block carries it as its label: a number that is raised,
// or one with a stop, a bracket or a colon behind it.
func withoutLabel(spans []article.Span, label string) []article.Span {
	if len(spans) == 0 || label == "" {
		return spans
	}
	first := spans[0]
	rest, ok := strings.CutPrefix(strings.TrimLeft(first.Text, " [("), label)
	if !ok {
		return spans
	}
	bare := strings.TrimLeft(rest, "]).: ")
	switch {
	case bare == "" && len(spans) > 1 && (first.Style&article.Sup != 0 || strings.TrimSpace(rest) != ""):
		out := append([]article.Span(nil), spans[1:]...)
		out[0].Text = strings.TrimLeft(out[0].Text, " .:")
		if out[0].Text == "" && len(out) > 1 {
			out = out[1:]
		}
		return out
	case bare != "" && rest != "" && strings.ContainsRune("]).:", rune(rest[0])):
		out := append([]article.Span(nil), spans...)
		out[0].Text = bare
		return out
	}
	return spans
}
