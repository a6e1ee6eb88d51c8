package nearest

import (
	"strings"
	"testing"
)

func TestWord(t *testing.T) {
	words := []string{"look.theme", "keys.bind", "keys", "yeks"}
	for _, tt := range []struct {
		s    string
		most int
		want string
	}{
		{"look.theme", 0, "look.theme"},
		{"look.them", 0, ""},
		{"look.them", 1, "look.theme"},
		{"loko.theme", 1, ""},
		{"loko.theme", 2, "look.theme"},
		{"keys.bid", Any, "keys.bind"},
		{"", Any, "keys"},
		{strings.Repeat("look.theme", 1000), Any, "look.theme"},
	} {
		if got := Word(tt.s, words, tt.most); got != tt.want {
			t.Errorf("Word(%.20q) within %d = %q, want %q", tt.s, tt.most, got, tt.want)
		}
	}
	if got := Word("a", nil, Any); got != "" {
		t.Errorf("of no words: %q", got)
	}
}
