// Package prompt is the line that a person types into: an address, a search, a command, with completion and history. It
// is not where what was typed is understood.
//
// Bubbles' textinput is not used: it links a clipboard package that looks for external programs at start, and its cursor
// blinks by a timer. This line is drawn with the terminal's own cursor and wakes nobody.
package prompt

import (
	"strings"
	"unicode"

	"github.com/clipperhouse/uax29/v2/graphemes"

	"tidings/ui/list"
)

// maxBytes bounds what a line holds: an address of a few thousand bytes is the longest thing that is typed here.
const maxBytes = 4096

// Event says what a key did to a line.
type Event uint8

// The events.
const (
	None    Event = iota // nothing that matters outside
	Edited               // the text is another one
	Done                 // Enter
	Dropped              // Esc
)

// Line is a line being typed. The zero value is an empty one without label.
type Line struct {
	Label    string // stands before the text
	Hint     string // shown dim while nothing is typed
	Complete func(text string) []string
	History  []string // newest last

	before, after string // around the cursor
	found         []string
	at            int    // which of found is shown, -1 none
	typed         string // what was typed before completion or history replaced it
	back          int    // how far back in History, 0 is the line itself
}

// Text returns what has been typed.
func (l *Line) Text() string { return l.before + l.after }

// Set replaces the text and puts the cursor behind it.
func (l *Line) Set(s string) {
	l.before, l.after = clean(s, maxBytes), ""
	l.forget()
}

func (l *Line) forget() { l.found, l.at, l.back = nil, -1, 0 }

// Candidates returns the completions on offer and which of them is in the line (-1: none).
func (l *Line) Candidates() ([]string, int) {
	if l.found == nil {
		return nil, -1
	}
	return l.found, l.at
}

// Paste inserts text at the cursor: its first line that is not empty, without control characters, cut to what a line holds.
func (l *Line) Paste(s string) Event {
	if len(s) > 16*maxBytes {
		s = s[:16*maxBytes]
	}
	for part := range strings.FieldsFuncSeq(s, func(r rune) bool { return r == '\n' || r == '\r' }) {
		if part = strings.TrimSpace(part); part != "" {
			return l.insert(part)
		}
	}
	return None
}

func (l *Line) insert(s string) Event {
	s = clean(s, maxBytes-len(l.before)-len(l.after))
	if s == "" {
		return None
	}
	l.before += s
	l.forget()
	return Edited
}

// Key takes a key by its name (tea.Key.String) and the text it types ("" for none).
func (l *Line) Key(name, text string) Event {
	switch name {
	case "enter", "ctrl+m", "ctrl+j":
		return Done
	case "esc", "ctrl+c", "ctrl+g":
		return Dropped
	case "left", "ctrl+b":
		n := len(l.before) - lastCluster(l.before)
		l.before, l.after = l.before[:n], l.before[n:]+l.after
	case "right", "ctrl+f":
		n := firstCluster(l.after)
		l.before, l.after = l.before+l.after[:n], l.after[n:]
	case "home", "ctrl+a":
		l.before, l.after = "", l.before+l.after
	case "end", "ctrl+e":
		l.before, l.after = l.before+l.after, ""
	case "alt+b", "ctrl+left", "alt+left":
		n := wordStart(l.before)
		l.before, l.after = l.before[:n], l.before[n:]+l.after
	case "alt+f", "ctrl+right", "alt+right":
		n := wordEnd(l.after)
		l.before, l.after = l.before+l.after[:n], l.after[n:]
	case "backspace", "ctrl+h":
		if l.before == "" {
			if l.after == "" {
				return Dropped
			}
			return None
		}
		l.before = l.before[:len(l.before)-lastCluster(l.before)]
		return l.edited()
	case "delete", "ctrl+d":
		l.after = l.after[firstCluster(l.after):]
		return l.edited()
	case "ctrl+w", "alt+backspace":
		l.before = l.before[:wordStart(l.before)]
		return l.edited()
	case "ctrl+u":
		l.before = ""
		return l.edited()
	case "ctrl+k":
		l.after = ""
		return l.edited()
	case "tab", "down":
		return l.cycle(name, 1)
	case "shift+tab", "up":
		return l.cycle(name, -1)
	case "ctrl+p":
		return l.recall(1)
	case "ctrl+n":
		return l.recall(-1)
	default:
		if text != "" {
			return l.insert(text)
		}
	}
	return None
}

