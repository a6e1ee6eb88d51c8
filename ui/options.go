package ui

import (
	"errors"
	"io"
	"time"

	"tidings/feed"
	"tidings/ui/keys"
	"tidings/ui/picture"
	"tidings/ui/style"
)

// ErrDemo is what Run returns when the person asked for the demo on the welcome screen.
var ErrDemo = errors.New("the demo was asked for")

// Options are the ports that the interface uses and a person's settings. Only Library is needed; what a missing port
// would do is answered with words.
type Options struct {
	Library    Library
	Opener     Opener
	Refresher  Refresher
	Subscriber Subscriber
	System     System

	Keys  *keys.Table // nil: the vim preset
	Theme string      // name of a built-in theme; "": the default one
	// Themed returns a person's own theme by name for a dark or light terminal; false: there is none. nil: built-in ones only.
	Themed func(name string, dark bool) (style.Theme, bool)
	Dark   *bool       // nil: as the terminal says
	Marks  style.Marks // the zero value: style.Unicode()

	Measure   int  // columns of text; 0: 72
	Justify   bool // fill lines to both edges
	Hyphenate bool
	NoMouse   bool
	// Linear, if set, gets lines of text in place of a screen that is drawn: see voice.
	Linear io.Writer

	Pictures     picture.Source // nil: articles have no pictures
	PictureMode  picture.Mode   // how the terminal shows them
	WithPictures bool           // load them with every article; else only when they are asked for

	// Settings returns the person's settings when they have changed since it was last asked; false: they have not. It looks at
	// files, and is asked in a command, every few seconds while the person is there. nil: they stay.
	Settings func() (Settings, bool, error)

	// Beside runs f beside the interface: what the first screen needs is read while the terminal is prepared. nil: afterwards.
	Beside func(f func())
	// Shown is called once, when the first screen stands: what does not belong to it can wait until then. nil: nothing waits.
	Shown func()

	LineScroll bool // lists scroll line by line where they share the screen, too

	Now  func() time.Time // nil: time.Now
	Demo bool             // the welcome screen offers the demo
	// Orders are what other programs ask for (capacity 1: who sends waits for its turn); nil: nobody asks.
	Orders <-chan Order
	// Notices are what work in the background wants told, in words (capacity 1, the newest); nil: nothing is.
	Notices <-chan string
	// Alerts are notifications for the terminal to show (capacity 1, the newest); nil: there are none.
	Alerts <-chan Alert
	// Start is the view to open with instead of the one left last; nil: that one.
	Start *feed.Query
	// StartItem is opened at once when it is not 0.
	StartItem feed.ItemID
}
