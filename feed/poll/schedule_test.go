package poll

import (
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"tidings/feed"
)

var noon = time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC) // a Wednesday

const day = 24 * time.Hour

// every returns n times, the newest first before noon.
func every(first, gap time.Duration, n int) []time.Time {
	var out []time.Time
	for i := range n {
		out = append(out, noon.Add(-first-time.Duration(i)*gap))
	}
	return out
}

func TestPerDay(t *testing.T) {
	for _, tt := range []struct {
		name  string
		times []time.Time
		want  float64
	}{
		{"nothing", nil, 0},
		{"12 a day", every(time.Hour, 2*time.Hour, 50), 12},
		{"one a day", every(time.Hour, day, 50), 1},
		{"one a week", every(day, 7*day, 50), 5.0 / 30},
		{"a burst, then silence", every(20*day, time.Minute, 50), 50.0 / 30},
		{"dead", every(400*day, day, 50), 0},
		{"a first item", every(0, 0, 1), 1.0 / 7},
		{"all in this minute", every(0, time.Second, 50), 1200},
		{"in the future", every(-day, 0, 3), 3.0 / 7},
	} {
		if got := perDay(tt.times, noon); math.Abs(got-tt.want) > tt.want*0.05 {
			t.Errorf("%s: %v, want %v", tt.name, got, tt.want)
		}
	}
}

func TestAfter(t *testing.T) {
	for _, tt := range []struct {
		name   string
		set    feed.Settings
		st     feed.State
		newest time.Duration // before noon; -1: unknown
		jitter float64
		next   time.Duration // after noon
		why    string
	}{
		{"busy", feed.Settings{}, feed.State{PerDay: 100}, time.Minute, 0, 15 * time.Minute, "every 15 min: 100 items a day"},
		{"12 a day", feed.Settings{}, feed.State{PerDay: 12}, time.Hour, 0, 45 * time.Minute, "every 45 min: 12 items a day"},
		{"12 a day and a ttl", feed.Settings{}, feed.State{PerDay: 12, Hints: feed.Hints{TTL: 30 * time.Minute}}, time.Hour, 0, 45 * time.Minute, "every 45 min: 12 items a day; server asks for 30 min"},
		{"max-age is more", feed.Settings{}, feed.State{PerDay: 12, Hints: feed.Hints{MaxAge: 2 * time.Hour}}, time.Hour, 0, 2 * time.Hour, "every 2 h: 12 items a day; server asks for 2 h"},
		{"max-age of a year", feed.Settings{}, feed.State{PerDay: 12, Hints: feed.Hints{MaxAge: 366 * day}}, time.Hour, 0, day, "every 24 h: 12 items a day; server asks for 24 h"},
		{"one a day", feed.Settings{}, feed.State{PerDay: 1}, 5 * time.Hour, 0, 6 * time.Hour, "every 6 h: 1 item a day"},
		{"one a week", feed.Settings{}, feed.State{PerDay: 1.0 / 7}, 2 * day, 0, 6 * time.Hour, "every 6 h: 1 item a week"},
		{"silent for two weeks", feed.Settings{}, feed.State{PerDay: 1.0 / 30}, 14 * day, 0, 12 * time.Hour, "every 12 h: 1 item a month"},
		{"dead", feed.Settings{}, feed.State{}, 500 * day, 0, day, "every 24 h: nothing new for 500 days"},
		{"unknown", feed.Settings{}, feed.State{}, -1, 0, 3 * time.Hour, "every 3 h: its pace is not known yet"},
		{"as set", feed.Settings{Interval: 5 * time.Minute}, feed.State{PerDay: 1}, time.Hour, 0, 5 * time.Minute, "every 5 min: as you set it"},
		{"as set, but the server asks for more", feed.Settings{Interval: 5 * time.Minute}, feed.State{Hints: feed.Hints{TTL: time.Hour}}, time.Hour, 0, time.Hour, "every 60 min: as you set it; server asks for 60 min"},
		{"jitter only adds", feed.Settings{}, feed.State{PerDay: 12}, time.Hour, 0.5, 45*time.Minute + 135*time.Second, "every 45 min: 12 items a day"},
		{"not before", feed.Settings{}, feed.State{PerDay: 12, Hints: feed.Hints{NotBefore: noon.Add(3 * time.Hour)}}, time.Hour, 0, 3 * time.Hour, "every 45 min: 12 items a day; the server asked to be left alone until 15:00 UTC"},
		{"not before the year 9999", feed.Settings{}, feed.State{PerDay: 12, Hints: feed.Hints{NotBefore: noon.AddDate(7973, 0, 0)}}, time.Hour, 0, day, "left alone"},
		{"hours left out", feed.Settings{}, feed.State{PerDay: 12, Hints: feed.Hints{SkipHours: []int{12, 13, 14}}}, time.Hour, 0, 3 * time.Hour, "every 45 min: 12 items a day; not in the hours"},
		{"days left out", feed.Settings{}, feed.State{PerDay: 12, Hints: feed.Hints{SkipDays: []time.Weekday{time.Wednesday, time.Thursday}}}, time.Hour, 0, 36 * time.Hour, "not in the hours and days"},
		{"just before hours left out", feed.Settings{Interval: 59*time.Minute + 30*time.Second}, feed.State{Hints: feed.Hints{SkipHours: []int{13, 14}}}, time.Hour, 0, 3 * time.Hour, "every 60 min: as you set it; not in the hours"},
		{"all hours left out", feed.Settings{}, feed.State{PerDay: 12, Hints: feed.Hints{SkipHours: []int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23}}}, time.Hour, 0, 45 * time.Minute, "every 45 min"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			newest := noon.Add(-tt.newest)
			if tt.newest < 0 {
				newest = time.Time{}
			}
			p := after(tt.set, tt.st, newest, noon, tt.jitter)
			if got := p.Next.Sub(noon); got != tt.next {
				t.Errorf("next in %v, want %v", got, tt.next)
			}
			if !strings.Contains(p.Why, tt.why) || strings.HasPrefix(tt.why, "every") && !strings.HasPrefix(p.Why, tt.why) {
				t.Errorf("why %q, want %q", p.Why, tt.why)
			}
		})
	}
}

