package layout

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
	"github.com/rivo/uniseg"
)

const softHyphen = '\u00ad'

// atom is a piece of text that is not broken: a word, a part of one, a Chinese character with its punctuation. A line
// may be broken behind each atom.
type atom struct {
	start, end int // bytes of the text, without the space behind
	width      int // columns
	space      int // columns of the space behind it: 0 or 1
	hyphen     bool
	must       bool // the text itself breaks the line here
}

// split cuts text, in which blanks are single spaces and breaks are "\n", into atoms no wider than width.
func (p *page) split(text string, width int) []atom {
	p.atoms = p.atoms[:0]
	start := 0
	for i := 0; i <= len(text); i++ {
		if i < len(text) && text[i] != ' ' && text[i] != '\n' {
			continue
		}
		if i > start {
			p.word(text, start, i, width)
		} else if i < len(text) && text[i] == '\n' || i == len(text) && len(p.atoms) == 0 {
			// An empty line, or one that a space ended.
			if n := len(p.atoms); n > 0 && !p.atoms[n-1].must && start > 0 && text[start-1] == ' ' {
				p.atoms[n-1].space = 0
			} else {
				p.atoms = append(p.atoms, atom{start: start, end: start})
			}
		}
		if n := len(p.atoms); n > 0 && i < len(text) {
			if text[i] == '\n' {
				p.atoms[n-1].must = true
			} else if !p.atoms[n-1].must || i > start {
				p.atoms[n-1].space = 1
			}
		}
		start = i + 1
	}
	if n := len(p.atoms); n > 0 {
		p.atoms[n-1].space = 0
		p.atoms[n-1].must = true
	}
	return p.atoms
}

// word appends the atoms of text[start:end], which holds no space.
func (p *page) word(text string, start, end, width int) {
	first := len(p.atoms)
	if plain(text[start:end]) {
		p.latin(text, start, end, true)
	} else if complexScript(text[start:end]) {
		p.complex(text, start, end)
	} else {
		p.latin(text, start, end, false)
	}
	for i := first; i < len(p.atoms); i++ {
		if p.atoms[i].width > width {
			p.chop(text, i, width)
		}
	}
}

// plain reports whether a word is ASCII without control characters.
func plain(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i]-0x20 > 0x5e {
			return false
		}
	}
	return true
}

// complexScript reports whether a word holds characters whose lines break at other places than behind hyphens: CJK,
// Hangul, Thai and its neighbours, emoji.
func complexScript(s string) bool {
	for i := 0; i < len(s); {
		if s[i] < 0xe0 { // up to U+07FF: European and Semitic scripts
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == '\u2028' || r == '\u2029' || r == zwsp:
			return true
		case r >= 0x1e00 && r < 0x2c00, r >= 0x800 && r < 0xe00: // Latin and Greek extended, punctuation; Indic scripts
		default:
			return true
		}
		i += n
	}
	return false
}

const zwsp = '\u200b' // zero width space: a place to break, by its definition

// latin appends a word of a script that breaks at spaces, cut behind hyphens and dashes.
func (p *page) latin(text string, start, end int, ascii bool) {
	s := text[start:end]
	first, from := len(p.atoms), 0
	for i := 0; i < len(s); {
		c := s[i]
		size := 1
		var hyphen, soft bool
		switch {
		case c == '-':
			// Between letters only: -5, --flag and 2-3 stay whole.
			hyphen = i > from && i+1 < len(s) && isLetterByte(s[i-1]) && isLetterByte(s[i+1])
		case c < utf8.RuneSelf:
		case c == 0xc2 && i+1 < len(s) && s[i+1] == 0xad:
			size, hyphen, soft = 2, i > from && i+2 < len(s), true
		case c == 0xe2 && i+2 < len(s) && s[i+1] == 0x80 && (s[i+2] == 0x90 || s[i+2] == 0x93 || s[i+2] == 0x94):
			size = 3
			hyphen = i > from && i+3 < len(s)
		default:
			_, size = utf8.DecodeRuneInString(s[i:])
		}
		i += size
		if hyphen && !combines(s[i:]) {
			p.piece(text, start+from, start+i, ascii)
			p.atoms[len(p.atoms)-1].hyphen = soft
			from = i
		}
	}
	p.piece(text, start+from, end, ascii)
	if p.hyphens != nil && !p.noHyphen && len(p.atoms)-first == 1 && end-start >= wordMin {
		p.hyphenate(text, ascii)
	}
}

