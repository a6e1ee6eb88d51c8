package ui

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"

	"tidings/feed/poll"
	"tidings/ui/keys"
	"tidings/ui/list"
	"tidings/ui/reader"
	"tidings/ui/status"
	"tidings/ui/style"
)

// pane is one of the three places that can have the focus.
type pane uint8

const (
	paneFeeds pane = iota
	paneItems
	paneArticle
)

// Model is the interface: the only tea.Model of the program. Everything it holds is changed in Update alone; all work
// that may block is done in commands.
type Model struct {
	o    Options
	ctx  context.Context
	pace *pace // nil: Bubble Tea's own
	// thrift is what frames are written through; nil: nothing.
	thrift *thrift
	keys   *keys.Table
	in     keys.Input
	now    func() time.Time
	tick   func(d time.Duration, msg tea.Msg) tea.Cmd // the one clock; tests replace it

	w, h    int
	geo     geometry
	sizes   sizes
	measure list.Measure
	profile colorprofile.Profile
	theme   style.Theme
	named   string // the theme's name
	dark    bool
	marks   style.Marks
	noMouse bool

	focus    pane
	zen      bool
	feeds    feedsPane
	items    itemsPane
	reader   reader.Reader
	art      opened
	pics     pictures
	ask      *ask           // what is being typed, nil: nothing
	pick     *picker        // the overlay, nil: none
	held     func() tea.Cmd // shows what waits for both to end; see whenFree
	dragging border

	said     status.Message
	log      status.Log
	progress poll.Progress
	digit    int    // the request number of the wait for a lone digit
	pending  string // a count or sequence begun, for the status line

	req       int       // number of the newest request
	ahead     []tea.Cmd // the reading for the first screen, under way; nil: it begins with the program
	booted    bool
	early     *booted // came before the screen's size or the feeds pane's part
	firstTree *bootedTree
	syncing   bool // a sync is under way
	syncAgain bool // and another one was asked for
	welcome   bool // no feeds yet
	positions places
	uses      int // actions so far: the hints fade with them
	version   int64
	polling   bool      // a poll of Changed is due
	minding   bool      // a look at the settings is due
	blurred   bool      // the terminal has not the focus
	lastKey   time.Time // when the person last did something
	began     time.Time // when the program started
	stop      context.CancelFunc
	busy      string // what can be stopped with Esc, in words
	heardDark bool   // the terminal has said whether it is dark
	addReq    int    // the newest search for feeds
	searches  []string
	commands  []string
	pipes     []string
	stopSeek  context.CancelFunc // ends the search for what was typed before
	before    view               // what was shown before a search
	wantNews  bool               // the person asked for a refresh: its end is worth a message
	wantsDemo bool
	voice     *voice      // nil: the screen is drawn
	acted     keys.Action // the newest, for voice
}

// New returns the interface, ready for tea.NewProgram.
func New(o Options) *Model {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Marks == (style.Marks{}) {
		o.Marks = style.Unicode()
	}
	if o.Keys == nil {
		o.Keys, _ = keys.New("", nil)
	}
	m := &Model{
		o: o, ctx: context.Background(), keys: o.Keys, now: o.Now, marks: o.Marks, named: o.Theme, dark: true,
		profile: colorprofile.TrueColor, focus: paneItems, noMouse: o.NoMouse, tick: tick,
		positions: places{at: map[string]reader.Position{}},
	}
	if o.Dark != nil {
		m.dark = *o.Dark
	}
	m.began = m.now()
	m.items.init()
	m.feeds.init()
	m.reader = reader.New(reader.Options{})
	if o.Linear != nil {
		m.voice = &voice{out: o.Linear, focus: paneArticle}
	}
	m.retheme()
	return m
}

func tick(d time.Duration, msg tea.Msg) tea.Cmd {
	return tea.Tick(d, func(time.Time) tea.Msg { return msg })
}

// next numbers a request.
func (m *Model) next() int {
	m.req++
	return m.req
}

// Init asks for what the first screen needs, and the terminal for its background.
func (m *Model) Init() tea.Cmd {
	cmds := []tea.Cmd{m.boot(), m.listen(), m.minute(), m.awaitOrder(), m.awaitNotice(), m.awaitAlert()}
	if m.o.Dark == nil && m.voice == nil {
		cmds = append(cmds, tea.RequestBackgroundColor)
	}
	return tea.Batch(cmds...)
}

// Update takes one message.
func (m *Model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if _, ok := msg.(resting); ok {
		return m, m.pace.rest(m.thrift.busy())
	}
	cmd := m.update(msg)
	if m.held != nil {
		cmd = tea.Batch(cmd, m.whenFree(m.held))
	}
	if m.geo.is == over && m.measureScreen() != m.geo { // the list over the article has become longer or shorter
		cmd = tea.Batch(cmd, m.arrange())
	}
	cmd = tea.Batch(cmd, m.reader.Update(msg), m.takePicture(msg), m.pace.wake())
	if m.voice != nil {
		cmd = tea.Batch(cmd, m.voice.hear(m, msg))
	}
	return m, cmd
}

func (m *Model) update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		return tea.Batch(m.awake(), m.press(msg))
	case tea.PasteMsg:
		return tea.Batch(m.awake(), m.paste(msg.Content))
	case tea.MouseMsg:
		return tea.Batch(m.awake(), m.mouse(msg))
	case tea.WindowSizeMsg:
		m.w, m.h = msg.Width, msg.Height
		m.thrift.resize(m.h)
		cmd := m.arrange()
		if m.early != nil {
			return tea.Batch(cmd, m.early.apply(m))
		}
		return cmd
	case tea.BackgroundColorMsg:
		if m.o.Dark == nil && msg.Color != nil {
			m.heardDark = true
			if msg.IsDark() != m.dark {
				m.dark = msg.IsDark()
				return m.retheme()
			}
		}
	case tea.ColorProfileMsg:
		m.profile = msg.Profile
		return m.retheme()
	case tea.ModeReportMsg:
		if msg.Mode == ansi.ModeUnicodeCore && !msg.Value.IsNotRecognized() && !msg.Value.IsPermanentlyReset() {
			m.measure = list.Measure(ansi.GraphemeWidth)
			return m.retheme()
		}
	case tea.FocusMsg:
		m.blurred = false
		return m.awake()
	case tea.BlurMsg:
		m.blurred = true
		return m.saveState()
	case tea.ResumeMsg:
		return tea.Batch(m.awake(), m.sync())
	case reader.LinkMsg:
		return m.browse(msg.URL)
	case reader.KeepMsg:
		return m.keep(msg)
	case result:
		return msg.apply(m)
	}
	return nil
}

// result is the message of a command: what it found out, and what it does to the model. A result whose request has been
// overtaken does nothing.
type result interface{ apply(m *Model) tea.Cmd }

// say shows a message on the status line and keeps it in the log.
func (m *Model) say(text string) {
	m.said = status.Message{Text: text, At: m.now()}
	if text != "" {
		m.log.Say(m.said)
	}
}

// complain says what went wrong, and what to do.
func (m *Model) complain(text string) {
	m.say(text)
	m.said.Kind = status.Trouble
	m.log.Trouble()
}
