package poll

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"tidings/feed"
	"tidings/feed/fetch"
)

// ok answers 200 with a body.
func ok(body, etag string) *fetch.Response {
	return &fetch.Response{Status: 200, Body: []byte(body), ETag: etag, LastModified: etag}
}

func notModified() *fetch.Response { return &fetch.Response{Status: 304} }

func status(code int) (*fetch.Response, error) {
	return &fetch.Response{Status: code}, &fetch.Error{Kind: fetch.Status, Status: code}
}

// poller makes a poller over memory whose jitter is none.
func poller(m *memory, get func(context.Context, fetch.Request) (*fetch.Response, error)) (*Poller, *answers) {
	a := &answers{get: get}
	return New(m, a, Options{Parse: parseWords, Jitter: func() float64 { return 0 }}), a
}

func sweepAll(t *testing.T, p *Poller) Progress {
	t.Helper()
	pr, err := p.Sweep(t.Context(), Scope{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return pr
}

func TestSweep(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMemory(time.Now, "http://a.example/1", "http://a.example/2", "http://b.example/1")
		p, a := poller(m, func(_ context.Context, r fetch.Request) (*fetch.Response, error) {
			if r.ETag == "v1" {
				return notModified(), nil
			}
			return ok("one two "+r.URL, "v1"), nil
		})
		pr := sweepAll(t, p)
		if pr.Running || pr.Done != 3 || pr.Total != 3 || pr.New != 9 || len(pr.Failed) != 0 {
			t.Errorf("first: %+v", pr)
		}
		st := m.state(1)
		if st.ETag != "v1" || st.LastModified != "v1" || st.BodyHash == 0 || st.Status != 200 || !st.Next.After(time.Now()) || !st.Succeeded.Equal(time.Now()) || st.Why == "" {
			t.Errorf("state %+v", st)
		}
		time.Sleep(time.Minute)
		pr = sweepAll(t, p)
		if pr.Done != 3 || pr.New != 0 || a.count() != 6 {
			t.Errorf("second: %+v after %d requests", pr, a.count())
		}
		for _, r := range a.asked[3:] {
			if r.ETag != "v1" || r.LastModified != "v1" {
				t.Errorf("request without the validators: %+v", r)
			}
		}
		pr, err := p.Sweep(t.Context(), Scope{Due: true}, nil)
		if err != nil || pr.Total != 0 {
			t.Errorf("nothing is due, but %+v, %v", pr, err)
		}
	})
}

// TestValidators checks that validators are those of the last document that was understood and stored.
func TestValidators(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMemory(time.Now, "http://a.example/")
		body, etag := "one", "v1"
		var ferr error
		cut := false
		p, a := poller(m, func(context.Context, fetch.Request) (*fetch.Response, error) {
			r := ok(body, etag)
			r.Cut = cut
			return r, ferr
		})
		last := func() fetch.Request { return a.asked[len(a.asked)-1] }
		sweepAll(t, p)
		body, etag = "bad", "v2"
		time.Sleep(time.Hour)
		pr := sweepAll(t, p)
		if st := m.state(1); st.ETag != "v1" || st.Failures != 1 || !strings.Contains(st.Error, "not a feed") || len(pr.Failed) != 1 || !pr.Failed[0].Next.Equal(st.Next) {
			t.Errorf("after a body that is no feed: %+v, %+v", st, pr)
		}
		body, m.full = "one two", true
		time.Sleep(time.Hour)
		pr = sweepAll(t, p)
		if st := m.state(1); st.ETag != "v1" || !strings.Contains(st.Error, "could not be stored") || len(pr.Failed) != 1 || !st.Next.After(time.Now()) {
			t.Errorf("after storing failed: %+v, %+v", st, pr)
		}
		m.full = false
		body, cut, ferr = "one two three-and-a-ha", true, &fetch.Error{Kind: fetch.Reset}
		time.Sleep(time.Hour)
		pr = sweepAll(t, p)
		if st := m.state(1); st.ETag != "v1" || st.Failures == 0 || pr.New != 2 {
			t.Errorf("after a cut body: %+v, %+v", st, pr)
		}
		body, etag, cut, ferr = "one two three", "v3", false, nil
		time.Sleep(time.Hour)
		pr = sweepAll(t, p)
		if last().ETag != "v1" || pr.New != 1 {
			t.Errorf("asked with %q, %+v", last().ETag, pr)
		}
		if st := m.state(1); st.ETag != "v3" || st.Failures != 0 || st.Error != "" {
			t.Errorf("state %+v", st)
		}
		// The same body without validators is not parsed again, whatever it is.
		saves := m.saves
		etag = ""
		time.Sleep(time.Hour)
		p.parse = func([]byte, string, string, time.Time) (feed.Document, error) {
			t.Error("parsed again")
			return feed.Document{}, nil
		}
		if pr = sweepAll(t, p); pr.New != 0 || m.saves != saves+1 || m.state(1).ETag != "" {
			t.Errorf("same body: %+v, %+v", pr, m.state(1))
		}
	})
}

