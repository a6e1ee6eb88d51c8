//go:build unix

package control

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// Each of many gets the socket in its turn, whether the one before ended well or was killed, and meanwhile they take nobody's
// place at the socket.
func TestSucceed(t *testing.T) {
	dir, err := os.MkdirTemp("", "ctl")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "x.sock")
	const n = 2 * atOnce
	type tenure struct {
		who int
		l   *Listener
		end func()
	}
	begun := make(chan tenure, n)
	for who := range n {
		go func() {
			l, err := Succeed(t.Context(), path)
			if err != nil {
				t.Error(err)
				return
			}
			ctx, cancel := context.WithCancel(t.Context())
			ended := make(chan struct{})
			begun <- tenure{who, l, func() { cancel(); <-ended }}
			l.Serve(ctx, func(context.Context, Request) Answer { return Answer{OK: true, State: fmt.Sprint(who)} })
			close(ended)
		}()
	}
	for turn := range n {
		var now tenure
		select {
		case now = <-begun:
		case <-time.After(30 * time.Second):
			t.Fatalf("nobody took the place of number %d", turn-1)
		}
		time.Sleep(2 * between) // the others wait for this one
		if a, err := Ask(t.Context(), path, Request{Do: "status"}); err != nil || a.State != fmt.Sprint(now.who) {
			t.Fatalf("turn %d: %+v %v, want an answer of %d", turn, a, err, now.who)
		}
		if len(begun) > 0 {
			t.Fatal("two listen at once")
		}
		now.l.socket.SetUnlinkOnClose(turn%2 == 0) // one that is killed leaves it behind
		now.end()
	}
	if _, err := Ask(t.Context(), path, Request{Do: "status"}); !errors.Is(err, ErrNobody) {
		t.Error("somebody answers after all ended:", err)
	}
}

func TestSucceedEndsWithItsContext(t *testing.T) {
	path := serve(t)
	ctx, end := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer end()
	if _, err := Succeed(ctx, path); !errors.Is(err, context.DeadlineExceeded) {
		t.Error(err)
	}
}
