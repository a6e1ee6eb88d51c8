package sync

import (
	"context"
	"time"
)

// Every syncs now and then at every interval d until ctx ends. How each sync went is in the store; see, unless nil, is told
// as well. An error makes nobody impatient: the next sync comes when its time has come.
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
		case <-ctx.Done():
			timer.Stop()
			return
		}
	}
}
