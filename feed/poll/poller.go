package poll

import (
	"context"
	"math/rand/v2"
	"runtime"
	"time"

	"tidings/feed"
	"tidings/feed/fetch"
)

// Fetcher gets documents: fetch.Client does.
type Fetcher interface {
	Get(ctx context.Context, r fetch.Request) (*fetch.Response, error)
}

// Parser turns a document into items: feed.Parse does.
type Parser func(body []byte, contentType, url string, now time.Time) (feed.Document, error)

// Options sets a Poller up. Parse is needed; the rest has defaults.
type Options struct {
	Parse  Parser
	Page   func(ctx context.Context, id feed.ItemID) error // gets and stores an item's page, for Settings.FullText; nil: nobody does
	Now    func() time.Time                                // the wall clock; nil: time.Now
	Jitter func() float64                                  // random in [0, 1); nil: math/rand
}

// Poller polls feeds. Its methods may be called from any goroutine, but only one Run runs at a time. It starts goroutines
// only inside Run and Sweep, which wait for them before they return.
type Poller struct {
	store   Store
	fetcher Fetcher
	parse   Parser
	page    func(ctx context.Context, id feed.ItemID) error
	now     func() time.Time
	jitter  func() float64
	parsing chan struct{} // places for documents being parsed
	heavy   chan struct{} // and for large ones among them

	asks   chan ask
	events chan Progress
}

// New makes a poller.
func New(store Store, fetcher Fetcher, o Options) *Poller {
	p := &Poller{
		store: store, fetcher: fetcher, parse: o.Parse, page: o.Page, now: o.Now, jitter: o.Jitter,
		parsing: make(chan struct{}, runtime.GOMAXPROCS(0)),
		heavy:   make(chan struct{}, 1),
		asks:    make(chan ask, 1),
		events:  make(chan Progress, 1),
	}
	if p.now == nil {
		p.now = time.Now
	}
	if p.jitter == nil {
		p.jitter = rand.Float64
	}
	return p
}

// ask is what the interface wants of a running Run.
type ask struct {
	stop bool // end what is under way, before anything else in this ask
	all  bool
	ids  []feed.FeedID
}

// and returns what a and a later ask come to together.
func (a ask) and(later ask) ask {
	if later.stop {
		return later
	}
	return ask{stop: a.stop, all: a.all || later.all, ids: append(a.ids, later.ids...)}
}

// wants reports whether anything is to be polled.
func (a ask) wants() bool { return a.all || len(a.ids) > 0 }

// Refresh asks Run for a poll now: of these feeds (paused and gone ones too), or of all. It returns at once.
func (p *Poller) Refresh(ids ...feed.FeedID) { p.tell(ask{all: len(ids) == 0, ids: ids}) }

// Stop ends what is under way; what has arrived is kept. It returns at once.
func (p *Poller) Stop() { p.tell(ask{stop: true}) }

// tell leaves an ask for Run, joined with one that still lies there.
func (p *Poller) tell(a ask) {
	for {
		select {
		case p.asks <- a:
			return
		case old := <-p.asks:
			a = old.and(a)
		}
	}
}

// Events is a channel of capacity 1 that always holds the newest state of a refresh.
func (p *Poller) Events() <-chan Progress { return p.events }

// publish puts the newest progress into the channel in place of one that nobody has read. Only Run calls it.
func (p *Poller) publish(pr Progress) {
	for {
		select {
		case p.events <- pr:
			return
		default:
		}
		select {
		case <-p.events:
		default:
		}
	}
}
