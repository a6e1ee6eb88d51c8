//go:build !(linux || darwin || freebsd || openbsd || netbsd || dragonfly)

package control

func lockFolder(string) (unlock func()) { return func() {} }
