package moving

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"tidings/feed"
	"tidings/feed/opml"
	"tidings/feed/text"
)

// maxNote is the largest file of Markdown read, in bytes: no article is longer.
const maxNote = 4 << 20

// ErrNoArticle is what a file of Markdown gives that is nobody's saved article, as there are others in a folder of notes.
var ErrNoArticle = errors.New("no saved article: its front matter has neither a url nor a guid")

// frontMatter parts a file of Markdown from its front matter; ok is false when it has none.
func frontMatter(data []byte) (front, body []byte, ok bool) {
	data = bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n"))
	rest, ok := bytes.CutPrefix(data, []byte("---\n"))
	if !ok {
		return nil, nil, false
	}
	front, body, ok = bytes.Cut(rest, []byte("\n---\n"))
	if !ok {
		front, ok = bytes.CutSuffix(rest, []byte("\n---"))
	}
	return front, body, ok
}

// isNote reports whether a text is Markdown with front matter.
func isNote(data []byte) bool {
	_, _, ok := frontMatter(data[:min(len(data), 64<<10)])
	return ok
}

// ReadNote reads an item that MarkdownFile wrote, whatever a person has changed in it since. Its text is what the Markdown
// tells: of what was left out, and of the page, it tells nothing. ErrNoArticle says that it is another note.
func ReadNote(data []byte) (Moving, error) {
	m := Moving{From: "a Markdown file"}
	if len(data) > maxNote {
		return m, fmt.Errorf("larger than %d MiB, which no article is", maxNote>>20)
	}
	data, _ = opml.Text(data)
	head, body, ok := frontMatter(data)
	if !ok {
		return m, ErrNoArticle
	}
	var f front
	if err := yaml.Unmarshal(head, &f); err != nil {
		return m, fmt.Errorf("front matter: %s", strings.TrimPrefix(line(err.Error()), "yaml: "))
	}
	if f.URL == "" && f.GUID == "" {
		return m, ErrNoArticle
	}
	it := Item{Read: f.Read, Bookmarked: f.Bookmarked == nil || *f.Bookmarked, Marks: labels(f.Tags)}
	if len(f.Labels) > 0 {
		it.Marks = labels(f.Labels)
	}
	lines := strings.Split(strings.TrimSpace(string(body)), "\n")
	if strings.HasPrefix(lines[0], "> [!note]") {
		n := 1
		for ; n < len(lines) && strings.HasPrefix(lines[n], ">"); n++ {
			lines[n] = strings.TrimPrefix(lines[n][1:], " ")
		}
		it.Note = strings.TrimSpace(text.Lines(strings.Join(lines[1:n], "\n")))
		lines = lines[n:]
	}
	published, err := time.Parse(time.RFC3339, f.Published)
	if err != nil && f.Published != "" {
		if published, err = time.Parse(time.DateOnly, f.Published); err != nil {
			m.note(0, "published: %q is no time and was left out", line(f.Published))
		}
	}
	if f.GUID == "" {
		f.GUID = f.URL
	}
	it.Item = outside(feed.Item{
		GUID: f.GUID, Link: f.URL, Authors: f.Authors, Published: momentOf(&published), Content: unmark(withoutFrame(lines, f), 0),
	})
	if it.Title = line(f.Title); it.Title == "" {
		it.Title = titleOf(it.Item)
	}
	if address, ok := webAddress(f.Feed); ok {
		it.From = address
	}
	m.item(it)
	return m, nil
}

// withoutFrame takes off what article.Markdown sets round the text: the title, the line below it, and the address at the end.
func withoutFrame(lines []string, f front) []string {
	for len(lines) > 0 && strings.TrimSpace(lines[0]) == "" {
		lines = lines[1:]
	}
	if len(lines) > 0 && strings.HasPrefix(lines[0], "# ") {
		lines = lines[1:]
		if len(lines) > 1 && strings.HasPrefix(lines[1], "*") && !strings.HasPrefix(lines[1], "**") && strings.HasSuffix(lines[1], "*") {
			lines = lines[2:]
		}
	}
	if n := len(lines); n > 0 && f.URL != "" && lines[n-1] == "<"+f.URL+">" {
		lines = lines[:n-1]
	}
	return lines
}
