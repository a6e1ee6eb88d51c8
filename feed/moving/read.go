package moving

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"tidings/feed"
	"tidings/feed/opml"
	"tidings/feed/text"
)

// Limits on what one file may hold: far beyond anybody's, so that a hostile one ends.
const (
	maxFeeds = 200_000
	maxItems = 1_000_000
	maxViews = 5000
	maxNotes = 200 // further ones are counted
)

// Read reads a file of another reader, or one that Tidings wrote. What it is is told by its content. An error names the
// line where there is one; then nothing was understood.
func Read(data []byte) (Moving, error) {
	m, err := read(data)
	if err != nil {
		return Moving{}, err
	}
	m.settle()
	if len(m.Feeds)+len(m.Views)+len(m.Items) == 0 {
		return Moving{}, ErrEmpty{firstNote(m.Notes, fmt.Sprintf("no feeds, marks or bookmarks in it (%s)", m.From))}
	}
	return m, nil
}

func firstNote(notes []Note, other string) string {
	if len(notes) == 0 {
		return other
	}
	return other + "; " + notes[0].String()
}

// read finds out what data is and reads it.
func read(data []byte) (Moving, error) {
	switch {
	case bytes.HasPrefix(data, []byte("SQLite format 3\x00")):
		return readStore(data)
	case bytes.HasPrefix(data, []byte("PK\x03\x04")):
		return readZip(data)
	case bytes.HasPrefix(data, []byte("\x1f\x8b")):
		return Moving{}, errors.New("a file packed with gzip: unpack it first, with gunzip")
	}
	data, repairs := opml.Text(data)
	var notes []Note
	for _, r := range repairs {
		notes = append(notes, Note{Words: r})
	}
	trimmed := bytes.TrimSpace(data)
	head := bytes.ToLower(trimmed[:min(len(trimmed), 4096)])
	var m Moving
	var err error
	switch {
	case len(trimmed) == 0:
		return Moving{}, ErrEmpty{"the file is empty"}
	case trimmed[0] == '{' || trimmed[0] == '[':
		m, err = readJSON(data)
	case bytes.IndexByte(trimmed[:min(len(trimmed), 64<<10)], 0) >= 0:
		return Moving{}, errors.New("not a list of feeds, nor anything else that Tidings can take over (it holds zero bytes)")
	case bytes.Contains(head, []byte("netscape-bookmark-file-1")) || bytes.Contains(head, []byte("<dl")) && bytes.Contains(head, []byte("<a ")):
		m, err = readBookmarks(data)
	case head[0] == '<' && root(head) != "":
		return Moving{}, fmt.Errorf("this is %s", root(head))
	case head[0] == '<' || bytes.Contains(head, []byte("<opml")) || bytes.Contains(head, []byte("<outline")):
		m, err = readOutlines(data)
	case isNote(data):
		m, err = ReadNote(data)
	case isNom(data):
		m, err = readNom(data)
	case isCSV(data):
		m, err = readCSV(data)
	default:
		m, err = readURLs(data)
	}
	m.Notes = append(notes, m.Notes...)
	return m, err
}

// root tells in words what a document is that is no list, by its first element; "" when it may be one.
func root(head []byte) string {
	if bytes.Contains(head, []byte("<opml")) || bytes.Contains(head, []byte("<outline")) {
		return ""
	}
	for _, r := range []struct{ element, is string }{
		{"<rss", "a feed itself: 'tidings add ADDRESS' follows it"},
		{"<feed", "a feed itself: 'tidings add ADDRESS' follows it"},
		{"<rdf:rdf", "a feed itself: 'tidings add ADDRESS' follows it"},
		{"<html", "a web page: 'tidings add ADDRESS' finds its feeds, 'tidings bookmark ADDRESS' keeps it"},
		{"<!doctype html", "a web page: 'tidings add ADDRESS' finds its feeds, 'tidings bookmark ADDRESS' keeps it"},
	} {
		if bytes.Contains(head, []byte(r.element)) {
			return r.is
		}
	}
	return ""
}

// settle takes each feed once and keeps the notes to a number that a person can read.
func (m *Moving) settle() {
	seen := map[string]int{}
	kept := m.Feeds[:0]
	twice := 0
	for _, f := range m.Feeds {
		k := Key(f.URL)
		if at, ok := seen[k]; ok {
			twice++
			if kept[at].Folder == "" {
				kept[at].Folder = f.Folder
			}
			continue
		}
		seen[k] = len(kept)
		kept = append(kept, f)
	}
	m.Feeds = kept
	if twice > 0 {
		m.Notes = append(m.Notes, Note{Words: fmt.Sprintf("%d feeds stood there twice and were taken once", twice)})
	}
	if m.more > 0 {
		m.Notes = append(m.Notes, Note{Words: fmt.Sprintf("and %d more of the kind", m.more)})
	}
}

// note adds a remark about a line.
func (m *Moving) note(line int, format string, args ...any) {
	if len(m.Notes) >= maxNotes {
		m.more++
		return
	}
	m.Notes = append(m.Notes, Note{Line: line, Words: text.Bare(fmt.Sprintf(format, args...))})
}

// readOutlines reads OPML, with the attributes that FreshRSS and Miniflux add.
func readOutlines(data []byte) (Moving, error) {
	list, err := opml.Parse(data)
	m := Moving{From: "OPML"}
	for _, r := range list.Repairs {
		m.note(0, "%s", r)
	}
	if errors.Is(err, opml.ErrEmpty) {
		return m, nil
	}
	if err != nil {
		return m, err
	}
	for i, o := range list.Outlines {
		if strings.EqualFold(o.Type, "query") || strings.HasPrefix(o.URL, "query:") {
			m.note(o.Line, "a query of another reader: %s", line(o.URL))
			continue
		}
		address, ok := webAddress(o.URL)
		if !ok {
			m.note(o.Line, "%q is no address of the web and was left out", line(o.URL))
			continue
		}
		if i >= maxFeeds {
			break
		}
		m.Feeds = append(m.Feeds, feedOf(o, address))
		m.scraped(o, feed.Bare(address))
	}
	return m, nil
}
