// Package opml reads and writes subscription lists: OPML 1.0 and 2.0 (opml.org/spec2.opml), and plain lists of addresses.
// It does not fetch, and does not know which feeds exist.
package opml

import "strings"

// Outline is one subscription of a list.
type Outline struct {
	URL         string   // of the feed; http, https or as written, one line
	Title       string   // may be empty
	Site        string   // the web page it belongs to, or empty
	Type        string   // "rss", "atom", "json" … as written, or empty
	Description string   // or empty
	Language    string   // or empty
	Folder      string   // "" at the top; levels separated by "/"; a "/" in a folder's name becomes "∕" (U+2215)
	Categories  []string // without empty ones

	Line int               // of the file, from 1, as far as it could be told; 0 in a list that was not read
	More map[string]string // other attributes, as written, those of other names; nil when there are none
}

// List is a subscription list.
type List struct {
	Title    string
	Outlines []Outline
	Folders  []string // all folders in order, empty ones included
	Repairs  []string // what was wrong with the file and mended, in words
}

// limits on what a list may hold: far beyond anybody's, so that a hostile file ends.
const (
	maxDepth    = 64
	maxOutlines = 200_000
	maxText     = 2_000 // bytes of one title
	maxAddress  = 8_192 // bytes of one address
)

// slash stands for "/" in a folder's name: Folder separates levels by "/".
const slash = "∕"

// join puts a folder below another.
func join(parent, name string) string {
	name = strings.ReplaceAll(name, "/", slash)
	if parent == "" || name == "" {
		return parent + name
	}
	return parent + "/" + name
}
