package store_test

import (
	"errors"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"unsafe"

	"modernc.org/libc"
	sqlite3 "modernc.org/sqlite/lib"
)

// faultyDisk stands between SQLite and the files: it fails reads, writes and syncs on demand, and knows what a power cut
// would leave of what was written and not synced. It is made as SQLite's own test_vfs.c and test_devsym.c are: a copy of the
// system's VFS whose files have methods of ours.
type faultyDisk struct {
	mu      sync.Mutex
	left    int    // operations till the fault; below 0: none
	kinds   string // of r(ead), w(rite), s(ync), t(runcate): what counts and fails
	code    int32  // what is answered
	stays   bool   // every later operation fails, too
	torn    bool   // a failing write leaves its first half
	faults  int    // that happened
	seen    int    // operations of the kinds
	watched string // the power of this file and its log will be cut; "" for none
	cutIn   int    // writes and syncs till then; below 0: never
	onCut   func()
	files   map[uintptr]*diskFile
}

// diskFile is an open file.
type diskFile struct {
	name    string
	methods *sqlite3.Tsqlite3_io_methods // the system's
}

// sectors are what a file holds on the disk for sure where that differs from what was written: by their number.
type sectors map[int64][]byte

const sectorBytes = 512

var (
	disk     = &faultyDisk{left: -1, cutIn: -1, files: map[uintptr]*diskFile{}}
	diskOnce sync.Once
	systemFS *sqlite3.Tsqlite3_vfs
	ourFS    *sqlite3.Tsqlite3_vfs
	ourTable = map[*sqlite3.Tsqlite3_io_methods]*sqlite3.Tsqlite3_io_methods{}
	unsynced = map[string]sectors{} // by file
)

// Functions as the translated C calls them: a pointer to a Go function value.
type (
	openFunc func(tls *libc.TLS, vfs, name, file uintptr, flags int32, outFlags uintptr) int32
	fileFunc func(tls *libc.TLS, file uintptr) int32
	dataFunc func(tls *libc.TLS, file, data uintptr, n int32, at int64) int32
	sizeFunc func(tls *libc.TLS, file uintptr, size int64) int32
	syncFunc func(tls *libc.TLS, file uintptr, flags int32) int32
)

var (
	ourOpen     openFunc = diskOpen
	ourClose    fileFunc = diskClose
	ourRead     dataFunc = diskRead
	ourWrite    dataFunc = diskWrite
	ourTruncate sizeFunc = diskTruncate
	ourSync     syncFunc = diskSync
)

// pointer is what C's address a points to.
func pointer[T any](a uintptr) *T { return *(**T)(unsafe.Pointer(&a)) }

// code is the address of a Go function for C; f must stay where it is.
func code[F any](f *F) uintptr { return *(*uintptr)(unsafe.Pointer(f)) }

// function is the Go function behind C's address a.
func function[F any](a uintptr) F { return *(*F)(unsafe.Pointer(&a)) }

// useFaultyDisk makes SQLite use disk till the test ends. All stores must be closed by then.
func useFaultyDisk(t *testing.T) *faultyDisk {
	t.Helper()
	tls := libc.NewTLS()
	diskOnce.Do(func() {
		systemFS = pointer[sqlite3.Tsqlite3_vfs](sqlite3.Xsqlite3_vfs_find(tls, 0))
		name, err := libc.CString("faulty")
		if err != nil {
			t.Fatal(err)
		}
		ourFS = pointer[sqlite3.Tsqlite3_vfs](libc.Xmalloc(tls, libc.Tsize_t(unsafe.Sizeof(*systemFS))))
		*ourFS = *systemFS
		ourFS.FpNext, ourFS.FzName, ourFS.FxOpen = 0, name, code(&ourOpen)
	})
	if rc := sqlite3.Xsqlite3_vfs_register(tls, uintptr(unsafe.Pointer(ourFS)), 1); rc != 0 {
		t.Fatalf("register the faulty disk: %d", rc)
	}
	disk.heal()
	t.Cleanup(func() {
		disk.heal()
		sqlite3.Xsqlite3_vfs_register(tls, uintptr(unsafe.Pointer(systemFS)), 1)
		sqlite3.Xsqlite3_vfs_unregister(tls, uintptr(unsafe.Pointer(ourFS)))
		tls.Close()
	})
	return disk
}

// fail lets the operation after n others of the kinds fail with code.
func (d *faultyDisk) fail(n int, kinds string, code int32, stays, torn bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.left, d.kinds, d.code, d.stays, d.torn, d.faults, d.seen = n, kinds, code, stays, torn, 0, 0
}

// heal ends all faults and returns how many there were.
func (d *faultyDisk) heal() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.left, d.watched, d.cutIn = -1, "", -1
	return d.faults
}

func (d *faultyDisk) faulted() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.faults > 0
}

func (d *faultyDisk) wasCut() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.watched != "" && d.cutIn < 0
}

// fault reports whether an operation is to fail, and how.
func (d *faultyDisk) fault(kind string) (rc int32, torn, yes bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.left < 0 || !strings.Contains(d.kinds, kind) {
		return 0, false, false
	}
	d.seen++
	if d.left > 0 {
		d.left--
		return 0, false, false
	}
	if !d.stays {
		d.left = -1
	}
	d.faults++
	return d.code, d.torn, true
}

