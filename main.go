/*
Tidings shows the news in a terminal, and nothing else: it follows the feeds that you choose and sets each article as clean
text, without appeals, newsletter boxes, banners and promos.

Usage:

	tidings                    open the interface
	tidings demo               look around, without a network
	tidings add ADDRESS        follow a feed, or the feed of any web page
	tidings import FILE        follow the feeds of a subscription list
	tidings feeds | refresh    list the feeds; poll them now
	tidings list | search      list items
	tidings read ITEM|URL|FILE|-
	tidings bookmark ITEM|URL

"tidings --help" names every command, "tidings COMMAND --help" says what it takes.
*/
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"tidings/feed"
	"tidings/feed/discover"
	"tidings/feed/fetch"
	"tidings/feed/hooks"
	"tidings/feed/open"
	"tidings/feed/poll"
	newssync "tidings/feed/sync"
	"tidings/store"
	"tidings/store/config"
	"tidings/ui"
	"tidings/ui/cli"
	"tidings/ui/system"
)

// version is set by a release build: -ldflags "-X main.version=1.2.3".
var version string

// patience is how long a shutdown waits for what is under way.
const patience = 2 * time.Second

// syncBytes is the largest answer of a news server: a million ids.
const syncBytes = 64 << 20

// The store is tidied so long after the start, when the first screen is long drawn, and then so often.
const (
	tidyFirst = time.Minute
	tidyEvery = 12 * time.Hour
)

// openingGC is the GC percent until the first screen stands: what the start asks the system for it keeps, and looking through it
// takes longer than the memory is worth.
const openingGC = 400

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGHUP)
	code := cli.Run(ctx, os.Args[1:], cli.Streams{In: os.Stdin, Out: os.Stdout, Err: os.Stderr}, cli.Wiring{
		Version: versionWords(), Session: session, Salvage: salvage, Prepare: func() { go ui.Warm() }, Interface: runInterface,
	})
	stop()
	os.Exit(code)
}

// session opens the store and joins the rooms around it.
func session(ctx context.Context, paths config.Paths, c config.Config) (*cli.Session, error) {
	db, err := store.Open(ctx, paths.Store, store.WithProgress(func(words string) { fmt.Fprintln(os.Stderr, "tidings: "+words) }))
	if err != nil {
		return nil, err
	}
	notices, alerts, nudge := make(chan string, 1), make(chan ui.Alert, 1), make(chan struct{}, 1)
	asked := new(atomic.Bool) // for news, since a sync was told of
	runner, err := cli.NewHooks(c.Hooks, db, func(words string) { cli.Tell(notices, words) }, func(a hooks.Alert) { cli.Tell(alerts, ui.Alert(a)) })
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	client := fetch.New(fetch.Options{Limits: limits(c.Refresh), UserAgent: userAgent(c.Refresh), Proxy: c.Refresh.Proxy})
	opener := &open.Opener{Store: db, Fetcher: client}
	poller := poll.New(cli.PollHooked(db, runner), client, poll.Options{
		Parse: feed.Parse,
		Page: func(ctx context.Context, id feed.ItemID) error {
			_, err := opener.Open(ctx, id)
			return err
		},
	})
	syncer := func(password string) (*newssync.Syncer, error) {
		l := limits(c.Refresh)
		l.HostGap, l.Body = -1, syncBytes // one server of the person's own, and lists of ids that it need not cut
		return cli.NewSyncer(cli.SyncHooked(db, runner), fetch.New(fetch.Options{Limits: l, UserAgent: userAgent(c.Refresh), Proxy: c.Refresh.Proxy}), c.Sync, password)
	}
	var beside atomic.Bool // Background runs, or ran, the hooks
	return &cli.Session{
		Config: c, Paths: paths, Library: db, Unattended: db.Unattended, Opener: opener, Poller: cli.Nudging(poller, nudge, asked),
		Subscriber: cli.Subscriber{Finder: discover.Finder{Fetch: client, Parse: feed.Parse}, Feeds: db, Pages: opener, Keep: db.SavePage},
		System:     system.New(c.Programs.Browser, c.Programs.Player),
		Background: func(ctx context.Context, see func(poll.Progress)) {
			beside.Store(true)
			var work sync.WaitGroup
			defer work.Wait()
			work.Go(func() { runner.Run(ctx) })
			if c.Sync.Kind != "" && c.Sync.Every > 0 {
				if s, err := syncer(""); err != nil {
					cli.Tell(notices, "Sync: "+err.Error())
				} else {
					s.Nudge = nudge
					work.Go(func() { s.Every(ctx, time.Duration(c.Sync.Every), cli.TellSync(notices, asked)) })
				}
			}
			background(ctx, db, poller, c.Keep, see)
		},
		Notices: notices,
		Alerts:  alerts,
		Sync:    syncer,
		Waiting: func(ctx context.Context) (int, error) {
			_, n, err := db.SyncPending(ctx, 0)
			return n, err
		},
		Close: func() error {
			if !beside.Load() { // a command that looked for news once
				runner.Drain(ctx)
				select {
				case words := <-notices:
					fmt.Fprintln(os.Stderr, "tidings: "+words)
				default:
				}
			}
			return db.Close()
		},
	}, nil
}

