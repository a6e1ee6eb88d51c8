package control

import (
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
)

// Another user's process is turned away even where folder and socket would let it in.
func TestAnotherUserIsTurnedAway(t *testing.T) {
	if path := os.Getenv("TIDINGS_TEST_DIAL"); path != "" {
		c, err := net.Dial("unix", path)
		if err != nil {
			os.Exit(3)
		}
		_, _ = c.Write([]byte("{\"do\":\"status\"}\n"))
		if n, _ := c.Read(make([]byte, 10)); n > 0 {
			os.Exit(4) // it was answered
		}
		os.Exit(0)
	}
	if os.Getuid() != 0 {
		t.Skip("only root can be two users")
	}
	dir, err := os.MkdirTemp("", "ctl")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "x.sock")
	socket, err := listen(path)
	if err != nil {
		t.Fatal(err)
	}
	program := filepath.Join(dir, "test")
	b, err := os.ReadFile("/proc/self/exe")
	if err != nil {
		t.Skip(err)
	}
	if err := os.WriteFile(program, b, 0o755); err != nil {
		t.Fatal(err)
	}
	for name, mode := range map[string]os.FileMode{dir: 0o755, path: 0o666} {
		if err := os.Chmod(name, mode); err != nil {
			t.Fatal(err)
		}
	}
	asked := false
	done := make(chan struct{})
	go func() {
		l := &Listener{socket}
		c, err := l.socket.AcceptUnix()
		if err == nil && checkPeer(c) == nil {
			asked = true
			_, _ = c.Write([]byte("answered"))
		}
		if err == nil {
			_ = c.Close()
		}
		close(done)
	}()
	cmd := exec.Command(program, "-test.run", "TestAnotherUserIsTurnedAway")
	cmd.Dir = "/"
	cmd.Env = append(os.Environ(), "TIDINGS_TEST_DIAL="+path)
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534, NoSetGroups: true}}
	out, err := cmd.CombinedOutput()
	_ = socket.Close()
	<-done
	if err != nil || asked {
		t.Errorf("%v %s, asked %v", err, out, asked)
	}
}
