package moving

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"

	"tidings/feed"
)

// filterParser translates newsboat's filter language (its manual, “Filter Language”) into the query language of Tidings.
// There, "and" and "or" bind alike and to the right: a and b or c is a and (b or c).
type filterParser struct {
	in    string
	at    int
	depth int
	tags  tagged
	about []string // what is not quite the same
}

func (p *filterParser) parse() (feed.Expr, error) {
	e, err := p.expression()
	if err == nil && p.space() < len(p.in) {
		err = fmt.Errorf("%q stands where the end was expected", clipped(p.in[p.at:]))
	}
	return e, err
}

func clipped(s string) string {
	if len(s) > 30 {
		return line(s[:30]) + "…"
	}
	return line(s)
}

func (p *filterParser) space() int {
	for p.at < len(p.in) && (p.in[p.at] == ' ' || p.in[p.at] == '\t') {
		p.at++
	}
	return p.at
}

func (p *filterParser) take(s string) bool {
	if p.space(); !strings.HasPrefix(p.in[p.at:], s) {
		return false
	}
	p.at += len(s)
	return true
}

func (p *filterParser) expression() (feed.Expr, error) {
	if p.depth++; p.depth > 40 {
		return nil, errDeep
	}
	defer func() { p.depth-- }()
	var left feed.Expr
	var err error
	if p.take("(") {
		if left, err = p.expression(); err != nil {
			return nil, err
		}
		if !p.take(")") {
			return nil, errors.New("a ( is not closed")
		}
	} else if left, err = p.condition(); err != nil {
		return nil, err
	}
	switch {
	case p.take("and"):
		right, err := p.expression()
		if err != nil {
			return nil, err
		}
		return joined[feed.And](left, right), nil
	case p.take("or"):
		right, err := p.expression()
		if err != nil {
			return nil, err
		}
		return joined[feed.Or](left, right), nil
	}
	return left, nil
}

// joined puts two expressions side by side, those of the same kind without a level between.
func joined[T feed.And | feed.Or](left, right feed.Expr) feed.Expr {
	var all T
	for _, e := range []feed.Expr{left, right} {
		if same, ok := e.(any).(T); ok {
			all = append(all, same...)
		} else {
			all = append(all, e)
		}
	}
	return any(all).(feed.Expr)
}

// operators, the longer first.
var operators = []string{"==", "=~", "=", "!~", "!=", "!#", "#", "<=", ">=", "<", ">", "between"}

var attribute = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[A-Za-z0-9_.-]+`) })

func (p *filterParser) condition() (feed.Expr, error) {
	p.space()
	name := attribute().FindString(p.in[p.at:])
	if name == "" {
		return nil, fmt.Errorf("%q stands where the name of an attribute was expected", clipped(p.in[p.at:]))
	}
	p.at += len(name)
	op := ""
	for _, o := range operators {
		if p.take(o) {
			op = o
			break
		}
	}
	if op == "" {
		return nil, fmt.Errorf("no comparison stands behind %q", name)
	}
	value, err := p.value()
	if err != nil {
		return nil, err
	}
	not := strings.HasPrefix(op, "!")
	if not {
		op = map[string]string{"!~": "=~", "!=": "=", "!#": "#"}[op]
	}
	if op == "==" {
		op = "="
	}
	e, err := p.translate(name, op, value)
	if err != nil {
		return nil, err
	}
	if n, ok := e.(feed.Not); ok && not {
		return n.X, nil
	}
	if not {
		return feed.Not{X: e}, nil
	}
	return e, nil
}

var number = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^-?[0-9]+(:-?[0-9]+)?`) })

func (p *filterParser) value() (string, error) {
	p.space()
	if n := number().FindString(p.in[p.at:]); n != "" {
		p.at += len(n)
		return n, nil
	}
	if !p.take(`"`) {
		return "", fmt.Errorf("%q stands where a value was expected", clipped(p.in[p.at:]))
	}
	var b strings.Builder
	for ; p.at < len(p.in) && p.in[p.at] != '"'; p.at++ {
		if p.in[p.at] == '\\' && p.at+1 < len(p.in) && (p.in[p.at+1] == '"' || p.in[p.at+1] == '\\') {
			p.at++
		}
		b.WriteByte(p.in[p.at])
	}
	if p.at == len(p.in) {
		return "", errors.New("a quotation mark is not closed")
	}
	p.at++
	return b.String(), nil
}

// fields are the attributes that are text.
var fields = map[string]feed.Field{
	"title": feed.InTitle, "author": feed.InAuthor, "content": feed.InText, "feedtitle": feed.InFeed, "rssurl": feed.InFeed, "link": feed.InURL,
}

