// Package confine takes from the running process, for good, the right to write files outside of some folders and to start
// programs, where the system lets a process do so: Landlock on Linux (5.13 or later), unveil on OpenBSD. It is for commands
// that read what strangers send and need neither. What it takes away is taken from every thread and every child.
package confine

import "errors"

// ErrUnsupported says that the system cannot do it.
var ErrUnsupported = errors.New("this system has no sandbox that Tidings knows")

// Writes leaves the process only these folders, which must exist, to write in, and no program to start. Reading, the network,
// and files that are open already stay. It returns ErrUnsupported where there is no sandbox; nothing has changed then.
func Writes(folders ...string) error { return writes(folders) }

// Supported returns what the system has, in words, or "".
func Supported() string { return supported() }
