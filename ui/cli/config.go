package cli

import (
	"fmt"

	"github.com/spf13/cobra"
)

func (p *program) config() *cobra.Command {
	c := &cobra.Command{Use: "config", Short: "Show the settings and where Tidings keeps its files", Args: noCommand, RunE: func(cmd *cobra.Command, _ []string) error {
		return cmd.Help()
	}}
	var all bool
	show := &cobra.Command{
		Use: "show", Short: "Print the settings that differ from the defaults; --all prints every one with its meaning", Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error { return p.showConfig(all) },
	}
	show.Flags().BoolVar(&all, "all", false, "print every setting with its value, default and meaning")
	c.AddCommand(show)
	return c
}

func (p *program) showConfig(all bool) error {
	paths, settings, err := p.settings()
	if err != nil {
		return err
	}
	fmt.Fprintf(p.Out, "# config %s\n# store  %s\n", paths.Config, paths.Store)
	for _, s := range settings.Describe() {
		from := "default"
		if s.Value != s.Default {
			from = paths.Config
		}
		switch {
		case all:
			fmt.Fprintf(p.Out, "%s = %s    # %s (default %s, from %s)\n", s.Key, s.Value, s.Doc, s.Default, from)
		case s.Value != s.Default:
			fmt.Fprintf(p.Out, "%s = %s\n", s.Key, s.Value)
		}
	}
	return nil
}
