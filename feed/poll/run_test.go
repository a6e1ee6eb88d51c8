package poll

import (
	"context"
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"tidings/feed"
	"tidings/feed/fetch"
)

// start runs p until the test's bubble ends and returns what stops it.
func start(t *testing.T, p *Poller) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- p.Run(ctx) }()
	return func() {
		cancel()
		before := time.Now()
		if err := <-done; err != nil {
			t.Errorf("Run: %v", err)
		}
		if d := time.Since(before); d > time.Second {
			t.Errorf("Run took %v to stop", d)
		}
	}
}

func urls(n int) []string {
	var out []string
	for i := range n {
		out = append(out, fmt.Sprintf("http://h%d.example/", i))
	}
	return out
}

func fine(context.Context, fetch.Request) (*fetch.Response, error) {
	time.Sleep(50 * time.Millisecond)
	return ok("one", "v"), nil
}

func TestRun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMemory(time.Now, urls(3)...)
		p, a := poller(m, fine)
		stop := start(t, p)
		time.Sleep(time.Second)
		if a.count() != 3 {
			t.Errorf("%d requests in the first second, want 3: new feeds are due", a.count())
		}
		if pr := <-p.Events(); pr.Running || pr.Done != 3 || pr.New != 3 || pr.Run != 1 {
			t.Errorf("%+v", pr)
		}
		p.Refresh(2)
		time.Sleep(time.Second)
		if n := len(a.times("http://h1.example/")); n != 2 || a.count() != 4 {
			t.Errorf("asked for, but %d of %d requests", n, a.count())
		}
		p.Refresh()
		time.Sleep(time.Second)
		if a.count() != 7 {
			t.Errorf("%d requests after a refresh of all", a.count())
		}
		if pr := <-p.Events(); pr.Run != 3 || pr.Done != 3 || pr.Running {
			t.Errorf("%+v", pr)
		}
		// Every feed is polled again when it is due, and no sooner.
		time.Sleep(24 * time.Hour)
		for _, u := range urls(3) {
			times := a.times(u)
			if n := len(times); n < 5 || n > 100 {
				t.Errorf("%d polls of %s in a day", n, u)
			}
			for i := 3; i < len(times); i++ {
				if d := times[i].Sub(times[i-1]); d < soonest {
					t.Errorf("polled again after %v", d)
				}
			}
		}
		stop()
	})
}

func TestRunStops(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMemory(time.Now, urls(100)...)
		p, a := poller(m, func(ctx context.Context, _ fetch.Request) (*fetch.Response, error) {
			<-ctx.Done()
			return nil, &fetch.Error{Kind: fetch.Canceled, Err: ctx.Err()}
		})
		stop := start(t, p)
		time.Sleep(time.Second)
		asked := a.count()
		p.Stop()
		time.Sleep(2 * time.Second)
		if pr := <-p.Events(); !pr.Stopped || pr.Running {
			t.Errorf("%+v", pr)
		}
		if a.count() != asked {
			t.Error("went on after a stop")
		}
		a.get = fine
		time.Sleep(5 * time.Minute)
		if a.count() != asked {
			t.Error("the background began again at once")
		}
		p.Stop()
		p.Refresh(1)
		p.Refresh(2)
		time.Sleep(time.Second)
		if a.count() != asked+2 {
			t.Errorf("asked for two, polled %d", a.count()-asked)
		}
		time.Sleep(20 * time.Minute)
		if a.count() < asked+100 {
			t.Errorf("only %d of 100 feeds polled later", a.count()-asked)
		}
		stop()
	})
}

// TestRunWhileRunning checks that a feed asked for during a refresh does not wait for its end.
func TestRunWhileRunning(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMemory(time.Now, urls(2)...)
		m.set(2, func(f *feed.Feed) { f.State.Polled, f.State.Next = time.Now(), time.Now().Add(time.Hour) })
		p, a := poller(m, func(ctx context.Context, r fetch.Request) (*fetch.Response, error) {
			if r.URL == "http://h0.example/" {
				time.Sleep(time.Minute)
			}
			return ok("one", ""), nil
		})
		stop := start(t, p)
		time.Sleep(time.Second)
		p.Refresh(2)
		time.Sleep(time.Second)
		if n := len(a.times("http://h1.example/")); n != 1 {
			t.Errorf("%d polls", n)
		}
		if pr := <-p.Events(); !pr.Running || pr.Done != 1 || pr.Total != 2 {
			t.Errorf("%+v", pr)
		}
		time.Sleep(2 * time.Minute)
		stop()
	})
}

