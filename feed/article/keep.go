package article

import "slices"

// Keep returns a with removed run number n back where it stood, among what the reader brought back, and no longer among what
// was left out. An n that is out of range changes nothing. a itself is not changed.
func (a Article) Keep(n int) Article {
	if n < 0 || n >= len(a.Removed) {
		return a
	}
	r := a.Removed[n]
	at := min(max(r.At, 0), len(a.Blocks))
	a.Blocks = slices.Insert(slices.Clone(a.Blocks), at, r.Blocks...)
	a.Removed = slices.Delete(slices.Clone(a.Removed), n, n+1)
	a.Kept = slices.Clone(a.Kept)
	for i := range r.Blocks {
		a.Kept = append(a.Kept, r.Blocks[i].ID)
	}
	// Runs that stood at the same place keep their side of the restored blocks: those behind n in page order move.
	for i := range a.Removed {
		if a.Removed[i].At > at || a.Removed[i].At == at && i >= n {
			a.Removed[i].At += len(r.Blocks)
		}
	}
	return a
}
