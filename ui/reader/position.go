package reader

import (
	"tidings/ui/layout"
)

// Position is a place in an article that survives another width and, as far as the text is the same, another
// extraction. The zero value is the beginning. It is stored as JSON.
type Position struct {
	ID     uint64  `json:"id,omitempty"`     // Block.ID of the block at the top of the screen; 0: above the first block
	Index  int     `json:"index,omitempty"`  // its index, where no block has the ID any more
	Offset int     `json:"offset,omitempty"` // bytes of its text above the screen
	Part   float64 `json:"part,omitempty"`   // how far through the article, 0 to 1, where the index is gone too
	End    bool    `json:"end,omitempty"`    // the end of the article was on the screen
}

// anchor is a position and the row of the screen where it stands.
type anchor struct {
	pos Position
	row int
}

// Position returns where the reader stands, to be stored and given to SetArticle again.
func (r *Reader) Position() Position {
	if r.foreign || r.laid == nil {
		return r.anchor.pos
	}
	a := r.here()
	a.pos.End = r.AtEnd()
	return a.pos
}

// here is where the reader stands, or where it is headed for while a layout is under way.
func (r *Reader) here() anchor {
	if r.waiting || r.laid == nil {
		return r.anchor
	}
	return r.seen()
}

// seen is the first line on the screen that shows the article's own text: left-out blocks come and go.
func (r *Reader) seen() anchor {
	lines := r.laid.Lines
	for i := r.top; i < len(lines) && i < r.top+max(r.h, 1); i++ {
		l := lines[i]
		if l.Removed >= 0 || l.Cols == 0 {
			continue
		}
		if l.Block == layout.Header && r.top == 0 {
			return anchor{}
		}
		if l.Block < 0 || l.Block >= len(r.ids) {
			continue
		}
		return anchor{
			pos: Position{ID: r.ids[l.Block], Index: l.Block, Offset: l.Offset, Part: r.part(i)},
			row: i - r.top,
		}
	}
	return anchor{pos: Position{Part: r.part(r.top), Index: -1}}
}

func (r *Reader) part(line int) float64 {
	if r.laid == nil || len(r.laid.Lines) == 0 {
		return 0
	}
	return float64(line) / float64(len(r.laid.Lines))
}

// lineOf returns the line that should be first on the screen for a.
func (r *Reader) lineOf(a anchor) int {
	if a.pos == (Position{}) {
		return 0
	}
	block := r.blockOf(a.pos)
	if block < 0 {
		return int(a.pos.Part*float64(len(r.laid.Lines)) + 0.5)
	}
	found := -1
	for i, l := range r.laid.Lines {
		if l.Removed >= 0 || l.Block != block || l.Cols == 0 {
			continue
		}
		if l.Offset > a.pos.Offset && found >= 0 {
			break
		}
		found = i
	}
	if found < 0 {
		return int(a.pos.Part*float64(len(r.laid.Lines)) + 0.5)
	}
	return found - a.row
}

// blockOf finds a position's block: the nearest to where it stood among those of its ID (a line may be printed twice),
// else what now stands in its place.
func (r *Reader) blockOf(p Position) int {
	best := -1
	for i, b := range r.art.Blocks {
		if b.ID == p.ID && p.ID != 0 && (best < 0 || dist(i, p.Index) < dist(best, p.Index)) {
			best = i
		}
	}
	if best < 0 && p.Index >= 0 && p.Index < len(r.art.Blocks) && p.ID == 0 {
		best = p.Index
	}
	return best
}

func dist(a, b int) int {
	if a < b {
		return b - a
	}
	return a - b
}
