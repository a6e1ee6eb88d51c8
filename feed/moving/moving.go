// Package moving holds what a person brings along from another news reader, and what they take with them: the formats that
// readers write, each read into one value, [Moving], and written from it. Every reader here is pure: bytes in, a value out.
// It follows nothing, fetches nothing and stores nothing; the store takes the whole value in one transaction.
package moving

import (
	"fmt"
	"net/url"
	"strings"

	"tidings/feed"
	"tidings/feed/article"
)

// Moving is everything that a file (or several) says of what a person reads.
type Moving struct {
	From  string      // what was read, in words: "OPML", "newsboat’s urls"
	Feeds []feed.Feed // URL, Title, Site, Description, Language, Folder, Kind and Settings count; an address once
	Views []feed.View // saved searches; every query is valid
	Items []Item
	Notes []Note      // what was mended, left out or could not be taken over
	Known []feed.Feed // Title and Site of feeds that another file may name by their URL; they are not followed for it

	more int // notes beyond maxNotes
}

// Item is an item with the person's marks on it. One without a Title is marks only: it is recognised by GUID and Link, now or
// when it arrives.
type Item struct {
	feed.Item        // its texts are sanitised; ID and Feed do not count
	From      string // address of its feed; "" for a page without one

	Read       bool
	Bookmarked bool
	Marks      []string         // the person's tags
	Note       string           // the person's
	Article    *article.Article // the page's text, or nil
}

// Note is something that a person should know of what was read.
type Note struct {
	Line  int // of the file, from 1; 0 when it has no line
	Words string
	File  string // its name; "" where there is only one
}

// String is the note with its file and line, where it has them.
func (n Note) String() string {
	s := n.Words
	if n.Line != 0 {
		s = fmt.Sprintf("line %d: %s", n.Line, s)
	}
	if n.File != "" {
		s = n.File + ": " + s
	}
	return s
}

// Report says what taking a Moving over did, or would do.
type Report struct {
	NewFeeds   []feed.Feed // now followed
	KnownFeeds int         // followed already
	NewViews   []feed.View
	NewItems   int // stored with their text
	Marked     int // items of the store that got a mark
	Waiting    int // marks that wait for their item to arrive
	Pages      int // bookmarks of pages without a feed
	Strangers  int // marks of items whose feed is not followed: left out
	Notes      []Note
}

// Empty reports whether nothing was, or would be, changed.
func (r Report) Empty() bool {
	return len(r.NewFeeds)+len(r.NewViews)+r.NewItems+r.Marked+r.Waiting+r.Pages == 0
}

// Words says in one line what the taking over brought: "12 feeds, 2 saved searches, 340 marks".
func (r Report) Words() string {
	var parts []string
	for _, p := range []struct {
		n         int
		one, many string
	}{
		{len(r.NewFeeds), "feed", "feeds"},
		{len(r.NewViews), "saved search", "saved searches"},
		{r.NewItems, "item", "items"},
		{r.Pages, "bookmarked page", "bookmarked pages"},
		{r.Marked + r.Waiting, "mark", "marks"},
	} {
		switch p.n {
		case 0:
		case 1:
			parts = append(parts, "1 "+p.one)
		default:
			parts = append(parts, fmt.Sprintf("%d %s", p.n, p.many))
		}
	}
	if len(parts) == 0 {
		return "nothing new"
	}
	return strings.Join(parts, ", ")
}

// ErrEmpty is what a file without anything to take over gives.
type ErrEmpty struct{ What string }

func (e ErrEmpty) Error() string { return e.What }

// Join puts several files' contents together: a feed that stands in more than one is taken once, from the first.
func Join(all ...Moving) Moving {
	var out Moving
	seen := map[string]bool{}
	var from []string
	for _, m := range all {
		from = append(from, m.From)
		for _, f := range m.Feeds {
			if k := Key(f.URL); !seen[k] {
				seen[k] = true
				out.Feeds = append(out.Feeds, f)
			}
		}
		out.Views = append(out.Views, m.Views...)
		out.Items = append(out.Items, m.Items...)
		out.Notes = append(out.Notes, m.Notes...)
		out.Known = append(out.Known, m.Known...)
		out.more += m.more
	}
	out.name()
	out.From = strings.Join(from, ", ")
	return out
}

// name gives feeds without a title the one that is known.
func (m *Moving) name() {
	known := make(map[string]feed.Feed, len(m.Known))
	for _, f := range m.Known {
		known[Key(f.URL)] = f
	}
	for i := range m.Feeds {
		f := &m.Feeds[i]
		k := known[Key(f.URL)]
		if f.Title == "" {
			f.Title = k.Title
		}
		if f.Site == "" {
			f.Site = k.Site
		}
	}
}

// Key is what two addresses of one feed have in common: without scheme, default port, fragment and closing slash, the host
// in lower case.
func Key(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return address
	}
	host := strings.ToLower(u.Host)
	host = strings.TrimSuffix(strings.TrimSuffix(host, ":443"), ":80")
	key := host + strings.TrimRight(u.EscapedPath(), "/")
	if u.RawQuery != "" {
		key += "?" + u.RawQuery
	}
	if u.User != nil {
		key = u.User.String() + "@" + key
	}
	return key
}
