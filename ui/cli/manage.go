package cli

import (
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"tidings/feed"
)

func (p *program) remove() *cobra.Command {
	return &cobra.Command{
		Use:     "remove FEED...",
		Short:   "Stop following feeds; bookmarks stay, and 'tidings undo' brings all of it back",
		Aliases: []string{"unfollow"},
		Args:    cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.library(cmd.Context(), func(l Library) error {
				for _, a := range args {
					f, err := findFeed(cmd.Context(), l, a)
					if err != nil {
						return err
					}
					if err := l.RemoveFeed(cmd.Context(), f.ID); err != nil {
						return err
					}
					fmt.Fprintf(p.Out, "no longer following %s; 'tidings undo' brings it back\n", f.Title)
				}
				return nil
			})
		},
	}
}

func (p *program) undo() *cobra.Command {
	var list, asJSON bool
	c := &cobra.Command{
		Use:   "undo",
		Short: "Take the last step back: marks, a removed feed, a pruning by hand",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return p.library(cmd.Context(), func(l Library) error {
				if list {
					steps, err := l.UndoList(cmd.Context(), 50)
					if asJSON && err == nil {
						return p.printStepsJSON(steps)
					}
					for _, s := range steps {
						fmt.Fprintf(p.Out, "%9s  %s\n", ago(time.Since(s.At)), s.Words)
					}
					return err
				}
				words, err := l.Undo(cmd.Context())
				if err != nil {
					return err
				}
				if words == "" {
					words = "nothing to undo"
				}
				_, err = fmt.Fprintln(p.Out, words)
				return err
			})
		},
	}
	c.Flags().BoolVar(&list, "list", false, "list the steps that can be taken back, newest first")
	c.Flags().BoolVar(&asJSON, "json", false, "with --list: print a JSON array")
	return c
}

// jsonStep is a step as "undo --list --json" prints it. The names are stable.
type jsonStep struct {
	ID    int64     `json:"id"`
	At    time.Time `json:"at"`
	Words string    `json:"words"`
}

func (p *program) printStepsJSON(steps []feed.Step) error {
	out := make([]jsonStep, len(steps))
	for i, s := range steps {
		out[i] = jsonStep{s.ID, s.At.UTC(), s.Words}
	}
	return printJSON(p.Out, out)
}

// db are the commands that look after the store.
func (p *program) db() *cobra.Command {
	c := &cobra.Command{Use: "db", Short: "Look after the store: backup, check, prune, salvage, vacuum", Args: noCommand, RunE: func(cmd *cobra.Command, _ []string) error {
		return cmd.Help()
	}}
	c.AddCommand(
		&cobra.Command{
			Use: "backup FILE", Short: "Write a consistent copy of the store to a new file", Args: cobra.ExactArgs(1),
			RunE: func(cmd *cobra.Command, args []string) error {
				return p.library(cmd.Context(), func(l Library) error { return l.Backup(cmd.Context(), args[0]) })
			},
		},
		p.check(),
		p.salvage(),
		&cobra.Command{
			Use: "vacuum", Short: "Give the store's free room back to the disk", Args: cobra.NoArgs,
			RunE: func(cmd *cobra.Command, _ []string) error {
				return p.library(cmd.Context(), func(l Library) error {
					return l.Vacuum(cmd.Context(), func(done, total int64) {
						if isTerminal(p.Err) && total > 0 {
							fmt.Fprintf(p.Err, "\r%d %%", done*100/total)
						}
					})
				})
			},
		},
		p.prune(),
	)
	return c
}

func (p *program) prune() *cobra.Command {
	var dry, asJSON bool
	r := feed.Retention{}
	c := &cobra.Command{
		Use:   "prune",
		Short: "Let old items go that are read and carry no mark",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return p.with(cmd.Context(), func(s *Session) error {
				if !cmd.Flags().Changed("days") {
					r.Days = s.Config.Keep.Days
				}
				if !cmd.Flags().Changed("items") {
					r.Items = s.Config.Keep.Items
				}
				if r.Days == 0 {
					r.Days = -1 // for ever, in the config's words
				}
				work := func() (feed.Pruned, error) { return s.Library.PruneByHand(cmd.Context(), r, nil) }
				verb := "pruned"
				if dry {
					verb = "would prune"
					work = func() (feed.Pruned, error) { return s.Library.WouldPrune(cmd.Context(), r) }
				}
				got, err := work()
				if err != nil {
					return err
				}
				if asJSON {
					return printJSON(p.Out, prunedJSON(got, dry))
				}
				for _, f := range got.Feeds {
					fmt.Fprintf(p.Out, "%6d  %s (%s to %s)\n", f.Items, f.Title, f.Oldest.Format(time.DateOnly), f.Newest.Format(time.DateOnly))
				}
				_, err = fmt.Fprintf(p.Out, "%s %d items\n", verb, got.Items)
				return err
			})
		},
	}
	c.Flags().BoolVar(&dry, "dry-run", false, "say what would go, and let nothing go")
	c.Flags().BoolVar(&asJSON, "json", false, "print a JSON object")
	c.Flags().IntVar(&r.Days, "days", 0, "keep so many days instead of the config's; 0 for ever")
	c.Flags().IntVar(&r.Items, "items", 0, "keep so many of each feed's newest instead of the config's")
	c.Flags().BoolVar(&r.Unread, "unread", false, "let unread items go, too")
	return c
}

// jsonPruned is what "db prune --json" prints. The names are stable.
type jsonPruned struct {
	DryRun bool             `json:"dry_run"`
	Items  int              `json:"items"`
	Feeds  []jsonPrunedFeed `json:"feeds"`
}

type jsonPrunedFeed struct {
	ID     feed.FeedID `json:"id"`
	Title  string      `json:"title"`
	Items  int         `json:"items"`
	Oldest time.Time   `json:"oldest"`
	Newest time.Time   `json:"newest"`
}

func prunedJSON(got feed.Pruned, dry bool) jsonPruned {
	out := jsonPruned{DryRun: dry, Items: got.Items, Feeds: make([]jsonPrunedFeed, len(got.Feeds))}
	for i, f := range got.Feeds {
		out.Feeds[i] = jsonPrunedFeed{f.ID, f.Title, f.Items, f.Oldest.UTC(), f.Newest.UTC()}
	}
	return out
}
