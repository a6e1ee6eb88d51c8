package layout

import (
	"fmt"
	"regexp"
	"strings"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"

	"tidings/feed/article"
	"tidings/feed/text"
	"tidings/ui/style"
)

// header sets the title, where the article comes from, and how much of it there is.
func (p *page) header(a *article.Article) {
	p.block, p.offset = Header, 0
	p.blankLine(prefix{})
	if strings.TrimSpace(a.Title) != "" {
		p.set(p.plainText(a.Title, style.Title), frame{rtl: rightToLeft(a.Title), most: 3, ragged: true})
		p.blankLine(prefix{})
	}
	if p.o.Changes != nil && strings.TrimSpace(p.o.OldTitle) != "" {
		p.gone(article.Block{Spans: []article.Span{{Text: p.o.OldTitle}}}, Header)
		p.blankLine(prefix{})
	}
	if strings.TrimSpace(a.Standfirst) != "" {
		p.set(p.plainText(a.Standfirst, style.Text), frame{rtl: rightToLeft(a.Standfirst), ragged: true})
		p.blankLine(prefix{})
	}
	site := a.Site
	if site == "" {
		site = p.o.FeedTitle
	}
	p.facts("", site, a.Byline, p.date(a.Published))
	left := ""
	if n := p.laid.Removed; n > 0 {
		left = text.Count(n, "block") + " left out"
	}
	key := ""
	if left != "" {
		key = p.o.LeftOutKey
	}
	whole := completeness(a.Completeness)
	if p.o.FeedText {
		whole = "the feed’s own text"
	}
	p.facts(key, fmt.Sprintf("%d min", p.laid.Minutes), whole, left)
	if p.o.Changed != "" {
		p.facts(p.o.ChangesKey, p.o.Changed)
	}
	p.notice(a)
	p.noticed = len(p.laid.Lines)
	p.lead(a)
}

// lead shows the lead picture, unless it stands in the article too.
func (p *page) lead(a *article.Article) {
	if p.o.Picture == nil || !followable(a.Image) {
		return
	}
	for _, b := range a.Blocks {
		if b.Kind == article.Figure && b.URL == a.Image {
			return
		}
	}
	if lines := p.o.Picture(a.Image, p.width); len(lines) > 0 {
		p.blankLine(prefix{})
		for _, l := range lines {
			p.raw(l, 0)
		}
	}
}

// facts sets one dim line of parts with dots between them, and the key that has to do with the last.
func (p *page) facts(key string, parts ...string) {
	var s []string
	for _, f := range parts {
		if f = strings.TrimSpace(f); f != "" {
			s = append(s, f)
		}
	}
	if len(s) == 0 {
		return
	}
	t := p.plainText(strings.Join(s, " "+p.o.Marks.Dot+" "), style.Dim)
	if key = p.oneLine(key); key != "" {
		t.text += "\u00a0 " + key
		t.runs = append(t.runs, run{len(t.text), p.sgr(style.Key, 0, false), -1})
	}
	p.set(t, frame{ragged: true})
}

func completeness(c article.Completeness) string {
	switch c {
	case article.Preview:
		return "publisher’s preview"
	case article.Teaser:
		return "teaser only"
	case article.Blocked:
		return "not served"
	default:
		return "whole article"
	}
}

// notice says in the warning colour that the article is not whole, and nothing if it is: how much is here, where the page
// stops, how much there would be, and where the rest is.
func (p *page) notice(a *article.Article) {
	var s string
	switch a.Completeness {
	case article.Full:
		return
	case article.Preview:
		s = "Publisher’s preview: " + text.Count(paragraphs(a), "paragraph") + "."
	case article.Teaser:
		s = "Only a teaser is served."
	case article.Blocked:
		s = "The page did not serve the article."
	}
	if why := whyCut(a); why != "" {
		s += " " + why
	}
	if key := p.oneLine(p.o.BrowserKey); key != "" && a.URL != "" {
		s += "\u00a0 " + key + strings.ReplaceAll(" opens it in the browser", " ", "\u00a0")
	}
	p.blankLine(prefix{})
	mark := p.o.Theme.Paint(style.Notice, p.o.Marks.Preview) + " "
	p.set(p.plainText(s, style.Notice), frame{first: prefix{mark, 2, mark}, rest: blank(2), ragged: true})
}

