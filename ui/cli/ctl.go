package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"tidings/feed"
	"tidings/feed/poll"
	"tidings/feed/text"
	"tidings/ui"
	"tidings/ui/control"
)

func (p *program) ctl() *cobra.Command {
	return &cobra.Command{
		Use:   "ctl COMMAND [ARGUMENT...]",
		Short: "Tell a running Tidings what to do; it answers in JSON",
		Long: "Drive the interface that runs for this profile from a window manager, an editor or a script. Commands are next,\n" +
			"previous, next-unread, open [ITEM], refresh, mark read|unread|bookmark|unbookmark [ITEM...], status, and the name of\n" +
			"any action of the interface ('?' lists them). The daemon, asked where no interface runs, knows refresh, mark and status. Only the same person's\n" +
			"programs are listened to.",
		Example: "  tidings ctl next\n" +
			"  tidings ctl open 42\n" +
			"  tidings ctl mark bookmark\n" +
			"  tidings ctl status",
		Args: cobra.MinimumNArgs(1),
		ValidArgsFunction: func(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
			switch {
			case len(args) == 0:
				return []string{"next", "previous", "next-unread", "previous-unread", "open", "mark", "refresh", "status", "back", "undo", "browser", "quit"}, names
			case len(args) == 1 && args[0] == "mark":
				return []string{"read", "unread", "bookmark", "unbookmark"}, names
			}
			return nil, names
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			paths, _, err := p.settings()
			if err != nil {
				return err
			}
			a, err := askRunning(cmd.Context(), paths.Store, control.Request{Do: args[0], Args: args[1:]})
			if err != nil {
				return err
			}
			enc := json.NewEncoder(p.Out)
			enc.SetEscapeHTML(false)
			if err := enc.Encode(a); err != nil {
				return err
			}
			if !a.OK {
				return errors.New(text.Line(a.Error))
			}
			return nil
		},
	}
}

// askRunning asks the interface, and the daemon where no interface runs.
func askRunning(ctx context.Context, store string, r control.Request) (control.Answer, error) {
	path, err := control.Path(store)
	if err != nil {
		return control.Answer{}, err
	}
	a, err := control.Ask(ctx, path, r)
	if !errors.Is(err, control.ErrNobody) {
		return a, err
	}
	if path, err = control.DaemonPath(store); err != nil {
		return a, err
	}
	return control.Ask(ctx, path, r)
}

// ServeControl hands what other programs ask for to the interface behind orders, until ctx ends. Without a socket it says why
// and returns: the interface does without.
func ServeControl(ctx context.Context, s *Session, orders chan<- ui.Order) error {
	path, err := control.Path(s.Paths.Store)
	if err != nil {
		return err
	}
	return serveControl(ctx, path, func(ctx context.Context, r control.Request) control.Answer {
		type reply struct {
			state ui.OrderState
			err   error
		}
		got := make(chan reply, 1)
		o := ui.Order{Do: r.Do, Args: r.Args, Reply: func(s ui.OrderState, err error) { got <- reply{s, err} }}
		timer := time.NewTimer(controlPatience)
		defer timer.Stop()
		late := control.Answer{Error: "the interface is busy: another program has the terminal, or it is ending"}
		select {
		case orders <- o:
		case <-timer.C:
			return late
		case <-ctx.Done():
			return late
		}
		select {
		case g := <-got:
			if g.err != nil {
				return control.Answer{Error: g.err.Error(), State: g.state}
			}
			return control.Answer{OK: true, State: g.state}
		case <-timer.C:
			return late
		case <-ctx.Done():
			return late
		}
	})
}

// controlPatience is how long a program waits for the interface.
const controlPatience = 5 * time.Second

// serveControl listens at path, after whoever listens there already.
func serveControl(ctx context.Context, path string, handle func(context.Context, control.Request) control.Answer) error {
	l, err := control.Succeed(ctx, path)
	if err != nil {
		return err
	}
	l.Serve(ctx, handle)
	return nil
}

// daemonState is how a daemon is, as programs read it. The names are stable.
type daemonState struct {
	Unread     int    `json:"unread"`
	Bookmarked int    `json:"bookmarked"`
	Total      int    `json:"total"`
	Waiting    int    `json:"waiting"` // marks that wait to be sent to the news server
	Run        int    `json:"run"`     // refreshes that were begun
	Refreshing bool   `json:"refreshing"`
	Version    string `json:"version"`
}

// daemonOrders is what a daemon does of what the interface does.
func (p *program) daemonOrders(s *Session, progress func() poll.Progress) func(context.Context, control.Request) control.Answer {
	return func(ctx context.Context, r control.Request) control.Answer {
		err := func() error {
			switch r.Do {
			case "status":
				return nil
			case "refresh":
				s.Poller.Refresh()
				return nil
			case "mark":
				return markOrder(ctx, s.Library, r.Args)
			}
			return fmt.Errorf("the daemon knows refresh, mark and status; %q is for the interface", text.Line(r.Do))
		}()
		counts, cerr := s.Library.Counts(ctx)
		g := progress()
		state := daemonState{Unread: counts.Unread, Bookmarked: counts.Bookmarked, Total: counts.Total, Run: g.Run, Refreshing: g.Running, Version: p.Version}
		if s.Waiting != nil && cerr == nil {
			state.Waiting, cerr = s.Waiting(ctx)
		}
		if err = errors.Join(err, cerr); err != nil {
			return control.Answer{Error: oneLine(err), State: state}
		}
		return control.Answer{OK: true, State: state}
	}
}

func markOrder(ctx context.Context, l Library, args []string) error {
	if len(args) < 2 {
		return errors.New("mark what? read, unread, bookmark or unbookmark, and the items' numbers")
	}
	var ids []feed.ItemID
	for _, a := range args[1:] {
		id, ok := itemNumber(a)
		if !ok {
			return fmt.Errorf("%q is no item's number", text.Line(a))
		}
		ids = append(ids, id)
	}
	switch args[0] {
	case "read", "unread":
		return l.SetRead(ctx, ids, args[0] == "read")
	case "bookmark", "unbookmark":
		return l.SetBookmark(ctx, ids, args[0] == "bookmark")
	}
	return fmt.Errorf("%q is no mark: read, unread, bookmark or unbookmark", text.Line(args[0]))
}
