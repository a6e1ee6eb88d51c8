//go:build unix

package store_test

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"tidings/feed"
	"tidings/store"
)

// BenchmarkSearch finds the first 50 hits with snippets of a common word, a rare one, two words, a phrase, a beginning and
// words of Chinese characters.
func BenchmarkSearch(b *testing.B) {
	c := newCorpus(1)
	for name, q := range map[string]feed.Query{
		"common":        {Text: c.words[3]},
		"common,best":   {Text: c.words[3], Order: feed.BestMatch},
		"middling":      {Text: c.words[3000]},
		"middling,best": {Text: c.words[3000], Order: feed.BestMatch},
		"rare":          {Text: "zyzzyva"},
		"two":           {Text: c.words[3] + " " + c.words[300]},
		"phrase":        {Text: `"` + c.words[3] + " " + c.words[5] + `"`},
		"prefix":        {Text: c.words[200][:2] + "*"},
		"not":           {Text: c.words[3] + " -" + c.words[1]},
		"one-han":       {Text: string(c.han[40])},
		"two-han":       {Text: string(c.han[3:5])},
		"three-han":     {Text: string(c.han[10]) + string(c.han[3]) + string(c.han[5])},
		"unread":        {Text: "is:unread " + c.words[3]},
		"bookmarked":    {Text: "is:bookmarked " + c.words[3]},
		"feed":          {Text: c.words[3], Feed: 3},
		"before":        {Text: "before:2026-01-01 " + c.words[3]},
	} {
		q.Limit = 50
		b.Run(name, func(b *testing.B) { benchList(b, q, -1) })
	}
}

// BenchmarkSearchMix asks 200 different questions of each kind as people ask them and reports how long the first 50 hits with
// snippets took: p95 is what the table asks for.
func BenchmarkSearchMix(b *testing.B) {
	for _, order := range []feed.Order{feed.Newest, feed.BestMatch} {
		for _, kind := range []string{"word", "two", "typing", "phrase", "han"} {
			b.Run(kind+map[feed.Order]string{feed.BestMatch: ",best"}[order], func(b *testing.B) {
				each(b, func(b *testing.B, db *store.DB, _ int) { ask(b, db, order, questions(b, db, kind)) })
			})
		}
	}
}

// BenchmarkPhrase asks for 200 phrases of each kind out of real articles, in stores that were made of these.
func BenchmarkPhrase(b *testing.B) {
	c := openNews(b)
	for _, order := range []feed.Order{feed.Newest, feed.BestMatch} {
		for _, kind := range []string{"name", "any"} {
			texts := c.pairs(kind == "name")
			for _, n := range sizes() {
				b.Run(fmt.Sprint(kind, map[feed.Order]string{feed.BestMatch: ",best"}[order], "/", n), func(b *testing.B) {
					ask(b, openAt(b, benchPathOf(b, n, "real", openNews(b))), order, texts)
				})
			}
		}
	}
}

// ask asks the questions and reports how long the first 50 hits with snippets took.
func ask(b *testing.B, db *store.DB, order feed.Order, texts []string) {
	var took, used []time.Duration
	b.ResetTimer()
	for range b.N {
		for _, text := range texts {
			t, cpu := time.Now(), cpuTime()
			if _, err := db.Headlines(context.Background(), feed.Query{Text: text, Order: order, Limit: 50}); err != nil {
				b.Fatal(text, err)
			}
			took, used = append(took, time.Since(t)), append(used, cpuTime()-cpu)
		}
	}
	reportTimes(b, "search", took)
	reportTimes(b, "cpu", used) // on a machine that has more to do, this is what counts
}

// questions are searches that a person may make in the store: a word from common to rare, two of them, the beginning of one as
// it is typed, two words that stand together in some headline, one to three characters of a Chinese headline.
func questions(b *testing.B, db *store.DB, kind string) []string {
	c := newCorpus(1)
	rnd := rand.New(rand.NewPCG(12, 1))
	heads, err := db.Headlines(context.Background(), feed.Query{Limit: 5000})
	if err != nil {
		b.Fatal(err)
	}
	heads = slices.DeleteFunc(heads, func(h feed.Headline) bool { return (h.Title[0] >= 0x80) != (kind == "han") })
	word := func() string { return c.words[int(math.Exp(rnd.Float64()*math.Log(float64(len(c.words)))))-1] }
	var out []string
	for len(out) < 200 {
		title := heads[rnd.IntN(len(heads))].Title
		switch w := word(); kind {
		case "word":
			out = append(out, w)
		case "two":
			out = append(out, w+" "+word())
		case "typing":
			out = append(out, w[:min(len(w), 2+rnd.IntN(3))]+"*")
		case "phrase":
			words := strings.Fields(title)
			i := rnd.IntN(len(words) - 1)
			out = append(out, fmt.Sprintf("%q", words[i]+" "+words[i+1]))
		case "han":
			r := []rune(strings.Split(title, "、")[0])
			i := rnd.IntN(len(r))
			out = append(out, string(r[i:min(len(r), i+1+rnd.IntN(3))]))
		}
	}
	return out
}
