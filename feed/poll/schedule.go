package poll

import (
	"fmt"
	"math"
	"slices"
	"time"

	"tidings/feed"
)

// The schedule's constants. A feed is asked about three times for each item that it publishes, so that an item waits a
// third of the usual gap at most; who publishes nothing is asked once a day, and nobody more often than every 15 minutes.
const (
	soonest    = 15 * time.Minute // between two polls of the busiest feed
	quiet      = 6 * time.Hour    // between polls of a feed that is alive
	daily      = 24 * time.Hour   // between polls of a dead feed, and the longest that anything is put off
	unknown    = 3 * time.Hour    // for a feed whose pace is not known
	perItem    = 3.0 / 8          // of the gap between two items
	perSilence = 1.0 / 28         // of the time since the newest item
	leastSet   = time.Minute      // the shortest interval that a person may set
	queue      = 2 * time.Minute  // that a poll may wait its turn, into an hour that the publisher leaves out

	firstRetry   = 20 * time.Minute // after the first failure; doubled with each
	busyRetry    = time.Hour        // … when the server said that it is asked too much (429)
	offlineRetry = 2 * time.Minute  // … when this machine seems to have no network
	offlineMost  = 30 * time.Minute
	offlineTimes = 12 // … so often in a row: then it is the feed's own name server that fails

	jitterShare = 0.1 // of the interval, added at random so that feeds drift apart
	retryShare  = 0.2
)

// paceItems is how many of a feed's newest items its pace is judged by.
const paceItems = 50

// Plan is when to poll next, and why then.
type Plan struct {
	Next time.Time
	Why  string
}

// perDay returns how many items a day a feed publishes lately. times are its newest items', in any order; dates after now
// count as now.
func perDay(times []time.Time, now time.Time) float64 {
	var week, month int
	oldest := now
	for _, t := range times {
		age := now.Sub(t)
		if age < 7*24*time.Hour {
			week++
		}
		if age < 30*24*time.Hour {
			month++
		}
		if t.Before(oldest) {
			oldest = t
		}
	}
	if days := max(now.Sub(oldest), time.Hour).Hours() / 24; len(times) >= 10 && days < 7 {
		// The document holds only a few days: it was full before.
		return float64(len(times)) / days
	}
	return math.Max(float64(week)/7, float64(month)/30)
}

// interval returns how often to poll a feed of that pace whose newest item was published at newest (zero: unknown).
func interval(perDay float64, newest, now time.Time) time.Duration {
	if newest.IsZero() {
		return unknown
	}
	d := quiet
	if perDay > 0 {
		d = min(max(time.Duration(float64(24*time.Hour)/perDay*perItem), soonest), quiet)
	}
	silence := time.Duration(float64(max(now.Sub(newest), 0)) * perSilence)
	return max(d, min(silence, daily))
}

// after plans the next poll after one that went well. jitter is a random number in [0, 1).
func after(s feed.Settings, st feed.State, newest, now time.Time, jitter float64) Plan {
	asked := min(max(st.Hints.TTL, st.Hints.MaxAge), daily)
	var every time.Duration
	var why string
	if s.Interval > 0 {
		every = max(s.Interval, leastSet)
		why = "as you set it"
	} else {
		every = interval(st.PerDay, newest, now)
		why = paceWords(st.PerDay, newest, now)
	}
	every = max(every, asked)
	if asked >= time.Minute {
		why += "; server asks for " + span(asked)
	}
	next := now.Add(every + time.Duration(float64(every)*jitterShare*jitter))
	next, put := later(next, st.Hints, now)
	return Plan{next, "every " + span(every) + ": " + why + put}
}

// retry plans the next poll after st.Failures failures in a row. base is the first wait.
func retry(st feed.State, base, most time.Duration, now time.Time, jitter float64) Plan {
	n := max(st.Failures, 1)
	wait := most
	if n < 16 {
		wait = min(base<<(n-1), most)
	}
	why := "1 failure, tried again less often each time"
	if n > 1 {
		why = fmt.Sprintf("%d failures in a row, tried again less often each time", n)
	}
	next := now.Add(wait - time.Duration(float64(wait)*retryShare*jitter))
	if st.Hints.NotBefore.After(next) {
		// The server named the time: that is when, a little spread.
		next = now
	}
	next, put := later(next, feed.Hints{NotBefore: st.Hints.NotBefore.Add(time.Duration(float64(time.Minute) * jitter))}, now)
	return Plan{next, "in " + span(next.Sub(now)) + ": " + why + put}
}

// later puts a time off until the publisher's hints allow it, and says so. Hints that leave no time at all are ignored.
func later(next time.Time, h feed.Hints, now time.Time) (time.Time, string) {
	put := ""
	if until := h.NotBefore; until.After(next) {
		if most := now.Add(daily); until.After(most) {
			until = most
		}
		if until.After(next) {
			next, put = until, "; the server asked to be left alone until "+until.UTC().Format("15:04 MST")
		}
	}
	if t, ok := allowed(next, h.SkipHours, h.SkipDays); ok && t.After(next) {
		next, put = t, put+"; not in the hours and days that the publisher leaves out"
	}
	return next, put
}

// allowed returns the first time from t on that is in none of the hours (UTC) and days and not just before one, and false when
// there is none.
func allowed(t time.Time, hours []int, days []time.Weekday) (time.Time, bool) {
	if len(hours) == 0 && len(days) == 0 {
		return t, true
	}
	out := func(t time.Time) bool { return slices.Contains(hours, t.Hour()) || slices.Contains(days, t.Weekday()) }
	at := t.UTC()
	for range 8 * 24 {
		if !out(at) && !out(at.Add(queue)) {
			return at, true
		}
		at = at.Truncate(time.Hour).Add(time.Hour)
	}
	return t, false
}
