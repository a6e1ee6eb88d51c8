package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"tidings/feed"
	"tidings/feed/article"
	"tidings/feed/discover"
	"tidings/feed/moving"
	"tidings/feed/text"
	"tidings/ui/system"
)

// The largest files read, in bytes: a store of newsboat's with years of articles, and anything else.
const (
	maxStore = 1 << 30
	maxList  = 256 << 20
)

// Importer takes over what another reader held, all of it or, when it fails, nothing.
type Importer interface {
	Import(ctx context.Context, m moving.Moving, dry bool) (moving.Report, error)
}

// Subscriber finds feeds, imports lists of them, and keeps pages without one.
type Subscriber struct {
	discover.Finder
	Feeds Importer
	Pages Pages
	Keep  func(ctx context.Context, a article.Article) (feed.ItemID, error) // as a bookmark
}

// Pages fetches and extracts web pages; it stores nothing.
type Pages interface {
	Page(ctx context.Context, url string) (article.Article, error)
}

// KeepPage keeps a page's article as a bookmark and returns its title.
func (s Subscriber) KeepPage(ctx context.Context, address string) (feed.ItemID, string, error) {
	a, err := s.Pages.Page(ctx, address)
	if err != nil {
		return 0, "", err
	}
	id, err := s.Keep(ctx, a)
	return id, firstOf(a.Title, a.URL), err
}

// Import takes over what a file of another reader holds.
func (s Subscriber) Import(ctx context.Context, path string) error {
	m, err := readAll(nil, system.Expand(path))
	if err != nil {
		return err
	}
	_, err = s.Feeds.Import(ctx, m, false)
	return err
}

// Preview says what Import would change.
func (s Subscriber) Preview(ctx context.Context, path string) (moving.Report, error) {
	m, err := readAll(nil, system.Expand(path))
	if err != nil {
		return moving.Report{}, err
	}
	return s.Feeds.Import(ctx, m, true)
}

// readAll reads files together; a folder is that of a reader, or one of Markdown. "-" is in, unless that is nil.
func readAll(in io.Reader, paths ...string) (moving.Moving, error) {
	var files []string
	for _, p := range paths {
		if own := filesIn(p); len(own) > 0 {
			files = append(files, own...)
			continue
		}
		files = append(files, p)
	}
	var all []moving.Moving
	for _, p := range files {
		m, err := readMoving(p, in)
		if err != nil {
			return m, err
		}
		for i := range m.Notes {
			if len(files) > 1 && m.Notes[i].File == "" {
				m.Notes[i].File = p
			}
		}
		all = append(all, m)
	}
	m := moving.Join(all...)
	m.Notes = append(m.Notes, hints(files)...)
	return m, nil
}

// readMoving reads one file, or a folder of Markdown; "-" is in, unless that is nil.
func readMoving(path string, in io.Reader) (moving.Moving, error) {
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return readFolder(path)
	}
	data, err := readWhole(path, in)
	if err != nil {
		return moving.Moving{}, err
	}
	m, err := moving.Read(data)
	if err != nil {
		return m, fmt.Errorf("%s: %w", path, err)
	}
	if log, err := os.Stat(path + "-wal"); err == nil && log.Size() > 0 {
		m.Notes = append(m.Notes, moving.Note{Words: path + " is in use: close the program that has it open, or its newest marks are missing"})
	}
	return m, nil
}

func readWhole(path string, in io.Reader) ([]byte, error) {
	size := int64(0) // where it is known: a large file read into room that grows takes seconds, and twice the memory
	if path != "-" || in == nil {
		f, err := os.Open(path)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		if info, err := f.Stat(); err == nil {
			size = info.Size()
		}
		in = f
	}
	head := make([]byte, 16)
	n, err := io.ReadFull(in, head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, err
	}
	limit := int64(maxList)
	if bytes.HasPrefix(head, []byte("SQLite format 3")) {
		limit = maxStore
	}
	data := bytes.NewBuffer(make([]byte, 0, min(size, limit)+bytes.MinRead))
	data.Write(head[:n])
	_, err = data.ReadFrom(io.LimitReader(in, limit+1-int64(n)))
	if err == nil && int64(data.Len()) > limit {
		err = fmt.Errorf("%s: larger than %d MiB, which no list of feeds is", path, limit>>20)
	}
	return data.Bytes(), err
}

