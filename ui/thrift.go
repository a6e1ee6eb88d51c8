package ui

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"strconv"
	"sync/atomic"
	"unicode/utf8"
)

// Bubble Tea's renderer repaints every row that holds a wide character with each frame, whether the row has changed or not:
// it can't be sure that the terminal agrees about its width. A list with Japanese headlines then costs several kilobytes a
// key (measured: 2.1 kB at 200×60). thrift stands between the renderer and the terminal and leaves out a repaint that would
// write what the row already shows, and of another one the beginning that is as it was: beside a list stand feeds.
//
// Such a repaint is bracketed (ultraviolet's paintLine): automatic wrapping off (CSI ?7l), a move to the row's beginning,
// CSI K, the row, wrapping on (CSI ?7h), and a move to an absolute place. Whatever else is written to a row, scrolls, clears
// or is not understood makes thrift forget what it knows. Where a later version of the renderer brackets otherwise,
// everything passes through as it is.
type thrift struct {
	*os.File
	to     io.Writer // File, but in tests
	height atomic.Int32
	taking atomic.Bool // the terminal has not yet taken what was written

	shown [][]byte // the repaint that each row shows, nil: not known
	row   int      // of the cursor, from 0; -1: not known
	plain bool     // nothing is painted but text
	out   []byte
	// What a left-out repaint ends with: where it leaves the pen, and the cursor. Each is written before anything that needs it.
	heldPen, heldMove []byte
}

func newThrift(f *os.File) *thrift { return &thrift{File: f, to: f, row: -1} }

// resize tells how many rows the terminal has.
func (t *thrift) resize(rows int) {
	if t != nil {
		t.height.Store(int32(min(max(rows, 0), 1<<16)))
	}
}

// busy reports whether the terminal has not yet taken the last frame.
func (t *thrift) busy() bool { return t != nil && t.taking.Load() }

var (
	wrapOff = []byte("\x1b[?7l")
	wrapOn  = []byte("\x1b[?7h")
)

// Write passes on what the renderer writes, a frame at a time.
func (t *thrift) Write(p []byte) (int, error) {
	t.out = t.out[:0]
	for rest := p; len(rest) > 0; {
		if n := t.repaint(rest); n > 0 {
			rest = rest[n:]
			continue
		}
		n := t.other(rest)
		t.emit(rest[:n])
		rest = rest[n:]
	}
	t.emit(nil)
	t.taking.Store(true)
	defer t.taking.Store(false)
	if _, err := t.to.Write(t.out); err != nil {
		t.forget()
		return 0, err
	}
	return len(p), nil
}

// emit writes b. A pen that b takes up anew and a move that it makes anew need not be written before it.
func (t *thrift) emit(b []byte) {
	n, args, final := csi(b)
	switch {
	case n > 0 && n == len(b) && final == 'm' && reset(args):
		t.heldPen = t.heldPen[:0] // the move is still to come
		t.out = append(t.out, b...)
		return
	case n > 0 && n == len(b) && final == 'H':
		t.heldMove = t.heldMove[:0]
		t.out = append(t.out, b...)
		return
	}
	t.out = append(append(append(t.out, t.heldPen...), t.heldMove...), b...)
	t.heldPen, t.heldMove = t.heldPen[:0], t.heldMove[:0]
}

func (t *thrift) forget() { t.shown, t.row, t.plain = nil, -1, false }

