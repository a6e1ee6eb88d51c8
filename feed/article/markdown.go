package article

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// Markdown returns the article as CommonMark with the tables, strikethrough and footnotes of GitHub's dialect: the title, a
// line with site, names and date, the standfirst, then the body. What has no form in Markdown (underline, marks, sub- and
// superscripts, ruby) is set as the HTML that Markdown allows.
func Markdown(a Article) string {
	m := &marker{}
	if a.Title != "" {
		m.block("# "+escapeText(oneLine(a.Title), true), "", "")
	}
	var about []string
	for _, s := range []string{a.Site, a.Byline} {
		if s != "" {
			about = append(about, escapeText(oneLine(s), false))
		}
	}
	if !a.Published.IsZero() {
		about = append(about, a.Published.Format("2006-01-02"))
	}
	if len(about) > 0 {
		m.gap()
		m.block("*"+strings.Join(about, " · ")+"*", "", "")
	}
	if a.Standfirst != "" {
		m.gap()
		m.block("**"+escapeText(oneLine(a.Standfirst), false)+"**", "", "")
	}
	for i := range a.Blocks {
		m.add(&a.Blocks[i])
	}
	if a.URL != "" {
		m.quote = 0
		m.gap()
		m.block("<"+a.URL+">", "", "")
	}
	if m.out.Len() > 0 {
		m.out.WriteByte('\n')
	}
	return m.out.String()
}

// marker writes blocks one after the other.
type marker struct {
	out    strings.Builder
	last   BlockKind
	quote  int
	indent []int // by list level: the column where an item's text begins
	any    bool
}

// block writes lines of text, the first behind first, the others behind rest, all behind the marks of the quote.
func (m *marker) block(text, first, rest string) {
	if m.any {
		m.out.WriteByte('\n')
	}
	m.any = true
	prefix := strings.Repeat("> ", m.quote)
	for i, line := range strings.Split(text, "\n") {
		if i > 0 {
			m.out.WriteByte('\n')
		}
		lead := rest
		if i == 0 {
			lead = first
		}
		m.out.WriteString(strings.TrimRight(prefix+lead+line, " "))
		if strings.HasSuffix(line, "  ") {
			m.out.WriteString("  ")
		}
	}
}

// gap writes the blank line between blocks.
func (m *marker) gap() {
	if m.any {
		m.out.WriteByte('\n')
		m.out.WriteString(strings.TrimRight(strings.Repeat("> ", m.quote), " "))
	}
}

// add writes one block.
func (m *marker) add(b *Block) {
	quote := min(max(b.Quote, 0), 20) // a damaged article may hold any number
	tight := b.Kind == ListItem && m.last == ListItem && quote == m.quote && b.Ordinal >= 0
	m.quote = min(m.quote, quote)
	if !tight {
		m.gap()
	}
	m.quote = quote
	if b.Kind != ListItem {
		m.indent = m.indent[:0]
	}
	m.last = b.Kind
	switch b.Kind {
	case Heading:
		m.block(inline(b.Spans, true), strings.Repeat("#", min(max(b.Level, 1)+1, 6))+" ", "")
	case ListItem:
		m.item(b)
	case Code:
		text := b.Text()
		fence := fenceFor(text)
		m.block(fence+b.Lang+"\n"+text+"\n"+fence, "", "")
	case Verse:
		m.block(hardBreaks(b.Spans), "", "")
	case Table:
		m.table(b)
	case Figure:
		m.block("!["+escapeText(oneLine(b.Alt), false)+"]("+address(b.URL)+")", "", "")
		if len(b.Spans) > 0 {
			m.gap()
			m.block("*"+strings.TrimSpace(inline(plain(b.Spans), true))+"*", "", "")
		}
	case Embed:
		name := b.Alt
		if name == "" {
			name = b.URL
		}
		m.block("["+escapeText(oneLine(name), false)+"]("+address(b.URL)+")", "", "")
		if len(b.Spans) > 0 {
			m.quote++
			m.gap()
			m.block(hardBreaks(b.Spans), "", "")
			m.quote--
		}
	case Rule:
		m.block("---", "", "")
	case Footnote:
		m.block(hardBreaks(b.Spans), "[^"+noteLabel(b.Label)+"]: ", "    ")
	case Entry:
		text := "**" + escapeText(oneLine(b.Label), false) + "**"
		if len(b.Spans) > 0 {
			text += " " + inline(b.Spans, true)
		}
		m.block(text, "", "")
	case Definition:
		if b.Level == 0 {
			m.block("**"+strings.TrimSpace(inline(plain(b.Spans), true))+"**", "", "")
		} else {
			m.block(hardBreaks(b.Spans), ": ", "  ")
		}
	default:
		m.block(hardBreaks(b.Spans), "", "")
	}
}