// TestCutDocument checks that a document that ends too soon is not accepted with its validators until it comes so again.
func TestCutDocument(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMemory(time.Now, "http://a.example/")
		etag := "v1"
		p, a := poller(m, func(context.Context, fetch.Request) (*fetch.Response, error) { return ok("one two thr", etag), nil })
		parse := p.parse
		p.parse = func(b []byte, ct, url string, now time.Time) (feed.Document, error) {
			d, err := parse(b, ct, url, now)
			d.Cut = true
			return d, err
		}
		sweepAll(t, p)
		if st := m.state(1); st.ETag != "" || st.Failures != 0 {
			t.Errorf("after a cut document: %+v", st)
		}
		time.Sleep(time.Hour)
		sweepAll(t, p)
		if st := m.state(1); a.count() != 2 || st.ETag != "v1" {
			t.Errorf("after the same again: %d requests, %+v", a.count(), st)
		}
	})
}

func TestParserPanics(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMemory(time.Now, "http://a.example/", "http://b.example/")
		p, _ := poller(m, func(_ context.Context, r fetch.Request) (*fetch.Response, error) {
			if r.URL == "http://a.example/" {
				return ok("panic", ""), nil
			}
			return ok("one", ""), nil
		})
		if pr := sweepAll(t, p); len(pr.Failed) != 1 || pr.New != 1 || m.state(1).Failures != 1 {
			t.Errorf("%+v, %+v", pr, m.state(1))
		}
	})
}

func TestGone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMemory(time.Now, "http://a.example/")
		gone := true
		p, a := poller(m, func(context.Context, fetch.Request) (*fetch.Response, error) {
			if gone {
				return status(410)
			}
			return ok("one", ""), nil
		})
		sweepAll(t, p)
		if st := m.state(1); !st.Gone || !st.Next.IsZero() || st.Why == "" {
			t.Errorf("state %+v", st)
		}
		if pr := sweepAll(t, p); pr.Total != 0 || a.count() != 1 {
			t.Errorf("asked again: %+v", pr)
		}
		gone = false
		pr, err := p.Sweep(t.Context(), Scope{Feeds: []feed.FeedID{1}}, nil)
		if st := m.state(1); err != nil || pr.New != 1 || st.Gone || st.Next.IsZero() {
			t.Errorf("when asked for: %+v, %v, %+v", pr, err, st)
		}
	})
}

func TestRetryAfter(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMemory(time.Now, "http://a.example/")
		m.set(1, func(f *feed.Feed) { f.State.Hints.NotBefore = time.Now().Add(time.Hour) })
		p, a := poller(m, func(context.Context, fetch.Request) (*fetch.Response, error) { return ok("one", ""), nil })
		for _, s := range []Scope{{}, {Feeds: []feed.FeedID{1}}} {
			pr, err := p.Sweep(t.Context(), s, nil)
			if err != nil || a.count() != 0 || len(pr.Skipped) != 1 || pr.Done != 1 || !strings.Contains(pr.Skipped[0].Err, "left alone until") {
				t.Errorf("%+v, %v", pr, err)
			}
		}
		time.Sleep(time.Hour)
		if pr := sweepAll(t, p); pr.New != 1 || !m.state(1).Hints.NotBefore.IsZero() {
			t.Errorf("%+v", pr)
		}
	})
}

