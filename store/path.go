package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// preparePath makes the store's folder and file with the right permissions, and finds out what would go wrong later in
// words that name the path and the way out. fresh is true when the file is empty or was not there.
func preparePath(path string, netfs func(string) (string, error)) (full string, fresh bool, err error) {
	if path == "" {
		return "", false, errors.New("no place for the store: HOME is not set; set it, or name a file")
	}
	if full, err = filepath.Abs(path); err != nil {
		return "", false, fmt.Errorf("place of the store %s: %w", path, err)
	}
	dir := filepath.Dir(full)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", false, fmt.Errorf("make the store's folder %s: %w; make it writable, or name another file", dir, reason(err))
	}
	if name, err := netfs(dir); err == nil && name != "" {
		return "", false, fmt.Errorf("%w (%s, %s): keep it on a local disk", ErrNetwork, full, name)
	}
	for _, name := range []string{full, full + "-wal", full + "-shm"} {
		// A link that somebody else put there would lead the writing elsewhere, and out of the sandbox; SQLite's log would stand
		// beside the file, not beside the link. That the folder is a link is the person's choice.
		st, err := os.Lstat(name)
		switch {
		case err != nil:
		case st.Mode().Type() == fs.ModeSymlink:
			return "", false, fmt.Errorf("%s is a symbolic link, which is not followed; name the folder of the file itself", name)
		case st.Mode().IsRegular() && st.Mode().Perm()&0o077 != 0:
			_ = os.Chmod(name, 0o600) // what a person reads is nobody else's business
		}
	}
	st, err := os.Stat(full)
	switch {
	case err == nil && st.IsDir():
		return "", false, fmt.Errorf("%s is a folder, not a store's file; name a file in it", full)
	case err == nil && !st.Mode().IsRegular():
		return "", false, fmt.Errorf("%s is not a regular file; name another", full)
	case err == nil:
		fresh = st.Size() == 0
		if _, werr := os.Stat(full + "-wal"); werr == nil {
			fresh = false // all of it may still be in the log
		}
	case errors.Is(err, fs.ErrNotExist):
		fresh = true
	default:
		return "", false, fmt.Errorf("look at the store %s: %w", full, reason(err))
	}
	if errors.Is(err, fs.ErrNotExist) {
		if works, err := tryLocks(dir); err == nil && !works {
			return "", false, fmt.Errorf("%w (%s): files in its folder cannot be locked; keep it on a local disk", ErrNetwork, full)
		}
		err = createFile(full)
	} else {
		err = writableFile(full)
	}
	if err != nil {
		return "", false, fmt.Errorf("%w: %s: %w; check the rights of the file and its folder, or name another file", ErrReadOnly, full, reason(err))
	}
	if err := writableDir(dir); err != nil {
		return "", false, fmt.Errorf("%w: its log must stand beside it, and %s: %w; make the folder writable, or name another file", ErrReadOnly, dir, reason(err))
	}
	return full, fresh, nil
}

// createFile makes an empty file; that another process was quicker is no error.
func createFile(name string) error {
	f, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	return f.Close()
}

// reason is the system's word alone: the path stands in the sentence already.
func reason(err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}
