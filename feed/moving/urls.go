package moving

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"tidings/feed"
	"tidings/feed/text"
)

// readURLs reads a list of addresses, one a line, and newsboat's file "urls", which is one with more on each line:
//
//	https://example.org/feed "a tag" other "~Own title" !hidden
//	"query:Name:unread = \"yes\" and tags # \"tech\""
//	filter:PROGRAM:https://example.org/feed
//	exec:PROGRAM
//
// (newsboat's manual, “First Steps” and “Query Feeds”). The first tag becomes the folder; further tags become saved searches.
func readURLs(data []byte) (Moving, error) {
	m := Moving{From: "a list of addresses"}
	t := tagged{feeds: map[string][]string{}, folder: map[string]bool{}}
	var queries []queryLine
	row, unknown := 0, 0
	for raw := range bytes.Lines(data) {
		row++
		words, newsboat := tokens(string(raw))
		if len(words) == 0 {
			continue
		}
		if newsboat {
			m.From = "newsboat’s urls"
		}
		name, rest, special := strings.Cut(words[0], ":")
		switch name = strings.ToLower(name); {
		case special && name == "query":
			m.From = "newsboat’s urls"
			title, query, _ := strings.Cut(rest, ":")
			queries = append(queries, queryLine{row, line(title), text.Line(query)})
		case special && name == "exec":
			m.From = "newsboat’s urls"
			m.note(row, "runs a program to make a feed (%s); Tidings runs none, so it was left out", line(rest))
		case special && name == "filter":
			m.From = "newsboat’s urls"
			program, address, _ := strings.Cut(rest, ":")
			way := ""
			if address, ok := webAddress(address); ok {
				way = ": 'tidings add " + feed.Bare(address) + "' follows it as it is"
			}
			m.note(row, "sends a feed through a program (%s); Tidings runs none, so it was left out%s", line(program), way)
		case special && name == "file":
			m.note(row, "%s is a file; Tidings follows addresses of the web only", line(words[0]))
		default:
			address, ok := webAddress(strings.Trim(words[0], "<>,;'"))
			if !ok {
				unknown++
				if unknown == 1 && len(m.Feeds) == 0 && row == 1 || strings.ContainsAny(words[0], "\x00\x1b") {
					return m, lineError(row, "%q is no address, and the file is of no kind that Tidings knows: OPML, newsboat’s urls or cache, nom’s config or store, Miniflux’s, FreshRSS’ or Tidings’ JSON, a browser’s bookmarks, CSV, or an address a line", line(words[0]))
				}
				m.note(row, "%q is no address and was left out", line(words[0]))
				continue
			}
			if len(m.Feeds) < maxFeeds {
				m.Feeds = append(m.Feeds, t.feed(&m, row, address, words[1:]))
			}
		}
	}
	t.searches(&m)
	for _, q := range queries {
		m.query(q, t)
	}
	return m, nil
}

// tagged are newsboat's tags.
type tagged struct {
	order  []string            // further tags, as met
	feeds  map[string][]string // further tag → addresses
	folder map[string]bool     // tags that became folders
}

// feed makes a feed of an address and the words behind it.
func (t *tagged) feed(m *Moving, row int, address string, words []string) feed.Feed {
	f := feed.Feed{URL: address}
	for _, w := range words {
		w = line(w)
		switch {
		case strings.HasPrefix(w, "~"):
			f.Settings.Title = line(w[1:])
			f.Title = f.Settings.Title
		case strings.HasPrefix(w, "!"):
			m.note(row, "“%s” hides the feed in newsboat; here it is shown, and 'tidings set' can pause it", w)
			if w = line(w[1:]); w != "" {
				t.tag(&f, w)
			}
		case w != "":
			t.tag(&f, w)
		}
	}
	return f
}

func (t *tagged) tag(f *feed.Feed, tag string) {
	if f.Folder == "" {
		f.Folder = folderName(tag)
		t.folder[tag] = true
		return
	}
	have := t.feeds[tag]
	if folderName(tag) == f.Folder || len(have) > 0 && have[len(have)-1] == f.URL { // twice on its line
		return
	}
	if t.feeds[tag] == nil {
		t.order = append(t.order, tag)
	}
	t.feeds[tag] = append(t.feeds[tag], f.URL)
}

