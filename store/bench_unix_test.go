//go:build unix

package store_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"tidings/feed"
	"tidings/feed/poll"
	"tidings/store"
)

// BenchmarkSave stores 50,000 items of 1,000 feeds in an empty store: cpu-s is what the table asks for.
func BenchmarkSave(b *testing.B) { benchSave(b, false, false) }

// BenchmarkSaveUnattended does so as the command that refreshes does, whose process ends with it.
func BenchmarkSaveUnattended(b *testing.B) { benchSave(b, false, true) }

// BenchmarkSaveBeside does so while a person marks and reads.
func BenchmarkSaveBeside(b *testing.B) { benchSave(b, true, false) }

func benchSave(b *testing.B, beside, unattended bool) {
	const feeds, each = 1000, 50
	c := newCorpus(1)
	var docs []*feed.Document
	size := 0
	for i := range feeds {
		d := &feed.Document{Kind: feed.RSS, Title: "x"}
		for n := range each {
			it := c.item(i, i*each+n, start, 60*24*time.Hour)
			size += documentSize(&it)
			d.Items = append(d.Items, it)
		}
		docs = append(docs, d)
	}
	for range b.N {
		b.StopTimer()
		path := filepath.Join(b.TempDir(), "news.db")
		db := openAt(b, path)
		ids := make([]feed.FeedID, feeds)
		for i := range ids {
			ids[i] = addFeed(b, db, fmt.Sprintf("https://host%d.example/feed", i))
		}
		b.StartTimer()
		used := cpuTime()
		var next atomic.Int64
		var wg sync.WaitGroup
		var person *person
		if beside {
			person = watchPerson(b, db)
		}
		savers := 8
		if unattended {
			savers = 40 // as many as the poller has under way
			defer db.Unattended()()
		}
		for range savers {
			wg.Go(func() {
				for {
					i := int(next.Add(1)) - 1
					if i >= len(docs) {
						return
					}
					if unattended { // the store counts the leases to know what may still come
						if ok, err := db.Lease(context.Background(), ids[i], start.Add(time.Minute)); err != nil || !ok {
							b.Error(ok, err)
						}
					}
					if _, err := db.SavePoll(context.Background(), poll.Result{Feed: ids[i], Now: start, Document: docs[i]}); err != nil {
						b.Error(err)
					}
				}
			})
		}
		wg.Wait()
		b.ReportMetric((cpuTime() - used).Seconds(), "cpu-s")
		b.StopTimer()
		if beside {
			person.report(b)
		}
		if err := db.Close(); err != nil {
			b.Fatal(err)
		}
		st, err := os.Stat(path)
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(st.Size())/float64(size), "×documents")
		b.StartTimer()
	}
}

// person is someone who marks an item and looks at a list again and again while work goes on in the background.
type person struct {
	stop       chan struct{}
	done       chan struct{}
	mark, look []time.Duration
}

func watchPerson(b *testing.B, db *store.DB) *person {
	p := &person{stop: make(chan struct{}), done: make(chan struct{})}
	go func() {
		defer close(p.done)
		ctx := context.Background()
		for {
			select {
			case <-p.stop:
				return
			case <-time.After(25 * time.Millisecond):
			}
			t := time.Now()
			l, err := db.Headlines(ctx, feed.Query{Limit: 50})
			p.look = append(p.look, time.Since(t))
			if err == nil && len(l) > 0 {
				t = time.Now()
				err = db.SetRead(ctx, []feed.ItemID{l[0].ID}, !l[0].Read)
				p.mark = append(p.mark, time.Since(t))
			}
			if err != nil {
				b.Error(err)
			}
		}
	}()
	return p
}

// report tells how long the person waited.
func (p *person) report(b *testing.B) {
	close(p.stop)
	<-p.done
	reportTimes(b, "mark", p.mark)
	reportTimes(b, "look", p.look)
}

func reportTimes(b *testing.B, name string, d []time.Duration) {
	if len(d) == 0 {
		return
	}
	slices.Sort(d)
	ms := func(i int) float64 { return float64(d[i].Microseconds()) / 1000 }
	b.ReportMetric(ms(len(d)/2), "ms-"+name+"-p50")
	b.ReportMetric(ms(len(d)*95/100), "ms-"+name+"-p95")
	b.ReportMetric(ms(len(d)*99/100), "ms-"+name+"-p99")
	b.ReportMetric(ms(len(d)-1), "ms-"+name+"-max")
}

// cpuTime is what the process has used of the processors.
func cpuTime() time.Duration {
	var r syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &r); err != nil {
		return 0
	}
	return time.Duration(r.Utime.Nano() + r.Stime.Nano())
}

// each runs a benchmark at every size.
func each(b *testing.B, f func(b *testing.B, db *store.DB, n int)) {
	for _, n := range sizes() {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			db := benchStore(b, n)
			b.ResetTimer()
			used := cpuTime()
			f(b, db, n)
			b.ReportMetric(float64((cpuTime()-used).Microseconds())/1000/float64(b.N), "cpu-ms/op")
		})
	}
}

func BenchmarkOpenAndList(b *testing.B) {
	for _, n := range sizes() {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			path := benchPath(b, n)
			b.ResetTimer()
			for range b.N {
				db, err := store.Open(context.Background(), path, store.WithClock(func() time.Time { return start }))
				if err != nil {
					b.Fatal(err)
				}
				if l, err := db.Headlines(context.Background(), feed.Query{Unread: true}); err != nil || len(l) != 200 {
					b.Fatal(len(l), err)
				}
				b.StopTimer()
				_ = db.Close()
				b.StartTimer()
			}
		})
	}
}

