package cli

import "github.com/spf13/cobra"

// commands are the program's commands, in the order of the help.
func (p *program) commands() []*cobra.Command {
	return []*cobra.Command{
		p.add(), p.remove(), p.importFile(), p.feeds(), p.set(), p.refresh(), p.daemon(), p.sync(), p.service(), p.doctor(),
		p.list(), p.unread(), p.search(), p.read(), p.open(), p.bookmark(), p.mark(), p.tag(), p.note(), p.view(),
		p.undo(), p.ctl(), p.db(), p.export(), p.config(), p.parse(), p.demo(), jsonTopic(),
	}
}

// Commands returns the commands for what is made of their words, as the manual is. Nothing stands behind them: they cannot run.
func Commands() *cobra.Command { return (&program{}).root() }
