package poll

import (
	"context"
	"errors"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"tidings/feed"
)

const (
	perHost  = 4                      // feeds of a host before their answer is there: two that the client asks for, two behind them
	underWay = 40                     // feeds under way at a time: being fetched, waiting for their turn, or being stored
	showing  = 5                      // titles in Progress.Active
	frame    = 50 * time.Millisecond  // between two reports
	grace    = 700 * time.Millisecond // after a stop, to store what has arrived
	tooBusy  = 3                      // feeds of a host in a row that were asked too much (429): the host means us
	noNet    = 8                      // feeds in a row that had no network, and none that had: this machine is offline
)

// ErrOffline is the error of a sweep that was given up because this machine seems to have no network. Most feeds were not
// asked then, and their state has not changed.
var ErrOffline = errors.New("this machine seems to be offline")

// job is one feed to be polled.
type job struct {
	feed  feed.Feed
	host  string
	since time.Time // asked for then
	heard bool      // its answer is there: it no longer counts in its lane
}

// sweep is one refresh. Its loop owns all of it; workers only answer through the results channel.
type sweep struct {
	p      *Poller
	report func(Progress)
	pr     Progress
	dirty  bool

	lanes   map[string]*lane
	ready   []*lane // lanes that may start a job, in turn
	queued  map[feed.FeedID]bool
	running []*job // in the order of their start
	left    int    // jobs queued or running
	results chan outcome
	workers sync.WaitGroup
	pages   []feed.ItemID
	offline int                       // feeds without a network; -1 when one had it
	again   map[feed.FeedID]time.Time // feeds whose outcome is not in the store: when to try again
}

func (p *Poller) newSweep(run int, report func(Progress)) *sweep {
	return &sweep{
		p: p, report: report, lanes: map[string]*lane{}, queued: map[feed.FeedID]bool{}, again: map[feed.FeedID]time.Time{}, results: make(chan outcome, 2*underWay),
		pr: Progress{Run: run, Running: true, Started: p.now()},
	}
}

// add queues a feed, unless it is queued or running already, or its server asked to be left alone.
func (s *sweep) add(f feed.Feed) {
	if s.queued[f.ID] {
		return
	}
	s.dirty = true
	s.pr.Total++
	if until := f.State.Hints.NotBefore; until.After(s.p.now()) {
		s.pr.Done++
		s.pr.Skipped = append(s.pr.Skipped, Failure{Feed: f.ID, Title: f.Title, Err: "the server asked to be left alone until " + until.Local().Format("15:04"), Next: until})
		return
	}
	s.queued[f.ID] = true
	host := hostOf(f)
	l := s.lanes[host]
	if l == nil {
		l = &lane{}
		s.lanes[host] = l
	}
	l.jobs = append(l.jobs, &job{feed: f, host: host, since: s.p.now()})
	s.left++
	s.wait(l)
}

// hostOf is the host that a poll of f asks first.
func hostOf(f feed.Feed) string {
	address := f.URL
	if trial(f) {
		address = f.State.MovedTo
	}
	if u, err := url.Parse(address); err == nil {
		return strings.ToLower(u.Host)
	}
	return ""
}

// start starts what may run.
func (s *sweep) start(ctx, late context.Context) {
	for len(s.ready) > 0 && len(s.running) < underWay {
		l := s.ready[0]
		s.ready = s.ready[1:]
		l.waiting = false
		if len(l.jobs) == 0 {
			continue // given up meanwhile
		}
		j := l.jobs[0]
		l.jobs = l.jobs[1:]
		l.asking++
		s.running = append(s.running, j)
		s.wait(l)
		s.dirty = true
		s.workers.Go(func() {
			o := s.p.poll(ctx, late, j.feed, j.since, func() { s.results <- outcome{job: j, heard: true} })
			o.job = j
			s.results <- o
		})
	}
}