func TestRetry(t *testing.T) {
	var waits []time.Duration
	for n := range 100 {
		p := retry(feed.State{Failures: n + 1}, firstRetry, daily, noon, 0)
		waits = append(waits, p.Next.Sub(noon))
		if p.Why == "" {
			t.Error("no reason")
		}
	}
	want := []time.Duration{20 * time.Minute, 40 * time.Minute, 80 * time.Minute, 160 * time.Minute, 320 * time.Minute, 640 * time.Minute, 1280 * time.Minute, day, day}
	if !slices.Equal(waits[:len(want)], want) || waits[99] != day {
		t.Errorf("waits %v … %v", waits[:len(want)], waits[99])
	}
	for _, tt := range []struct {
		retryAfter, want time.Duration
	}{{5 * time.Minute, 20 * time.Minute}, {30 * time.Minute, 30 * time.Minute}, {5 * time.Hour, 5 * time.Hour}, {900 * day, day}} {
		p := retry(feed.State{Failures: 1, Hints: feed.Hints{NotBefore: noon.Add(tt.retryAfter)}}, firstRetry, daily, noon, 0)
		if got := p.Next.Sub(noon); got != tt.want {
			t.Errorf("Retry-After %v: next in %v, want %v", tt.retryAfter, got, tt.want)
		}
	}
	if p := retry(feed.State{Failures: 1}, firstRetry, daily, noon, 0.99); p.Next.Sub(noon) < 16*time.Minute || !p.Next.After(noon) {
		t.Errorf("with jitter: %v", p.Next.Sub(noon))
	}
}

// FuzzSchedule checks what no state may break: the next time lies ahead, by a minute at least, and not beyond what any hint
// may put it off.
func FuzzSchedule(f *testing.F) {
	f.Add(1.5, int64(0), int64(0), int64(0), int64(0), 3, uint32(7), uint8(1), 0.5)
	f.Fuzz(func(t *testing.T, perDay float64, ttl, age, newest, not int64, failures int, hours uint32, days uint8, jitter float64) {
		if !(jitter >= 0 && jitter < 1) {
			t.Skip()
		}
		st := feed.State{PerDay: perDay, Failures: failures, Hints: feed.Hints{TTL: time.Duration(ttl), MaxAge: time.Duration(age), NotBefore: time.Unix(not, 0)}}
		for h := range 24 {
			if hours>>h&1 == 1 {
				st.Hints.SkipHours = append(st.Hints.SkipHours, h)
			}
		}
		for d := range 7 {
			if days>>d&1 == 1 {
				st.Hints.SkipDays = append(st.Hints.SkipDays, time.Weekday(d))
			}
		}
		for _, p := range []Plan{after(feed.Settings{}, st, time.Unix(newest, 0), noon, jitter), retry(st, firstRetry, daily, noon, jitter)} {
			if d := p.Next.Sub(noon); d < time.Minute || d > 10*day {
				t.Errorf("next in %v (%s)", d, p.Why)
			}
			if p.Why == "" {
				t.Error("no reason")
			}
		}
	})
}
