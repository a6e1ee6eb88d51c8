package cli

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"tidings/feed"
	"tidings/feed/fetch"
	"tidings/feed/text"
)

// maxSetting is the longest value read from standard input, in bytes: tokens are shorter.
const maxSetting = 64 << 10

func (p *program) set() *cobra.Command {
	c := &cobra.Command{
		Use:   "set FEED [SETTING [VALUE]]",
		Short: "Show or change the settings of one feed: interval, credential, proxy, filter …",
		Long: "Show the settings of a feed, or change one. An empty value (\"\") brings the default back; the value - is read from\n" +
			"standard input, for what should not stand in the shell's history. 'tidings undo' takes a change back.\n\n" + settingsHelp(),
		Example: "  tidings set 3                                 show all\n" +
			"  tidings set 3 interval 2h\n" +
			"  tidings set 3 credential 'cmd:pass show news'  the first line is user:password or bearer TOKEN\n" +
			"  tidings set 3 header.X-Token - < token.txt\n" +
			"  tidings set 3 proxy socks5://127.0.0.1:9050",
		Args: cobra.RangeArgs(1, 3),
		ValidArgsFunction: fitting(func(cmd *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
			switch len(args) {
			case 0:
				return p.completeFeeds(cmd.Context())
			case 1:
				return feed.SettingNames(), names
			}
			switch args[1] {
			case "folder":
				return p.completeFolders(cmd.Context())
			case "cookies":
				return nil, cobra.ShellCompDirectiveDefault // a file
			case "paused", "full_text", "allow_private":
				return []string{"true", "false"}, names
			}
			return nil, names
		}),
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.library(cmd.Context(), func(l Library) error {
				f, err := findFeed(cmd.Context(), l, args[0])
				if err != nil {
					return err
				}
				if len(args) < 3 {
					return p.showSettings(f, args[1:])
				}
				value, err := p.settingValue(args[1], args[2])
				if err != nil {
					return err
				}
				if err := feed.Set(&f, args[1], value); err != nil {
					return usageError{err}
				}
				if err := l.UpdateFeed(cmd.Context(), f); err != nil {
					return err
				}
				if f, err = l.Feed(cmd.Context(), f.ID); err != nil {
					return err
				}
				return p.showSettings(f, args[1:2])
			})
		},
	}
	return c
}

func settingsHelp() string {
	var b strings.Builder
	for _, s := range feed.Describe(feed.Feed{}) {
		fmt.Fprintf(&b, "  %-14s %s\n", s.Name, s.Doc)
	}
	fmt.Fprintf(&b, "  %-14s %s", "header.NAME", "an HTTP header; sent to the feed's own server, never shown")
	return b.String()
}

// settingValue reads a value from standard input where the person asks for it, and makes a file's name one that holds in any
// folder. A cookies file that others may read is told of, and one that holds a browser's cookies of all sites.
func (p *program) settingValue(name, value string) (string, error) {
	if value == "-" {
		b, err := bufio.NewReader(io.LimitReader(p.In, maxSetting)).ReadString('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			return "", fmt.Errorf("%s: read standard input: %w", name, err)
		}
		value = strings.TrimRight(b, "\r\n")
	}
	if name != "cookies" || value == "" {
		return value, nil
	}
	path, err := filepath.Abs(value)
	if err != nil {
		return "", err
	}
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return "", fmt.Errorf("cookies: %w", err)
	case !info.Mode().IsRegular():
		return "", fmt.Errorf("cookies: %s is not a file", path)
	case info.Mode().Perm()&0o077 != 0 && os.PathSeparator == '/':
		fmt.Fprintf(p.Err, "tidings: others on this machine may read %s: chmod 600 it\n", text.Line(path))
	}
	if n, err := fetch.CookieSites(path); err == nil && n > 1 {
		fmt.Fprintf(p.Err, "tidings: %s holds cookies of %d sites, and those go along wherever a link of this feed leads to one: leave in it only those that the feed is to have\n", text.Line(path), n)
	}
	return path, nil
}

// showSettings prints all settings of a feed, or the one that is named.
func (p *program) showSettings(f feed.Feed, names []string) error {
	w := tabwriter.NewWriter(p.Out, 0, 0, 2, ' ', 0)
	found := len(names) == 0
	for _, s := range feed.Describe(f) {
		if len(names) > 0 && !strings.EqualFold(s.Name, names[0]) {
			continue
		}
		found = true
		fmt.Fprintf(w, "%s\t%s\t%s\n", s.Name, firstOf(s.Value, "-"), s.Doc)
	}
	if !found && !strings.HasPrefix(names[0], "header.") {
		return usageError{fmt.Errorf("no setting %q; 'tidings set --help' names them", names[0])}
	}
	if !found {
		fmt.Fprintf(w, "%s\t-\t\n", names[0])
	}
	return w.Flush()
}

// ownSettings are the settings that a person changed, "name=value", for the list of feeds.
func ownSettings(f feed.Feed) map[string]string {
	own := map[string]string{}
	for _, s := range feed.Describe(f) {
		if s.Value != "" && s.Name != "address" && s.Name != "folder" {
			own[s.Name] = s.Value
		}
	}
	return own
}
