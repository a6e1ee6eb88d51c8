package store

import (
	"context"
	"slices"
	"strings"

	"tidings/feed"
)

// rankNewest is how many of the newest hits are ranked. FTS5's bm25 weighs a word by all its hits in the store, which
// takes 250 ms for a common one; news of years ago is seldom what is meant.
const rankNewest = 2000

// rankTyped is the same for the beginning of a word that very many words have: one that is still being typed.
const rankTyped = 1000

// bestMatches lists the best of the newest hits: words in the title count most, then words that stand together, then how
// much of the summary they are; of two equal ones the newer is first.
func (db *DB) bestMatches(ctx context.Context, q feed.Query, sel *selection) ([]feed.Headline, error) {
	type scored struct {
		h     feed.Headline
		sort  int64
		score float64
	}
	var all []scored
	most := rankNewest
	if sel.short {
		most = rankTyped
	}
	text, args := sel.listSQL(feed.Query{Limit: most})
	err := db.queryOnce(ctx, text, args, func(scan func(...any) error) error {
		h, sort, err := scanHeadline(scan)
		all = append(all, scored{h: h, sort: sort, score: score(&h, sel.terms)})
		return err
	})
	if err != nil {
		return nil, err
	}
	slices.SortFunc(all, func(a, b scored) int {
		switch {
		case a.score != b.score:
			if a.score > b.score {
				return -1
			}
			return 1
		case a.sort > b.sort:
			return -1
		}
		return 1
	})
	if q.After != nil {
		if i := slices.IndexFunc(all, func(s scored) bool { return s.h.ID == q.After.ID }); i >= 0 {
			all = all[i+1:]
		}
	}
	out := make([]feed.Headline, 0, q.Limit)
	// One term that a headline holds need not be looked for in the text, and such headlines come before all others.
	only, _ := sel.verify.(feed.Term)
	shown := func(s scored) bool {
		return s.score > 0 && len(sel.terms) == 1 && only.Field == feed.Anywhere && only.Text != ""
	}
	for part := range slices.Chunk(all, max(2*q.Limit, 50)) { // the best first: most need not be looked into
		look := part
		if sel.verify != nil {
			n := 0
			for n < len(part) && shown(part[n]) {
				out, n = append(out, part[n].h), n+1
			}
			look = part[n:]
		}
		var keep map[feed.ItemID]bool
		if sel.verify != nil && len(out) < q.Limit && len(look) > 0 {
			if keep, err = db.matching(ctx, sel, idsOfHeadlines(look, func(s scored) feed.ItemID { return s.h.ID })); err != nil {
				return nil, err
			}
		}
		for _, s := range look {
			if len(out) < q.Limit && (sel.verify == nil || keep[s.h.ID]) {
				out = append(out, s.h)
			}
		}
		if len(out) >= q.Limit {
			out = out[:q.Limit]
			break
		}
	}
	return out, db.addSnippets(ctx, sel, out)
}

// score says how well a headline fits the terms.
func score(h *feed.Headline, terms []term) float64 {
	var title, summary string // in words, once they are needed
	total := 0.0
	for _, t := range terms {
		w := " " + strings.Join(t.words, " ")
		if n := t.count(h.Title, &title, w); n > 0 {
			total += 4 + 4*float64(len(w))/float64(len(title)+1)
		}
		n := float64(t.count(h.Summary, &summary, w))
		total += 2 * n / (n + 1)
	}
	return total
}

// count counts where the term, whose words are w, stands in s; words keeps the words of s.
func (t term) count(s string, words *string, w string) int {
	if !t.dense && !t.in(s) { // which is quicker than to cut all of it
		return 0
	}
	if *words == "" {
		*words = string(appendWords(nil, s)) + " "
	}
	return countWords(*words, w, t.prefix)
}

// countWords counts where w, one or more words with a space before each, stands in s, which ends in a space.
func countWords(s, w string, prefix bool) int {
	n := 0
	for from := 0; ; {
		i := strings.Index(s[from:], w)
		if i < 0 {
			return n
		}
		i += from
		end := i + len(w)
		if prefix || s[end] == ' ' {
			n++
		}
		from = end
	}
}

func idsOfHeadlines[T any](list []T, id func(T) feed.ItemID) []feed.ItemID {
	out := make([]feed.ItemID, len(list))
	for i, x := range list {
		out[i] = id(x)
	}
	return out
}
