// Package cli is the command line: it reads arguments, asks the rooms below, and prints. It opens nothing by itself: main
// hands it the wiring. Exit codes are 0 for success, 1 for a failure and 2 for wrong usage; a failure is one line on
// standard error that names the thing and the way out.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"tidings/feed/text"
	"tidings/store/config"
)

// Streams are the program's standard streams.
type Streams struct {
	In       io.Reader
	Out, Err io.Writer
}

// Wiring is what main gives the commands.
type Wiring struct {
	Version string
	// Session opens the store at these places and joins the rooms around it. The caller closes it.
	Session func(ctx context.Context, paths config.Paths, c config.Config) (*Session, error)
	// Salvage puts the damaged store at path aside, saves what can be read into a new one, and says in words what it did.
	Salvage func(ctx context.Context, path string) ([]string, error)
	// Prepare is called when the interface is asked for, before the settings are read and the store is opened: what can be got
	// ready beside that begins.
	Prepare func()
	// Interface runs the terminal interface until the person leaves it.
	Interface func(ctx context.Context, s *Session) error
}

// program is one run of the command line.
type program struct {
	Streams
	Wiring
	where     config.Where
	over      []string // settings for this run, from --set
	linear    bool
	ascii     bool
	noSandbox bool
	command   *cobra.Command // being carried out
	paged     io.Writer      // the pager that long texts go to; nil for none
}

// usageError is wrong usage: exit code 2.
type usageError struct{ error }

// Run carries out the arguments and returns the exit code.
func Run(ctx context.Context, args []string, s Streams, w Wiring) int {
	p := &program{Streams: s, Wiring: w}
	root := p.root(args)
	root.SetArgs(minusWords(root, args))
	root.SetIn(s.In)
	root.SetOut(s.Out)
	root.SetErr(s.Err)
	err := root.ExecuteContext(ctx)
	var wrong usageError
	switch {
	case err == nil:
		return 0
	case errors.As(err, &wrong):
		fmt.Fprintf(s.Err, "tidings: %s\n", oneLine(err))
		return 2
	case errors.Is(err, context.Canceled): // by a signal: a command that listens to Ctrl-C itself has a context of its own
		fmt.Fprintln(s.Err, "tidings: stopped")
		return 1
	default:
		fmt.Fprintf(s.Err, "tidings: %s\n", oneLine(err))
		return 1
	}
}

// oneLine keeps an error to one line, free of what a server or a file name might have put into it, and of passwords in addresses.
func oneLine(err error) string {
	return text.Bare(text.Line(strings.ReplaceAll(err.Error(), "\n", "; ")))
}

// root makes the commands that args can mean.
func (p *program) root(args []string) *cobra.Command {
	var version bool
	root := &cobra.Command{
		Use:   "tidings",
		Short: "Read the news in a terminal, and nothing else",
		Long: "Tidings shows the news and nothing else: it follows the feeds that you choose and sets each article as\n" +
			"clean text, without appeals, newsletter boxes, banners and promos. Without a command it opens the interface.",
		Example: "  tidings                                open the interface\n" +
			"  tidings demo                           look around, without a network\n" +
			"  tidings add https://example.org        follow a site\n" +
			"  tidings read https://example.org/news  read one page",
		Args:          noCommand,
		SilenceErrors: true,
		SilenceUsage:  true,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if version { // cobra's own needs a template to say it so
				_, err := fmt.Fprintln(p.Out, "tidings", p.Version)
				return err
			}
			return p.openInterface(cmd.Context())
		},
	}
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return usageError{fmt.Errorf("%w; see '%s --help'", flagError(err), cmd.CommandPath())}
	})
	f := root.PersistentFlags()
	f.StringVar(&p.where.Profile, "profile", "", "use the feeds and marks of another profile (TIDINGS_PROFILE)")
	f.StringVar(&p.where.Data, "data", "", "keep the store in this folder (TIDINGS_DATA)")
	f.StringVar(&p.where.Config, "config", "", "read this config file (TIDINGS_CONFIG)")
	f.StringArrayVar(&p.over, "set", nil, "set a setting for this run: --set look.theme=paper (TIDINGS_LOOK_THEME)")
	root.Flags().BoolVarP(&version, "version", "v", false, "version for tidings")
	root.Flags().BoolVar(&p.linear, "linear", false, "write line after line in place of drawing a screen, for screen readers")
	asciiFlag(root, &p.ascii)
	f.BoolVar(&p.noSandbox, "no-sandbox", false, "keep the right to write any file and to start programs (safety.sandbox)")
	root.PersistentPreRun = func(cmd *cobra.Command, _ []string) {
		p.command = cmd
		if p.ascii {
			p.over = append(p.over, "look.ascii=true")
		}
	}
	root.AddCommand(p.commands(args)...)
	for _, c := range root.Commands() {
		usageArgs(c)
	}
	p.completions(root)
	p.quoted(root)
	refuseUnknown(root)
	return root
}