// whyCut words the evidence and the length that the page states as one sentence, or "" where there is neither. What the
// evidence counts and the notice has counted already is said once.
func whyCut(a *article.Article) string {
	e := strings.TrimRight(strings.TrimSpace(a.Evidence), ".")
	e = counted().ReplaceAllString(e, "$1")
	said := ""
	if a.SaidWords > 0 {
		if i := strings.Index(e, "; the page says "); i >= 0 {
			e = e[:i]
		}
		said = "says the article has " + text.Thousands(a.SaidWords) + " words"
	}
	if e == "stops" {
		e = ""
	}
	if strings.HasPrefix(e, "stops ") {
		e = "the page " + e
	}
	switch {
	case e == "" && said == "":
		return ""
	case e == "":
		return "The page " + said + "."
	}
	first, n := utf8.DecodeRuneInString(e)
	s := string(unicode.ToUpper(first)) + e[n:]
	switch {
	case said == "":
	case strings.HasPrefix(s, "The page "):
		s += " and " + said
	default:
		s += "; the page " + said
	}
	return s + "."
}

// counted is what an evidence may count at its beginning.
var counted = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^(stops) after [\d,]+ (?:paragraph|word)s?`) })

func paragraphs(a *article.Article) int {
	n := 0
	for _, b := range a.Blocks {
		if b.Kind == article.Paragraph {
			n++
		}
	}
	return n
}

// noticeAgain is how many lines of text make the notice above them worth saying again below: with fewer both are seen at once.
const noticeAgain = 10

// end sets what stands below the article: the notice again, a rule, the address and what comes next.
func (p *page) end(a *article.Article) {
	p.block, p.removed, p.offset = End, -1, 0
	p.around(a)
	if len(p.laid.Lines)-p.noticed >= noticeAgain {
		p.notice(a)
	}
	p.blankLine(prefix{})
	p.rule(p.width)
	if followable(a.URL) {
		p.openLink = -1
		text := p.oneLine(a.URL)
		r := rich{text: text, runs: []run{{len(text), p.sgr(style.Dim, 0, true), p.link(a.URL, text)}}}
		p.set(r, frame{ragged: true})
	}
	if next := strings.TrimSpace(p.o.Next); next != "" {
		p.blankLine(prefix{})
		pre := p.o.Theme.Paint(style.Dim, "Next: ")
		p.set(p.plainText(next, style.Text), frame{first: prefix{pre, 6, pre}, rest: blank(6), most: 2, ragged: true})
	}
	p.blankLine(prefix{})
}

func (p *page) date(t time.Time) string { return Date(t, p.o.Now, p.o.Zone) }

// Date prints a time as a person says it on the day of now: today and yesterday with the hour, else the day. See Options.Now and
// Options.Zone.
func Date(t, now time.Time, zone *time.Location) string {
	if t.IsZero() {
		return ""
	}
	if zone != nil {
		t = t.In(zone)
	}
	if !now.IsZero() {
		now = now.In(t.Location())
		y, m, d := now.Date()
		today := time.Date(y, m, d, 0, 0, 0, 0, t.Location())
		switch day := time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, t.Location()); {
		case day.Equal(today):
			return "today, " + t.Format("15:04")
		case day.Equal(today.AddDate(0, 0, -1)):
			return "yesterday, " + t.Format("15:04")
		}
	}
	return t.Format("2 Jan 2006")
}

// wordsPerMinute is the average speed of silent reading of English non-fiction: Brysbaert, "How many words do we read
// per minute?", 2019.
const wordsPerMinute = 238

func minutes(words int) int { return max((words+wordsPerMinute/2)/wordsPerMinute, 1) }

// words counts the words of what is read. Chinese, Japanese and Thai write no spaces: there a character counts as half
// a word, which gives about their measured speeds of reading (same source).
func words(blocks []article.Block) int {
	n, half := 0, 0
	for _, b := range blocks {
		for _, sp := range b.Spans {
			n, half = countWords(sp.Text, n, half)
		}
		for _, r := range b.Rows {
			for _, c := range r.Cells {
				for _, sp := range c.Spans {
					n, half = countWords(sp.Text, n, half)
				}
			}
		}
	}
	return n + half/2
}

func countWords(s string, n, half int) (int, int) {
	in := false
	for _, r := range s {
		switch {
		case r == ' ' || r == '\n':
			in = false
		case r >= 0x2e80 && r < 0xa000 || r >= 0xe00 && r < 0xe80 || r >= 0x20000 && r < 0x40000:
			half++
			in = false
		default:
			if !in {
				n++
			}
			in = true
		}
	}
	return n, half
}

// rightToLeft reports whether a text's first letter is Hebrew, Arabic or of another script that runs so (the rule P2 of
// Unicode's bidirectional algorithm, UAX #9).
func rightToLeft(s string) bool {
	for _, r := range s {
		if unicode.IsLetter(r) {
			return r >= 0x590 && r < 0x900 || r >= 0xfb1d && r < 0xfe00 || r >= 0xfe70 && r < 0xff00 || r >= 0x10800 && r < 0x11000 || r >= 0x1e800 && r < 0x1f000
		}
	}
	return false
}
