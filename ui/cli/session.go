package cli

import (
	"context"

	"tidings/feed"
	"tidings/feed/article"
	"tidings/feed/poll"
	"tidings/feed/sync"
	"tidings/store/config"
	"tidings/ui"
	"tidings/ui/picture"
)

// Session is an open store with the rooms around it.
type Session struct {
	Config     config.Config
	Paths      config.Paths
	Library    Library
	Unattended func() (end func()) // says that nobody reads or marks here meanwhile
	Opener     Opener
	Poller     Poller
	Subscriber ui.Subscriber
	System     ui.System
	// Background polls what is due and tidies the store until ctx ends, and returns when all of it has. see, unless nil, is
	// called with every state of a refresh.
	Background func(ctx context.Context, see func(poll.Progress))
	// Sync makes a syncer of the account that the config names, with a password in place of the config's if one is given; nil where
	// there is none to make.
	Sync func(password string) (*sync.Syncer, error)
	// Waiting counts the marks that wait to be sent.
	Waiting func(ctx context.Context) (int, error)
	Linear  bool // the interface writes line after line
	// Notices are what Background wants told, in words; the newest only (capacity 1).
	Notices <-chan string
	// Alerts are the notifications that hooks ask for (capacity 1, the newest).
	Alerts <-chan ui.Alert
	// Gather reads the settings again, all layers of them.
	Gather func() (config.Layers, error)
	// Close closes the store.
	Close func() error
}

// Library is what the commands need of the store.
type Library interface {
	ui.Library
	Feed(ctx context.Context, id feed.FeedID) (feed.Feed, error)
	// FeedNames are the titles and folders of all feeds, in no order.
	FeedNames(ctx context.Context) ([]feed.FeedName, error)
	Importer
	// Views are the saved searches, TagList the tags, in the person's order and by name.
	Views(ctx context.Context) ([]feed.View, error)
	TagList(ctx context.Context) ([]feed.Tag, error)
	// ItemTags are the tags that the person put on an item.
	ItemTags(ctx context.Context, id feed.ItemID) ([]string, error)
	// SavePage keeps a page that belongs to no feed, as a bookmark.
	SavePage(ctx context.Context, a article.Article) (feed.ItemID, error)
	// WouldPrune says what PruneByHand lets go.
	WouldPrune(ctx context.Context, r feed.Retention) (feed.Pruned, error)
	PruneByHand(ctx context.Context, r feed.Retention, progress func(items int)) (feed.Pruned, error)
	// Backup writes a consistent copy to a new file.
	Backup(ctx context.Context, name string) error
	// Check examines the store and mends what it can without loss.
	Check(ctx context.Context) ([]feed.Problem, error)
	Vacuum(ctx context.Context, progress func(done, total int64)) error
}

// Opener gives articles.
type Opener interface {
	ui.Opener
	picture.Source
	Pages
}

// Poller polls feeds: poll.Poller does.
type Poller interface {
	ui.Refresher
	// Examine asks for a feed once and reports how it does; it stores nothing.
	Examine(ctx context.Context, f feed.Feed) poll.Report
	// Sweep polls what scope names and returns when that is done or ctx has ended; what arrived is kept.
	Sweep(ctx context.Context, scope poll.Scope, report func(poll.Progress)) (poll.Progress, error)
}

func (p *program) library(ctx context.Context, f func(Library) error) error {
	return p.with(ctx, func(s *Session) error { return f(s.Library) })
}
