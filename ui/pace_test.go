package ui

import (
	"testing"

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
