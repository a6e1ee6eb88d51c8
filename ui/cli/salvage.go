package cli

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"tidings/ui/control"
)

// salvage is for a damaged store that nobody uses: a process that has the file open would go on writing into what was put aside.
func (p *program) salvage() *cobra.Command {
	var force bool
	c := &cobra.Command{
		Use: "salvage", Short: "Put a damaged store aside and save what can be read of it into a new one", Args: cobra.NoArgs,
		Long: "Put a damaged store aside and save what can be read of it into a new one; nothing of the old file is deleted.\n" +
			"Close every other Tidings that uses it first.",
		RunE: func(cmd *cobra.Command, _ []string) error {
			paths, _, err := p.settings()
			if err != nil {
				return err
			}
			if _, err := askRunning(cmd.Context(), paths.Store, control.Request{Do: "status"}); err == nil {
				return errors.New("another Tidings uses the store: close it first, and the daemon")
			}
			if _, err := os.Stat(paths.Store); err == nil && !force && p.sound(cmd.Context()) {
				return errors.New("the store is sound, so nothing was done; --force salvages it all the same")
			}
			words, err := p.Salvage(cmd.Context(), paths.Store)
			for _, w := range words {
				fmt.Fprintln(p.Out, w)
			}
			return err
		},
	}
	c.Flags().BoolVar(&force, "force", false, "also where 'tidings db check' finds no damage")
	return c
}

// sound reports whether the store can be opened, and nothing is left to mend in it.
func (p *program) sound(ctx context.Context) bool {
	return p.library(ctx, func(l Library) error {
		problems, err := l.Check(ctx)
		return errors.Join(err, verdict(problems))
	}) == nil
}
