package moving

import (
	"strings"

	"tidings/feed"
)

// freshFilter translates what FreshRSS marks read by itself (frss:filtersActionRead, a search a line; its documentation,
// “Searching with the search field”) into a query; false when a search uses what the query language has no counterpart of.
func freshFilter(searches string) (string, bool) {
	var any feed.Or
	for search := range strings.Lines(searches) {
		var all feed.And
		words, _ := tokens(glued(search))
		for _, w := range words {
			e := freshTerm(strings.ReplaceAll(w, "\x01", " "))
			if e == nil {
				return "", false
			}
			all = append(all, e)
		}
		switch len(all) {
		case 0:
		case 1:
			any = append(any, all[0])
		default:
			any = append(any, all)
		}
	}
	e := oneOf(any)
	if e == nil {
		return "", false
	}
	if _, err := feed.ParseQuery(e.String()); err != nil {
		return "", false
	}
	return e.String(), true
}

// glued takes the quotation marks away and holds together what was in them, so that intitle:"two words" is one word.
func glued(s string) string {
	var b strings.Builder
	inside := rune(0)
	for _, r := range s {
		switch {
		case inside == 0 && (r == '"' || r == '\''):
			inside = r
		case r == inside:
			inside = 0
		case inside != 0 && (r == ' ' || r == '\t'):
			b.WriteByte(1)
		case r == '"' || r == '#':
			b.WriteByte(1)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// freshTerm is one word of a search, or nil when it is one that only FreshRSS has: dates, labels, numbers, regular expressions,
// OR and parentheses.
func freshTerm(w string) feed.Expr {
	if rest, not := strings.CutPrefix(strings.Replace(w, "!", "-", 1), "-"); not && rest != "" && (w[0] == '-' || w[0] == '!') {
		if e := freshTerm(rest); e != nil {
			return feed.Not{X: e}
		}
		return nil
	}
	if w == "OR" || strings.ContainsAny(w, "()") {
		return nil
	}
	name, rest, ok := strings.Cut(w, ":")
	if !ok {
		name, rest = "", w
	}
	field, known := map[string]feed.Field{"": feed.Anywhere, "intitle": feed.InTitle, "intext": feed.InText, "author": feed.InAuthor, "inurl": feed.InURL}[name]
	if !known || strings.HasPrefix(rest, "/") {
		return nil
	}
	return term(field, rest)
}
