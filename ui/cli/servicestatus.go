package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"
)

// jsonService is what "service status --json" prints. The names are stable.
type jsonService struct {
	Installed bool   `json:"installed"`
	Unit      string `json:"unit"` // the name of its file
	Runs      bool   `json:"runs"`
	Error     string `json:"error"` // why it does not
}

func (p *program) serviceStatus() *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use:   "status",
		Short: "Tell whether it is installed and runs; exit code 1 when it does not",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			u, err := p.unit()
			if err != nil {
				return err
			}
			s, why, err := u.state(cmd.Context())
			if err != nil {
				return err
			}
			switch {
			case asJSON:
				err = printJSON(p.Out, s)
			case s.Runs:
				_, err = fmt.Fprintf(p.Out, "%s is installed and runs\n", s.Unit)
			}
			return errors.Join(why, err)
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "print a JSON object")
	return c
}

// state is how the daemon, or else the timer, is doing; why is nil where it runs.
func (u unit) state(ctx context.Context) (s jsonService, why, err error) {
	for _, timer := range []bool{false, true} {
		m, err := u.manager(timer, time.Hour)
		if err != nil {
			return s, nil, err
		}
		last := m.files[len(m.files)-1].path
		if _, err := os.Stat(last); err != nil {
			continue
		}
		s.Installed, s.Unit = true, filepath.Base(last)
		if err := quiet(ctx, m.status); err != nil {
			s.Error = oneLine(err)
			return s, fmt.Errorf("%s is installed, but does not run: %w", s.Unit, err), nil
		}
		s.Runs = true
		return s, nil, nil
	}
	return s, errors.New("nothing is installed: 'tidings service install' does it"), nil
}
