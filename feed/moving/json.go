package moving

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"tidings/feed"
)

// readJSON tells the JSON of several programs apart by its members, and reads it.
func readJSON(data []byte) (Moving, error) {
	if bytes.TrimSpace(data)[0] == '[' {
		if err := decodeJSON(data, new(json.RawMessage)); err != nil { // the whole, before a part is believed
			return Moving{}, err
		}
		return readFeedList(data)
	}
	var top map[string]json.RawMessage
	if err := decodeJSON(data, &top); err != nil {
		return Moving{}, err
	}
	switch has := func(k string) bool { _, ok := top[k]; return ok }; {
	case has("tidings"):
		return readOwn(data)
	case has("entries"):
		return readMiniflux(data)
	case has("subscriptions"):
		return readSubscriptions(data)
	case has("version") && bytes.Contains(top["version"], []byte("jsonfeed.org")):
		return Moving{}, errors.New("this is a feed itself: 'tidings add ADDRESS' follows it")
	case has("items"):
		return readReader(data)
	}
	return Moving{}, errors.New("JSON of no kind that Tidings knows: its own, Miniflux’s (feeds, entries), or FreshRSS’ and Google Reader’s (items, subscriptions)")
}

// decodeJSON decodes data, and names the line of what is wrong.
func decodeJSON(data []byte, v any) error {
	err := json.Unmarshal(data, v)
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		return lineError(lineAt(data, syntax.Offset), "no valid JSON: %v", syntax)
	case errors.As(err, &kind):
		return lineError(lineAt(data, kind.Offset), "%s is a %s where a %s was expected", kind.Field, kind.Value, kind.Type)
	case err != nil:
		return fmt.Errorf("no valid JSON: %w", err)
	}
	return nil
}

// elements decodes the elements of an array one by one, so that a file of millions of empty ones does not fill the memory.
// name is the array's in the object that data holds, "" when data holds the array itself. The syntax was checked before.
func elements[T any](data []byte, name string, f func(T)) error {
	dec := json.NewDecoder(bytes.NewReader(data))
	if _, err := dec.Token(); err != nil {
		return err
	}
	for name != "" && dec.More() {
		key, err := dec.Token()
		if err != nil {
			return err
		}
		if key == name {
			open, err := dec.Token()
			if err != nil || open != json.Delim('[') {
				return lineError(lineAt(data, dec.InputOffset()), "%s is no list", name)
			}
			break
		}
		var skipped json.RawMessage
		if err := dec.Decode(&skipped); err != nil {
			return err
		}
	}
	for n := 0; dec.More(); n++ {
		if n == maxItems {
			return lineError(lineAt(data, dec.InputOffset()), "more than %d entries, which no export holds", maxItems)
		}
		var v T
		at := dec.InputOffset()
		err := dec.Decode(&v)
		var kind *json.UnmarshalTypeError
		if errors.As(err, &kind) {
			return lineError(lineAt(data, at+kind.Offset), "%s is a %s where a %s was expected", kind.Field, kind.Value, kind.Type)
		}
		if err != nil {
			return fmt.Errorf("no valid JSON: %w", err)
		}
		f(v)
	}
	return nil
}

func lineAt(data []byte, offset int64) int {
	return 1 + bytes.Count(data[:max(0, min(offset, int64(len(data))))], []byte("\n"))
}

// jsonFeed is a subscription in Miniflux' API (miniflux.app/docs/api.html), or in what "tidings feeds --json" prints.
type jsonFeed struct {
	FeedURL   string `json:"feed_url"`
	URL       string `json:"url"`
	SiteURL   string `json:"site_url"`
	Site      string `json:"site"`
	Title     string `json:"title"`
	Folder    string `json:"folder"`
	Disabled  bool   `json:"disabled"`
	Crawler   bool   `json:"crawler"`
	UserAgent string `json:"user_agent"`
	Category  *struct {
		Title string `json:"title"`
	} `json:"category"`
}

