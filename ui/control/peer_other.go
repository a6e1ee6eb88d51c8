//go:build !linux && !darwin && !freebsd

package control

import "net"

// checkPeer has nobody to ask here; the folder keeps others away.
func checkPeer(*net.UnixConn) error { return nil }
