package store

import "golang.org/x/sys/unix"

// networkFS names the network file system that dir is on; "" for a local one. WAL needs memory shared between processes
// and byte-range locks, which these do not give between machines (sqlite.org/wal.html). Numbers: statfs(2).
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
	case 0x00C36400:
		return "Ceph", nil
	}
	return "", nil
}

func writableDir(dir string) error { return unix.Access(dir, unix.W_OK|unix.X_OK) }
