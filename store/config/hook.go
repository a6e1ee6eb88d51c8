package config

import (
	"fmt"
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
