package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/spf13/cobra"

	"tidings/feed"
	"tidings/feed/discover"
	"tidings/feed/opml"
)

// maxList is the largest subscription list read, in bytes.
const maxList = 64 << 20

// Subscriber finds feeds and imports lists of them.
type Subscriber struct {
	discover.Finder
	Feeds interface {
		AddFeed(ctx context.Context, f feed.Feed) (feed.FeedID, error)
	}
}

// Import subscribes to the feeds of a subscription list (OPML, or an address a line) and returns how many were new.
func (s Subscriber) Import(ctx context.Context, path string) (int, error) {
	f, err := os.Open(path)
	if err != nil {
		return 0, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxList+1))
	if err != nil {
		return 0, err
	}
	if len(data) > maxList {
		return 0, fmt.Errorf("%s: larger than %d MiB, which no subscription list is", path, maxList>>20)
	}
	list, err := opml.Parse(data)
	if err != nil {
		return 0, fmt.Errorf("%s: %w", path, err)
	}
	added := 0
	for _, o := range list.Outlines {
		n := feed.Feed{
			URL: o.URL, Title: o.Title, Site: o.Site, Description: o.Description, Language: o.Language, Folder: o.Folder, Added: time.Now(),
			Settings: feed.Settings{Title: o.Title},
		}
		if _, err := s.Feeds.AddFeed(ctx, n); errors.Is(err, feed.ErrSubscribed) {
			continue
		} else if err != nil {
			return added, err
		}
		added++
	}
	return added, nil
}

func (p *program) importFile() *cobra.Command {
	return &cobra.Command{
		Use:     "import FILE",
		Short:   "Follow the feeds of a subscription list (OPML, or an address a line)",
		Example: "  tidings import subscriptions.opml",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.with(cmd.Context(), func(s *Session) error {
				n, err := s.Subscriber.Import(cmd.Context(), args[0])
				if err != nil {
					return err
				}
				fmt.Fprintf(p.Out, "%d new feeds; 'tidings refresh' fetches them\n", n)
				return nil
			})
		},
	}
}