// refuseUnknown has the commands that cobra makes refuse words that mean nothing to them, as all others do.
func refuseUnknown(root *cobra.Command) {
	root.InitDefaultHelpCmd()
	for _, c := range root.Commands() {
		switch c.Name() {
		case "completion":
			c.Args = noCommand
			c.RunE = func(cmd *cobra.Command, _ []string) error { return cmd.Help() }
		case "help":
			c.Args = func(_ *cobra.Command, args []string) error {
				if at, rest, err := root.Find(args); err == nil && at != root || len(args) == 0 || len(rest) == 0 {
					return nil
				}
				return noCommand(root, args)
			}
		}
	}
}

// asciiFlag gives a command that opens the interface the flag --ascii.
func asciiFlag(c *cobra.Command, on *bool) {
	c.Flags().BoolVar(on, "ascii", false, "draw lines and marks with ASCII characters only (look.ascii)")
}

// noCommand refuses words that are no command, naming the nearest one.
func noCommand(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	hint := "; see '" + cmd.CommandPath() + " --help'"
	cmd.SuggestionsMinimumDistance = 2 // cobra sets its default only where it complains itself
	if near := cmd.SuggestionsFor(args[0]); len(near) > 0 {
		hint = fmt.Sprintf("; did you mean '%s'?", near[0])
	}
	return usageError{fmt.Errorf("no command %q%s", args[0], hint)}
}

// usageArgs makes complaints about a command's arguments wrong usage, and points at its help.
func usageArgs(c *cobra.Command) {
	if check := c.Args; check != nil {
		c.Args = func(cmd *cobra.Command, args []string) error {
			if err := check(cmd, args); err != nil {
				if errors.As(err, new(usageError)) { // it says all
					return err
				}
				if counts(cmd, args, err) {
					err = miscounted(func(args []string) bool { return check(cmd, args) == nil }, args)
				}
				return usageError{fmt.Errorf("%s: %w; write it as '%s %s', see '%s --help'", cmd.Name(), err, cmd.Parent().CommandPath(), cmd.Use, cmd.CommandPath())}
			}
			return nil
		}
	}
	for _, sub := range c.Commands() {
		usageArgs(sub)
	}
}

// counts reports whether cobra's complaint is about the number of arguments.
func counts(cmd *cobra.Command, args []string, err error) bool {
	return strings.Contains(err.Error(), " arg(s), ") || len(args) > 0 && !cmd.HasSubCommands() && cobra.NoArgs(cmd, args[:1]).Error() == err.Error()
}

// miscounted says which of the arguments is one too many, or that there are too few; fits tells whether some would do.
func miscounted(fits func([]string) bool, args []string) error {
	for n := len(args) - 1; n >= 0; n-- {
		if fits(args[:n]) {
			return fmt.Errorf("%q is too much", args[n])
		}
	}
	return errors.New("something is missing")
}

// session opens the store of the chosen profile and reads the config over the defaults.
func (p *program) session(ctx context.Context) (*Session, error) {
	paths, c, err := p.settings()
	if err != nil {
		return nil, err
	}
	s, err := p.Wiring.Session(ctx, paths, c)
	if err == nil {
		s.Gather = func() (config.Layers, error) { return config.Gather(paths, os.Environ(), p.over) }
	}
	return s, err
}

// settings finds the profile's places and reads all its settings over the defaults.
func (p *program) settings() (config.Paths, config.Config, error) {
	paths, l, err := p.layers()
	return paths, l.Config, err
}

// layers is settings with where each value comes from.
func (p *program) layers() (config.Paths, config.Layers, error) {
	paths, err := config.Find(p.where)
	if err != nil {
		return paths, config.Layers{}, err
	}
	l, err := config.Gather(paths, os.Environ(), p.over)
	if err == nil {
		err = checkTheme(l, paths)
	}
	return paths, l, err
}

// with runs f in a session and closes it; the first error counts.
func (p *program) with(ctx context.Context, f func(*Session) error) error {
	s, err := p.session(ctx)
	if err != nil {
		return err
	}
	if err = p.confine(ctx, p.command, s); err == nil {
		err = f(s)
	}
	return errors.Join(err, s.Close())
}

func (p *program) openInterface(ctx context.Context) error {
	if !isTerminal(p.In) || !isTerminal(p.Out) {
		return usageError{errors.New("the interface needs a terminal; in a pipe use 'tidings list' or 'tidings read'")}
	}
	if err := p.canDraw(); err != nil {
		return err
	}
	p.Prepare()
	err := p.with(ctx, func(s *Session) error {
		s.Linear = p.linear
		return p.Interface(ctx, s)
	})
	if demoAsked(err) {
		return p.runDemo(ctx, false)
	}
	return err
}

// canDraw says what to do on a terminal that says of itself that it cannot move its cursor, as an editor's shell window.
func (p *program) canDraw() error {
	if os.Getenv("TERM") == "dumb" && !p.linear {
		return usageError{errors.New("this terminal (TERM=dumb) shows no drawn screen: --linear writes line after line")}
	}
	return nil
}

func isTerminal(stream any) bool {
	f, ok := stream.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// columns is the width of the terminal behind Out, or fallback.
func (p *program) columns(fallback int) int {
	if f, ok := p.Out.(*os.File); ok {
		if w, _, err := term.GetSize(int(f.Fd())); err == nil && w > 0 {
			return w
		}
	}
	return fallback
}
