package store

import (
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/sys/unix"
)

// networkFS names the network file system that dir is on; "" for a local one. WAL needs memory shared between processes
// and byte-range locks, which these do not give between machines (sqlite.org/wal.html). Numbers: statfs(2). Of FUSE's, those
// whose source names a host or a remote ("ann@host:/news", "drive:") are network file systems.
func networkFS(dir string) (string, error) {
	var st unix.Statfs_t
	if err := unix.Statfs(dir, &st); err != nil {
		return "", err
	}
	switch uint32(st.Type) {
	case unix.NFS_SUPER_MAGIC:
		return "NFS", nil
	case unix.SMB_SUPER_MAGIC, 0xFF534D42, 0xFE534D42:
		return "SMB", nil
	case unix.AFS_SUPER_MAGIC, 0x6B414653:
		return "AFS", nil
	case unix.CODA_SUPER_MAGIC:
		return "Coda", nil
	case unix.V9FS_MAGIC:
		return "9P", nil
	case 0x00C36400:
		return "Ceph", nil
	case unix.FUSE_SUPER_MAGIC:
		mounts, err := os.ReadFile("/proc/self/mounts")
		if err != nil {
			return "", nil // not known: the locks will tell
		}
		return remoteMount(string(mounts), dir), nil
	}
	return "", nil
}

// remoteMount names the kind of the file system at dir if it is one of FUSE's with a source elsewhere; "" otherwise. mounts is
// /proc/self/mounts: source, place, kind and options, a line each (fstab(5)).
func remoteMount(mounts, dir string) (kind string) {
	if real, err := filepath.EvalSymlinks(dir); err == nil {
		dir = real
	}
	longest := -1
	for line := range strings.Lines(mounts) {
		f := strings.Fields(line)
		if len(f) < 3 {
			continue
		}
		place := strings.NewReplacer(`\040`, " ", `\011`, "\t", `\134`, `\`).Replace(f[1])
		if dir != place && !strings.HasPrefix(dir, strings.TrimSuffix(place, "/")+"/") || len(place) < longest {
			continue
		}
		longest, kind = len(place), ""
		if name, ok := strings.CutPrefix(f[2], "fuse."); ok && strings.Contains(f[0], ":") {
			kind = name
		}
	}
	return kind
}

func writableDir(dir string) error { return unix.Access(dir, unix.W_OK|unix.X_OK) }

// writableFile tells whether an existing file may be written to, without opening it: closing it again would drop the locks
// that this process has on it through SQLite (sqlite.org/howtocorrupt.html, 2.2).
func writableFile(name string) error { return unix.Access(name, unix.R_OK|unix.W_OK) }

// tryLocks tells whether locks in dir keep others out: a file that is locked by one descriptor must not be lockable by another.
func tryLocks(dir string) (works bool, err error) {
	a, err := os.CreateTemp(dir, ".tidings-*")
	if err != nil {
		return false, err
	}
	defer os.Remove(a.Name())
	defer a.Close()
	b, err := os.OpenFile(a.Name(), os.O_RDWR, 0)
	if err != nil {
		return false, err
	}
	defer b.Close()
	lock := func(f *os.File) error {
		return unix.FcntlFlock(f.Fd(), unix.F_OFD_SETLK, &unix.Flock_t{Type: unix.F_WRLCK, Start: 0, Len: 1})
	}
	if lock(a) != nil {
		return false, nil
	}
	return lock(b) != nil, nil
}
