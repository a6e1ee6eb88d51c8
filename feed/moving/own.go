package moving

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"tidings/feed"
	"tidings/feed/article"
	"tidings/feed/text"
)

// maxParts bounds the blocks and spans of an article: an empty one of them takes three bytes here, and hundreds in memory.
const maxParts = 200_000

// ownFormat is the number of the form of Tidings' own JSON; a later program raises it when an older one could misread it.
const ownFormat = 1

// own is what "tidings export json" writes. The names are stable.
type own struct {
	Tidings  int       `json:"tidings"`
	Exported time.Time `json:"exported"`
	Feeds    []ownFeed `json:"feeds"`
	Searches []ownView `json:"searches"`
	Items    []ownItem `json:"items"` // bookmarks, and what has a tag or a note
}

type ownFeed struct {
	URL         string        `json:"url"`
	Title       string        `json:"title"` // the publisher's
	Site        string        `json:"site,omitempty"`
	Description string        `json:"description,omitempty"`
	Language    string        `json:"language,omitempty"`
	Kind        feed.Kind     `json:"kind,omitempty"`
	Folder      string        `json:"folder,omitempty"`
	Settings    feed.Settings `json:"settings"`
}

type ownView struct {
	Name  string `json:"name"`
	Query string `json:"query"`
}

type ownItem struct {
	Feed       string           `json:"feed,omitempty"` // its address
	GUID       string           `json:"guid,omitempty"`
	Link       string           `json:"link,omitempty"`
	Title      string           `json:"title"`
	Authors    []string         `json:"authors,omitempty"`
	Published  *time.Time       `json:"published,omitempty"`
	Updated    *time.Time       `json:"updated,omitempty"`
	Language   string           `json:"language,omitempty"`
	Image      string           `json:"image,omitempty"`
	Categories []string         `json:"categories,omitempty"` // the publisher's tags
	Summary    string           `json:"summary,omitempty"`
	Content    string           `json:"content,omitempty"`
	Enclosures []feed.Enclosure `json:"enclosures,omitempty"`
	Comments   string           `json:"comments,omitempty"`
	Source     string           `json:"source,omitempty"`
	Read       bool             `json:"read"`
	Bookmarked bool             `json:"bookmarked"`
	Tags       []string         `json:"tags,omitempty"` // the person's
	Note       string           `json:"note,omitempty"`
	Text       string           `json:"text,omitempty"`    // the article as Markdown, for other programs
	Article    json.RawMessage  `json:"article,omitempty"` // the same with all that Tidings knows of it
}

