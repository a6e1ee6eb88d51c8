package system

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestEdit(t *testing.T) {
	t.Setenv("VISUAL", "")
	t.Setenv("EDITOR", "")
	if _, _, err := (System{}).Edit("x"); !errors.Is(err, ErrNoEditor) {
		t.Error(err)
	}
	t.Setenv("EDITOR", "/no/such/editor")
	if _, _, err := (System{}).Edit("x"); err == nil || !strings.Contains(err.Error(), "no such program") {
		t.Error(err)
	}
	program, kept := script(t, `for last; do :; done; ls -l "$last" >> `+"\"$0.ls\""+`; echo more >> "$last"`)
	t.Setenv("EDITOR", program+" --flag 'a b'")
	p, result, err := (System{}).Edit("one\n")
	if err != nil {
		t.Fatal(err)
	}
	p.SetStdin(os.Stdin)
	if err := p.Run(); err != nil {
		t.Fatal(err)
	}
	if text, err := result(); err != nil || text != "one\nmore\n" {
		t.Errorf("%q %v", text, err)
	}
	b, err := os.ReadFile(kept)
	args := strings.Split(strings.TrimSpace(string(b)), "\n")
	if err != nil || len(args) != 3 || args[1] != "a b" {
		t.Fatalf("%q %v", args, err)
	}
	if _, err := os.Stat(filepath.Dir(args[2])); !os.IsNotExist(err) {
		t.Error("the file was left behind:", err)
	}
	if mode, err := os.ReadFile(program + ".ls"); err != nil || !strings.HasPrefix(string(mode), "-rw-------") {
		t.Errorf("%s %v", mode, err)
	}
}
