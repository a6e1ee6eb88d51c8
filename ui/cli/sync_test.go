package cli_test

import (
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"

	"tidings/feed/sync"
	"tidings/ui/cli"
)

// Trouble with syncing is told once, until it is another one or over; what nobody read is replaced.
func TestTroubleWithSyncingIsToldOnce(t *testing.T) {
	c := make(chan string, 1)
	asked := new(atomic.Bool)
	tell := cli.TellSync(c, asked)
	said := func() string {
		select {
		case s := <-c:
			return s
		default:
			return ""
		}
	}
	away := errors.New("away")
	tell(sync.Report{Error: "the server is away", Waiting: 2}, away)
	if got := said(); got != "Sync failed: the server is away; 2 marks to be sent later" {
		t.Errorf("%q", got)
	}
	tell(sync.Report{Error: "the server is away", Waiting: 2}, away)
	tell(sync.Report{}, sync.ErrBusy)
	if got := said(); got != "" {
		t.Errorf("told again: %q", got)
	}
	asked.Store(true) // by R: then it is no news, but the answer
	tell(sync.Report{Error: "the server is away", Waiting: 2}, away)
	if got := said(); !strings.HasPrefix(got, "Sync failed: the server is away") || asked.Load() {
		t.Errorf("not told who asked: %q", got)
	}
	tell(sync.Report{Error: "sync the feeds: no"}, fmt.Errorf("sync the feeds: %w", sync.ErrLogin))
	if got := said(); got != "Sync failed: the feeds: no. See sync.user and sync.password." {
		t.Errorf("%q", got)
	}
	tell(sync.Report{}, nil)
	tell(sync.Report{Error: "the server is away", Waiting: 2}, away)
	tell(sync.Report{Notes: []string{"one feed stays here only"}}, nil)
	if got := said(); got != "Sync: one feed stays here only" {
		t.Errorf("%q", got)
	}
}
