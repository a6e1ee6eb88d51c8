package cli

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"tidings/feed/sync"
)

func (p *program) syncLogin() *cobra.Command {
	return &cobra.Command{
		Use:   "login",
		Short: "Try the account's password, and store it in the system's keyring",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return p.with(cmd.Context(), func(s *Session) error {
				if _, err := s.syncer(""); err != nil { // before a password is asked for
					return err
				}
				c := s.Config.Sync
				if spec := passwordSpec(c); spec != "" && spec != "keyring" {
					return usageError{fmt.Errorf("sync.password is %s and the keyring is not asked: 'tidings sync' tries that password", spec)}
				}
				password, err := p.askPassword(secretName(c))
				if err != nil {
					return err
				}
				syncer, err := s.syncer(password)
				if err != nil {
					return err
				}
				_, asked := syncer.Server.Subscriptions(cmd.Context())
				if errors.Is(asked, sync.ErrLogin) { // one that was stored before may be right
					return fmt.Errorf("%w; nothing was stored", asked)
				}
				if err := sync.SaveSecret(secretName(c), password); err != nil {
					return err
				}
				if asked != nil {
					return fmt.Errorf("the password is stored, but could not be tried: %w", asked)
				}
				_, err = fmt.Fprintln(p.Out, "the server takes the password, and it is stored; 'tidings sync' syncs")
				return err
			})
		},
	}
}

// askPassword reads a line, without showing it where it is typed.
func (p *program) askPassword(name string) (string, error) {
	var line string
	if f, ok := p.In.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		fmt.Fprintf(p.Err, "Password of %s: ", name)
		b, err := term.ReadPassword(int(f.Fd()))
		fmt.Fprintln(p.Err)
		if err != nil {
			return "", fmt.Errorf("read the password: %w", err)
		}
		line = string(b)
	} else {
		var err error
		if line, err = bufio.NewReader(p.In).ReadString('\n'); err != nil && line == "" {
			return "", usageError{errors.New("no password on the standard input")}
		}
	}
	if line = strings.TrimRight(line, "\r\n"); line == "" {
		return "", usageError{errors.New("an empty password was not stored")}
	}
	return line, nil
}

func (p *program) syncLogout() *cobra.Command {
	return &cobra.Command{
		Use:   "logout",
		Short: "Take the account's password out of the system's keyring",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			_, c, err := p.settings()
			if err != nil {
				return err
			}
			if c.Sync.Kind == "" {
				return errNoSync
			}
			name := secretName(c.Sync)
			if err := sync.ForgetSecret(name); err != nil {
				return err
			}
			_, err = fmt.Fprintln(p.Out, "the keyring holds no password of "+name+" any more")
			return err
		},
	}
}