// mostFeeds is how many feeds a saved search names one by one; a query holds at most 200 words.
const mostFeeds = 150

// expr is the search for what has a tag, or nil when no feed has it, or too many have.
func (t *tagged) expr(tag string) feed.Expr {
	var any feed.Or
	if t.folder[tag] {
		any = append(any, term(feed.InFolder, folderName(tag)))
	}
	if len(t.feeds[tag]) > mostFeeds {
		return nil
	}
	for _, address := range t.feeds[tag] {
		if bare := feed.Bare(address); bare != address { // a password has no place in a search
			_, address, _ = strings.Cut(bare, "://")
		}
		any = append(any, term(feed.InFeed, address))
	}
	return oneOf(any)
}

// searches makes a saved search of each further tag.
func (t *tagged) searches(m *Moving) {
	for _, tag := range t.order {
		e := t.expr(tag)
		if e == nil {
			m.note(0, "the tag “%s” is on %d feeds beside another that became their folder: too many for a saved search, so it was left out", tag, len(t.feeds[tag]))
			continue
		}
		m.view(0, tag, e)
	}
}

// view adds a saved search, if it is one that can be read again.
func (m *Moving) view(row int, name string, e feed.Expr) {
	v := feed.View{Name: line(name), Query: line(e.String())}
	if v.Name == "" {
		v.Name = "newsboat"
	}
	if len(m.Views) == maxViews {
		m.note(row, "the search “%s” was left out: there are %d before it", v.Name, maxViews)
		return
	}
	if _, err := feed.ParseQuery(v.Query); err != nil {
		m.note(row, "the search “%s” was left out: %v", v.Name, err)
		return
	}
	m.Views = append(m.Views, v)
}

// tokens cuts a line into words as newsboat does: white space parts them, quotation marks hold them together, with \" and \\
// inside, and # outside of them starts a comment. newsboat tells whether the line has what only newsboat's has.
func tokens(s string) (words []string, newsboat bool) {
	for i := 0; i < len(s) && len(words) < 1000; {
		switch c := s[i]; {
		case c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f' || c == '\v':
			i++
		case c == '#':
			return words, newsboat
		case c == '"':
			var b strings.Builder
			for i++; i < len(s) && s[i] != '"'; i++ {
				if s[i] == '\\' && i+1 < len(s) {
					i++
					if s[i] != '"' && s[i] != '\\' {
						b.WriteByte('\\')
					}
				}
				b.WriteByte(s[i])
			}
			i++
			words, newsboat = append(words, b.String()), true
		default:
			end := i
			for end < len(s) && !strings.ContainsRune(" \t\r\n\f\v", rune(s[end])) {
				end++
			}
			words = append(words, s[i:end])
			newsboat = newsboat || len(words) > 1
			i = end
		}
	}
	return words, newsboat
}

func term(f feed.Field, s string) feed.Expr {
	s = strings.Join(strings.Fields(strings.NewReplacer(`"`, " ", "*", " ").Replace(s)), " ")
	if s == "" {
		return nil
	}
	return feed.Term{Field: f, Text: s, Phrase: true}
}

func oneOf(list feed.Or) feed.Expr {
	list = slices.DeleteFunc(list, func(e feed.Expr) bool { return e == nil })
	switch len(list) {
	case 0:
		return nil
	case 1:
		return list[0]
	}
	return list
}

// queryLine is one of newsboat's query feeds.
type queryLine struct {
	row         int
	name, query string
}

// query translates a query feed into a saved search, or says why it can't be.
func (m *Moving) query(q queryLine, t tagged) {
	p := filterParser{in: q.query, tags: t}
	e, err := p.parse()
	switch {
	case err != nil:
		m.note(q.row, "the query feed “%s” (%s) was left out: %v", q.name, line(q.query), err)
		return
	case len(p.about) > 0:
		slices.Sort(p.about)
		m.note(q.row, "the query feed “%s” became %s, which is not quite the same: %s", q.name, e, strings.Join(slices.Compact(p.about), "; "))
	}
	m.view(q.row, q.name, e)
}

var errDeep = fmt.Errorf("too many parentheses")
