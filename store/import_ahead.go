package store

import (
	"context"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
)

// aheadItems is how many items are made ready for the store while as many others are stored.
const aheadItems = 256

// ahead calls f for a part of the items after the other. The rows of the next are finished meanwhile, on all processors, where
// they are sure to be needed.
func (in *importing) ahead(ctx context.Context, all []arriving, f func([]arriving) error) error {
	ctx, stop := context.WithCancel(ctx)
	var making sync.WaitGroup
	defer making.Wait()
	defer stop()
	ready := make(chan []arriving)
	making.Go(func() {
		defer close(ready)
		for part := range slices.Chunk(all, aheadItems) {
			var workers sync.WaitGroup
			var next atomic.Int64
			for range runtime.GOMAXPROCS(0) {
				workers.Go(func() {
					for i := next.Add(1) - 1; i < int64(len(part)); i = next.Add(1) - 1 {
						if a := part[i]; a.feed.ID == 0 || in.fresh[a.feed.ID] && a.stays() {
							a.row.finish()
							a.row.stored()
						}
					}
				})
			}
			workers.Wait()
			select {
			case ready <- part:
			case <-ctx.Done():
				return
			}
		}
	})
	for part := range ready {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := f(part); err != nil {
			return err
		}
	}
	return ctx.Err()
}
