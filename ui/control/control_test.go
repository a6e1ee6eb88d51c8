//go:build unix

package control

import (
	"context"
	"errors"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func serve(t *testing.T) (path string) {
	t.Helper()
	dir, err := os.MkdirTemp("", "ctl") // t.TempDir's names are too long for a socket
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	path = filepath.Join(dir, "tidings", "x.sock")
	l, err := Listen(path)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		l.Serve(ctx, func(_ context.Context, r Request) Answer {
			if r.Do == "fail" {
				return Answer{Error: "no"}
			}
			return Answer{OK: true, State: append([]string{r.Do}, r.Args...)}
		})
		close(done)
	}()
	t.Cleanup(func() {
		stop()
		<-done
		if _, err := os.Lstat(path); err == nil {
			t.Error("the socket was left behind")
		}
	})
	return path
}

func TestAsk(t *testing.T) {
	path := serve(t)
	a, err := Ask(t.Context(), path, Request{Do: "open", Args: []string{"7"}})
	if list, ok := a.State.([]any); err != nil || !a.OK || !ok || len(list) != 2 || list[1] != "7" {
		t.Errorf("%+v %v", a, err)
	}
	if a, err := Ask(t.Context(), path, Request{Do: "fail"}); err != nil || a.OK || a.Error != "no" {
		t.Errorf("%+v %v", a, err)
	}
	if _, err := Listen(path); !errors.Is(err, ErrTaken) {
		t.Errorf("a second listener: %v", err)
	}
	if _, err := Ask(t.Context(), path+"x", Request{Do: "status"}); !errors.Is(err, ErrNobody) {
		t.Errorf("nobody: %v", err)
	}
	for name, want := range map[string]os.FileMode{path: 0o600, filepath.Dir(path): 0o700} {
		if info, err := os.Lstat(name); err != nil || info.Mode().Perm() != want {
			t.Errorf("%s: %v %v", name, info.Mode(), err)
		}
	}
}

func TestBadRequestsHarmNobody(t *testing.T) {
	path := serve(t)
	for _, in := range []string{"\n", "{}\n", "not json\n", `{"do":7}` + "\n", strings.Repeat("x", longestLine+10) + "\n", ""} {
		c, err := net.Dial("unix", path)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = c.Write([]byte(in))
		if strings.HasSuffix(in, "\n") && len(in) < longestLine {
			b := make([]byte, 200)
			n, _ := c.Read(b)
			if !strings.Contains(string(b[:n]), "that is no command") {
				t.Errorf("%q: %q", in, b[:n])
			}
		}
		_ = c.Close()
	}
	// Idle connections take the places, not the socket.
	var idle []net.Conn
	for range 3 * atOnce {
		if c, err := net.Dial("unix", path); err == nil {
			idle = append(idle, c)
		}
	}
	for _, c := range idle {
		_ = c.Close()
	}
	for range 50 {
		if a, err := Ask(t.Context(), path, Request{Do: "status"}); err == nil && a.OK {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Error("no answer after bad requests")
}

func TestStaleSocketAndForeignFolders(t *testing.T) {
	dir, err := os.MkdirTemp("", "ctl")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "x.sock")
	dead, err := net.ListenUnix("unix", &net.UnixAddr{Name: path, Net: "unix"})
	if err != nil {
		t.Fatal(err)
	}
	dead.SetUnlinkOnClose(false)
	_ = dead.Close()
	l, err := Listen(path)
	if err != nil {
		t.Fatalf("a socket that was left behind: %v", err)
	}
	_ = l.socket.Close()
	if err := os.WriteFile(path, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Listen(path); err == nil {
		t.Error("a file was taken for a socket")
	}
	if b, _ := os.ReadFile(path); string(b) != "mine" {
		t.Error("a file that is no socket was removed")
	}
	open := filepath.Join(dir, "open")
	if err := os.Mkdir(open, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(open, 0o755); err != nil {
		t.Fatal(err)
	}
	if _, err := Listen(filepath.Join(open, "x.sock")); err == nil || !strings.Contains(err.Error(), "0700") {
		t.Errorf("a folder that others may enter: %v", err)
	}
	foreign, err := net.ListenUnix("unix", &net.UnixAddr{Name: filepath.Join(open, "y.sock"), Net: "unix"})
	if err != nil {
		t.Fatal(err)
	}
	defer foreign.Close()
	if _, err := Ask(t.Context(), filepath.Join(open, "y.sock"), Request{Do: "status"}); err == nil || !strings.Contains(err.Error(), "0700") {
		t.Errorf("asked in a folder that others may enter: %v", err)
	}
	link := filepath.Join(dir, "link")
	if err := os.Symlink(t.TempDir(), link); err != nil {
		t.Fatal(err)
	}
	if _, err := Listen(filepath.Join(link, "x.sock")); err == nil {
		t.Error("a link was taken for a folder")
	}
}

func TestPath(t *testing.T) {
	t.Setenv("XDG_RUNTIME_DIR", "/run/user/7")
	a, err := Path("/a/tidings.db")
	b, _ := Path("/b/tidings.db")
	if err != nil || a == b || filepath.Dir(a) != "/run/user/7/tidings" || len(a) > 100 {
		t.Errorf("%s %s %v", a, b, err)
	}
	t.Setenv("XDG_RUNTIME_DIR", "")
	if p, err := Path("/a/tidings.db"); err != nil || !strings.HasPrefix(p, os.TempDir()) {
		t.Error(p, err)
	}
}
