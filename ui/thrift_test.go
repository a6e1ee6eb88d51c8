package ui

import (
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/charmbracelet/colorprofile"
	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
)

// glass is as much of a terminal as the renderer uses: text, colours, moves, erasing, scrolling.
type glass struct {
	w, h, x, y  int
	top, bottom int
	cells       [][]string // text and pen of each cell
	pen         string
	last        string
	noWrap      bool
}

func newGlass(w, h int) *glass {
	g := &glass{w: w, h: h, bottom: h - 1}
	for range h {
		g.cells = append(g.cells, g.blank())
	}
	return g
}

func (g *glass) blank() []string {
	line := make([]string, g.w)
	for i := range line {
		line[i] = " "
	}
	return line
}

func (g *glass) text() string {
	var b strings.Builder
	for _, l := range g.cells {
		b.WriteString(strings.Join(l, "|") + "\n")
	}
	return b.String()
}

func (g *glass) up(from, n int) {
	for range min(n, g.bottom-from+1) {
		copy(g.cells[from:g.bottom+1], g.cells[from+1:g.bottom+1])
		g.cells[g.bottom] = g.blank()
	}
}

func (g *glass) down(from, n int) {
	for range min(n, g.bottom-from+1) {
		copy(g.cells[from+1:g.bottom+1], g.cells[from:g.bottom])
		g.cells[from] = g.blank()
	}
}

func (g *glass) put(s string) {
	w := ansi.StringWidthWc(s)
	if g.x+w > g.w {
		if g.noWrap {
			g.x = g.w - w
		} else {
			g.x = 0
			g.lf()
		}
	}
	for i := range w {
		g.cells[g.y][g.x+i] = ""
	}
	g.cells[g.y][g.x] = s + g.pen
	g.x += w
	g.last = s
}

func (g *glass) lf() {
	if g.y == g.bottom {
		g.up(g.top, 1)
	} else {
		g.y = min(g.y+1, g.h-1)
	}
}

func (g *glass) erase(y, from, to int) {
	pen := g.pen
	if i := strings.Index(pen, "48;"); i < 0 {
		pen = ""
	}
	for x := max(from, 0); x < min(to, g.w); x++ {
		g.cells[y][x] = " " + pen
	}
}

func (g *glass) Write(p []byte) (int, error) {
	for s := string(p); s != ""; {
		switch c := s[0]; {
		case c == '\r':
			g.x = 0
		case c == '\n':
			g.lf()
		case c == '\b':
			g.x = max(min(g.x, g.w-1)-1, 0)
		case strings.HasPrefix(s, "\x1bM"):
			if g.y == g.top {
				g.down(g.top, 1)
			} else {
				g.y = max(g.y-1, 0)
			}
			s = s[2:]
			continue
		case c == 0x1b:
			n, args, final := csi([]byte(s))
			if n == 0 {
				return 0, fmt.Errorf("%.20q is not understood", s)
			}
			if err := g.control(string(args), final); err != nil {
				return 0, err
			}
			s = s[n:]
			continue
		case c < 0x20:
			return 0, fmt.Errorf("control %#x", c)
		default:
			cluster, _ := ansi.FirstGraphemeCluster(s, ansi.WcWidth)
			g.put(cluster)
			s = s[len(cluster):]
			continue
		}
		s = s[1:]
	}
	return len(p), nil
}

