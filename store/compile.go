package store

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode"

	"tidings/feed"
	"tidings/feed/text"
)

// compileText adds the conditions of a query's text. What words alone can answer becomes one question to the search index;
// the rest becomes conditions on the items that it finds. Conditions may let too much through where the index does not know
// enough, never too little; s.verify then says what to look for in the texts.
func (s *selection) compileText(ctx context.Context, db *DB, query string) error {
	e, err := feed.ParseQuery(query)
	if err != nil {
		return err
	}
	c := compiler{ctx: ctx, db: db}
	var words []feed.Expr
	for _, x := range operands(e) {
		if _, ok := c.words(x); ok {
			words = append(words, x)
			continue
		}
		if n, ok := x.(feed.Not); ok {
			if _, ok := c.words(n.X); ok {
				words = append(words, x)
				continue
			}
		}
		cond, args, err := c.cond(x, false)
		if err != nil {
			return err
		}
		s.and(cond, args...)
		s.bound(c.span(x))
	}
	if m, ok := c.words(feed.And(words)); ok {
		s.match = m
	} else if len(words) > 0 { // only words to leave out
		cond, args, err := c.cond(feed.And(words), false)
		if err != nil {
			return err
		}
		s.and(cond, args...)
	}
	if c.inexact {
		s.verify = e
	}
	s.expr, s.terms = e, positiveTerms(e, nil)
	s.short = s.match != "" && slices.ContainsFunc(s.terms, term.short)
	return nil
}

// operands are the parts that all must match.
func operands(e feed.Expr) []feed.Expr {
	switch e := e.(type) {
	case nil:
		return nil
	case feed.And:
		return e
	}
	return []feed.Expr{e}
}

// compiler turns an expression into conditions. It reads the feeds where a query names them.
type compiler struct {
	ctx   context.Context
	db    *DB
	feeds []feedName

	inexact bool // what was written lets more through than asked for
}

type feedName struct {
	id                int64
	name, url, folder string // folded
}

// words writes an expression in FTS5's language; false when the index alone cannot answer it.
func (c *compiler) words(e feed.Expr) (string, bool) {
	switch e := e.(type) {
	case feed.Term:
		w, exact := termMatch(e)
		c.inexact = c.inexact || w != "" && !exact
		return w, w != ""
	case feed.Or:
		var alts []string
		for _, x := range e {
			w, ok := c.words(x)
			if !ok {
				return "", false
			}
			alts = append(alts, w)
		}
		return "(" + strings.Join(alts, " OR ") + ")", true
	case feed.And:
		var all, none []string
		for _, x := range e {
			if n, ok := x.(feed.Not); ok {
				w, ok := c.words(n.X)
				if !ok {
					return "", false
				}
				if isExact(n.X) { // else some of those that hold the words are asked for
					none = append(none, w)
				}
				continue
			}
			w, ok := c.words(x)
			if !ok {
				return "", false
			}
			all = append(all, w)
		}
		if len(all) == 0 {
			return "", false
		}
		w := "(" + strings.Join(all, " AND ") + ")"
		if len(none) > 0 {
			w = "(" + w + " NOT (" + strings.Join(none, " OR ") + "))"
		}
		return w, true
	}
	return "", false
}

// termMatch writes a term in FTS5's language, "" when it is not about words, and says whether the index knows enough to
// decide it.
func termMatch(t feed.Term) (match string, exact bool) {
	mark := ""
	switch t.Field {
	case feed.Anywhere:
	case feed.InTitle:
		mark = markTitle
	case feed.InAuthor:
		mark = markAuthor
	case feed.InText: // whether the word is in the text or in the title only is not known
		w := termOf(t.Text, t.Prefix)
		return w.match(""), false
	case feed.InTag:
		w := tagWord(t.Text)
		if w == "" {
			return "", false
		}
		if t.Prefix {
			return `"` + w + `"*`, true
		}
		return `"` + w + `"`, true
	default:
		return "", false
	}
	w := termOf(t.Text, t.Prefix)
	return w.match(mark), len(w.words) == 1
}

// isExact reports whether the index decides all of an expression of words.
func isExact(e feed.Expr) bool {
	switch e := e.(type) {
	case feed.Term:
		_, exact := termMatch(e)
		return exact
	case feed.Not:
		return isExact(e.X)
	case feed.And:
		return !slices.ContainsFunc(e, func(x feed.Expr) bool { return !isExact(x) })
	case feed.Or:
		return !slices.ContainsFunc(e, func(x feed.Expr) bool { return !isExact(x) })
	}
	return true
}

// span is the range of sort keys that a date allows: from low to before high.
func (c *compiler) span(e feed.Expr) (low, high int64) {
	low, high = math.MinInt64, math.MaxInt64
	switch e := e.(type) {
	case feed.Within:
		if !e.From.IsZero() {
			low = sortOf(e.From.Unix())
		}
		if !e.To.IsZero() {
			high = sortOf(e.To.Unix())
		}
	case feed.Age:
		if at := sortOf(c.db.opts.now().Add(-e.Than).Unix()); e.Older {
			high = at
		} else {
			low = at
		}
	}
	return low, high
}

