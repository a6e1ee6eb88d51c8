//go:build linux || darwin || freebsd || openbsd || netbsd || dragonfly

package control

import (
	"os"
	"syscall"
)

// lockFolder keeps other processes that take a socket in this folder waiting until unlock. A file system without locks does
// without.
func lockFolder(dir string) (unlock func()) {
	f, err := os.Open(dir)
	if err != nil {
		return func() {}
	}
	for syscall.Flock(int(f.Fd()), syscall.LOCK_EX) == syscall.EINTR {
	}
	return func() { _ = f.Close() }
}
