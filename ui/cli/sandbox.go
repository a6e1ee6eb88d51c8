package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"tidings/feed"
	"tidings/ui/confine"
	"tidings/ui/control"
)

// confined are the commands that read what strangers send, and neither start programs by themselves nor write elsewhere than in the
// store's folder. The interface is not among them: it starts the browser, a player and whatever a text is piped to, and what is
// taken from a process is taken from its children. Nor are the commands that write files where the person says.
var confined = []string{"add", "bookmark", "daemon", "doctor", "feeds", "import", "list", "read", "refresh", "remove", "search", "set", "undo", "unread"}

// asking are those of them that ask servers, and may need a program that tells a feed's secret.
var asking = []string{"add", "bookmark", "daemon", "doctor", "read", "refresh"}

// confine puts the process that carries out cmd into its sandbox, once the store is open. It does not where the person said so,
// where the system has none, and where a program is configured that the process may have to start: it would be in the sandbox, too,
// and a password manager that cannot write its files fails.
func (p *program) confine(ctx context.Context, cmd *cobra.Command, s *Session) error {
	if cmd == nil || p.noSandbox || !s.Config.Safety.Sandbox || !slices.Contains(confined, cmd.Name()) || cmd.Parent() != cmd.Root() {
		return nil
	}
	if one, err := cmd.Flags().GetBool("count"); err == nil && one {
		return nil // a number of the store's own, nobody's text, asked for every second by a status bar: the sandbox costs more than it
	}
	var feeds []feed.Feed
	if slices.Contains(asking, cmd.Name()) { // for a list of twenty items, reading a thousand feeds takes longer than the rest
		var err error
		if feeds, err = s.Library.Feeds(ctx); err != nil {
			return err
		}
	}
	if startsPrograms(s, feeds) {
		return nil
	}
	folders := []string{filepath.Dir(s.Paths.Store)}
	if cmd.Name() == "daemon" {
		if socket, err := control.Path(s.Paths.Store); err == nil && os.MkdirAll(filepath.Dir(socket), 0o700) == nil {
			folders = append(folders, filepath.Dir(socket))
		}
	}
	if err := confine.Writes(folders...); err != nil && !errors.Is(err, confine.ErrUnsupported) {
		return fmt.Errorf("the sandbox could not be set up: %w; --no-sandbox does without", err)
	}
	return nil
}

// startsPrograms reports whether the settings name a program that a command may have to start: a hook's, or one that tells a secret.
func startsPrograms(s *Session, feeds []feed.Feed) bool {
	for _, h := range s.Config.Hooks {
		if len(h.Command) > 0 {
			return true
		}
	}
	if s.Config.Sync.Kind != "" {
		return true // its password may come from a program or the keyring
	}
	return slices.ContainsFunc(feeds, func(f feed.Feed) bool { return strings.HasPrefix(f.Settings.Credential, "cmd:") })
}

// confineReader is confine for commands that only read a file or standard input: they keep no right to write at all.
func (p *program) confineReader() {
	if _, c, err := p.settings(); err != nil || c.Safety.Sandbox && !p.noSandbox {
		_ = confine.Writes() // reading a file goes on where there is no sandbox
	}
}