// background polls what is due, and now and then tidies the store, until ctx ends. see gets the states of refreshes.
func background(ctx context.Context, db *store.DB, poller *poll.Poller, keep config.Keep, see func(poll.Progress)) {
	var work sync.WaitGroup
	defer work.Wait()
	work.Go(func() { _ = poller.Run(ctx) })
	retention := feed.Retention{Days: keep.Days, Items: keep.Items}
	if keep.Days == 0 {
		retention.Days = -1
	}
	work.Go(func() {
		for wait := tidyFirst; ; wait = tidyEvery {
			select {
			case <-ctx.Done():
				return
			case <-time.After(wait):
				_, _ = db.Tidy(ctx, retention) // what was not done is done the next time
			}
		}
	})
	for see != nil {
		select {
		case <-ctx.Done():
			return
		case g := <-poller.Events():
			see(g)
		}
	}
}

func salvage(ctx context.Context, path string) ([]string, error) {
	s, err := store.Salvage(ctx, path)
	if err != nil {
		return nil, err
	}
	return s.Words(), nil
}

// userAgent is what the person set, or who asks, in which version, and whom to ask about it.
func userAgent(r config.Refresh) string {
	if r.UserAgent != "" {
		return r.UserAgent
	}
	return fetch.Agent(versionWords(), r.Contact)
}

func limits(r config.Refresh) fetch.Limits {
	gap := time.Duration(r.HostPause)
	if gap == 0 {
		gap = -1
	}
	return fetch.Limits{
		Connect: time.Duration(r.Connect), FirstByte: time.Duration(r.FirstByte), Stall: time.Duration(r.Stall), Whole: time.Duration(r.Whole),
		Body: int64(r.MaxMegabyte) << 20, PerHost: r.PerHost, HostGap: gap, Overall: r.Workers,
	}
}

// runInterface runs the terminal interface with the poller beside it, and waits for the poller when the person has left.
func runInterface(ctx context.Context, s *cli.Session) error {
	ctx, cancel := context.WithCancel(ctx)
	orders, shown := make(chan ui.Order, 1), make(chan struct{}, 1)
	usual := debug.SetGCPercent(openingGC)
	var work sync.WaitGroup
	work.Go(func() {
		select { // looking for what is due reads all feeds, as the first screen does: the second reading waits
		case <-ctx.Done():
		case <-shown:
		}
		debug.SetGCPercent(usual)
		s.Background(ctx, nil)
	})
	work.Go(func() { _ = cli.ServeControl(ctx, s, orders) }) // 'tidings ctl' says that nobody listens
	options, err := cli.InterfaceOptions(s)
	if err == nil {
		options.Orders, options.Notices, options.Alerts = orders, s.Notices, s.Alerts
		options.Beside = work.Go
		options.Shown = func() { cli.Tell(shown, struct{}{}) }
		err = ui.Run(ctx, options)
	}
	cancel()
	done := make(chan struct{})
	go func() { work.Wait(); close(done) }()
	select {
	case <-done:
	case <-time.After(patience):
		err = errors.Join(err, errors.New("a poll did not stop in time; what it had stored is kept"))
	}
	return err
}

// versionWords is the released version, or what Go's build information knows.
func versionWords() string {
	info, ok := debug.ReadBuildInfo()
	if version != "" || !ok {
		return version
	}
	revision, changed := "", ""
	for _, s := range info.Settings {
		switch {
		case s.Key == "vcs.revision":
			revision = s.Value[:min(len(s.Value), 12)]
		case s.Key == "vcs.modified" && s.Value == "true":
			changed = "+changes"
		}
	}
	if revision == "" {
		return info.Main.Version
	}
	return "devel " + revision + changed
}
