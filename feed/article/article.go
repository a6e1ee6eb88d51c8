// Package article holds what a reader reads: an Article as a flat list of blocks, each a run of styled spans, and what
// was left out of it, with the reason. It knows nothing of HTML, of terminals or of where an article came from.
package article

import (
	"strings"
	"time"
)

// Article is a page's or a feed item's text, ready to be laid out. All strings have passed feed/text: one line each,
// no control characters, except Span.Text, which may hold "\n" for a line break inside a block.
type Article struct {
	URL        string    // where the page was read; absolute, http or https, or empty
	Title      string    // without the site's name
	Standfirst string    // the summary that the publisher set above the text and that is no part of it; one line, or empty
	Byline     string    // names only, joined by ", ": no "By", no role
	Site       string    // the publication's name
	Language   string    // BCP 47, lower-case language ("en", "pt-BR"); empty when unknown
	Published  time.Time // zero when unknown
	Image      string    // the lead picture's address, or empty

	Blocks  []Block
	Removed []Removed // in page order
	Kept    []uint64  // IDs of the blocks that the reader brought back

	Completeness Completeness
	Evidence     string // why Completeness says so, in words; empty for an undoubted Full
	SaidWords    int    // the article's length in words as the page itself states it; 0 when it does not
	Next         string // the address of this article's next page on the same site, or empty
}

// Completeness says how much of the article the publisher served.
type Completeness uint8

const (
	Full    Completeness = iota // the whole article
	Preview                     // some paragraphs, then cut off
	Teaser                      // only a summary
	Blocked                     // a challenge, consent wall, error page or empty script shell in place of an article
)

// String returns the name used in JSON: full, preview, teaser or blocked.
func (c Completeness) String() string {
	switch c {
	case Preview:
		return "preview"
	case Teaser:
		return "teaser"
	case Blocked:
		return "blocked"
	default:
		return "full"
	}
}

// BlockKind is the sort of a Block.
type BlockKind uint8

const (
	Paragraph  BlockKind = iota
	Heading              // Level 1 to 6
	ListItem             // Level is the nesting, from 1; Ordinal the number, 0 for a bullet, -1 for a further block of the item above
	Code                 // Spans hold one span, with line breaks; Lang the language
	Verse                // a poem or an address: line breaks matter, wrapping indents
	Table                // Rows; Spans hold the caption
	Figure               // URL the picture, Alt its text, Spans the caption
	Embed                // a video, post or map: URL where it is, Alt its name, Spans the text it brought along
	Rule                 // a break between sections
	Footnote             // Ordinal the number, Label what the page prints in its place
	Entry                // starts an entry of a live blog: Label the time as printed, Spans its heading if any
	Definition           // a term (Level 0) or its meaning (Level 1)
)

// Block is one block of an article, from its first line to its last.
type Block struct {
	Kind    BlockKind
	Level   int
	Quote   int // how many block quotes stand around it
	Ordinal int
	Label   string
	Lang    string // Code: the programming language; elsewhere a BCP 47 tag where it differs from the article's
	RTL     bool   // the block reads from right to left
	Spans   []Span
	Rows    []Row
	URL     string
	Alt     string
	ID      uint64 // fingerprint of the text: keeps a reading position over a new extraction
}

// Row is one row of a table.
type Row struct {
	Header bool
	Cells  []Cell
}

// Cell is one cell of a table; Across is how many columns it takes, at least 1.
type Cell struct {
	Spans  []Span
	Across int
}

// Style is a set of marks on a Span.
type Style uint16

const (
	Bold Style = 1 << iota
	Italic
	CodeText
	Strike
	Underline
	Sub
	Sup
	Mark
	Math // Text is TeX or the alternative text
	Note // Text is a reference to a footnote; URL is "#" and its label
)

// Span is a run of text of one style. Ruby is the reading set above it (ruby annotation), if any.
type Span struct {
	Text  string
	Style Style  `json:",omitempty"`
	URL   string `json:",omitempty"`
	Ruby  string `json:",omitempty"`
}

// RemovedKind is the sort of clutter that a removed block is.
type RemovedKind string

// The kinds of what is left out.
const (
	Donation   RemovedKind = "donation"
	Paywall    RemovedKind = "paywall"
	Newsletter RemovedKind = "newsletter"
	Cookie     RemovedKind = "cookie"
	Account    RemovedKind = "account"
	App        RemovedKind = "app"
	Ad         RemovedKind = "ad"
	Related    RemovedKind = "related"
	Share      RemovedKind = "share"
	Comments   RemovedKind = "comments"
	Navigation RemovedKind = "navigation"
	Rights     RemovedKind = "rights"
	Media      RemovedKind = "media"
	Other      RemovedKind = "other"
)

// Removed is a run of neighbouring blocks that stood in the article or near it and was left out.
type Removed struct {
	Kind   RemovedKind
	Reason string  // in plain words: "asks for money, speaks to “you”"
	At     int     // it stood before Blocks[At]; len(Blocks) when after the last
	Place  Place   // in the article, at its edge, or around it
	Blocks []Block // enough to show it and to bring it back
}

// Place says where on the page a removed run stood. A reader who wants to know what is missing from the article needs the
// first two.
type Place uint8

const (
	Inside Place = iota // between the article's first block and its last
	Edge                // right above or below, and of the kinds that publishers set into articles: appeals, notices, boxes, ads
	Around              // the page's other matter: its head, lists of other articles, comments
)

// String returns the name used in JSON: inside, edge or around.
func (p Place) String() string {
	switch p {
	case Inside:
		return "inside"
	case Edge:
		return "edge"
	default:
		return "around"
	}
}

// SetInto reports whether publishers set clutter of this kind into and at the edges of articles, as if it were of them.
func (k RemovedKind) SetInto() bool {
	switch k {
	case Donation, Paywall, Newsletter, Cookie, Account, App, Ad:
		return true
	}
	return false
}

// Text returns the block's text without styles: spans joined, table cells separated by tabs and rows by line breaks.
func (b Block) Text() string {
	var s strings.Builder
	for _, sp := range b.Spans {
		s.WriteString(sp.Text)
	}
	for i, r := range b.Rows {
		if i > 0 || s.Len() > 0 {
			s.WriteByte('\n')
		}
		for j, c := range r.Cells {
			if j > 0 {
				s.WriteByte('\t')
			}
			for _, sp := range c.Spans {
				s.WriteString(sp.Text)
			}
		}
	}
	return s.String()
}
