package hooks

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strings"
	"time"

	"tidings/feed"
	"tidings/feed/text"
)

// Task is a command that is to run for one item.
type Task struct {
	Args  []string // the program and its arguments
	Input []byte   // for its standard input: a JSON object and a line's end
	Limit time.Duration
	ctx   context.Context
}

// Item is what a command reads about an item. The names are stable.
type Item struct {
	ID         feed.ItemID `json:"id"`
	FeedID     feed.FeedID `json:"feed_id"`
	Feed       string      `json:"feed"`
	Folder     string      `json:"folder"`
	Title      string      `json:"title"`
	Author     string      `json:"author"`
	Link       string      `json:"link"`
	Published  *time.Time  `json:"published"` // null when unknown
	Tags       []string    `json:"tags"`      // the publisher's
	Enclosures []Enclosure `json:"enclosures"`
	Hook       string      `json:"hook"` // the query that matched
}

// Enclosure is a file that comes with an item.
type Enclosure struct {
	URL  string `json:"url"`
	Type string `json:"type"`
}

func newTask(h Hook, it feed.Item, f feed.Feed) *Task {
	in := Item{
		ID: it.ID, FeedID: it.Feed, Feed: f.Title, Folder: f.Folder, Title: it.Title, Author: strings.Join(it.Authors, ", "), Link: it.Link,
		Tags: append([]string{}, it.Tags...), Enclosures: []Enclosure{}, Hook: h.Words,
	}
	if !it.Published.IsZero() {
		at := it.Published.UTC()
		in.Published = &at
	}
	for _, e := range it.Enclosures {
		in.Enclosures = append(in.Enclosures, Enclosure{e.URL, e.Type})
	}
	b, err := json.Marshal(in)
	if err != nil { // no value of it can fail
		b = []byte("{}")
	}
	return &Task{Args: fill(h.Command, it.Link, it.Title), Input: append(b, '\n'), Limit: h.Limit}
}

// fill replaces {url} and {title}. Each stays one argument; one that a title or address begins is never an option.
func fill(words []string, url, title string) []string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = strings.NewReplacer("{url}", strings.TrimLeft(url, "-"), "{title}", strings.TrimLeft(title, "-")).Replace(w)
	}
	return out
}

// run runs a task as a program, to its end or its limit.
func run(t *Task) error {
	ctx, cancel := context.WithTimeout(t.ctx, t.Limit)
	defer cancel()
	c := exec.CommandContext(ctx, t.Args[0], t.Args[1:]...)
	var said beginning
	c.Stdin, c.Stdout, c.Stderr = bytes.NewReader(t.Input), io.Discard, &said
	c.WaitDelay = time.Second
	err := c.Run()
	switch {
	case err == nil:
		return nil
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		return fmt.Errorf("the hook’s command %s took longer than %s and was ended", t.Args[0], t.Limit)
	}
	first, _, _ := strings.Cut(strings.TrimSpace(said.String()), "\n")
	return fmt.Errorf("the hook’s command %s failed: %w: %s", t.Args[0], err, text.Clip(text.Line(first), 200))
}

// beginning keeps the beginning of what a command says, however much that is.
type beginning struct{ bytes.Buffer }

func (t *beginning) Write(b []byte) (int, error) {
	if room := 4096 - t.Len(); room > 0 {
		t.Buffer.Write(b[:min(room, len(b))])
	}
	return len(b), nil
}
