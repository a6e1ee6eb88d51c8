package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"

	"tidings/feed"
	"tidings/feed/demo"
	"tidings/store/config"
)

// demoPort is the first port of the demo's sites in a kept profile, so that its feeds are found again.
const demoPort = 18731

func (p *program) demo() *cobra.Command {
	var keep, serve bool
	c := &cobra.Command{
		Use:   "demo",
		Short: "Look around on made-up news sites, without a network",
		Long: "Look around on made-up news sites that a server inside the program serves on loopback ports. It runs in a\n" +
			"profile of its own, which is thrown away at the end unless --keep is given.",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if serve {
				return p.serveDemo(cmd.Context())
			}
			if !isTerminal(p.In) || !isTerminal(p.Out) {
				return usageError{errors.New("the demo needs a terminal; 'tidings demo --serve' serves its sites for scripts")}
			}
			if err := p.canDraw(); err != nil {
				return err
			}
			return p.runDemo(cmd.Context(), keep)
		},
	}
	c.Flags().BoolVar(&keep, "keep", false, "keep the demo's profile (\"demo\") for the next time")
	c.Flags().BoolVar(&p.linear, "linear", false, "as 'tidings --linear'")
	asciiFlag(c, &p.ascii)
	c.Flags().BoolVar(&serve, "serve", false, "only serve the sites, print their feeds, and wait for Ctrl-C")
	return c
}

func (p *program) serveDemo(ctx context.Context) error {
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
	defer stop()
	s, err := demo.Start(ctx, demo.Options{})
	if err != nil {
		return err
	}
	for _, f := range s.Feeds() {
		fmt.Fprintf(p.Out, "%s\t%s\n", f.URL, f.Title)
	}
	<-ctx.Done()
	return s.Close()
}

// runDemo opens the interface on the demo's sites.
func (p *program) runDemo(ctx context.Context, keep bool) (err error) {
	p.Prepare()
	opt := demo.Options{}
	paths := config.Paths{}
	if keep {
		opt.Port = demoPort
		if paths, err = config.Find(config.Where{Profile: "demo", Data: p.where.Data, Config: p.where.Config}); err != nil {
			return err
		}
	} else {
		dir, err := os.MkdirTemp("", "tidings-demo-")
		if err != nil {
			return fmt.Errorf("demo: %w", err)
		}
		defer os.RemoveAll(dir)
		if paths, err = config.Find(config.Where{Data: dir, Config: p.where.Config}); err != nil {
			return err
		}
	}
	srv, err := demo.Start(ctx, opt)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, srv.Close()) }()
	l, err := config.Gather(paths, os.Environ(), p.over)
	if err != nil {
		return err
	}
	s, err := p.Wiring.Session(ctx, paths, l.Config)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	for _, f := range srv.Feeds() {
		if _, err := s.Library.AddFeed(ctx, f); err != nil && !errors.Is(err, feed.ErrSubscribed) {
			return err
		}
	}
	s.Linear = p.linear
	return p.Interface(ctx, s)
}
