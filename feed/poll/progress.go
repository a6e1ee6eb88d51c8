package poll

import (
	"time"

	"tidings/feed"
)

// Progress is the state of a refresh. A newer one replaces an older one: no field says only what has just happened.
type Progress struct {
	Run     int // which refresh; grows
	Running bool
	Done    int // feeds finished, well or not
	Total   int
	Active  []string // titles of feeds being fetched now, at most a few
	New     int      // items that were not known before
	Updated int      // items whose text changed
	Failed  []Failure
	Skipped []Failure // not polled, and why: another process does, or the server asked to be left alone; Err says which
	Pages   int       // whole articles still to be fetched in the background
	Started time.Time
	Stopped bool  // ended by the person
	Err     error // the store could not be read, or ErrOffline
}

// Failure is a feed that could not be polled, in the words of a person.
type Failure struct {
	Feed  feed.FeedID
	Title string
	Err   string
	Next  time.Time // when it is tried again
}
