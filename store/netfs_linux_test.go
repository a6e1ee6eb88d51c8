package store

import "testing"

// TestRemoteMount tells network file systems behind FUSE from others.
func TestRemoteMount(t *testing.T) {
	const mounts = "/dev/sda1 / ext4 rw 0 0\nann@host:/news /mnt/far fuse.sshfs rw 0 0\n/dev/sdb1 /mnt/stick fuseblk rw 0 0\n" +
		"drive: /mnt/with\\040space fuse.rclone rw 0 0\ntmpfs /mnt/far/near tmpfs rw 0 0\n"
	for dir, want := range map[string]string{
		"/home": "", "/mnt/far": "sshfs", "/mnt/far/a/b": "sshfs", "/mnt/farther": "", "/mnt/stick/x": "", "/mnt/with space/x": "rclone", "/mnt/far/near/x": "",
	} {
		if got := remoteMount(mounts, dir); got != want {
			t.Errorf("%s: %q, want %q", dir, got, want)
		}
	}
}

func TestTryLocks(t *testing.T) {
	if works, err := tryLocks(t.TempDir()); err != nil || !works {
		t.Errorf("the locks of a local disk: %v, %v", works, err)
	}
}