func benchList(b *testing.B, q feed.Query, want int) {
	each(b, func(b *testing.B, db *store.DB, _ int) {
		for range b.N {
			l, err := db.Headlines(context.Background(), q)
			if err != nil || want >= 0 && len(l) != want {
				b.Fatal(len(l), err)
			}
		}
	})
}

func BenchmarkListUnread(b *testing.B)     { benchList(b, feed.Query{Unread: true}, 200) }
func BenchmarkListAll(b *testing.B)        { benchList(b, feed.Query{}, 200) }
func BenchmarkListFeed(b *testing.B)       { benchList(b, feed.Query{Feed: 3}, -1) }
func BenchmarkListFolder(b *testing.B)     { benchList(b, feed.Query{Folder: "folder 3"}, 200) }
func BenchmarkListBookmarked(b *testing.B) { benchList(b, feed.Query{Bookmarked: true}, -1) }
func BenchmarkListFewest(b *testing.B) {
	benchList(b, feed.Query{Unread: true, Order: feed.FewestFirst}, 200)
}

func BenchmarkListDeep(b *testing.B) { // the page behind the middle of the store
	each(b, func(b *testing.B, db *store.DB, _ int) {
		at := start.Add(-200 * 24 * time.Hour)
		for range b.N {
			if l, err := db.Headlines(context.Background(), feed.Query{After: &feed.Cursor{Published: at}}); err != nil || len(l) != 200 {
				b.Fatal(len(l), err)
			}
		}
	})
}

func BenchmarkCounts(b *testing.B) {
	each(b, func(b *testing.B, db *store.DB, _ int) {
		for range b.N {
			if _, err := db.Counts(context.Background()); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func BenchmarkFeeds(b *testing.B) {
	each(b, func(b *testing.B, db *store.DB, _ int) {
		for range b.N {
			if _, err := db.Feeds(context.Background()); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkMark10000 marks the newest 10,000 items read in one step and undoes it, in a copy.
func BenchmarkMark10000(b *testing.B) {
	for _, n := range sizes() {
		b.Run(fmt.Sprint(n), func(b *testing.B) { benchMark(b, openAt(b, benchCopy(b, n))) })
	}
}

func benchMark(b *testing.B, db *store.DB) {
	ctx := context.Background()
	l, err := db.Headlines(ctx, feed.Query{Limit: 10_000})
	if err != nil {
		b.Fatal(err)
	}
	ids := make([]feed.ItemID, len(l))
	for i, h := range l {
		ids[i] = h.ID
	}
	if err := db.SetRead(ctx, ids, false); err != nil {
		b.Fatal(err)
	}
	var mark, undo, markUsed, undoUsed []time.Duration
	b.ResetTimer()
	for range b.N {
		t, used := time.Now(), cpuTime()
		if err := db.SetRead(ctx, ids, true); err != nil {
			b.Fatal(err)
		}
		mark, markUsed = append(mark, time.Since(t)), append(markUsed, cpuTime()-used)
		t, used = time.Now(), cpuTime()
		if _, err := db.Undo(ctx); err != nil {
			b.Fatal(err)
		}
		undo, undoUsed = append(undo, time.Since(t)), append(undoUsed, cpuTime()-used)
	}
	reportTimes(b, "mark", mark)
	reportTimes(b, "undo", undo)
	reportTimes(b, "mark-cpu", markUsed)
	reportTimes(b, "undo-cpu", undoUsed)
}

// BenchmarkPrune lets 100,000 items go (or nine of ten, in a store of no more) while a person marks and reads.
func BenchmarkPrune(b *testing.B) {
	for _, n := range sizes() {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for range b.N {
				b.StopTimer()
				db := openAt(b, benchCopy(b, n), store.WithClock(func() time.Time { return start.Add(40 * 24 * time.Hour) }))
				p := watchPerson(b, db)
				used := cpuTime()
				b.StartTimer()
				pruned, err := db.Prune(context.Background(), store.Retention{Days: 39, Items: max(n/benchFeeds-50, 1)}, nil)
				b.StopTimer()
				if err != nil || pruned.Items < n/2 && pruned.Items < 90_000 {
					b.Fatal(pruned.Items, err)
				}
				b.ReportMetric((cpuTime() - used).Seconds(), "cpu-s")
				b.ReportMetric(float64(pruned.Items), "items")
				p.report(b)
				b.StartTimer()
			}
		})
	}
}

// BenchmarkChanged asks whether another process has changed the store, as the interface does each second.
func BenchmarkChanged(b *testing.B) {
	each(b, func(b *testing.B, db *store.DB, _ int) {
		for range b.N {
			if _, err := db.Changed(context.Background()); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkRest measures what a process of its own holds in memory a second after it has opened a store and read a list, the
// feeds, the counts and a search.
func BenchmarkRest(b *testing.B) {
	for _, n := range sizes() {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			path := benchPath(b, n)
			for range b.N {
				out, err := child("rest", path).Output()
				if err != nil {
					b.Fatalf("%v: %s", err, out)
				}
				var rss, bare float64
				if _, err := fmt.Sscan(string(out), &rss, &bare); err != nil {
					b.Fatalf("%q: %v", out, err)
				}
				b.ReportMetric(rss, "MB")
				b.ReportMetric(bare, "MB-before")
			}
		})
	}
}
