package moving

import (
	"bytes"
	"cmp"
	"fmt"
	"hash/fnv"
	"slices"
	"strings"
	"time"
	"unicode"

	"go.yaml.in/yaml/v3"

	"tidings/feed"
	"tidings/feed/article"
	"tidings/feed/text"
)

// front is the front matter of a Markdown file, in the form that Obsidian and the makers of static sites read.
type front struct {
	Title     string   `yaml:"title"`
	URL       string   `yaml:"url,omitempty"`
	Feed      string   `yaml:"feed,omitempty"`
	Authors   []string `yaml:"authors,omitempty"`
	Published string   `yaml:"published,omitempty"`
	Tags      []string `yaml:"tags,omitempty"`
	// What Tidings needs beside to read the file back: the person's tags as they are where Tags has them otherwise, and what is
	// not as it is of most.
	Labels     []string `yaml:"labels,omitempty"`
	GUID       string   `yaml:"guid,omitempty"`
	Read       bool     `yaml:"read,omitempty"`
	Bookmarked *bool    `yaml:"bookmarked,omitempty"` // nil: yes
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
	if !slices.Equal(f.Tags, it.Marks) {
		f.Labels = it.Marks
	}
	if it.GUID != it.Link {
		f.GUID = it.GUID
	}
	f.Read = it.Read
	if !it.Bookmarked {
		f.Bookmarked = &it.Bookmarked
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
		var a article.Article // what makes a web site of the file takes tags in it for tags
		for line := range strings.Lines(cmp.Or(feed.TextOf(it.Content), feed.TextOf(it.Summary))) {
			a.Blocks = append(a.Blocks, article.Block{Spans: []article.Span{{Text: strings.TrimSpace(line)}}})
		}
		body = article.Markdown(a)
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
