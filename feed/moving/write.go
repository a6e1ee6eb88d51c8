package moving

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"hash/fnv"
	"io"
	"strings"
	"time"
	"unicode"

	"go.yaml.in/yaml/v3"

	"tidings/feed"
	"tidings/feed/article"
	"tidings/feed/opml"
	"tidings/feed/text"
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

// front is the front matter of a Markdown file, in the form that Obsidian and the makers of static sites read.
type front struct {
	Title     string   `yaml:"title"`
	URL       string   `yaml:"url,omitempty"`
	Feed      string   `yaml:"feed,omitempty"`
	Authors   []string `yaml:"authors,omitempty"`
	Published string   `yaml:"published,omitempty"`
	Tags      []string `yaml:"tags,omitempty"`
}

// MarkdownFile is an item as a file of Markdown with YAML front matter; the note stands before the text. The name is made of
// date and title, fit for every file system, the same each time, and different for different items.
func MarkdownFile(it Item) (name string, data []byte, err error) {
	f := front{Title: it.Title, URL: it.Link, Feed: it.From, Authors: it.Authors}
	if !it.Published.IsZero() {
		f.Published = it.Published.UTC().Format(time.RFC3339)
	}
	for _, t := range it.Marks {
		f.Tags = append(f.Tags, tagWord(t))
	}
	var b bytes.Buffer
	b.WriteString("---\n")
	enc := yaml.NewEncoder(&b)
	enc.SetIndent(2)
	if err := enc.Encode(f); err != nil {
		return "", nil, fmt.Errorf("%s: %w", it.Link, err)
	}
	b.WriteString("---\n")
	if it.Note != "" {
		b.WriteString("\n> [!note]\n> " + strings.ReplaceAll(it.Note, "\n", "\n> ") + "\n")
	}
	body := ""
	switch {
	case it.Article != nil:
		body = article.Markdown(*it.Article)
	case it.Content != "" || it.Summary != "":
		body = feed.TextOf(it.Content)
		if body == "" {
			body = feed.TextOf(it.Summary)
		}
	}
	if body != "" {
		b.WriteString("\n" + strings.TrimSpace(body) + "\n")
	}
	return fileName(it), b.Bytes(), nil
}

// tagWord is a tag as Obsidian takes it: one word.
func tagWord(s string) string { return strings.Join(strings.Fields(s), "-") }

// fileName makes the name of an item's file.
func fileName(it Item) string {
	h := fnv.New32a()
	_, _ = h.Write([]byte(it.From + "\n" + it.GUID + "\n" + it.Link + "\n" + it.Title))
	var b strings.Builder
	dash := true
	for _, r := range text.Fold(it.Title) {
		switch {
		case b.Len() > 60:
		case unicode.IsLetter(r) || unicode.IsNumber(r):
			b.WriteRune(r)
			dash = false
		case !dash:
			b.WriteByte('-')
			dash = true
		}
	}
	parts := []string{strings.Trim(b.String(), "-"), fmt.Sprintf("%08x", h.Sum32())}
	if parts[0] == "" {
		parts = parts[1:]
	}
	if !it.Published.IsZero() {
		parts = append([]string{it.Published.UTC().Format(time.DateOnly)}, parts...)
	}
	return strings.Join(parts, "-") + ".md"
}
