package ui

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"time"

	tea "charm.land/bubbletea/v2"
)

// framesPerSecond is the most that Bubble Tea draws: a key waits for the next frame, 8 ms at most.
const framesPerSecond = 120

// stateWithin is how long the last state may take to be stored when the program ends.
const stateWithin = 2 * time.Second

// Run shows the interface until the person quits or ctx ends, then stores its state. It returns ErrDemo when the person
// asked for the demo; the end of ctx is no error.
func Run(ctx context.Context, o Options, more ...tea.ProgramOption) error {
	m := New(o)
	inner, stop := context.WithCancel(ctx)
	defer stop()
	m.ctx = inner
	if o.Beside != nil {
		m.readAhead()
	}
	with := []tea.ProgramOption{tea.WithContext(ctx), tea.WithFPS(framesPerSecond)}
	if m.voice == nil {
		m.thrift = newThrift(os.Stdout)
		with = append(with, tea.WithOutput(m.thrift))
	}
	with = append(with, more...)
	if m.voice != nil {
		with = append(with, tea.WithoutRenderer(), tea.WithWindowSize(linearWidth(), linearHeight))
	}
	p := tea.NewProgram(m, with...)
	m.pace = paceOf(p)
	var err error
	if m.voice != nil {
		err = runLinear(m, p)
	} else {
		_, err = p.Run()
	}
	stop()
	if serr := m.storeState(); err == nil && serr != nil {
		err = serr
	}
	switch {
	case errors.Is(err, tea.ErrInterrupted):
		return nil
	case err != nil && ctx.Err() != nil && !errors.Is(err, tea.ErrProgramPanic):
		return nil
	case err != nil:
		return fmt.Errorf("ui: %w", err)
	case m.wantsDemo:
		return ErrDemo
	}
	return nil
}

// storeState stores the state when the program has ended, however it ended.
func (m *Model) storeState() error {
	if !m.booted {
		return nil
	}
	v, err := json.Marshal(m.state())
	if err != nil {
		return fmt.Errorf("keep the place: %w", err)
	}
	ctx, stop := context.WithTimeout(context.Background(), stateWithin)
	defer stop()
	if err := m.o.Library.SetState(ctx, stateKey, v); err != nil {
		return fmt.Errorf("keep the place: %w", err)
	}
	return nil
}
