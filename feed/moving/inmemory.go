package moving

import (
	"bytes"
	"io/fs"
	"time"
)

// storeName is what the one file of [inMemory] is called.
const storeName = "store"

// inMemory is a file system of one file, which SQLite reads without copying it as a whole.
type inMemory []byte

// Open opens the file; there is no other.
func (data inMemory) Open(name string) (fs.File, error) {
	if name != storeName {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return memoryFile{bytes.NewReader(data)}, nil
}

// memoryFile is the open file, and what there is to know of it.
type memoryFile struct{ *bytes.Reader }

func (f memoryFile) Close() error               { return nil }
func (f memoryFile) Stat() (fs.FileInfo, error) { return f, nil }
func (f memoryFile) Name() string               { return storeName }
func (f memoryFile) Mode() fs.FileMode          { return 0o400 }
func (f memoryFile) ModTime() time.Time         { return time.Time{} }
func (f memoryFile) IsDir() bool                { return false }
func (f memoryFile) Sys() any                   { return nil }
