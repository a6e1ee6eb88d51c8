package config

import (
	"fmt"
	"path/filepath"
	"strings"
	"time"
)

// Hook is what is done when a new item matches a query: one [[hook]] each.
type Hook struct {
	Query     string   `toml:"query"`
	Command   []string `toml:"command"`
	Notify    bool     `toml:"notify"`
	PerMinute int      `toml:"per_minute"`
	Timeout   Duration `toml:"timeout"`
}

// checkHooks names what is wrong with a hook. That a query can be read is seen where queries are known.
func checkHooks(list []Hook) (key, why string) {
	for i, h := range list {
		switch {
		case len(h.Command) == 0 && !h.Notify:
			why = "a hook has a command, or notify = true"
		case len(h.Command) > 0 && h.Command[0] == "":
			why = "the command’s first word is the program"
		case shellText(h.Command):
			why = shellWords
		case h.PerMinute < 0 || h.PerMinute > 600:
			why = "per_minute is out of range: 1 to 600"
		case h.Timeout != 0 && (h.Timeout < Duration(100*time.Millisecond) || h.Timeout > Duration(10*time.Minute)):
			why = "timeout is out of range: 100ms to 10m"
		default:
			continue
		}
		return "hook", fmt.Sprintf("number %d: %s", i+1, why)
	}
	return "", ""
}

// shellWords says what shellText found, and the way out.
const shellWords = `{url} or {title} in a shell’s text would let whoever writes a feed run commands: write "$1" there, and behind the text the arguments "sh" and "{title}"`

// shellText reports whether a command hands an address or a title to a shell as a part of its program: as in ["sh", "-c", "echo {title}"],
// and behind a program that starts the shell: ["foot", "sh", "-c", "w3m {url}"].
func shellText(command []string) bool {
	shell, text := false, false
	for _, w := range command {
		switch {
		case text:
			if strings.Contains(w, "{url}") || strings.Contains(w, "{title}") {
				return true
			}
			shell, text = false, false // what follows are the text's arguments
		case isShell(w):
			shell = true
		case shell && strings.HasPrefix(w, "-") && !strings.HasPrefix(w, "--"):
			text = strings.HasSuffix(w, "c")
		}
	}
	return false
}

func isShell(program string) bool {
	switch strings.TrimSuffix(strings.ToLower(filepath.Base(program)), ".exe") {
	case "sh", "ash", "bash", "dash", "fish", "ksh", "mksh", "zsh":
		return true
	}
	return false
}
