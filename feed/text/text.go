// Package text is the one door for strings from outside: what passes it holds no control character, no escape sequence,
// no bidi override, no invisible flood and no broken UTF-8, and every address that passes is absolute, plain ASCII and of
// a scheme that is safe to open. It does not parse feeds or HTML, does not measure width and does not wrap.
//
// The rules, in one place:
//
//   - C0 and C1 controls go, and with them the whole escape sequence (CSI, OSC, DCS, APC, PM, SOS) that they start.
//   - Bidi embeddings, overrides and isolates go. LRM, RLM and ALM stay, one in a row, in text that has right-to-left
//     letters, and never at an end: punctuation needs them there, and a neighbouring column is safe.
//   - ZWJ stays inside emoji (at most 6 a cluster) and, like ZWNJ, between letters of scripts that join or stack (Arabic,
//     Indic and kin); ZWSP stays between letters of scripts written without spaces (Thai, Lao, Khmer, Myanmar).
//   - All other invisible characters go: soft hyphens, BOM, word joiners, fillers, tag characters (the flags of England,
//     Scotland and Wales become a black flag), noncharacters, and private use (icon fonts, picture placeholders).
//   - At most 5 combining marks stay on a character, one variation selector, none without a character to stand on.
//   - Broken UTF-8, surrogates included, becomes one U+FFFD a run.
//   - White space of any kind is one space in [Line]; in [Lines] "\n", "\t" and runs of spaces stay.
package text

import (
	"strings"
	"unicode/utf8"
)

const (
	maxMarks  = 5    // combining marks on one character: Tibetan and Hebrew with cantillation need four
	maxJoins  = 6    // ZWJ in one emoji: families and kisses with skin tones need four
	maxString = 4096 // bytes of an OSC, DCS, APC, PM or SOS string that are taken to belong to it
)

// Line returns s as one line of clean text: see the package comment for the rules. It returns s itself, without
// copying, when there is nothing to do. Line(Line(s)) == Line(s).
func Line(s string) string {
	i := plainPrefix(s, false)
	if i == len(s) {
		return s
	}
	return clean(s, i, false)
}

// Lines is [Line] for text whose lines and indents matter, such as code: "\n", "\t" and runs of spaces stay; "\r\n",
// "\r", NEL, LS, PS, VT and FF become "\n"; other white space becomes a space. Space at both ends stays too.
func Lines(s string) string {
	i := plainPrefix(s, true)
	if i == len(s) {
		return s
	}
	return clean(s, i, true)
}

// plainPrefix returns how many bytes of s need no change whatever follows, or len(s) when nothing needs a change.
func plainPrefix(s string, lines bool) int {
	plain := plainInLine
	if lines {
		plain = plainInLines
	}
	space := !lines // a space here would be a second one, or at the start
	last := 0       // behind the last character that is no space
	for i := 0; i < len(s); {
		c := s[i]
		switch {
		case plain[c]:
			for i++; i < len(s) && plain[s[i]]; i++ {
			}
			space, last = false, i
		case c == ' ':
			if space {
				return last
			}
			space = true
			i++
		case c < utf8.RuneSelf:
			return last
		default:
			r, n := utf8.DecodeRuneInString(s[i:])
			if r == utf8.RuneError || classOf(r) != ordinary {
				return last
			}
			i += n
			space, last = false, i
		}
	}
	if space && !lines {
		return last
	}
	return len(s)
}

// plainInLine and plainInLines are the bytes that are plain whatever stands beside them.
var plainInLine, plainInLines = func() (line, lines *[256]bool) {
	line, lines = new([256]bool), new([256]bool)
	for c := ' ' + 1; c < 0x7f; c++ {
		line[c], lines[c] = true, true
	}
	lines[' '], lines['\n'], lines['\t'] = true, true, true
	return line, lines
}()

// door writes clean text rune by rune. What may stay depends on the neighbours that are written, never on the ones that
// are dropped: that makes cleaning idempotent.
type door struct {
	out   []byte
	lines bool
	prev  rune // the last rune written; 0 at the start
	base  rune // the last written rune that is no mark
	wait  rune // a joiner or direction mark that is written if the next rune allows it
	space bool // a space is due before the next rune (not in lines mode)
	marks int
	joins int
	dirs  bool // a direction mark was written
}

