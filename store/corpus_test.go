package store_test

import (
	"context"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"tidings/feed"
	"tidings/feed/poll"
	"tidings/store"
)

var (
	big      = flag.Bool("big", false, "benchmarks with a million items, too")
	benchDir = flag.String("benchdir", filepath.Join(os.TempDir(), "tidings-bench"), "where the benchmarks keep their stores from run to run")
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

// title is a feed's.
func (c *corpus) title() string { return c.text(2, false) }

// itemSize is how many words an item has.
func itemSize(rnd *rand.Rand) int {
	size := 40 + rnd.IntN(50)
	switch x := rnd.Float64(); {
	case x > 0.9:
		size = 500 + rnd.IntN(700)
	case x > 0.5:
		size = 150 + rnd.IntN(200)
	}
	return size
}

// item is the n-th item of a feed; published spreads over span.
func (c *corpus) item(feedNo, n int, now time.Time, span time.Duration) feed.Item {
	han := feedNo%10 == 9
	size := itemSize(c.rnd)
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

// maker makes feeds and items.
type maker interface {
	title() string
	item(feedNo, n int, now time.Time, span time.Duration) feed.Item
}

// benchFeeds is how many feeds the benchmarks' stores have at every size, so that growth comes from the items alone.
const benchFeeds = 2000

// benchSpan is the time over which their items were published.
const benchSpan = 400 * 24 * time.Hour

// fillStore puts n items into a store as polls bring them: in rounds over all feeds, each later in time than the one before.
// All but the newest tenth are read, one of a thousand is bookmarked. It returns the bytes of the documents.
func fillStore(tb testing.TB, db *store.DB, n int, c maker) int {
	tb.Helper()
	ctx := context.Background()
	feeds := min(n, benchFeeds)
	ids, titles := make([]feed.FeedID, feeds), make([]string, feeds)
	for i := range ids {
		titles[i] = c.title()
		id, err := db.AddFeed(ctx, feed.Feed{
			URL: fmt.Sprintf("https://host%d.example/feed", i), Title: titles[i], Folder: fmt.Sprintf("folder %d", i%20),
			Settings: feed.Settings{Filter: fmt.Sprintf("older:%dd", int(benchSpan.Hours()/24)/10)},
		})
		if err != nil {
			tb.Fatal(err)
		}
		ids[i] = id
	}
	const perPoll = 25
	rounds := (n + feeds*perPoll - 1) / (feeds * perPoll)
	each := (n + feeds*rounds - 1) / (feeds * rounds)
	type poll1 struct {
		feed feed.FeedID
		doc  *feed.Document
	}
	docs := make(chan poll1, 64)
	size := 0
	go func() {
		defer close(docs)
		slice := benchSpan / time.Duration(rounds)
		for r, made := 0, 0; r < rounds; r++ {
			end := start.Add(-time.Duration(rounds-1-r) * slice)
			for i := 0; i < feeds && made < n; i++ {
				doc := &feed.Document{Kind: feed.RSS, Title: titles[i]}
				for range min(each, n-made) {
					it := c.item(i, made, end, slice)
					size += documentSize(&it)
					doc.Items = append(doc.Items, it)
					made++
				}
				docs <- poll1{ids[i], doc}
			}
		}
	}()
	var wg sync.WaitGroup
	var mu sync.Mutex
	var marked []feed.ItemID
	for range 8 { // as the poller does it
		wg.Go(func() {
			for p := range docs {
				s, err := db.SavePoll(ctx, poll.Result{Feed: p.feed, Now: start, Document: p.doc})
				if err != nil {
					tb.Error(err)
				}
				for _, id := range s.New {
					if id%1000 == 0 {
						mu.Lock()
						marked = append(marked, id)
						mu.Unlock()
					}
				}
			}
		})
	}
	wg.Wait()
	if err := db.SetBookmark(ctx, marked, true); err != nil {
		tb.Fatal(err)
	}
	if _, err := db.Tidy(ctx, store.Retention{Days: -1}); err != nil {
		tb.Fatal(err)
	}
	return size
}

// documentSize is about what an item takes in its document: its fields and 220 bytes of tags.
func documentSize(it *feed.Item) int {
	return len(it.GUID) + 2*len(it.Link) + len(it.Title) + len(it.Content) + 220
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

// benchPath is a store of n items. It is made once and kept for later runs, since a million takes minutes.
func benchPath(b *testing.B, n int) string {
	b.Helper()
	return benchPathOf(b, n, "news", newCorpus(1))
}

// benchPathOf is the same with other items.
func benchPathOf(b *testing.B, n int, name string, c maker) string {
	b.Helper()
	path := filepath.Join(*benchDir, fmt.Sprintf("%s-%d.db", name, n))
	if _, err := os.Stat(path); err == nil {
		return path
	}
	began := time.Now()
	db, err := store.Open(context.Background(), path+".new", store.WithClock(func() time.Time { return start }))
	if err != nil {
		b.Fatal(err)
	}
	for _, q := range []string{`PRAGMA cache_size = -262144`, `PRAGMA wal_autocheckpoint = 20000`} { // no one waits here
		if err := db.Exec(q); err != nil {
			b.Fatal(err)
		}
	}
	size := fillStore(b, db, n, c)
	if err := db.Close(); err != nil {
		b.Fatal(err)
	}
	if err := os.Rename(path+".new", path); err != nil {
		b.Fatal(err)
	}
	st, err := os.Stat(path)
	if err != nil {
		b.Fatal(err)
	}
	b.Logf("%s: %d items, %d MB of documents in %d MB, made in %s", path, n, size>>20, st.Size()>>20, time.Since(began).Round(time.Second))
	return path
}

// benchCopy is a copy of a store of n items that a benchmark may change.
func benchCopy(b *testing.B, n int) string {
	b.Helper()
	original := benchPath(b, n)
	if _, err := os.Stat(original + "-wal"); err == nil {
		b.Fatalf("%s is in use: a copy of the file alone would be torn", original)
	}
	from, err := os.Open(original)
	if err != nil {
		b.Fatal(err)
	}
	defer from.Close()
	path := filepath.Join(b.TempDir(), "news.db")
	to, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		b.Fatal(err)
	}
	if _, err := io.Copy(to, from); err != nil {
		b.Fatal(err)
	}
	if err := to.Close(); err != nil {
		b.Fatal(err)
	}
	return path
}
