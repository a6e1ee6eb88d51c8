package cli

import (
	"encoding/json"
	"fmt"
	"os"
	"os/signal"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"tidings/feed/poll"
	"tidings/feed/text"
	"tidings/ui/control"
)

// largeRefresh is how many feeds make a refresh, as the first one after a start or a sleep, after which the daemon gives the memory
// that it took back to the system: it may be the last large one for days.
const largeRefresh = 200

func (p *program) daemon() *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use:   "daemon",
		Short: "Poll in the background, without an interface, until it is told to stop",
		Long: "Poll each feed when its time has come, until Ctrl-C or SIGTERM. It may run beside the interface and beside\n" +
			"other daemons: no feed is polled twice.",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx, stop := signal.NotifyContext(cmd.Context(), os.Interrupt, syscall.SIGTERM)
			defer stop()
			return p.with(ctx, func(s *Session) error {
				var newest atomic.Pointer[poll.Progress]
				newest.Store(&poll.Progress{})
				var beside sync.WaitGroup // all of it ends with ctx
				beside.Go(func() {
					if path, err := control.DaemonPath(s.Paths.Store); err == nil { // a daemon does without
						_ = serveControl(ctx, path, p.daemonOrders(s, func() poll.Progress { return *newest.Load() }))
					}
				})
				beside.Go(func() {
					for {
						select {
						case words := <-s.Notices:
							fmt.Fprintln(p.Err, "tidings: "+text.Line(words))
						case <-ctx.Done():
							return
						}
					}
				})
				defer beside.Wait()
				if isTerminal(p.Err) { // a long silence looks like a hang
					fmt.Fprintln(p.Err, "tidings: polling each feed when its time has come; Ctrl-C ends it")
				}
				s.Background(ctx, func(g poll.Progress) {
					newest.Store(&g)
					if !g.Running && g.Total >= largeRefresh {
						debug.FreeOSMemory()
					}
					p.logProgress(g, asJSON)
				})
				return nil
			})
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "print a JSON object for each refresh")
	return c
}

// logProgress prints a line when a refresh has ended.
func (p *program) logProgress(g poll.Progress, asJSON bool) {
	if g.Running || g.Total == 0 {
		return
	}
	if asJSON {
		_ = json.NewEncoder(p.Out).Encode(map[string]any{"at": time.Now().UTC().Format(time.RFC3339), "polled": g.Done - len(g.Skipped), "feeds": g.Total, "new": g.New, "updated": g.Updated, "failed": len(g.Failed), "skipped": len(g.Skipped)})
		return
	}
	skipped := ""
	if n := len(g.Skipped); n > 0 {
		skipped = fmt.Sprintf(", %d skipped", n)
	}
	fmt.Fprintf(p.Out, "%s  %s, %s, %d updated, %d failed%s\n", time.Now().Format("2006-01-02 15:04:05"), count(g.Done-len(g.Skipped), "feed"), count(g.New, "new item"), g.Updated, len(g.Failed), skipped)
	for _, f := range g.Failed {
		fmt.Fprintf(p.Err, "tidings: %s: %s\n", f.Title, f.Err)
	}
}
