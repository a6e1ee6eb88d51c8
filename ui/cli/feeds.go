package cli

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"tidings/feed"
	"tidings/feed/discover"
	"tidings/feed/poll"
	"tidings/feed/text"
)

// jsonFeed is a subscription as "feeds --json" prints it. The names are stable.
type jsonFeed struct {
	ID       feed.FeedID `json:"id"`
	Title    string      `json:"title"`
	URL      string      `json:"url"`
	Site     string      `json:"site"`
	Folder   string      `json:"folder"`
	Kind     feed.Kind   `json:"kind"`
	Unread   int         `json:"unread"`
	Total    int         `json:"total"`
	Polled   *time.Time  `json:"polled"`
	Next     *time.Time  `json:"next"`
	Why      string      `json:"why"`
	Failures int         `json:"failures"`
	Error    string      `json:"error"`
	Gone     bool        `json:"gone"`

	Settings map[string]string `json:"settings"` // what the person set, without secrets
}

func (p *program) feeds() *cobra.Command {
	var asJSON, health bool
	c := &cobra.Command{
		Use:   "feeds",
		Short: "List the feeds that you follow",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return p.library(cmd.Context(), func(l Library) error {
				fs, err := l.Feeds(cmd.Context())
				if err != nil {
					return err
				}
				switch {
				case asJSON:
					return p.printFeedsJSON(fs)
				case len(fs) == 0:
					fmt.Fprintln(p.Err, "no feeds yet: 'tidings add ADDRESS' follows one, 'tidings demo' shows what it looks like")
					return nil
				case health:
					return p.printHealth(fs)
				}
				w := tabwriter.NewWriter(p.Out, 0, 0, 2, ' ', 0)
				for _, f := range fs {
					trouble := ""
					if f.State.Error != "" {
						trouble = "!"
					}
					fmt.Fprintf(w, "%d\t%d/%d\t%s\t%s\t%s\n", f.ID, f.Unread, f.Total, trouble, folderTitle(f), feed.Bare(f.URL))
				}
				return w.Flush()
			})
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "print a JSON array")
	c.Flags().BoolVar(&health, "health", false, "when each feed was polled, when it is next and why, and what is wrong")
	return c
}

func folderTitle(f feed.Feed) string {
	if f.Folder == "" {
		return f.Title
	}
	return f.Folder + "/" + f.Title
}

// moment is a time as JSON has it: in UTC, nil where there is none.
func moment(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.UTC()
	return &t
}

func (p *program) printFeedsJSON(fs []feed.Feed) error {
	out := make([]jsonFeed, len(fs))
	for i, f := range fs {
		out[i] = jsonFeed{
			ID: f.ID, Title: f.Title, URL: feed.Bare(f.URL), Site: f.Site, Folder: f.Folder, Kind: f.Kind, Unread: f.Unread, Total: f.Total,
			Polled: moment(f.State.Polled), Next: moment(f.State.Next), Why: f.State.Why, Failures: f.State.Failures, Error: f.State.Error, Gone: f.State.Gone, Settings: ownSettings(f),
		}
	}
	return printJSON(p.Out, out)
}

func (p *program) printHealth(fs []feed.Feed) error {
	now := time.Now()
	for _, f := range fs {
		fmt.Fprintf(p.Out, "%d  %s\n    %s\n", f.ID, folderTitle(f), feed.Bare(f.URL))
		switch {
		case f.State.Polled.IsZero():
			fmt.Fprintln(p.Out, "    never polled")
		default:
			fmt.Fprintf(p.Out, "    polled %s, %d items, %d unread\n", ago(now.Sub(f.State.Polled)), f.Total, f.Unread)
		}
		if f.State.Error != "" {
			fmt.Fprintf(p.Out, "    ! %s (%d in a row)\n", f.State.Error, f.State.Failures)
		}
		switch {
		case f.Settings.Paused:
			fmt.Fprintln(p.Out, "    paused")
		case f.State.Gone:
			fmt.Fprintf(p.Out, "    gone: the server says it is no more; 'tidings refresh %d' asks again\n", f.ID)
		case f.State.Next.After(now):
			fmt.Fprintf(p.Out, "    next in %s: %s\n", age(f.State.Next.Sub(now)), f.State.Why)
		default:
			fmt.Fprintln(p.Out, "    next: due now")
		}
		own := ownSettings(f)
		for _, name := range slices.Sorted(maps.Keys(own)) {
			fmt.Fprintf(p.Out, "    set: %s = %s\n", name, own[name])
		}
	}
	return nil
}

