package sync

import (
	"runtime"
	"strings"
	"testing"

	"github.com/zalando/go-keyring"
)

func TestSecret(t *testing.T) {
	keyring.MockInit()
	t.Setenv("TIDINGS_TEST_SECRET", "from the environment")
	if err := SaveSecret("ann at news.example", "from the keyring"); err != nil {
		t.Fatal(err)
	}
	ask := func(spec string) (string, error) { return Secret(t.Context(), spec, "ann at news.example") }
	for spec, want := range map[string]string{"env:TIDINGS_TEST_SECRET": "from the environment", "keyring": "from the keyring", "": "from the keyring"} {
		if got, err := ask(spec); got != want || err != nil {
			t.Errorf("%q: %q %v", spec, got, err)
		}
	}
	if runtime.GOOS != "windows" {
		if got, err := ask(`cmd:printf '%s\nsecond line' "two  words; $(id)"`); got != "two  words; $(id)" || err != nil {
			t.Errorf("%q %v", got, err)
		}
		if _, err := ask(`cmd:sh -c "echo hunter2; exit 1"`); err == nil || strings.Contains(err.Error(), "hunter2") {
			t.Error(err)
		}
	}
	if err := ForgetSecret("ann at news.example"); err != nil {
		t.Fatal(err)
	}
	for _, spec := range []string{"env:TIDINGS_NOT_SET", "cmd:", "cmd:no-such-program-here", "cmd:'open", "keyring", "hunter2"} {
		if got, err := ask(spec); err == nil || got != "" || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%q: %q %v", spec, got, err)
		}
	}
}
