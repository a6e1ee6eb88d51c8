package feed

import (
	"errors"
	"reflect"
	"testing"
	"time"
)

func day(s string) time.Time {
	t, _ := time.ParseInLocation("2006-01-02", s, time.Local)
	return t
}

func word(s string) Term { return Term{Text: s} }

func TestParseQuery(t *testing.T) {
	for in, want := range map[string]Expr{
		"":                            nil,
		"  ":                          nil,
		"()":                          nil,
		"word":                        word("word"),
		"a b":                         And{word("a"), word("b")},
		"a AND b":                     And{word("a"), word("b")},
		"a b OR c":                    Or{And{word("a"), word("b")}, word("c")},
		"a | b|c":                     Or{word("a"), word("b"), word("c")},
		"a (b OR c)":                  And{word("a"), Or{word("b"), word("c")}},
		"-a":                          Not{word("a")},
		"NOT a":                       Not{word("a")},
		"--a":                         word("a"),
		"-(a OR b)":                   Not{Or{word("a"), word("b")}},
		"a - b":                       And{word("a"), word("b")},
		"auto*":                       Term{Text: "auto", Prefix: true},
		`"two words"`:                 Term{Text: "two words", Phrase: true},
		`"two wo"*`:                   Term{Text: "two wo", Phrase: true, Prefix: true},
		"C++ don't":                   And{word("C++"), word("don't")},
		"title:x":                     Term{Field: InTitle, Text: "x"},
		"Title:x":                     Term{Field: InTitle, Text: "x"},
		`feed:"The Daily"`:            Term{Field: InFeed, Text: "The Daily", Phrase: true},
		"title:(a OR b)":              Or{Term{Field: InTitle, Text: "a"}, Term{Field: InTitle, Text: "b"}},
		"is:unread -is:bookmarked":    And{Is{IsUnread}, Not{Is{IsBookmarked}}},
		"has:enclosure lang:de":       And{Has{HasEnclosure}, Term{Field: InLang, Text: "de"}},
		"after:2026-01-01":            Within{From: day("2026-01-01")},
		"before:2026-02":              Within{To: day("2026-02-01")},
		"newer:2w":                    Age{Than: 14 * 24 * time.Hour},
		"older:12h":                   Age{Older: true, Than: 12 * time.Hour},
		"http://example.org/x":        Term{Text: "http://example.org/x", Phrase: true},
		"12:30":                       Term{Text: "12:30", Phrase: true},
		"or and not":                  And{word("or"), word("and"), word("not")},
		"日本語 OR ไทย":                  Or{word("日本語"), word("ไทย")},
		"a (b (c))":                   And{word("a"), word("b"), word("c")},
		"folder:tech/linux tag:later": And{Term{Field: InFolder, Text: "tech/linux"}, Term{Field: InTag, Text: "later"}},
	} {
		got, err := ParseQuery(in)
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("ParseQuery(%q) = %#v, %v; want %#v", in, got, err, want)
		}
	}
}

func TestParseQueryErrors(t *testing.T) {
	for in, column := range map[string]int{
		`"open`:            1,
		`a "open`:          3,
		"(a":               1,
		"a)":               2,
		"a OR":             3,
		"OR a":             1,
		"a OR OR b":        6,
		"is:unred":         4,
		"日本 has:x":         8,
		"after:tomorrow":   7,
		"after:2026-13-01": 7,
		"newer:2x":         7,
		"newer:-2w":        7,
		"auther:x":         1,
		"title:":           1,
		"title: x":         1,
		"title:()":         7,
		`""`:               1,
		"*":                1,
		"x NOT":            3,
		"-()":              1,
	} {
		_, err := ParseQuery(in)
		var qe *QueryError
		if !errors.As(err, &qe) || qe.Column != column {
			t.Errorf("ParseQuery(%q): %v; want column %d", in, err, column)
		}
	}
}

func TestMatchQuery(t *testing.T) {
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.Local)
	s := Subject{
		Item: &Item{
			Title: "Crème brûlée für Anfänger", Authors: []string{"Ann O’Malley"}, Tags: []string{"Food"},
			Summary: "<p>Zucker &amp; Sahne</p>", Content: "<p>日本語の記事 about C++</p>", Link: "https://example.org/kochen",
			Published: now.Add(-48 * time.Hour), Enclosures: []Enclosure{{Type: "audio/mpeg"}},
		},
		FeedTitle: "Küche heute", FeedURL: "https://kueche.example/feed", Folder: "Essen/Süß", Language: "de-AT",
		Tags: []string{"later"}, Bookmarked: true, Now: now,
	}
	for q, want := range map[string]bool{
		"":                                  true,
		"creme":                             true,
		"CREME anfanger":                    true,
		"crem":                              false,
		"crem*":                             true,
		"reme*":                             false,
		`"brulee fur"`:                      true,
		`"fur brulee"`:                      false,
		"zucker -salz":                      true,
		"salz OR sahne":                     true,
		"本語":                                true,
		"c++":                               true,
		"title:zucker":                      false,
		"text:zucker":                       true,
		"feed:küche":                        true,
		"feed:kueche.example":               true,
		"author:ann":                        true,
		"tag:food tag:later":                true,
		"tag:foo":                           false,
		"folder:essen":                      true,
		"folder:ess":                        false,
		"lang:de":                           true,
		"lang:en":                           false,
		"url:kochen":                        true,
		"is:unread is:bookmarked is:tagged": true,
		"is:noted":                          false,
		"has:audio has:enclosure":           true,
		"has:video":                         false,
		"newer:3d":                          true,
		"older:3d":                          false,
		"after:2026-11-21":                  true,
		"after:2026-11-22":                  false,
		"before:2026":                       false,
	} {
		e, err := ParseQuery(q)
		if err != nil {
			t.Fatalf("%q: %v", q, err)
		}
		if got := Match(e, s); got != want {
			t.Errorf("Match(%q) = %v, want %v", q, got, want)
		}
	}
}

func FuzzQuery(f *testing.F) {
	for _, s := range []string{`a "b c"* -d OR (title:e* is:read)`, "newer:2w after:2026-01-01", "title:(a | -b)", "http://x:", "日本 -\"x\""} {
		f.Add(s)
	}
	s := Subject{Item: &Item{Title: "a"}}
	f.Fuzz(func(t *testing.T, in string) {
		e, err := ParseQuery(in)
		if err != nil {
			var qe *QueryError
			if !errors.As(err, &qe) || qe.Column < 1 || qe.Column > len([]rune(in))+1 {
				t.Fatalf("ParseQuery(%q): %#v", in, err)
			}
			return
		}
		Match(e, s)
		if e == nil {
			return
		}
		again, err := ParseQuery(e.String())
		if err != nil || !reflect.DeepEqual(again, e) {
			t.Fatalf("ParseQuery(%q) = %#v = %q, and again %#v, %v", in, e, e.String(), again, err)
		}
	})
}