func (d *faultyDisk) file(f uintptr) *diskFile {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.files[f]
}

func diskOpen(tls *libc.TLS, vfs, name, file uintptr, flags int32, outFlags uintptr) int32 {
	rc := function[openFunc](systemFS.FxOpen)(tls, vfs, name, file, flags, outFlags)
	f := pointer[sqlite3.Tsqlite3_file](file)
	if rc != 0 || f.FpMethods == 0 {
		return rc
	}
	system := pointer[sqlite3.Tsqlite3_io_methods](f.FpMethods)
	disk.mu.Lock()
	defer disk.mu.Unlock()
	ours := ourTable[system]
	if ours == nil {
		ours = pointer[sqlite3.Tsqlite3_io_methods](libc.Xmalloc(tls, libc.Tsize_t(unsafe.Sizeof(*system))))
		*ours = *system
		ours.FxClose, ours.FxRead, ours.FxWrite, ours.FxTruncate, ours.FxSync = code(&ourClose), code(&ourRead), code(&ourWrite), code(&ourTruncate), code(&ourSync)
		ourTable[system] = ours
	}
	disk.files[file] = &diskFile{name: libc.GoString(name), methods: system}
	f.FpMethods = uintptr(unsafe.Pointer(ours))
	return rc
}

func diskClose(tls *libc.TLS, file uintptr) int32 {
	f := disk.file(file)
	disk.mu.Lock()
	delete(disk.files, file)
	disk.mu.Unlock()
	return function[fileFunc](f.methods.FxClose)(tls, file)
}

func diskRead(tls *libc.TLS, file, data uintptr, n int32, at int64) int32 {
	if rc, _, yes := disk.fault("r"); yes {
		return rc
	}
	return function[dataFunc](disk.file(file).methods.FxRead)(tls, file, data, n, at)
}

func diskWrite(tls *libc.TLS, file, data uintptr, n int32, at int64) int32 {
	f := disk.file(file)
	rc, torn, yes := disk.fault("w")
	if yes && !torn {
		return rc
	}
	if yes {
		n /= 2
	}
	disk.remember(f, at, int64(n))
	if got := function[dataFunc](f.methods.FxWrite)(tls, file, data, n, at); got != 0 {
		return got
	}
	disk.countdown(f)
	return rc
}

func diskTruncate(tls *libc.TLS, file uintptr, size int64) int32 {
	if rc, _, yes := disk.fault("t"); yes {
		return rc
	}
	return function[sizeFunc](disk.file(file).methods.FxTruncate)(tls, file, size)
}

func diskSync(tls *libc.TLS, file uintptr, flags int32) int32 {
	if rc, _, yes := disk.fault("s"); yes {
		return rc
	}
	f := disk.file(file)
	disk.countdown(f)
	rc := function[syncFunc](f.methods.FxSync)(tls, file, flags)
	if rc == 0 {
		disk.mu.Lock()
		delete(unsynced, f.name)
		disk.mu.Unlock()
	}
	return rc
}

// cutAfter calls do, in the midst of SQLite's work, when the store at path and its log were written or synced n times.
func (d *faultyDisk) cutAfter(path string, n int, do func()) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.watched, d.cutIn, d.onCut = path, n, do
	clear(unsynced)
}

// watches reports whether the power of a file will be cut; d is locked.
func (d *faultyDisk) watches(f *diskFile) bool {
	return d.watched != "" && (f.name == d.watched || f.name == d.watched+"-wal")
}

func (d *faultyDisk) countdown(f *diskFile) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.cutIn < 0 || !d.watches(f) {
		return
	}
	if d.cutIn--; d.cutIn < 0 {
		d.onCut()
	}
}

// remember keeps what stands in the sectors that are about to be written.
func (d *faultyDisk) remember(f *diskFile, at, n int64) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if !d.watches(f) {
		return
	}
	s := unsynced[f.name]
	if s == nil {
		s = sectors{}
		unsynced[f.name] = s
	}
	var r *os.File
	for i := at / sectorBytes; i*sectorBytes < at+n; i++ {
		if _, known := s[i]; known {
			continue
		}
		if r == nil {
			var err error
			if r, err = os.Open(f.name); err != nil {
				return
			}
			defer r.Close()
		}
		b := make([]byte, sectorBytes) // zeros behind the end
		_, _ = r.ReadAt(b, i*sectorBytes)
		s[i] = b
	}
}

// leftAfter makes in dir what the disk may hold when the power goes now: of the sectors that were not synced any may have
// been written or not. It returns the store's place there. It is for onCut.
func (d *faultyDisk) leftAfter(dir string, rnd *rand.Rand) (string, error) {
	to := filepath.Join(dir, "news.db")
	for _, end := range []string{"", "-wal"} {
		b, err := os.ReadFile(d.watched + end)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return "", err
		}
		lost := rnd.IntN(101) // percent
		s := unsynced[d.watched+end]
		for _, i := range slices.Sorted(maps.Keys(s)) {
			if from := i * sectorBytes; rnd.IntN(100) < lost && from < int64(len(b)) {
				copy(b[from:], s[i])
			}
		}
		if err := os.WriteFile(to+end, b, 0o600); err != nil {
			return "", err
		}
	}
	return to, nil
}
