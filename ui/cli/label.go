package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"tidings/feed"
	"tidings/feed/text"
)

// jsonTag is a tag as "tag --json" prints it, jsonView a saved search as "view list --json" does. The names are stable.
type jsonTag struct {
	Name   string `json:"name"`
	Items  int    `json:"items"`
	Unread int    `json:"unread"`
}

type jsonView struct {
	Name  string `json:"name"`
	Query string `json:"query"`
}

func (p *program) tag() *cobra.Command {
	var off, asJSON bool
	c := &cobra.Command{
		Use:   "tag [ITEM TAG...]",
		Short: "Tag an item, or list the tags",
		Example: "  tidings tag                       the tags in use\n" +
			"  tidings tag 42 sea \"to read\"\n" +
			"  tidings tag --off 42 sea",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 1 {
				return errors.New("name the item and its tags, or nothing for a list")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.library(cmd.Context(), func(l Library) error {
				if len(args) == 0 {
					return p.printTags(cmd.Context(), l, asJSON)
				}
				id, err := p.itemOf(cmd.Context(), l, args[0])
				if err != nil {
					return err
				}
				tags, err := l.ItemTags(cmd.Context(), id)
				if err != nil {
					return err
				}
				for _, t := range args[1:] {
					t = text.Line(t)
					tags = slices.DeleteFunc(tags, func(have string) bool { return have == t })
					if !off {
						tags = append(tags, t)
					}
				}
				return l.SetTags(cmd.Context(), id, tags)
			})
		},
		ValidArgsFunction: func(cmd *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
			if len(args) == 0 {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			return p.completeTags(cmd.Context())
		},
	}
	c.Flags().BoolVar(&off, "off", false, "take the tags away")
	c.Flags().BoolVar(&asJSON, "json", false, "print the tags in use as a JSON array")
	return c
}

func (p *program) printTags(ctx context.Context, l Library, asJSON bool) error {
	tags, err := l.TagList(ctx)
	if err != nil {
		return err
	}
	if asJSON {
		out := make([]jsonTag, len(tags))
		for i, t := range tags {
			out[i] = jsonTag(t)
		}
		return printJSON(p.Out, out)
	}
	for _, t := range tags {
		if _, err := fmt.Fprintf(p.Out, "%d/%d\t%s\n", t.Unread, t.Items, t.Name); err != nil {
			return err
		}
	}
	return nil
}

// itemOf is the item of a number, when there is one.
func (p *program) itemOf(ctx context.Context, l Library, arg string) (feed.ItemID, error) {
	id, ok := itemNumber(arg)
	if !ok {
		return 0, usageError{fmt.Errorf("%q is no item's number; 'tidings list' shows the numbers", arg)}
	}
	if _, err := l.Item(ctx, id); err != nil {
		return 0, fmt.Errorf("%w; 'tidings list' shows the numbers", err)
	}
	return id, nil
}

func (p *program) view() *cobra.Command {
	c := &cobra.Command{
		Use: "view", Short: "Saved searches: add, remove, list", Args: noCommand,
		Example: "  tidings view add Ferries 'ferry -strike newer:4w'\n" +
			"  tidings list --view Ferries",
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	var asJSON bool
	list := &cobra.Command{
		Use: "list", Short: "List the saved searches", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return p.library(cmd.Context(), func(l Library) error {
				views, err := l.Views(cmd.Context())
				if err != nil {
					return err
				}
				if asJSON {
					out := make([]jsonView, len(views))
					for i, v := range views {
						out[i] = jsonView(v)
					}
					return printJSON(p.Out, out)
				}
				for _, v := range views {
					if _, err := fmt.Fprintf(p.Out, "%s\t%s\n", v.Name, v.Query); err != nil {
						return err
					}
				}
				return nil
			})
		},
	}
	list.Flags().BoolVar(&asJSON, "json", false, "print a JSON array")
	c.AddCommand(list,
		&cobra.Command{
			Use: "add NAME QUERY...", Short: "Save a search under a name, in place of an earlier one", Args: cobra.MinimumNArgs(2),
			RunE: func(cmd *cobra.Command, args []string) error {
				v := feed.View{Name: text.Line(args[0]), Query: text.Line(strings.Join(args[1:], " "))}
				if _, err := feed.ParseQuery(v.Query); err != nil || v.Name == "" || strings.TrimSpace(v.Query) == "" {
					return usageError{fmt.Errorf("“%s”, %w", v.Query, errors.Join(err, nameless(v)))}
				}
				return p.library(cmd.Context(), func(l Library) error { return l.SaveView(cmd.Context(), v) })
			},
		},
		&cobra.Command{
			Use: "remove NAME", Short: "Forget a saved search", Args: cobra.ExactArgs(1), Aliases: []string{"rm"},
			RunE: func(cmd *cobra.Command, args []string) error {
				return p.library(cmd.Context(), func(l Library) error {
					v, err := findView(cmd.Context(), l, args[0])
					if err != nil {
						return err
					}
					return l.SaveView(cmd.Context(), feed.View{Name: v.Name})
				})
			},
			ValidArgsFunction: func(cmd *cobra.Command, _ []string, _ string) ([]string, cobra.ShellCompDirective) {
				return p.completeViews(cmd.Context())
			},
		})
	return c
}

func nameless(v feed.View) error {
	switch {
	case v.Name == "":
		return errors.New("the name is empty")
	case strings.TrimSpace(v.Query) == "":
		return errors.New("the query is empty")
	}
	return nil
}

// findView finds a saved search by its name, in any case.
func findView(ctx context.Context, l Library, name string) (feed.View, error) {
	views, err := l.Views(ctx)
	if err != nil {
		return feed.View{}, err
	}
	for _, v := range views {
		if strings.EqualFold(v.Name, name) {
			return v, nil
		}
	}
	return feed.View{}, fmt.Errorf("no saved search %q; 'tidings view list' lists them", name)
}
