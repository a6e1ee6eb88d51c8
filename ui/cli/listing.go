package cli

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/spf13/pflag"

	"tidings/feed"
	"tidings/feed/fill"
	"tidings/feed/text"
)

// listing says how a list of items is printed.
type listing struct {
	json   bool
	format string
	parsed *fill.Template
}

// formatHelp documents --format. The names are stable.
const formatHelp = "--format takes a template as Go writes them (pkg.go.dev/text/template), used for each item. Fields: .ID .FeedID .Feed\n" +
	".Title .Author .Link .Published .Summary .Read .Bookmarked .Preview .Enclosure .Tags. Functions: date LAYOUT and age for\n" +
	".Published, join SEPARATOR for .Tags, clip COLUMNS and pad COLUMNS for text; and Go's and, or, not, eq, ne, lt, le, gt, ge,\n" +
	"len, index, slice, print, printf, println, html, js, urlquery (call is not there). Of .Published's methods there are Format,\n" +
	"Local, UTC, Unix, UnixMilli, Year, YearDay, Month, Day, Weekday, Hour, Minute, Second, Nanosecond, String, IsZero, After,\n" +
	"Before and Equal. \\n and \\t are a new line and a tab; a line ends by itself. What comes from outside holds no control\n" +
	"characters."

func (l *listing) flags(f *pflag.FlagSet) {
	f.BoolVar(&l.json, "json", false, "print a JSON array")
	f.StringVar(&l.format, "format", "", "print each item by this template: '{{.ID}} {{.Title}}'")
}

// templateItem is an item as a template sees it: its texts are clean.
type templateItem struct {
	ID         feed.ItemID
	FeedID     feed.FeedID
	Feed       string
	Title      string
	Author     string
	Link       string
	Published  time.Time
	Summary    string
	Read       bool
	Bookmarked bool
	Preview    bool
	Enclosure  bool
	Tags       []string
}

// functions are what a template has beside Go's own. They take the piped value last.
var functions = fill.Funcs{
	"date": func(layout string, t time.Time) string { return text.Line(t.Local().Format(layout)) },
	"age":  func(t time.Time) string { return age(time.Since(t)) },
	"join": func(separator string, list []string) string { return strings.Join(list, separator) },
	"clip": func(columns int, s string) string { return ansi.Truncate(s, max(columns, 0), "…") },
	"pad":  func(columns int, s string) string { return pad(s, min(columns, 1000)) },
}

// check reads the template; a mistake in it is wrong usage, told before anything is asked of the store.
func (l *listing) check() error {
	if l.format == "" {
		return nil
	}
	if l.json {
		return usageError{fmt.Errorf("--json and --format: give one of them")}
	}
	unescape := strings.NewReplacer(`\\`, `\`, `\n`, "\n", `\t`, "\t")
	t, err := fill.Parse("--format", unescape.Replace(l.format), functions, nil)
	if err == nil {
		_, err = t.Execute(templateItem{}) // an unknown field is found only by using it
	}
	if err != nil {
		return usageError{fmt.Errorf("--format: %s; see 'tidings list --help'", mistake(err))}
	}
	l.parsed = t
	return nil
}

// mistake words an error of a template, which Go puts as its programmers read it: where it stands in which template, and of which
// type the value was.
func mistake(err error) string {
	s := strings.TrimPrefix(err.Error(), "template: --format:")
	if _, at, ok := strings.Cut(s, ` executing "--format" at `); ok {
		s, _, _ = strings.Cut(at, " in type ")
		return s
	}
	return "line " + s
}

// printItems prints items as l says.
func (p *program) printItems(hs []feed.Headline, l *listing) error {
	switch {
	case l.json:
		return p.printHeadlinesJSON(hs)
	case l.parsed == nil:
		return p.printHeadlines(hs)
	}
	for _, h := range hs {
		it := templateItem{
			h.ID, h.Feed, text.Line(h.FeedTitle), text.Line(h.Title), text.Line(h.Author), text.Line(h.Link), h.Published, text.Line(h.Summary),
			h.Read, h.Bookmarked, h.Preview, h.HasEnclosure, h.Tags,
		}
		line, err := l.parsed.Execute(it)
		if err != nil {
			return usageError{fmt.Errorf("--format: %w", err)}
		}
		line = strings.ToValidUTF8(line, "\ufffd") // a slice may end within a character, and a byte of it be a control character of its own
		if !strings.HasSuffix(line, "\n") {
			line += "\n"
		}
		if _, err := io.WriteString(p.Out, line); err != nil {
			return err
		}
	}
	return nil
}
