package store

import (
	"context"
	"fmt"
	"strings"
)

// MoveFolder gives a folder another path, with all that is in it, and returns how many feeds that moved; "" puts what is in it where
// it stands itself. It is one step for Undo.
func (db *DB) MoveFolder(ctx context.Context, from, to string) (n int, err error) {
	from, to = cleanFolder(from), cleanFolder(to)
	if from == "" || from == to {
		return 0, nil
	}
	err = db.write(ctx, func(t *tx) error {
		n = 0
		folders := map[int64]string{}
		if err := t.rows(`SELECT id, folder FROM feeds WHERE removed = 0 AND folder <> ''`, nil, func(scan func(...any) error) error {
			var id int64
			var folder string
			err := scan(&id, &folder)
			if folder == from || strings.HasPrefix(folder, from+"/") {
				folders[id] = folder
			}
			return err
		}); err != nil {
			return err
		}
		first := int64(0)
		for id, folder := range folders {
			if _, err := t.exec(`UPDATE feeds SET folder = ? WHERE id = ?`, cleanFolder(to+"/"+strings.TrimPrefix(folder, from)), id); err != nil {
				return err
			}
			row, err := t.log(first, stepFolder, 0, from, back{Feed: id, Folder: folder})
			if err != nil {
				return err
			}
			if first == 0 {
				first = row
			}
			n++
		}
		return nil
	})
	if err != nil {
		return 0, fmt.Errorf("move the folder %s: %w", from, err)
	}
	return n, nil
}
