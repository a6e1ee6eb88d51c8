package poll

import (
	"fmt"
	"math"
	"time"
)

// span writes a time span as a person says it: "45 min", "3 h", "2 days".
func span(d time.Duration) string {
	switch {
	case d < time.Minute:
		return fmt.Sprintf("%d s", int(d.Round(time.Second)/time.Second))
	case d < 100*time.Minute:
		return fmt.Sprintf("%d min", int(d.Round(time.Minute)/time.Minute))
	case d < 10*time.Hour:
		if h := math.Round(d.Hours()*2) / 2; h != math.Trunc(h) {
			return fmt.Sprintf("%.1f h", h)
		}
		return fmt.Sprintf("%d h", int(math.Round(d.Hours())))
	case d < 36*time.Hour:
		return fmt.Sprintf("%d h", int(math.Round(d.Hours())))
	}
	return fmt.Sprintf("%d days", int(math.Round(d.Hours()/24)))
}

// paceWords says how much a feed publishes: "12 items a day", "2 items a week", "nothing new for 40 days".
func paceWords(perDay float64, newest, now time.Time) string {
	silence := now.Sub(newest)
	switch {
	case newest.IsZero():
		return "its pace is not known yet"
	case perDay >= 1:
		return count(int(math.Round(perDay)), "item", "items") + " a day"
	case perDay*7 >= 1:
		return count(int(math.Round(perDay*7)), "item", "items") + " a week"
	case perDay > 0:
		return count(max(int(math.Round(perDay*30)), 1), "item", "items") + " a month"
	}
	return "nothing new for " + span(silence)
}

func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
