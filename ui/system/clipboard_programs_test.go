//go:build !windows && !darwin && !plan9

package system

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
)

func TestCopyTakesTheProgramThatTheScreenNeeds(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("PATH", dir)
	t.Setenv("DISPLAY", "")
	t.Setenv("WAYLAND_DISPLAY", "")
	for _, name := range []string{"wl-copy", "xclip", "xsel"} {
		script := "#!/bin/sh\nwhile read -r line; do echo \"$line\" >>" + filepath.Join(dir, name+".got") + "; done\n"
		if err := os.WriteFile(filepath.Join(dir, name), []byte(script), 0o700); err != nil { // a program
			t.Fatal(err)
		}
	}
	if err := (System{}).Copy(context.Background(), "nowhere\n"); !errors.Is(err, errNoClipboard) {
		t.Errorf("without a screen: %v", err)
	}
	for _, c := range []struct{ variable, program string }{{"DISPLAY", "xclip"}, {"WAYLAND_DISPLAY", "wl-copy"}} {
		t.Setenv(c.variable, ":0")
		if err := (System{}).Copy(context.Background(), c.program+" ünd\n"); err != nil {
			t.Fatal(err)
		}
		got, err := os.ReadFile(filepath.Join(dir, c.program+".got"))
		if err != nil || string(got) != c.program+" ünd\n" {
			t.Errorf("%s got %q, %v", c.program, got, err)
		}
	}
}