func TestMoved(t *testing.T) {
	hop := func(to string) []fetch.Hop { return []fetch.Hop{{From: "http://a.example/", To: to, Status: 301}} }
	type answer func(r fetch.Request) (*fetch.Response, error)
	server := func(there func() (*fetch.Response, error)) answer {
		return func(r fetch.Request) (*fetch.Response, error) {
			resp, err := there()
			if r.URL == "http://a.example/" && resp != nil {
				resp.Hops = hop("http://b.example/")
			}
			return resp, err
		}
	}
	run := func(t *testing.T, s feed.Settings, get answer, polls int) (*memory, *answers) {
		m := newMemory(time.Now, "http://a.example/")
		m.set(1, func(f *feed.Feed) { f.Settings = s })
		p, a := poller(m, func(_ context.Context, r fetch.Request) (*fetch.Response, error) { return get(r) })
		for range polls {
			sweepAll(t, p)
			time.Sleep(2 * day)
		}
		return m, a
	}
	t.Run("held twice", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			m, a := run(t, feed.Settings{}, server(func() (*fetch.Response, error) { return ok("one", "v"), nil }), 3)
			f := m.feeds[1]
			if f.URL != "http://b.example/" || f.State.MovedTo != "" {
				t.Errorf("feed %+v", f)
			}
			if n := len(a.times("http://a.example/")); n != 1 {
				t.Errorf("the old address was asked %d times, want once", n)
			}
			if r := a.asked[1]; !r.Chosen || r.Origin != "http://a.example/" || r.ETag != "v" {
				t.Errorf("the new address was asked with %+v", r)
			}
		})
	})
	t.Run("held once", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			n := 0
			m, a := run(t, feed.Settings{}, func(r fetch.Request) (*fetch.Response, error) {
				n++
				switch {
				case n == 1:
					resp := ok("one", "v")
					resp.Hops = hop("http://b.example/")
					return resp, nil
				case r.URL == "http://b.example/":
					return status(404)
				}
				return ok("one", "v"), nil
			}, 3)
			f := m.feeds[1]
			if f.URL != "http://a.example/" || f.State.MovedTo != "" || f.State.Failures != 0 || f.State.Gone {
				t.Errorf("feed %+v", f)
			}
			if len(a.times("http://a.example/")) != 2 {
				t.Errorf("asked %+v", a.asked)
			}
		})
	})
	t.Run("a feed with secrets stays", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			m, a := run(t, feed.Settings{Credential: "env:X"}, server(func() (*fetch.Response, error) { return ok("one", "v"), nil }), 3)
			if f := m.feeds[1]; f.URL != "http://a.example/" || f.State.MovedTo != "http://b.example/" || f.State.MovedSeen != 3 {
				t.Errorf("feed %+v", f)
			}
			for _, r := range a.asked {
				if r.URL != "http://a.example/" {
					t.Errorf("the secret went to %s", r.URL)
				}
			}
		})
	})
	t.Run("to a dead end", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			m, _ := run(t, feed.Settings{}, server(func() (*fetch.Response, error) { return status(404) }), 2)
			if f := m.feeds[1]; f.URL != "http://a.example/" || f.State.MovedTo != "" {
				t.Errorf("feed %+v", f)
			}
		})
	})
}

func TestAStoreThatCannotBeWrittenIsNoFeedsFault(t *testing.T) {
	for _, id := range []int{1, 2} { // the words are the same for all feeds: then they are said once
		if got := failureWords(fmt.Errorf("lease feed %d: %w (/x/y.db): make room", id, feed.ErrStoreFull)); got != "the disk is full" {
			t.Errorf("%q", got)
		}
	}
}

func TestLease(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var urls []string
		for i := range 40 {
			urls = append(urls, fmt.Sprintf("http://h%d.example/", i))
		}
		m := newMemory(time.Now, urls...)
		slow := func(context.Context, fetch.Request) (*fetch.Response, error) {
			time.Sleep(time.Second)
			return ok("one", ""), nil
		}
		p, a := poller(m, slow)
		other, b := poller(&memory{m.disk, "other"}, slow)
		type result struct {
			pr  Progress
			err error
		}
		done := make(chan result)
		go func() {
			pr, err := other.Sweep(t.Context(), Scope{}, nil)
			done <- result{pr, err}
		}()
		pr := sweepAll(t, p)
		second := <-done
		if second.err != nil {
			t.Fatal(second.err)
		}
		if n := a.count() + b.count(); n != 40 {
			t.Errorf("%d requests by two processes for 40 feeds", n)
		}
		if pr.Done != 40 || len(pr.Skipped)+len(second.pr.Skipped) != 40 || pr.New+second.pr.New != 40 {
			t.Errorf("%+v\n%+v", pr, second.pr)
		}
		if len(m.leases) != 0 {
			t.Errorf("leases left: %v", m.leases)
		}
	})
}

