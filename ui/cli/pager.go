package cli

import (
	"errors"
	"io"
	"os"
	"os/exec"
	"syscall"

	"github.com/mattn/go-shellwords"
)

// startPager starts the person's PAGER for what is written to p.paged, and returns what waits for its end. It starts none, and
// leaves p.paged nil, where PAGER is not set or cannot be started, and on the way into a pipe or file. It is called before the
// process gives up the right to start programs.
func (p *program) startPager() (wait func()) {
	none := func() {}
	words, err := shellwords.Parse(os.Getenv("PAGER"))
	if err != nil || len(words) == 0 || words[0] == "cat" || !isTerminal(p.Out) {
		return none
	}
	c := exec.Command(words[0], words[1:]...)
	c.Stdout, c.Stderr = p.Out, p.Err
	c.Env = os.Environ()
	if _, set := os.LookupEnv("LESS"); !set {
		c.Env = append(c.Env, "LESS=FRX") // as git does: colours, and gone at once where all of it fits on the screen
	}
	in, err := c.StdinPipe()
	if err != nil || c.Start() != nil {
		return none
	}
	p.paged = in
	return func() {
		_ = in.Close()
		_ = c.Wait() // how the person left it is their business
	}
}

// printLong prints a text, through the pager if there is one. That the person left it before the end is no error.
func (p *program) printLong(s string) error {
	if p.paged == nil {
		_, err := io.WriteString(p.Out, s)
		return err
	}
	if _, err := io.WriteString(p.paged, s); err != nil && !errors.Is(err, syscall.EPIPE) {
		return err
	}
	return nil
}
