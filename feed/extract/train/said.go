package main

import (
	"encoding/json"
	"fmt"
	"strings"
)

// names is one name or several, as the references have them.
type names []string

// UnmarshalJSON reads a string, a list of strings, or null.
func (n *names) UnmarshalJSON(b []byte) error {
	var one string
	if json.Unmarshal(b, &one) == nil {
		if *n = nil; one != "" {
			*n = names{one}
		}
		return nil
	}
	return json.Unmarshal(b, (*[]string)(n))
}

// saidRight tells how often names, dates and languages are right on the pages as served, where the references have them. A
// byline is right when its words are those of the reference, or all of one are in the other and at least half of the other's:
// roles and degrees stand in some references. A date is right when its day is, as it is written.
func saidRight(rs []result) string {
	var byline, author, date, dated, lang, tongue int
	for _, r := range rs {
		if r.s.Page != "" {
			continue
		}
		if want := wordBag(strings.Join(r.s.Author, " ")); len(want) > 0 {
			author++
			got := wordBag(r.art.Byline)
			both := 0
			for w := range got {
				if want[w] {
					both++
				}
			}
			if less, more := min(len(got), len(want)), max(len(got), len(want)); less > 0 && both == less && 2*less >= more {
				byline++
			}
		}
		if len(r.s.Date) >= 10 {
			dated++
			if !r.art.Published.IsZero() && r.art.Published.Format("2006-01-02") == r.s.Date[:10] {
				date++
			}
		}
		if r.s.Lang != "" {
			tongue++
			if base, _, _ := strings.Cut(r.art.Language, "-"); base == r.s.Lang {
				lang++
			}
		}
	}
	share := func(n, of int) string { return fmt.Sprintf("%.3f of %d", float64(n)/float64(max(1, of)), of) }
	return "byline " + share(byline, author) + ", date " + share(date, dated) + ", language " + share(lang, tongue)
}

func wordBag(s string) map[string]bool {
	out := map[string]bool{}
	for _, w := range words(s) {
		out[w] = true
	}
	return out
}
