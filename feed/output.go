package feed

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"
)

// Output returns the document as the JSON object that "tidings parse --format json" prints: kind, title, link,
// description, language, image, and items with id, title, link, author, published and updated (RFC 3339), summary,
// content, tags and enclosures (url, type, length). What is unknown is an empty string. A title is text; one that would be
// taken for HTML is escaped.
func (d Document) Output() ([]byte, error) {
	type enclosure struct {
		URL    string `json:"url"`
		Type   string `json:"type"`
		Length string `json:"length"`
	}
	type item struct {
		ID         string      `json:"id"`
		Title      string      `json:"title"`
		Link       string      `json:"link"`
		Author     string      `json:"author"`
		Published  string      `json:"published"`
		Updated    string      `json:"updated"`
		Summary    string      `json:"summary"`
		Content    string      `json:"content"`
		Tags       []string    `json:"tags"`
		Enclosures []enclosure `json:"enclosures"`
		Comments   string      `json:"comments,omitempty"`
		Image      string      `json:"image,omitempty"`
		Source     string      `json:"source,omitempty"`
		Language   string      `json:"language,omitempty"`
	}
	out := struct {
		Kind        Kind     `json:"kind"`
		Title       string   `json:"title"`
		Link        string   `json:"link"`
		Description string   `json:"description"`
		Language    string   `json:"language"`
		Image       string   `json:"image"`
		Items       []item   `json:"items"`
		Repairs     []string `json:"repairs,omitempty"`
	}{d.Kind, shown(d.Title), d.Link, firstOf(d.About, d.Description), d.Language, d.Image, make([]item, 0, len(d.Items)), d.Repairs}
	stamp := func(t time.Time) string {
		if t.IsZero() {
			return ""
		}
		return t.Format(time.RFC3339Nano)
	}
	for _, it := range d.Items {
		o := item{
			ID: it.GUID, Title: shown(it.Title), Link: it.Link, Author: strings.Join(it.Authors, ", "), Published: stamp(it.Published), Updated: stamp(it.Updated),
			Summary: it.Summary, Content: it.Content, Tags: append([]string{}, it.Tags...), Enclosures: []enclosure{},
			Comments: it.Comments, Image: it.Image, Source: it.Source, Language: it.Language,
		}
		for _, e := range it.Enclosures {
			length := ""
			if e.Length > 0 {
				length = strconv.FormatInt(e.Length, 10)
			}
			o.Enclosures = append(o.Enclosures, enclosure{e.URL, e.Type, length})
		}
		out.Items = append(out.Items, o)
	}
	return json.Marshal(out)
}

// shown returns a title such that it reads the same as text and as HTML.
func shown(title string) string {
	if looksHTML(title) {
		return escapeText(title)
	}
	return title
}