// finish counts an outcome in.
func (s *sweep) finish(o outcome) {
	j := o.job
	if o.heard {
		s.hear(j)
		return
	}
	s.dirty = true
	s.left--
	delete(s.queued, j.feed.ID)
	s.running = slices.DeleteFunc(s.running, func(r *job) bool { return r == j })
	l := s.lanes[j.host]
	if !j.heard {
		l.asking--
	}
	defer s.wait(l)
	if o.stopped {
		return
	}
	if o.removed {
		s.pr.Total-- // nobody asks for it any more
		return
	}
	s.judge(l, o)
	s.pr.Done++
	s.pr.New += len(o.saved.New)
	s.pr.Updated += len(o.saved.Updated)
	if o.again > 0 {
		s.again[j.feed.ID] = s.p.now().Add(o.again)
	}
	switch {
	case o.skipped != "":
		s.pr.Skipped = append(s.pr.Skipped, Failure{Feed: j.feed.ID, Title: j.feed.Title, Err: o.skipped})
	case o.err != "":
		s.pr.Failed = append(s.pr.Failed, Failure{Feed: j.feed.ID, Title: j.feed.Title, Err: o.err, Next: o.next})
	}
	if j.feed.Settings.FullText && s.p.page != nil {
		s.pages = append(s.pages, o.saved.New[:min(len(o.saved.New), pagesPerFeed)]...)
		s.pr.Pages = len(s.pages)
	}
}

// show reports, at most once a frame unless it must be.
func (s *sweep) show(now bool) {
	if !s.dirty && !now {
		return
	}
	s.dirty = false
	pr := s.pr
	pr.Active = nil
	for _, j := range s.running[:min(len(s.running), showing)] {
		pr.Active = append(pr.Active, j.feed.Title)
	}
	s.report(pr)
}

// errStop is the cause of a stop that the person asked for.
var errStop = errors.New("stopped by the person")

// run polls what was added until nothing is left. asks brings more, or a stop; nil when nobody can ask. It returns the final
// progress after all workers have ended: within a second of a stop, unless the store hangs.
func (s *sweep) run(ctx context.Context, asks <-chan ask) Progress {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	late, cancelLate := context.WithCancel(context.WithoutCancel(ctx))
	defer cancelLate()
	tick := time.NewTicker(frame)
	defer tick.Stop()
	done := ctx.Done()
	var end <-chan time.Time
	s.start(ctx, late)
	s.show(true)
	for s.left > 0 {
		select {
		case o := <-s.results:
			s.finish(o)
		case a := <-asks:
			if a.stop {
				cancel(errStop)
				asks = nil // what else is asked is for the next sweep
				if a.wants() {
					s.p.tell(ask{all: a.all, ids: a.ids})
				}
			} else if err := s.take(ctx, a); err != nil {
				s.pr.Err = err
			}
		case <-done:
			// What is queued is given up, what runs is waited for.
			done = nil
			s.drop()
			end = time.After(grace)
		case <-end:
			cancelLate()
		case <-tick.C:
			s.show(false)
		}
		if ctx.Err() == nil && !errors.Is(s.pr.Err, ErrOffline) {
			s.start(ctx, late)
		}
	}
	s.workers.Wait()
	s.pr.Stopped = ctx.Err() != nil
	if !s.pr.Stopped {
		s.readPages(ctx, asks, cancel)
		s.pr.Stopped = ctx.Err() != nil
	}
	s.pr.Running, s.pr.Pages = false, 0
	s.show(true)
	return s.pr
}

// drop gives up what has not started.
func (s *sweep) drop() {
	for _, l := range s.lanes {
		s.left -= len(l.jobs)
		l.jobs = nil
	}
	s.ready = nil
}

// take adds what was asked for while the sweep runs.
func (s *sweep) take(ctx context.Context, a ask) error {
	feeds, err := s.p.chosen(ctx, a)
	for _, f := range feeds {
		s.add(f)
	}
	return err
}
