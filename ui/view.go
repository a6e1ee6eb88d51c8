package ui

import (
	"strings"
	"time"

	"tidings/feed"
)

// view is what the list of items shows: a query and its name.
type view struct {
	Kind   viewKind    `json:"kind"`
	Name   string      `json:"name,omitempty"`
	Feed   feed.FeedID `json:"feed,omitempty"`
	Path   string      `json:"path,omitempty"`   // folder or tag
	Text   string      `json:"text,omitempty"`   // a search's words
	Narrow string      `json:"narrow,omitempty"` // a filter over it
	Order  feed.Order  `json:"order,omitempty"`
}

// viewKind is the sort of a view.
type viewKind uint8

const (
	viewAll viewKind = iota
	viewUnread
	viewBookmarks
	viewToday
	viewFeed
	viewFolder
	viewTag
	viewSearch
)

// today is how long an item counts as today's (see feed.Counts).
const today = 24 * time.Hour

// query returns what the view asks the library for.
func (v view) query(now time.Time) feed.Query {
	q := feed.Query{Order: v.Order, Text: strings.TrimSpace(v.Text)}
	switch v.Kind {
	case viewUnread:
		q.Unread = true
	case viewBookmarks:
		q.Bookmarked = true
	case viewToday:
		q.Since = now.Add(-today)
	case viewFeed:
		q.Feed = v.Feed
	case viewFolder:
		q.Folder = v.Path
	case viewTag:
		q.Tag = v.Path
	}
	if n := strings.TrimSpace(v.Narrow); n != "" {
		q.Text = strings.TrimSpace(q.Text + " " + n)
	}
	return q
}

// same reports whether two views show the same, whatever their order and filter.
func (v view) same(o view) bool {
	return v.Kind == o.Kind && v.Feed == o.Feed && v.Path == o.Path && v.Text == o.Text
}

// title names the view.
func (v view) title() string {
	s := v.Name
	switch v.Kind {
	case viewAll:
		s = "All feeds"
	case viewUnread:
		s = "Unread"
	case viewBookmarks:
		s = "Bookmarks"
	case viewToday:
		s = "Today"
	case viewTag:
		s = "#" + v.Path
	case viewFolder:
		s = v.Path
	case viewSearch:
		if s == "" {
			s = "Search: " + typed(v.Text)
		}
	}
	if v.Narrow != "" {
		s += " · filter: " + typed(v.Narrow)
	}
	return s
}

// typed is a query as it was typed: what feed.Unfinished put behind its last word says the same as a word that goes on.
func typed(query string) string { return strings.TrimSuffix(query, "*") }

// pages reports whether the order can be read backwards from any place (see itemsPane).
func pages(o feed.Order) bool { return o == feed.Newest || o == feed.Oldest }

// reversed returns the order read from its end.
func reversed(o feed.Order) feed.Order {
	if o == feed.Newest {
		return feed.Oldest
	}
	return feed.Newest
}
