package fetch

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"strings"
	"time"

	"golang.org/x/net/http/httpguts"
)

// secretFor is how long a command's answer is used again, so that a password manager is not asked at every poll.
const secretFor = 10 * time.Minute

type secret struct {
	auth  string
	until time.Time
}

// credential returns the Authorization header that spec stands for. Errors name the variable or the program, never the value.
func (c *Client) credential(ctx context.Context, spec string) (string, error) {
	kind, arg, _ := strings.Cut(spec, ":")
	switch kind {
	case "env":
		v := os.Getenv(arg)
		if v == "" {
			return "", fmt.Errorf("the environment variable %s for the credential is not set", arg)
		}
		return authorization(v, arg)
	case "cmd":
		return c.command(ctx, arg)
	}
	return "", errors.New("a credential is written env:NAME or cmd:PROGRAM ARG…")
}

func (c *Client) command(ctx context.Context, line string) (string, error) {
	args := fields(line)
	if len(args) == 0 {
		return "", errors.New("the credential’s command is empty")
	}
	c.mu.Lock()
	known := c.secrets[line]
	c.mu.Unlock()
	if c.now().Before(known.until) {
		return known.auth, nil
	}
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	cmd := exec.CommandContext(ctx, args[0], args[1:]...)
	cmd.WaitDelay = time.Second
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("the credential’s command %s failed", args[0])
	}
	first, _, _ := strings.Cut(string(out), "\n")
	auth, err := authorization(strings.TrimSuffix(first, "\r"), args[0])
	if err != nil {
		return "", err
	}
	c.mu.Lock()
	c.secrets[line] = secret{auth, c.now().Add(secretFor)}
	c.mu.Unlock()
	return auth, nil
}

// forgetSecret makes the next request ask the command again: the server did not take what it gave.
func (c *Client) forgetSecret(spec string) {
	if line, ok := strings.CutPrefix(spec, "cmd:"); ok {
		c.mu.Lock()
		delete(c.secrets, line)
		c.mu.Unlock()
	}
}

// authorization makes a header of "user:password" or "bearer TOKEN".
func authorization(v, from string) (string, error) {
	if len(v) > 7 && strings.EqualFold(v[:7], "bearer ") {
		token := "Bearer " + strings.TrimSpace(v[7:])
		if !httpguts.ValidHeaderFieldValue(token) {
			return "", fmt.Errorf("the token of %s cannot be sent", from)
		}
		return token, nil
	}
	user, password, ok := strings.Cut(v, ":")
	if !ok {
		return "", fmt.Errorf("%s gives neither user:password nor bearer TOKEN", from)
	}
	return basic(user, password), nil
}

// basic is RFC 7617.
func basic(user, password string) string {
	return "Basic " + base64.StdEncoding.EncodeToString([]byte(user+":"+password))
}

// fields splits a command line at spaces; ' and " keep spaces together. There is no shell.
func fields(line string) []string {
	var out []string
	var word strings.Builder
	var quote rune
	open := false
	for _, r := range line {
		switch {
		case quote != 0 && r == quote:
			quote = 0
		case quote == 0 && (r == '\'' || r == '"'):
			quote, open = r, true
		case quote == 0 && (r == ' ' || r == '\t'):
			if open || word.Len() > 0 {
				out = append(out, word.String())
			}
			word.Reset()
			open = false
		default:
			word.WriteRune(r)
		}
	}
	if open || word.Len() > 0 {
		out = append(out, word.String())
	}
	return out
}

// reason says why a file could not be read, without the path.
func reason(err error) string {
	if p, ok := errors.AsType[*fs.PathError](err); ok {
		return p.Err.Error()
	}
	return err.Error()
}
