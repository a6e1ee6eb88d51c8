package store_test

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"tidings/feed"
	"tidings/feed/poll"
	"tidings/store"
)

var (
	big      = flag.Bool("big", false, "benchmarks with a million items, too")
	benchDir = flag.String("benchdir", "", "keep the benchmarks' stores in this folder (relative to the package) from run to run")
)

// corpus makes items as news have them: word frequencies by Zipf's law over 60,000 words, texts from two lines to a long
// read, one item of ten in Japanese or Chinese characters. The same seed gives the same items.
type corpus struct {
	rnd   *rand.Rand
	zipf  *rand.Zipf
	words []string
	han   []rune
}

func newCorpus(seed uint64) *corpus {
	c := &corpus{rnd: rand.New(rand.NewPCG(seed, 1))}
	const letters = "etaoinshrdlcumwfgypbvk"
	w := rand.New(rand.NewPCG(7, 7)) // the vocabulary is the same for all
	seen := map[string]bool{}
	for len(c.words) < 60_000 {
		n := 2 + w.IntN(4) + len(c.words)/12_000
		b := make([]byte, n)
		for i := range b {
			b[i] = letters[min(w.IntN(len(letters)), w.IntN(len(letters)))]
		}
		if s := string(b); !seen[s] {
			seen[s] = true
			c.words = append(c.words, s)
		}
	}
	for r := rune(0x4e00); r < 0x4e00+2500; r++ {
		c.han = append(c.han, r)
	}
	c.zipf = rand.NewZipf(c.rnd, 1.15, 8, uint64(len(c.words)-1))
	return c
}

func (c *corpus) text(n int, han bool) string {
	var b strings.Builder
	for i := range n {
		if han {
			b.WriteRune(c.han[c.zipf.Uint64()%uint64(len(c.han))])
			if i%14 == 13 {
				b.WriteString("、")
			}
			continue
		}
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(c.words[c.zipf.Uint64()])
	}
	return b.String()
}

// item is the n-th item of a feed; published spreads over span.
func (c *corpus) item(feedNo, n int, now time.Time, span time.Duration) feed.Item {
	han := feedNo%10 == 9
	size := 40 + c.rnd.IntN(50)
	switch x := c.rnd.Float64(); {
	case x > 0.9:
		size = 500 + c.rnd.IntN(700)
	case x > 0.5:
		size = 150 + c.rnd.IntN(200)
	}
	var b strings.Builder
	for left := size; left > 0; left -= 60 {
		fmt.Fprintf(&b, "<p>%s</p>\n", c.text(min(left, 60), han))
	}
	if c.rnd.IntN(5000) == 0 {
		b.WriteString("<p>zyzzyva</p>")
	}
	return feed.Item{
		GUID: fmt.Sprintf("https://host%d.example/%d", feedNo, n), Link: fmt.Sprintf("https://host%d.example/2026/story-%d-%s", feedNo, n, c.words[c.rnd.IntN(1000)]),
		Title: c.text(5+c.rnd.IntN(6), han), Authors: []string{c.words[c.rnd.IntN(200)]}, Content: b.String(), Tags: []string{c.words[c.rnd.IntN(100)]},
		Published: now.Add(-time.Duration(c.rnd.Int64N(int64(span)))),
	}
}

// fillStore puts n items into a store, 50 a feed as polls bring them, and returns the bytes of their documents.
func fillStore(tb testing.TB, db *store.DB, n int) (bytes int) {
	tb.Helper()
	ctx := context.Background()
	c := newCorpus(1)
	feeds := min(max(n/50, 1), 2000)
	ids := make([]feed.FeedID, feeds)
	for i := range ids {
		id, err := db.AddFeed(ctx, feed.Feed{URL: fmt.Sprintf("https://host%d.example/feed", i), Title: c.text(2, false), Folder: fmt.Sprintf("folder %d", i%20)})
		if err != nil {
			tb.Fatal(err)
		}
		ids[i] = id
	}
	for made := 0; made < n; {
		for i := 0; i < feeds && made < n; i++ {
			doc := &feed.Document{Kind: feed.RSS, Title: "x"}
			for range min(50, n-made) {
				it := c.item(i, made, start, 400*24*time.Hour)
				bytes += len(it.GUID) + 2*len(it.Link) + len(it.Title) + len(it.Content) + 220
				doc.Items = append(doc.Items, it)
				made++
			}
			if _, err := db.SavePoll(ctx, poll.Result{Feed: ids[i], Now: start, Document: doc}); err != nil {
				tb.Fatal(err)
			}
		}
	}
	return bytes
}

// sizes are the numbers of items that the benchmarks run with.
func sizes() []int {
	if *big {
		return []int{10_000, 100_000, 1_000_000}
	}
	return []int{10_000, 100_000}
}

// benchStore opens a store of n items of which most are read, as in a reader's that is used.
func benchStore(b *testing.B, n int) *store.DB {
	b.Helper()
	return openAt(b, benchPath(b, n))
}

func benchPath(b *testing.B, n int) string {
	b.Helper()
	dir := *benchDir
	if dir == "" {
		dir = b.TempDir()
	}
	path := filepath.Join(dir, fmt.Sprintf("bench-%d.db", n))
	if _, err := os.Stat(path); err == nil {
		return path
	}
	db, err := store.Open(context.Background(), path+".new", store.WithClock(func() time.Time { return start }))
	if err != nil {
		b.Fatal(err)
	}
	fillStore(b, db, n)
	ctx := context.Background()
	// All but the newest tenth is read; one of a thousand is bookmarked.
	list, err := db.Headlines(ctx, feed.Query{Limit: n})
	if err != nil {
		b.Fatal(err)
	}
	var read, marked []feed.ItemID
	for i, h := range list {
		if i > n/10 {
			read = append(read, h.ID)
		}
		if i%1000 == 0 {
			marked = append(marked, h.ID)
		}
	}
	for part := range slices.Chunk(read, 5000) {
		if err := db.SetRead(ctx, part, true); err != nil {
			b.Fatal(err)
		}
	}
	if err := db.SetBookmark(ctx, marked, true); err != nil {
		b.Fatal(err)
	}
	if _, err := db.Tidy(ctx, store.Retention{Days: -1}); err != nil {
		b.Fatal(err)
	}
	if err := db.Close(); err != nil {
		b.Fatal(err)
	}
	if err := os.Rename(path+".new", path); err != nil {
		b.Fatal(err)
	}
	return path
}