// repaint takes a bracketed repaint from the beginning of p and returns its length, 0 if there is none.
func (t *thrift) repaint(p []byte) int {
	if !bytes.HasPrefix(p, wrapOff) {
		return 0
	}
	end := bytes.Index(p, wrapOn)
	if end < 0 {
		return 0
	}
	n := end + len(wrapOn)
	seq, args, final := csi(p[n:])
	if final != 'H' { // no move behind it: something else turns wrapping off, too
		return 0
	}
	row, _ := cupRow(args)
	erase := bytes.Index(p[:end], []byte("\x1b[K"))
	if erase < 0 || row < 0 {
		return 0
	}
	body := p[erase:end]
	n += seq
	t.row = row
	for i := len(wrapOff); i < erase; i++ {
		if m, args, final := csi(p[i:erase]); final == 'm' && m > 0 {
			t.plain = reset(args)
		}
	}
	pen, ok := lastPen(body)
	ok = ok && t.plain // else the row is erased in some colour
	t.plain = ok && len(pen) == len("\x1b[m")
	if ok && row < len(t.shown) && bytes.Equal(t.shown[row], body) {
		t.heldPen = append(t.heldPen[:0], pen...)
		t.heldMove = append(t.heldMove[:0], p[n-seq:n]...)
		return n
	}
	if at, col, pen := 0, 0, []byte(nil); ok && row < len(t.shown) && t.shown[row] != nil && fromStart(p[len(wrapOff):erase]) {
		if at, col, pen = sameStart(t.shown[row], body); at > spared+len(pen) {
			t.heldPen, t.heldMove = t.heldPen[:0], t.heldMove[:0]
			t.out = fmt.Appendf(t.out, "%s\x1b[m\x1b[%d;%dH\x1b[K", wrapOff, row+1, col+1)
			if len(pen) > len("\x1b[m") {
				t.out = append(t.out, pen[len("\x1b[m"):]...)
			}
			t.out = append(t.out, p[erase+at:n]...)
			t.shown[row] = bytes.Clone(body)
			return n
		}
	}
	t.emit(p[:n])
	for len(t.shown) <= row && row < 10_000 {
		t.shown = append(t.shown, nil)
	}
	if row < len(t.shown) {
		t.shown[row] = nil
		if ok {
			t.shown[row] = bytes.Clone(body)
		}
	}
	return n
}

// spared is how many bytes the beginning of a row must have for leaving it out to be worth the move behind it.
const spared = 24

// fromStart reports whether what stands before the erasure of a repaint leads to the row's first column, in any way that is known.
func fromStart(p []byte) bool { return bytes.IndexByte(p, '\r') >= 0 }

// sameStart returns how many bytes of a row's repaint, erasure included, are those of the one that it shows, up to which column they
// go, and the pen there. It stops at the first character whose width terminals may not agree about, and before one that might join
// with what is behind it.
func sameStart(shown, body []byte) (at, col int, pen []byte) {
	const erase = "\x1b[K"
	n := 0
	for n < len(shown) && n < len(body) && shown[n] == body[n] {
		n++
	}
	if n < len(erase) {
		return 0, 0, nil
	}
	now := []byte("\x1b[m")
	for i, x := len(erase), 0; ; {
		if i > len(body) || i > n {
			return at, col, pen
		}
		if plainNext(shown[i:]) && plainNext(body[i:]) {
			at, col, pen = i, x, append(pen[:0], now...)
		}
		if m, args, final := csi(body[i:]); m > 0 {
			if final != 'm' {
				return at, col, pen
			}
			if reset(args) {
				now = append(now[:0], "\x1b[m"...)
			} else {
				now = append(now, body[i:i+m]...)
			}
			i += m
			continue
		}
		r, size := utf8.DecodeRune(body[i:])
		if !narrow(r) {
			return at, col, pen
		}
		i += size
		x++
	}
}

// plainNext reports whether a piece of a row begins with a character of certain width, or ends.
func plainNext(p []byte) bool {
	for {
		n, _, _ := csi(p)
		if n == 0 {
			break
		}
		p = p[n:]
	}
	r, _ := utf8.DecodeRune(p)
	return len(p) == 0 || narrow(r)
}

// narrow reports whether all terminals give a character one column, as far as the renderer counts on it in rows that it does not
// repaint: Latin letters, punctuation, lines and the marks of this interface.
func narrow(r rune) bool {
	return r >= 0x20 && r < 0x7f || r >= 0xa1 && r < 0x300 && r != 0xad || r >= 0x2010 && r < 0x2027 || r >= 0x2500 && r < 0x2600
}

