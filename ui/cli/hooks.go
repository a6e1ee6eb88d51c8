package cli

import (
	"context"
	"fmt"
	"time"

	"tidings/feed"
	"tidings/feed/hooks"
	"tidings/feed/poll"
	"tidings/feed/sync"
	"tidings/store/config"
)

// NewHooks makes the runner of the hooks that the config names. say is told what goes wrong, alert of notifications; neither
// may block.
func NewHooks(list []config.Hook, l hooks.Library, say func(string), alert func(hooks.Alert)) (*hooks.Runner, error) {
	var out []hooks.Hook
	for i, h := range list {
		e, err := feed.ParseQuery(h.Query)
		if err != nil {
			return nil, fmt.Errorf("config: hook number %d: query: %w", i+1, err)
		}
		words := h.Query
		if words == "" {
			words = "everything"
		}
		out = append(out, hooks.Hook{Query: e, Words: words, Command: h.Command, Notify: h.Notify, PerMinute: h.PerMinute, Limit: time.Duration(h.Timeout)})
	}
	return hooks.New(hooks.Options{Hooks: out, Library: l, Say: say, Alert: alert}), nil
}

// PollHooked is a store whose new items go to the hooks. A feed's first items are no news.
func PollHooked(s poll.Store, r *hooks.Runner) poll.Store { return pollHooked{s, r} }

type pollHooked struct {
	poll.Store
	hooks *hooks.Runner
}

func (h pollHooked) SavePoll(ctx context.Context, r poll.Result) (poll.Saved, error) {
	saved, err := h.Store.SavePoll(ctx, r)
	if len(saved.New) > 0 {
		if f, ferr := h.Feed(ctx, r.Feed); ferr == nil && f.Total > len(saved.New) {
			h.hooks.Add(saved.New)
		}
	}
	return saved, err
}

// SyncHooked is a store whose items from a news server go to the hooks, but for those that come with a feed that is new.
func SyncHooked(s SyncStore, r *hooks.Runner) sync.Store { return syncHooked{s, r} }

// SyncStore is what SyncHooked needs.
type SyncStore interface {
	sync.Store
	Feed(ctx context.Context, id feed.FeedID) (feed.Feed, error)
}

type syncHooked struct {
	SyncStore
	hooks *hooks.Runner
}

// newFeed is for how long a feed's items from a server are no news: its first sync may take several turns.
const newFeed = time.Hour

func (h syncHooked) SyncSave(ctx context.Context, id feed.FeedID, list []sync.Arrival) ([]feed.ItemID, error) {
	stored, err := h.SyncStore.SyncSave(ctx, id, list)
	if len(stored) > 0 {
		if f, ferr := h.Feed(ctx, id); ferr == nil && f.Total > len(stored) && time.Since(f.Added) > newFeed {
			h.hooks.Add(stored)
		}
	}
	return stored, err
}