// feed is the subscription, or false when it has no address.
func (j jsonFeed) feed() (feed.Feed, bool) {
	address, ok := webAddress(cmp.Or(j.FeedURL, j.URL))
	f := feed.Feed{URL: address, Title: line(j.Title), Site: pageAddress(cmp.Or(j.SiteURL, j.Site)), Folder: line(j.Folder)}
	if j.Category != nil && j.Category.Title != "All" {
		f.Folder = folderName(j.Category.Title)
	}
	f.Settings = feed.Settings{Title: f.Title, Paused: j.Disabled, FullText: j.Crawler, UserAgent: line(j.UserAgent)}
	return f, ok
}

// readFeedList reads an array of subscriptions.
func readFeedList(data []byte) (Moving, error) {
	m := Moving{From: "a list of feeds (JSON)"}
	left := 0
	if err := elements(data, "", func(j jsonFeed) {
		if f, ok := j.feed(); ok && len(m.Feeds) < maxFeeds {
			m.Feeds = append(m.Feeds, f)
		} else {
			left++
		}
	}); err != nil {
		return m, err
	}
	if left > 0 {
		m.note(0, "%d entries without an address of a feed were left out", left)
	}
	return m, nil
}

// readMiniflux reads entries as Miniflux' API gives them, each with its feed. Their "hash" is no guid of the feed, so they are
// recognised by their address.
func readMiniflux(data []byte) (Moving, error) {
	m := Moving{From: "Miniflux’ entries"}
	type entry struct {
		Title     string    `json:"title"`
		URL       string    `json:"url"`
		Comments  string    `json:"comments_url"`
		Author    string    `json:"author"`
		Content   string    `json:"content"`
		Status    string    `json:"status"`
		Starred   bool      `json:"starred"`
		Published time.Time `json:"published_at"`
		Tags      []string  `json:"tags"`
		Feed      jsonFeed  `json:"feed"`
		Files     []struct {
			URL  string `json:"url"`
			Type string `json:"mime_type"`
			Size int64  `json:"size"`
		} `json:"enclosures"`
	}
	known := map[string]bool{}
	err := elements(data, "entries", func(e entry) {
		f, ok := e.Feed.feed()
		if ok && !known[f.URL] {
			known[f.URL] = true
			m.Feeds = append(m.Feeds, f)
		}
		it := feed.Item{Link: e.URL, Title: e.Title, Authors: []string{e.Author}, Published: e.Published.UTC(), Content: e.Content, Comments: e.Comments, Tags: e.Tags}
		for _, x := range e.Files {
			it.Enclosures = append(it.Enclosures, feed.Enclosure{URL: x.URL, Type: x.Type, Length: x.Size})
		}
		m.item(Item{Item: outside(it), From: f.URL, Read: e.Status == "read" || e.Status == "removed", Bookmarked: e.Starred})
	})
	return m, err
}

// item adds an item. Of one that is only read, the marks are enough.
func (m *Moving) item(it Item) {
	if it.Link == "" && it.GUID == "" {
		return
	}
	if it.Read && !it.Bookmarked && len(it.Marks) == 0 && it.Note == "" {
		it.Item = feed.Item{GUID: it.GUID, Link: it.Link}
	}
	m.Items = append(m.Items, it)
}

// readSubscriptions reads a subscription list of the Google Reader API.
func readSubscriptions(data []byte) (Moving, error) {
	m := Moving{From: "a subscription list of the Google Reader API"}
	type subscription struct {
		ID         string `json:"id"`
		URL        string `json:"url"`
		HTML       string `json:"htmlUrl"`
		Title      string `json:"title"`
		Categories []struct {
			Label string `json:"label"`
		} `json:"categories"`
	}
	err := elements(data, "subscriptions", func(s subscription) {
		address, ok := webAddress(s.URL)
		if !ok {
			address, ok = webAddress(strings.TrimPrefix(s.ID, "feed/"))
		}
		if !ok || len(m.Feeds) == maxFeeds {
			m.note(0, "%q has no address and was left out", line(s.Title))
			return
		}
		f := feed.Feed{URL: address, Title: line(s.Title), Site: pageAddress(s.HTML), Settings: feed.Settings{Title: line(s.Title)}}
		if len(s.Categories) > 0 {
			f.Folder = folderName(s.Categories[0].Label)
		}
		m.Feeds = append(m.Feeds, f)
	})
	return m, err
}
