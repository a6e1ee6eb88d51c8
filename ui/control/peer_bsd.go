//go:build darwin || freebsd

package control

import (
	"errors"
	"net"
	"os"

	"golang.org/x/sys/unix"
)

// errStranger says that the other end is another person's.
var errStranger = errors.New("the control socket’s other end belongs to another user")

// checkPeer asks the kernel whose the other end is (unix(4), LOCAL_PEERCRED).
func checkPeer(c *net.UnixConn) error {
	raw, err := c.SyscallConn()
	if err != nil {
		return err
	}
	var cred *unix.Xucred
	var cerr error
	// Level 0, as <sys/un.h> of both systems has SOL_LOCAL.
	if err := raw.Control(func(fd uintptr) { cred, cerr = unix.GetsockoptXucred(int(fd), 0, unix.LOCAL_PEERCRED) }); err != nil {
		return err
	}
	if cerr != nil {
		return cerr
	}
	if int(cred.Uid) != os.Getuid() {
		return errStranger
	}
	return nil
}