// hyphenate cuts the last atom, a word, where its language breaks it.
func (p *page) hyphenate(text string, ascii bool) {
	a := p.atoms[len(p.atoms)-1]
	s := text[a.start:a.end]
	from, to := letterCore(s)
	if to-from < wordMin {
		return
	}
	at := p.hyphens.points(s[from:to])
	if len(at) == 0 {
		return
	}
	p.atoms = p.atoms[:len(p.atoms)-1]
	begin := a.start
	for _, n := range at {
		p.piece(text, begin, a.start+from+n, ascii)
		p.atoms[len(p.atoms)-1].hyphen = true
		begin = a.start + from + n
	}
	p.piece(text, begin, a.end, ascii)
}

func isLetterByte(c byte) bool {
	return c|0x20 >= 'a' && c|0x20 <= 'z' || c >= utf8.RuneSelf
}

func (p *page) piece(text string, start, end int, ascii bool) {
	w := end - start
	if !ascii {
		w = p.textWidth(text[start:end])
	}
	p.atoms = append(p.atoms, atom{start: start, end: end, width: w})
}

// complex appends the atoms of a word by the rules of Unicode's line breaking (UAX #14), among them those of Chinese and
// Japanese that keep closing punctuation off the beginning of a line and opening off its end (kinsoku). Thai, Lao and
// Khmer write no spaces and would need a dictionary; a vowel that is written before its consonant begins a syllable,
// and there a line may be broken.
func (p *page) complex(text string, start, end int) {
	rest, state := text[start:end], -1
	from, at := start, start
	for len(rest) > 0 {
		var seg string
		seg, rest, _, state = uniseg.FirstLineSegmentInString(rest, state)
		at += len(seg)
		if rest != "" && combines(rest) && leadingMarks(rest) > 0 {
			continue // UAX #14 would break before a mark that has no base
		}
		p.syllables(text, from, at)
		from = at
	}
	if from < end {
		p.syllables(text, from, end)
	}
}

// syllables appends one segment, cut before the vowels that begin a syllable in Thai and Lao.
func (p *page) syllables(text string, start, end int) {
	from := start
	letters := 0
	for i, r := range text[start:end] {
		if letters >= 2 && (r >= 0xe40 && r <= 0xe44 || r >= 0xec0 && r <= 0xec4) {
			p.piece(text, from, start+i, false)
			from, letters = start+i, 0
		}
		if unicode.IsLetter(r) {
			letters++
		}
	}
	p.piece(text, from, end, false)
}

// chop cuts atom i, which is wider than a line, at grapheme clusters: behind the punctuation of addresses if some stands
// in the second half of what fits.
func (p *page) chop(text string, i, width int) {
	a := p.atoms[i]
	tail := append([]atom(nil), p.atoms[i+1:]...)
	p.atoms = p.atoms[:i]
	from, w := a.start, 0
	good, goodWidth := 0, 0
	for at := a.start; at < a.end; {
		cluster, cw := ansi.FirstGraphemeCluster(text[at:a.end], ansi.GraphemeWidth)
		cw = p.clusterWidth(cluster, cw)
		if w+cw > width && at > from {
			cut, used := at, w
			if good > from && goodWidth*2 >= width {
				cut, used = good, goodWidth
			}
			p.atoms = append(p.atoms, atom{start: from, end: cut, width: used})
			from, w, good = cut, w-used, 0
		}
		at += len(cluster)
		w += cw
		if len(cluster) == 1 && strings.ContainsRune("/.-_?&=,;:+#%@", rune(cluster[0])) {
			good, goodWidth = at, w
		}
	}
	last := a
	last.start, last.width = from, w
	p.atoms = append(p.atoms, last)
	p.atoms = append(p.atoms, tail...)
}
