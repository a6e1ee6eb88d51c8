package confine

import (
	"fmt"

	"github.com/landlock-lsm/go-landlock/landlock"
	"github.com/landlock-lsm/go-landlock/landlock/syscall"
)

// config is every right over files of Landlock's fifth version (Linux 6.10); an older kernel takes away those that it knows. Later
// versions would also take away connecting to sockets, which the keyring and name lookups need.
var config = landlock.V5.BestEffort()

// What stays allowed everywhere: reading, not running (linux/landlock.h).
const reading = landlock.AccessFSSet(syscall.AccessFSReadFile | syscall.AccessFSReadDir)

func writes(folders []string) error {
	if supported() == "" {
		return ErrUnsupported
	}
	rules := []landlock.Rule{
		landlock.PathAccess(reading, "/"),
		landlock.RWFiles("/dev/null", "/dev/tty").IgnoreIfMissing(),
	}
	if len(folders) > 0 {
		rules = append(rules, landlock.RWDirs(folders...).WithRefer())
	}
	return config.RestrictPaths(rules...)
}

func supported() string {
	n, err := syscall.LandlockGetABIVersion()
	if err != nil || n < 1 {
		return ""
	}
	return fmt.Sprintf("Landlock, version %d", n)
}
