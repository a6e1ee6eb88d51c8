package ui

import (
	"testing"
	"time"
)

// An article's time is the person's own, as the times in the list are; and today is the day on which it is opened.
func TestAnArticlesTimeIsThePersonsOwn(t *testing.T) {
	f := library()
	a := f.arts[1]
	a.Published = fakeNow.Add(-3 * time.Hour)
	f.arts[1] = a
	now := fakeNow.In(time.FixedZone("", 5*3600))
	s := start(t, f, 100, 30, func(o *Options) { o.Now = func() time.Time { return now } })
	s.keys("enter").sees("today, 17:30")
	now = now.Add(24 * time.Hour)
	s.keys("q j enter q k enter").sees("yesterday, 17:30")
}
