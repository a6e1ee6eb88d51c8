package ui

import (
	"reflect"
	"time"
	"unsafe"

	tea "charm.land/bubbletea/v2"
)

// Bubble Tea draws from a ticker that never stops: at 120 frames a second a key waits up to 8 ms for its frame, and the
// processor wakes 120 times a second while nobody does anything (measured: 1 % of a core). The ticker is not exported.
// So pace finds it by reflection and turns it: fast for a moment after each message, off afterwards. Where a later
// version has no such field everything works as before, at Bubble Tea's own pace; a test says so.
const (
	frameEvery = 4 * time.Millisecond   // between frames while something happens
	restAfter  = 120 * time.Millisecond // without a message, the ticker is turned off
	never      = 1000 * time.Hour
)

// pace turns the ticker of a program. It is used by the event loop's goroutine only.
type pace struct {
	ticker **time.Ticker
	fast   bool
	last   time.Time
}

// paceOf finds the ticker; nil where there is none.
func paceOf(p *tea.Program) *pace {
	v := reflect.ValueOf(p).Elem().FieldByName("ticker")
	if !v.IsValid() || v.Type() != reflect.TypeFor[*time.Ticker]() {
		return nil
	}
	return &pace{ticker: (**time.Ticker)(unsafe.Pointer(v.UnsafeAddr()))}
}

// resting ends a time of fast frames.
type resting struct{}

// wake makes frames come fast, and returns the command that ends it.
func (p *pace) wake() tea.Cmd {
	if p == nil || *p.ticker == nil {
		return nil
	}
	p.last = time.Now()
	if p.fast {
		return nil
	}
	p.fast = true
	(*p.ticker).Reset(frameEvery)
	return tick(restAfter, resting{})
}

// rest turns the ticker off if nothing came for a while; all frames have been drawn by then.
func (p *pace) rest() tea.Cmd {
	if left := restAfter - time.Since(p.last); left > 0 {
		return tick(left, resting{})
	}
	p.fast = false
	(*p.ticker).Reset(never)
	return nil
}