// A feed that the person removes while it is polled is no failure, whether it goes before its turn or before its end.
func TestRemovedMeanwhile(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMemory(time.Now, urls(3)...)
		p, _ := poller(m, func(_ context.Context, r fetch.Request) (*fetch.Response, error) {
			time.Sleep(time.Second)
			if r.URL == "http://h0.example/" {
				m.mu.Lock()
				delete(m.feeds, 1)
				m.mu.Unlock()
			}
			return ok("one", "v"), nil
		})
		if pr := sweepAll(t, p); pr.Done != 2 || pr.Total != 2 || pr.New != 2 || len(pr.Failed)+len(pr.Skipped) != 0 {
			t.Errorf("%+v", pr)
		}
		f := feed.Feed{ID: 9, URL: "http://gone.example/"}
		if o := p.poll(t.Context(), t.Context(), f, time.Now(), func() {}); !o.removed || o.err != "" {
			t.Errorf("removed before its turn: %+v", o)
		}
	})
}

// A redirect from https down to http is followed, and said wherever the feed's health is.
func TestDowngradeIsSaid(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMemory(time.Now, urls(1)...)
		down := true
		p, _ := poller(m, func(context.Context, fetch.Request) (*fetch.Response, error) {
			r := ok("one", "v")
			r.Downgrade = down
			return r, nil
		})
		sweepAll(t, p)
		if why := m.state(1).Why; !strings.Contains(why, "from https down to http") {
			t.Errorf("why: %q", why)
		}
		down = false
		sweepAll(t, p)
		if why := m.state(1).Why; strings.Contains(why, "http") {
			t.Errorf("why: %q", why)
		}
	})
}

func TestStopKeepsWhatArrived(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var urls []string
		for i := range 300 {
			urls = append(urls, fmt.Sprintf("http://h%d.example/", i))
		}
		m := newMemory(time.Now, urls...)
		p, _ := poller(m, func(ctx context.Context, r fetch.Request) (*fetch.Response, error) {
			if strings.Contains(r.URL, "7.") { // hangs
				<-ctx.Done()
				return nil, &fetch.Error{Kind: fetch.Canceled, Err: ctx.Err()}
			}
			time.Sleep(100 * time.Millisecond)
			return ok("one", ""), nil
		})
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(350*time.Millisecond, cancel)
		start := time.Now()
		pr, err := p.Sweep(ctx, Scope{}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if d := time.Since(start); d > 350*time.Millisecond+time.Second {
			t.Errorf("stopped after %v", d)
		}
		if !pr.Stopped || pr.Running || pr.Done == 0 || pr.New != pr.Done || len(pr.Failed) != 0 || pr.Done == pr.Total {
			t.Errorf("%+v", pr)
		}
		stored := 0
		for id := range m.feeds {
			stored += len(m.items[id])
			if st := m.state(id); st.Failures != 0 {
				t.Errorf("a stopped feed failed: %+v", st)
			}
		}
		if stored != pr.New || len(m.leases) != 0 {
			t.Errorf("%d stored, %d reported, %d leases left", stored, pr.New, len(m.leases))
		}
	})
}

func TestPerHost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var urls []string
		for i := range 100 {
			urls = append(urls, fmt.Sprintf("http://h%d.example/%d", i%3, i))
		}
		m := newMemory(time.Now, urls...)
		running := map[string]int{}
		most := 0
		p, a := poller(m, nil)
		a.get = func(_ context.Context, r fetch.Request) (*fetch.Response, error) {
			host := r.URL[:len("http://h0.")]
			a.mu.Lock()
			running[host]++
			most = max(most, running[host])
			a.mu.Unlock()
			time.Sleep(time.Second)
			a.mu.Lock()
			running[host]--
			a.mu.Unlock()
			return ok("one", ""), nil
		}
		start := time.Now()
		sweepAll(t, p)
		if most != perHost {
			t.Errorf("%d at a time to one host", most)
		}
		if d := time.Since(start); d != 9*time.Second {
			t.Errorf("took %v, want 9s: hosts side by side, %d at a time each", d, perHost)
		}
	})
}

