package feed

import "time"

// What a library of feeds and items tells of itself, beside the items.

// Retention says what may be pruned. A feed's own settings (KeepDays, KeepItems) go before Days and Items. Bookmarked,
// tagged and annotated items never go, unread ones only when Unread is set.
type Retention struct {
	Days   int  // items published or first seen within so many days stay; 0: 365; negative: all
	Items  int  // so many of each feed's newest stay, however old; 0: 100
	Max    int  // no more than so many of a feed stay, however new; 0: no limit
	Unread bool // unread ones may go, too
}

// Pruned says what went, or would go.
type Pruned struct {
	Items int
	Feeds []PrunedFeed // with at least one item
}

// PrunedFeed is a feed's part in it.
type PrunedFeed struct {
	ID             FeedID
	Title          string
	Items          int
	Oldest, Newest time.Time
}

// Problem is something that Check found wrong.
type Problem struct {
	Words    string
	Mended   bool // Check put it right
	Damaged  bool // the file itself is damaged: Salvage helps
	Affected int  // items or rows
}

// Step is something that can be undone.
type Step struct {
	ID      int64
	At      time.Time
	Words   string // what was done: "marked 214 items of Phoronix read"
	Brought bool   // it brought feeds, and with them items: undoing it takes them away
}

// Revision is an earlier text of an item.
type Revision struct {
	Until  time.Time // when the later text came
	Kind   string    // "feed": the feed's own text; "article": the page's
	Title  string
	Blocks []string // paragraphs of plain text
	Later  []string // those of the text as it is by now, cut likewise
	Now    string   // and its title
}

// View is a saved search.
type View struct {
	Name  string
	Query string // in the query language
}

// Tag is one of the person's tags and how many items have it.
type Tag struct {
	Name          string
	Items, Unread int
}

// FeedName is what a feed is called, and where it stands.
type FeedName struct {
	ID     FeedID
	Title  string
	Folder string
}
