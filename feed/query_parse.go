package feed

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"tidings/feed/text"
)

const (
	maxQueryDepth = 50  // groups in groups
	maxQueryTerms = 200 // words and fields
)

// ParseQuery parses a query; see the language above. Days are days of the local time zone. An empty query gives nil,
// which matches everything. An error is a [*QueryError].
func ParseQuery(query string) (Expr, error) {
	p := queryParser{in: []rune(query)}
	e, err := p.or(Anywhere, 0)
	if err != nil {
		return nil, err
	}
	if p.at < len(p.in) {
		return nil, p.fail(p.at, "this ) has no ( before it")
	}
	return e, nil
}

type queryParser struct {
	in    []rune
	at    int
	terms int
}

func (p *queryParser) fail(at int, format string, args ...any) error {
	return &QueryError{Column: at + 1, Reason: fmt.Sprintf(format, args...)}
}

func (p *queryParser) space() {
	for p.at < len(p.in) && unicode.IsSpace(p.in[p.at]) {
		p.at++
	}
}

// keyword consumes an operator in capitals that stands alone.
func (p *queryParser) keyword(word string) bool {
	end := p.at + len(word)
	if end > len(p.in) || string(p.in[p.at:end]) != word {
		return false
	}
	if end < len(p.in) && !unicode.IsSpace(p.in[end]) && p.in[end] != '(' && p.in[end] != ')' {
		return false
	}
	p.at = end
	return true
}

// or parses alternatives up to a ")" or the end.
func (p *queryParser) or(field Field, depth int) (Expr, error) {
	if depth > maxQueryDepth {
		return nil, p.fail(p.at, "too many groups in groups")
	}
	var alts []Expr
	operator := 0
	for {
		e, err := p.and(field, depth)
		if err != nil {
			return nil, err
		}
		p.space()
		at := p.at
		more := p.keyword("OR") || p.bar()
		if e == nil {
			if more || len(alts) > 0 {
				if !more {
					at = operator
				}
				return nil, p.fail(at, "OR needs a word on both sides")
			}
			return nil, nil
		}
		if or, ok := e.(Or); ok {
			alts = append(alts, or...)
		} else {
			alts = append(alts, e)
		}
		if !more {
			break
		}
		operator = at
	}
	if len(alts) == 1 {
		return alts[0], nil
	}
	return Or(alts), nil
}

func (p *queryParser) bar() bool {
	if p.at < len(p.in) && p.in[p.at] == '|' {
		p.at++
		return true
	}
	return false
}

// and parses expressions side by side.
func (p *queryParser) and(field Field, depth int) (Expr, error) {
	var all []Expr
	for {
		p.space()
		if p.at == len(p.in) || p.in[p.at] == ')' || p.in[p.at] == '|' {
			break
		}
		at := p.at
		if p.keyword("OR") {
			p.at = at
			break
		}
		if p.keyword("AND") {
			continue
		}
		e, err := p.not(field, depth)
		if err != nil {
			return nil, err
		}
		if and, ok := e.(And); ok {
			all = append(all, and...)
		} else if e != nil {
			all = append(all, e)
		}
	}
	switch len(all) {
	case 0:
		return nil, nil
	case 1:
		return all[0], nil
	}
	return And(all), nil
}

// not parses one expression with its "-" or NOT, if any.
func (p *queryParser) not(field Field, depth int) (Expr, error) {
	at := p.at
	negate := false
	for p.at < len(p.in) {
		if p.in[p.at] == '-' && p.at+1 < len(p.in) && !unicode.IsSpace(p.in[p.at+1]) {
			p.at++
		} else if p.keyword("NOT") {
			p.space()
		} else {
			break
		}
		negate = !negate
	}
	if p.at == len(p.in) || p.in[p.at] == ')' {
		return nil, p.fail(at, "nothing to leave out follows")
	}
	e, err := p.primary(field, depth)
	if err != nil || !negate {
		return e, err
	}
	if e == nil {
		return nil, p.fail(at, "nothing to leave out follows")
	}
	if n, ok := e.(Not); ok {
		return n.X, nil
	}
	return Not{e}, nil
}

// primary parses a group, a field or a word.
func (p *queryParser) primary(field Field, depth int) (Expr, error) {
	if p.terms++; p.terms > maxQueryTerms {
		return nil, p.fail(p.at, "more than %d words", maxQueryTerms)
	}
	start := p.at
	switch p.in[p.at] {
	case '(':
		p.at++
		e, err := p.or(field, depth+1)
		if err != nil {
			return nil, err
		}
		if p.at == len(p.in) {
			return nil, p.fail(start, "this ( is never closed")
		}
		p.at++
		return e, nil
	case '"':
		return p.phrase(field)
	}
	word := p.word()
	if name, value, ok := strings.Cut(word, ":"); ok && isFieldName(name) {
		if known := fieldOf(name); known != "" {
			p.at = start + len([]rune(name)) + 1
			return p.field(known, start, value, depth)
		}
		if value != "" && !strings.HasPrefix(value, "/") {
			return nil, p.fail(start, "there is no field %q; put it in quotes to search for it", name)
		}
	}
	return p.term(field, start, word)
}

