package cli_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	"golang.org/x/sys/unix"
)

// terminal is the program running on a pseudo-terminal, with everything that it has sent there.
type terminal struct {
	t    *testing.T
	cmd  *exec.Cmd
	side *os.File // the terminal's side
	mu   sync.Mutex
	sent bytes.Buffer
	done chan error
	read chan struct{}
}

// environment is that of a person whose home is a new folder.
func environment(t *testing.T) []string {
	home := t.TempDir()
	return []string{"HOME=" + home, "TMPDIR=" + home, "PATH=/usr/bin:/bin", "TERM=xterm-256color", "LANG=C.UTF-8", "TZ=UTC"}
}

// open starts the program on a terminal of the given size.
func open(t *testing.T, env []string, columns, rows uint16, args ...string) *terminal {
	t.Helper()
	side, err := os.OpenFile("/dev/ptmx", os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Skipf("no pseudo-terminals here: %v", err)
	}
	fd := int(side.Fd())
	n, err := unix.IoctlGetInt(fd, unix.TIOCGPTN)
	if err == nil {
		err = unix.IoctlSetPointerInt(fd, unix.TIOCSPTLCK, 0)
	}
	if err == nil {
		err = unix.IoctlSetWinsize(fd, unix.TIOCSWINSZ, &unix.Winsize{Row: rows, Col: columns})
	}
	if err != nil {
		t.Skipf("no pseudo-terminals here: %v", err)
	}
	program, err := os.OpenFile(fmt.Sprintf("/dev/pts/%d", n), os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Skipf("no pseudo-terminals here: %v", err)
	}
	defer func() { _ = program.Close() }()
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Minute)
	t.Cleanup(cancel)
	cmd := exec.CommandContext(ctx, filepath.Join(programDir, "tidings"), args...)
	cmd.Env = env
	cmd.Stdin, cmd.Stdout, cmd.Stderr = program, program, program
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	tt := &terminal{t: t, cmd: cmd, side: side, done: make(chan error, 1), read: make(chan struct{})}
	go func() {
		defer close(tt.read)
		buf := make([]byte, 64<<10)
		for {
			n, err := side.Read(buf)
			tt.mu.Lock()
			tt.sent.Write(buf[:n])
			tt.mu.Unlock()
			if err != nil { // EIO: the last program on the terminal has gone
				return
			}
		}
	}()
	go func() { tt.done <- cmd.Wait() }()
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		<-tt.read
		_ = side.Close()
	})
	return tt
}

// output is all that was sent so far, from byte offset on.
func (tt *terminal) output(offset int) string {
	tt.mu.Lock()
	defer tt.mu.Unlock()
	return string(tt.sent.Bytes()[offset:])
}

// wait waits until a text was sent after byte offset, its escapes left out, and returns where the output ends then. The
// limit is for a machine with much else to do.
func (tt *terminal) wait(offset int, text string) int {
	tt.t.Helper()
	for range 900 {
		if out := tt.output(offset); strings.Contains(ansi.Strip(out), text) {
			return offset + len(out)
		}
		time.Sleep(50 * time.Millisecond)
	}
	tt.t.Fatalf("%q did not come; last of the screen: %q", text, tail(ansi.Strip(tt.output(0))))
	return 0
}

// ready waits until the interface has taken the terminal over: keys before that are the line discipline's.
func (tt *terminal) ready() {
	tt.t.Helper()
	for range 900 {
		if strings.Contains(tt.output(0), "\x1b[?1049h") {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	tt.t.Fatalf("the interface did not open: %q", tail(tt.output(0)))
}

func tail(s string) string { return s[max(0, len(s)-2000):] }

func (tt *terminal) keys(s string) {
	tt.t.Helper()
	if _, err := io.WriteString(tt.side, s); err != nil {
		tt.t.Fatal(err)
	}
}

// end waits for the program, and for what it sent last, and returns its exit code.
func (tt *terminal) end() int {
	tt.t.Helper()
	select {
	case <-tt.done:
	case <-time.After(20 * time.Second):
		tt.t.Fatalf("did not end; last of the screen: %q", tail(ansi.Strip(tt.output(0))))
	}
	select {
	case <-tt.read:
	case <-time.After(20 * time.Second): // a program that it started still has the terminal
	}
	return tt.cmd.ProcessState.ExitCode()
}

// restored fails unless the terminal was given back as it was: main screen, cursor, no mouse, no pasting mode.
func (tt *terminal) restored() {
	tt.t.Helper()
	out := tt.output(0)
	for _, mode := range []string{"1049", "2004", "1002", "1003", "1006", "1004"} {
		if on := strings.LastIndex(out, "\x1b[?"+mode+"h"); on >= 0 && strings.LastIndex(out, "\x1b[?"+mode+"l") < on {
			tt.t.Errorf("mode %s was switched on and not off again", mode)
		}
	}
	if off := strings.LastIndex(out, "\x1b[?25l"); off >= 0 && strings.LastIndex(out, "\x1b[?25h") < off {
		tt.t.Error("the cursor stayed hidden")
	}
	if strings.Contains(out, "panic") || strings.Contains(out, "goroutine ") {
		tt.t.Errorf("panicked: %q", tail(out))
	}
}

func TestDemoOnATerminal(t *testing.T) {
	tt := open(t, environment(t), 140, 40, "demo")
	at := tt.wait(0, "Saltmarrow")
	tt.keys("\r")
	tt.wait(at, "min") // the line under the title
	tt.keys("Q")
	if code := tt.end(); code != 0 {
		t.Errorf("exit code %d", code)
	}
	tt.restored()
}

func TestASCIIOnATerminal(t *testing.T) {
	for _, tc := range []struct {
		name, env string
		args      []string
	}{
		{"by the flag", "", []string{"demo", "--ascii"}},
		{"by --set", "", []string{"demo", "--set", "look.ascii=true"}},
		{"by a variable", "TIDINGS_LOOK_ASCII=true", []string{"demo"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			tt := open(t, append(environment(t), tc.env), 140, 40, tc.args...)
			tt.wait(0, "Saltmarrow")
			tt.keys("Q")
			if code := tt.end(); code != 0 {
				t.Errorf("exit code %d", code)
			}
			tt.mu.Lock()
			defer tt.mu.Unlock()
			if out := tt.sent.String(); strings.ContainsAny(out, "─│●○▌▾") {
				t.Error("lines or marks that are no ASCII characters were drawn")
			}
		})
	}
}

func TestFirstStartOnATerminal(t *testing.T) {
	tt := open(t, environment(t), 80, 24)
	tt.wait(0, "add a feed")
	tt.keys("Q")
	if code := tt.end(); code != 0 {
		t.Errorf("exit code %d", code)
	}
	tt.restored()
}

func TestTheDaemonSaysOnATerminalWhatItDoes(t *testing.T) {
	tt := open(t, environment(t), 80, 24, "daemon")
	tt.wait(0, "Ctrl-C ends it")
	tt.keys("\x03")
	if code := tt.end(); code != 0 {
		t.Errorf("exit code %d", code)
	}
}

// A terminal that says that it cannot draw gets a line with the way out, and no sequences; the linear mode runs there.
func TestADumbTerminalIsNotDrawnOn(t *testing.T) {
	dumb := append(environment(t), "TERM=dumb")
	for _, args := range [][]string{nil, {"demo"}} {
		tt := open(t, dumb, 80, 24, args...)
		if code := tt.end(); code != 2 {
			t.Errorf("%q: exit code %d", args, code)
		}
		if out := tt.output(0); !strings.Contains(out, "TERM=dumb") || !strings.Contains(out, "--linear") || strings.Contains(out, "\x1b") {
			t.Errorf("%q: %q", args, out)
		}
	}
	tt := open(t, dumb, 80, 24, "--linear")
	tt.wait(0, "There are no feeds yet.")
	tt.keys("Q")
	if code := tt.end(); code != 0 {
		t.Errorf("exit code %d", code)
	}
}

func TestSizesOfATerminal(t *testing.T) {
	for _, size := range [][2]uint16{{10, 3}, {40, 12}, {80, 24}, {200, 60}, {1, 1}, {500, 5}} {
		t.Run(fmt.Sprintf("%dx%d", size[0], size[1]), func(t *testing.T) {
			t.Parallel()
			tt := open(t, environment(t), size[0], size[1], "demo")
			tt.ready()
			time.Sleep(time.Second) // some feeds have come
			for _, k := range []string{"j", "\r", "X", "q"} {
				tt.keys(k)
				time.Sleep(150 * time.Millisecond)
			}
			tt.keys("\x03")
			if code := tt.end(); code != 0 {
				t.Errorf("exit code %d; last of the screen: %q", code, tail(ansi.Strip(tt.output(0))))
			}
			tt.restored()
		})
	}
}

func TestSignalsGiveTheTerminalBack(t *testing.T) {
	for _, sig := range []syscall.Signal{syscall.SIGTERM, syscall.SIGHUP} {
		t.Run(sig.String(), func(t *testing.T) {
			t.Parallel()
			tt := open(t, environment(t), 140, 40, "demo")
			tt.wait(0, "Saltmarrow")
			if err := tt.cmd.Process.Signal(sig); err != nil {
				t.Fatal(err)
			}
			tt.end()
			tt.restored()
			if left, _ := filepath.Glob(filepath.Join(tt.cmd.Env[0][len("HOME="):], "tidings-demo-*")); len(left) > 0 {
				t.Errorf("the temporary profile was left behind: %v", left)
			}
		})
	}
}

// A feed and a page full of orders to the terminal are opened: none of them arrives there.
func TestHostileTextOnATerminal(t *testing.T) {
	rough := newRough(t.TempDir())
	t.Cleanup(rough.Close)
	env := environment(t)
	add := exec.Command(filepath.Join(programDir, "tidings"), "add", rough.URL+"/hostile.xml")
	add.Env = env
	if out, err := add.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	bookmark := exec.Command(filepath.Join(programDir, "tidings"), "bookmark", rough.URL+"/hostile.html")
	bookmark.Env = env
	if out, err := bookmark.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	tt := open(t, env, 120, 40)
	at := tt.wait(0, "References")
	for range 5 { // every item, its left-out blocks and its links
		for _, k := range []string{"\r", "X", "X", ";", "\x1b", "J"} {
			tt.keys(k)
			time.Sleep(150 * time.Millisecond)
		}
	}
	tt.wait(at, "harbour office")
	tt.keys("Q")
	if code := tt.end(); code != 0 {
		t.Errorf("exit code %d", code)
	}
	tt.restored()
	out := tt.output(0)
	for _, order := range []string{"\x1b]0;owned", "\x1b]52", "\x1bP1;1|", "\a\a", "D\u009b", "\u202e", "\u2066", "\u2028", "H\rI", "G\b", "\x7fM", "\u0085N"} {
		if i := strings.Index(out, order); i >= 0 {
			t.Errorf("%q reached the terminal: %q", order, out[max(0, i-40):min(len(out), i+40)])
		}
	}
}
