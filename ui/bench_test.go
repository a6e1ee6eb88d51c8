package ui

import (
	"fmt"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
)

// loaded returns a model with n items in its window, without clocks.
func loaded(tb testing.TB, n, w, h int) *Model {
	tb.Helper()
	dark := true
	f := many(n)
	m := New(Options{Library: f, Now: func() time.Time { return fakeNow }, Dark: &dark})
	m.tick = func(time.Duration, tea.Msg) tea.Cmd { return nil }
	m.Update(tea.WindowSizeMsg{Width: w, Height: h})
	tree, err := readTree(tb.Context(), f)
	if err != nil {
		tb.Fatal(err)
	}
	m.Update(bootedTree{tree: tree})
	m.Update(booted{rows: f.items, state: savedState{Pane: paneItems}})
	if len(m.items.rows) != n {
		tb.Fatalf("%d rows", len(m.items.rows))
	}
	return m
}

// press1 is a key up and a key down, each with its frame.
func press1(m *Model) {
	m.Update(tea.KeyPressMsg{Code: 'j', Text: "j"})
	m.View()
	m.Update(tea.KeyPressMsg{Code: 'k', Text: "k"})
	m.View()
}

func BenchmarkMoveInList(b *testing.B) {
	for _, n := range []int{1000, 50_000} {
		for _, s := range [][2]int{{200, 60}, {80, 24}} {
			b.Run(fmt.Sprintf("%d items %dx%d", n, s[0], s[1]), func(b *testing.B) {
				m := loaded(b, n, s[0], s[1])
				m.items.list.To(n/2, m.itemHeights())
				press1(m)
				b.ReportAllocs()
				for b.Loop() {
					press1(m)
				}
			})
		}
	}
}

func BenchmarkScrollThroughList(b *testing.B) {
	m := loaded(b, 50_000, 200, 60)
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		if i++; i%49_000 == 0 {
			m.items.list.To(0, m.itemHeights())
		}
		m.Update(tea.KeyPressMsg{Code: 'j', Text: "j"})
		m.View()
	}
}

func BenchmarkResize(b *testing.B) {
	m := loaded(b, 50_000, 200, 60)
	i := 0
	for b.Loop() {
		i++
		m.Update(tea.WindowSizeMsg{Width: 120 + i%80, Height: 60})
		m.View()
	}
}

// TestAKeyCostsTheSameAtAnyLength holds the allocations of a key and its frame under a ceiling, whatever the list's
// length: the frame itself, its lines where panes are joined, and little else.
func TestAKeyCostsTheSameAtAnyLength(t *testing.T) {
	const ceiling = 260
	var got [2]float64
	for i, n := range []int{1000, 50_000} {
		m := loaded(t, n, 200, 60)
		m.items.list.To(n/2, m.itemHeights())
		press1(m)
		got[i] = testing.AllocsPerRun(50, func() { press1(m) }) / 2
		if got[i] > ceiling {
			t.Errorf("%d items: %.0f allocations a key, more than %d", n, got[i], ceiling)
		}
	}
	if got[1] > got[0]*1.2+10 {
		t.Errorf("allocations grow with the list: %v", got)
	}
	t.Logf("allocations a key at 1,000 and 50,000 items: %v", got)
}
