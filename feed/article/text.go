package article

import "strings"

// Text returns the body alone as plain text, one block a line: no title, no byline, no captions of pictures, no footnotes and
// no references to them, no times of a live blog's entries. Line breaks inside a block become spaces; a table gives one line a
// row, its cells joined by tabs. Text that an embed brought along stays; a rule and a block without text give no line. The
// last line has no line break.
func (a Article) Text() string {
	var s strings.Builder
	for _, b := range a.Blocks {
		b.plain(&s)
	}
	return s.String()
}

// plain appends the block's lines to s, each after a line break unless s is empty.
func (b Block) plain(s *strings.Builder) {
	switch b.Kind {
	case Figure, Rule, Footnote:
		return
	}
	appendLine(s, flat(b.Spans))
	var cells []string
	for _, r := range b.Rows {
		cells = cells[:0]
		for _, c := range r.Cells {
			cells = append(cells, flat(c.Spans))
		}
		appendLine(s, strings.Trim(strings.Join(cells, "\t"), "\t"))
	}
}

// appendLine adds line to s; an empty line is left out.
func appendLine(s *strings.Builder, line string) {
	if line == "" {
		return
	}
	if s.Len() > 0 {
		s.WriteByte('\n')
	}
	s.WriteString(line)
}

// flat joins spans into one line, runs of white space folded into one space, without references to footnotes.
func flat(spans []Span) string {
	var s strings.Builder
	for _, sp := range spans {
		if sp.Style&Note == 0 {
			s.WriteString(sp.Text)
		}
	}
	return strings.Join(strings.Fields(s.String()), " ")
}
