package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"tidings/feed/text"
)

func (p *program) config() *cobra.Command {
	c := &cobra.Command{Use: "config", Short: "Show the settings and where Tidings keeps its files", Args: noCommand, RunE: func(cmd *cobra.Command, _ []string) error {
		return cmd.Help()
	}}
	var all, asJSON bool
	show := &cobra.Command{
		Use: "show", Short: "Print the settings that differ from the defaults; --all prints every one with its meaning", Args: cobra.NoArgs,
		Long: "Settings come from, each over those before it: the defaults; config.toml; keys.toml beside it (a line a binding:\n" +
			"\"ctrl+n\" = \"next-unread\"); rules.d/*.toml ([[hook]] tables, by the files' names); TIDINGS_* variables\n" +
			"(look.theme is TIDINGS_LOOK_THEME); and --set look.theme=paper. Own themes are themes/NAME.toml. A running interface\n" +
			"takes changed files over within seconds. Tidings writes none of them.",
		RunE: func(*cobra.Command, []string) error { return p.showConfig(all, asJSON) },
	}
	show.Flags().BoolVar(&all, "all", false, "print every setting with its value, default, meaning, and where it comes from")
	show.Flags().BoolVar(&asJSON, "json", false, "print every setting as a JSON array")
	c.AddCommand(show)
	return c
}

// jsonSetting is a setting as "config show --json" prints it. The names are stable; value and default are as in TOML.
type jsonSetting struct {
	Key     string `json:"key"`
	Value   string `json:"value"`
	Default string `json:"default"`
	From    string `json:"from"`
	Doc     string `json:"doc"`
}

func (p *program) showConfig(all, asJSON bool) error {
	paths, l, err := p.layers()
	if err != nil {
		return err
	}
	var list []jsonSetting
	for _, s := range l.Describe() {
		list = append(list, jsonSetting{s.Key, text.Bare(s.Value), s.Default, l.Origins[s.Key].String(), s.Doc})
	}
	if asJSON {
		return printJSON(p.Out, list)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "# config %s\n# store  %s\n", text.Line(paths.Config), text.Line(paths.Store))
	for _, s := range list {
		switch {
		case all:
			fmt.Fprintf(&b, "%s = %s    # %s (default %s, from %s)\n", s.Key, s.Value, s.Doc, s.Default, s.From)
		case s.Value != s.Default:
			fmt.Fprintf(&b, "%s = %s\n", s.Key, s.Value)
		}
	}
	_, err = fmt.Fprint(p.Out, b.String())
	return err
}
