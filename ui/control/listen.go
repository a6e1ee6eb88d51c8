package control

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"sync"
	"time"
)

// ErrTaken says that another Tidings of the same store listens already.
var ErrTaken = errors.New("another Tidings of this store listens already")

// Listener takes commands.
type Listener struct {
	socket *net.UnixListener
}

// Listen makes the socket at path, and its folder. One that a process left behind which did not end well is taken away.
func Listen(path string) (*Listener, error) {
	if err := ownFolder(filepath.Dir(path)); err != nil {
		return nil, err
	}
	unlock := lockFolder(filepath.Dir(path)) // two may find the same dead socket: the second would take away the first one's
	defer unlock()
	l, err := listen(path)
	if err != nil {
		c, derr := net.DialTimeout("unix", path, patience)
		if derr == nil {
			_ = c.Close()
			return nil, ErrTaken
		}
		if info, serr := os.Lstat(path); serr == nil && info.Mode().Type() == os.ModeSocket {
			_ = os.Remove(path)
			l, err = listen(path)
		}
	}
	if err != nil {
		return nil, fmt.Errorf("control socket: %w", err)
	}
	return &Listener{l}, nil
}

func listen(path string) (*net.UnixListener, error) {
	l, err := net.ListenUnix("unix", &net.UnixAddr{Name: path, Net: "unix"})
	if err != nil {
		return nil, err
	}
	if err := os.Chmod(path, 0o600); err != nil {
		_ = l.Close()
		return nil, err
	}
	return l, nil
}

// ownFolder makes the folder, and refuses one that others may enter or that is not this person's: among temporary files
// anyone may have put it there.
func ownFolder(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("control socket: %w", err)
	}
	return isOwnFolder(dir)
}

func isOwnFolder(dir string) error {
	info, err := os.Lstat(dir)
	if err != nil {
		return fmt.Errorf("control socket: %w", err)
	}
	if !info.IsDir() || !ownedByUs(info) || info.Mode().Perm()&0o077 != 0 {
		return fmt.Errorf("control socket: %s must be a folder of yours that nobody else may enter (mode 0700)", dir)
	}
	return nil
}

// Serve answers commands by handle until ctx ends, then takes the socket away and waits for what is under way. handle may be
// called several times at once; what it is given passed no check.
func (l *Listener) Serve(ctx context.Context, handle func(ctx context.Context, r Request) Answer) {
	var work sync.WaitGroup
	defer work.Wait()
	stop := context.AfterFunc(ctx, func() { _ = l.socket.Close() })
	defer stop()
	defer l.socket.Close()
	places := make(chan struct{}, atOnce)
	for {
		c, err := l.socket.AcceptUnix()
		if err != nil {
			if ctx.Err() != nil || errors.Is(err, net.ErrClosed) {
				return
			}
			select { // as when there are too many open files
			case <-time.After(100 * time.Millisecond):
			case <-ctx.Done():
			}
			continue
		}
		if checkPeer(c) != nil {
			_ = c.Close()
			continue
		}
		select {
		case places <- struct{}{}:
		case <-time.After(between): // several that begin to wait give their places back at once
			_ = c.Close()
			continue
		}
		work.Go(func() {
			giveBack := sync.OnceFunc(func() { <-places })
			defer giveBack()
			converse(ctx, c, handle, giveBack)
		})
	}
}

// converse answers one connection's requests, one after the other. One that waits for our end gives its place back.
func converse(ctx context.Context, c net.Conn, handle func(ctx context.Context, r Request) Answer, giveBack func()) {
	defer c.Close()
	stop := context.AfterFunc(ctx, func() { _ = c.Close() })
	defer stop()
	in := bufio.NewScanner(c)
	in.Buffer(nil, longestLine)
	for {
		_ = c.SetDeadline(time.Now().Add(patience))
		if !in.Scan() {
			return
		}
		var r Request
		a := Answer{Error: "that is no command: send a line as {\"do\":\"status\"}"}
		switch err := json.Unmarshal(in.Bytes(), &r); {
		case err == nil && r.Wait:
			giveBack()
			_ = c.SetDeadline(time.Time{})
			untilClosed(c)
			return
		case err == nil && r.Do != "":
			_ = c.SetDeadline(time.Time{})
			a = handle(ctx, r)
		}
		_ = c.SetDeadline(time.Now().Add(patience))
		if err := json.NewEncoder(c).Encode(a); err != nil {
			return
		}
	}
}

// Ask sends one command to the Tidings that listens at path.
func Ask(ctx context.Context, path string, r Request) (Answer, error) {
	var a Answer
	if _, err := os.Lstat(path); err != nil {
		return a, ErrNobody
	}
	if err := isOwnFolder(filepath.Dir(path)); err != nil { // whoever listens there may be anyone, and not every system tells who
		return a, err
	}
	c, err := (&net.Dialer{Timeout: patience}).DialContext(ctx, "unix", path)
	if err != nil {
		return a, ErrNobody
	}
	defer c.Close()
	if u, ok := c.(*net.UnixConn); ok {
		if err := checkPeer(u); err != nil { // whoever listens there is not this person
			return a, err
		}
	}
	stop := context.AfterFunc(ctx, func() { _ = c.Close() })
	defer stop()
	_ = c.SetDeadline(time.Now().Add(4 * patience))
	if err := json.NewEncoder(c).Encode(r); err != nil {
		return a, fmt.Errorf("tell Tidings: %w", err)
	}
	in := bufio.NewScanner(c)
	in.Buffer(nil, longestLine)
	if !in.Scan() {
		return a, errors.New("tidings did not answer")
	}
	if err := json.Unmarshal(in.Bytes(), &a); err != nil {
		return a, errors.New("tidings answered something that is no answer")
	}
	return a, nil
}
