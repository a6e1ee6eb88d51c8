package moving

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"path"
)

// Limits on an archive, so that a few packed bytes cannot become more than the memory holds.
const (
	maxPacked = 1000      // files
	maxPart   = 256 << 20 // bytes of one file, unpacked
	maxWhole  = 512 << 20 // bytes of all
)

// readZip reads what is in an archive, as FreshRSS exports it: a list of feeds and files of articles.
func readZip(data []byte) (Moving, error) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return Moving{}, fmt.Errorf("a zip archive that cannot be read: %w", err)
	}
	if len(z.File) > maxPacked {
		return Moving{}, fmt.Errorf("a zip archive of %d files, which no export is", len(z.File))
	}
	var all []Moving
	var notes []Note
	left := int64(maxWhole)
	for _, f := range z.File {
		if f.FileInfo().IsDir() {
			continue
		}
		name := line(path.Base(f.Name))
		part, err := unpacked(f, min(left, maxPart))
		if err != nil {
			return Moving{}, fmt.Errorf("%s in the archive: %w", name, err)
		}
		left -= int64(len(part))
		if bytes.HasPrefix(part, []byte("PK\x03\x04")) {
			notes = append(notes, Note{Words: name + " is an archive in the archive and was left out"})
			continue
		}
		m, err := read(part)
		if err != nil {
			notes = append(notes, Note{Words: fmt.Sprintf("%s in the archive was left out: %v", name, err)})
			continue
		}
		all = append(all, m)
	}
	m := Join(all...)
	if m.From == "" {
		m.From = "the archive"
	}
	m.Notes = append(m.Notes, notes...)
	return m, nil
}

func unpacked(f *zip.File, limit int64) ([]byte, error) {
	r, err := f.Open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	b, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err == nil && int64(len(b)) > limit {
		err = errors.New("larger than any export is")
	}
	return b, err
}
