package ui

import (
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
)

func TestBubbleTeaHasATicker(t *testing.T) {
	if paceOf(tea.NewProgram(New(Options{Library: &fake{}}))) == nil {
		t.Error("tea.Program has no ticker any more: frames are drawn at its own pace, and idle costs processor time; look at pace.go")
	}
	var p *pace
	if p.wake() != nil {
		t.Error("a program without a ticker was woken")
	}
}

func TestThePaceOfFrames(t *testing.T) {
	ticker := time.NewTicker(never)
	p := &pace{ticker: &ticker}
	if p.wake() == nil || p.every != frameSoon {
		t.Errorf("after a rest a frame comes within %s", p.every)
	}
	for range stream + 1 {
		if p.wake() != nil {
			t.Error("a second end of the same fast time was asked for")
		}
	}
	if p.every != frameEvery {
		t.Errorf("in a stream of messages frames come every %s", p.every)
	}
	p.last = p.last.Add(-2 * restAfter)
	if p.rest(true) == nil || p.every == 0 {
		t.Error("the ticker was turned off while the terminal took a frame: the next one would not be drawn")
	}
	if p.rest(false) != nil || p.every != 0 {
		t.Error("the ticker goes on")
	}
}
