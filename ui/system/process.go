package system

import (
	"io"
	"os/exec"
	"strings"
)

// process is a command with its input; the terminal that Bubble Tea offers as standard input is not taken.
type process struct {
	*exec.Cmd
	input string
}

func (p *process) SetStdin(io.Reader)    { p.Stdin = strings.NewReader(p.input) }
func (p *process) SetStdout(w io.Writer) { p.Stdout = w }
func (p *process) SetStderr(w io.Writer) { p.Stderr = w }
