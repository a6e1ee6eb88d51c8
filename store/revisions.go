package store

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"tidings/feed"
)

// maxRevisions is how many earlier texts of an item are kept; a page that changes every hour keeps its first ones' places
// for its latest.
const maxRevisions = 20

// Revision is what package feed calls it: commands name it, too.
type Revision = feed.Revision

// patch makes an earlier list of blocks of a later one: each piece is a run taken from it, or blocks of its own.
type patch struct {
	Title  string
	Pieces []piece
}

type piece struct {
	From int      `json:",omitempty"` // of the later text: its blocks From … From+Len
	Len  int      `json:",omitempty"`
	Own  []string `json:",omitempty"`
}

// htmlBlocks cuts a sanitised fragment into paragraphs of plain text.
func htmlBlocks(s string) []string {
	var out []string
	for line := range strings.SplitSeq(plainText(s), "\n") {
		if line = strings.Join(strings.Fields(line), " "); line != "" {
			out = append(out, line)
		}
	}
	return out
}

// diff makes the patch that leads from later back to earlier. Blocks that are found in later, in whatever order, are
// taken from there.
func diff(later, earlier []string) []piece {
	at := make(map[string][]int, len(later))
	for i, b := range later {
		at[b] = append(at[b], i)
	}
	var out []piece
	for _, b := range earlier {
		places := at[b]
		n := len(out)
		switch {
		case n > 0 && out[n-1].Len > 0 && slices.Contains(places, out[n-1].From+out[n-1].Len):
			out[n-1].Len++
		case len(places) > 0:
			out = append(out, piece{From: places[0], Len: 1})
		case n > 0 && out[n-1].Len == 0:
			out[n-1].Own = append(out[n-1].Own, b)
		default:
			out = append(out, piece{Own: []string{b}})
		}
	}
	return out
}

// apply undoes diff.
func apply(later []string, pieces []piece) ([]string, error) {
	var out []string
	for _, p := range pieces {
		if p.Len == 0 {
			out = append(out, p.Own...)
			continue
		}
		if p.From < 0 || p.Len < 0 || p.From+p.Len > len(later) {
			return nil, errText
		}
		out = append(out, later[p.From:p.From+p.Len]...)
	}
	return out, nil
}

// addRevision keeps what of an earlier text the later one does not hold.
func (t *tx) addRevision(item int64, kind, oldTitle, title string, earlier, later []string) error {
	if oldTitle == title && slices.Equal(earlier, later) {
		return nil
	}
	p := patch{Pieces: diff(later, earlier)}
	if oldTitle != title {
		p.Title = oldTitle
	}
	data, err := json.Marshal(p)
	if err != nil {
		return fmt.Errorf("encode a revision: %w", err)
	}
	if _, err := t.exec(`INSERT INTO revisions (item, n, at, kind, data) SELECT ?1, coalesce(max(n), 0) + 1, ?2, ?3, ?4 FROM revisions WHERE item = ?1`,
		item, t.now, kind, pack(data)); err != nil {
		return err
	}
	_, err = t.exec(`DELETE FROM revisions WHERE item = ?1 AND kind = ?2 AND n <= (SELECT max(n) FROM revisions WHERE item = ?1) - ?3`, item, kind, maxRevisions)
	return err
}

// Revisions returns an item's earlier texts, the latest first; none when it was never edited.
func (db *DB) Revisions(ctx context.Context, id feed.ItemID) ([]Revision, error) {
	out, err := db.revisions(ctx, id)
	if err != nil {
		return out, fmt.Errorf("read the revisions of item %d: %w", id, err)
	}
	return out, nil
}

func (db *DB) revisions(ctx context.Context, id feed.ItemID) ([]Revision, error) {
	it, err := db.Item(ctx, id)
	if err != nil {
		return nil, err
	}
	now := map[string][]string{"feed": htmlBlocks(textOf(&it))}
	if a, ok, err := db.Article(ctx, id); err != nil {
		return nil, err
	} else if ok {
		now["article"] = articleBlocks(&a)
	}
	last := maps.Clone(now)
	titles := map[string]string{"feed": it.Title, "article": it.Title}
	var out []Revision
	err = db.query(ctx, `SELECT at, kind, data FROM revisions WHERE item = ? ORDER BY n DESC`, []any{id}, func(scan func(...any) error) error {
		var r Revision
		var at int64
		var data []byte
		if err := scan(&at, &r.Kind, &data); err != nil {
			return err
		}
		raw, err := unpack(data)
		if err != nil {
			return err
		}
		var p patch
		if err := json.Unmarshal(raw, &p); err != nil {
			return fmt.Errorf("%w: %w", errText, err)
		}
		if r.Blocks, err = apply(now[r.Kind], p.Pieces); err != nil {
			return err
		}
		if p.Title != "" {
			titles[r.Kind] = p.Title
		}
		r.Until, r.Title = time.Unix(at, 0), titles[r.Kind]
		r.Later, r.Now = last[r.Kind], it.Title
		now[r.Kind] = r.Blocks
		out = append(out, r)
		return nil
	})
	return out, err
}
