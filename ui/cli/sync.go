package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/signal"
	"strings"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"tidings/feed"
	"tidings/feed/sync"
	"tidings/feed/text"
	"tidings/store/config"
)

// errNoSync says how to begin.
var errNoSync = usageError{errors.New("no server to sync with: set sync.kind, sync.address and sync.user in the config, then 'tidings sync login'")}

// NewSyncer makes a syncer of the account that the config names, with its password or, if one is given, with another.
func NewSyncer(s sync.Store, get sync.Fetcher, c config.Sync, password string) (*sync.Syncer, error) {
	a, err := account(c)
	if err != nil {
		return nil, err
	}
	if password != "" {
		a.Password = func(context.Context) (string, error) { return password, nil }
	}
	server, err := sync.Dial(get, a)
	if err != nil {
		return nil, usageError{err}
	}
	return &sync.Syncer{Store: s, Server: server, Parse: feed.Parse}, nil
}

// account is the account that the config names; its password is asked for when it is needed.
func account(c config.Sync) (sync.Account, error) {
	a := sync.Account{Kind: c.Kind, Address: c.Address, User: c.User, Headers: map[string]string{}}
	a.Password = func(ctx context.Context) (string, error) { return sync.Secret(ctx, passwordSpec(c), secretName(c)) }
	for k, v := range c.Headers {
		s, err := sync.Secret(context.Background(), v, "")
		if err != nil {
			return a, fmt.Errorf("sync.headers: %w", err)
		}
		a.Headers[k] = s
	}
	return a, nil
}

// passwordVariable goes before sync.password.
const passwordVariable = "TIDINGS_SYNC_PASSWORD"

// passwordSpec says where the account's password is: see sync.Secret.
func passwordSpec(c config.Sync) string {
	if os.Getenv(passwordVariable) != "" {
		return "env:" + passwordVariable
	}
	return c.Password
}

// secretName is what the account's password is called in the keyring.
func secretName(c config.Sync) string {
	host := c.Kind
	if u, err := url.Parse(c.Address); err == nil && u.Host != "" {
		host = u.Host
	}
	return c.User + " at " + host
}

func (p *program) sync() *cobra.Command {
	var asJSON, status, allow bool
	c := &cobra.Command{
		Use:   "sync",
		Short: "Keep feeds, new items, read marks and bookmarks in step with a news server",
		Long: "Sync with the server that [sync] in the config names: FreshRSS, Miniflux, Inoreader, The Old Reader, BazQux or\n" +
			"another server of the Google Reader API, Tiny Tiny RSS, or Fever. The interface and the daemon do so by themselves.\n\n" +
			"What was marked here since the last sync is the newest and wins; it waits in a queue until the server has it. The\n" +
			"rest is as the server says. No bookmark goes because a list lacks it, and one that goes can be undone.",
		Example: "  tidings sync login     try the account's password, and store it in the system's keyring\n" +
			"  tidings sync           sync now\n" +
			"  tidings sync --status  how the last one went, and what waits",
		Args: noCommand,
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx, stop := signal.NotifyContext(cmd.Context(), os.Interrupt, syscall.SIGTERM)
			defer stop()
			return p.with(ctx, func(s *Session) error {
				if status {
					return p.syncStatus(ctx, s, asJSON)
				}
				syncer, err := s.syncer("")
				if err != nil {
					return err
				}
				syncer.AllowRemovals = allow
				r, err := syncAll(ctx, syncer, func(r sync.Report) {
					fmt.Fprintf(p.Err, "%s stored, %d to go\n", count(r.NewItems, "item"), r.Rest)
				})
				if perr := p.printReport(r, asJSON); err == nil {
					err = perr
				}
				if errors.Is(err, sync.ErrLogin) {
					return fmt.Errorf("%w; see sync.user and sync.password in the config, or 'tidings sync login'", err)
				}
				return err
			})
		},
	}
	c.Flags().BoolVar(&status, "status", false, "tell how the last sync went, and what waits; ask nobody")
	c.Flags().BoolVar(&asJSON, "json", false, "print a JSON object")
	c.Flags().BoolVar(&allow, "allow-removals", false, "remove feeds here even when the server no longer lists most of them")
	c.AddCommand(p.syncLogin(), p.syncLogout())
	return c
}

// syncer is the session's, or how to set one up; a password goes before the config's.
func (s *Session) syncer(password string) (*sync.Syncer, error) {
	if s.Config.Sync.Kind == "" || s.Sync == nil {
		return nil, errNoSync
	}
	return s.Sync(password)
}

