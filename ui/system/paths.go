package system

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"tidings/feed/text"
)

// The most names that Paths looks at, and offers.
const (
	maxNames   = 20_000
	maxOffered = 200
)

// Expand replaces a leading ~ by the person's home, as a shell does before a program sees a path.
func Expand(path string) string {
	if path != "~" && !strings.HasPrefix(path, "~/") && !strings.HasPrefix(path, "~"+string(filepath.Separator)) {
		return path
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return path
	}
	return filepath.Join(home, path[1:])
}

// Paths returns the paths that begin as typed, sorted, folders with a slash at their end. Hidden files are among them once
// their dot is typed. Names that no line can hold are left out.
func (s System) Paths(ctx context.Context, typed string) ([]string, error) {
	if typed == "~" {
		return []string{"~" + string(filepath.Separator)}, nil
	}
	dir, start := filepath.Split(typed)
	where := Expand(dir)
	if dir == "" {
		where = "."
	}
	f, err := os.Open(where)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var out []string
	for seen := 0; seen < maxNames && ctx.Err() == nil; {
		entries, err := f.ReadDir(500)
		seen += len(entries)
		for _, e := range entries {
			name := e.Name()
			if !strings.HasPrefix(name, start) || start == "" && strings.HasPrefix(name, ".") || text.Line(name) != name {
				continue
			}
			if folder(where, e) {
				name += string(filepath.Separator)
			}
			out = append(out, dir+name)
		}
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
	}
	slices.Sort(out)
	return out[:min(len(out), maxOffered)], ctx.Err()
}

// folder reports whether an entry is a folder, or leads to one.
func folder(in string, e os.DirEntry) bool {
	if e.Type()&os.ModeSymlink == 0 {
		return e.IsDir()
	}
	info, err := os.Stat(filepath.Join(in, e.Name()))
	return err == nil && info.IsDir()
}
