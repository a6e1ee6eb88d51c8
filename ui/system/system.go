// Package system is the machine that the interface runs on: its browser, player, clipboard and programs. Addresses and
// titles reach a program as single arguments, never through a shell; one runs only what a person typed.
package system

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"time"

	"github.com/mattn/go-shellwords"

	"tidings/feed"
	"tidings/feed/text"
	"tidings/ui"
)

// handover is how long a program may take to say that it cannot start; one that runs on is taken to have started.
const handover = 2 * time.Second

// System starts programs. The zero value uses the system's own.
type System struct {
	browser []string
	player  []string
}

// New makes a System. browser and player are arguments in which {url} and {title} are replaced; the address is added at the
// end where {url} does not occur. Empty ones stand for the system's.
func New(browser, player []string) System { return System{browser: browser, player: player} }

// OpenURL opens an address in the person's browser: the configured one, the first of $BROWSER that is there, or the
// system's. It returns once the browser has taken it. Only http, https and mailto addresses are opened.
func (s System) OpenURL(ctx context.Context, url string) error {
	safe := text.Canonical(url)
	if safe == "" {
		return errors.New("that address cannot be opened: only http, https and mailto are")
	}
	if len(s.browser) > 0 {
		return start(ctx, fill(s.browser, safe, ""))
	}
	for line := range strings.SplitSeq(os.Getenv("BROWSER"), ":") {
		words, err := shellwords.Parse(line)
		if err != nil || len(words) == 0 {
			continue
		}
		if _, err := exec.LookPath(words[0]); err == nil {
			for i := range words {
				if strings.Contains(words[i], "%s") && strings.ContainsAny(words[i], " \t\n"+shellSigns) { // text for a shell, as in sh -c "w3m %s"
					return errors.New("BROWSER puts the address into a shell’s text, where it could run commands: name a program whose argument is %s")
				}
				words[i] = strings.ReplaceAll(words[i], "%s", "{url}")
			}
			return start(ctx, fill(words, safe, ""))
		}
	}
	for _, words := range browsers() {
		if _, err := exec.LookPath(words[0]); err == nil {
			return start(ctx, fill(words, safe, ""))
		}
	}
	return errors.New("no browser found: set programs.browser in config.toml, or BROWSER")
}

// browsers are the system's ways to open an address, best first.
func browsers() [][]string {
	switch runtime.GOOS {
	case "darwin":
		return [][]string{{"open"}}
	case "windows":
		return [][]string{{"rundll32", "url.dll,FileProtocolHandler"}}
	}
	return [][]string{{"wslview"}, {"xdg-open"}, {"gio", "open"}, {"x-www-browser"}}
}

// Play opens an enclosure in the person's player.
func (s System) Play(ctx context.Context, e feed.Enclosure) error {
	safe := text.URL(e.URL, "")
	if safe == "" {
		return errors.New("that enclosure cannot be opened: only http and https are")
	}
	if len(s.player) > 0 {
		return start(ctx, fill(s.player, safe, e.Title))
	}
	for _, name := range []string{"mpv", "vlc"} {
		if _, err := exec.LookPath(name); err == nil {
			return start(ctx, []string{name, "--", safe})
		}
	}
	return s.OpenURL(ctx, safe)
}

// Copy puts text on the system's clipboard.
func (System) Copy(_ context.Context, text string) error { return writeClipboard(text) }

// Pipe prepares a command, as a person typed it, that reads text on its standard input. What it prints stays until Enter.
func (System) Pipe(command, input string) (ui.Process, error) {
	if needsShell(command) {
		return &process{Cmd: exec.Command(shell(), "-c", command), input: input}, nil
	}
	words, err := shellwords.Parse(command)
	if err != nil {
		return nil, fmt.Errorf("%q: %w", command, err)
	}
	if len(words) == 0 {
		return nil, errors.New("no command")
	}
	if _, err := exec.LookPath(words[0]); err != nil {
		return nil, fmt.Errorf("%s: no such program", words[0])
	}
	return &process{Cmd: exec.Command(words[0], words[1:]...), input: input}, nil
}

// fill replaces {url} and {title} in a command's arguments.
func fill(words []string, url, title string) []string {
	out := make([]string, len(words), len(words)+1)
	named := false
	for i, w := range words {
		named = named || strings.Contains(w, "{url}")
		out[i] = strings.NewReplacer("{url}", url, "{title}", strings.TrimLeft(title, "-")).Replace(w)
	}
	if !named {
		out = append(out, url)
	}
	return out
}

// start starts a program that lives on by itself, and waits a moment for it to fail.
func start(ctx context.Context, words []string) error {
	var said beginning
	c := exec.Command(words[0], words[1:]...)
	c.Stderr = &said
	c.WaitDelay = handover
	if err := c.Start(); err != nil {
		return fmt.Errorf("%s: %w", words[0], err)
	}
	ended := make(chan error, 1)
	go func() { ended <- c.Wait() }()
	select {
	case err := <-ended:
		if err != nil {
			first, _, _ := strings.Cut(strings.TrimSpace(said.String()), "\n")
			return fmt.Errorf("%s: %w: %s", words[0], err, text.Clip(text.Line(first), 200))
		}
	case <-time.After(handover):
	case <-ctx.Done():
	}
	return nil
}

// beginning keeps the beginning of what a program says: a browser may go on for days.
type beginning struct{ bytes.Buffer }

func (b *beginning) Write(p []byte) (int, error) {
	if room := 4096 - b.Len(); room > 0 {
		b.Buffer.Write(p[:min(room, len(p))])
	}
	return len(p), nil
}
