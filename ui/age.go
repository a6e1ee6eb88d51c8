package ui

import (
	"strconv"
	"time"
)

// span is how long ago something was: a number of units.
type span struct {
	n    int16
	unit byte // m, h, d, w or y; 0: now; '-': not known
}

// ago returns the time from t to now, rounded down.
func ago(now, t time.Time) span {
	const dayLong = 24 * time.Hour
	if t.IsZero() {
		return span{unit: '-'}
	}
	d := now.Sub(t)
	switch {
	case d < time.Minute:
		return span{}
	case d < time.Hour:
		return span{int16(d / time.Minute), 'm'}
	case d < dayLong:
		return span{int16(d / time.Hour), 'h'}
	case d < 7*dayLong:
		return span{int16(d / dayLong), 'd'}
	case d < 365*dayLong:
		return span{int16(d / (7 * dayLong)), 'w'}
	}
	return span{int16(min(d/(365*dayLong), 999)), 'y'}
}

// String words the span in at most four columns.
func (s span) String() string {
	switch s.unit {
	case 0:
		return "now"
	case '-':
		return ""
	}
	return strconv.Itoa(int(s.n)) + string(s.unit)
}

// age words how long ago something was, in at most four columns.
func age(now, t time.Time) string { return ago(now, t).String() }

// sameDay reports whether two times fall on one day here.
func sameDay(a, b time.Time) bool {
	if a.IsZero() || b.IsZero() {
		return a.IsZero() == b.IsZero()
	}
	y, m, d := a.Local().Date()
	y2, m2, d2 := b.Local().Date()
	return d == d2 && m == m2 && y == y2
}

// day words the day of a heading: "Today", "Yesterday", "Monday", "Mon 3 Aug", "3 August 2024".
func day(now, t time.Time) string {
	if t.IsZero() {
		return "Without a date"
	}
	now, t = now.Local(), t.Local()
	midnight := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, time.Local)
	switch {
	case !t.Before(midnight):
		return "Today"
	case !t.Before(midnight.AddDate(0, 0, -1)):
		return "Yesterday"
	case !t.Before(midnight.AddDate(0, 0, -6)):
		return t.Format("Monday")
	case t.Year() == now.Year():
		return t.Format("Mon 2 January")
	}
	return t.Format("2 January 2006")
}
