package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"tidings/feed/text"
	"tidings/store/config"
)

func (p *program) service() *cobra.Command {
	c := &cobra.Command{
		Use:   "service",
		Short: "Let the system run the daemon, or refresh now and then: install, remove, status, print",
		Long: "Put a unit of systemd (Linux) or launchd (macOS) where the system looks for yours, and start it; no other user is\n" +
			"touched and no rights are needed. Elsewhere 'tidings service print cron' shows a line for your crontab.",
		Example: "  tidings service install            the daemon, always\n" +
			"  tidings service install --timer    a refresh every quarter of an hour\n" +
			"  tidings service print cron         a line for a crontab",
		Args: noCommand,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	c.AddCommand(p.serviceInstall(), p.serviceRemove(), p.serviceStatus(), p.servicePrint())
	return c
}

// unit is what is to be run, and under which name.
type unit struct {
	name  string   // "tidings", or "tidings-PROFILE"
	exe   string   // the program
	flags []string // --profile, --data and --config as they were given
}

// unit is the unit of the profile that was asked for.
func (p *program) unit() (unit, error) {
	exe, err := os.Executable()
	if err != nil {
		return unit{}, fmt.Errorf("find the program: %w", err)
	}
	if strings.Contains(exe, string(filepath.Separator)+"go-build") {
		return unit{}, errors.New("this program is a temporary one ('go run'): install it first, with 'go install .'")
	}
	u := unit{name: "tidings"}
	if u.exe = text.Line(exe); u.exe != exe {
		return unit{}, fmt.Errorf("%s: the program’s path holds characters that no unit can hold; install it elsewhere", exe)
	}
	w := p.where.WithEnvironment()
	if w.Profile != "" {
		if _, err := config.Find(p.where); err != nil { // also that the name is one
			return unit{}, err
		}
		u.name += "-" + w.Profile
		u.flags = append(u.flags, "--profile", w.Profile)
	}
	for _, f := range []struct{ flag, value string }{{"--data", w.Data}, {"--config", w.Config}} {
		if f.value == "" {
			continue
		}
		abs, err := filepath.Abs(f.value)
		if err != nil {
			return unit{}, err
		}
		path := text.Line(abs)
		if path != abs { // neither a unit nor a crontab can hold a line's end, and what is printed goes to a terminal
			return unit{}, fmt.Errorf("%s %s: the path holds characters that no unit can hold; use another folder", f.flag, abs)
		}
		u.flags = append(u.flags, f.flag, path)
	}
	return u, nil
}

// file is one that the service consists of.
type file struct{ path, text string }

// manager is the system's way to run things for a person.
type manager struct {
	files  []file
	enable []string   // the command that has it begin with each login; nil: its files are enough
	start  [][]string // commands that begin it now; the first error counts
	stop   [][]string // commands that end it; errors are no matter
	reload [][]string // after files were removed
	status []string
}

// manager is the system's manager for the unit; with timer it runs a refresh now and then, else the daemon always.
func (u unit) manager(timer bool, every time.Duration) (manager, error) {
	switch runtime.GOOS {
	case "linux":
		return u.systemd(timer, every)
	case "darwin":
		return u.launchd(timer, every)
	}
	return manager{}, fmt.Errorf("there is no service manager for %s that 'tidings service' knows: 'tidings service print cron' shows a line for a crontab; on Windows use the task scheduler: schtasks /create /sc minute /mo 15 /tn Tidings /tr \"tidings refresh --due\"", runtime.GOOS)
}

func (p *program) serviceInstall() *cobra.Command {
	var timer bool
	var every time.Duration
	c := &cobra.Command{
		Use:   "install",
		Short: "Install and start the daemon, or a timer",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := oftenEnough(every); err != nil {
				return err
			}
			u, err := p.unit()
			if err != nil {
				return err
			}
			m, err := u.manager(timer, every)
			if err != nil {
				return err
			}
			other, err := u.manager(!timer, every)
			if err != nil {
				return err
			}
			if _, err := p.take(cmd.Context(), other); err != nil { // one of them is enough
				return err
			}
			for _, f := range m.files {
				if err := writeUnit(f); err != nil {
					return err
				}
				fmt.Fprintln(p.Out, "wrote "+text.Line(f.path))
			}
			if err := m.begin(cmd.Context()); err != nil {
				return err
			}
			_, err = fmt.Fprintln(p.Out, "started; 'tidings service status' tells how it goes, 'tidings service remove' ends it")
			return err
		},
	}
	c.Flags().BoolVar(&timer, "timer", false, "refresh now and then, in place of a daemon")
	c.Flags().DurationVar(&every, "every", 15*time.Minute, "with --timer: how often")
	return c
}

