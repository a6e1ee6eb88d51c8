package system

import (
	"bufio"
	"io"
	"os"
	"os/exec"
	"runtime"
	"strings"
)

// process is a command with its input; the terminal that Bubble Tea offers as standard input is not the command's, but what
// tells when a person has read what the command printed.
type process struct {
	*exec.Cmd
	input string
	keys  io.Reader
}

func (p *process) SetStdin(r io.Reader) {
	p.Stdin = strings.NewReader(p.input)
	p.keys = r
}
func (p *process) SetStdout(w io.Writer) { p.Stdout = w }
func (p *process) SetStderr(w io.Writer) { p.Stderr = w }

// Run runs the command and waits for Enter: the interface would otherwise be drawn over what it printed.
func (p *process) Run() error {
	err := p.Cmd.Run()
	if p.keys != nil && p.Stdout != nil {
		_, _ = io.WriteString(p.Stdout, "\nEnter goes back to Tidings. ") // a terminal that is gone is not waited for
		_, _ = bufio.NewReader(p.keys).ReadString('\n')
	}
	return err
}

// shellSigns are what makes a typed command one for a shell: pipes, lists, files to write to, variables, patterns.
const shellSigns = "|&;<>()$`*?[~\n"

// needsShell reports whether a command that a person typed means something to a shell only. Windows has none that would be
// known to be there.
func needsShell(command string) bool {
	return runtime.GOOS != "windows" && strings.ContainsAny(command, shellSigns)
}

// shell is the person's own.
func shell() string {
	if s := os.Getenv("SHELL"); s != "" {
		return s
	}
	return "/bin/sh"
}