// WriteJSON writes m in Tidings' own form, from which Read makes the same again.
func WriteJSON(w io.Writer, m Moving, now time.Time) error {
	out := own{Tidings: ownFormat, Exported: now.UTC().Truncate(time.Second), Feeds: []ownFeed{}, Searches: []ownView{}, Items: []ownItem{}}
	for _, f := range m.Feeds {
		title := f.Title
		if title == f.Settings.Title {
			title = ""
		}
		out.Feeds = append(out.Feeds, ownFeed{f.URL, title, f.Site, f.Description, f.Language, f.Kind, f.Folder, f.Settings})
	}
	for _, v := range m.Views {
		out.Searches = append(out.Searches, ownView(v))
	}
	for _, it := range m.Items {
		o := ownItem{
			Feed: it.From, GUID: it.GUID, Link: it.Link, Title: it.Title, Authors: it.Authors, Published: moment(it.Published), Updated: moment(it.Updated),
			Language: it.Language, Image: it.Image, Categories: it.Tags, Summary: it.Summary, Content: it.Content, Enclosures: it.Enclosures,
			Comments: it.Comments, Source: it.Source, Read: it.Read, Bookmarked: it.Bookmarked, Tags: it.Marks, Note: it.Note,
		}
		if it.Article != nil {
			o.Text = article.Markdown(*it.Article)
			raw, err := json.Marshal(it.Article)
			if err != nil {
				return fmt.Errorf("%s: %w", it.Link, err)
			}
			o.Article = raw
		}
		out.Items = append(out.Items, o)
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(out)
}

func moment(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.UTC()
	return &t
}

func momentOf(t *time.Time) time.Time {
	if t == nil || t.Year() < 1 || t.Year() > 9999 {
		return time.Time{}
	}
	return t.UTC()
}

// readOwn reads what WriteJSON wrote. It may have been changed since by anyone, so all of it is cleaned as any other file's.
func readOwn(data []byte) (Moving, error) {
	m := Moving{From: "Tidings’ export"}
	var in struct { // the rest one by one, below
		Tidings int `json:"tidings"`
	}
	if err := decodeJSON(data, &in); err != nil {
		return m, err
	}
	if in.Tidings > ownFormat {
		return m, fmt.Errorf("written by a newer Tidings (form %d, this one knows %d)", in.Tidings, ownFormat)
	}
	if err := elements(data, "feeds", func(f ownFeed) {
		address, ok := webAddress(f.URL)
		if !ok || len(m.Feeds) == maxFeeds {
			m.note(0, "%q is no address and was left out", line(f.URL))
			return
		}
		m.Feeds = append(m.Feeds, feed.Feed{
			URL: address, Title: line(f.Title), Site: pageAddress(f.Site), Description: line(f.Description), Language: line(f.Language),
			Kind: kindOf(string(f.Kind)), Folder: line(f.Folder), Settings: m.settings(address, f.Settings),
		})
	}); err != nil {
		return m, err
	}
	if err := elements(data, "searches", func(o ownView) {
		v := feed.View{Name: line(o.Name), Query: line(o.Query)}
		_, err := feed.ParseQuery(v.Query)
		switch {
		case v.Name == "":
			err = errors.New("it has no name")
		case len(m.Views) == maxViews:
			err = fmt.Errorf("there are %d before it", maxViews)
		}
		if err != nil {
			m.note(0, "the search “%s” was left out: %v", v.Name, err)
			return
		}
		m.Views = append(m.Views, v)
	}); err != nil {
		return m, err
	}
	err := elements(data, "items", func(o ownItem) {
		it := Item{Read: o.Read, Bookmarked: o.Bookmarked, Marks: labels(o.Tags), Note: strings.TrimSpace(text.Lines(o.Note))}
		it.Item = outside(feed.Item{
			GUID: o.GUID, Link: o.Link, Authors: o.Authors, Published: momentOf(o.Published), Updated: momentOf(o.Updated), Language: o.Language, Image: o.Image,
			Tags: o.Categories, Summary: o.Summary, Content: o.Content, Enclosures: o.Enclosures, Comments: o.Comments, Source: o.Source,
		})
		if it.Title = line(o.Title); it.Title == "" {
			it.Title = titleOf(it.Item)
		}
		if address, ok := webAddress(o.Feed); ok {
			it.From = address
		}
		if len(o.Article) > 0 {
			var a article.Article
			if bytes.Count(o.Article, []byte("{")) > maxParts {
				m.note(0, "the text of “%s” has more parts than any article and was left out", it.Title)
			} else if err := json.Unmarshal(o.Article, &a); err != nil {
				m.note(0, "the text of “%s” cannot be read and was left out", it.Title)
			} else {
				a = safeArticle(a)
				it.Article = &a
			}
		}
		m.item(it)
	})
	return m, err
}

// settings are a feed's settings from a file. What could start a program, send a variable or a file of the person's to a server,
// or lead to a private network (a proxy is asked wherever it is) is not taken from one: whoever made the file would decide.
func (m *Moving) settings(address string, s feed.Settings) feed.Settings {
	if s.Credential != "" || s.Cookies != "" || s.Proxy != "" || s.AllowPrivate {
		m.note(0, "%s: its credential, its cookies file, its proxy and its leave for private addresses are not taken from a file; 'tidings set' sets them", address)
		s.Credential, s.Cookies, s.Proxy, s.AllowPrivate = "", "", "", false
	}
	s.Title, s.UserAgent, s.Filter = line(s.Title), line(s.UserAgent), line(s.Filter)
	if _, err := feed.ParseQuery(s.Filter); err != nil {
		s.Filter = ""
	}
	for k, v := range s.Headers {
		if text.Line(k) != k || text.Line(v) != v {
			delete(s.Headers, k)
		}
	}
	s.Interval, s.MaxBytes = max(s.Interval, 0), max(s.MaxBytes, 0)
	return s
}
