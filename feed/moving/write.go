package moving

import (
	"encoding/csv"
	"io"
	"strings"
	"time"

	"tidings/feed"
	"tidings/feed/opml"
)

// WriteOPML writes the feeds as OPML 2.0, under the names that they are shown by.
func WriteOPML(w io.Writer, m Moving, now time.Time) error {
	list := opml.List{Title: "Feeds of Tidings"}
	for _, f := range m.Feeds {
		list.Outlines = append(list.Outlines, opml.Outline{
			URL: f.URL, Title: shownTitle(f), Site: f.Site, Type: string(f.Kind), Description: f.Description, Language: f.Language, Folder: f.Folder,
		})
	}
	return opml.Write(w, list, now)
}

func shownTitle(f feed.Feed) string {
	if f.Settings.Title != "" {
		return f.Settings.Title
	}
	return f.Title
}

// WriteCSV writes the feeds as a table (RFC 4180): url, title, folder, site, kind, language, description. A value that a
// spreadsheet would take for a formula gets a space in front.
func WriteCSV(w io.Writer, m Moving) error {
	c := csv.NewWriter(w)
	_ = c.Write([]string{"url", "title", "folder", "site", "kind", "language", "description"}) // Flush reports
	for _, f := range m.Feeds {
		row := []string{f.URL, shownTitle(f), f.Folder, f.Site, string(f.Kind), f.Language, f.Description}
		for i, v := range row {
			if v != "" && strings.ContainsRune("=+-@", rune(v[0])) {
				row[i] = " " + v
			}
		}
		_ = c.Write(row)
	}
	c.Flush()
	return c.Error()
}