// TestBrokenStore checks that servers are not asked again and again when nothing can be stored.
func TestBrokenStore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMemory(time.Now, urls(3)...)
		p, a := poller(m, nil)
		a.get = func(ctx context.Context, r fetch.Request) (*fetch.Response, error) {
			m.mu.Lock()
			m.broken = true
			m.mu.Unlock()
			return fine(ctx, r)
		}
		stop := start(t, p)
		time.Sleep(time.Hour)
		if n := a.count(); n > 12 {
			t.Errorf("%d requests in an hour with a broken store", n)
		}
		stop()
	})
}

// TestSleep checks that a machine that wakes from sleep polls what is due, spread out.
func TestSleep(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var slept atomic.Int64
		now := func() time.Time { return time.Now().Add(time.Duration(slept.Load())) }
		m := newMemory(now, urls(800)...)
		p, a := poller(m, fine)
		p.now = now
		stop := start(t, p)
		time.Sleep(5 * time.Minute)
		before := a.count()
		slept.Store(int64(9 * time.Hour))
		time.Sleep(watch + settle)
		at := a.count()
		if got := at - before; got == 0 || got > 300 {
			t.Errorf("%d of 800 feeds polled at once after a sleep", got)
		}
		time.Sleep(10 * time.Minute)
		if got := a.count() - before; got < 800 {
			t.Errorf("%d of 800 feeds polled after a sleep", got)
		}
		stop()
	})
}

// TestClockSetBack checks that no feed is stranded by a clock that was far ahead.
func TestClockSetBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var ahead atomic.Int64
		ahead.Store(int64(400 * day))
		now := func() time.Time { return time.Now().Add(time.Duration(ahead.Load())) }
		m := newMemory(now, urls(50)...)
		p, a := poller(m, fine)
		p.now = now
		stop := start(t, p)
		time.Sleep(time.Minute)
		before := a.count()
		ahead.Store(0)
		time.Sleep(5 * time.Minute)
		if got := a.count() - before; got != 50 {
			t.Errorf("%d of 50 feeds polled after the clock was set back", got)
		}
		stop()
	})
}

// TestDay runs a day with 2,000 feeds and the faults of real servers.
func TestDay(t *testing.T) {
	if testing.Short() {
		t.Skip("a simulated day takes some seconds")
	}
	synctest.Test(t, func(t *testing.T) {
		const feeds = 2000
		r := rand.New(rand.NewPCG(1, 2))
		var list []string
		for i := range feeds {
			list = append(list, fmt.Sprintf("http://h%d.example/%d", i%700, i))
		}
		m := newMemory(time.Now, list...)
		p, a := poller(m, nil)
		p.jitter = func() float64 { return 0.5 }
		type server struct {
			kind  int
			until time.Time // Retry-After
			n     int
			early int
			gone  int
		}
		servers := map[string]*server{}
		for _, u := range list {
			servers[u] = &server{kind: r.IntN(100)}
		}
		a.get = func(ctx context.Context, q fetch.Request) (*fetch.Response, error) {
			a.mu.Lock()
			s := servers[q.URL]
			s.n++
			n, kind := s.n, s.kind
			if time.Now().Before(s.until) {
				s.early++
			}
			a.mu.Unlock()
			time.Sleep(100 * time.Millisecond)
			switch {
			case kind < 5 && n%3 == 1: // flaky; the limits of fetch are not simulated: NotBefore is checked in its own test
				return status(503)
			case kind == 5: // hung
				time.Sleep(15 * time.Second)
				return nil, &fetch.Error{Kind: fetch.FirstByteTimeout}
			case kind == 6:
				a.mu.Lock()
				s.gone++
				a.mu.Unlock()
				return status(410)
			case kind < 40 && q.ETag != "" && n%4 != 0:
				return notModified(), nil
			}
			return ok(fmt.Sprintf("item-%d item-%d", n, n+1), "v"), nil
		}
		stop := start(t, p)
		var goroutines []int
		for range 24 {
			time.Sleep(time.Hour)
			synctest.Wait()
			goroutines = append(goroutines, runtime.NumGoroutine())
		}
		if g := slices.Max(goroutines); g > 20 {
			t.Errorf("goroutines %v", goroutines)
		}
		polls := 0
		for u, s := range servers {
			polls += s.n
			least := 3
			switch {
			case s.kind == 6:
				least = 1
				if s.n != 1 {
					t.Errorf("a feed that is gone was asked %d times", s.n)
				}
			}
			if s.n < least || s.n > 24*4+1 {
				t.Errorf("%s (kind %d): %d polls in a day", u, s.kind, s.n)
			}
		}
		t.Logf("%d polls in a day", polls)
		if len(m.leases) != 0 {
			t.Errorf("%d leases left", len(m.leases))
		}
		for id, f := range m.feeds {
			if !f.State.Gone && (f.State.Next.Before(time.Now().Add(-time.Hour)) || !strings.Contains(f.State.Why, ":")) {
				t.Errorf("feed %d is forgotten: %+v", id, f.State)
			}
		}
		stop()
	})
}