// word consumes characters up to a space, a parenthesis or a quote.
func (p *queryParser) word() string {
	start := p.at
	for p.at < len(p.in) && !unicode.IsSpace(p.in[p.at]) && !strings.ContainsRune(`()"|`, p.in[p.at]) {
		p.at++
	}
	return string(p.in[start:p.at])
}

func (p *queryParser) phrase(field Field) (Expr, error) {
	start := p.at
	end := slices.Index(p.in[start+1:], '"')
	if end < 0 {
		return nil, p.fail(start, "this quote is never closed")
	}
	p.at = start + 1 + end + 1
	t := Term{Field: field, Text: text.Line(string(p.in[start+1 : p.at-1])), Phrase: true}
	if p.at < len(p.in) && p.in[p.at] == '*' {
		t.Prefix = true
		p.at++
	}
	if t.Text == "" {
		return nil, p.fail(start, "there is nothing between the quotes")
	}
	return t, nil
}

func (p *queryParser) term(field Field, start int, word string) (Expr, error) {
	word = text.Line(word)
	stem := strings.TrimRight(word, "*")
	t := Term{Field: field, Text: stem, Prefix: stem != word}
	if strings.Trim(word, "-") == "" && word != "" {
		return nil, nil // a dash between words
	}
	if t.Text == "" {
		return nil, p.fail(start, "letters or digits are needed here")
	}
	if strings.HasPrefix(t.Text, "-") || t.Text == "OR" || t.Text == "AND" || t.Text == "NOT" || strings.ContainsAny(t.Text, `()"|:`) {
		t.Phrase = true // so that String gives the same again
	}
	return t, nil
}

// isFieldName reports whether a word before ":" is meant as a field's name: letters only, more than one.
func isFieldName(s string) bool {
	for i := range len(s) {
		if c := s[i] | 0x20; c < 'a' || c > 'z' {
			return false
		}
	}
	return len(s) > 1
}

// fieldOf returns the name of a field, with other words for it taken, or "".
func fieldOf(name string) string {
	switch n := strings.ToLower(name); n {
	case "title", "feed", "author", "tag", "text", "url", "folder", "lang", "is", "has", "after", "before", "newer", "older":
		return n
	case "by":
		return "author"
	case "label":
		return "tag"
	case "link", "site":
		return "url"
	case "language":
		return "lang"
	case "since":
		return "after"
	case "until":
		return "before"
	case "in":
		return "folder"
	}
	return ""
}

// field parses what follows "name:". The parser stands behind the colon; value is the rest of the word there.
func (p *queryParser) field(name string, start int, value string, depth int) (Expr, error) {
	at := p.at
	switch name {
	case "is", "has", "after", "before", "newer", "older":
		p.at += len([]rune(value))
		return p.fixed(name, at, strings.ToLower(value))
	}
	if p.at == len(p.in) || unicode.IsSpace(p.in[p.at]) || p.in[p.at] == ')' || p.in[p.at] == '|' {
		return nil, p.fail(start, "%s: needs a word right behind it", name)
	}
	switch p.in[p.at] {
	case '(':
		e, err := p.primary(Field(name), depth)
		if err == nil && e == nil {
			err = p.fail(at, "there is nothing in this group")
		}
		return e, err
	case '"':
		return p.phrase(Field(name))
	}
	return p.term(Field(name), at, p.word())
}

// fixed parses the value of a field that is no text.
func (p *queryParser) fixed(name string, at int, value string) (Expr, error) {
	switch name {
	case "is":
		switch m := Mark(value); m {
		case IsUnread, IsRead, IsBookmarked, IsTagged, IsNoted, IsPreview:
			return Is{m}, nil
		case "new":
			return Is{IsUnread}, nil
		case "starred", "saved":
			return Is{IsBookmarked}, nil
		}
		return nil, p.fail(at, "is: takes unread, read, bookmarked, tagged, noted or preview")
	case "has":
		switch w := Part(value); w {
		case HasEnclosure, HasAudio, HasVideo, HasImage, HasComments:
			return Has{w}, nil
		case "note":
			return Is{IsNoted}, nil
		case "tag", "tags":
			return Is{IsTagged}, nil
		case "picture":
			return Has{HasImage}, nil
		}
		return nil, p.fail(at, "has: takes enclosure, audio, video, image or comments")
	case "after", "before":
		for _, layout := range []string{"2006-01-02", "2006-1-2", "2006-01", "2006"} {
			if t, err := time.ParseInLocation(layout, value, time.Local); err == nil && t.Year() > 1 { // the zero time, which is in year 1, says that there is no bound
				if name == "after" {
					return Within{From: t}, nil
				}
				return Within{To: t}, nil
			}
		}
		return nil, p.fail(at, "%s: takes a day such as 2026-01-31, a month or a year", name)
	}
	for _, u := range ageUnits {
		if s, ok := strings.CutSuffix(value, u.name); ok {
			if n, err := strconv.Atoi(s); err == nil && n > 0 && n <= 100_000 && time.Duration(n) < (1<<63-1)/u.of {
				return Age{Older: name == "older", Than: time.Duration(n) * u.of}, nil
			}
		}
	}
	return nil, p.fail(at, "%s: takes a number and h, d, w, m or y, such as 2w", name)
}
