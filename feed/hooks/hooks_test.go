package hooks

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"tidings/feed"
)

type library map[feed.ItemID]feed.Item

func (l library) Item(_ context.Context, id feed.ItemID) (feed.Item, error) {
	it, ok := l[id]
	if !ok {
		return it, feed.ErrNotFound
	}
	return it, nil
}

func (l library) Feed(_ context.Context, id feed.FeedID) (feed.Feed, error) {
	return feed.Feed{ID: id, Title: fmt.Sprint("Feed ", id), Folder: "Papers"}, nil
}

func items(n int) (library, []feed.ItemID) {
	l := library{}
	var ids []feed.ItemID
	for i := range n {
		id := feed.ItemID(i + 1)
		word := "cats"
		if i%2 == 1 {
			word = "dogs"
		}
		l[id] = feed.Item{ID: id, Feed: 7, Title: fmt.Sprintf("-- %s %d; $(id)", word, i), Link: fmt.Sprintf("https://e.org/%d", i)}
		ids = append(ids, id)
	}
	return l, ids
}

func query(t *testing.T, s string) feed.Expr {
	t.Helper()
	e, err := feed.ParseQuery(s)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func TestMatchingItemsOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l, ids := items(8)
		var mu sync.Mutex
		var got []string
		var alerts []Alert
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		r := New(Options{
			Library: l,
			Hooks: []Hook{
				{Query: query(t, "title:cats"), Words: "title:cats", Command: []string{"prog", "{url}", "--title={title}"}, Notify: true},
				{Query: query(t, "feed:nowhere"), Words: "feed:nowhere", Command: []string{"never"}},
			},
			Alert: func(a Alert) { alerts = append(alerts, a) },
			Start: func(task *Task) error {
				mu.Lock()
				defer mu.Unlock()
				var in Item
				if err := json.Unmarshal(task.Input, &in); err != nil || in.Feed != "Feed 7" || in.Folder != "Papers" || in.Hook != "title:cats" {
					t.Errorf("%s: %v", task.Input, err)
				}
				got = append(got, strings.Join(task.Args, "|"))
				return nil
			},
		})
		go r.Run(ctx)
		r.Add(ids)
		r.Add([]feed.ItemID{999})
		synctest.Wait()
		slices.Sort(got)
		if len(got) != 4 || got[0] != "prog|https://e.org/0|--title= cats 0; $(id)" {
			t.Errorf("%q", got)
		}
		if len(alerts) != 1 || !strings.Contains(alerts[0].Body, "and 3 more") {
			t.Errorf("%+v", alerts)
		}
	})
}

func TestRateAndConcurrency(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l, ids := items(30)
		var now, most, all atomic.Int32
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		r := New(Options{
			Library: l, Hooks: []Hook{{Words: "everything", Command: []string{"prog"}, PerMinute: 6}},
			Start: func(*Task) error {
				most.Store(max(most.Load(), now.Add(1)))
				time.Sleep(time.Second)
				now.Add(-1)
				all.Add(1)
				return nil
			},
		})
		go r.Run(ctx)
		r.Add(ids)
		time.Sleep(30 * time.Second)
		if all.Load() != 6 || most.Load() != atOnce {
			t.Errorf("%d commands in the first minute, %d at once", all.Load(), most.Load())
		}
		time.Sleep(10 * time.Minute)
		if all.Load() != 30 {
			t.Errorf("%d of 30 commands ran", all.Load())
		}
	})
}

func TestTooManyItemsAreToldNotKept(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l, ids := items(waitMost + 50)
		var said []string
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		r := New(Options{Library: l, Hooks: []Hook{{Words: "all"}}, Say: func(s string) { said = append(said, s) }})
		r.Add(ids)
		go r.Run(ctx)
		synctest.Wait()
		if len(said) != 1 || !strings.Contains(said[0], "50 new items") {
			t.Errorf("%q", said)
		}
	})
}

func TestCommands(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the programs of this test are shell scripts")
	}
	dir := t.TempDir()
	program := filepath.Join(dir, "hook")
	kept := filepath.Join(dir, "kept")
	script := "#!/bin/sh\nprintf '%s\\n' \"$@\" >" + kept + "\ncat >>" + kept + "\ncase $1 in *fail*) printf 'bad \\033[31mthing\\n' >&2; exit 3;; *hang*) exec sleep 60;; esac\n"
	if err := os.WriteFile(program, []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	try := func(arg string, limit time.Duration) (string, error) {
		task := newTask(Hook{Command: []string{program, arg, "{title}"}, Limit: limit, Words: "x"}, feed.Item{ID: 3, Title: "A; $(touch " + dir + "/bad)", Link: "https://e.org/"}, feed.Feed{Title: "F"})
		task.ctx = t.Context()
		err := run(task)
		b, _ := os.ReadFile(kept)
		return string(b), err
	}
	out, err := try("{url}", 10*time.Second)
	if err != nil || !strings.HasPrefix(out, "https://e.org/\nA; $(touch") || !strings.Contains(out, `"id":3,`) {
		t.Errorf("%q %v", out, err)
	}
	if _, err := os.Stat(filepath.Join(dir, "bad")); err == nil {
		t.Error("a shell ran the title")
	}
	if _, err := try("fail", 10*time.Second); err == nil || !strings.Contains(err.Error(), "bad thing") || strings.Contains(err.Error(), "\x1b") {
		t.Errorf("%q", err)
	}
	began := time.Now()
	if _, err := try("hang", 200*time.Millisecond); err == nil || !strings.Contains(err.Error(), "took longer than") || time.Since(began) > 5*time.Second {
		t.Errorf("%v after %s", err, time.Since(began))
	}
	if err := run(&Task{Args: []string{filepath.Join(dir, "none")}, Limit: time.Second, ctx: t.Context()}); err == nil {
		t.Error("a program that does not exist has no error")
	}
}

func TestDrain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l, ids := items(8)
		var n atomic.Int32
		var said []string
		o := Options{
			Library: l, Hooks: []Hook{{Words: "all", Command: []string{"prog"}}}, Say: func(s string) { said = append(said, s) },
			Start: func(*Task) error { time.Sleep(time.Second); n.Add(1); return nil },
		}
		r := New(o)
		r.Add(ids)
		began := time.Now()
		r.Drain(t.Context())
		if n.Load() != 8 || time.Since(began) > 10*time.Second || len(said) > 0 {
			t.Errorf("%d commands after %s, %q", n.Load(), time.Since(began), said)
		}
		r.Drain(t.Context()) // nothing to do: at once
		o.Hooks = []Hook{{Words: "all", Command: []string{"prog"}, PerMinute: 3}}
		n.Store(0)
		r = New(o)
		r.Add(ids)
		r.Drain(t.Context())
		if n.Load() != 3 || len(said) != 1 || !strings.Contains(said[0], "5 commands") {
			t.Errorf("%d commands, %q", n.Load(), said)
		}
	})
}
