package feed

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"tidings/feed/text"
)

// Subject is an item with what a query may ask about it beside its own fields.
type Subject struct {
	Item       *Item
	FeedTitle  string
	FeedURL    string
	Folder     string
	Language   string   // the feed's
	Tags       []string // the person's own
	Read       bool
	Bookmarked bool
	Noted      bool
	Preview    bool
	Seen       time.Time // when it was first seen: its date if it has no other
	Now        time.Time
}

// Match reports whether a query matches an item. It is for filters on items that are not stored yet; the store compiles
// queries to SQL. A nil query matches.
func Match(e Expr, s Subject) bool {
	switch e := e.(type) {
	case nil:
		return true
	case And:
		for _, x := range e {
			if !Match(x, s) {
				return false
			}
		}
		return true
	case Or:
		for _, x := range e {
			if Match(x, s) {
				return true
			}
		}
		return false
	case Not:
		return !Match(e.X, s)
	case Term:
		return e.match(s)
	case Is:
		return e.match(s)
	case Has:
		return e.match(s)
	case Within:
		t := s.date()
		return (e.From.IsZero() || !t.Before(e.From)) && (e.To.IsZero() || t.Before(e.To))
	case Age:
		return (s.Now.Sub(s.date()) >= e.Than) == e.Older
	}
	return false
}

func (s Subject) date() time.Time {
	switch {
	case !s.Item.Published.IsZero():
		return s.Item.Published
	case !s.Item.Updated.IsZero():
		return s.Item.Updated
	case !s.Seen.IsZero():
		return s.Seen
	}
	return s.Now
}

func (e Is) match(s Subject) bool {
	switch e.State {
	case IsUnread:
		return !s.Read
	case IsRead:
		return s.Read
	case IsBookmarked:
		return s.Bookmarked
	case IsTagged:
		return len(s.Tags) > 0
	case IsNoted:
		return s.Noted
	case IsPreview:
		return s.Preview
	}
	return false
}

func (e Has) match(s Subject) bool {
	kind := ""
	switch e.What {
	case HasEnclosure:
		return len(s.Item.Enclosures) > 0
	case HasComments:
		return s.Item.Comments != ""
	case HasImage:
		if s.Item.Image != "" {
			return true
		}
		kind = "image/"
	case HasAudio:
		kind = "audio/"
	case HasVideo:
		kind = "video/"
	}
	for _, enc := range s.Item.Enclosures {
		if strings.HasPrefix(strings.ToLower(enc.Type), kind) {
			return true
		}
	}
	return false
}

func (e Term) match(s Subject) bool {
	want := text.Fold(e.Text)
	it := s.Item
	in := func(values ...string) bool {
		for _, v := range values {
			if containsWords(text.Fold(v), want, e.Prefix) {
				return true
			}
		}
		return false
	}
	within := func(v string) bool { return strings.Contains(text.Fold(v), want) }
	switch e.Field {
	case InTitle:
		return in(it.Title)
	case InFeed:
		return within(s.FeedTitle) || within(s.FeedURL)
	case InAuthor:
		return in(it.Authors...)
	case InTag:
		for _, tags := range [][]string{s.Tags, it.Tags} {
			for _, t := range tags {
				if t = text.Fold(t); t == want || e.Prefix && strings.HasPrefix(t, want) {
					return true
				}
			}
		}
		return false
	case InText:
		return in(TextOf(it.Summary), TextOf(it.Content))
	case InURL:
		return within(it.Link)
	case InFolder:
		f := text.Fold(s.Folder)
		return f == want || strings.HasPrefix(f, want+"/") || e.Prefix && strings.HasPrefix(f, want)
	case InLang:
		l := strings.ToLower(it.Language)
		if l == "" {
			l = strings.ToLower(s.Language)
		}
		return l == want || strings.HasPrefix(l, want+"-") || e.Prefix && strings.HasPrefix(l, want)
	}
	return in(it.Title, s.FeedTitle) || in(it.Authors...) || in(it.Tags...) || in(s.Tags...) || in(TextOf(it.Summary), TextOf(it.Content))
}

// containsWords reports whether s holds want, beginning at the beginning of a word and, unless prefix, ending at the end
// of one. Scripts without spaces have no such limits. Both are folded.
func containsWords(s, want string, prefix bool) bool {
	for from := 0; ; {
		i := strings.Index(s[from:], want)
		if i < 0 {
			return false
		}
		i += from
		end := i + len(want)
		before, _ := utf8.DecodeLastRuneInString(s[:i])
		after, _ := utf8.DecodeRuneInString(s[end:])
		first, _ := utf8.DecodeRuneInString(want)
		last, _ := utf8.DecodeLastRuneInString(want)
		if (i == 0 || !sameWord(before, first)) && (prefix || end == len(s) || !sameWord(last, after)) {
			return true
		}
		_, n := utf8.DecodeRuneInString(s[i:])
		from = i + n
	}
}

// sameWord reports whether two neighbouring characters belong to one word.
func sameWord(a, b rune) bool {
	return isWordRune(a) && isWordRune(b) && !unicode.In(a, unspaced...) && !unicode.In(b, unspaced...)
}

func isWordRune(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.M, r)
}

// unspaced are the scripts that are written without spaces between words.
var unspaced = []*unicode.RangeTable{unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar}