func (p *filterParser) translate(name, op, value string) (feed.Expr, error) {
	no := fmt.Errorf("there is no counterpart of %s %s %q here", name, op, value)
	field, isText := fields[name]
	switch {
	case name == "unread" && op == "=" && (value == "yes" || value == "no"):
		if value == "yes" {
			return feed.Is{State: feed.IsUnread}, nil
		}
		return feed.Is{State: feed.IsRead}, nil
	case name == "tags" && (op == "#" || op == "=" || op == "=~" && literal(value)):
		if e := p.tags.expr(line(value)); e != nil {
			return e, nil
		}
		return nil, fmt.Errorf("no feed of the list has the tag %q", value)
	case name == "flags" && op == "=" && value == "":
		return feed.Not{X: feed.Is{State: feed.IsBookmarked}}, nil
	case name == "flags" && (op == "#" || op == "=~" || op == "=") && len(value) == 1:
		return term(feed.InTag, flagTag(rune(value[0]))), nil
	case name == "age":
		return age(op, value, no)
	case name == "enclosure_type" && op == "=~":
		for _, k := range []feed.Part{feed.HasAudio, feed.HasVideo, feed.HasImage} {
			if strings.HasPrefix(strings.TrimPrefix(value, "^"), string(k)) {
				return feed.Has{What: k}, nil
			}
		}
	case (name == "enclosure_type" || name == "enclosure_url") && op == "=" && value == "":
		return feed.Not{X: feed.Has{What: feed.HasEnclosure}}, nil
	case isText && op == "=~":
		return p.matches(field, value, no)
	case isText && (op == "=" || op == "#"):
		if e := term(field, value); e != nil {
			if op == "=" && name != "rssurl" {
				p.about = append(p.about, name+" = compares the whole there, and looks for the words here")
			}
			return e, nil
		}
	}
	return nil, no
}

// literal reports whether a regular expression is only text.
func literal(s string) bool { return regexp.QuoteMeta(s) == s }

// matches translates a regular expression that is text, or a choice between texts.
func (p *filterParser) matches(field feed.Field, value string, no error) (feed.Expr, error) {
	s := strings.TrimSuffix(strings.TrimPrefix(value, ".*"), ".*")
	if inner, ok := strings.CutPrefix(s, "("); ok && strings.HasSuffix(inner, ")") {
		s = inner[:len(inner)-1]
	}
	var any feed.Or
	for part := range strings.SplitSeq(s, "|") {
		plain := strings.NewReplacer(`\.`, ".", `\+`, "+", `\-`, "-", `\/`, "/").Replace(part)
		if !literal(part) && !literal(strings.NewReplacer(".", "", "+", "").Replace(plain)) || strings.ContainsAny(part, "*?[]{}^$") {
			return nil, no
		}
		if e := term(field, plain); e != nil {
			any = append(any, e)
		}
	}
	if field != feed.InFeed && field != feed.InURL {
		p.about = append(p.about, "=~ finds parts of words there, and whole words here")
	}
	if e := oneOf(any); e != nil {
		return e, nil
	}
	return nil, no
}

// age translates a comparison with newsboat's age, in whole days.
func age(op, value string, no error) (feed.Expr, error) {
	low, high, isRange := strings.Cut(value, ":")
	n, err := strconv.Atoi(low)
	if err != nil || n < 0 || n > 100_000 || isRange != (op == "between") {
		return nil, no
	}
	day := func(n int) time.Duration { return time.Duration(n) * 24 * time.Hour }
	newer := func(n int) feed.Expr { return feed.Age{Than: day(n)} }
	older := func(n int) feed.Expr { return feed.Age{Older: true, Than: day(n)} }
	switch {
	case op == "<" && n > 0:
		return newer(n), nil
	case op == "<=":
		return newer(n + 1), nil
	case op == ">":
		return older(n + 1), nil
	case op == ">=" && n > 0:
		return older(n), nil
	case op == "=" && n == 0:
		return newer(1), nil
	case op == "=":
		return feed.And{older(n), newer(n + 1)}, nil
	case isRange:
		top, err := strconv.Atoi(high)
		if err != nil || top < n || top > 100_000 {
			return nil, no
		}
		if n == 0 {
			return newer(top + 1), nil
		}
		return feed.And{older(n), newer(top + 1)}, nil
	}
	return nil, no
}

// flagTag is the tag that an article flag of newsboat becomes.
func flagTag(flag rune) string { return "flag-" + string(flag) }