// cond writes any expression as a condition on items i. negated: it stands under a Not, where letting too much through
// would let too little through in the end.
func (c *compiler) cond(e feed.Expr, negated bool) (string, []any, error) {
	if w, ok := c.words(e); ok {
		if negated && !isExact(e) {
			return "0", nil, nil
		}
		return "i.doc IN (SELECT rowid FROM search WHERE search MATCH ?)", []any{w}, nil
	}
	switch e := e.(type) {
	case feed.And:
		return c.join(e, " AND ", negated)
	case feed.Or:
		return c.join(e, " OR ", negated)
	case feed.Not:
		s, args, err := c.cond(e.X, !negated)
		return "NOT (" + s + ")", args, err
	case feed.Term:
		return c.term(e)
	case feed.Is:
		switch e.State {
		case feed.IsUnread:
			return "i.read = 0", nil, nil
		case feed.IsRead:
			return "i.read = 1", nil, nil
		case feed.IsBookmarked:
			return "i.bookmarked = 1", nil, nil
		case feed.IsTagged:
			return "i.tags IS NOT NULL", nil, nil
		case feed.IsNoted:
			return "EXISTS (SELECT 1 FROM notes n WHERE n.item = i.id)", nil, nil
		case feed.IsPreview:
			return "i.preview = 1", nil, nil
		}
	case feed.Has:
		return "i.parts & ? <> 0", []any{partBit(e.What)}, nil
	case feed.Within:
		s, args := "1", []any(nil)
		if !e.From.IsZero() {
			s, args = s+" AND i.sort >= ?", append(args, sortOf(e.From.Unix()))
		}
		if !e.To.IsZero() {
			s, args = s+" AND i.sort < ?", append(args, sortOf(e.To.Unix()))
		}
		return "(" + s + ")", args, nil
	case feed.Age:
		at := sortOf(c.db.opts.now().Add(-e.Than).Unix())
		if e.Older {
			return "i.sort < ?", []any{at}, nil
		}
		return "i.sort >= ?", []any{at}, nil
	}
	return "", nil, fmt.Errorf("query: %T is not understood", e)
}

func (c *compiler) join(list []feed.Expr, op string, negated bool) (string, []any, error) {
	var conds []string
	var args []any
	for _, x := range list {
		s, a, err := c.cond(x, negated)
		if err != nil {
			return "", nil, err
		}
		conds = append(conds, s)
		args = append(args, a...)
	}
	return "(" + strings.Join(conds, op) + ")", args, nil
}

// term writes a term that is not about words.
func (c *compiler) term(t feed.Term) (string, []any, error) {
	want := text.Fold(t.Text)
	switch t.Field {
	case feed.InFeed:
		return c.feedsThat(func(f feedName) bool { return strings.Contains(f.name, want) || strings.Contains(f.url, want) })
	case feed.InFolder:
		return c.feedsThat(func(f feedName) bool {
			return f.folder == want || strings.HasPrefix(f.folder, want+"/") || t.Prefix && strings.HasPrefix(f.folder, want)
		})
	case feed.InURL:
		return "instr(lower(i.url), ?) > 0", []any{want}, nil
	case feed.InLang:
		to := "."
		if t.Prefix {
			to = "\U0010ffff"
			return "(i.lang >= ? AND i.lang < ?)", []any{want, want + to}, nil
		}
		return "(i.lang = ? OR i.lang >= ? AND i.lang < ?)", []any{want, want + "-", want + to}, nil // "." follows "-"
	}
	if hasSign(t.Text) {
		// Signs and emoji are no words: look at what a list shows.
		if t.Field == feed.InTitle {
			return "instr(i.title, ?) > 0", []any{t.Text}, nil
		}
		return "(instr(i.title, ?) > 0 OR instr(i.summary, ?) > 0)", []any{t.Text, t.Text}, nil
	}
	return "1", nil, nil // punctuation: nothing to look for
}

// feedsThat is the condition that an item is of one of the feeds that ok chooses.
func (c *compiler) feedsThat(ok func(feedName) bool) (string, []any, error) {
	if c.feeds == nil {
		c.feeds = []feedName{}
		err := c.db.query(c.ctx, `SELECT id, name, url, folder FROM feeds WHERE removed = 0`, nil, func(scan func(...any) error) error {
			var f feedName
			err := scan(&f.id, &f.name, &f.url, &f.folder)
			f.name, f.url, f.folder = text.Fold(f.name), text.Fold(f.url), text.Fold(f.folder)
			c.feeds = append(c.feeds, f)
			return err
		})
		if err != nil {
			return "", nil, err
		}
	}
	ids := []int64{}
	for _, f := range c.feeds {
		if ok(f) {
			ids = append(ids, f.id)
		}
	}
	return "i.feed IN (SELECT value FROM json_each(?))", []any{jsonInts(ids)}, nil
}

// hasSign reports whether there is a sign or an emoji in s, which is no word but may be looked for.
func hasSign(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return unicode.In(r, unicode.So, unicode.Sc, unicode.Sm) }) >= 0
}
