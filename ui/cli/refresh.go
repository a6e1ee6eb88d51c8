package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"tidings/feed"
	"tidings/feed/poll"
	"tidings/feed/text"
)

func (p *program) refresh() *cobra.Command {
	var due, asJSON, quiet bool
	c := &cobra.Command{
		Use:   "refresh [FEED...]",
		Short: "Poll feeds now: all, or those named by number, address or title",
		Long: "Poll feeds now: all, or those named by number, address or title. Ctrl-C stops within a second and keeps\n" +
			"what has arrived. A feed that fails is said on standard error; the exit code is 1 only when every one failed.",
		Example: "  tidings refresh\n  tidings refresh --due    # for cron and timers",
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx, stop := signal.NotifyContext(cmd.Context(), os.Interrupt)
			defer stop()
			return p.with(ctx, func(s *Session) error {
				var ids []feed.FeedID
				for _, a := range args {
					f, err := findFeed(ctx, s.Library, a)
					if err != nil {
						return err
					}
					ids = append(ids, f.ID)
				}
				defer brief()()
				defer s.Unattended()()
				show, end := p.showProgress(asJSON || quiet)
				last, err := s.Poller.Sweep(ctx, poll.Scope{Feeds: ids, Due: due}, show)
				end()
				if err != nil && !last.Stopped {
					return err
				}
				return p.reportRefresh(last, asJSON, quiet)
			})
		},
	}
	c.Flags().BoolVar(&due, "due", false, "only the feeds whose time has come")
	c.Flags().BoolVar(&asJSON, "json", false, "print one JSON object at the end")
	c.Flags().BoolVarP(&quiet, "quiet", "q", false, "print failures only")
	return c
}

// showProgress returns what tells how far a refresh is, a bar on a terminal and now and then a line in a pipe, and what takes the
// bar away.
func (p *program) showProgress(silent bool) (show func(poll.Progress), end func()) {
	nothing := func() {}
	said := time.Now()
	switch {
	case silent:
		return func(poll.Progress) {}, nothing
	case !isTerminal(p.Out):
		return func(g poll.Progress) {
			if time.Since(said) > lineEvery {
				said = time.Now()
				fmt.Fprintln(p.Out, progressWords(g))
			}
		}, nothing
	}
	drawn := time.Time{}
	return func(g poll.Progress) {
		if time.Since(drawn) > barEvery {
			drawn = time.Now()
			fmt.Fprint(p.Out, "\r\x1b[K"+progressBar(g, p.columns(80)-1))
		}
	}, func() { fmt.Fprint(p.Out, "\r\x1b[K") }
}

// How often progress is told: a bar that a person looks at, and a line that stays in a log.
const (
	barEvery  = 50 * time.Millisecond
	lineEvery = 5 * time.Second
)

func progressWords(g poll.Progress) string {
	words := fmt.Sprintf("%d of %d feeds, %s", g.Done, g.Total, count(g.New, "new item"))
	if n := len(g.Failed); n > 0 {
		words += fmt.Sprintf(", %d failed", n)
	}
	return words
}

// progressBar is a bar and the words, in at most so many columns; the bar yields.
func progressBar(g poll.Progress, columns int) string {
	const widest = 30
	words := progressWords(g)
	w := min(widest, columns-len(words)-len("[] "))
	if w < 5 || g.Total == 0 {
		return text.Clip(words, max(columns, 0))
	}
	full := w * g.Done / g.Total
	return "[" + strings.Repeat("#", full) + strings.Repeat(".", w-full) + "] " + words
}

// jsonRefresh is a refresh as "refresh --json" prints it. The names are stable.
type jsonRefresh struct {
	Polled  int           `json:"polled"`
	Feeds   int           `json:"feeds"`
	New     int           `json:"new"`
	Updated int           `json:"updated"`
	Failed  []jsonFailure `json:"failed"`
	Skipped []jsonFailure `json:"skipped"`
	Stopped bool          `json:"stopped"`
}

type jsonFailure struct {
	Feed  feed.FeedID `json:"feed_id"`
	Title string      `json:"feed"`
	Error string      `json:"error"`
	Next  *time.Time  `json:"next"` // when it is tried again
}

func failures(list []poll.Failure) []jsonFailure {
	out := make([]jsonFailure, len(list))
	for i, f := range list {
		out[i] = jsonFailure{f.Feed, f.Title, f.Err, moment(f.Next)}
	}
	return out
}

func (p *program) reportRefresh(g poll.Progress, asJSON, quiet bool) error {
	failed, skipped := failures(g.Failed), failures(g.Skipped)
	if asJSON {
		if err := printJSON(p.Out, jsonRefresh{g.Done - len(skipped), g.Total, g.New, g.Updated, failed, skipped, g.Stopped}); err != nil {
			return err
		}
	} else {
		for _, f := range failed {
			fmt.Fprintf(p.Err, "tidings: %s: %s\n", f.Title, f.Error)
		}
		if !quiet {
			for _, f := range skipped {
				fmt.Fprintf(p.Err, "tidings: %s: not polled: %s\n", f.Title, f.Error)
			}
			more := ""
			if len(skipped) > 0 {
				more = fmt.Sprintf(", %d skipped", len(skipped))
			}
			fmt.Fprintf(p.Out, "%d of %s, %s, %d updated, %d failed%s\n", g.Done-len(skipped), count(g.Total, "feed"), count(g.New, "new item"), g.Updated, len(failed), more)
		}
	}
	switch {
	case g.Stopped:
		return context.Canceled
	case g.Total > 0 && len(failed) == g.Total:
		return errors.New("no feed could be polled")
	}
	return nil
}
