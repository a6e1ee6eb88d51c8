package reader

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"tidings/feed/text"
	"tidings/ui/layout"
)

// search holds what is looked for in the article and where it stands.
type search struct {
	query string
	hits  []hit
	at    int // the current hit
}

// hit is one place of the query: on one line, or on two where the text was broken.
type hit struct {
	parts []layout.Part
}

// Search looks for the text in the article, as letters are typed or at once, and returns how many places hold it. Accents do
// not count, case only if the query has a capital. The screen moves to the first hit at or below its first line; "" ends the
// search.
func (r *Reader) Search(query string) int {
	r.search = search{query: query}
	if r.laid == nil || query == "" {
		return 0
	}
	r.search.find(r.laid, r.o.Graphemes)
	for i, h := range r.search.hits {
		if h.parts[0].Line >= r.top {
			r.search.at = i
			break
		}
	}
	r.showHit()
	return len(r.search.hits)
}

// Hits returns which hit is the current one, from 1, and how many there are; 0, 0 without a search.
func (r *Reader) Hits() (at, of int) {
	if len(r.search.hits) == 0 {
		return 0, 0
	}
	return r.search.at + 1, len(r.search.hits)
}

func (r *Reader) stepHit(n int) {
	if k := len(r.search.hits); k > 0 {
		r.search.at = ((r.search.at+n)%k + k) % k
		r.showHit()
	}
}

// showHit brings the current hit on the screen, a third down, if it is not there.
func (r *Reader) showHit() {
	if len(r.search.hits) == 0 {
		return
	}
	line := r.search.hits[r.search.at].parts[0].Line
	if line < r.top || line >= r.top+r.h {
		r.scrollTo(line - r.h/3)
	}
}

// find collects the hits in a layout. A run of lines that were one in the text is searched as one, so that a hit may
// stand on two lines.
func (s *search) find(l *layout.Laid, graphemes bool) {
	s.hits = nil
	if s.query == "" || l == nil {
		return
	}
	cased := strings.IndexFunc(s.query, unicode.IsUpper) >= 0
	query := fold(strings.Join(strings.Fields(s.query), " "), cased).text
	if query == "" {
		return
	}
	for i := 0; i < len(l.Lines); i++ {
		run := runText{graphemes: graphemes}
		for {
			run.add(l.Lines[i], i)
			if !l.Lines[i].Soft || i+1 == len(l.Lines) {
				break
			}
			i++
		}
		s.hits = append(s.hits, run.hits(query, cased)...)
	}
	if s.at >= len(s.hits) {
		s.at = 0
	}
}

// runText is the text of neighbouring lines with the way back to their columns.
type runText struct {
	text      strings.Builder
	lines     []runLine
	graphemes bool
}

type runLine struct {
	start int // bytes of the run before the line
	text  string
	line  int
	col   int
}

func (t *runText) add(l layout.Line, number int) {
	_, s, _ := layout.Cut(l.Text, l.Col, l.Col+l.Cols, t.graphemes)
	if l.Hyphen {
		s = strings.TrimSuffix(s, layout.Hyphen)
	}
	t.lines = append(t.lines, runLine{t.text.Len(), s, number, l.Col})
	t.text.WriteString(s)
	if l.Soft && !l.Glued {
		t.text.WriteByte(' ')
	}
}

func (t *runText) hits(query string, cased bool) []hit {
	var out []hit
	f := fold(t.text.String(), cased)
	for from := 0; ; {
		i := strings.Index(f.text[from:], query)
		if i < 0 {
			return out
		}
		i += from
		from = i + len(query)
		a, b := f.span(i, from)
		var h hit
		for _, l := range t.lines {
			x, y := max(a-l.start, 0), min(b-l.start, len(l.text))
			if x < y {
				col := layout.Width(l.text[:x], t.graphemes)
				h.parts = append(h.parts, layout.Part{Line: l.line, Col: l.col + col, Cols: layout.Width(l.text[x:y], t.graphemes)})
			}
		}
		if len(h.parts) > 0 {
			out = append(out, h)
		}
	}
}

// folded is a text as it is compared, with the way back to the text itself.
type folded struct {
	text       string
	start, end []int32 // of the letter that byte i of text comes from, in bytes of the text itself; nil: as they are
	size       int     // bytes of the text itself
}

// fold brings a text into the form that is compared: without accents, and in small letters unless case counts. It goes
// letter by letter, so that the way back is known.
func fold(s string, cased bool) folded {
	ascii := strings.IndexFunc(s, func(r rune) bool { return r >= utf8.RuneSelf }) < 0
	switch {
	case ascii && cased:
		return folded{text: s, size: len(s)}
	case ascii:
		return folded{text: strings.ToLower(s), size: len(s)}
	}
	f := folded{size: len(s), start: make([]int32, 0, len(s)), end: make([]int32, 0, len(s))}
	var b strings.Builder
	b.Grow(len(s))
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		letter := text.Fold(s[i : i+n])
		switch {
		case r == '’' || r == '‘': // as keyboards have them
			letter = "'"
		case r == '“' || r == '”' || r == '„':
			letter = "\""
		case r == '–' || r == '—':
			letter = "-"
		case cased && unicode.IsUpper(r):
			letter = strings.ToUpper(letter)
		}
		b.WriteString(letter)
		for range len(letter) {
			f.start, f.end = append(f.start, int32(i)), append(f.end, int32(i+n))
		}
		i += n
	}
	f.text = b.String()
	return f
}

// span returns what bytes i to j of the folded text come from, with the marks on the last letter.
func (f folded) span(i, j int) (a, b int) {
	if f.start == nil {
		return i, j
	}
	b = f.size
	if j < len(f.start) {
		b = max(int(f.start[j]), int(f.end[j-1]))
	}
	return int(f.start[i]), b
}