func (p *program) importFile() *cobra.Command {
	var dry, asJSON bool
	c := &cobra.Command{
		Use:   "import FILE|FOLDER...",
		Short: "Move in: feeds, folders, searches, marks and bookmarks of another reader",
		Long: "Move in from another reader. A file is known by what it holds: OPML (FreshRSS’, Miniflux’ and any other), newsboat’s\n" +
			"urls and cache.db, nom’s config.yml and nom.db, Miniflux’ feeds and entries (JSON), starred articles of FreshRSS,\n" +
			"The Old Reader or Inoreader (JSON), archives of these (zip), a browser’s bookmarks, CSV, an address a line, and what\n" +
			"'tidings export' writes: of its folder of Markdown, bookmarks, tags, notes and what the text tells. Several files are taken\n" +
			"over together, as newsboat’s marks belong to the feeds of its urls; of newsboat’s folder and nom’s, both files are.\n\n" +
			"Nothing is taken twice, no mark is taken away, and marks of items that are not here yet wait for them. All of it is one\n" +
			"step, which 'tidings undo' takes back; when anything fails, nothing is changed. What could not be taken over is said\n" +
			"on standard error, with its line.",
		Example: "  tidings import subscriptions.opml\n" +
			"  tidings import ~/.newsboat                 urls and cache.db together\n" +
			"  tidings import --dry-run bookmarks.html    say what would change",
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.library(cmd.Context(), func(l Library) error { // files are read in the sandbox
				m, err := readAll(p.In, args...)
				if err != nil {
					return err
				}
				r, err := l.Import(cmd.Context(), m, dry)
				if err != nil {
					return err
				}
				for _, n := range r.Notes {
					fmt.Fprintf(p.Err, "tidings: %s\n", text.Line(n.String()))
				}
				if asJSON {
					return p.printImportJSON(r, dry)
				}
				return p.printImport(r, dry)
			})
		},
	}
	c.Flags().BoolVar(&dry, "dry-run", false, "say what would change, and change nothing")
	c.Flags().BoolVar(&asJSON, "json", false, "print a JSON object")
	return c
}

// printImport says what an import did; before one, also which feeds and searches it would bring.
func (p *program) printImport(r moving.Report, dry bool) error {
	then := "'tidings refresh' fetches the feeds, 'tidings undo' takes all of it back"
	if dry {
		for _, f := range r.NewFeeds {
			fmt.Fprintf(p.Out, "feed    %s  %s\n", feed.Bare(f.URL), folderTitle(f))
		}
		for _, v := range r.NewViews {
			fmt.Fprintf(p.Out, "search  %s: %s\n", v.Name, v.Query)
		}
		then = "nothing was changed"
	}
	if r.Empty() {
		then = "nothing to do"
	}
	fmt.Fprintf(p.Out, "%s, %d followed already", count(len(r.NewFeeds), "new feed"), r.KnownFeeds)
	for _, part := range []struct {
		n         int
		one, many string
	}{
		{len(r.NewViews), "new search", "new searches"},
		{r.NewItems, "item with its text", "items with their text"},
		{r.Pages, "bookmarked page", "bookmarked pages"},
		{r.Marked, "item marked", "items marked"},
		{r.Waiting, "mark that waits for its item", "marks that wait for their items"},
		{r.Strangers, "mark left out, whose feed you do not follow", "marks left out, whose feeds you do not follow"},
	} {
		switch {
		case part.n == 1:
			fmt.Fprintf(p.Out, ", 1 %s", part.one)
		case part.n > 1:
			fmt.Fprintf(p.Out, ", %d %s", part.n, part.many)
		}
	}
	_, err := fmt.Fprintf(p.Out, "; %s\n", then)
	return err
}

// jsonReport is what "import --json" prints. The names are stable.
type jsonReport struct {
	DryRun     bool       `json:"dry_run"`
	NewFeeds   []jsonLink `json:"new_feeds"`
	KnownFeeds int        `json:"known_feeds"`
	Searches   []jsonView `json:"new_searches"`
	NewItems   int        `json:"new_items"`
	Pages      int        `json:"pages"`
	Marked     int        `json:"marked"`
	Waiting    int        `json:"waiting"`
	LeftOut    int        `json:"left_out"`
	Notes      []jsonNote `json:"notes"`
}

type jsonLink struct {
	URL    string `json:"url"`
	Title  string `json:"title"`
	Folder string `json:"folder"`
}

type jsonNote struct {
	Line  int    `json:"line"`
	Words string `json:"words"`
	File  string `json:"file"`
}

func (p *program) printImportJSON(r moving.Report, dry bool) error {
	out := jsonReport{
		DryRun: dry, NewFeeds: []jsonLink{}, KnownFeeds: r.KnownFeeds, Searches: []jsonView{}, NewItems: r.NewItems, Pages: r.Pages,
		Marked: r.Marked, Waiting: r.Waiting, LeftOut: r.Strangers, Notes: []jsonNote{},
	}
	for _, f := range r.NewFeeds {
		out.NewFeeds = append(out.NewFeeds, jsonLink{feed.Bare(f.URL), f.Title, f.Folder})
	}
	for _, v := range r.NewViews {
		out.Searches = append(out.Searches, jsonView(v))
	}
	for _, n := range r.Notes {
		out.Notes = append(out.Notes, jsonNote{n.Line, text.Line(n.Words), text.Line(n.File)})
	}
	return printJSON(p.Out, out)
}
