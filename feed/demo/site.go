package demo

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"strconv"
	"strings"
	"time"

	"tidings/feed"
	"tidings/feed/fill"
)

//go:embed sites
var data embed.FS

// opening is how many articles of a site are out when the server starts; the busy site holds the others back.
const opening = 12

// site is what sites/ID/site.json says of a site, its articles and its page.
type site struct {
	ID       string
	Name     string
	Tagline  string
	Language string
	Folder   string
	Charset  string // of pages and front page
	Feeds    []source
	Path     string   // of an article: {n} its number, {slug} its name
	Date     string   // {d}, {m}, {month}, {y}, {t}: how the site prints a date
	Months   []string // as the site prints them
	Cut      int      // how many blocks of an article it serves without a subscription; 0 for all
	Slow     bool     // answers late
	Flaky    bool     // refuses every other poll
	Busy     bool     // publishes while one looks on
	Ahead    bool     // its articles are fetched as they come in: what repeats on them is known before one is opened
	Lag      string   // how long before the server's start its newest article came out
	Comments []comment

	Dir string `json:"-"` // how its language is written: ltr or rtl
	CSS markup `json:"-"` // a style sheet in the middle of things, as pages have them

	articles []article // in order of publication
	page     *fill.Template
	url      string
	index    int
	lag      time.Duration
}

// source is one of a site's feeds.
type source struct {
	Path    string
	Title   string
	Kind    feed.Kind
	Charset string
	Full    bool   // brings the whole text
	Above   string // with Full: markup above every text
	Below   string // with Full: markup below every text; {title} is the article's
	Tag     string // only articles with this tag
}

type comment struct{ Who, Text string }

// loadSites reads all sites. An error is a mistake in the embedded files.
func loadSites() ([]*site, error) {
	var order []string
	raw, err := data.ReadFile("sites/order.json")
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal(raw, &order); err != nil {
		return nil, fmt.Errorf("sites/order.json: %w", err)
	}
	out := make([]*site, len(order))
	for i, id := range order {
		if out[i], err = loadSite(id); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func loadSite(id string) (*site, error) {
	dir := path.Join("sites", id)
	raw, err := data.ReadFile(path.Join(dir, "site.json"))
	if err != nil {
		return nil, fmt.Errorf("no site %q: %w", id, err)
	}
	st := &site{ID: id}
	if err := json.Unmarshal(raw, st); err != nil {
		return nil, fmt.Errorf("%s/site.json: %w", dir, err)
	}
	st.Dir, st.CSS = st.direction(), "body{margin:0;font:16px/1.5 serif}.x{display:none}"
	if st.lag, err = time.ParseDuration(st.Lag); err != nil {
		return nil, fmt.Errorf("%s/site.json: %w", dir, err)
	}
	if err := st.readTemplates(dir); err != nil {
		return nil, err
	}
	files, err := fs.Glob(data, path.Join(dir, "*.md"))
	if err != nil {
		return nil, err
	}
	for i, name := range files { // Glob sorts; the names begin with two-digit numbers
		raw, err := data.ReadFile(name)
		if err != nil {
			return nil, err
		}
		num, slug, _ := strings.Cut(strings.TrimSuffix(path.Base(name), ".md"), "-")
		if n, err := strconv.Atoi(num); err != nil || n != i+1 {
			return nil, fmt.Errorf("%s: number %s where %02d was expected", name, num, i+1)
		}
		a, err := parseArticle(string(raw))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		a.N, a.Slug = i+1, slug
		st.articles = append(st.articles, a)
	}
	return st, nil
}

// article returns article n, counted from 1: a written one, then, for as long as anyone looks on, a bulletin.
func (st *site) article(n int) article {
	if n <= len(st.articles) {
		return st.articles[n-1]
	}
	return bulletin(n)
}

// path is where the site keeps an article.
func (st *site) path(a article) string {
	return strings.NewReplacer("{n}", strconv.Itoa(a.N), "{slug}", a.Slug).Replace(st.Path)
}

// find returns the article at a path, among the first count.
func (st *site) find(uri string, count int) (article, bool) {
	for n := count; n >= 1; n-- {
		if a := st.article(n); st.path(a) == uri {
			return a, true
		}
	}
	return article{}, false
}

// ages are how long before a site's newest article the earlier ones came out, newest first: thick by day, thin by night.
var ages = [opening]time.Duration{
	0, 47 * time.Minute, 2*time.Hour + 10*time.Minute, 4*time.Hour + 35*time.Minute, 7 * time.Hour, 11*time.Hour + 20*time.Minute,
	19 * time.Hour, 26*time.Hour + 15*time.Minute, 33 * time.Hour, 51*time.Hour + 40*time.Minute, 76 * time.Hour, 123 * time.Hour,
}

// published is when article n of the site came out, to the second.
func (s *Server) published(st *site, n int) time.Time {
	if n > opening {
		return s.began.Add(time.Duration(n-opening) * s.opt.Every).Truncate(time.Second)
	}
	return s.began.Add(-st.lag - ages[opening-n]).Truncate(time.Second)
}

// count is how many articles of the site are out.
func (s *Server) count(st *site) int {
	n := min(opening, len(st.articles))
	if st.Busy && !s.opt.Calm {
		n += max(0, int(s.opt.Now().Sub(s.began)/s.opt.Every))
	}
	return n
}

// date prints a time as the site does.
func (st *site) date(t time.Time) string {
	return strings.NewReplacer(
		"{d}", strconv.Itoa(t.Day()), "{m}", fmt.Sprintf("%02d", t.Month()), "{month}", st.Months[t.Month()-1],
		"{y}", strconv.Itoa(t.Year()), "{t}", t.Format("15:04"),
	).Replace(st.Date)
}
