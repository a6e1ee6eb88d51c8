package cli

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"tidings/feed"
)

// jsonProblem is one thing that "db check --json" found wrong. The names are stable.
type jsonProblem struct {
	Words    string `json:"words"`
	Mended   bool   `json:"mended"`
	Damaged  bool   `json:"damaged"`  // the file itself is: 'db salvage' helps
	Affected int    `json:"affected"` // items or rows
}

func (p *program) check() *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use: "check", Short: "Examine the store and mend what can be mended without loss", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return p.library(cmd.Context(), func(l Library) error {
				problems, err := l.Check(cmd.Context())
				if err != nil {
					return err
				}
				if asJSON {
					out := make([]jsonProblem, len(problems))
					for i, b := range problems {
						out[i] = jsonProblem(b)
					}
					return errors.Join(verdict(problems), printJSON(p.Out, out))
				}
				for _, b := range problems {
					state := "mended"
					if !b.Mended {
						state = "not mended"
					}
					fmt.Fprintf(p.Out, "%s: %s\n", state, b.Words)
				}
				if err := verdict(problems); err != nil {
					return err
				}
				_, err = fmt.Fprintln(p.Out, "the store is sound")
				return err
			})
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "print a JSON array of what is wrong")
	return c
}

// verdict is nil where nothing is left to mend, else what a person can do about it.
func verdict(problems []feed.Problem) error {
	left := 0
	for _, b := range problems {
		if b.Damaged {
			return errors.New("the file is damaged: close every Tidings, then 'tidings db salvage' saves what can be read")
		}
		if !b.Mended {
			left++
		}
	}
	if left > 0 {
		return fmt.Errorf("%d problems could not be mended", left)
	}
	return nil
}