// item writes a list item, indented to the text of the item that it stands in.
func (m *marker) item(b *Block) {
	level := min(max(b.Level, 1), 20)
	col := 0
	if level > 1 && len(m.indent) > 0 {
		col = m.indent[min(level-1, len(m.indent))-1]
	}
	text := hardBreaks(b.Spans)
	if b.Ordinal == -1 { // a further block of the item above
		if level <= len(m.indent) {
			col = m.indent[level-1]
		}
		pad := strings.Repeat(" ", col)
		m.block(text, pad, pad)
		return
	}
	mark := "- "
	if b.Ordinal > 0 {
		mark = strconv.Itoa(b.Ordinal) + ". "
	}
	pad := strings.Repeat(" ", col)
	m.block(text, pad+mark, pad+strings.Repeat(" ", len(mark)))
	for len(m.indent) < level {
		m.indent = append(m.indent, col+len(mark))
	}
	m.indent = append(m.indent[:level-1], col+len(mark))
}

// table writes a table; without a header row, Markdown needs an empty one.
func (m *marker) table(b *Block) {
	if len(b.Spans) > 0 {
		m.block("*"+strings.TrimSpace(inline(plain(b.Spans), true))+"*", "", "")
		m.gap()
	}
	columns := 1
	for _, r := range b.Rows {
		n := 0
		for _, c := range r.Cells {
			n += max(c.Across, 1)
		}
		columns = max(columns, min(n, 100))
	}
	rows := b.Rows
	var s strings.Builder
	line := func(cells []Cell) {
		s.WriteByte('|')
		n := 0
		for _, c := range cells {
			s.WriteByte(' ')
			s.WriteString(strings.ReplaceAll(strings.ReplaceAll(inline(c.Spans, false), "|", "\\|"), "\n", "<br>"))
			s.WriteString(strings.Repeat(" |", max(c.Across, 1)))
			if n += max(c.Across, 1); n >= columns {
				break
			}
		}
		for ; n < columns; n++ {
			s.WriteString(" |")
		}
	}
	if len(rows) > 0 && rows[0].Header {
		line(rows[0].Cells)
		rows = rows[1:]
	} else {
		line(nil)
	}
	s.WriteString("\n|" + strings.Repeat(" --- |", columns))
	for _, r := range rows {
		s.WriteByte('\n')
		line(r.Cells)
	}
	m.block(s.String(), "", "")
}

// plain returns spans without bold and italic, for a place that is emphasised as a whole.
func plain(spans []Span) []Span {
	out := make([]Span, len(spans))
	for i, s := range spans {
		s.Style &^= Bold | Italic
		out[i] = s
	}
	return out
}

// marks are what a style is set in, from the outside in.
var marks = []struct {
	style    Style
	from, to string
}{
	{Mark, "<mark>", "</mark>"},
	{Underline, "<u>", "</u>"},
	{Sub, "<sub>", "</sub>"},
	{Sup, "<sup>", "</sup>"},
	{Strike, "~~", "~~"},
	{Bold, "**", "**"},
	{Italic, "*", "*"},
}

// inline returns spans as Markdown. head says that the text stands in a heading or another place of one line.
func inline(spans []Span, head bool) string {
	var s strings.Builder
	start := true
	for _, sp := range spans {
		text := sp.Text
		if head {
			text = strings.ReplaceAll(text, "\n", " ")
		}
		switch {
		case sp.Style&Note != 0:
			s.WriteString("[^" + noteLabel(strings.TrimPrefix(sp.URL, "#")) + "]")
			start = false
			continue
		case sp.Style&Math != 0:
			s.WriteString("$" + strings.ReplaceAll(text, "$", `\$`) + "$")
			start = false
			continue
		}
		body := strings.Trim(text, " \n")
		if body == "" {
			s.WriteString(text)
			continue
		}
		lead, tail, _ := strings.Cut(text, body)
		var in string
		if sp.Style&CodeText != 0 {
			in = codeSpan(body)
		} else {
			in = escapeText(body, start || strings.HasSuffix(lead, "\n"))
		}
		if sp.Ruby != "" {
			in = "<ruby>" + in + "<rt>" + escapeText(sp.Ruby, false) + "</rt></ruby>"
		}
		for i := len(marks) - 1; i >= 0; i-- {
			if sp.Style&marks[i].style != 0 {
				in = marks[i].from + in + marks[i].to
			}
		}
		if sp.URL != "" {
			in = "[" + in + "](" + address(sp.URL) + ")"
		}
		s.WriteString(lead + in + tail)
		start = false
	}
	return strings.Trim(s.String(), " \n")
}

