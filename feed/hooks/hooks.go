// Package hooks runs what the person wants run when new items match a query: a command that gets the item as JSON, or a
// notification. It starts programs without a shell, few at a time, at a bounded rate and for a bounded time; an item is
// given to each hook at most once, by the process that stored it. It stores nothing: what waits when the program ends is not run.
package hooks

import (
	"context"
	"fmt"
	"sync"
	"time"

	"tidings/feed"
	"tidings/feed/text"
)

// Hook is one of the person's.
type Hook struct {
	Query     feed.Expr     // nil matches everything
	Words     string        // the query as written, for messages
	Command   []string      // the program and its arguments; {url} and {title} are replaced; empty for none
	Notify    bool          // tell the terminal
	PerMinute int           // commands started in a minute, at most; 0: 10
	Limit     time.Duration // of one command; 0: 10 s
}

// Library is what hooks need of the store.
type Library interface {
	Item(ctx context.Context, id feed.ItemID) (feed.Item, error)
	Feed(ctx context.Context, id feed.FeedID) (feed.Feed, error)
}

// Alert is a notification for the terminal, in plain text of one line each.
type Alert struct{ Title, Body string }

// Options sets a Runner up.
type Options struct {
	Hooks   []Hook
	Library Library
	Alert   func(Alert)                            // shows a notification; must not block; nil: nobody can
	Say     func(words string)                     // tells of a hook that went wrong; must not block; nil: nobody listens
	Now     func() time.Time                       // nil: time.Now
	Start   func(*Task) error                      // runs a command to its end; nil: as a program
	Wait    func(d time.Duration) <-chan time.Time // nil: time.After
}

const (
	waitMost   = 1000 // new items, and commands of a hook, that may wait
	atOnce     = 2    // commands
	usualRate  = 10
	usualLimit = 10 * time.Second
	drainFor   = 55 * time.Second
)

// Runner runs hooks. Its methods may be called from any goroutine.
type Runner struct {
	o Options

	mu      sync.Mutex
	ids     []feed.ItemID
	dropped int
	wake    chan struct{} // capacity 1
}

// New makes a runner; it does nothing before Run.
func New(o Options) *Runner {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Start == nil {
		o.Start = run
	}
	if o.Wait == nil {
		o.Wait = time.After
	}
	return &Runner{o: o, wake: make(chan struct{}, 1)}
}

// Add hands new items over. It never waits: what is more than can wait is dropped, and told.
func (r *Runner) Add(ids []feed.ItemID) {
	if len(r.o.Hooks) == 0 || len(ids) == 0 {
		return
	}
	r.mu.Lock()
	room := min(waitMost-len(r.ids), len(ids))
	r.ids = append(r.ids, ids[:room]...)
	r.dropped += len(ids) - room
	r.mu.Unlock()
	select {
	case r.wake <- struct{}{}:
	default:
	}
}

// take takes what was handed over.
func (r *Runner) take() (ids []feed.ItemID, dropped int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	ids, dropped = r.ids, r.dropped
	r.ids, r.dropped = nil, 0
	return ids, dropped
}

// line is a hook's commands that wait, and when the last ones began.
type line struct {
	hook  Hook
	tasks []*Task
	began []time.Time // within the last minute
	lost  int
}

// Run runs hooks until ctx ends; commands that run then are ended. It starts goroutines only for commands, and waits for them.
func (r *Runner) Run(ctx context.Context) { r.loop(ctx, false) }

// Drain runs hooks for what was handed over and returns when all of it is done, or after drainFor: a command that was called
// to look for news once does not wait for a hook's slow turn. What is left then is told.
func (r *Runner) Drain(ctx context.Context) {
	if len(r.o.Hooks) == 0 {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, drainFor)
	defer cancel()
	if left := r.loop(ctx, true); left > 0 {
		r.say(fmt.Sprintf("%d commands of hooks did not get their turn: raise per_minute, or run 'tidings daemon'", left))
	}
}

