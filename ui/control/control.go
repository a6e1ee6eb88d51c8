// Package control is the socket by which programs of the same person drive a running Tidings: a window manager, an editor, a
// screen reader. It carries one JSON object a line each way. It knows nothing of what the commands do.
//
// The socket lies in a folder that only its owner may enter, is readable by its owner only, and on systems that tell who is
// at the other end, anyone else is turned away as well.
package control

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"
)

// Request is one command.
type Request struct {
	Do   string   `json:"do"`
	Args []string `json:"args,omitempty"`
	Wait bool     `json:"wait,omitempty"` // in place of a command: no answer comes, and the connection ends with the one that listens
}

// Answer is what came of it.
type Answer struct {
	OK    bool   `json:"ok"`
	Error string `json:"error,omitempty"` // what went wrong, in words, when OK is false
	State any    `json:"state,omitempty"` // how things are now
}

const (
	longestLine = 64 << 10        // of a request or an answer
	patience    = 5 * time.Second // for a request to come, and for an answer to be taken
	atOnce      = 8               // connections
)

// ErrNobody says that no Tidings listens.
var ErrNobody = errors.New("no Tidings is running here that could be told: start 'tidings', or name its --profile")

// ErrSystem says that the system has no sockets that are safe to use.
var ErrSystem = errors.New("the control socket needs a Unix system; on Windows use the commands, as 'tidings mark' and 'tidings refresh'")

// DaemonPath is where the daemon of that store listens: beside the interface, so that neither takes the other's orders.
func DaemonPath(store string) (string, error) {
	path, err := Path(store)
	return strings.TrimSuffix(path, ".sock") + ".daemon.sock", err
}

// Path is where the interface that has the store at this path listens: in the folder for a person's sockets (XDG_RUNTIME_DIR),
// or in one of their own among the temporary files.
func Path(store string) (string, error) {
	if runtime.GOOS == "windows" {
		return "", ErrSystem
	}
	abs, err := filepath.Abs(store)
	if err != nil {
		return "", fmt.Errorf("control socket: %w", err)
	}
	sum := sha256.Sum256([]byte(abs))
	name := hex.EncodeToString(sum[:6]) + ".sock" // a socket's path may not be longer than about 100 bytes
	if dir := os.Getenv("XDG_RUNTIME_DIR"); filepath.IsAbs(dir) {
		return filepath.Join(dir, "tidings", name), nil
	}
	return filepath.Join(os.TempDir(), fmt.Sprintf("tidings-%d", os.Getuid()), name), nil
}