// findFeed finds a subscription by number, address, or title (exact, then the only one that contains it).
func findFeed(ctx context.Context, l Library, name string) (feed.Feed, error) {
	fs, err := l.Feeds(ctx)
	if err != nil {
		return feed.Feed{}, err
	}
	n, _ := strconv.ParseInt(name, 10, 64)
	address := feed.Address(name) // as the store has it; "" for a title
	if i := slices.IndexFunc(fs, func(f feed.Feed) bool {
		return n > 0 && int64(f.ID) == n || f.URL == name || feed.Bare(f.URL) == name || address != "" && (f.URL == address || feed.Bare(f.URL) == address)
	}); i >= 0 {
		return fs[i], nil
	}
	// A title or a site may be that of several: which is meant, only the person can tell.
	var near []feed.Feed
	for _, is := range []func(f feed.Feed) bool{
		func(f feed.Feed) bool { return f.Site == name || strings.EqualFold(f.Title, name) },
		func(f feed.Feed) bool { return strings.Contains(strings.ToLower(f.Title), strings.ToLower(name)) },
	} {
		for _, f := range fs {
			if is(f) {
				near = append(near, f)
			}
		}
		if len(near) > 0 {
			break
		}
	}
	switch len(near) {
	case 1:
		return near[0], nil
	case 0:
		if slices.ContainsFunc(fs, func(f feed.Feed) bool { return f.Folder == name || strings.HasPrefix(f.Folder, name+"/") }) {
			return feed.Feed{}, fmt.Errorf("no feed %q, but a folder: 'tidings list --folder' lists its items", name)
		}
		return feed.Feed{}, fmt.Errorf("no feed %q; 'tidings feeds' lists them", name)
	}
	var titles []string
	for _, f := range near[:min(len(near), 5)] {
		titles = append(titles, fmt.Sprintf("%d %s", f.ID, f.Title))
	}
	return feed.Feed{}, fmt.Errorf("%q could be %d feeds (%s …); give the number", name, len(near), strings.Join(titles, ", "))
}

func (p *program) add() *cobra.Command {
	var folder, title string
	var all bool
	c := &cobra.Command{
		Use:   "add ADDRESS",
		Short: "Follow a feed, or the feed of any web page",
		Example: "  tidings add https://example.org\n" +
			"  tidings add --folder Tech example.org/feed.xml",
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			return p.with(ctx, func(s *Session) error {
				found, err := s.Subscriber.Discover(ctx, args[0])
				if page := discover.WithoutFeed(err); page != "" {
					return fmt.Errorf("%w; 'tidings bookmark %s' keeps the page itself", err, page)
				}
				if err != nil {
					return err
				}
				if len(found) == 0 {
					return fmt.Errorf("%s: no feed found", args[0])
				}
				if len(found) > 1 && !all {
					for _, f := range found {
						fmt.Fprintf(p.Out, "%s\t%s\t%s, %d items\n", f.URL, f.Title, f.Kind, f.Items)
					}
					has := "has"
					if found[0].Of != "" {
						has = "names no feed, but its site has"
					}
					return fmt.Errorf("%s %s %d feeds: add one of them by its address, or all with --all", args[0], has, len(found))
				}
				if of := found[0].Of; of != "" {
					fmt.Fprintf(p.Err, "tidings: %s names no feed; this is its site's (%s)\n", text.Line(args[0]), of)
				}
				for _, d := range found {
					f := feed.Feed{URL: d.URL, Title: d.Title, Kind: d.Kind, Folder: folder, Added: time.Now()}
					f.Settings.Title = title
					id, err := s.Library.AddFeed(ctx, f)
					if errors.Is(err, feed.ErrSubscribed) {
						fmt.Fprintf(p.Out, "you follow %s already (feed %d)\n", firstOf(d.Title, d.URL), id)
						continue
					}
					if err != nil {
						return err
					}
					last, err := s.Poller.Sweep(ctx, poll.Scope{Feeds: []feed.FeedID{id}}, nil)
					if err != nil {
						return err
					}
					fmt.Fprintf(p.Out, "following %s (feed %d, %s)\n", firstOf(title, d.Title, d.URL), id, count(last.New, "new item"))
					for _, bad := range last.Failed {
						fmt.Fprintf(p.Err, "tidings: %s: %s\n", bad.Title, bad.Err)
					}
				}
				return nil
			})
		},
	}
	c.Flags().StringVar(&folder, "folder", "", "put it into this folder; levels are separated by /")
	c.Flags().StringVar(&title, "title", "", "show it under this title")
	c.Flags().BoolVar(&all, "all", false, "follow every feed that the page names")
	return c
}

func firstOf(s ...string) string {
	for _, v := range s {
		if v != "" {
			return v
		}
	}
	return ""
}
