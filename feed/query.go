package feed

import (
	"fmt"
	"strings"
	"time"
)

// The query language, the same in lists, smart views, filters, rules, search and on the command line:
//
//	word other        both, in any order, in title, text, author, tags or the feed's title; case and accents don't matter
//	"a phrase"        these words in this order
//	auto*             words that begin so
//	-word             not (also NOT word)
//	a OR b            either (also a | b); binds less than writing side by side: a b OR c is (a b) OR c
//	( … )             groups
//	title:x  feed:x  author:x  tag:x  text:x  url:x  folder:x  lang:de
//	is:unread  is:read  is:bookmarked  is:tagged  is:noted  is:preview
//	has:enclosure  has:audio  has:video  has:image  has:comments
//	after:2026-01-01  before:2026-02 (or a year)   published on that day or later; before its first moment
//	newer:2w  older:3d   units h, d, w, m (30 days), y (365 days)
//
// A field takes a word, a prefix*, a "phrase" or a group: title:(linux OR bsd).

// Expr is a parsed query: one of [And], [Or], [Not], [Term], [Is], [Has], [Within] and [Age]. A nil Expr matches
// everything.
type Expr interface {
	// String returns the query in the language, such that [ParseQuery] gives the same Expr again.
	String() string
	expr()
}

type (
	// And matches what all of at least two expressions match.
	And []Expr
	// Or matches what any of at least two expressions matches.
	Or []Expr
	// Not matches what X does not match.
	Not struct{ X Expr }
	// Term is a word, a beginning or a phrase.
	Term struct {
		Field  Field
		Text   string // as typed, without quotes and "*"; never empty, one line, no `"`
		Phrase bool   // was quoted
		Prefix bool   // Text's last word may go on
	}
	// Is asks for a state of an item.
	Is struct{ State Mark }
	// Has asks for something that comes with an item.
	Has struct{ What Part }
	// Within asks for items published on or after From (when not zero) and before To (when not zero).
	Within struct{ From, To time.Time }
	// Age asks for items younger (or, with Older, not younger) than Than.
	Age struct {
		Older bool
		Than  time.Duration // positive
	}
)

// Field is where a [Term] is looked for.
type Field string

// The fields of a term.
const (
	Anywhere Field = ""       // title, text, author, tags, feed's title
	InTitle  Field = "title"  // the item's title
	InFeed   Field = "feed"   // the feed's title or address: contains the text
	InAuthor Field = "author" // any author's name
	InTag    Field = "tag"    // one of the person's or the publisher's tags is the text (or begins so)
	InText   Field = "text"   // summary and content
	InURL    Field = "url"    // the item's address: contains the text
	InFolder Field = "folder" // the feed's folder is the text, or is in it
	InLang   Field = "lang"   // the item's, else the feed's language is the text, or a variety of it: de matches de-AT
)

// Mark is a state of an item that a query may ask for.
type Mark string

// The states of is:.
const (
	IsUnread     Mark = "unread"
	IsRead       Mark = "read"
	IsBookmarked Mark = "bookmarked"
	IsTagged     Mark = "tagged"  // by the person
	IsNoted      Mark = "noted"   // has a note
	IsPreview    Mark = "preview" // the publisher serves only a part
)

// Part is something that comes with an item.
type Part string

// The parts of has:.
const (
	HasEnclosure Part = "enclosure"
	HasAudio     Part = "audio" // an enclosure of type audio/*
	HasVideo     Part = "video"
	HasImage     Part = "image" // a picture of the item, or an enclosure of type image/*
	HasComments  Part = "comments"
)

func (And) expr()    {}
func (Or) expr()     {}
func (Not) expr()    {}
func (Term) expr()   {}
func (Is) expr()     {}
func (Has) expr()    {}
func (Within) expr() {}
func (Age) expr()    {}

func (e And) String() string {
	s := make([]string, len(e))
	for i, x := range e {
		s[i] = grouped(x, false)
	}
	return strings.Join(s, " ")
}

func (e Or) String() string {
	s := make([]string, len(e))
	for i, x := range e {
		s[i] = grouped(x, true)
	}
	return strings.Join(s, " OR ")
}

func (e Not) String() string { return "-" + grouped(e.X, false) }

// grouped writes an operand, in parentheses where the language needs them.
func grouped(x Expr, inOr bool) string {
	switch x.(type) {
	case Or:
		return "(" + x.String() + ")"
	case And:
		if !inOr {
			return "(" + x.String() + ")"
		}
	case Within:
		if s := x.String(); strings.Contains(s, " ") && !inOr {
			return "(" + s + ")"
		}
	}
	return x.String()
}

func (e Term) String() string {
	s := e.Text
	if e.Phrase {
		s = `"` + s + `"`
	}
	if e.Prefix {
		s += "*"
	}
	if e.Field != Anywhere {
		s = string(e.Field) + ":" + s
	}
	return s
}

func (e Is) String() string  { return "is:" + string(e.State) }
func (e Has) String() string { return "has:" + string(e.What) }

func (e Within) String() string {
	const day = "2006-01-02"
	switch {
	case e.From.IsZero():
		return "before:" + e.To.Format(day)
	case e.To.IsZero():
		return "after:" + e.From.Format(day)
	}
	return "after:" + e.From.Format(day) + " before:" + e.To.Format(day)
}

func (e Age) String() string {
	name := "newer:"
	if e.Older {
		name = "older:"
	}
	for _, u := range ageUnits {
		if e.Than%u.of == 0 {
			return fmt.Sprintf("%s%d%s", name, e.Than/u.of, u.name)
		}
	}
	return fmt.Sprintf("%s%dh", name, e.Than/time.Hour)
}

// ageUnits are the units of newer: and older:, longest first.
var ageUnits = []struct {
	name string
	of   time.Duration
}{{"y", 365 * 24 * time.Hour}, {"m", 30 * 24 * time.Hour}, {"w", 7 * 24 * time.Hour}, {"d", 24 * time.Hour}, {"h", time.Hour}}

// QueryError says what is wrong with a query and where.
type QueryError struct {
	Column int    // of the first wrong character, in characters, from 1
	Reason string // in the words of a person, lower case, no final stop
}

func (e *QueryError) Error() string { return fmt.Sprintf("column %d: %s", e.Column, e.Reason) }
