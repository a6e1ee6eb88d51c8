package cli

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"tidings/feed"
)

func (p *program) search() *cobra.Command {
	var best bool
	var limit int
	var out listing
	c := &cobra.Command{
		Use:   "search QUERY...",
		Short: "Search all items: words, \"phrases\", -not, title:, feed:, is:unread, newer:2w …",
		Long: "Search all items, newest first. A query is words, \"phrases\", prefix*, -not, OR, parentheses, and fields:\n" +
			"title: feed: author: tag: folder: is:unread is:bookmarked after:2026-01-01 before: newer:2w has:enclosure lang:de.",
		Example: "  tidings search ferry -strike newer:4w\n" +
			"  tidings search 'title:\"sea wall\" OR tag:harbour'",
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			q := feed.Query{Text: strings.Join(args, " "), Limit: limit}
			if best {
				q.Order = feed.BestMatch
			}
			if _, err := feed.ParseQuery(q.Text); err != nil {
				var at *feed.QueryError
				if errors.As(err, &at) {
					return usageError{fmt.Errorf("“%s”, %w", q.Text, err)}
				}
				return usageError{err}
			}
			if err := out.check(); err != nil {
				return err
			}
			return p.library(cmd.Context(), func(l Library) error {
				hs, err := l.Headlines(cmd.Context(), q)
				if err != nil {
					return err
				}
				return p.printItems(hs, &out)
			})
		},
	}
	c.Flags().BoolVar(&best, "best", false, "best matches first")
	c.Flags().IntVar(&limit, "limit", 50, "at most so many")
	out.flags(c.Flags())
	return c
}

func (p *program) unread() *cobra.Command {
	var count bool
	var out listing
	c := &cobra.Command{
		Use:     "unread",
		Short:   "List unread items, or count them for a status bar",
		Example: "  tidings unread --count",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := out.check(); err != nil {
				return err
			}
			return p.library(cmd.Context(), func(l Library) error {
				if count {
					n, err := l.Counts(cmd.Context())
					if err == nil {
						_, err = fmt.Fprintln(p.Out, n.Unread)
					}
					return err
				}
				hs, err := l.Headlines(cmd.Context(), feed.Query{Unread: true})
				if err != nil {
					return err
				}
				return p.printItems(hs, &out)
			})
		},
	}
	c.Flags().BoolVar(&count, "count", false, "print the number only")
	out.flags(c.Flags())
	return c
}

func (p *program) open() *cobra.Command {
	return &cobra.Command{
		Use:   "open ITEM",
		Short: "Open an item's page in the browser",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			id, ok := itemNumber(args[0])
			if !ok {
				return usageError{fmt.Errorf("%q is no item's number; 'tidings list' shows the numbers", args[0])}
			}
			return p.with(cmd.Context(), func(s *Session) error {
				it, err := s.Library.Item(cmd.Context(), id)
				if err != nil {
					return fmt.Errorf("%w; 'tidings list' shows the numbers", err)
				}
				if err := s.System.OpenURL(cmd.Context(), it.Link); err != nil {
					return err
				}
				return s.Library.SetRead(cmd.Context(), []feed.ItemID{id}, true)
			})
		},
	}
}
