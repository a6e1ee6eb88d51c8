package control

import (
	"context"
	"encoding/json"
	"errors"
	"net"
	"time"
)

// between is how long one that waited lets pass before it looks at the socket again: the one that ends takes it away meanwhile.
const between = 100 * time.Millisecond

// Succeed is Listen for one that comes second: it waits until the Tidings that listens at path ends, however that comes about,
// and takes its place. Of several that wait one gets it, and the others wait for that one. Waiting costs a connection and no
// time: its end is the sign. The error is ctx's or that of Listen, never ErrTaken.
func Succeed(ctx context.Context, path string) (*Listener, error) {
	for {
		l, err := Listen(path)
		if !errors.Is(err, ErrTaken) {
			return l, err
		}
		awaitEnd(ctx, path)
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(between):
		}
	}
}

// awaitEnd returns when whoever listens at path has ended, or when nobody listens.
func awaitEnd(ctx context.Context, path string) {
	c, err := (&net.Dialer{Timeout: patience}).DialContext(ctx, "unix", path)
	if err != nil {
		return
	}
	defer c.Close()
	stop := context.AfterFunc(ctx, func() { _ = c.Close() })
	defer stop()
	if json.NewEncoder(c).Encode(Request{Wait: true}) == nil {
		untilClosed(c)
	}
}

// untilClosed drops what comes from the other end, until that is gone.
func untilClosed(c net.Conn) {
	b := make([]byte, 512)
	for {
		if _, err := c.Read(b); err != nil {
			return
		}
	}
}
