package feed

import (
	"strings"
	"time"
	"unicode"
)

func (p *dateParser) dayOfYear() bool {
	if p.day < 1 || p.day > 366 {
		return false
	}
	t := time.Date(p.year, 1, p.day, 0, 0, 0, 0, time.UTC)
	p.month, p.day = int(t.Month()), t.Day()
	return true
}

// setMonth takes a month by name. One before all numbers gives way to a later one: "mar., 24 nov. 2026" is a Tuesday.
func (p *dateParser) setMonth(m int) {
	if p.month < 0 || p.early {
		p.month, p.named = m, true
		p.early = len(p.nums) == 0
	}
}

// englishName returns the number of an English month, in full or as three letters, and whether w is an English weekday.
// Nearly all dates of feeds have no other words.
func englishName(w string) (month int, weekday bool) {
	if len(w) < 3 || len(w) > 9 {
		return 0, false
	}
	short := [3]byte{w[0] | 0x20, w[1] | 0x20, w[2] | 0x20}
	full := ""
	switch string(short[:]) {
	case "jan":
		month, full = 1, "january"
	case "feb":
		month, full = 2, "february"
	case "mar":
		month, full = 3, "march"
	case "apr":
		month, full = 4, "april"
	case "may":
		month, full = 5, "may"
	case "jun":
		month, full = 6, "june"
	case "jul":
		month, full = 7, "july"
	case "aug":
		month, full = 8, "august"
	case "sep":
		month, full = 9, "september"
	case "oct":
		month, full = 10, "october"
	case "nov":
		month, full = 11, "november"
	case "dec":
		month, full = 12, "december"
	case "mon":
		full = "monday"
	case "tue":
		full = "tuesday"
	case "wed":
		full = "wednesday"
	case "thu":
		full = "thursday"
	case "fri":
		full = "friday"
	case "sat":
		full = "saturday"
	case "sun":
		full = "sunday"
	}
	if full == "" || len(w) > 3 && !strings.EqualFold(w, full) {
		return 0, false
	}
	return month, month == 0
}

// place finds out which of the numbers is what.
func (p *dateParser) place() bool {
	n := p.nums
	if p.named { // the other two are day and year
		for _, x := range n {
			switch {
			case x.digits >= 3 && p.year < 0 || p.day >= 0 && p.year < 0 || x.n > 31 && p.year < 0:
				p.year = x.n
				if x.digits <= 2 {
					p.year = century(x.n)
				}
			case p.day < 0:
				p.day = x.n
			}
		}
		return p.year >= 0
	}
	switch {
	case len(n) == 0:
		return false
	case n[0].digits == 4 || n[0].digits > 4 && n[0].digits < 7 && len(n) > 1: // 2026-11-23, 2026-11, 2026, 2026-327
		p.year = n[0].n
		if len(n) > 1 {
			if n[1].digits == 3 && len(n) == 2 {
				p.day = n[1].n
				return p.dayOfYear()
			}
			p.month = n[1].n
		}
		if len(n) > 2 {
			p.day = n[2].n
		}
		if n[0].before == '-' && len(n) == 1 && n[0].n < 9913 && n[0].n%100 <= 12 { // -0312
			p.year, p.month = century(n[0].n/100), n[0].n%100
		}
		if len(n) == 1 && p.year > 2200 {
			return false
		}
	case len(n) >= 3 && n[2].digits == 4: // 23.11.2026, 11/23/2026
		p.day, p.month, p.year = n[0].n, n[1].n, n[2].n
		if p.month > 12 || n[1].before == '/' && p.day <= 12 {
			p.day, p.month = p.month, p.day
		}
	case len(n) >= 3 && n[0].digits <= 2: // 26-11-23, 11/23/26, 23.11.26
		p.year, p.month, p.day = century(n[0].n), n[1].n, n[2].n
		if n[1].before == '/' {
			p.month, p.day, p.year = n[0].n, n[1].n, century(n[2].n)
		} else if n[1].before == '.' {
			p.day, p.month, p.year = n[0].n, n[1].n, century(n[2].n)
		}
	case len(n) == 2 && n[0].before == '-' && n[0].digits == 2: // -03-12
		p.year, p.month = century(n[0].n), n[1].n
	default:
		return false
	}
	return true
}

// century completes a year of two digits (RFC 2822, 4.3, with a later turn).
func century(y int) int {
	switch {
	case y < 70:
		return 2000 + y
	case y < 1000:
		return 1900 + y
	}
	return y
}

func (p *dateParser) time() (time.Time, bool) {
	if p.unix != 0 {
		t := time.Unix(p.unix, 0).UTC()
		return t, t.Year() >= 1970 && t.Year() < 10000
	}
	if p.month < 0 {
		p.month = 1
	}
	if p.day < 0 {
		p.day = 1
	}
	if p.pm && p.hour < 12 {
		p.hour += 12
	}
	if p.am && p.hour == 12 {
		p.hour = 0
	}
	if p.year < 1900 || p.year > 9999 || p.month < 1 || p.month > 12 || p.day < 1 || p.day > 31 || p.hour > 24 || p.minute > 59 || p.sec > 61 {
		return time.Time{}, false
	}
	t := time.Date(p.year, time.Month(p.month), p.day, p.hour, p.minute, p.sec, p.nano, time.UTC)
	if t.Day() != p.day && p.hour < 24 && p.sec < 60 { // 30 February
		return time.Time{}, false
	}
	t = t.Add(-time.Duration(p.zone) * time.Second)
	return t, t.Unix() != 0
}

// monthByName returns the number of a month, given its folded name in one of many languages, whole or cut to at least
// three letters; 0 when it is none.
func monthByName(w string) int {
	names := monthNames()
	if m, ok := names[w]; ok {
		return m
	}
	n := 0
	for range w {
		n++
	}
	if n < 3 || !unicode.IsLetter([]rune(w)[0]) {
		return 0
	}
	found := 0
	for name, m := range names {
		if strings.HasPrefix(name, w) {
			if found != 0 && found != m {
				return 0 // "jui": juin or juillet
			}
			found = m
		}
	}
	return found
}