func TestFullText(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMemory(time.Now, "http://a.example/", "http://b.example/")
		m.set(1, func(f *feed.Feed) { f.Settings.FullText = true })
		got := make(chan feed.ItemID, 100)
		p, _ := poller(m, func(context.Context, fetch.Request) (*fetch.Response, error) {
			return ok("one two three four five", ""), nil
		})
		p.page = func(_ context.Context, id feed.ItemID) error {
			time.Sleep(time.Second)
			got <- id
			return errors.New("no page")
		}
		if pr := sweepAll(t, p); len(got) != 5 || pr.Pages != 0 || len(pr.Failed) != 0 {
			t.Errorf("%d pages, %+v", len(got), pr)
		}
	})
}

// TestBusyHost checks that a host that says 429 to one feed after another is left alone with the rest.
func TestBusyHost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var urls []string
		for i := range 30 {
			urls = append(urls, fmt.Sprintf("http://busy.example/%d", i), fmt.Sprintf("http://fine.example/%d", i))
		}
		m := newMemory(time.Now, urls...)
		p, a := poller(m, func(_ context.Context, r fetch.Request) (*fetch.Response, error) {
			time.Sleep(time.Second)
			if strings.Contains(r.URL, "busy") {
				return status(429)
			}
			return ok("one", ""), nil
		})
		pr := sweepAll(t, p)
		if pr.Done != 60 || pr.New != 30 || len(pr.Failed) < 3 || len(pr.Failed) > 5 || len(pr.Skipped)+len(pr.Failed) != 30 || a.count() != 30+len(pr.Failed) {
			t.Errorf("%d done, %d new, %d failed, %d skipped, %d requests", pr.Done, pr.New, len(pr.Failed), len(pr.Skipped), a.count())
		}
	})
}

// slow takes a second to store an outcome.
type slow struct{ *memory }

func (m slow) SavePoll(ctx context.Context, r Result) (Saved, error) {
	time.Sleep(time.Second)
	return m.memory.SavePoll(ctx, r)
}

// TestStoringHoldsNoHostUp checks that a host's next feeds are asked for while the answers of the first are stored, and that
// no more of its feeds stand in line than may.
func TestStoringHoldsNoHostUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var list []string
		for i := range 4 * perHost {
			list = append(list, fmt.Sprintf("http://one.example/%d", i))
		}
		m := newMemory(time.Now, list...)
		var asking atomic.Int32
		p, _ := poller(m, func(context.Context, fetch.Request) (*fetch.Response, error) {
			if n := asking.Add(1); n > perHost {
				t.Errorf("%d feeds of one host are asked for", n)
			}
			time.Sleep(time.Second)
			asking.Add(-1)
			return ok("one", ""), nil
		})
		p.store = slow{m}
		began := time.Now()
		pr := sweepAll(t, p)
		if took := time.Since(began); pr.New != len(list) || took != 5*time.Second {
			t.Errorf("%d of %d new in %v", pr.New, len(list), took)
		}
	})
}

// TestOffline checks that a machine without a network does not make failures of all feeds.
func TestOffline(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMemory(time.Now, urls(500)...)
		var online atomic.Bool
		p, a := poller(m, func(ctx context.Context, r fetch.Request) (*fetch.Response, error) {
			if !online.Load() {
				return nil, &fetch.Error{Kind: fetch.Offline}
			}
			return fine(ctx, r)
		})
		pr, err := p.Sweep(t.Context(), Scope{}, nil)
		if !errors.Is(err, ErrOffline) || !errors.Is(pr.Err, ErrOffline) || pr.Running || a.count() > noNet+underWay {
			t.Errorf("%v, %+v after %d requests", err, pr, a.count())
		}
		stop := start(t, p)
		time.Sleep(time.Hour)
		before := a.count()
		if before > 40*(noNet+underWay) {
			t.Errorf("%d requests in an hour without a network", before)
		}
		online.Store(true)
		time.Sleep(40 * time.Minute)
		for id := range m.feeds {
			if st := m.state(id); st.Succeeded.IsZero() {
				t.Fatalf("feed %d is forgotten: %+v", id, st)
			}
		}
		stop()
	})
}
