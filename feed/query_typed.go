package feed

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Unfinished returns what a query means while it is still being typed: the word or phrase at its end may go on, so that
// "lightho" finds the lighthouse. A space behind the word ends it. A word to leave out, a value that is no text and what
// the query already says for itself ("auto*") stay as they are.
func Unfinished(query string) string {
	last, _ := utf8.DecodeLastRuneInString(query)
	if strings.Count(query, `"`)%2 == 1 { // a phrase is open
		if last != '"' && !unicode.IsSpace(last) {
			return query + `"*`
		}
		return query + `"`
	}
	if !unicode.IsLetter(last) && !unicode.IsDigit(last) && !unicode.IsMark(last) {
		return query
	}
	e, err := ParseQuery(query)
	if err != nil {
		return query
	}
	for {
		switch x := e.(type) {
		case And:
			e = x[len(x)-1]
			continue
		case Or:
			e = x[len(x)-1]
			continue
		case Term:
			switch x.Field {
			case Anywhere, InTitle, InAuthor, InTag, InText:
				return query + "*"
			}
		}
		return query
	}
}
