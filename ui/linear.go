package ui

import (
	"fmt"
	"io"
	"os"
	"strings"

	tea "charm.land/bubbletea/v2"
	"golang.org/x/term"

	"tidings/feed"
	"tidings/ui/keys"
)

// voice is the linear mode, for screen readers and terminals that cannot redraw: what a key changed is written as a line
// below the last one, and nothing is ever drawn over. The keys and the Model are the same; only View is not used.
type voice struct {
	out     io.Writer
	waiting strings.Builder // not written yet
	writing bool
	begun   bool // what is typed stands on the last line: it has no end yet

	// what was said last
	focus   pane
	view    view
	node    string
	item    string
	said    string
	art     feed.ItemID
	line    int
	removed bool
	link    string
	hinted  bool
	asked   *ask
	typed   string
	pick    *picker
	picked  string
	booted  bool
	welcome bool
}

// spoken tells that what was said has been written.
type spoken struct{}

func (spoken) apply(m *Model) tea.Cmd {
	m.voice.writing = false
	return m.voice.flush()
}

// flush writes what waits, in the order in which it was said.
func (v *voice) flush() tea.Cmd {
	if v.writing || v.waiting.Len() == 0 {
		return nil
	}
	s := v.waiting.String()
	v.waiting.Reset()
	v.writing = true
	return func() tea.Msg {
		_, _ = io.WriteString(v.out, s) // a terminal that is gone ends the program by itself
		return spoken{}
	}
}

// say ends the line begun, if any, and adds one. The terminal is in raw mode: lines end in CR LF.
func (v *voice) say(s string) {
	if s = strings.TrimSpace(strings.ReplaceAll(strip(s), "\u00a0", " ")); s != "" {
		v.end()
		v.waiting.WriteString(s + "\r\n")
	}
}

// end ends the line begun, if any.
func (v *voice) end() {
	if v.begun {
		v.waiting.WriteString("\r\n")
		v.begun = false
	}
}

// hear says what a message has changed.
func (v *voice) hear(m *Model, msg tea.Msg) tea.Cmd {
	before := v.waiting.Len()
	_, key := msg.(tea.KeyPressMsg)
	acted := m.acted
	m.acted = ""
	if acted == keys.Redraw {
		v.item, v.node, v.picked, v.art, v.typed = "", "", "", 0, ""
	}
	if acted != "" { // it is said anew, even if the key before had said the same
		v.said = ""
	}
	v.speak(m)
	if key && v.waiting.Len() == before && m.ask == nil && m.pick == nil {
		switch acted {
		case keys.Down, keys.PageDown, keys.HalfDown, keys.Bottom, keys.NextItem, keys.ReadOn:
			if !m.reader.Busy() && !m.items.moreDn {
				v.say("The end.")
			}
		case keys.Up, keys.PageUp, keys.HalfUp, keys.Top, keys.PrevItem:
			v.say("The beginning.")
		}
	}
	return v.flush()
}

func (v *voice) speak(m *Model) {
	if !m.booted || !m.feeds.known && m.firstTree == nil { // a list and its numbers are said together
		return
	}
	if !v.booted {
		v.booted = true
		v.say("Tidings. " + m.keys.Key(keys.Help) + " lists the keys, " + m.keys.Key(keys.Redraw) + " says the last thing again, " + m.keys.Key(keys.Quit) + " quits.")
	}
	if s := m.said.Text; s != v.said { // before what it leads to
		v.said = s
		v.say(s)
	}
	switch {
	case m.ask != nil:
		v.speakAsk(m)
		return
	case v.asked != nil:
		v.asked, v.typed, v.item = nil, "", ""
		v.end()
	}
	if m.pick != v.pick {
		v.pick, v.picked = m.pick, ""
		if m.pick != nil {
			v.say(m.pick.title + ".")
		} else {
			v.item, v.node = "", "" // where one is again
		}
	}
	if m.pick != nil {
		v.speakPick(m)
		return
	}
	if m.welcome && m.focus != paneArticle {
		if !v.welcome {
			v.welcome = true
			v.say("There are no feeds yet. a adds a feed or any site's address, i imports your subscriptions, d looks around in the demo.")
		}
		return
	}
	if m.focus == paneItems && m.items.of != m.items.view {
		return // its rows are about to come
	}
	changed := m.focus != v.focus || m.focus == paneItems && m.items.view != v.view
	v.focus, v.view = m.focus, m.items.view
	switch m.focus {
	case paneFeeds:
		v.speakNode(m, changed)
	case paneItems:
		v.speakItem(m, changed)
	case paneArticle:
		v.speakArticle(m)
	}
}

