package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"

	"tidings/feed/moving"
)

// The most that is read of a folder: files, and bytes of them.
const (
	maxFiles  = 100_000
	maxFolder = 1 << 30
)

// readFolder reads the saved articles in a folder of Markdown files and the folders in it, as 'tidings export markdown' writes
// them and makers of notes keep them. Other notes are counted, hidden folders left alone.
func readFolder(dir string) (moving.Moving, error) {
	var all []moving.Moving
	files, size, others := 0, int64(0), 0
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case path != dir && strings.HasPrefix(e.Name(), "."):
			if e.IsDir() {
				return fs.SkipDir
			}
			return nil
		case !e.Type().IsRegular() || !strings.EqualFold(filepath.Ext(path), ".md"):
			return nil
		}
		data, err := readWhole(path, nil)
		if err != nil {
			return err
		}
		if files, size = files+1, size+int64(len(data)); files > maxFiles || size > maxFolder {
			return fmt.Errorf("%s: more than %d files or %d MiB of Markdown: import a part of it", dir, maxFiles, maxFolder>>20)
		}
		m, err := moving.ReadNote(data)
		switch {
		case errors.Is(err, moving.ErrNoArticle):
			others++
			return nil
		case err != nil:
			return fmt.Errorf("%s: %w", path, err)
		}
		for i := range m.Notes {
			m.Notes[i].File = path
		}
		all = append(all, m)
		return nil
	})
	if err == nil && len(all) == 0 {
		err = fmt.Errorf("%s: this folder is neither newsboat’s (urls, cache.db) nor nom’s, and has no articles that 'tidings export markdown --out DIR' saved; other lists are imported by their file's name", dir)
	}
	if err != nil {
		return moving.Moving{}, err
	}
	m := moving.Join(all...)
	m.From = "a folder of Markdown"
	if others > 0 {
		m.Notes = append(m.Notes, moving.Note{Words: fmt.Sprintf("%s of Markdown without a saved article's front matter left out", count(others, "file"))})
	}
	return m, nil
}
