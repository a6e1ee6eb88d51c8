package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/spf13/cobra"

	"tidings/feed"
)

// jsonHeadline is an item as "list --json" prints it. The names are stable.
type jsonHeadline struct {
	ID         feed.ItemID `json:"id"`
	Feed       feed.FeedID `json:"feed_id"`
	FeedTitle  string      `json:"feed"`
	Title      string      `json:"title"`
	Author     string      `json:"author"`
	Link       string      `json:"link"`
	Published  time.Time   `json:"published"`
	Summary    string      `json:"summary"`
	Read       bool        `json:"read"`
	Bookmarked bool        `json:"bookmarked"`
	Preview    bool        `json:"preview"`
	Tags       []string    `json:"tags"`
}

func (p *program) list() *cobra.Command {
	var q feed.Query
	var of, view string
	var out listing
	c := &cobra.Command{
		Use:   "list",
		Short: "List items, newest first",
		Long:  "List items, newest first. In a pipe: number, marks, time, feed and title with tabs between them.\n\n" + formatHelp,
		Example: "  tidings list --unread --limit 20\n" +
			"  tidings list --bookmarked --json\n" +
			"  tidings list --feed 3 --format '{{.Published | date \"02 Jan\"}}  {{.Title}}'\n" +
			"  tidings list --view Ferries",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if q.Limit < 1 {
				return usageError{fmt.Errorf("--limit %d: give a number from 1", q.Limit)}
			}
			if err := out.check(); err != nil {
				return err
			}
			return p.library(cmd.Context(), func(l Library) error {
				if of != "" {
					f, err := findFeed(cmd.Context(), l, of)
					if err != nil {
						return err
					}
					q.Feed = f.ID
				}
				if view != "" {
					v, err := findView(cmd.Context(), l, view)
					if err != nil {
						return err
					}
					q.Text = v.Query
				}
				hs, err := l.Headlines(cmd.Context(), q)
				if err == nil && len(hs) == 0 {
					err = missing(cmd.Context(), l, q)
				}
				if err != nil {
					return err
				}
				return p.printItems(hs, &out)
			})
		},
	}
	f := c.Flags()
	f.BoolVar(&q.Unread, "unread", false, "unread items only")
	f.BoolVar(&q.Bookmarked, "bookmarked", false, "bookmarks only")
	f.StringVar(&of, "feed", "", "items of this feed only: its number, address or title")
	f.StringVar(&q.Folder, "folder", "", "items of the feeds in this folder only")
	f.StringVar(&q.Tag, "tag", "", "items with this tag only")
	f.StringVar(&view, "view", "", "what this saved search finds")
	f.IntVar(&q.Limit, "limit", 200, "at most so many")
	out.flags(f)
	return c
}

// missing says of a query that found nothing that the folder or the tag it names does not exist.
func missing(ctx context.Context, l Library, q feed.Query) error {
	if q.Folder != "" {
		fs, err := l.FeedNames(ctx)
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(fs, func(f feed.FeedName) bool {
			return f.Folder == q.Folder || strings.HasPrefix(f.Folder, q.Folder+"/")
		}) {
			return fmt.Errorf("no folder %q; 'tidings feeds' shows them before the titles", q.Folder)
		}
	}
	if q.Tag == "" {
		return nil
	}
	tags, err := l.TagList(ctx)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(tags, func(t feed.Tag) bool { return t.Name == q.Tag }) {
		return fmt.Errorf("no tag %q; 'tidings tag' lists them", q.Tag)
	}
	return nil
}

func (p *program) printHeadlinesJSON(hs []feed.Headline) error {
	out := make([]jsonHeadline, len(hs))
	for i, h := range hs {
		out[i] = jsonHeadline{
			ID: h.ID, Feed: h.Feed, FeedTitle: h.FeedTitle, Title: h.Title, Author: h.Author, Link: h.Link,
			Published: h.Published.UTC(), Summary: h.Summary, Read: h.Read, Bookmarked: h.Bookmarked, Preview: h.Preview, Tags: append([]string{}, h.Tags...),
		}
	}
	return printJSON(p.Out, out)
}

// leastTitle is how many columns a title has before the feed's name stands beside it.
const leastTitle = 20

