package store

import (
	"context"
	"database/sql"
	"strings"

	"tidings/feed"
)

// Marks around a hit in a snippet (see feed.Headline).
const (
	hitStart = "\ue000"
	hitEnd   = "\ue001"
)

const (
	snippetBefore = 60  // bytes of text before the first hit
	snippetBytes  = 200 // of the whole snippet, about
)

// positiveTerms are the terms of e that a hit holds.
func positiveTerms(e feed.Expr, out []term) []term {
	switch e := e.(type) {
	case feed.And:
		for _, x := range e {
			out = positiveTerms(x, out)
		}
	case feed.Or:
		for _, x := range e {
			out = positiveTerms(x, out)
		}
	case feed.Term:
		switch e.Field {
		case feed.Anywhere, feed.InTitle, feed.InText, feed.InAuthor:
			if t := termOf(e.Text, e.Prefix); len(t.words) > 0 {
				out = append(out, t)
			}
		}
	}
	return out
}

// hit is a part of a text, in bytes.
type hit struct{ start, end int }

// findHits marks where the terms stand in s; it stops when it is past enough bytes behind the first hit.
func findHits(s string, terms []term, enough int) []hit {
	var hits []hit
	var window []wordRange // the last words, as many as the longest term has
	longest := 1
	for _, t := range terms {
		longest = max(longest, len(t.words))
	}
	eachWord(s, func(w wordRange) bool {
		if len(hits) > 0 && w.start > hits[0].start+enough {
			return false
		}
		if len(window) == longest {
			copy(window, window[1:])
			window = window[:longest-1]
		}
		window = append(window, w)
		for _, t := range terms {
			n := len(t.words)
			if n > len(window) {
				continue
			}
			tail := window[len(window)-n:]
			ok := true
			for i, want := range t.words {
				got := tail[i].folded
				if got != want && !(t.prefix && i == n-1 && strings.HasPrefix(got, want)) {
					ok = false
					break
				}
			}
			if ok {
				h := hit{tail[0].start, tail[n-1].end}
				if t.prefix && isDense(first(tail[n-1].folded)) {
					h.end = tail[n-1].start + len(string(first(s[tail[n-1].start:])))
				}
				hits = append(hits, h)
			}
		}
		return true
	})
	return joinHits(hits)
}

// joinHits sorts hits and makes one of those that touch.
func joinHits(hits []hit) []hit {
	out := hits[:0]
	for _, h := range hits { // found in the order of their ends
		for len(out) > 0 && h.start <= out[len(out)-1].end {
			h.start = min(h.start, out[len(out)-1].start)
			h.end = max(h.end, out[len(out)-1].end)
			out = out[:len(out)-1]
		}
		out = append(out, h)
	}
	return out
}

// snippetOf is about snippetBytes of s around the first hit, on one line, with marks; "" when no term is in s.
func snippetOf(s string, terms []term) string {
	hits := findHits(s, terms, snippetBytes)
	if len(hits) == 0 {
		return ""
	}
	from, to := hits[0].start-snippetBefore, hits[0].start-snippetBefore+snippetBytes
	if from <= 0 {
		from, to = 0, snippetBytes
	} else {
		from = wordStart(s, from, hits[0].start)
	}
	if to >= len(s) {
		to = len(s)
	} else {
		to = wordEnd(s, to, hits[0].end)
	}
	var b strings.Builder
	if from > 0 {
		b.WriteString("…")
	}
	at := from
	for _, h := range hits {
		if h.start < at || h.end > to {
			continue
		}
		b.WriteString(s[at:h.start])
		b.WriteString(hitStart + s[h.start:h.end] + hitEnd)
		at = h.end
	}
	b.WriteString(s[at:to])
	if to < len(s) {
		b.WriteString("…")
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// firstSnippet is the snippet of the first text that a term is in.
func firstSnippet(terms []term, texts ...string) string {
	if len(terms) == 0 {
		return ""
	}
	for _, s := range texts {
		if out := snippetOf(s, terms); out != "" {
			return out
		}
	}
	return ""
}

// wordStart moves a cut at i forward to the beginning of a word, but not past limit.
func wordStart(s string, i, limit int) int {
	for j := i; j < limit; j++ {
		if s[j] == ' ' || s[j] == '\n' {
			return j + 1
		}
	}
	for i < limit && s[i]&0xc0 == 0x80 {
		i++
	}
	return i
}

// wordEnd moves a cut at i back to the end of a word, but not before limit.
func wordEnd(s string, i, limit int) int {
	i = max(i, limit)
	for j := i; j > limit; j-- {
		if s[j] == ' ' || s[j] == '\n' {
			return j
		}
		if i-j > 40 {
			break
		}
	}
	for i > limit && i < len(s) && s[i]&0xc0 == 0x80 {
		i--
	}
	return i
}

// addSnippets puts the text around the hits of a search into its rows.
func (db *DB) addSnippets(ctx context.Context, sel *selection, list []feed.Headline) error {
	if len(sel.terms) == 0 || len(list) == 0 {
		return nil
	}
	ids := make([]feed.ItemID, len(list))
	at := make(map[feed.ItemID]int, len(list))
	for i, h := range list {
		ids[i], at[h.ID] = h.ID, i
	}
	var u unpacking
	return db.query(ctx, `SELECT i.id, a.data, coalesce(n.text, ''), `+textColumns+` FROM json_each(?) k JOIN items i ON i.id = k.value`+textJoins+`
		LEFT JOIN articles a ON a.item = i.id LEFT JOIN notes n ON n.item = i.id`, []any{jsonInts(ids)}, func(scan func(...any) error) error {
		var (
			id      int64
			x       storedText
			article sql.RawBytes
			note    string
			it      feed.Item
		)
		if err := scan(append([]any{&id, &article, &note}, x.destRaw()...)...); err != nil {
			return err
		}
		h := &list[at[feed.ItemID(id)]]
		body, err := u.searchable(id, &x, &it, article)
		if err != nil { // one damaged text must not hide the list
			h.Snippet = snippetOf(h.Summary, sel.terms)
			return nil
		}
		h.Snippet = firstSnippet(sel.terms, body, note, h.Title, h.Author)
		return nil
	})
}
