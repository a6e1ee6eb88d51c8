//go:build unix

package control

import (
	"io/fs"
	"os"
	"syscall"
)

// ownedByUs reports whether a file is this person's.
func ownedByUs(info fs.FileInfo) bool {
	st, ok := info.Sys().(*syscall.Stat_t)
	return ok && int(st.Uid) == os.Getuid()
}
