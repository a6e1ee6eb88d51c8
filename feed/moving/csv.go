package moving

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strings"

	"tidings/feed"
)

// columns are what the first row of a CSV file may name a column, in lower case.
var columns = map[string]string{
	"url": "url", "address": "url", "xmlurl": "url", "xml url": "url", "feed url": "url", "feed_url": "url", "feed": "url",
	"title": "title", "name": "title", "text": "title",
	"folder": "folder", "category": "folder", "group": "folder",
	"site": "site", "htmlurl": "site", "html url": "site", "site_url": "site", "website": "site",
	"description": "description", "language": "language", "kind": "kind", "type": "kind",
}

// isCSV reports whether the first line names columns, an address among them.
func isCSV(data []byte) bool {
	first, _, _ := bytes.Cut(bytes.TrimSpace(data), []byte("\n"))
	if !bytes.ContainsAny(first, ",;") || len(first) > 2000 {
		return false
	}
	for name := range strings.FieldsFuncSeq(strings.ToLower(string(first)), func(r rune) bool { return r == ',' || r == ';' || r == '"' || r == '\r' }) {
		if columns[strings.TrimSpace(name)] == "url" {
			return true
		}
	}
	return false
}

// readCSV reads a table of feeds: RFC 4180 with a first row of names, or with semicolons in place of commas.
func readCSV(data []byte) (Moving, error) {
	m := Moving{From: "CSV"}
	r := csv.NewReader(bytes.NewReader(data))
	r.FieldsPerRecord = -1
	r.ReuseRecord = true
	if first, _, _ := bytes.Cut(data, []byte("\n")); bytes.Count(first, []byte(";")) > bytes.Count(first, []byte(",")) {
		r.Comma = ';'
	}
	var names []string
	for {
		record, err := r.Read()
		if errors.Is(err, io.EOF) {
			return m, nil
		}
		var bad *csv.ParseError
		if errors.As(err, &bad) {
			return m, lineError(bad.Line, "%v", bad.Err)
		}
		if err != nil {
			return m, err
		}
		if names == nil {
			for _, n := range record {
				names = append(names, columns[strings.ToLower(strings.TrimSpace(n))])
			}
			continue
		}
		var f feed.Feed
		for i, v := range record {
			if i < len(names) {
				setColumn(&f, names[i], v)
			}
		}
		row, _ := r.FieldPos(0)
		address, ok := webAddress(f.URL)
		if !ok {
			m.note(row, "%q is no address and was left out", line(f.URL))
			continue
		}
		f.URL = address
		if f.Title == f.URL {
			f.Title, f.Settings.Title = "", ""
		}
		if len(m.Feeds) < maxFeeds {
			m.Feeds = append(m.Feeds, f)
		}
	}
}

func setColumn(f *feed.Feed, name, v string) {
	switch name {
	case "url":
		f.URL = v
	case "title":
		f.Title = line(v)
		f.Settings.Title = f.Title
	case "folder":
		f.Folder = line(v)
	case "site":
		f.Site = pageAddress(v)
	case "description":
		f.Description = line(v)
	case "language":
		f.Language = line(v)
	case "kind":
		f.Kind = kindOf(v)
	}
}

// kindOf is a feed's format by its name, or none.
func kindOf(s string) feed.Kind {
	switch k := feed.Kind(strings.ToLower(s)); k {
	case feed.RSS, feed.Atom, feed.RDF, feed.JSON:
		return k
	}
	return ""
}
