package ui

import (
	"context"
	"io"

	"tidings/feed"
	"tidings/feed/article"
	"tidings/feed/discover"
	"tidings/feed/moving"
	"tidings/feed/poll"
)

// Library is what the interface needs of the store. Every call may block on the disk and is made in a command only.
type Library interface {
	// Feeds returns all subscriptions with counts, sorted by folder and title.
	Feeds(ctx context.Context) ([]feed.Feed, error)
	Counts(ctx context.Context) (feed.Counts, error)
	Headlines(ctx context.Context, q feed.Query) ([]feed.Headline, error)
	Item(ctx context.Context, id feed.ItemID) (feed.Item, error)
	// SetRead and SetBookmark change marks; each call is one step for Undo.
	SetRead(ctx context.Context, ids []feed.ItemID, read bool) error
	SetBookmark(ctx context.Context, ids []feed.ItemID, on bool) error
	// MarkAllRead marks what q selects, whatever its Limit, and returns how many changed.
	MarkAllRead(ctx context.Context, q feed.Query) (int, error)
	// Undo takes back the newest step and says in words what it took back; "" when there is none.
	Undo(ctx context.Context) (string, error)
	// UndoList returns at most n steps that Undo would take back, newest first.
	UndoList(ctx context.Context, n int) ([]feed.Step, error)
	SetTags(ctx context.Context, id feed.ItemID, tags []string) error
	// Tags returns every tag in use with the number of its unread items.
	Tags(ctx context.Context) (map[string]int, error)
	// Note returns a person's note on an item, "" when there is none.
	Note(ctx context.Context, id feed.ItemID) (string, error)
	// SetNote stores it as a step for Undo; an empty one removes it.
	SetNote(ctx context.Context, id feed.ItemID, note string) error
	// Revisions returns the earlier texts of an item, the latest first; none when its publisher never changed it.
	Revisions(ctx context.Context, id feed.ItemID) ([]feed.Revision, error)
	// SavedSearches returns the names and queries of kept searches, in the person's order.
	SavedSearches(ctx context.Context) ([][2]string, error)
	// SaveView keeps a search under its name, in place of an earlier one; an empty query removes it.
	SaveView(ctx context.Context, v feed.View) error
	// CountUnread returns how many unread items a query finds; more when it has counted only some, of at most so many that were looked at.
	CountUnread(ctx context.Context, query string, most int) (n int, more bool, err error)
	AddFeed(ctx context.Context, f feed.Feed) (feed.FeedID, error)
	RemoveFeed(ctx context.Context, id feed.FeedID) error
	UpdateFeed(ctx context.Context, f feed.Feed) error // title, folder, settings
	// MoveFolder gives a folder another path, with all that is in it, as one step for Undo; "" takes the folder away. It returns how
	// many feeds that moved.
	MoveFolder(ctx context.Context, from, to string) (int, error)
	// Changed returns a number that grows whenever any process changed the store.
	Changed(ctx context.Context) (int64, error)
	// State and SetState keep the interface's own state (view, item, scroll, sizes), opaque to the store.
	State(ctx context.Context, key string) ([]byte, error)
	SetState(ctx context.Context, key string, v []byte) error
}

// Opener gives an item's article.
type Opener interface {
	// Cached returns the stored article, or ok false; it never asks the network.
	Cached(ctx context.Context, id feed.ItemID) (a article.Article, ok bool, err error)
	// Open returns the stored article, or fetches, extracts and stores the page; the feed's own text where the page cannot be had
	// (then err says why, beside a usable article).
	Open(ctx context.Context, id feed.ItemID) (article.Article, error)
	// Renew fetches the article again if its publisher changed it; false when it has not changed since it was stored, as far as the
	// feed tells.
	Renew(ctx context.Context, id feed.ItemID) (a article.Article, renewed bool, err error)
	// FeedText returns the text that the feed itself brought, cleaned.
	FeedText(ctx context.Context, id feed.ItemID) (article.Article, error)
	// Keep brings removed block number n of the item's article back, for good.
	Keep(ctx context.Context, id feed.ItemID, n int) (article.Article, error)
	// KeepInFeedText does so in what FeedText returns: for good where the item's article is stored as well.
	KeepInFeedText(ctx context.Context, id feed.ItemID, n int) (article.Article, error)
}

// Refresher polls feeds in the background.
type Refresher interface {
	// Refresh asks for a poll now: of these feeds, or of all. It returns at once; Stop ends what is under way.
	Refresh(ids ...feed.FeedID)
	Stop()
	// Events is a channel of capacity 1 that always holds the newest state of a refresh.
	Events() <-chan poll.Progress
}

// System is what the interface asks of the machine it runs on. Nothing goes through a shell.
type System interface {
	// OpenURL opens an address in the person's browser and returns once it has been handed over.
	OpenURL(ctx context.Context, url string) error
	// Play opens an enclosure in the person's player.
	Play(ctx context.Context, e feed.Enclosure) error
	// Copy puts text on the system's clipboard; the interface also sends it to the terminal (OSC 52).
	Copy(ctx context.Context, text string) error
	// Pipe prepares a command, split into words as a shell would but run without one, that reads text on its standard input
	// and has the terminal otherwise.
	Pipe(command, text string) (Process, error)
	// Edit prepares the person's editor on a text; result, called when it has ended, returns what the text is then.
	Edit(text string) (p Process, result func() (string, error), err error)
	// Paths returns the paths that begin as typed, a leading ~ kept, folders with a slash at their end; at most a few hundred.
	Paths(ctx context.Context, typed string) ([]string, error)
}

// Process is a command that takes over the terminal while it runs (tea.ExecCommand).
type Process interface {
	Run() error
	SetStdin(io.Reader)
	SetStdout(io.Writer)
	SetStderr(io.Writer)
}

// Subscriber finds and imports feeds, and keeps pages without one.
type Subscriber interface {
	// Discover finds the feeds of any web address.
	Discover(ctx context.Context, address string) ([]discover.Found, error)
	// Import takes over what a file (OPML and others) holds.
	Import(ctx context.Context, path string) error
	// Preview tells what Import would bring.
	Preview(ctx context.Context, path string) (moving.Report, error)
	// KeepPage fetches a page and keeps its article as a bookmark, one step for Undo; title is the article's.
	KeepPage(ctx context.Context, address string) (id feed.ItemID, title string, err error)
}
