package cli

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"tidings/feed"
)

// mark marks items without opening them; what it does can be undone like a mark made in the interface.
func (p *program) mark() *cobra.Command {
	var query string
	c := &cobra.Command{
		Use:   "mark read|unread ITEM...",
		Short: "Mark items read or unread by their numbers, or all that match a query read",
		Example: "  tidings mark read 42 43\n" +
			"  tidings mark unread 42\n" +
			"  tidings mark read --query 'feed:phoronix older:2w'",
		Args: cobra.MinimumNArgs(1),
		ValidArgsFunction: func(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
			if len(args) == 0 {
				return []string{"read", "unread"}, names
			}
			return nil, names
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			read := args[0] == "read"
			if !read && args[0] != "unread" {
				return usageError{fmt.Errorf("%q is neither read nor unread", args[0])}
			}
			if query != "" && (!read || len(args) > 1) || query == "" && len(args) == 1 {
				return usageError{errors.New("name items by their numbers, or mark read with --query QUERY; 'tidings list' shows the numbers")}
			}
			ids := make([]feed.ItemID, 0, len(args)-1)
			for _, a := range args[1:] {
				id, ok := itemNumber(a)
				if !ok {
					return usageError{fmt.Errorf("%q is no item's number; 'tidings list' shows the numbers", a)}
				}
				ids = append(ids, id)
			}
			return p.library(cmd.Context(), func(l Library) error {
				if query != "" {
					n, err := l.MarkAllRead(cmd.Context(), feed.Query{Text: query})
					if err != nil {
						return err
					}
					_, err = fmt.Fprintf(p.Out, "%s marked read; 'tidings undo' takes it back\n", count(n, "item"))
					return err
				}
				err := l.SetRead(cmd.Context(), ids, read)
				if errors.Is(err, feed.ErrNotFound) {
					return fmt.Errorf("%w; 'tidings list' shows the numbers", err)
				}
				return err
			})
		},
	}
	c.Flags().StringVar(&query, "query", "", "mark what matches this query")
	return c
}
