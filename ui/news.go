package ui

import (
	"fmt"
	"time"

	tea "charm.land/bubbletea/v2"

	"tidings/feed"
	"tidings/feed/poll"
	"tidings/ui/keys"
	"tidings/ui/status"
)

// progressed is the newest state of a refresh.
type progressed struct{ poll.Progress }

// listen waits for the refresher; it is asked again after each answer.
func (m *Model) listen() tea.Cmd {
	if m.o.Refresher == nil {
		return nil
	}
	ctx, events := m.ctx, m.o.Refresher.Events()
	if events == nil {
		return nil
	}
	return func() tea.Msg {
		select {
		case p, ok := <-events:
			if ok {
				return progressed{p}
			}
		case <-ctx.Done():
		}
		return nil
	}
}

func (g progressed) apply(m *Model) tea.Cmd {
	old := m.progress
	m.progress = g.Progress
	cmd := m.listen()
	if old.Run != 0 && g.Run != old.Run { // the first look for news is over: what comes from now on waits
		m.items.untouched = false
	}
	if g.New != old.New || g.Updated != old.Updated || g.Run != old.Run || (old.Running && !g.Running) {
		cmd = tea.Batch(cmd, m.sync())
	}
	if old.Running && !g.Running || g.Run != old.Run && !g.Running && g.Total > 0 {
		out := status.Outcome(g.Progress, m.keys.Key(keys.Log))
		for _, f := range g.Failed {
			m.log.Say(status.Message{Text: status.Failed(f), Kind: status.Trouble, At: m.now()})
		}
		if m.wantNews || out.Kind == status.Trouble || g.Stopped {
			out.At = m.now()
			if m.said.Text == "" || g.Stopped || m.said.At.Before(g.Started) { // what was said since answers a later key
				m.said = out
			}
			m.log.Say(out)
		}
	}
	return cmd
}

// refresh asks for news of some feeds, or of all.
func (m *Model) refresh(ids ...feed.FeedID) tea.Cmd {
	if m.o.Refresher == nil {
		m.complain("There is nothing here that could look for news.")
		return nil
	}
	m.wantNews = true
	r := m.o.Refresher
	return func() tea.Msg {
		r.Refresh(ids...)
		return nil
	}
}

// minutely wakes the ages of items, once a minute.
type minutely struct{}

func (m *Model) minute() tea.Cmd {
	now := m.now()
	return m.tick(now.Truncate(time.Minute).Add(time.Minute).Sub(now), minutely{})
}

func (minutely) apply(m *Model) tea.Cmd { return m.minute() }

// plural words a number of things.
func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
