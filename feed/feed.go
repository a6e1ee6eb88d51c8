// Package feed holds the domain's words (feeds, items, headlines, queries) and turns the bytes of RSS, Atom and JSON
// Feed documents into them. It does no I/O and knows neither store nor screen.
package feed

import (
	"errors"
	"time"
)

// ErrSubscribed is what adding a feed returns whose address is followed already.
var ErrSubscribed = errors.New("already subscribed")

// ErrNotFound is what a store returns where it has no such feed or item (any more).
var ErrNotFound = errors.New("not found")

// What a store returns that cannot be written to, whatever was to be written.
var (
	ErrStoreBusy     = errors.New("another program keeps the store busy")
	ErrStoreFull     = errors.New("the disk is full")
	ErrStoreReadOnly = errors.New("the store cannot be written to")
)

// StoreTrouble returns the words of an error that says that the store cannot be written to; "" of any other.
func StoreTrouble(err error) string {
	for _, e := range []error{ErrStoreBusy, ErrStoreFull, ErrStoreReadOnly} {
		if errors.Is(err, e) {
			return e.Error()
		}
	}
	return ""
}

// FeedID and ItemID are the store's row numbers: positive, never used twice.
type (
	FeedID int64
	ItemID int64
)

// Feed is one subscription: what the person set, what the publisher says, and how polling goes.
type Feed struct {
	ID          FeedID
	URL         string // where it is polled; unique
	Title       string // to show: Settings.Title if set, else the publisher's, else the host
	Site        string // the web page it belongs to, or empty
	Description string
	Language    string // BCP 47 or empty
	Image       string
	Kind        Kind
	Folder      string // "" at the top; levels separated by "/"
	Added       time.Time
	Settings    Settings
	State       State
	Unread      int // counts as of reading
	Total       int
}

// Kind is the format of a feed's document.
type Kind string

// The formats that are understood.
const (
	RSS  Kind = "rss"
	RDF  Kind = "rdf"
	Atom Kind = "atom"
	JSON Kind = "json"
)

// Settings is what a person may set for one feed. The zero value means the program's defaults.
type Settings struct {
	Title        string            `json:",omitempty"`
	Interval     time.Duration     `json:",omitempty"` // poll at this interval; never below what the server asks for
	Paused       bool              `json:",omitempty"`
	UserAgent    string            `json:",omitempty"`
	Headers      map[string]string `json:",omitempty"` // sent to the feed's own host only
	Cookies      string            `json:",omitempty"` // path of a Netscape cookies file, read at each poll
	Credential   string            `json:",omitempty"` // "env:NAME" or "cmd:PROGRAM ARG…" that gives "user:password" or "bearer TOKEN"
	Proxy        string            `json:",omitempty"` // http://, https:// or socks5:// address
	AllowPrivate bool              `json:",omitempty"` // redirects may lead to private addresses
	MaxBytes     int64             `json:",omitempty"` // of a document, decompressed
	FullText     bool              `json:",omitempty"` // fetch each new item's page in the background
	Filter       string            `json:",omitempty"` // query: new items that match it are stored as read
	KeepDays     int               `json:",omitempty"` // 0: the default; -1: for ever
	KeepItems    int               `json:",omitempty"`
}

// State is how polling a feed goes. It is stored after each poll, together with the items.
type State struct {
	ETag         string // exactly as last accepted
	LastModified string // exactly as last accepted
	Polled       time.Time
	Succeeded    time.Time
	Next         time.Time // when to poll again; zero: at once
	Why          string    // why then, in words: "every 45 min: 12 items a day; server asks for 30 min"
	Failures     int       // in a row
	Error        string    // of the last poll, in words; empty after a success
	Status       int       // HTTP status of the last answer; 0 when there was none
	Gone         bool      // answered 410: not polled until the person asks
	MovedTo      string    // a permanent redirect's target, not yet taken over
	MovedSeen    int       // how often in a row it was seen
	PerDay       float64   // items a day, as published lately
	Hints        Hints     // what the document and the answer asked for
	BodyHash     uint64    // of the last accepted body: the same body again is no news
}

// Hints are lower bounds on polling that a publisher gives.
type Hints struct {
	TTL       time.Duration  // RSS ttl or sy:updatePeriod/updateFrequency, from the document
	MaxAge    time.Duration  // Cache-Control max-age or Expires, from the answer
	SkipHours []int          `json:",omitempty"` // 0–23, UTC (RSS 2.0)
	SkipDays  []time.Weekday `json:",omitempty"` // (RSS 2.0)
	NotBefore time.Time      // Retry-After
}

// Document is a parsed feed: what the publisher says of it, and its items in the document's order.
type Document struct {
	Kind        Kind
	Title       string
	Link        string // the web page
	Description string // one line of plain text
	About       string // the description as a sanitised HTML fragment
	Language    string
	Image       string
	Hints       Hints
	Items       []Item
	Repairs     []string // what was wrong with the bytes and mended, in words
	Cut         bool     // the document ended too soon: its validators must not be kept
}

// Item is one entry of a feed. Summary and Content are sanitised HTML fragments with absolute addresses, or plain text
// escaped as HTML; every other string is one line of plain text that passed feed/text.
type Item struct {
	ID         ItemID
	Feed       FeedID
	GUID       string // as published: "" when missing
	Link       string
	Title      string // never empty after Parse: the first words of the text if need be
	Authors    []string
	Published  time.Time // zero when unknown; never in the future of the poll
	Updated    time.Time
	Claimed    time.Time // the publisher's date where it lay in the future, which Published can't; else zero
	Summary    string
	Content    string
	Language   string
	Image      string
	Tags       []string
	Enclosures []Enclosure
	Comments   string // address of the comments page
	Source     string // where an aggregated item came from (RSS source, atom:source)
}

// Enclosure is a file that comes with an item (podcast episode, video, picture).
type Enclosure struct {
	URL    string
	Type   string // MIME type or empty
	Length int64  // bytes, 0 when unknown
	Title  string `json:",omitempty"`
}

// Headline is an item as a list shows it.
type Headline struct {
	ID           ItemID
	Feed         FeedID
	FeedTitle    string
	Title        string
	Author       string
	Summary      string // one line of plain text, at most 300 bytes
	Link         string
	Published    time.Time // or when it was first seen
	Read         bool
	Bookmarked   bool
	Preview      bool // the publisher serves only a part of it
	HasEnclosure bool
	Tags         []string
	Snippet      string // a search's hit: text around it, hits between U+E000 and U+E001
}

// Counts are the numbers that stand beside views and feeds.
type Counts struct {
	Unread     int
	Bookmarked int
	Today      int // unread and published within the last 24 hours
	Total      int
	Feeds      map[FeedID]int // unread
}

// Order is how headlines are sorted.
type Order uint8

// The orders of a list.
const (
	Newest      Order = iota // newest first
	Oldest                   // oldest first
	BestMatch                // a search's best hits first
	FewestFirst              // feeds with few unread items first, newest first within
)

// Query selects and sorts headlines. The zero value is everything, newest first.
type Query struct {
	Feed       FeedID
	Folder     string // and the folders in it
	Unread     bool
	Bookmarked bool
	Tag        string
	Since      time.Time
	Text       string // in the query language (see ParseQuery); empty for none
	Order      Order
	Limit      int     // 0: 200
	After      *Cursor // continue behind this row
}

// Cursor is the place of a headline in a sorted list.
type Cursor struct {
	Published time.Time
	ID        ItemID
}
