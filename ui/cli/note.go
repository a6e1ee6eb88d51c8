package cli

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"tidings/feed"
	"tidings/feed/text"
	"tidings/ui/system"
)

// jsonItemNote is a person's note as "note ITEM --json" prints it, "" where there is none. The names are stable.
type jsonItemNote struct {
	ID   feed.ItemID `json:"id"`
	Note string      `json:"note"`
}

func (p *program) note() *cobra.Command {
	var off, edit, asJSON bool
	c := &cobra.Command{
		Use:   "note ITEM [TEXT...|-]",
		Short: "Print the note on an item, or write one",
		Example: "  tidings note 42\n" +
			"  tidings note 42 compare with last year\n" +
			"  tidings note --edit 42            in $VISUAL or $EDITOR\n" +
			"  tidings note --off 42",
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if edit && (off || len(args) > 1) || off && len(args) > 1 {
				return usageError{errors.New("give the text of the note, --edit or --off")}
			}
			if asJSON && (edit || off || len(args) > 1) {
				return usageError{errors.New("--json prints the note; write it in a step of its own")}
			}
			ctx := cmd.Context()
			return p.library(ctx, func(l Library) error {
				id, err := p.itemOf(ctx, l, args[0])
				if err != nil {
					return err
				}
				words := strings.Join(args[1:], " ")
				switch {
				case off:
				case edit:
					old, err := l.Note(ctx, id)
					if err != nil {
						return err
					}
					if words, err = p.edit(old); err != nil {
						return err
					}
				case words == "":
					note, err := l.Note(ctx, id)
					if asJSON && err == nil {
						return printJSON(p.Out, jsonItemNote{id, note})
					}
					if err == nil && note != "" {
						_, err = fmt.Fprintln(p.Out, note)
					}
					return err
				case words == "-":
					b, err := io.ReadAll(io.LimitReader(p.In, 1<<20))
					if err != nil {
						return err
					}
					words = string(b)
				}
				return l.SetNote(ctx, id, strings.TrimSpace(text.Lines(words)))
			})
		},
	}
	c.Flags().BoolVar(&edit, "edit", false, "write it in $VISUAL or $EDITOR")
	c.Flags().BoolVar(&off, "off", false, "take the note away")
	c.Flags().BoolVar(&asJSON, "json", false, "print a JSON object")
	return c
}

// edit lets the person change a text in their editor, started without a shell.
func (p *program) edit(old string) (string, error) {
	run, result, err := system.Editor(old)
	if errors.Is(err, system.ErrNoEditor) {
		return "", fmt.Errorf("%w, or give the note's text on the command line", err)
	}
	if err != nil {
		return "", err
	}
	run.Stdin, run.Stdout, run.Stderr = p.In, p.Out, p.Err
	failed := run.Run()
	words, err := result()
	if failed != nil {
		return "", fmt.Errorf("the editor %s: %w; the note is as it was", run.Args[0], failed)
	}
	return words, err
}
