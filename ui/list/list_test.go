package list

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
)

func one(int) int { return 1 }

func TestCursorStaysOnScreen(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	heights := make([]int, 300)
	for i := range heights {
		heights[i] = 1 + r.IntN(3)
	}
	h := func(i int) int { return heights[i] }
	for _, jump := range []bool{false, true} {
		var l List
		l.Jump = jump
		l.Resize(20, h)
		l.Set(len(heights), 0, 0, h)
		for step := range 20000 {
			switch r.IntN(9) {
			case 0, 1:
				l.Move(r.IntN(7)-3, h)
			case 2:
				l.Page(1, 1, 2, h)
			case 3:
				l.Page(-1, 1, 1, h)
			case 4:
				l.To(r.IntN(400)-50, h)
			case 5:
				l.Resize(r.IntN(30), h)
			case 6:
				l.Scroll(r.IntN(9)-4, h)
			case 7:
				l.Set(r.IntN(len(heights)+1), l.Cursor(), l.Top(), h)
			}
			if l.Len() == 0 {
				continue
			}
			if l.Cursor() < 0 || l.Cursor() >= l.Len() || l.Top() > l.Cursor() {
				t.Fatalf("step %d: cursor %d, top %d, n %d", step, l.Cursor(), l.Top(), l.Len())
			}
			if l.height >= 3 {
				y := 0
				for i := l.Top(); i <= l.Cursor(); i++ {
					y += h(i)
				}
				if y > l.height {
					t.Fatalf("step %d (jump %v): the cursor's row ends on line %d of %d", step, jump, y, l.height)
				}
				if i, ok := l.RowAt(y-1, h); !ok || i != l.Cursor() {
					t.Fatalf("step %d: RowAt(%d) = %d, %v; the cursor is on %d", step, y-1, i, ok, l.Cursor())
				}
			}
			if got := len(l.View(nil, "", func(i int) []string { return make([]string, h(i)) })); got != l.height {
				t.Fatalf("step %d: %d lines, want %d", step, got, l.height)
			}
		}
	}
}

func TestNoEmptySpaceWhileRowsAreAbove(t *testing.T) {
	var l List
	l.Resize(10, one)
	l.Set(100, 99, 99, one)
	if l.Top() != 90 {
		t.Errorf("top %d, want 90", l.Top())
	}
	l.Set(5, 99, 99, one)
	if l.Top() != 0 || l.Cursor() != 4 {
		t.Errorf("top %d cursor %d", l.Top(), l.Cursor())
	}
}

func TestWorkDoesNotGrowWithLength(t *testing.T) {
	for _, n := range []int{1000, 1_000_000} {
		asked := 0
		h := func(int) int { asked++; return 1 }
		var l List
		l.Resize(50, h)
		l.Set(n, n/2, n/2, h)
		asked = 0
		l.Move(1, h)
		l.View(nil, "", func(int) []string { return []string{""} })
		if asked > 300 {
			t.Errorf("n = %d: %d heights were asked for one key", n, asked)
		}
		asked = 0
		l.To(n, h)
		if asked > 300 {
			t.Errorf("n = %d: %d heights were asked for a jump to the end", n, asked)
		}
	}
}

func TestFit(t *testing.T) {
	for _, c := range []struct {
		in   string
		w    int
		want string
	}{
		{"news", 6, "news  "},
		{"headline", 5, "head…"},
		{"津波警報が解除", 7, "津波警…"},
		{"津波警報", 6, "津波… "},
		{"é", 2, "é "},
		{"👩‍👩‍👧 family", 9, "👩 family"},
		{"👍🏽 ok", 5, "👍 ok"},
		{"☎️ call", 7, "☎ call "},
		{"anything", 0, ""},
		{"anything", -3, ""},
	} {
		if got := Measure(0).Fit(c.in, c.w, "…"); got != c.want {
			t.Errorf("Fit(%q, %d) = %q, want %q", c.in, c.w, got, c.want)
		}
	}
}

func FuzzFit(f *testing.F) {
	for _, s := range []string{"a", "津波", "👩‍👩‍👧", "🇩🇪🇫🇷", "é̂", "עברית", "\u200d\u200d", "☎️", "क्षि", "ﷺ"} {
		f.Add(s, 5)
	}
	f.Fuzz(func(t *testing.T, s string, w int) {
		if w > 500 || strings.ContainsFunc(s, func(r rune) bool { return r < 0x20 || (r >= 0x7f && r < 0xa0) }) {
			t.Skip() // feed/text lets no control characters through
		}
		for _, m := range []ansi.Method{ansi.WcWidth, ansi.GraphemeWidth} {
			got := Measure(m).Fit(s, w, "…")
			if n := m.StringWidth(got); n != max(w, 0) {
				t.Fatalf("Fit(%q, %d) is %d columns wide by method %d: %q", s, w, n, m, got)
			}
		}
	})
}

func BenchmarkMove(b *testing.B) {
	var l List
	l.Resize(50, one)
	l.Set(1_000_000, 500_000, 500_000, one)
	for b.Loop() {
		l.Move(1, one)
	}
}
