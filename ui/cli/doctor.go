package cli

import (
	"fmt"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"tidings/feed"
	"tidings/feed/poll"
	"tidings/feed/text"
)

// jsonExamination is what the clinic found as "doctor --json" prints it. The names are stable.
type jsonExamination struct {
	Title    string        `json:"title"`
	URL      string        `json:"url"`
	Checked  time.Time     `json:"checked"`
	Findings []jsonFinding `json:"findings"`
	Advice   []string      `json:"advice"`
}

type jsonFinding struct {
	Level string `json:"level"` // fine, note or trouble
	About string `json:"about"`
	Words string `json:"words"`
}

func examined(r poll.Report) jsonExamination {
	out := jsonExamination{r.Title, r.URL, r.Checked.UTC(), make([]jsonFinding, len(r.Findings)), slices.Concat([]string{}, r.Advice)}
	for i, f := range r.Findings {
		out.Findings[i] = jsonFinding{f.Level.String(), f.About, f.Words}
	}
	return out
}

func (p *program) doctor() *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use:   "doctor FEED|ADDRESS",
		Short: "Examine a feed: redirects, headers, caching, format, dates, ids, the next poll",
		Long:  "Ask for one feed, once, and report how it does. Nothing is stored.",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.with(cmd.Context(), func(s *Session) error {
				f, err := findFeed(cmd.Context(), s.Library, args[0])
				if err != nil {
					if !isAddress(args[0]) {
						return err
					}
					f = feed.Feed{URL: args[0], Title: firstOf(text.URL(args[0], ""), text.Bare(args[0]))}
				}
				r := s.Poller.Examine(cmd.Context(), f)
				if asJSON {
					return printJSON(p.Out, examined(r))
				}
				fmt.Fprintf(p.Out, "%s\n%s · %s\n\n", r.Title, r.URL, r.Checked.Format(time.DateTime))
				for _, f := range r.Findings {
					fmt.Fprintf(p.Out, "%-8s %-11s %s\n", f.Level, f.About, f.Words)
				}
				for _, a := range r.Advice {
					fmt.Fprintf(p.Out, "\n→ %s\n", a)
				}
				return nil
			})
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "print a JSON object")
	return c
}
