package ui

import (
	"reflect"
	"time"
	"unsafe"

	tea "charm.land/bubbletea/v2"
)

// Bubble Tea draws from a ticker that never stops: at 120 frames a second a key waits up to 8 ms for its frame, and the
// processor wakes 120 times a second while nobody does anything (measured: 1 % of a core). The ticker is not exported.
// So pace finds it by reflection and turns it: to the next millisecond for a message, to a frame's time while they stream, off
// afterwards. Where a later version has no such field everything works as before, at Bubble Tea's own pace; a test says so.
const (
	frameSoon  = time.Millisecond     // until the frame of a key and of what it brings; a tick without a new frame costs microseconds
	frameEvery = 4 * time.Millisecond // between frames while messages stream: each frame makes them wait
	stream     = 8                    // messages that follow each other within frameEvery
	restAfter  = 60 * time.Millisecond
	never      = 1000 * time.Hour
)

// pace turns the ticker of a program. It is used by the event loop's goroutine only.
type pace struct {
	ticker **time.Ticker
	every  time.Duration // of the ticker; 0: off
	last   time.Time
	run    int // messages that followed each other
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
	now := time.Now()
	if p.run++; now.Sub(p.last) > frameEvery {
		p.run = 0
	}
	p.last = now
	every := frameSoon
	if p.run > stream {
		every = frameEvery
	}
	was := p.every
	if every != was {
		p.every = every
		(*p.ticker).Reset(every)
	}
	if was > 0 {
		return nil
	}
	return tick(restAfter, resting{})
}

// rest turns the ticker off if nothing came for a while and the terminal has taken what was drawn: turned off during a frame
// that a slow line holds up, the ticker would forget the frame after it.
func (p *pace) rest(writing bool) tea.Cmd {
	if left := restAfter - time.Since(p.last); left > 0 || writing {
		return tick(max(left, frameEvery), resting{})
	}
	p.every = 0
	(*p.ticker).Reset(never)
	return nil
}
