package poll

import (
	"context"
	"sync"
	"time"

	"tidings/feed"
)

// Limits of fetching whole articles in the background (Settings.FullText).
const (
	pagesPerFeed = 30              // new items of a feed in one refresh
	pagesAtOnce  = 4               // pages at a time
	pagesFor     = 5 * time.Minute // of one refresh; the rest is fetched when it is opened
)

// readPages gets the pages of new items. A page that cannot be had is no failure: opening the item tries again and says why.
func (s *sweep) readPages(ctx context.Context, asks <-chan ask, cancel context.CancelCauseFunc) {
	if len(s.pages) == 0 || s.p.page == nil {
		return
	}
	ctx, done := context.WithTimeout(ctx, pagesFor)
	defer done()
	todo := make(chan feed.ItemID)
	got := make(chan struct{})
	var workers sync.WaitGroup
	for range min(pagesAtOnce, len(s.pages)) {
		workers.Go(func() {
			for id := range todo {
				_ = s.p.page(ctx, id)
				got <- struct{}{}
			}
		})
	}
	tick := time.NewTicker(frame)
	defer tick.Stop()
	next, running := s.pages, 0
	for (len(next) > 0 && ctx.Err() == nil) || running > 0 {
		var out chan feed.ItemID
		var id feed.ItemID
		if len(next) > 0 && ctx.Err() == nil {
			out, id = todo, next[0]
		}
		select {
		case out <- id:
			next = next[1:]
			running++
		case <-got:
			running--
			s.pr.Pages--
			s.dirty = true
		case a := <-asks:
			// Pages make room for whatever the person asks; a refresh begins when they have ended.
			cancel(errStop)
			if a.wants() {
				s.p.tell(a)
			}
			asks = nil
		case <-tick.C:
			s.show(false)
		}
	}
	close(todo)
	workers.Wait()
}