// syncAll syncs until nothing of the server's is left over, as at the first time; see is told between.
func syncAll(ctx context.Context, s *sync.Syncer, see func(sync.Report)) (sync.Report, error) {
	sum, err := s.Run(ctx)
	for err == nil && sum.Rest > 0 {
		see(sum)
		var r sync.Report
		if r, err = s.Run(ctx); err == nil && r.NewItems+r.Applied == 0 {
			break // the rest does not get less
		}
		r.NewItems, r.Sent, r.Applied = r.NewItems+sum.NewItems, r.Sent+sum.Sent, r.Applied+sum.Applied
		r.FeedsHere, r.FeedsGone, r.Millis = r.FeedsHere+sum.FeedsHere, r.FeedsGone+sum.FeedsGone, r.Millis+sum.Millis
		sum = r
	}
	return sum, err
}

// Nudging is a poller whose Refresh makes the sync in the background look for news as well: the feeds of a news server are its
// to poll. asked notes that the person wants to know how it goes.
func Nudging(p Poller, nudge chan struct{}, asked *atomic.Bool) Poller {
	return nudging{p, nudge, asked}
}

type nudging struct {
	Poller
	nudge chan struct{}
	asked *atomic.Bool
}

func (n nudging) Refresh(ids ...feed.FeedID) {
	n.Poller.Refresh(ids...)
	n.asked.Store(true)
	Tell(n.nudge, struct{}{})
}

// TellSync tells how syncs in the background go wrong: each trouble once, until it is another one or over, or the person asked.
// What nobody has read yet is replaced.
func TellSync(notices chan string, asked *atomic.Bool) func(sync.Report, error) {
	said := ""
	return func(r sync.Report, err error) {
		words := ""
		switch {
		case err != nil && !errors.Is(err, sync.ErrBusy):
			words = "Sync failed: " + strings.TrimPrefix(firstOf(r.Error, oneLine(err)), "sync ")
			if errors.Is(err, sync.ErrLogin) {
				words += ". See sync.user and sync.password."
			}
			if r.Waiting > 0 {
				words += "; " + count(r.Waiting, "mark") + " to be sent later"
			}
		case err == nil && len(r.Notes) > 0:
			words = "Sync: " + r.Notes[0]
		}
		if errors.Is(err, sync.ErrBusy) {
			return
		}
		if again := asked.Swap(false); words == said && !again {
			return
		}
		if said = words; words == "" {
			return
		}
		Tell(notices, words)
	}
}

// Tell puts v into a channel of capacity 1, in place of what nobody has read yet. It never waits.
func Tell[T any](c chan T, v T) {
	select {
	case <-c:
	default:
	}
	select {
	case c <- v:
	default:
	}
}

func (p *program) printReport(r sync.Report, asJSON bool) error {
	if r.At.IsZero() || !asJSON && r.Error != "" && r.NewItems+r.Sent+r.Applied+r.FeedsHere+r.FeedsGone+r.Waiting == 0 { // it did not begin, or came to nothing
		return nil
	}
	if asJSON {
		return json.NewEncoder(p.Out).Encode(r)
	}
	fmt.Fprintf(p.Out, "%s: %s, %s sent, %s changed here\n", r.Server, count(r.NewItems, "new item"), count(r.Sent, "mark"), count(r.Applied, "mark"))
	if r.FeedsHere+r.FeedsGone > 0 {
		fmt.Fprintf(p.Out, "%s changed here, %d on the server\n", count(r.FeedsHere, "feed"), r.FeedsGone)
	}
	if r.Waiting > 0 {
		fmt.Fprintf(p.Out, "%s to be sent\n", count(r.Waiting, "mark"))
	}
	if r.Rest > 0 {
		fmt.Fprintf(p.Out, "%s of the server's for the next time\n", count(r.Rest, "item"))
	}
	for _, n := range r.Notes {
		fmt.Fprintln(p.Out, "note: "+n)
	}
	return nil
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

func (p *program) syncStatus(ctx context.Context, s *Session, asJSON bool) error {
	r, ok, err := sync.Last(ctx, s.Library)
	if err != nil {
		return err
	}
	if !ok {
		if asJSON {
			_, err = fmt.Fprintln(p.Out, "null")
			return err
		}
		words := "not synced yet"
		if s.Config.Sync.Kind == "" {
			words += ": the config names no server"
		}
		_, err = fmt.Fprintln(p.Out, words)
		return err
	}
	if s.Waiting != nil {
		if r.Waiting, err = s.Waiting(ctx); err != nil { // it has grown since
			return err
		}
	}
	if !asJSON {
		when := "never"
		if !r.Succeeded.IsZero() {
			when = ago(time.Since(r.Succeeded))
		}
		fmt.Fprintf(p.Out, "last tried %s, last done %s\n", ago(time.Since(r.At)), when)
		if r.Error != "" {
			fmt.Fprintln(p.Out, "failed: "+text.Line(r.Error))
		}
	}
	return p.printReport(r, asJSON)
}
