// Package layout sets an article for a terminal: Lines turns an article.Article into lines of final, styled text, and
// says of each line which block it belongs to, so that a reading position outlives a change of width. It is pure: it
// reads no file, no terminal and no clock, and it does not scroll; that is ui/reader's.
//
// The measure is 72 columns, centred. Paragraphs are broken as a whole so that their lines come out evenly filled. No
// line is ever wider than asked for, whatever the text; nothing of the text is lost, and what had to be folded for the
// terminal's sake is named at Fold.
//
// Text that runs from right to left stays in the order in which it is read and is set against the right edge, with its
// bars and bullets there: terminals that know bidirectional text turn it themselves, and turning it here too would undo
// that.
package layout

import (
	"math"
	"time"

	"tidings/feed/article"
	"tidings/ui/style"
)

// Options say how an article is set. The zero value of each field but Width is a usable default.
type Options struct {
	Width      int  // columns there are; below 1 counts as 1
	Measure    int  // columns of text at most; 0: 72
	Justify    bool // fill lines to both edges
	Hyphenate  bool // break words at their syllables, in the languages that patterns exist for
	Hyperlinks bool // write links as OSC 8, for terminals that follow them
	Graphemes  bool // the terminal has confirmed mode 2027: emoji sequences need no folding

	Theme style.Theme
	Marks style.Marks // the zero value: style.Unicode()

	ShowRemoved bool   // show what was left out of the article, in place
	NotesBelow  bool   // why that is stands below it, however much room there is beside it
	ShowAround  bool   // with it what stood around the article too: navigation and the like
	LeftOutKey  string // the key that shows it, named in the header: "X"
	KeepKey     string // the key that keeps a left-out block, named beside it: "+"
	BrowserKey  string // the key that opens the address in a browser: "o"

	Changes    *article.Change // show what is new in the article and what is gone from it since an earlier text; nil: the article alone
	Changed    string          // said of that in the header, in words; "": nothing
	OldTitle   string          // the earlier text's title, where it was another; shown with Changes
	ChangesKey string          // the key that shows them, named in the header

	FeedTitle string         // stands in the header where the article names no site
	FeedText  bool           // the article is what the feed brought: the header says so, and not how much of a page it is
	Next      string         // title of the next unread item, or ""
	Now       time.Time      // what dates are relative to; zero: dates are printed in full
	Zone      *time.Location // in which dates are printed; nil: as they are

	Colors *Colors // of the article's code (Highlight); nil: code in one colour

	// Picture, if set, gives the lines that show a picture at most width columns wide, or nil to show its alternative
	// text. The lines are final and no wider than width.
	Picture func(url string, width int) []string
}

// Laid is an article that has been set. It is not changed after Lines.
type Laid struct {
	Lines   []Line
	Links   []Link // in the order of the text
	Words   int    // of the article's text, CJK characters counted as half a word
	Minutes int    // to read it, at least 1
	Removed int    // how many blocks were left out of the article
	Around  int    // and how many that stood around it (see Options.ShowAround)
}

// Places of lines that belong to no block of the article.
const (
	Header = -1 // Line.Block above the first block
	End    = -2 // below the last
)

// Earlier is Line.Removed of lines that show what an earlier text had there.
const Earlier = math.MaxInt32

// Line is one line on the screen.
type Line struct {
	Text string // styled, without line break, every sequence closed; at most Options.Width columns
	// Block is the index in Article.Blocks of what the line shows, Header or End; lines between blocks belong to the block
	// below. Where Removed is neither -1 nor Earlier it shows Article.Removed[Removed] and Block is that run's At.
	Block   int
	Removed int
	Offset  int  // bytes of the block's own text that stand above this line
	Col     int  // column where the text begins, behind margin, bars and bullets
	Cols    int  // columns of text, without what stands in the margin
	Soft    bool // the line goes on in the next: they were one in the text
	Glued   bool // and nothing stood between (no space): a broken word, Chinese, Thai
	Hyphen  bool // ends with a Hyphen that is not in the text
}

// Link is a link in the text.
type Link struct {
	URL   string
	Text  string
	Parts []Part
}

// Part is the piece of a link that stands on one line.
type Part struct {
	Line, Col, Cols int
}

// Hyphen is what a line ends with where Line.Hyphen is set.
const Hyphen = "-"

// The measure: 72 columns unless set otherwise, and never so many that the eye loses the line.
const (
	usualMeasure = 72
	mostMeasure  = 400
)

// Lines sets an article. It returns at least one line.
func Lines(a article.Article, o Options) *Laid {
	if o.Marks == (style.Marks{}) {
		o.Marks = style.Unicode()
	}
	o.Width = max(o.Width, 1)
	p := &page{
		o: o, laid: &Laid{}, ascii: o.Marks == style.ASCII(), lang: a.Language, removed: -1, openLink: -1, sgrs: map[lookKey]string{}, block: Header,
	}
	p.place()
	p.laid.Words = words(a.Blocks)
	p.laid.Minutes = minutes(p.laid.Words)
	for i := range a.Removed {
		if r := &a.Removed[i]; inside(r) {
			p.laid.Removed += len(r.Blocks)
		} else {
			p.laid.Around += len(r.Blocks)
		}
	}
	p.header(&a)
	p.body(&a)
	p.end(&a)
	return p.laid
}

// place puts the column of text in the middle.
func (p *page) place() {
	p.width = Measure(p.o.Width, p.o.Measure)
	p.margin = (p.o.Width - p.width) / 2
}

// Measure returns the columns of text on lines of width columns, for a measure of at most so many (0: 72): a little air
// stays at both sides where there is room for it.
func Measure(width, measure int) int {
	air := 0
	switch {
	case width >= 60:
		air = 2
	case width >= 34:
		air = 1
	}
	if measure <= 0 {
		measure = usualMeasure
	}
	return max(min(measure, width-2*air, mostMeasure), 1)
}
