package fetch

import (
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// far is the longest time that a header is believed about: nobody means more than a year.
const far = 366 * 24 * time.Hour

// parseRetryAfter reads a Retry-After header (RFC 9110 10.2.3): seconds, or a date. Zero when there is none or it makes no
// sense; at most a year.
func parseRetryAfter(s string, now time.Time) time.Duration {
	s = strings.TrimSpace(s)
	if d, ok := parseSeconds(s); ok {
		return d
	}
	if t, err := http.ParseTime(s); err == nil {
		return clamp(t.Sub(now))
	}
	return 0
}

// parseSeconds reads a delta-seconds; a number that overflows means for ever.
func parseSeconds(s string) (time.Duration, bool) {
	if s == "" {
		return 0, false
	}
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return 0, false
		}
	}
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		n = math.MaxInt64 / int64(time.Second)
	}
	return clamp(time.Duration(min(n, math.MaxInt64/int64(time.Second))) * time.Second), true
}

func clamp(d time.Duration) time.Duration { return min(max(d, 0), far) }

// freshness returns how long an answer says that it stays fresh (RFC 9111 4.2.1): Cache-Control max-age less Age, else
// Expires less Date. Zero when it says nothing or forbids it.
func freshness(h http.Header, now time.Time) time.Duration {
	age, said := time.Duration(0), false
	for _, line := range h["Cache-Control"] {
		for d := range strings.SplitSeq(line, ",") {
			name, value, _ := strings.Cut(d, "=")
			switch strings.ToLower(strings.TrimSpace(name)) {
			case "no-cache", "no-store":
				return 0
			case "max-age":
				if s, ok := parseSeconds(strings.Trim(strings.TrimSpace(value), `"`)); ok && !said {
					age = s
				}
				said = true
			}
		}
	}
	if said {
		if spent, ok := parseSeconds(strings.TrimSpace(h.Get("Age"))); ok {
			age -= spent
		}
		return clamp(age)
	}
	expires, err := http.ParseTime(h.Get("Expires"))
	if err != nil {
		return 0
	}
	if date, err := http.ParseTime(h.Get("Date")); err == nil {
		now = date
	}
	return clamp(expires.Sub(now))
}