func (g *glass) control(args string, final byte) error {
	parts := strings.Split(args, ";")
	num := func(i int) int {
		if i < len(parts) {
			if v, err := strconv.Atoi(parts[i]); err == nil && v > 0 {
				return v
			}
		}
		return 1
	}
	g.x = min(g.x, g.w)
	if final != 'm' && final != 'b' {
		g.x = min(g.x, g.w-1)
	}
	switch final {
	case 'm':
		if args == "" || args == "0" {
			g.pen = ""
		} else {
			g.pen += "<" + args + ">"
		}
	case 'H':
		g.y, g.x = min(num(0), g.h)-1, min(num(1), g.w)-1
	case 'd':
		g.y = min(num(0), g.h) - 1
	case 'G', '`':
		g.x = min(num(0), g.w) - 1
	case 'A':
		g.y = max(g.y-num(0), 0)
	case 'B':
		g.y = min(g.y+num(0), g.h-1)
	case 'C':
		g.x = min(g.x+num(0), g.w-1)
	case 'D':
		g.x = max(g.x-num(0), 0)
	case 'K':
		switch args {
		case "1":
			g.erase(g.y, 0, g.x+1)
		case "2":
			g.erase(g.y, 0, g.w)
		default:
			g.erase(g.y, g.x, g.w)
		}
	case 'J':
		from := g.y
		if args == "2" {
			from = 0
		} else {
			g.erase(g.y, g.x, g.w)
			from++
		}
		for y := from; y < g.h; y++ {
			g.erase(y, 0, g.w)
		}
	case 'X':
		g.erase(g.y, g.x, g.x+num(0))
	case 'P':
		l := g.cells[g.y]
		n := min(num(0), g.w-g.x)
		copy(l[g.x:], l[g.x+n:])
		g.erase(g.y, g.w-n, g.w)
	case '@':
		l := g.cells[g.y]
		n := min(num(0), g.w-g.x)
		copy(l[g.x+n:], l[g.x:])
		g.erase(g.y, g.x, g.x+n)
	case 'b':
		for range num(0) {
			g.put(g.last)
		}
	case 'L':
		g.down(g.y, num(0))
	case 'M':
		g.up(g.y, num(0))
	case 'S':
		g.up(g.top, num(0))
	case 'T':
		g.down(g.top, num(0))
	case 'r':
		g.top, g.bottom = 0, g.h-1
		if len(parts) == 2 && args != "" {
			g.top, g.bottom = num(0)-1, min(num(1), g.h)-1
		}
		g.x, g.y = 0, 0
	case 'h', 'l':
		if args == "?7" {
			g.noWrap = final == 'l'
		}
	default:
		return fmt.Errorf("CSI %s %c is not understood", args, final)
	}
	return nil
}

// TestThriftLeavesNothingOut shows random screens, half of them with wide text, through thrift and without it: a terminal
// must look the same after each frame.
func TestThriftLeavesNothingOut(t *testing.T) {
	const w, h = 40, 12
	words := []string{"news ", "津波警報 ", "が ", "\x1b[1mbold\x1b[m ", "\x1b[38;5;111;48;5;237m海苔 と\x1b[m ", "한국 ", "e\u0301a ", "● ", "plain text "}
	r := rand.New(rand.NewPCG(5, 6))
	line := func() string {
		var b strings.Builder
		for range r.IntN(6) {
			b.WriteString(words[r.IntN(len(words))])
		}
		return b.String()
	}
	for range 20 {
		straight, thrifty := newGlass(w, h), newGlass(w, h)
		th := newThrift(nil)
		th.to = thrifty
		th.height.Store(h)
		var written bytes.Buffer
		env := []string{"TERM=xterm-256color"}
		render := uv.NewTerminalRenderer(&written, env)
		render.SetColorProfile(colorprofile.ANSI256)
		render.SetScrollOptim(true)
		render.SetFullscreen(true)
		render.Resize(w, h)
		buf := uv.NewScreenBuffer(w, h)
		lines := make([]string, h)
		for i := range lines {
			lines[i] = line()
		}
		for frame := range 60 {
			switch r.IntN(5) {
			case 0: // scroll
				lines = append(lines[1:], line())
			case 1:
				lines = append([]string{line()}, lines[:h-1]...)
			case 2:
				if r.IntN(4) == 0 {
					render.Erase()
				}
			default:
				lines[r.IntN(h)] = line()
			}
			buf.Clear()
			uv.NewStyledString(strings.Join(lines, "\n")).Draw(buf, buf.Bounds())
			render.Render(buf.RenderBuffer)
			if err := render.Flush(); err != nil {
				t.Fatal(err)
			}
			if _, err := straight.Write(written.Bytes()); err != nil {
				t.Fatal(err)
			}
			if _, err := th.Write(written.Bytes()); err != nil {
				t.Fatal(err)
			}
			written.Reset()
			if a, b := straight.text(), thrifty.text(); a != b {
				t.Fatalf("frame %d: without\n%s\nwith\n%s", frame, a, b)
			}
		}
	}
}

