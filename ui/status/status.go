// Package status is the one status line, and the log of what it said. It is not where messages are worded: it gets them
// ready to show.
package status

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"tidings/feed/poll"
	"tidings/ui/list"
	"tidings/ui/style"
)

// Kind is how loud a message is.
type Kind uint8

// The kinds of messages.
const (
	Info    Kind = iota
	Trouble      // something did not work; the words say what to do
)

// Message is something said, and when.
type Message struct {
	Text string
	Kind Kind
	At   time.Time
}

// logLimit is how many messages the log keeps.
const logLimit = 500

// Log keeps the newest messages. The zero value is an empty log.
type Log struct{ said []Message }

// Say adds a message; one that repeats the last only renews its time.
func (l *Log) Say(m Message) {
	if n := len(l.said); n > 0 && l.said[n-1].Text == m.Text {
		l.said[n-1].At = m.At
		return
	}
	if len(l.said) >= logLimit {
		l.said = append(l.said[:0], l.said[len(l.said)-logLimit/2:]...)
	}
	l.said = append(l.said, m)
}

// Trouble makes the newest message one of trouble.
func (l *Log) Trouble() {
	if n := len(l.said); n > 0 {
		l.said[n-1].Kind = Trouble
	}
}

// All returns the messages, oldest first. They must not be changed.
func (l *Log) All() []Message { return l.said }

// Hint is a key and what it does, for the hint line.
type Hint struct{ Key, Does string }

// Line is what the status line shows: a message if there is one, else the hints; what stands on the right stays there.
type Line struct {
	Message Message
	Hints   []Hint
	Right   string // quiet: "12 new ↑ let in with ."
	Loud    bool   // Right is drawn in the accent
}

// View draws the line, exactly w columns wide. Of hints that do not fit the last but one is left out first; the right side
// yields before a message does.
func (l Line) View(t *style.Theme, marks style.Marks, m list.Measure, w int) string {
	if w <= 0 {
		return ""
	}
	const indent = 1
	room := w - indent
	right := list.Fold(l.Right)
	rw := m.Width(right)
	if rw > 0 && (rw+2 > room || (l.Message.Text != "" && m.Width(l.Message.Text)+rw+3 > room)) {
		right, rw = "", 0
	}
	leftRoom := room
	if rw > 0 {
		leftRoom -= rw + 2
	}
	var left string
	var lw int
	if l.Message.Text != "" {
		text := shorten(l.Message.Text, marks, m, leftRoom)
		lw = m.Width(text)
		role := style.Status
		if l.Message.Kind == Trouble {
			role = style.Warning
		}
		left = t.Paint(role, text)
	} else {
		left, lw = hints(l.Hints, t, marks, m, leftRoom)
	}
	var b strings.Builder
	b.WriteString(list.Spaces(indent))
	b.WriteString(left)
	b.WriteString(list.Spaces(w - indent - lw - rw - min(rw, 1)))
	if rw > 0 {
		role := style.Dim
		if l.Loud {
			role = style.Accent
		}
		b.WriteString(t.Paint(role, right))
		b.WriteString(" ")
	}
	return b.String()
}

// hints writes the hints that have room. The last one stays longest: it leads to all the others, or out.
func hints(hs []Hint, t *style.Theme, marks style.Marks, m list.Measure, room int) (string, int) {
	if len(hs) == 0 {
		return "", 0
	}
	between := " " + marks.Dot + " "
	width := func(h Hint) int { return m.Width(h.Key) + 1 + m.Width(h.Does) }
	last := len(hs) - 1
	kept, used := 0, width(hs[last])
	for ; kept < last; kept++ {
		w := width(hs[kept]) + m.Width(between)
		if used+w > room {
			break
		}
		used += w
	}
	if used > room {
		return "", 0
	}
	var b strings.Builder
	for i, h := range append(slices.Clone(hs[:kept]), hs[last]) {
		if i > 0 {
			b.WriteString(t.Paint(style.Dim, between))
		}
		b.WriteString(t.Paint(style.Key, h.Key))
		b.WriteString(t.Paint(style.Dim, " "+h.Does))
	}
	return b.String(), used
}

// Progress words the state of a refresh that is under way: "refreshing 41 of 96 · Esc stops", and at its end "fetching 9 articles".
func Progress(p poll.Progress, marks style.Marks) string {
	if !p.Running {
		return ""
	}
	if p.Total == 0 {
		return "refreshing " + marks.Dot + " Esc stops"
	}
	if p.Pages > 0 && p.Done >= p.Total { // of feeds whose items are fetched whole
		what := "articles"
		if p.Pages == 1 {
			what = "article"
		}
		return fmt.Sprintf("fetching %d %s %s Esc stops", p.Pages, what, marks.Dot)
	}
	return fmt.Sprintf("refreshing %d of %d %s Esc stops", min(p.Done, p.Total), p.Total, marks.Dot)
}

// Outcome words the end of a refresh. logKey is the key that shows the messages so far.
func Outcome(p poll.Progress, logKey string) Message {
	var parts []string
	switch {
	case p.New == 1:
		parts = append(parts, "1 new item")
	case p.New > 1:
		parts = append(parts, fmt.Sprintf("%d new items", p.New))
	case len(p.Failed) == 0 && !p.Stopped:
		parts = append(parts, "nothing new")
	}
	if p.Updated > 0 {
		parts = append(parts, fmt.Sprintf("%d edited", p.Updated))
	}
	m := Message{}
	switch n := len(p.Failed); {
	case n == 1:
		parts = append(parts, Failed(p.Failed[0]))
		m.Kind = Trouble
	case n > 1:
		said := fmt.Sprintf("%d feeds could not be reached", n)
		if why := p.Failed[0].Err; !slices.ContainsFunc(p.Failed, func(f poll.Failure) bool { return f.Err != why }) {
			said = fmt.Sprintf("%d feeds could not be read: %s", n, why)
		}
		said += "; they are tried again later"
		if logKey != "" {
			said += " (" + logKey + " lists why)"
		}
		parts = append(parts, said)
		m.Kind = Trouble
	}
	m.Text = strings.Join(parts, ", ")
	if m.Text != "" {
		first, size := utf8.DecodeRuneInString(m.Text) // a feed's title may begin it, in any script
		m.Text = string(unicode.ToUpper(first)) + m.Text[size:] + "."
	}
	if p.Stopped {
		m.Text = fmt.Sprintf("Stopped after %d of %d feeds. %s", p.Done, p.Total, m.Text)
	}
	m.Text = strings.TrimSpace(strings.ReplaceAll(m.Text, "..", "."))
	return m
}

// Failed words why a feed could not be read.
func Failed(f poll.Failure) string {
	s := f.Title + " could not be read: " + f.Err
	if !f.Next.IsZero() {
		s += "; trying again at " + f.Next.Local().Format("15:04")
	}
	return s
}
