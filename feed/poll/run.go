package poll

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"tidings/feed"
)

const (
	watch    = 30 * time.Second // the wall clock is looked at so often: a timer does not run while the machine sleeps
	together = 10 * time.Second // what falls due within this time is polled at one waking
	batchGap = 15 * time.Second // between two batches when much is due at once …
	batches  = 8                // … which is spread over so many
	batch    = 40               // and so many feeds at least
	jump     = time.Minute      // between wall clock and timer: the machine slept, or the clock was set
	settle   = 5 * time.Second  // after a sleep, until the network is back

	afterStop = 10 * time.Minute // the background keeps quiet after the person stopped a refresh
)

// Scope is what a sweep polls.
type Scope struct {
	Feeds []feed.FeedID // these, paused and gone ones too; empty for all others
	Due   bool          // with no Feeds: only what is due
}

// Sweep polls what scope names and returns when that is done or ctx has ended: a second later at most, and with all that had
// arrived stored. report is called from Sweep itself, about 20 times a second while something changes; it may be nil. The
// error says that the store could not be read, or is ErrOffline; failed feeds stand in Progress.Failed.
func (p *Poller) Sweep(ctx context.Context, scope Scope, report func(Progress)) (Progress, error) {
	if report == nil {
		report = func(Progress) {}
	}
	var feeds []feed.Feed
	var err error
	if scope.Due && len(scope.Feeds) == 0 {
		feeds, err = p.due(ctx, p.now())
	} else {
		feeds, err = p.chosen(ctx, ask{all: len(scope.Feeds) == 0, ids: scope.Feeds})
	}
	if err != nil {
		return Progress{Err: err}, err
	}
	s := p.newSweep(1, report)
	for _, f := range feeds {
		s.add(f)
	}
	pr := s.run(ctx, nil)
	if errors.Is(pr.Err, ErrOffline) {
		return pr, pr.Err
	}
	return pr, nil
}

// chosen returns the feeds that an ask means.
func (p *Poller) chosen(ctx context.Context, a ask) ([]feed.Feed, error) {
	var out []feed.Feed
	if a.all {
		all, err := p.store.Feeds(ctx)
		if err != nil {
			return nil, fmt.Errorf("read the feeds: %w", err)
		}
		for _, f := range all {
			if !f.Settings.Paused && !f.State.Gone {
				out = append(out, f)
			}
		}
	}
	var errs error
	for _, id := range a.ids {
		f, err := p.store.Feed(ctx, id)
		if err != nil {
			errs = errors.Join(errs, fmt.Errorf("read feed %d: %w", id, err))
			continue
		}
		out = append(out, f)
	}
	return out, errs
}

// due returns what is due.
func (p *Poller) due(ctx context.Context, now time.Time) ([]feed.Feed, error) {
	feeds, err := p.store.Due(ctx, now)
	if err != nil {
		return nil, fmt.Errorf("read what is due: %w", err)
	}
	return feeds, nil
}

// stranded returns the feeds that were polled in the future: the clock was set back since, and their next time may be far.
func (p *Poller) stranded(ctx context.Context, now time.Time) ([]feed.Feed, error) {
	all, err := p.store.Feeds(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the feeds: %w", err)
	}
	return slices.DeleteFunc(all, func(f feed.Feed) bool {
		return f.Settings.Paused || f.State.Gone || !f.State.Polled.After(now.Add(jump)) || !f.State.Next.After(now)
	}), nil
}

// Run polls what is due until ctx ends, and what Refresh asks for. Events tells how far it is. It returns nil when ctx has
// ended, and its workers with it.
func (p *Poller) Run(ctx context.Context) error {
	run := 0
	wait := time.Duration(0)
	clock := newClock(p.now)
	lost := true // feeds may be stranded: look once at the start
	held := map[feed.FeedID]time.Time{}
	var quietUntil time.Time // the person stopped a refresh
	for {
		timer := time.NewTimer(wait)
		var asked ask
		select {
		case <-ctx.Done():
			timer.Stop()
			return nil
		case asked = <-p.asks:
		case <-timer.C:
		}
		timer.Stop()
		switch shift := clock.shift(); {
		case shift > jump:
			if c, ok := p.fetcher.(interface{ CloseIdle() }); ok {
				c.CloseIdle()
			}
			if !asked.wants() {
				wait = settle
				continue
			}
		case shift < -jump:
			lost, quietUntil = true, time.Time{}
			clear(held)
		}
		var feeds []feed.Feed
		var err error
		more := false
		switch {
		case asked.wants():
			quietUntil = time.Time{}
			feeds, err = p.chosen(ctx, asked)
		case !asked.stop && !p.now().Before(quietUntil):
			feeds, more, err = p.batch(ctx, &lost, held)
		}
		if len(feeds) > 0 || asked.wants() || err != nil {
			run++
		}
		if len(feeds) > 0 || asked.wants() {
			s := p.newSweep(run, p.publish)
			s.pr.Err = err
			for _, f := range feeds {
				s.add(f)
			}
			switch pr := s.run(ctx, p.asks); {
			case pr.Stopped:
				quietUntil = p.now().Add(afterStop)
			case errors.Is(pr.Err, ErrOffline):
				quietUntil = p.now().Add(offlineRetry)
			}
			maps.Copy(held, s.again)
		} else if err != nil && ctx.Err() == nil {
			p.publish(Progress{Run: run, Err: err, Started: p.now()})
		}
		wait = p.pause(ctx, more)
	}
}

// batch returns what to poll now: all that is due, or, when that is much (after a sleep, or a long time off), a part of it.
func (p *Poller) batch(ctx context.Context, lost *bool, held map[feed.FeedID]time.Time) (feeds []feed.Feed, more bool, err error) {
	now := p.now()
	if feeds, err = p.due(ctx, now); err != nil {
		return nil, false, err
	}
	if *lost {
		back, err := p.stranded(ctx, now)
		if err != nil {
			return nil, false, err
		}
		feeds = append(feeds, back...)
		*lost = len(back) > batch
	}
	feeds = slices.DeleteFunc(feeds, func(f feed.Feed) bool { return now.Before(held[f.ID]) })
	for id, t := range held {
		if !now.Before(t) {
			delete(held, id)
		}
	}
	// New feeds go first and all at once: somebody waits for them.
	slices.SortStableFunc(feeds, func(a, b feed.Feed) int {
		return truth(!a.State.Polled.IsZero()) - truth(!b.State.Polled.IsZero())
	})
	fresh := 0
	for fresh < len(feeds) && feeds[fresh].State.Polled.IsZero() {
		fresh++
	}
	if n := max(batch, (len(feeds)+batches-1)/batches, fresh); n < len(feeds) {
		return feeds[:n], true, nil
	}
	return feeds, false, nil
}

func truth(b bool) int {
	if b {
		return 1
	}
	return 0
}

// pause returns how long to wait for the next thing that is due.
func (p *Poller) pause(ctx context.Context, more bool) time.Duration {
	if more {
		return batchGap
	}
	next, err := p.store.NextDue(ctx)
	if err != nil || next.IsZero() {
		return watch
	}
	return min(max(next.Sub(p.now()), together), watch)
}

// clock compares the wall clock with the monotonic one.
type clock struct {
	now  func() time.Time
	wall time.Time
	mono time.Time
}

func newClock(now func() time.Time) *clock {
	return &clock{now: now, wall: now().Round(0), mono: time.Now()}
}

// shift returns by how much the wall clock went ahead of the timers since the last call: the machine slept for that long, or
// its clock was set.
func (c *clock) shift() time.Duration {
	wall, mono := c.now().Round(0), time.Now()
	d := wall.Sub(c.wall) - mono.Sub(c.mono)
	c.wall, c.mono = wall, mono
	return d
}
