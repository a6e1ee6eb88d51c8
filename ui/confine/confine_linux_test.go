package confine_test

import (
	"errors"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"tidings/ui/confine"
)

// TestWrites runs itself as a process of its own: what is taken away does not come back.
func TestWrites(t *testing.T) {
	if own := os.Getenv("CONFINE_OWN"); own != "" {
		inside(t, own, os.Getenv("CONFINE_OTHER"))
		return
	}
	if confine.Supported() == "" {
		t.Skip("this kernel has no Landlock")
	}
	own, other := t.TempDir(), t.TempDir()
	if err := os.WriteFile(filepath.Join(other, "theirs"), []byte("theirs"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(other, filepath.Join(own, "link")); err != nil {
		t.Fatal(err)
	}
	c := exec.Command(os.Args[0], "-test.run=^TestWrites$")
	c.Env = append(os.Environ(), "CONFINE_OWN="+own, "CONFINE_OTHER="+other)
	out, err := c.CombinedOutput()
	if err != nil || !strings.Contains(string(out), "PASS") {
		t.Fatalf("%v\n%s", err, out)
	}
	if b, err := os.ReadFile(filepath.Join(other, "theirs")); err != nil || string(b) != "theirs" {
		t.Errorf("the file outside: %q, %v", b, err)
	}
}

func inside(t *testing.T, own, other string) {
	if err := confine.Writes(own); err != nil {
		t.Fatal(err)
	}
	allowed := func(what string, err error) {
		if err != nil {
			t.Errorf("%s: %v", what, err)
		}
	}
	refused := func(what string, err error) {
		if !errors.Is(err, os.ErrPermission) {
			t.Errorf("%s: %v, want it refused", what, err)
		}
	}
	mine, theirs := filepath.Join(own, "mine"), filepath.Join(other, "theirs")
	allowed("write", os.WriteFile(mine, []byte("x"), 0o600))
	allowed("rename", os.Rename(mine, mine+"2"))
	allowed("make a folder", os.Mkdir(filepath.Join(own, "folder"), 0o700))
	allowed("remove", os.Remove(mine+"2"))
	l, err := net.Listen("unix", filepath.Join(own, "socket"))
	allowed("make a socket", err)
	if err == nil {
		_ = l.Close()
	}
	_, err = os.ReadFile(theirs)
	allowed("read outside", err)
	_, err = os.ReadDir("/")
	allowed("list outside", err)
	allowed("write to /dev/null", os.WriteFile(os.DevNull, []byte("x"), 0o600))
	refused("write outside", os.WriteFile(theirs, []byte("mine"), 0o600))
	refused("make outside", os.WriteFile(theirs+"2", nil, 0o600))
	refused("write by a link", os.WriteFile(filepath.Join(own, "link", "theirs"), nil, 0o600))
	refused("remove outside", os.Remove(theirs))
	refused("shorten outside", os.Truncate(theirs, 0))
	refused("start a program", exec.Command("/bin/sh", "-c", "true").Run())
}
