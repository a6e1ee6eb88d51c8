//go:build !linux

package store

import (
	"os"
)

// networkFS is known on Linux only; elsewhere SQLite's own lock errors speak (see explain).
func networkFS(string) (string, error) { return "", nil }

func writableDir(dir string) error {
	f, err := os.CreateTemp(dir, ".tidings-*")
	if err != nil {
		return err
	}
	name := f.Name()
	_ = f.Close()
	return os.Remove(name)
}

func writableFile(name string) error {
	f, err := os.OpenFile(name, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return f.Close()
}

// tryLocks is for Linux only; elsewhere SQLite's own lock errors speak.
func tryLocks(string) (bool, error) { return true, nil }