// hardBreaks returns spans as Markdown that may take several lines, with its line breaks kept (CommonMark 6.7).
func hardBreaks(spans []Span) string {
	return strings.ReplaceAll(inline(spans, false), "\n", "  \n")
}

// codeSpan fences code inside a line with more backticks than it has in a row (CommonMark 6.1).
func codeSpan(s string) string {
	s = strings.ReplaceAll(s, "\n", " ")
	run, longest := 0, 0
	for _, r := range s {
		if r == '`' {
			run++
			longest = max(longest, run)
		} else {
			run = 0
		}
	}
	fence := strings.Repeat("`", longest+1)
	if strings.HasPrefix(s, "`") || strings.HasSuffix(s, "`") {
		s = " " + s + " "
	}
	return fence + s + fence
}

// fenceFor returns a fence longer than any run of backticks in a listing.
func fenceFor(s string) string {
	fence := "```"
	for strings.Contains(s, fence) {
		fence += "`"
	}
	return fence
}

// address returns an address in the form that cannot end a link early.
func address(u string) string {
	if strings.ContainsAny(u, " ()<>\n") {
		return "<" + strings.NewReplacer("<", "%3C", ">", "%3E", "\n", "", " ", "%20").Replace(u) + ">"
	}
	return u
}

// noteLabel returns a footnote's label without what would end it.
func noteLabel(s string) string {
	return strings.Map(func(r rune) rune {
		if r == ']' || r == '[' || r == ' ' || r == '\n' || r == '^' {
			return '-'
		}
		return r
	}, s)
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// escapeText puts a backslash before what Markdown would read as markup. start says that the text begins a line, where numbers,
// dashes and number signs are marks too.
func escapeText(s string, start bool) string {
	var out strings.Builder
	for i, r := range s {
		switch r {
		case '\\', '`', '*', '_', '[', ']', '<', '~', '$':
			if r == '_' && insideWord(s, i) || r == '$' && !strings.Contains(s[i+1:], "$") {
				break
			}
			out.WriteByte('\\')
		case '&':
			if j := strings.IndexByte(s[i:], ';'); j > 1 && j < 32 {
				out.WriteByte('\\')
			}
		case '!':
			if i+1 < len(s) && s[i+1] == '[' {
				out.WriteByte('\\')
			}
		case '#', '>', '+', '-', '=', ':', '|':
			if start && lineStart(s, i) {
				out.WriteByte('\\')
			}
		case '.', ')':
			if start && onlyDigits(s, i) {
				out.WriteByte('\\')
			}
		}
		out.WriteRune(r)
	}
	return out.String()
}

// insideWord says whether a byte stands between two letters or digits.
func insideWord(s string, i int) bool {
	if i == 0 || i+1 >= len(s) {
		return false
	}
	wordy := func(c byte) bool {
		return c >= utf8.RuneSelf || c|0x20 >= 'a' && c|0x20 <= 'z' || c >= '0' && c <= '9'
	}
	return wordy(s[i-1]) && wordy(s[i+1])
}

// lineStart says whether only spaces stand between the start of the line and i.
func lineStart(s string, i int) bool {
	for i--; i >= 0 && s[i] == ' '; i-- {
	}
	return i < 0 || s[i] == '\n'
}

// onlyDigits says whether only one to nine digits stand between the start of the line and i.
func onlyDigits(s string, i int) bool {
	j := i - 1
	for j >= 0 && s[j] >= '0' && s[j] <= '9' {
		j--
	}
	return j < i-1 && i-j <= 10 && (j < 0 || s[j] == '\n')
}
