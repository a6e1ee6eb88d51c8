package layout

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"

	"tidings/feed/article"
	"tidings/ui/style"
)

// rich is the text of a block with its looks: runs follow one another and cover it.
type rich struct {
	text   string
	runs   []run
	hidden bool // holds soft hyphens or zero width spaces, which are not printed
}

// run is a stretch of text of one look.
type run struct {
	end  int    // bytes of the text up to and with this run
	sgr  string // "" for plain text
	link int    // index in Laid.Links, or -1
}

// richer builds a rich text.
type richer struct {
	b    strings.Builder
	runs []run
}

func (r *richer) add(text, sgr string, link int) {
	// What joins the character before it stays in its run: no sequence may come between.
	if n := len(r.runs); n > 0 {
		m := joined(r.b.String(), text)
		r.b.WriteString(text[:m])
		r.runs[n-1].end += m
		text = text[m:]
	}
	if text == "" {
		return
	}
	r.b.WriteString(text)
	if n := len(r.runs); n > 0 && r.runs[n-1].sgr == sgr && r.runs[n-1].link == link {
		r.runs[n-1].end = r.b.Len()
		return
	}
	r.runs = append(r.runs, run{r.b.Len(), sgr, link})
}

// seamBytes is how far on each side of a seam a grapheme cluster is looked for; behind it, marks of any number.
const seamBytes = 256

// joined returns how many bytes of text belong to the grapheme cluster (UAX #29) that before ends in: marks, the second half of
// a flag, what an Arabic number sign stands before, a vowel of a Hangul syllable.
func joined(before, text string) int {
	marks := leadingMarks(text)
	rest := text[marks:]
	if marks > 0 {
		before = before[max(len(before)-seamBytes, 0):] + text[:marks]
	}
	return marks + clusterRest(before, rest)
}

func clusterRest(before, text string) int {
	from := len(before)
	for from > 0 && from > len(before)-seamBytes {
		c, size := utf8.DecodeLastRuneInString(before[:from])
		from -= size
		if simpleWidth(c) >= 0 { // a cluster begins here
			break
		}
	}
	if from == len(before) || text == "" || len(before)-from == 1 && text[0] < utf8.RuneSelf {
		return 0
	}
	end := min(len(text), seamBytes)
	for end < len(text) && !utf8.RuneStart(text[end]) {
		end++
	}
	seam := len(before) - from
	for s, at := before[from:]+text[:end], 0; at < seam; {
		cluster, _ := ansi.FirstGraphemeCluster(s[at:], ansi.GraphemeWidth)
		at += len(cluster)
		if at > seam {
			return at - seam
		}
	}
	return 0
}

func leadingMarks(s string) int {
	for i, r := range s {
		if r < 0x300 || !unicode.IsMark(r) && !joins(r) {
			return i
		}
	}
	return len(s)
}

// plainText returns a rich text of one look, without line breaks.
func (p *page) plainText(s string, role style.Role) rich {
	s = p.oneLine(s)
	return rich{text: s, runs: []run{{len(s), p.sgr(role, 0, false), -1}}, hidden: hasHidden(s)}
}

// rich sets a block's spans in the look of role.
func (p *page) rich(spans []article.Span, role style.Role) rich {
	if len(spans) == 1 && spans[0].URL == "" && spans[0].Ruby == "" && spans[0].Style&^(article.Bold|article.Italic) == 0 {
		s := strings.TrimSpace(p.clean(spans[0].Text))
		return rich{text: s, runs: []run{{len(s), p.sgr(role, spans[0].Style, false), -1}}, hidden: hasHidden(s)}
	}
	var r richer
	for i, sp := range spans {
		text := p.clean(sp.Text)
		if i == 0 {
			text = strings.TrimLeft(text, " \n")
		}
		if i == len(spans)-1 {
			text = strings.TrimRight(text, " \n")
		}
		if text == "" {
			continue
		}
		// Blanks at the seam of two spans are one blank.
		if s := r.b.String(); s != "" && (s[len(s)-1] == ' ' || s[len(s)-1] == '\n') {
			text = strings.TrimLeft(text, " ")
		} else if s != "" && text[0] == '\n' {
			text = "\n" + strings.TrimLeft(text, " \n")
		}
		p.span(&r, sp, text, role)
	}
	s := r.b.String()
	return rich{text: s, runs: r.runs, hidden: hasHidden(s)}
}

