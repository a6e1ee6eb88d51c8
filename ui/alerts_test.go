package ui

import (
	"strings"
	"testing"
)

func TestAlerts(t *testing.T) {
	a := Alert{Title: "Tidings; news", Body: "A \x1b]0;evil\x07title"}
	for _, tt := range []struct {
		env  map[string]string
		want string
	}{
		{map[string]string{"TERM": "xterm-kitty"}, "\x1b]9;Tidings, news: A "},
		{map[string]string{"TERM": "foot"}, "\x1b]777;notify;Tidings, news;A "},
		{map[string]string{"TERM": "xterm-256color", "VTE_VERSION": "7600"}, "\x1b]777;notify;"},
		{map[string]string{"TERM": "tmux-256color", "TMUX": "/tmp/tmux"}, "\x1bPtmux;\x1b\x1b]9;"},
		{map[string]string{"TERM": "screen"}, "\x1bP\x1b]9;"},
	} {
		got := alertBytes(a, func(k string) string { return tt.env[k] })
		if !strings.HasPrefix(got, tt.want) || strings.Contains(got, "]0;evil\x07") {
			t.Errorf("%v: %q", tt.env, got)
		}
	}
	s := start(t, library(), 100, 20)
	s.send(alerted(Alert{Title: "Tidings", Body: "news"}))
	if len(s.out) == 0 {
		t.Error("nothing was sent to the terminal")
	}
}
