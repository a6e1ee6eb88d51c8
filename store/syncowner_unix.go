//go:build unix

package store

import (
	"errors"
	"os"
	"strconv"
	"strings"
	"syscall"
)

// ownerDied reports whether the process that an ownerName names is certainly no more: it ran on this machine, and no process
// has its number. One that was killed in the middle of a sync must not keep the next one waiting.
func ownerDied(owner string) bool {
	host, rest, _ := strings.Cut(owner, "/")
	number, _, _ := strings.Cut(rest, "/")
	pid, err := strconv.Atoi(number)
	if here, herr := os.Hostname(); err != nil || pid <= 0 || herr != nil || here != host {
		return false
	}
	return errors.Is(syscall.Kill(pid, 0), syscall.ESRCH)
}
