package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"tidings/feed"
)

// stepKind is what a person did.
type stepKind string

const (
	stepRead       stepKind = "read"
	stepUnread     stepKind = "unread"
	stepBookmark   stepKind = "bookmark"
	stepUnbookmark stepKind = "unbookmark"
	stepTags       stepKind = "tags"
	stepNote       stepKind = "note"
	stepAddFeed    stepKind = "add"
	stepEditFeed   stepKind = "edit"
	stepRemoveFeed stepKind = "remove"
	stepPrune      stepKind = "prune"
	stepSavePage   stepKind = "page"
	stepImport     stepKind = "import"
	stepView       stepKind = "view"
	stepFolder     stepKind = "folder"
)

// keepSteps is how long a step can be undone. What it took away (a removed feed's items, pruned items) takes room till then.
const keepSteps = 30 * 24 * time.Hour

// back is what is needed to undo a step.
type back struct {
	IDs      []int64  `json:",omitempty"` // items whose mark was changed
	Tags     []string `json:",omitempty"` // before
	Note     string   `json:",omitempty"` // before
	Feed     int64    `json:",omitempty"`
	Folder   string   `json:",omitempty"` // before
	Settings string   `json:",omitempty"` // before
	URL      string   `json:",omitempty"` // before
	View     string   `json:",omitempty"` // a saved search's name
	Query    string   `json:",omitempty"` // before; "" where there was none
	Place    int64    `json:",omitempty"` // before

	// Of an import, see unimport.go.
	Part  importPart     `json:",omitempty"`
	Old   []importedMark `json:",omitempty"`
	Names []string       `json:",omitempty"`
}

// log notes a step, or a further part of the step first when that is not 0, and returns the row's number.
func (t *tx) log(first int64, kind stepKind, n int, name string, b back) (int64, error) {
	data, err := json.Marshal(b)
	if err != nil {
		return 0, fmt.Errorf("encode the way back: %w", err)
	}
	id, err := t.insert(`INSERT INTO journal (first, at, kind, n, name, data) VALUES (?, ?, ?, ?, ?, ?)`, first, t.now, string(kind), n, name, string(data))
	if err != nil || first != 0 {
		return id, err
	}
	_, err = t.exec(`UPDATE journal SET first = id WHERE id = ?`, id)
	return id, err
}

// Step is what package feed calls it: commands name it, too.
type Step = feed.Step

// UndoList returns at most n steps that can be undone, newest first; all for n ≤ 0.
func (db *DB) UndoList(ctx context.Context, n int) ([]Step, error) {
	if n <= 0 {
		n = -1
	}
	var out []Step
	err := db.query(ctx, `SELECT first, min(at), kind, sum(n), CASE WHEN min(name) = max(name) THEN min(name) ELSE '' END
		FROM journal GROUP BY first ORDER BY first DESC LIMIT ?`, []any{n}, func(scan func(...any) error) error {
		var s Step
		var at int64
		var kind stepKind
		var items int
		var name string
		err := scan(&s.ID, &at, &kind, &items, &name)
		s.At, s.Words, s.Brought = time.Unix(at, 0), doneWords(kind, items, name), kind == stepAddFeed || kind == stepImport
		out = append(out, s)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list what can be undone: %w", err)
	}
	return out, nil
}

// itemsOf names n items: “Title”, "214 items of Phoronix", "214 items".
func itemsOf(n int, name string) string {
	switch {
	case n == 1 && name != "":
		return "“" + name + "”"
	case n == 1:
		return "1 item"
	case name != "":
		return fmt.Sprintf("%d items of %s", n, name)
	}
	return fmt.Sprintf("%d items", n)
}

// doneWords says what a step did.
func doneWords(kind stepKind, n int, name string) string {
	what := itemsOf(n, name)
	switch kind {
	case stepRead:
		return "marked " + what + " read"
	case stepUnread:
		return "marked " + what + " unread"
	case stepBookmark:
		return "bookmarked " + what
	case stepUnbookmark:
		return "removed the bookmark of " + what
	case stepTags:
		return "changed the tags of " + what
	case stepNote:
		return "changed the note on " + what
	case stepAddFeed:
		return "subscribed to " + name
	case stepEditFeed:
		return "changed the feed " + name
	case stepRemoveFeed:
		return "removed the feed " + name
	case stepPrune:
		return "pruned " + what
	case stepSavePage:
		return "saved " + what + " as a bookmark"
	case stepImport:
		return "imported " + name
	case stepFolder:
		return "moved the folder " + name
	case stepView:
		return "changed the saved search “" + name + "”"
	}
	return string(kind)
}

// undoneWords says what is the case after a step was undone.
func undoneWords(kind stepKind, n int, name string) string {
	what := itemsOf(n, name)
	is := " are "
	if n == 1 {
		is = " is "
	}
	switch kind {
	case stepRead:
		return what + is + "unread again"
	case stepUnread:
		return what + is + "read again"
	case stepBookmark:
		return what + is + "no longer bookmarked"
	case stepUnbookmark:
		return what + is + "bookmarked again"
	case stepTags:
		return what + " has its former tags again"
	case stepNote:
		return what + " has its former note again"
	case stepAddFeed:
		return name + " is no longer subscribed to"
	case stepEditFeed:
		return "the feed " + name + " is as it was before"
	case stepRemoveFeed:
		return "the feed " + name + " is back, with its items and marks"
	case stepPrune:
		return what + is + "back"
	case stepSavePage:
		return what + " is no longer bookmarked"
	case stepImport:
		return "the import of " + name + " is taken back"
	case stepFolder:
		return "the folder " + name + " is as it was before"
	case stepView:
		return "the saved search “" + name + "” is as it was before"
	}
	return string(kind)
}
