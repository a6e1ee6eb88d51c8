package sync

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"time"

	"github.com/mattn/go-shellwords"
	"github.com/zalando/go-keyring"
)

// keyringService is the name that passwords have in the system's keyring.
const keyringService = "tidings sync"

// askFor is how long a command or the keyring may take: a person may have to unlock it.
const askFor = time.Minute

// Secret returns what spec stands for: "env:NAME", "cmd:PROGRAM ARG…" (the first line of its output; no shell) or "keyring"
// for what SaveSecret stored under the name. Errors name the variable or the program, never a value.
func Secret(ctx context.Context, spec, name string) (string, error) {
	kind, arg, _ := strings.Cut(spec, ":")
	switch kind {
	case "env":
		v := os.Getenv(arg)
		if v == "" {
			return "", fmt.Errorf("the environment variable %s for the password is not set", arg)
		}
		return v, nil
	case "cmd":
		return secretOf(ctx, arg)
	case "keyring", "":
		return fromKeyring(ctx, name)
	}
	return "", errors.New("a password is named by env:NAME, cmd:PROGRAM ARG… or keyring")
}

func secretOf(ctx context.Context, line string) (string, error) {
	words, err := shellwords.Parse(line)
	if err != nil || len(words) == 0 {
		return "", errors.New("the password’s command cannot be split into words: check its quotes")
	}
	ctx, cancel := context.WithTimeout(ctx, askFor)
	defer cancel()
	c := exec.CommandContext(ctx, words[0], words[1:]...)
	c.WaitDelay = time.Second
	out, err := c.Output()
	if err != nil {
		return "", fmt.Errorf("the password’s command %s failed: try it by hand", words[0])
	}
	first, _, _ := strings.Cut(string(out), "\n")
	if first = strings.TrimSuffix(first, "\r"); first == "" {
		return "", fmt.Errorf("the password’s command %s printed nothing", words[0])
	}
	return first, nil
}

// fromKeyring asks the system's keyring, in pure Go: by D-Bus, the Windows credential store or macOS's security command.
// The library's call cannot be ended, so it is left behind when ctx ends while the keyring waits to be unlocked.
func fromKeyring(ctx context.Context, name string) (string, error) {
	type got struct {
		v   string
		err error
	}
	c := make(chan got, 1)
	go func() {
		v, err := keyring.Get(keyringService, name)
		c <- got{v, err}
	}()
	timer := time.NewTimer(askFor)
	defer timer.Stop()
	select {
	case g := <-c:
		switch {
		case errors.Is(g.err, keyring.ErrNotFound):
			return "", fmt.Errorf("the keyring has no password for %s: 'tidings sync login' stores one", name)
		case g.err != nil:
			return "", errors.New("the system’s keyring cannot be asked: set sync.password to env:NAME or cmd:PROGRAM ARG…")
		}
		return g.v, nil
	case <-timer.C:
		return "", errors.New("the system’s keyring did not answer within a minute: is it locked?")
	case <-ctx.Done():
		return "", context.Cause(ctx)
	}
}

// SaveSecret puts a password into the system's keyring under a name.
func SaveSecret(name, password string) error {
	if err := keyring.Set(keyringService, name, password); err != nil {
		return errors.New("the system’s keyring takes no password: set sync.password to env:NAME or cmd:PROGRAM ARG…")
	}
	return nil
}

// ForgetSecret takes it out again; what is not there is no error.
func ForgetSecret(name string) error {
	if err := keyring.Delete(keyringService, name); err != nil && !errors.Is(err, keyring.ErrNotFound) {
		return errors.New("the system’s keyring cannot be changed")
	}
	return nil
}