// clean writes s from its plain prefix on.
func clean(s string, plain int, lines bool) string {
	d := door{out: make([]byte, 0, len(s)), lines: lines}
	// The last character of the prefix may be joined by what follows: write it by the rules.
	back := plain
	for back > 0 {
		back--
		if utf8.RuneStart(s[back]) {
			break
		}
	}
	d.out = append(d.out, s[:back]...)
	if back > 0 {
		d.prev, _ = utf8.DecodeLastRuneInString(s[:back])
		d.base = d.prev
		if !lines && d.prev == ' ' {
			d.out, d.space = d.out[:len(d.out)-1], true
		}
	}
	term := -1 // the next end of a string sequence at or behind i, once looked for
	for i := back; i < len(s); {
		if n := plainPrefix(s[i:], lines); n > 0 {
			d.run(s[i : i+n])
			i += n
			continue
		}
		c := s[i]
		if c < utf8.RuneSelf {
			switch {
			case c == 0x1b:
				i = skipEscape(s, i, &term)
			case c == '\r':
				i++
				if i == len(s) || s[i] != '\n' {
					d.write('\n', newline)
				}
			default:
				d.write(rune(c), classOf(rune(c)))
				i++
			}
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && n == 1 {
			for i++; i < len(s); i++ { // one mark for the whole run
				if r, n := utf8.DecodeRuneInString(s[i:]); r != utf8.RuneError || n != 1 {
					break
				}
			}
			d.write(utf8.RuneError, ordinary)
			continue
		}
		if r >= 0x80 && r < 0xa0 && r != 0x85 {
			i = skipC1(s, i, &term)
			continue
		}
		d.write(r, classOf(r))
		i += n
	}
	return d.finish()
}

// run writes text that needs no change: its first rune by the rules, the rest as it is.
func (d *door) run(s string) {
	r, n := utf8.DecodeRuneInString(s)
	d.write(r, classOf(r))
	if n < len(s) {
		d.out = append(d.out, s[n:]...)
		d.prev, _ = utf8.DecodeLastRuneInString(s)
		d.base, d.marks, d.joins = d.prev, 0, 0
	}
}

// write writes r by the rules of its class.
func (d *door) write(r rune, c class) {
	switch c {
	case ordinary:
		d.settle(r)
		if d.wait == 0 && d.joins > 0 && d.prev != zwj && !isSkinTone(r) {
			d.joins = 0
		}
		d.put(r)
		d.base, d.marks = r, 0
	case mark:
		if d.space || d.prev == 0 || d.prev == ' ' || d.prev == '\n' || d.prev == '\t' || d.marks >= maxMarks {
			return
		}
		d.settle(r)
		d.put(r)
		d.marks++
	case selector:
		if d.space || d.base == 0 || d.prev != d.base || d.base <= ' ' || r >= 0xe0100 && !isHan(d.base) {
			return
		}
		d.wait = 0
		d.put(r)
		d.marks++
	case joiner, direction, zeroSpace:
		if !d.space && d.prev > ' ' {
			d.wait = r
		}
	case blank:
		d.gap()
		if d.lines {
			if r == '\t' {
				d.put('\t')
			} else {
				d.put(' ')
			}
			d.base = ' '
			return
		}
		d.space = d.prev != 0
	case newline:
		d.gap()
		if d.lines {
			d.put('\n')
			d.base = '\n'
			return
		}
		d.space = d.prev != 0
	}
}

// settle writes the space or joiner that is due before r, if r allows it.
func (d *door) settle(r rune) {
	if d.space {
		d.space, d.wait = false, 0
		d.put(' ')
		return
	}
	w := d.wait
	if w == 0 {
		return
	}
	d.wait = 0
	switch {
	case w == lrm || w == rlm || w == alm:
		d.dirs = true
		d.put(w)
	case w == zwsp:
		if isUnspaced(d.prev) && isUnspaced(r) {
			d.put(w)
		}
	case w == zwj && isEmoji(r) && (isEmoji(d.prev) || d.prev == vs16 && isEmoji(d.base)):
		if d.joins < maxJoins {
			d.joins++
			d.put(w)
		}
	case isJoining(d.prev) && isJoining(r), w == zwj && isVirama(d.prev):
		d.put(w)
	}
}

// gap is settle before white space.
func (d *door) gap() {
	w := d.wait
	d.wait = 0
	if d.space {
		return
	}
	if w == zwj && isVirama(d.prev) || w == lrm || w == rlm || w == alm {
		if w != zwj {
			d.dirs = true
		}
		d.put(w)
	}
}

func (d *door) put(r rune) {
	d.out = utf8.AppendRune(d.out, r)
	d.prev = r
}

// finish returns the text. A direction mark that waits at the end goes, and so do all when nothing reads from the right.
func (d *door) finish() string {
	if d.wait == zwj && !d.space && isVirama(d.prev) {
		d.put(zwj)
	}
	s := string(d.out)
	if !d.dirs {
		return s
	}
	if strings.IndexFunc(s, func(r rune) bool { return isRTL(r) && r != alm }) < 0 {
		return dropDirections(s)
	}
	for { // marks before the white space at the end
		t := strings.TrimRight(s, string([]rune{lrm, rlm, alm}))
		if d.lines || len(t) == len(s) {
			return s
		}
		s = strings.TrimRight(t, " ")
	}
}

func dropDirections(s string) string {
	return strings.Map(func(r rune) rune {
		if r == lrm || r == rlm || r == alm {
			return -1
		}
		return r
	}, s)
}
