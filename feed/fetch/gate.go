package fetch

import (
	"context"
	"sync"
	"time"
)

// gate lets requests through: so many at a time to one host, their starts some time apart, and so many overall.
type gate struct {
	perHost int
	gap     time.Duration
	overall chan struct{}

	mu    sync.Mutex
	hosts map[string]*turn
}

// turn is a host's place at the gate.
type turn struct {
	slots chan struct{}
	next  time.Time // the next start is not before
	users int       // requests at the gate or running
}

func newGate(l Limits) *gate {
	return &gate{perHost: l.PerHost, gap: l.HostGap, overall: make(chan struct{}, l.Overall), hosts: map[string]*turn{}}
}

// enter waits for a turn at host and returns what ends it.
func (g *gate) enter(ctx context.Context, host string) (leave func(), err error) {
	t := g.turn(host)
	select {
	case t.slots <- struct{}{}:
	case <-ctx.Done():
		g.release(t)
		return nil, context.Cause(ctx)
	}
	// A start is granted only together with a place among the overall requests, so that starts stay apart even when
	// places are rare.
	for {
		wait := g.untilStart(t)
		if wait > 0 {
			timer := time.NewTimer(wait)
			select {
			case <-timer.C:
			case <-ctx.Done():
				timer.Stop()
				<-t.slots
				g.release(t)
				return nil, context.Cause(ctx)
			}
		}
		select {
		case g.overall <- struct{}{}:
		case <-ctx.Done():
			<-t.slots
			g.release(t)
			return nil, context.Cause(ctx)
		}
		if g.start(t) {
			break
		}
		<-g.overall
	}
	return func() {
		<-g.overall
		<-t.slots
		g.release(t)
	}, nil
}

func (g *gate) turn(host string) *turn {
	g.mu.Lock()
	defer g.mu.Unlock()
	t := g.hosts[host]
	if t == nil {
		g.forget()
		t = &turn{slots: make(chan struct{}, g.perHost)}
		g.hosts[host] = t
	}
	t.users++
	return t
}

func (g *gate) release(t *turn) {
	g.mu.Lock()
	t.users--
	g.mu.Unlock()
}

func (g *gate) untilStart(t *turn) time.Duration {
	g.mu.Lock()
	defer g.mu.Unlock()
	return time.Until(t.next)
}

// start takes the next start if its time has come.
func (g *gate) start(t *turn) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	now := time.Now()
	if now.Before(t.next) {
		return false
	}
	t.next = now.Add(g.gap)
	return true
}

// forget drops hosts that nobody waits for, once there are many. The lock is held.
func (g *gate) forget() {
	if len(g.hosts) < 512 {
		return
	}
	now := time.Now()
	for name, t := range g.hosts {
		if t.users == 0 && !now.Before(t.next) {
			delete(g.hosts, name)
		}
	}
}