// speakAsk echoes what is typed: new letters as they come, the whole line where more has changed or something was said.
func (v *voice) speakAsk(m *Model) {
	a := m.ask
	text := a.line.Text()
	switch {
	case a == v.asked && v.begun && strings.HasPrefix(text, v.typed):
		v.waiting.WriteString(text[len(v.typed):])
	default:
		v.end()
		v.waiting.WriteString(strip(a.line.Label + text))
		if a != v.asked && text == "" && a.line.Hint != "" {
			v.waiting.WriteString("(" + a.line.Hint + ") ")
		}
	}
	v.asked, v.typed, v.begun = a, text, true
}

func (v *voice) speakPick(m *Model) {
	p := m.pick
	if len(p.shown) == 0 {
		v.picked = v.change(v.picked, "Nothing matches.")
		return
	}
	var parts []string
	row := p.rows[p.shown[p.list.Cursor()]]
	if row.marked {
		parts = append(parts, "selected")
	}
	for _, l := range row.lines {
		if s := strings.TrimSpace(l.key + "  " + l.text); s != "" {
			parts = append(parts, s)
		}
	}
	if p.palette && p.line.Text() != "" {
		parts = append([]string{p.line.Text() + ":"}, parts...)
	}
	v.picked = v.change(v.picked, strings.Join(parts, "\r\n"))
}

// change says s if it is not what was said last, and returns what was.
func (v *voice) change(last, s string) string {
	if s != last {
		v.say(s)
	}
	return s
}

func (v *voice) speakNode(m *Model, changed bool) {
	n, ok := m.feeds.current()
	if !ok {
		return
	}
	s := n.label
	if n.folder {
		s += ", folder"
		if n.folded {
			s += ", closed"
		}
	}
	if n.count > 0 {
		s += fmt.Sprintf(", %d", n.count)
	}
	if n.trouble != "" {
		s += ": " + n.trouble
	}
	if changed {
		v.node = ""
		s = "Feeds: " + s
	}
	if strings.TrimPrefix(s, "Feeds: ") != v.node {
		v.say(s)
	}
	v.node = strings.TrimPrefix(s, "Feeds: ")
}

func (v *voice) speakItem(m *Model, changed bool) {
	if changed {
		v.item = ""
		name := m.items.view.title()
		if n := m.unreadHere(); n > 0 {
			name += fmt.Sprintf(", %d unread", n)
		}
		v.say(name + ".")
	}
	r, ok := m.items.current()
	if !ok {
		v.item = v.change(v.item, strings.Join(m.emptyWords(), " "))
		return
	}
	s := "Unread: "
	if r.Read {
		s = "Read: "
	}
	s += r.Title
	for _, f := range []struct {
		on bool
		as string
	}{
		{m.items.selected[r.ID], "selected"},
		{r.Bookmarked, "bookmarked"},
		{r.Preview, "preview only"},
		{r.HasEnclosure, "with an enclosure"},
		{m.items.view.Kind != viewFeed, m.sourceOf(r)},
		{!r.Published.IsZero(), age(m.now(), r.Published)},
	} {
		if f.on && f.as != "" {
			s += ", " + f.as
		}
	}
	if s == v.item { // its place in the list may be another one; that is no news
		return
	}
	v.item = s
	if at := m.place(); at != "" {
		s += ", " + at
	}
	s += "."
	if m.items.view.Kind == viewSearch && r.Snippet != "" {
		s += " " + strings.NewReplacer(string(hitStart), "", string(hitEnd), "").Replace(r.Snippet)
	}
	v.say(s)
}

// Written once at the beginning and the end of the linear mode: pasted text is told from typed keys (xterm, "Bracketed Paste
// Mode").
const pasteOn, pasteOff = "\x1b[?2004h", "\x1b[?2004l"

// linearHeight is the rows of the screen that is never drawn; half pages in lists go by it.
const linearHeight = 24

// linearWidth is how wide lines are: as the terminal is when the program starts.
func linearWidth() int {
	if w, _, err := term.GetSize(int(os.Stdout.Fd())); err == nil && w >= leastCols {
		return w
	}
	return 80
}

// runLinear runs the program p of m with the terminal in raw mode and nothing drawn.
func runLinear(m *Model, p *tea.Program) error {
	in := int(os.Stdin.Fd())
	if old, err := term.MakeRaw(in); err == nil {
		defer func() { _ = term.Restore(in, old) }()
		_, _ = io.WriteString(m.voice.out, pasteOn)
		defer func() { _, _ = io.WriteString(m.voice.out, m.voice.waiting.String()+pasteOff+"\r\n") }()
	}
	_, err := p.Run()
	return err
}
