package system

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"

	"github.com/mattn/go-shellwords"

	"tidings/ui"
)

// ErrNoEditor says that the person has named no editor.
var ErrNoEditor = errors.New("no editor: set VISUAL or EDITOR")

// Edit prepares $VISUAL or $EDITOR, run without a shell, on a file that holds text and that nobody else may read. result
// returns what the file holds when the editor has ended, and takes it away; it is to be called in any case.
func (System) Edit(text string) (p ui.Process, result func() (string, error), err error) {
	c, result, err := Editor(text)
	if err != nil {
		return nil, nil, err
	}
	return &editing{c}, result, nil
}

// Editor is Edit for one who has the terminal already.
func Editor(text string) (c *exec.Cmd, result func() (string, error), err error) {
	words, err := shellwords.Parse(firstSet("VISUAL", "EDITOR"))
	if err != nil || len(words) == 0 {
		return nil, nil, ErrNoEditor
	}
	if _, err := exec.LookPath(words[0]); err != nil {
		return nil, nil, fmt.Errorf("the editor %s: no such program", words[0])
	}
	dir, err := os.MkdirTemp("", "tidings-")
	if err != nil {
		return nil, nil, err
	}
	path := filepath.Join(dir, "note.md")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		return nil, nil, errors.Join(err, os.RemoveAll(dir))
	}
	return exec.Command(words[0], append(words[1:], path)...), func() (string, error) {
		b, err := os.ReadFile(path)
		return string(b), errors.Join(err, os.RemoveAll(dir))
	}, nil
}

func firstSet(names ...string) string {
	for _, n := range names {
		if v := os.Getenv(n); v != "" {
			return v
		}
	}
	return ""
}

// editing is an editor, which has the whole terminal.
type editing struct{ *exec.Cmd }

// SetStdin gives the editor the terminal's own file: through a pipe it would not know that it has a terminal.
func (e *editing) SetStdin(r io.Reader) {
	if _, ok := r.(*os.File); !ok {
		r = os.Stdin
	}
	e.Stdin = r
}
func (e *editing) SetStdout(w io.Writer) { e.Stdout = w }
func (e *editing) SetStderr(w io.Writer) { e.Stderr = w }
