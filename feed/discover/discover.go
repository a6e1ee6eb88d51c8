// Package discover finds the feeds of a web address: in the page's links, at the usual paths, and at the public feed
// addresses of well-known services (data, see services.json). It subscribes to nothing and stores nothing.
package discover

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"tidings/feed"
	"tidings/feed/fetch"
)

// Found is a feed that an address led to.
type Found struct {
	URL     string
	Title   string
	Kind    feed.Kind
	Items   int
	Newest  time.Time // of its newest item, zero when unknown
	Newests []string  // titles of its three newest items
	Of      string    // the site's address, where the feed is the site's and the page that was asked for has none; else ""
}

// Fetcher gets documents: fetch.Client does.
type Fetcher interface {
	Get(ctx context.Context, r fetch.Request) (*fetch.Response, error)
}

// Parser turns a document into items: feed.Parse does.
type Parser func(body []byte, contentType, url string, now time.Time) (feed.Document, error)

// Finder finds feeds. Fetch and Parse are needed.
type Finder struct {
	Fetch Fetcher
	Parse Parser
	Now   func() time.Time // nil: time.Now
}

// NotFoundError says that an address has no feed that could be found, and where it was looked for.
type NotFoundError struct {
	Address string   // as asked, without user and password
	Page    string   // the page that was read, or "" when there was none
	Tried   []string // what was tried, in words and paths, in order: "links in the page", "/feed", "/rss.xml"
	Err     error    // why the address itself could not be read; nil when it could
	named   bool     // a user and password were in the address
}

// Error names the address and says what was tried.
func (e *NotFoundError) Error() string {
	tried, more := e.Tried, ""
	if len(tried) > 6 {
		tried, more = tried[:6], " …"
	}
	looked := strings.Join(tried, ", ") + more
	switch f, _ := errors.AsType[*fetch.Error](e.Err); {
	case errors.Is(e.Err, errNoAddress):
		return "“" + e.Address + "” is not the address of a web page"
	case f != nil && f.Status == http.StatusUnauthorized && !e.named: // where else was looked is no help
		scheme, rest, _ := strings.Cut(e.Address, "://")
		return fmt.Sprintf("%s could not be read: %s; with an account there, write it as %s://USER:PASSWORD@%s", e.Address, words(e.Err), scheme, rest)
	case e.Err != nil && looked != "":
		return fmt.Sprintf("%s could not be read: %s; no feed was found elsewhere either (looked at %s)", e.Address, words(e.Err), looked)
	case e.Err != nil:
		return fmt.Sprintf("%s could not be read: %s", e.Address, words(e.Err))
	}
	return fmt.Sprintf("%s has no feed that could be found (looked at %s)", e.Address, looked)
}

func (e *NotFoundError) Unwrap() error { return e.Err }

// WithoutFeed returns the address of the page that was read and has no feed; "" where none was read, or err says something else.
func WithoutFeed(err error) string {
	if e, ok := errors.AsType[*NotFoundError](err); ok && e.Err == nil {
		return e.Page
	}
	return ""
}

// words are a failure's words without the host, where there are such.
func words(err error) string {
	if w, ok := err.(interface{ Words() string }); ok {
		return w.Words()
	}
	return err.Error()
}