// printHeadlines prints columns cut to the terminal, or, in a pipe, whole fields with tabs between them.
func (p *program) printHeadlines(hs []feed.Headline) error {
	if !isTerminal(p.Out) {
		for _, h := range hs {
			if _, err := fmt.Fprintf(p.Out, "%d\t%s\t%s\t%s\t%s\n", h.ID, marks(h), h.Published.UTC().Format(time.RFC3339), h.FeedTitle, h.Title); err != nil {
				return err
			}
		}
		return nil
	}
	width, now := p.columns(80), time.Now()
	number := 1
	for _, h := range hs {
		number = max(number, len(strconv.FormatInt(int64(h.ID), 10)))
	}
	for _, h := range hs {
		tail := fmt.Sprintf(" %4s", age(now.Sub(h.Published)))
		if width >= number+leastTitle+30 { // else the feed yields: the title is what one reads
			tail = "  " + pad(ansi.Truncate(h.FeedTitle, 16, "…"), 16) + tail
		}
		room := max(8, width-number-6-ansi.StringWidth(tail))
		bold, plain := "", ""
		if !h.Read && paints() {
			bold, plain = "\x1b[1m", "\x1b[m"
		}
		if _, err := fmt.Fprintf(p.Out, "%*d %s %s%s%s%s\n", number, h.ID, pad(marks(h), 3), bold, pad(ansi.Truncate(h.Title, room, "…"), room), plain, tail); err != nil {
			return err
		}
	}
	return nil
}

// paints reports whether a terminal may be sent bold text: not where the person said no (no-color.org), nor a dumb one.
func paints() bool { return os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb" }

// marks says unread, bookmarked and preview in the signs of the interface.
func marks(h feed.Headline) string {
	var s strings.Builder
	if h.Read {
		s.WriteString("○")
	} else {
		s.WriteString("●")
	}
	if h.Bookmarked {
		s.WriteString("★")
	}
	if h.Preview {
		s.WriteString("▪")
	}
	return s.String()
}

func pad(s string, width int) string {
	return s + strings.Repeat(" ", max(0, width-ansi.StringWidth(s)))
}

// age is a duration in one unit: 5m, 3h, 2d, 4w, 3y.
func age(d time.Duration) string {
	h := int(d.Hours())
	switch {
	case d < time.Minute:
		return "now"
	case h < 1:
		return fmt.Sprintf("%dm", int(d.Minutes()))
	case h < 48:
		return fmt.Sprintf("%dh", h)
	case h < 24*14:
		return fmt.Sprintf("%dd", h/24)
	case h < 24*365:
		return fmt.Sprintf("%dw", h/24/7)
	default:
		return fmt.Sprintf("%dy", h/24/365)
	}
}

// ago is age in a sentence: "5m ago", "just now".
func ago(d time.Duration) string {
	if d < time.Minute {
		return "just now"
	}
	return age(d) + " ago"
}

func printJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}

func (p *program) bookmark() *cobra.Command {
	var off bool
	c := &cobra.Command{
		Use:   "bookmark ITEM|URL...",
		Short: "Bookmark items by their numbers, or any web page by its address",
		Example: "  tidings bookmark 42\n" +
			"  tidings bookmark --off 42\n" +
			"  tidings bookmark https://example.org/essay",
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.with(cmd.Context(), func(s *Session) error {
				var ids []feed.ItemID
				var pages []string
				for _, a := range args {
					if id, ok := itemNumber(a); ok {
						if _, err := s.Library.Item(cmd.Context(), id); err != nil {
							return fmt.Errorf("%w; 'tidings list' shows the numbers", err)
						}
						ids = append(ids, id)
					} else if isAddress(a) && !off {
						pages = append(pages, a)
					} else {
						return usageError{fmt.Errorf("%q is neither an item's number nor an address; 'tidings list' shows the numbers", a)}
					}
				}
				if len(ids) > 0 {
					if err := s.Library.SetBookmark(cmd.Context(), ids, !off); err != nil {
						return err
					}
				}
				for _, id := range ids {
					if off {
						break
					}
					if _, err := s.Opener.Open(cmd.Context(), id); err != nil { // a bookmark keeps its article, whatever becomes of the page
						fmt.Fprintf(p.Err, "tidings: item %d is bookmarked with what its feed brought; the page could not be read: %s\n", id, oneLine(err))
					}
				}
				var errs []error
				for _, url := range pages {
					id, title, err := Subscriber{Pages: s.Opener, Keep: s.Library.SavePage}.KeepPage(cmd.Context(), url)
					if err == nil {
						fmt.Fprintf(p.Out, "bookmarked as item %d: %s\n", id, title)
					}
					errs = append(errs, err)
				}
				return errors.Join(errs...)
			})
		},
	}
	c.Flags().BoolVar(&off, "off", false, "take the bookmark away")
	return c
}

func itemNumber(s string) (feed.ItemID, bool) {
	n, err := strconv.ParseInt(strings.TrimPrefix(s, "#"), 10, 64)
	return feed.ItemID(n), err == nil && n > 0
}

func isAddress(s string) bool {
	l := strings.ToLower(s)
	return strings.HasPrefix(l, "http://") || strings.HasPrefix(l, "https://")
}