// reset reports whether the parameters of SGR take every colour and attribute away.
func reset(args []byte) bool { return len(args) == 0 || string(args) == "0" }

// lastPen returns the sequences that put the pen as body leaves it; false if body does more than print and set colours.
func lastPen(body []byte) (pen []byte, ok bool) {
	pen = append(pen, "\x1b[m"...)
	for i := 0; i < len(body); {
		if body[i] != 0x1b {
			if body[i] < 0x20 {
				return nil, false
			}
			i++
			continue
		}
		n, args, final := csi(body[i:])
		switch {
		case n == 0: // a hyperlink, say: its state is not followed
			return nil, false
		case final == 'm' && reset(args):
			pen = append(pen[:0], "\x1b[m"...)
		case final == 'm':
			pen = append(pen, body[i:i+n]...)
		case final == 'K', final == 'X', final == 'C', final == 'b': // erase, move on and repeat within the row
		default:
			return nil, false
		}
		i += n
	}
	return pen, true
}

// other follows what is no repaint: one sequence, control character or run of text. It returns its length.
func (t *thrift) other(p []byte) int {
	switch c := p[0]; {
	case c == '\n':
		if t.row < 0 || t.row+1 >= int(t.height.Load()) { // it may scroll
			t.forget()
			return 1
		}
		t.row++
		return 1
	case c == '\r' || c == '\b':
		return 1
	case c >= 0x20 && c != 0x7f:
		n := 1
		for n < len(p) && p[n] >= 0x20 {
			n++
		}
		t.touch()
		return n
	case c != 0x1b:
		t.forget()
		return 1
	}
	n, args, final := csi(p)
	if n == 0 {
		t.forget()
		return 1
	}
	num := func() int {
		v, err := strconv.Atoi(string(args))
		if err != nil || v < 1 {
			return 1
		}
		return v
	}
	switch final {
	case 'H', 'f':
		t.row, _ = cupRow(args)
	case 'd':
		t.row = num() - 1
	case 'A', 'F':
		t.row = max(t.row-num(), -1)
	case 'B', 'E':
		if t.row >= 0 {
			t.row += num()
		}
	case 'm':
		t.plain = reset(args)
	case 'C', 'D', 'G', '`', 'a', 'I', 'Z', 'n', 'c', 'q', 't', 'u', 'p':
	case 'h', 'l':
		switch string(args) {
		case "?25", "?2026", "?7", "?12": // cursor, synchronised output, wrapping
		default:
			t.forget()
		}
	case 'K', 'X', 'P', '@', 'b':
		t.touch()
	default: // it clears, scrolls, or is not known
		t.forget()
	}
	return n
}

// touch notes that the cursor's row shows something else now.
func (t *thrift) touch() {
	switch {
	case t.row < 0:
		t.forget()
	case t.row < len(t.shown):
		t.shown[t.row] = nil
	}
}

// csi returns the length of the control sequence that p begins with, its parameters and its final byte; 0 if p begins with
// none or with half of one (ECMA-48 5.4).
func csi(p []byte) (n int, args []byte, final byte) {
	if len(p) < 3 || p[0] != 0x1b || p[1] != '[' {
		return 0, nil, 0
	}
	for i := 2; i < len(p); i++ {
		switch c := p[i]; {
		case c >= 0x40 && c < 0x7f:
			return i + 1, p[2:i], c
		case c < 0x20 || c >= 0x7f:
			return 0, nil, 0
		}
	}
	return 0, nil, 0
}

// cupRow returns the row of CUP's parameters, from 0.
func cupRow(args []byte) (int, bool) {
	row, _, _ := bytes.Cut(args, []byte(";"))
	if len(row) == 0 {
		return 0, true
	}
	v, err := strconv.Atoi(string(row))
	if err != nil || v < 1 {
		return -1, false
	}
	return v - 1, true
}
