package control

import (
	"errors"
	"net"
	"os"

	"golang.org/x/sys/unix"
)

// errStranger says that the other end is another person's.
var errStranger = errors.New("the control socket’s other end belongs to another user")

// checkPeer asks the kernel whose the other end is (unix(7), SO_PEERCRED).
func checkPeer(c *net.UnixConn) error {
	raw, err := c.SyscallConn()
	if err != nil {
		return err
	}
	var cred *unix.Ucred
	var cerr error
	if err := raw.Control(func(fd uintptr) { cred, cerr = unix.GetsockoptUcred(int(fd), unix.SOL_SOCKET, unix.SO_PEERCRED) }); err != nil {
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
