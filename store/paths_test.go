package store_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"tidings/feed"
)

// TestSearchPathsAgree asks for the same items by different ways through the store: newest first and page by page (which
// looks into items, or asks the index), and oldest first (which asks the index for all). Both must find the same.
func TestSearchPathsAgree(t *testing.T) {
	ctx := context.Background()
	db := open(t)
	size, more := 600, 7
	if testing.Short() {
		size, more = 240, 1
	}
	fillStore(t, db, size, newCorpus(1))
	l := list(t, db, feed.Query{Limit: size})
	for i := 0; i < len(l); i += 37 {
		if err := db.SetBookmark(ctx, []feed.ItemID{l[i].ID}, true); err != nil {
			t.Fatal(err)
		}
	}
	c := newCorpus(1)
	rnd := rand.New(rand.NewPCG(4, 4))
	texts := []string{
		"is:bookmarked e*", "is:unread -e*", "e* OR is:bookmarked", "\"" + c.words[3] + " " + c.words[5][:1] + "\"*", "-" + c.words[2] + " " + c.words[4][:1] + "*",
		"is:bookmarked " + c.words[3], "is:bookmarked -" + c.words[3], "is:unread " + c.words[2], `"` + c.words[3] + " " + c.words[5] + `"`,
		"title:" + c.words[4], "after:2026-06-01 " + c.words[7][:1] + "*", string(c.han[3:5]), "is:read title:" + c.words[3][:2] + "*",
	}
	for range more {
		w := c.words[rnd.IntN(400)]
		texts = append(texts, w[:1+rnd.IntN(2)]+"*")
	}
	most := 0
	queries := []feed.Query{
		{Text: "e*", Feed: l[0].Feed},
		{Text: "e*", Folder: "folder 3"},
		{Text: "e*", Bookmarked: true},
		{Text: "e*", Unread: true},
		{Text: "e*", Since: start.Add(-90 * 24 * time.Hour)},
	}
	for _, text := range texts {
		queries = append(queries, feed.Query{Text: text})
	}
	for _, q := range queries {
		text := fmt.Sprintf("%+v", q)
		q.Order, q.Limit = feed.Oldest, 2000
		all := list(t, db, q)
		slices.Reverse(all)
		most = max(most, len(all))
		if len(all) == 0 && !testing.Short() && !strings.Contains(text, `"`) {
			t.Errorf("%s: nothing found", text)
		}
		var paged []feed.Headline
		q.Order, q.Limit = feed.Newest, 60
		for {
			page := list(t, db, q)
			paged = append(paged, page...)
			if len(page) < q.Limit {
				break
			}
			last := page[len(page)-1]
			q.After = &feed.Cursor{Published: last.Published, ID: last.ID}
		}
		a, b := idsIn(all), idsIn(paged)
		if len(a) != len(b) {
			t.Errorf("%s: %d oldest first, %d newest first", text, len(a), len(b))
		}
		slices.Sort(a)
		slices.Sort(b)
		if !slices.Equal(a, b) {
			t.Errorf("%s: the two ways do not find the same items", text)
		}
		if !slices.IsSortedFunc(paged, func(x, y feed.Headline) int { return int(y.Published.Unix()/60 - x.Published.Unix()/60) }) {
			t.Errorf("%s: not newest first", text)
		}
	}
	if most < size*3/4 {
		t.Errorf("the commonest beginning has %d items: too few to leave the first way", most)
	}
}

func idsIn(list []feed.Headline) []string {
	out := make([]string, len(list))
	for i, h := range list {
		out[i] = fmt.Sprint(h.ID)
	}
	return out
}
