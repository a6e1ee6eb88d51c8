// Package sync keeps a store and a news server that the person already has (FreshRSS, Miniflux, Tiny Tiny RSS …) in step:
// feeds and folders, new items, read marks and bookmarks, both ways. It speaks the servers' protocols and decides what to do;
// the queue of marks that were made while the server was away is the store's. It polls no feeds: the server does that.
//
// The rules, in words:
//
//   - What was marked here since the last sync is the newest: it is sent, and it wins. What was not marked here takes the
//     server's mark. No protocol says when a mark was made, so a mark counts as made when it reaches the server.
//   - A mark made here stays queued until the server has taken it and shows it. Sending one twice changes nothing.
//   - An item that is missing from a list says nothing: before a mark is changed here, the server is asked for the item
//     itself. No bookmark is ever taken away by silence, and one that is taken away by word can be undone.
//   - When an item is met for the first time on both sides, read and bookmarked win: those marks are someone's doing.
//   - A feed that the server no longer lists is removed here (which can be undone, and leaves bookmarks alone), unless most
//     of the feeds are missing at once: then nothing is removed before the person has said so.
package sync

import (
	"context"
	"errors"
	"time"

	"tidings/feed"
	"tidings/feed/fetch"
)

// Subscription is a feed as the server has it.
type Subscription struct {
	ID     string // the server's
	URL    string
	Title  string
	Site   string // web page, or empty
	Folder string // levels separated by "/"; "" at the top
}

// Entry is an item as the server has it. Nothing of it has passed feed/text yet.
type Entry struct {
	ID         string // the server's, in its one form (see [Server])
	Feed       string // the Subscription's ID
	Read       bool
	Starred    bool
	Title      string
	Link       string
	Author     string
	HTML       string
	Published  time.Time // zero when unknown
	Enclosures []feed.Enclosure
}

// IDs are items, newest first as far as the server sorts them.
type IDs struct {
	List  []string
	Whole bool // all there are: an id that is missing is not in that state, as far as the server's word goes
}

// Mark is a state of an item that is kept in step.
type Mark string

// The marks.
const (
	Read     Mark = "read"
	Bookmark Mark = "bookmark"
)

// Server is one account on one server. Ids of items have one form each, however the protocol writes them in different
// answers. A session that was lost is begun anew inside of a call. Calls may be made by one goroutine at a time.
type Server interface {
	// Name is the protocol and the server's host, for reports.
	Name() string
	// Account tells this account from any other, on this server or elsewhere. It is not for reports: it holds the user's name.
	Account() string
	Subscriptions(ctx context.Context) ([]Subscription, error)
	// Unread and Starred list what is in these states.
	Unread(ctx context.Context) (IDs, error)
	Starred(ctx context.Context) (IDs, error)
	// Recent lists items in any state that are new since the cursor, which a former call returned; "" for the newest few.
	Recent(ctx context.Context, cursor string) (ids IDs, next string, err error)
	// Entries returns items; those that the server does not have are left out. It may be asked for any number.
	Entries(ctx context.Context, ids []string) ([]Entry, error)
	// Mark sets or removes a mark. It may be given at most [MarkAtOnce] items.
	Mark(ctx context.Context, m Mark, on bool, ids []string) error
	// Subscribe returns the new subscription's id, or "" where only a new list tells it.
	Subscribe(ctx context.Context, s Subscription) (string, error)
	Unsubscribe(ctx context.Context, id string) error
	// Edit gives a subscription the title and folder of s.
	Edit(ctx context.Context, s, was Subscription) error
}

// MarkAtOnce is how many items one call of Server.Mark takes: what the servers accept in one form of about 20 kB.
const MarkAtOnce = 200

// ErrCannot is what a server's protocol has no call for.
var ErrCannot = errors.New("the server’s interface cannot do that")

// ErrLogin says that the server does not take the user's name or password.
var ErrLogin = errors.New("the server does not accept the user name or the password")

// Fetcher asks servers: fetch.Client does.
type Fetcher interface {
	Get(ctx context.Context, r fetch.Request) (*fetch.Response, error)
}

// Account is where to sync and as whom.
type Account struct {
	Kind     string // see Kinds
	Address  string // empty for the services that have one address
	User     string
	Password func(ctx context.Context) (string, error) // asked at each login; its error holds no secret
	Headers  map[string]string                         // further headers, as Inoreader's AppId and AppKey
}

// Parser turns a document into items: feed.Parse does.
type Parser func(body []byte, contentType, url string, now time.Time) (feed.Document, error)
