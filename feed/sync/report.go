package sync

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"tidings/feed/text"
)

// Report says what a sync did. It holds no secrets and nothing in the server's own words.
type Report struct {
	Server    string    `json:"server"`
	At        time.Time `json:"at"`         // when it began
	Succeeded time.Time `json:"succeeded"`  // when one last went to its end
	Millis    int64     `json:"took_ms"`    //
	Error     string    `json:"error"`      // why it did not go to its end
	NewItems  int       `json:"new_items"`  // stored here
	Sent      int       `json:"sent"`       // marks that the server took
	Applied   int       `json:"applied"`    // marks that were changed here
	Waiting   int       `json:"waiting"`    // marks that wait to be sent
	Stuck     int       `json:"stuck"`      // of them, those that the server did not take several times
	Rest      int       `json:"rest"`       // items of the server's left for the next time
	FeedsHere int       `json:"feeds_here"` // feeds added, changed or removed here
	FeedsGone int       `json:"feeds_sent"` // and at the server
	Notes     []string  `json:"notes"`      // what could not be done, and the way out
}

// stuckAfter is after how many times a mark that the server takes and does not keep is told to the person.
const stuckAfter = 3

// noteMost bounds a report that a mad server fills.
const noteMost = 20

func (r *Report) note(format string, a ...any) {
	if len(r.Notes) < noteMost {
		r.Notes = append(r.Notes, text.Line(fmt.Sprintf(format, a...)))
	}
}

// memory is what is kept between two syncs.
type memory struct {
	Account string
	Cursor  string
	Refused map[string]time.Time // addresses that the server did not take, and when to try again
	Report  Report
}

// stateKey is where memory lies in the store.
const stateKey = "sync"

// Last returns the report of the last sync; false when there was none.
func Last(ctx context.Context, s interface {
	State(ctx context.Context, key string) ([]byte, error)
},
) (Report, bool, error) {
	m, ok, err := recall(ctx, s)
	return m.Report, ok, err
}

func recall(ctx context.Context, s interface {
	State(ctx context.Context, key string) ([]byte, error)
},
) (m memory, ok bool, err error) {
	b, err := s.State(ctx, stateKey)
	if err != nil || b == nil {
		return m, false, err
	}
	if err := json.Unmarshal(b, &m); err != nil {
		return memory{}, false, nil // of another version: begin anew
	}
	return m, true, nil
}
