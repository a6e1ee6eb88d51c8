package cli_test

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
)

// A list of items has a line each on a terminal of any width: the feed's name yields to the title.
func TestAListFitsATerminal(t *testing.T) {
	rough := newRough(t.TempDir())
	t.Cleanup(rough.Close)
	env := environment(t)
	add := exec.Command(filepath.Join(programDir, "tidings"), "add", rough.URL+"/dates.xml")
	add.Env = env
	if out, err := add.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, width := range []uint16{30, 40, 60, 80} {
		tt := open(t, env, width, 15, "list")
		if code := tt.end(); code != 0 {
			t.Errorf("exit code %d", code)
		}
		out := ansi.Strip(tt.output(0))
		if n := strings.Count(out, "\n"); n != 3 || strings.Contains(out, "Dates") != (width >= 60) || !strings.Contains(out, "Broken da") {
			t.Errorf("at %d columns:\n%s", width, out)
		}
		for line := range strings.Lines(out) {
			if w := ansi.StringWidth(strings.TrimRight(line, "\r\n")); w > int(width) {
				t.Errorf("%d columns on a terminal of %d: %q", w, width, line)
			}
		}
	}
}
