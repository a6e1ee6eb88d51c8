package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"tidings/feed"
	"tidings/feed/moving"
	"tidings/feed/text"
)

func (p *program) export() *cobra.Command {
	var out string
	var secrets, force bool
	c := &cobra.Command{
		Use:   "export opml|json|csv|markdown",
		Short: "Take along feeds (opml, csv), all but the read marks (json), or bookmarks as notes (markdown)",
		Long: "opml and csv are the feeds that you follow. json is the feeds with their settings, the saved searches, and every item\n" +
			"with a bookmark, a tag or a note of yours, with its full text; 'tidings import' reads it back the same. markdown is a\n" +
			"folder of these items, a file each, with front matter, as Obsidian and makers of web sites read it.\n\n" +
			"Passwords and the headers that may hold them stay here, unless you ask for them with --secrets.",
		Example: "  tidings export opml > feeds.opml\n" +
			"  tidings export json --out tidings.json\n" +
			"  tidings export markdown --out ~/notes/tidings",
		Args:      cobra.MatchAll(cobra.ExactArgs(1), cobra.OnlyValidArgs),
		ValidArgs: []string{"opml", "json", "csv", "markdown"},
		RunE: func(cmd *cobra.Command, args []string) error {
			kind, ctx := args[0], cmd.Context()
			if kind == "markdown" && out == "" {
				return usageError{errors.New("export markdown writes a folder: name it with --out DIR")}
			}
			return p.with(ctx, func(s *Session) error {
				m, err := takeAlong(ctx, s, kind, secrets)
				if err != nil {
					return err
				}
				if kind == "markdown" {
					return p.writeNotes(m, out, force)
				}
				var b bytes.Buffer
				switch kind {
				case "opml":
					err = moving.WriteOPML(&b, m, time.Now())
				case "json":
					err = moving.WriteJSON(&b, m, time.Now())
				case "csv":
					err = moving.WriteCSV(&b, m)
				}
				if err != nil {
					return err
				}
				if out == "" || out == "-" {
					_, err = io.Copy(p.Out, &b)
					return err
				}
				return writeNew(out, b.Bytes(), force)
			})
		},
	}
	f := c.Flags()
	f.StringVarP(&out, "out", "o", "", "write to this file, or for markdown into this folder")
	f.BoolVar(&secrets, "secrets", false, "with passwords in addresses, headers, and names of credentials")
	f.BoolVar(&force, "force", false, "write over files that are there")
	return c
}

// takeAlong reads what is to be exported: the feeds, and for json and markdown also the searches and what the person marked.
func takeAlong(ctx context.Context, s *Session, kind string, secrets bool) (moving.Moving, error) {
	m := moving.Moving{From: "Tidings"}
	fs, err := s.Library.Feeds(ctx)
	if err != nil {
		return m, err
	}
	address := map[feed.FeedID]string{}
	for _, f := range fs {
		if !secrets {
			f.URL = feed.Bare(f.URL)
			f.Settings.Headers, f.Settings.Credential, f.Settings.Cookies, f.Settings.Proxy = nil, "", "", feed.Bare(f.Settings.Proxy)
		}
		address[f.ID] = f.URL
		m.Feeds = append(m.Feeds, f)
	}
	if kind != "json" && kind != "markdown" {
		return m, nil
	}
	if m.Views, err = s.Library.Views(ctx); err != nil {
		return m, err
	}
	q := feed.Query{Text: "is:bookmarked OR is:tagged OR is:noted", Limit: 500}
	for {
		hs, err := s.Library.Headlines(ctx, q)
		if err != nil {
			return m, err
		}
		for _, h := range hs {
			it, err := withMarks(ctx, s, h, address[h.Feed])
			if err != nil {
				return m, err
			}
			if it.Article == nil && kind == "markdown" {
				if a, err := s.Opener.FeedText(ctx, h.ID); err == nil && len(a.Blocks) > 0 {
					it.Article = &a
				}
			}
			m.Items = append(m.Items, it)
		}
		if len(hs) < q.Limit {
			return m, nil
		}
		last := hs[len(hs)-1]
		q.After = &feed.Cursor{Published: last.Published, ID: last.ID}
	}
}

// withMarks is an item with all that the person has of it.
func withMarks(ctx context.Context, s *Session, h feed.Headline, from string) (moving.Item, error) {
	it, err := s.Library.Item(ctx, h.ID)
	if err != nil {
		return moving.Item{}, err
	}
	out := moving.Item{Item: it, From: from, Read: h.Read, Bookmarked: h.Bookmarked, Marks: h.Tags}
	out.Published, out.Updated = it.Published.UTC(), it.Updated.UTC()
	if it.Published.IsZero() {
		out.Published = time.Time{}
	}
	if out.Note, err = s.Library.Note(ctx, h.ID); err != nil {
		return out, err
	}
	a, ok, err := s.Opener.Cached(ctx, h.ID)
	if err == nil && ok {
		out.Article = &a
	}
	return out, err
}

// writeNotes writes a file of Markdown for each item. Files that were there are left alone: they may have been written in.
func (p *program) writeNotes(m moving.Moving, dir string, force bool) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	written, left := 0, 0
	for _, it := range m.Items {
		name, data, err := moving.MarkdownFile(it)
		if err != nil {
			return err
		}
		err = writeNew(filepath.Join(dir, name), data, force)
		switch {
		case errors.Is(err, fs.ErrExist):
			left++
		case err != nil:
			return err
		default:
			written++
		}
	}
	if left > 0 {
		fmt.Fprintf(p.Err, "tidings: %d files were there already and were left as they are; --force writes over them\n", left)
	}
	_, err := fmt.Fprintf(p.Out, "%d files in %s\n", written, text.Line(dir))
	return err
}

// writeNew writes a whole file or none, readable by its owner only. One that is there is an error, unless force is given.
func writeNew(path string, data []byte, force bool) error {
	if _, err := os.Lstat(path); err == nil && !force {
		return fmt.Errorf("%s: %w; --force writes over it", path, fs.ErrExist)
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".tidings-*")
	if err != nil {
		return err
	}
	_, err = bytes.NewReader(data).WriteTo(f) // CreateTemp's mode is 0600
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		_ = os.Remove(f.Name())
	}
	return err
}
