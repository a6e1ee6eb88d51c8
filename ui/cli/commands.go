package cli

import "github.com/spf13/cobra"

// makers make the program's commands, in the order of the help.
func (p *program) makers() []maker {
	return []maker{
		{"add", p.add},
		{"remove", p.remove},
		{"import", p.importFile},
		{"feeds", p.feeds},
		{"set", p.set},
		{"refresh", p.refresh},
		{"daemon", p.daemon},
		{"sync", p.sync},
		{"service", p.service},
		{"doctor", p.doctor},
		{"list", p.list},
		{"unread", p.unread},
		{"search", p.search},
		{"read", p.read},
		{"open", p.open},
		{"bookmark", p.bookmark},
		{"mark", p.mark},
		{"tag", p.tag},
		{"note", p.note},
		{"view", p.view},
		{"undo", p.undo},
		{"ctl", p.ctl},
		{"db", p.db},
		{"export", p.export},
		{"config", p.config},
		{"parse", p.parse},
		{"demo", p.demo},
		{"json", jsonTopic},
	}
}

// maker makes the command of a name.
type maker struct {
	name string
	make func() *cobra.Command
}

// commands makes the commands that args can mean: all of them, in the order of the help, but one where args begin with its name
// and none where they are no more than the interface or the version. A start is shorter by the others' flags and words.
func (p *program) commands(args []string) []*cobra.Command {
	makers := p.makers()
	switch {
	case len(args) == 0, len(args) == 1 && (args[0] == "--version" || args[0] == "-v"):
		return nil
	default:
		for _, m := range makers {
			if m.name == args[0] {
				return []*cobra.Command{m.make()}
			}
		}
	}
	all := make([]*cobra.Command, len(makers))
	for i, m := range makers {
		all[i] = m.make()
	}
	return all
}

// Commands returns the commands for what is made of their words, as the manual is. Nothing stands behind them: they cannot run.
func Commands() *cobra.Command { return (&program{}).root([]string{"help"}) }