func (l *Line) edited() Event {
	l.forget()
	return Edited
}

// cycle goes through the completions; the arrow keys go through the history where there are none.
func (l *Line) cycle(name string, d int) Event {
	if l.found == nil {
		if l.Complete == nil || name == "up" || name == "down" {
			return l.recall(-d)
		}
		l.typed = l.Text()
		l.found, l.at = l.Complete(l.typed), -1
		if len(l.found) == 0 {
			l.found = nil
			return None
		}
		if d < 0 {
			l.at = len(l.found)
		}
	}
	l.at += d
	switch {
	case l.at >= len(l.found), l.at < -1:
		l.at = -1
		if d < 0 {
			l.at = len(l.found) - 1
		}
	}
	if l.at < 0 {
		l.before, l.after = l.typed, ""
	} else {
		l.before, l.after = clean(l.found[l.at], maxBytes), ""
	}
	return Edited
}

// Offer puts completions that took time to find on offer, for the text as it stands. What all of them begin with goes into the
// line, and a single one is taken.
func (l *Line) Offer(found []string) {
	if len(found) == 0 {
		return
	}
	shared := found[0]
	for _, f := range found[1:] {
		for !strings.HasPrefix(f, shared) {
			shared = shared[:len(shared)-lastCluster(shared)]
		}
	}
	if len(shared) > len(l.Text()) {
		l.Set(shared)
	}
	if len(found) > 1 {
		l.typed, l.found, l.at = l.Text(), found, -1
	}
}

func (l *Line) recall(d int) Event {
	n := l.back + d
	if n < 0 || n > len(l.History) {
		return None
	}
	if l.back == 0 {
		l.typed = l.Text()
	}
	l.found, l.at = nil, -1
	l.back = n
	if n == 0 {
		l.before, l.after = l.typed, ""
	} else {
		l.before, l.after = clean(l.History[len(l.History)-n], maxBytes), ""
	}
	return Edited
}

// View returns the text cut to w columns around the cursor, and the cursor's column.
func (l *Line) View(m list.Measure, w int) (text string, cursor int) {
	if w <= 1 {
		return "", 0
	}
	before, after := list.Fold(l.before), list.Fold(l.after)
	for m.Width(before) > w-1 { // scroll to the left until the cursor is in view
		drop := m.Width(before) - (w - 1) + w/3
		n := 0
		for drop > 0 && n < len(before) {
			k := firstCluster(before[n:])
			drop -= max(1, m.Width(before[n:n+k]))
			n += k
		}
		before = before[n:]
	}
	cursor = m.Width(before)
	return before + m.Clip(after, w-cursor, ""), cursor
}

// clean makes typed or pasted text one line without control characters, of at most n bytes.
func clean(s string, n int) string {
	s = strings.ToValidUTF8(s, "")
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\t' || r == '\n' || r == '\r':
			return ' '
		case unicode.IsControl(r) || (r >= 0x202a && r <= 0x202e) || (r >= 0x2066 && r <= 0x2069):
			return -1
		}
		return r
	}, s)
	for len(s) > max(n, 0) {
		s = s[:len(s)-lastCluster(s)]
		if len(s) > n+64 { // far too long: cut at once
			s = strings.ToValidUTF8(s[:n], "")
		}
	}
	return s
}

func firstCluster(s string) int {
	it := graphemes.FromString(s)
	if it.Next() {
		return len(it.Value())
	}
	return 0
}

func lastCluster(s string) int {
	// Clusters are short: the last 64 bytes hold the beginning of the last one in all text that people type.
	from := max(0, len(s)-64)
	for from > 0 && s[from]&0xc0 == 0x80 {
		from--
	}
	n := 0
	it := graphemes.FromString(s[from:])
	for it.Next() {
		n = len(it.Value())
	}
	return n
}

func wordStart(s string) int {
	s = strings.TrimRightFunc(s, isGap)
	return len(strings.TrimRightFunc(s, func(r rune) bool { return !isGap(r) }))
}

func wordEnd(s string) int {
	t := strings.TrimLeftFunc(s, isGap)
	return len(s) - len(strings.TrimLeftFunc(t, func(r rune) bool { return !isGap(r) }))
}

func isGap(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }
