package cli

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/spf13/cobra"

	"tidings/feed"
	"tidings/feed/article"
	"tidings/feed/extract"
	"tidings/feed/text"
)

// maxPage is the largest page read from a file or from standard input, in bytes.
const maxPage = 64 << 20

// jsonArticle is an article as "read --format json" prints it. The names are stable.
type jsonArticle struct {
	Title        string        `json:"title"`
	Standfirst   string        `json:"standfirst,omitempty"`
	Byline       string        `json:"byline"`
	Site         string        `json:"site"`
	Language     string        `json:"language"`
	Published    string        `json:"published"` // RFC 3339, or empty
	Image        string        `json:"image"`
	Text         string        `json:"text"` // the body alone, one block a line
	Completeness string        `json:"completeness"`
	Evidence     string        `json:"evidence"`   // why completeness says so
	SaidWords    int           `json:"said_words"` // the length that the page states, or 0
	Next         string        `json:"next"`       // the article's next page, or empty
	Removed      []jsonRemoved `json:"removed"`
}

type jsonRemoved struct {
	Text   string `json:"text"`
	Reason string `json:"reason"`
	Kind   string `json:"kind"`
	Place  string `json:"place"` // inside the article, at its edge, or around it
	At     int    `json:"at"`    // before which block of the article it stood
}

type readOptions struct {
	format, url string
	model       string
	explain     bool
	leftOut     bool
	width       int
}

func (p *program) read() *cobra.Command {
	var o readOptions
	c := &cobra.Command{
		Use:   "read ITEM|URL|FILE|-",
		Short: "Read one article: an item by its number, a page by its address, a saved page",
		Long: "Read one article as clean text: an item by its number, a page by its address, a saved page, or with - a\n" +
			"page on standard input. A page from a file or from standard input needs neither network nor store.",
		Example: "  tidings read 42\n" +
			"  tidings read https://example.org/news/summit\n" +
			"  curl -s https://example.org/news/summit | tidings read --format markdown -",
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			switch o.format {
			case "text", "json", "markdown":
			default:
				return usageError{fmt.Errorf("--format %q: use text, json or markdown", o.format)}
			}
			if o.format == "text" && !o.explain {
				defer p.startPager()()
			}
			if o.explain || o.model != "" || args[0] == "-" || !isAddress(args[0]) {
				if id, ok := itemNumber(args[0]); !ok || o.explain {
					return p.readPage(args[0], o)
				} else if _, err := os.Stat(args[0]); err != nil {
					return p.readItem(cmd.Context(), id, o)
				}
				return p.readPage(args[0], o)
			}
			return p.with(cmd.Context(), func(s *Session) error {
				a, err := s.Opener.Page(cmd.Context(), args[0])
				if err != nil {
					return err
				}
				return p.printArticle(a, o)
			})
		},
	}
	f := c.Flags()
	f.StringVar(&o.format, "format", "text", "text, json or markdown")
	f.StringVar(&o.url, "url", "", "the page's address, for a page from a file or standard input")
	f.IntVar(&o.width, "width", 0, "columns of text; 0 for the terminal's")
	f.BoolVar(&o.leftOut, "left-out", false, "show in the text what was left out, with the reasons")
	f.BoolVar(&o.explain, "explain", false, "print every block of the page with its score, verdict and reasons")
	f.StringVar(&o.model, "model", "", "judge with this model file instead of the built-in one")
	return c
}

// readPage extracts a page from a file, or from standard input when name is "-".
func (p *program) readPage(name string, o readOptions) error {
	p.confineReader()
	body, err := p.input(name, maxPage)
	if err != nil {
		return err
	}
	if name == "-" {
		name = "standard input"
	}
	if len(bytes.TrimSpace(body)) == 0 {
		return fmt.Errorf("%s is empty; give a page's HTML", name)
	}
	extractor, err := extractorOf(o.model)
	if err != nil {
		return err
	}
	r, err := extractor(extract.Input{HTML: body, URL: o.url})
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	if o.explain {
		return p.explain(r)
	}
	return p.printArticle(r.Article, o)
}

func (p *program) readItem(ctx context.Context, id feed.ItemID, o readOptions) error {
	return p.with(ctx, func(s *Session) error {
		if _, err := s.Library.Item(ctx, id); err != nil {
			return fmt.Errorf("%w; 'tidings list' shows the numbers", err)
		}
		a, err := s.Opener.Open(ctx, id)
		if err != nil && len(a.Blocks) == 0 {
			return err
		}
		if err != nil {
			fmt.Fprintf(p.Err, "tidings: %s\n", oneLine(err))
		}
		if err := p.printArticle(a, o); err != nil {
			return err
		}
		return s.Library.SetRead(ctx, []feed.ItemID{id}, true)
	})
}

func (p *program) printArticle(a article.Article, o readOptions) error {
	switch o.format {
	case "json":
		return printJSON(p.Out, toJSON(a))
	case "markdown":
		_, err := io.WriteString(p.Out, article.Markdown(a))
		return err
	}
	return p.printText(a, o)
}

func toJSON(a article.Article) jsonArticle {
	j := jsonArticle{
		Title: a.Title, Standfirst: a.Standfirst, Byline: a.Byline, Site: a.Site, Language: a.Language, Image: a.Image, Text: a.Text(),
		Completeness: a.Completeness.String(), Evidence: a.Evidence, SaidWords: a.SaidWords, Next: a.Next, Removed: []jsonRemoved{},
	}
	if !a.Published.IsZero() {
		j.Published = a.Published.Format(time.RFC3339)
	}
	for _, r := range a.Removed {
		for _, b := range r.Blocks {
			j.Removed = append(j.Removed, jsonRemoved{Text: b.Text(), Reason: r.Reason, Kind: string(r.Kind), Place: r.Place.String(), At: r.At})
		}
	}
	return j
}

// explain prints the judgement of every block: score, verdict, path, reasons, text.
func (p *program) explain(r extract.Result) error {
	for _, v := range r.Explain {
		verdict := "keep"
		if !v.Keep {
			verdict = string(v.Kind)
		}
		if _, err := fmt.Fprintf(p.Out, "%.3f %-10s %s\n    %s\n", v.Score, verdict, text.Line(v.Path), text.Line(v.Text)); err != nil {
			return err
		}
		for _, why := range v.Reasons {
			fmt.Fprintf(p.Out, "      · %s\n", text.Line(why))
		}
	}
	fmt.Fprintf(p.Out, "%s: %s\n", r.Article.Completeness, firstOf(r.Article.Evidence, "no doubt"))
	return nil
}
