package sync

import (
	"context"
	"time"
)

// Every syncs now and then at every interval d until ctx ends. How each sync went is in the store; see, unless nil, is told
// as well. An error makes nobody impatient: the next sync comes when its time has come. When ctx ends and marks wait, one
// more is tried for a moment, so that the next device has them.
func (s *Syncer) Every(ctx context.Context, d time.Duration, see func(Report, error)) {
	for {
		r, err := s.Run(ctx)
		if ctx.Err() != nil {
			return
		}
		if see != nil {
			see(r, err)
		}
		wait := d
		if err == nil && r.Rest > 0 && r.NewItems+r.Applied > 0 {
			wait = time.Second // the first time: there is more, and it gets less
		}
		timer := time.NewTimer(wait)
		select {
		case <-timer.C:
		case <-s.Nudge:
			timer.Stop()
		case <-ctx.Done():
			timer.Stop()
			if err == nil {
				s.farewell(context.WithoutCancel(ctx))
			}
			return
		}
	}
}

// farewellFor is how long the end of the program may wait for a sync; main waits 2 s for all that ends.
const farewellFor = 1500 * time.Millisecond

// farewell syncs once more if marks wait. What it does not get done is done the next time, and nobody is told.
func (s *Syncer) farewell(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, farewellFor)
	defer cancel()
	if _, n, err := s.Store.SyncPending(ctx, 0); err != nil || n == 0 {
		return
	}
	hasty := *s
	hasty.hasty = true
	_, _ = hasty.Run(ctx)
}