// span adds one span's text.
func (p *page) span(r *richer, sp article.Span, text string, role style.Role) {
	st := sp.Style
	switch {
	case st&article.Note != 0 && !strings.ContainsAny(text, "[("):
		text = "[" + text + "]"
	case st&article.Sup != 0:
		text = raised(text, superscripts, "^", p.ascii)
	case st&article.Sub != 0:
		text = raised(text, subscripts, "_", p.ascii)
	case st&article.CodeText != 0 && p.sgr(role, article.CodeText, false) == p.sgr(role, 0, false):
		text = "`" + text + "`" // a theme without colours
	}
	link := -1
	if followable(sp.URL) {
		link = p.link(sp.URL, text)
	}
	r.add(text, p.sgr(role, st, link >= 0), link)
	if ruby := p.oneLine(sp.Ruby); ruby != "" {
		r.add("("+ruby+")", p.sgr(style.Dim, 0, false), -1)
	}
}

// followable reports whether an address leads anywhere from here.
func followable(url string) bool {
	for _, scheme := range []string{"https://", "http://", "mailto:", "#"} {
		if strings.HasPrefix(url, scheme) && len(url) > len(scheme) {
			return true
		}
	}
	return false
}

// link returns the number of the link that text belongs to: the one before it, if it goes on.
func (p *page) link(url, text string) int {
	if n := len(p.laid.Links) - 1; n >= 0 && p.openLink == n {
		if l := &p.laid.Links[n]; l.URL == url {
			l.Text += text
			return n
		}
	}
	p.laid.Links = append(p.laid.Links, Link{URL: url, Text: text})
	p.openLink = len(p.laid.Links) - 1
	return p.openLink
}

// sgr returns the sequence that turns on the look of role with a span's own style, and a link's.
func (p *page) sgr(role style.Role, st article.Style, link bool) string {
	key := lookKey{role, st, link}
	if s, ok := p.sgrs[key]; ok {
		return s
	}
	l := p.o.Theme.Look(role)
	over := func(r style.Role) {
		o := p.o.Theme.Look(r)
		if o.Bg != nil {
			l.Bg = o.Bg
			l.Fg = o.Fg
		}
		l.Attr |= o.Attr
	}
	if st&(article.CodeText|article.Math) != 0 {
		over(style.Code)
	}
	if st&article.Mark != 0 {
		over(style.Marked)
	}
	if link {
		o := p.o.Theme.Look(style.Link)
		if role == style.Text && o.Fg != nil {
			l.Fg = o.Fg
		}
		l.Attr |= o.Attr
	}
	for _, a := range []struct {
		st   article.Style
		attr style.Attr
	}{{article.Bold, style.Bold}, {article.Italic, style.Italic}, {article.Strike, style.Strike}, {article.Underline, style.Underline}} {
		if st&a.st != 0 {
			l.Attr |= a.attr
		}
	}
	s := l.SGR()
	p.sgrs[key] = s
	return s
}

type lookKey struct {
	role style.Role
	st   article.Style
	link bool
}

// The digits and signs that Unicode has in raised and lowered form.
var (
	superscripts = [...]string{"0⁰", "1¹", "2²", "3³", "4⁴", "5⁵", "6⁶", "7⁷", "8⁸", "9⁹", "+⁺", "-⁻", "=⁼", "(⁽", ")⁾", "nⁿ", "iⁱ"}
	subscripts   = [...]string{"0₀", "1₁", "2₂", "3₃", "4₄", "5₅", "6₆", "7₇", "8₈", "9₉", "+₊", "-₋", "=₌", "(₍", ")₎"}
)

// raised returns text in the characters of table, or with sign before it where one is missing: x^(a+b).
func raised[T [17]string | [15]string](text string, table T, sign string, ascii bool) string {
	var b strings.Builder
	ok := !ascii && len(text) < 16
	for _, r := range text {
		found := false
		for i := 0; ok && i < len(table); i++ {
			if t, n := utf8.DecodeRuneInString(table[i]); t == r {
				b.WriteString(table[i][n:])
				found = true
				break
			}
		}
		ok = ok && found
	}
	switch {
	case ok:
		return b.String()
	case utf8.RuneCountInString(text) == 1:
		return sign + text
	case strings.IndexFunc(text, func(r rune) bool { return !unicode.IsLetter(r) }) < 0:
		return text // 1st, Mlle: raised letters read as well in line
	}
	return sign + "(" + text + ")"
}
