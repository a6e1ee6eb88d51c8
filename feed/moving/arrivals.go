package moving

import (
	"runtime"
	"slices"
	"sync"
)

// arrivalsPart is how many items are cleaned in one go.
const arrivalsPart = 256

// arrivals are items of a large file that are cleaned on all processors while others are still read.
type arrivals struct {
	parts   [][]Item
	open    []Item
	workers sync.WaitGroup
	free    chan struct{} // one for each part that is being cleaned
}

// add takes an item as it was read.
func (a *arrivals) add(it Item) {
	if a.open = append(a.open, it); len(a.open) == arrivalsPart {
		a.clean()
	}
}

func (a *arrivals) clean() {
	if a.free == nil {
		a.free = make(chan struct{}, runtime.GOMAXPROCS(0))
	}
	part := a.open
	a.parts, a.open = append(a.parts, part), make([]Item, 0, arrivalsPart)
	a.free <- struct{}{}
	a.workers.Go(func() {
		defer func() { <-a.free }()
		for i := range part {
			part[i].Item = outside(part[i].Item)
		}
	})
}

// into adds the cleaned items in the order in which they were read.
func (a *arrivals) into(m *Moving) {
	a.clean()
	a.workers.Wait()
	m.Items = slices.Grow(m.Items, len(a.parts)*arrivalsPart)
	for _, part := range a.parts {
		for _, it := range part {
			m.item(it)
		}
	}
}