// loop runs hooks until ctx ends or, with once, nothing waits or runs. It returns how many commands did not begin.
func (r *Runner) loop(ctx context.Context, once bool) (left int) {
	lines := make([]*line, len(r.o.Hooks))
	for i, h := range r.o.Hooks {
		if h.PerMinute <= 0 {
			h.PerMinute = usualRate
		}
		if h.Limit <= 0 {
			h.Limit = usualLimit
		}
		lines[i] = &line{hook: h}
	}
	var work sync.WaitGroup
	defer work.Wait()
	running := 0
	ended := make(chan error, atOnce)
	defer func() {
		for _, l := range lines {
			left += len(l.tasks)
		}
	}()
	for {
		next := r.begin(ctx, lines, &running, ended, &work)
		if once && running == 0 && idle(lines) && len(r.wake) == 0 {
			return 0
		}
		var again <-chan time.Time
		if next > 0 {
			again = r.o.Wait(next)
		}
		select {
		case <-ctx.Done():
			return left
		case <-again:
		case err := <-ended:
			running--
			if err != nil && ctx.Err() == nil {
				r.say(err.Error())
			}
		case <-r.wake:
			ids, dropped := r.take()
			if dropped > 0 {
				r.say(fmt.Sprintf("%d new items were too many at once for the hooks", dropped))
			}
			r.sort(ctx, lines, ids)
		}
	}
}

// idle reports whether no command waits.
func idle(lines []*line) bool {
	for _, l := range lines {
		if len(l.tasks) > 0 {
			return false
		}
	}
	return true
}

func (r *Runner) say(words string) {
	if r.o.Say != nil {
		r.o.Say(words)
	}
}

// sort gives each item to the hooks that it matches.
func (r *Runner) sort(ctx context.Context, lines []*line, ids []feed.ItemID) {
	feeds := map[feed.FeedID]feed.Feed{}
	shown := make([][]feed.Item, len(lines))
	for _, id := range ids {
		it, err := r.o.Library.Item(ctx, id)
		if err != nil { // gone meanwhile
			continue
		}
		f, ok := feeds[it.Feed]
		if !ok && it.Feed != 0 {
			if f, err = r.o.Library.Feed(ctx, it.Feed); err != nil {
				continue
			}
			feeds[it.Feed] = f
		}
		now := r.o.Now()
		s := feed.Subject{Item: &it, FeedTitle: f.Title, FeedURL: f.URL, Folder: f.Folder, Language: f.Language, Seen: now, Now: now}
		for i, l := range lines {
			if !feed.Match(l.hook.Query, s) {
				continue
			}
			if l.hook.Notify {
				shown[i] = append(shown[i], it)
			}
			if len(l.hook.Command) == 0 {
				continue
			}
			if len(l.tasks) >= waitMost {
				l.lost++
				continue
			}
			l.tasks = append(l.tasks, newTask(l.hook, it, f))
		}
	}
	for i, l := range lines {
		if l.lost > 0 {
			r.say(fmt.Sprintf("the hook on %s could not keep up: %d items were left out", l.hook.Words, l.lost))
			l.lost = 0
		}
		r.alert(shown[i])
	}
}

// alert makes one notification of all the items that came together.
func (r *Runner) alert(items []feed.Item) {
	if r.o.Alert == nil || len(items) == 0 {
		return
	}
	a := Alert{Title: "Tidings", Body: items[0].Title}
	if len(items) > 1 {
		a.Body = fmt.Sprintf("%s, and %d more", text.Clip(items[0].Title, 100), len(items)-1)
	}
	a.Body = text.Clip(text.Line(a.Body), 200)
	r.o.Alert(a)
}

// begin starts the commands whose turn it is, and returns how long until the next may begin; 0 when none waits for time.
func (r *Runner) begin(ctx context.Context, lines []*line, running *int, ended chan error, work *sync.WaitGroup) time.Duration {
	now := r.o.Now()
	next := time.Duration(0)
	for _, l := range lines {
		for len(l.began) > 0 && now.Sub(l.began[0]) >= time.Minute {
			l.began = l.began[1:]
		}
		for len(l.tasks) > 0 {
			if len(l.began) >= l.hook.PerMinute {
				if wait := time.Minute - now.Sub(l.began[0]); next == 0 || wait < next {
					next = max(wait, time.Millisecond)
				}
				break
			}
			if *running == atOnce { // one that ends goes on here
				return next
			}
			*running++
			t := l.tasks[0]
			l.tasks = l.tasks[1:]
			l.began = append(l.began, now)
			t.ctx = ctx
			work.Go(func() {
				err := r.o.Start(t)
				select {
				case ended <- err:
				case <-ctx.Done():
				}
			})
		}
	}
	return next
}
