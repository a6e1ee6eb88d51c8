package store_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strconv"
	"testing"
	"time"

	"tidings/feed"
	"tidings/feed/poll"
	"tidings/store"
)

var (
	long    = flag.Bool("long", false, "the long runs of the harness: 1,000 kills, 1,000 power cuts, ten minutes of two writers")
	writers = flag.Duration("writers", 0, "how long two writers write")
)

// The tests of several processes start the test binary again; TestMain then does what the variable names.
const roleVariable = "TIDINGS_STORE_TEST_ROLE"

func TestMain(m *testing.M) {
	if role := os.Getenv(roleVariable); role != "" {
		if err := playRole(role, os.Args[1:]); err != nil {
			fmt.Println("error:", err)
			os.Exit(1)
		}
		return
	}
	flag.Parse()
	os.Exit(m.Run())
}

func child(role string, args ...string) *exec.Cmd {
	cmd := exec.Command(os.Args[0], args...)
	cmd.Env = append(os.Environ(), roleVariable+"="+role)
	cmd.Stderr = os.Stderr
	return cmd
}

func playRole(role string, args []string) error {
	switch role {
	case "writer":
		n, err := strconv.Atoi(args[2])
		if err != nil {
			return err
		}
		return writeFor(args[0], args[1], time.Duration(n)*time.Millisecond)
	case "victim":
		seed, err := strconv.ParseUint(args[1], 10, 64)
		if err != nil {
			return err
		}
		return beVictim(args[0], seed)
	case "rest":
		return rest(args[0])
	case "migrator":
		return migrate(args[0])
	}
	return fmt.Errorf("no role %q", role)
}

// rest prints how many megabytes the process holds at rest with a store, and how many it held before.
func rest(path string) error {
	resident := func() (float64, error) {
		var size, pages int
		b, err := os.ReadFile("/proc/self/statm")
		if err == nil {
			_, err = fmt.Sscan(string(b), &size, &pages)
		}
		return float64(pages*os.Getpagesize()) / 1e6, err
	}
	before, err := resident()
	if err != nil {
		return err
	}
	ctx := context.Background()
	db, err := store.Open(ctx, path, store.WithClock(func() time.Time { return start }))
	if err != nil {
		return err
	}
	defer db.Close()
	var errs [5]error
	_, errs[0] = db.Headlines(ctx, feed.Query{Unread: true})
	_, errs[1] = db.Feeds(ctx)
	_, errs[2] = db.Counts(ctx)
	_, errs[3] = db.Headlines(ctx, feed.Query{Text: "et", Limit: 50})
	_, errs[4] = db.Changed(ctx)
	if err := errors.Join(errs[:]...); err != nil {
		return err
	}
	debug.FreeOSMemory() // which the runtime does by itself in some minutes of rest
	time.Sleep(time.Second)
	after, err := resident()
	fmt.Println(after, before)
	return err
}

// writeFor polls, marks and reads as one of several processes and prints how often.
func writeFor(path, name string, d time.Duration) error {
	ctx := context.Background()
	db, err := store.Open(ctx, path)
	if err != nil {
		return err
	}
	defer db.Close()
	id, err := db.AddFeed(ctx, feed.Feed{URL: "https://" + name + ".example/feed"})
	if err != nil && !errors.Is(err, feed.ErrSubscribed) {
		return err
	}
	shared, err := db.AddFeed(ctx, feed.Feed{URL: "https://shared.example/feed"})
	if err != nil && !errors.Is(err, feed.ErrSubscribed) {
		return err
	}
	n, leased := 0, 0
	var longest time.Duration // that a mark took
	for end := time.Now().Add(d); time.Now().Before(end); n++ {
		for _, f := range []feed.FeedID{id, shared} {
			if f == shared {
				ok, err := db.Lease(ctx, f, time.Now().Add(10*time.Second))
				if err != nil {
					return err
				}
				if !ok {
					continue
				}
				leased++
			}
			if _, err := db.SavePoll(ctx, poll.Result{Feed: f, Now: time.Now(), Document: &feed.Document{Title: name, Items: items(n, n+10)}}); err != nil {
				return err
			}
		}
		l, err := db.Headlines(ctx, feed.Query{Unread: true, Limit: 5})
		if err != nil {
			return err
		}
		for _, h := range l {
			began := time.Now()
			if err := db.SetRead(ctx, []feed.ItemID{h.ID}, true); err != nil {
				return err
			}
			longest = max(longest, time.Since(began))
		}
		if n%5 == 0 {
			if _, err := db.Undo(ctx); err != nil {
				return err
			}
		}
		if _, err := db.Counts(ctx); err != nil {
			return err
		}
	}
	fmt.Println("rounds", n, "leases", leased, "longest", longest.Milliseconds())
	return nil
}