func TestThriftWritesAnUnchangedRowOnce(t *testing.T) {
	var out bytes.Buffer
	th := newThrift(nil)
	th.to = &out
	th.height.Store(24)
	repaint := "\x1b[?7l\x1b[m\x1b[5;1H\x1b[K\x1b[1m津波警報が解除\x1b[m と\x1b[?7h\x1b[5;30H"
	for i, want := range []string{repaint, "\x1b[m\x1b[5;30H", "\x1b[m\x1b[5;30H"} {
		out.Reset()
		if n, err := th.Write([]byte(repaint)); n != len(repaint) || err != nil {
			t.Fatal(n, err)
		}
		if out.String() != want {
			t.Errorf("frame %d: %q, not %q", i, out.String(), want)
		}
	}
	for _, between := range []string{"\x1b[5;3Hx", "\x1b[2J", "\x1bM", "\x1b[3;9r\x1b[2S", "\x1b[24;1H\n", "\x1b7", "\x1b[5d\x1b[3P", "\x1b[?1049h"} {
		_, _ = th.Write([]byte(between))
		out.Reset()
		_, _ = th.Write([]byte(repaint))
		if out.String() != repaint {
			t.Errorf("after %q the row is not written again: %q", between, out.String())
		}
	}
}

func TestThriftWritesARowFromWhereItDiffers(t *testing.T) {
	var out bytes.Buffer
	th := newThrift(nil)
	th.to = &out
	th.height.Store(24)
	row := func(title string) string {
		return "\x1b[?7l\x1b[m\r\x1b[5d\x1b[K\x1b[1m Some feeds of the person │\x1b[m " + title + "\x1b[?7h\x1b[5;40H"
	}
	for _, step := range []struct{ title, want string }{
		{"津波", row("津波")},
		{"news 津波", "\x1b[?7l\x1b[m\x1b[5;28H\x1b[K news 津波\x1b[?7h\x1b[5;40H"},
		{"newsé 津波", "\x1b[?7l\x1b[m\x1b[5;33H\x1b[Ké 津波\x1b[?7h\x1b[5;40H"},
		{"newse\u0301 津", "\x1b[?7l\x1b[m\x1b[5;33H\x1b[Ke\u0301 津\x1b[?7h\x1b[5;40H"},
		{"newse 津", "\x1b[?7l\x1b[m\x1b[5;33H\x1b[Ke 津\x1b[?7h\x1b[5;40H"}, // the accent would stay
	} {
		out.Reset()
		_, _ = th.Write([]byte(row(step.title)))
		if out.String() != step.want {
			t.Errorf("%s: %q, not %q", step.title, out.String(), step.want)
		}
	}
}

func FuzzThrift(f *testing.F) {
	f.Add([]byte("\x1b[?7l\r\n\x1b[K津\x1b[?7h\x1b[2;5H"))
	f.Add([]byte("\x1b[?7l\x1b[K\x1b]8;;x\x1b\\\x1b[?7h\x1b[H"))
	f.Fuzz(func(t *testing.T, p []byte) {
		var out bytes.Buffer
		th := newThrift(nil)
		th.to = &out
		th.height.Store(24)
		if n, err := th.Write(p); n != len(p) || err != nil {
			t.Fatal(n, err)
		}
		first := out.Len()
		if first < len(p)/8 {
			return
		}
		if _, err := th.Write(p); err != nil || out.Len()-first > 2*len(p)+64 {
			t.Errorf("%d bytes of %d", out.Len()-first, len(p))
		}
	})
}

// stdout is a Process that notes what it is to write to.
type stdout struct {
	Process
	w io.Writer
}

func (s *stdout) SetStdout(w io.Writer) { s.w = w }

func TestACommandGetsTheTerminalItself(t *testing.T) {
	p := &stdout{}
	onTerminal{p}.SetStdout(newThrift(os.Stderr))
	if p.w != os.Stderr {
		t.Errorf("it writes to %T", p.w)
	}
}