// begin has what was installed run, now and from now on.
func (m manager) begin(ctx context.Context) error {
	const way = "'tidings service print cron' shows a way without"
	if m.enable != nil {
		if err := quiet(ctx, m.enable); err != nil {
			return fmt.Errorf("the files are there, but nothing starts them: %w; %s, 'tidings service remove' takes them away", err, way)
		}
	}
	for _, c := range m.start {
		if err := quiet(ctx, c); err != nil {
			return fmt.Errorf("the files are there, but could not be started now: %w; they start with your next login, and %s", err, way)
		}
	}
	return nil
}

// take ends what a manager runs and takes its files away; it returns how many there were.
func (p *program) take(ctx context.Context, m manager) (gone int, err error) {
	there := false
	for _, f := range m.files {
		_, err := os.Lstat(f.path)
		there = there || err == nil
	}
	if !there {
		return 0, nil
	}
	for _, c := range m.stop {
		_ = quiet(ctx, c) // it may not run
	}
	for _, f := range m.files {
		links, _ := filepath.Glob(filepath.Join(filepath.Dir(f.path), "*.wants", filepath.Base(f.path))) // where systemctl could not be had
		for _, l := range links {
			_ = os.Remove(l)
		}
		if err := os.Remove(f.path); err == nil {
			gone++
			fmt.Fprintln(p.Out, "removed "+text.Line(f.path))
		} else if !errors.Is(err, os.ErrNotExist) {
			return gone, err
		}
	}
	for _, c := range m.reload {
		_ = quiet(ctx, c)
	}
	return gone, nil
}

// writeUnit writes a file whole or not at all.
func writeUnit(f file) error {
	if err := os.MkdirAll(filepath.Dir(f.path), 0o700); err != nil {
		return err
	}
	t, err := os.CreateTemp(filepath.Dir(f.path), ".tidings-*")
	if err != nil {
		return err
	}
	_, err = t.WriteString(f.text)
	if err = errors.Join(err, t.Close()); err == nil {
		err = os.Rename(t.Name(), f.path) // CreateTemp's mode is 0600
	}
	if err != nil {
		_ = os.Remove(t.Name())
	}
	return err
}

// quiet runs a command of the service manager's; its own words are in the error.
func quiet(ctx context.Context, words []string) error {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	var said bytes.Buffer
	c := exec.CommandContext(ctx, words[0], words[1:]...)
	c.Stdout, c.Stderr = &said, &said
	c.WaitDelay = time.Second
	if err := c.Run(); err != nil {
		if said := text.Line(said.String()); said != "" {
			err = fmt.Errorf("%w: %s", err, text.Clip(said, 200))
		}
		return fmt.Errorf("%s: %w", strings.Join(words, " "), err)
	}
	return nil
}

func (p *program) serviceRemove() *cobra.Command {
	return &cobra.Command{
		Use:   "remove",
		Short: "Stop what was installed and remove its files; feeds and marks stay",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			u, err := p.unit()
			if err != nil {
				return err
			}
			gone := 0
			for _, timer := range []bool{false, true} {
				m, err := u.manager(timer, time.Hour)
				if err != nil {
					return err
				}
				n, err := p.take(cmd.Context(), m)
				if err != nil {
					return err
				}
				gone += n
			}
			if gone == 0 {
				fmt.Fprintln(p.Out, "nothing was installed")
			}
			return nil
		},
	}
}

func oftenEnough(every time.Duration) error {
	if every < time.Minute || every > 24*time.Hour {
		return usageError{fmt.Errorf("--every %s: give 1m to 24h", every)}
	}
	return nil
}

func (p *program) servicePrint() *cobra.Command {
	var every time.Duration
	c := &cobra.Command{
		Use:       "print systemd|timer|launchd|cron",
		Short:     "Print the files that install would write, or a crontab's line",
		ValidArgs: []string{"systemd", "timer", "launchd", "cron"},
		Args:      cobra.MatchAll(cobra.ExactArgs(1), cobra.OnlyValidArgs),
		RunE: func(_ *cobra.Command, args []string) error {
			if err := oftenEnough(every); err != nil {
				return err
			}
			u, err := p.unit()
			if err != nil {
				return err
			}
			var m manager
			switch args[0] {
			case "systemd", "timer":
				m, err = u.systemd(args[0] == "timer", every)
			case "launchd":
				m, err = u.launchd(false, every)
			case "cron":
				var line string
				if line, err = u.cron(every); err == nil {
					_, err = fmt.Fprint(p.Out, line)
				}
			}
			for _, f := range m.files {
				fmt.Fprintf(p.Out, "# %s\n%s\n", filepath.Base(f.path), f.text)
			}
			return err
		},
	}
	c.Flags().DurationVar(&every, "every", 15*time.Minute, "how often a timer or cron refreshes")
	return c
}