// TestTwoWriters lets two processes write as fast as they can: neither may see an error, and nothing is doubled.
func TestTwoWriters(t *testing.T) {
	d := 1500 * time.Millisecond
	switch {
	case *writers > 0:
		d = *writers
	case *long:
		d = 10 * time.Minute
	}
	path := filepath.Join(t.TempDir(), "news.db")
	db := openAt(t, path, store.WithClock(time.Now))
	// The feeds are there beforehand: a process that starts late must not find the other taking back, as the newest step, that it
	// follows one.
	for _, name := range []string{"one", "two", "shared"} {
		if _, err := db.AddFeed(context.Background(), feed.Feed{URL: "https://" + name + ".example/feed"}); err != nil {
			t.Fatal(err)
		}
	}
	before, err := db.Changed(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	type result struct {
		out []byte
		err error
	}
	results := make(chan result)
	for _, name := range []string{"one", "two"} {
		go func() {
			out, err := child("writer", path, name, strconv.Itoa(int(d.Milliseconds()))).Output()
			results <- result{out, err}
		}()
	}
	news := 0 // the others' changes are seen while they happen
	var ended []result
	for len(ended) < 2 {
		select {
		case r := <-results:
			ended = append(ended, r)
		case <-time.After(50 * time.Millisecond):
		}
		now, err := db.Changed(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		if now > before {
			news++
		}
		before = now
	}
	var rounds [2]int
	for i := range rounds {
		r := ended[i]
		var leases, longest int
		if _, err := fmt.Sscanf(string(r.out), "rounds %d leases %d longest %d", &rounds[i], &leases, &longest); err != nil || r.err != nil {
			t.Errorf("a writer: %v: %s", r.err, r.out)
		}
		t.Logf("%d rounds, %d leases of the shared feed, the longest mark took %d ms", rounds[i], leases, longest)
	}
	if total := rounds[0] + rounds[1]; news < min(3, total) {
		t.Errorf("changes were seen %d times, of %d rounds", news, total)
	}
	if slices.Sort(rounds[:]); rounds[0] < rounds[1]/4 {
		t.Errorf("%d rounds of one process, %d of the other: it starves", rounds[0], rounds[1])
	}
	if before, err = db.Changed(context.Background()); err != nil {
		t.Fatal(err)
	}
	if now, err := db.Changed(context.Background()); err != nil || now != before {
		t.Errorf("at rest, it changes from %d to %d, %v", before, now, err)
	}
	checkSound(t, db)
}

// checkSound checks a store, and that no item is doubled.
func checkSound(t *testing.T, db *store.DB) {
	t.Helper()
	if problems, err := db.Check(context.Background()); err != nil || len(problems) > 0 {
		t.Errorf("check: %+v, %v", problems, err)
	}
	if n, err := db.Int(`SELECT count(*) FROM (SELECT feed, guid FROM texts x JOIN items i ON i.id = x.item GROUP BY 1, 2 HAVING count(*) > 1)`); err != nil || n > 0 {
		t.Errorf("%d items are doubled, %v", n, err)
	}
}
