package store_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"tidings/feed"
	"tidings/feed/fetch"
	"tidings/feed/poll"
	"tidings/store"
)

// day is how much of a hard day is simulated.
type day struct {
	feeds, hosts int
	hours        int
	warm         int // hours until the memory is first measured
}

// TestHardDay runs the daemon's whole line (schedule, HTTP, parsing, store) under a clock of its own, against servers in
// memory that are busy, flaky, hung, gone or moved, and that publish as it happens. With -long it is a day of 2,000 feeds.
func TestHardDay(t *testing.T) {
	d := day{feeds: 120, hosts: 40, hours: 24, warm: 8}
	if *long {
		d = day{feeds: 2000, hosts: 600, hours: 24, warm: 1}
	} else if testing.Short() {
		d = day{feeds: 60, hosts: 20, hours: 6, warm: 3}
	}
	path := filepath.Join(t.TempDir(), "tidings.db")
	store.MakePackers()
	synctest.Test(t, func(t *testing.T) { d.run(t, path) })
}

func (d day) run(t *testing.T, path string) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	db, err := store.Open(ctx, path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	}()
	net := newTown(d)
	for i, p := range net.feeds {
		if _, err := db.AddFeed(ctx, feed.Feed{URL: p.url(), Title: fmt.Sprintf("Feed %d", i)}); err != nil {
			t.Fatal(err)
		}
	}
	client := fetch.New(fetch.Options{Dial: net.dial})
	r := rand.New(rand.NewPCG(7, 11))
	var mu sync.Mutex
	jitter := func() float64 { // the poller's workers share it
		mu.Lock()
		defer mu.Unlock()
		return r.Float64()
	}
	poller := poll.New(db, client, poll.Options{Parse: feed.Parse, Jitter: jitter})
	before := runtime.NumGoroutine()
	run, stop := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() { defer close(done); _ = poller.Run(run) }()

	var heaps, rss []float64
	var goroutines, files []int
	late := time.Duration(0)
	for hour := range d.hours {
		for range 6 {
			time.Sleep(10 * time.Minute)
			synctest.Wait()
			late = max(late, d.lateness(t, ctx, db, hour))
		}
		if hour+1 >= d.warm {
			runtime.GC()
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			heaps, rss = append(heaps, float64(m.HeapAlloc)/(1<<20)), append(rss, resident())
			goroutines, files = append(goroutines, runtime.NumGoroutine()), append(files, openFiles())
		}
		if *long {
			t.Logf("hour %2d: heap %.1f MiB, resident %.1f MiB, %d goroutines, %d files, %d requests", hour+1, last(heaps), last(rss), last(goroutines), last(files), net.requests())
		}
	}
	stop()
	<-done
	client.CloseIdle()
	time.Sleep(time.Second) // servers that were thinking about a request see that nobody waits for it
	synctest.Wait()
	left := runtime.NumGoroutine()

	t.Logf("%d requests; at most %v late; heap %.1f to %.1f MiB; resident %.1f to %.1f MiB; goroutines %d to %d; files %d to %d", net.requests(), late,
		slices.Min(heaps), slices.Max(heaps), slices.Min(rss), slices.Max(rss), slices.Min(goroutines), slices.Max(goroutines), slices.Min(files), slices.Max(files))
	net.judge(t, d)
	if late > 5*time.Minute {
		t.Errorf("a feed was polled %v after its time", late)
	}
	if n := net.connections(); n != 0 {
		t.Errorf("%d connections are still open", n)
	}
	// A request under way has five goroutines, its server's included, and at most forty are under way.
	if slices.Max(goroutines) > before+10+5*40 {
		t.Errorf("goroutines: %v", goroutines)
	}
	if left > before+1 { // the store may have opened one more connection
		t.Errorf("%d goroutines before, %d after", before, left)
	}
	if lo, hi := slices.Min(files), slices.Max(files); hi > lo+4 {
		t.Errorf("open files: %v", files)
	}
	if first, end := heaps[0], last(heaps); end > first*1.05+1 {
		t.Errorf("the heap grew from %.1f to %.1f MiB: %.1f", first, end, heaps)
	}
	feeds, err := db.Feeds(ctx)
	if err != nil {
		t.Fatal(err)
	}
	items := 0
	for _, f := range feeds {
		items += f.Total
		if f.State.Polled.IsZero() || !f.State.Gone && f.State.Next.IsZero() {
			t.Errorf("%s is forgotten: %+v", f.URL, f.State)
		}
	}
	if items == 0 {
		t.Error("nothing was stored")
	}
}

// lateness returns by how much the feed that waits longest is late.
func (d day) lateness(t *testing.T, ctx context.Context, db *store.DB, hour int) time.Duration {
	t.Helper()
	feeds, err := db.Feeds(ctx)
	if err != nil {
		t.Fatal(err)
	}
	now, worst := time.Now(), time.Duration(0)
	for _, f := range feeds {
		switch {
		case f.State.Gone:
		case f.State.Polled.IsZero():
			if hour > 0 {
				t.Errorf("%s was not polled in the first hour", f.URL)
			}
		default:
			worst = max(worst, now.Sub(f.State.Next))
		}
	}
	return worst
}

func last[T any](list []T) (v T) {
	if len(list) > 0 {
		v = list[len(list)-1]
	}
	return v
}

// resident returns the process's resident memory in MiB, servers included, or 0 where the system does not tell.
func resident() float64 {
	b, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return 0
	}
	f := strings.Fields(string(b))
	pages, _ := strconv.ParseFloat(f[1], 64)
	return pages * float64(os.Getpagesize()) / (1 << 20)
}

// openFiles returns how many files the process has open, or 0 where the system does not tell.
func openFiles() int {
	l, _ := os.ReadDir("/proc/self/fd")
	return len(l)
}
