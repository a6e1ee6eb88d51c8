package cli_test

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"tidings/ui/confine"
)

// printed keeps what a program prints while it runs.
type printed struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (p *printed) Write(b []byte) (int, error) { p.mu.Lock(); defer p.mu.Unlock(); return p.b.Write(b) }

func (p *printed) String() string { p.mu.Lock(); defer p.mu.Unlock(); return p.b.String() }

// threads returns how many threads of a process are in a sandbox (which takes NoNewPrivs, proc(5)), and how many are not.
func threads(t *testing.T, pid int) (in, out int) {
	t.Helper()
	files, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/status", pid))
	if err != nil || len(files) == 0 {
		t.Fatalf("the threads of %d cannot be seen: %v", pid, err)
	}
	for _, f := range files {
		b, err := os.ReadFile(f)
		switch {
		case err != nil: // it has ended
		case strings.Contains(string(b), "NoNewPrivs:\t1"):
			in++
		default:
			out++
		}
	}
	return in, out
}

// TestSandbox runs the daemon: it is in its sandbox and does its work there, unless the person says otherwise, or names a program
// that it has to start.
func TestSandbox(t *testing.T) {
	t.Parallel()
	if confine.Supported() == "" {
		t.Skip("this kernel has no Landlock")
	}
	server := newSite(t, func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, rss("Home", item1("One", "")+item1("Two", "")))
	})
	for _, tt := range []struct {
		name, config string
		args         []string
		credential   bool
		in           bool
	}{
		{name: "by default", in: true},
		{name: "a flag", args: []string{"--no-sandbox"}},
		{name: "the config", config: "[safety]\nsandbox = false\n"},
		{name: "a program tells a secret", credential: true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p := newPerson(t, tt.config)
			p.env = append(p.env, "XDG_RUNTIME_DIR="+p.home)
			list, touched := filepath.Join(p.home, "list.txt"), filepath.Join(p.home, "touched")
			if err := os.WriteFile(list, []byte(server.URL+"/"+strings.ReplaceAll(tt.name, " ", "-")+"\n"), 0o600); err != nil {
				t.Fatal(err)
			}
			p.run("", "import", list)
			if tt.credential {
				p.run("", "set", "1", "credential", "cmd:sh -c 'touch "+touched+"; echo me:secret'")
			}
			var out printed
			cmd := exec.Command(filepath.Join(programDir, "tidings"), append([]string{"daemon"}, tt.args...)...)
			cmd.Env, cmd.Dir, cmd.Stdout, cmd.Stderr = p.env, p.home, &out, &out
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			defer func() { _ = cmd.Process.Kill(); _ = cmd.Wait() }()
			for i := 0; !strings.Contains(out.String(), "2 new items"); i++ {
				if i == 600 {
					t.Fatalf("the daemon polled nothing: %s", out.String())
				}
				time.Sleep(50 * time.Millisecond)
			}
			switch in, free := threads(t, cmd.Process.Pid); {
			case tt.in && free > 0, !tt.in && in > 0:
				t.Errorf("%d threads in the sandbox, %d not", in, free)
			}
			if _, err := os.Stat(touched); tt.credential && err != nil {
				t.Errorf("the credential's program could not write: %v", err)
			}
			if sockets, _ := filepath.Glob(filepath.Join(p.home, "tidings", "*.sock")); len(sockets) != 1 {
				t.Errorf("sockets: %v", sockets)
			}
			if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
				t.Fatal(err)
			}
			if err := cmd.Wait(); err != nil {
				t.Errorf("%v: %s", err, out.String())
			}
			if sockets, _ := filepath.Glob(filepath.Join(p.home, "tidings", "*.sock")); len(sockets) != 0 {
				t.Errorf("left behind: %v", sockets)
			}
			p.run("", append([]string{"db", "backup", filepath.Join(p.home, "copy.db")}, tt.args...)...) // writes where the person says
		})
	}
}

// TestImportIsReadInTheSandbox looks at an import while it waits for the file of another reader, which anyone may have made.
func TestImportIsReadInTheSandbox(t *testing.T) {
	t.Parallel()
	if confine.Supported() == "" {
		t.Skip("this kernel has no Landlock")
	}
	p := newPerson(t, "")
	cmd := exec.Command(filepath.Join(programDir, "tidings"), "import", "-")
	var out printed
	cmd.Env, cmd.Dir, cmd.Stdout, cmd.Stderr = p.env, p.home, &out, &out
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = cmd.Process.Kill(); _ = cmd.Wait() }()
	for i := 0; ; i++ {
		within, free := threads(t, cmd.Process.Pid)
		if within > 0 && free == 0 {
			break
		}
		if i == 600 {
			t.Fatalf("%d threads in the sandbox, %d not: %s", within, free, out.String())
		}
		time.Sleep(50 * time.Millisecond)
	}
	_, _ = io.WriteString(in, "https://news.example/feed\n")
	_ = in.Close()
	if err := cmd.Wait(); err != nil || !strings.Contains(out.String(), "1 new feed") {
		t.Errorf("%v: %s", err, out.String())
	}
}
