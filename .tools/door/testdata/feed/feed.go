// Package feed is a domain with leaks. A line that must be complained of ends in "leak".
package feed

import (
	"os"

	"tidings/feed/text"
)

// Feed is of the domain.
type Feed struct {
	Title string
	Tags  []string
	Names map[string]string
}

func outside() string { return os.Getenv("X") }

// Kept writes into fields.
func Kept(f *Feed) {
	f.Title = text.Line(outside())
	f.Title = outside()                // leak
	f.Title += outside()               // leak
	f.Tags = append(f.Tags, outside()) // leak
	f.Tags[0] = outside()              // leak
	f.Names["a"] = text.Line(outside())
	f.Names["b"] = outside()    // leak
	*f = Feed{Title: outside()} // leak
	_ = Feed{text.Line(outside()), nil, nil}
	_ = map[string]func(*Feed, string){"title": setTitle}
	named(f, text.Line("x"))
	named(f, outside()) // leak
}

func setTitle(f *Feed, v string) { f.Title = v } // leak

func named(f *Feed, v string) { f.Title = v }
