package demo_test

import (
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"tidings/feed"
	"tidings/feed/article"
	"tidings/feed/demo"
	"tidings/feed/extract"
)

// fetch returns a page and its Content-Type.
func fetch(t *testing.T, url string) ([]byte, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := (&http.Transport{DisableKeepAlives: true}).RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK {
		t.Fatalf("%s: status %d, %v", url, resp.StatusCode, err)
	}
	return body, resp.Header.Get("Content-Type")
}

// tally counts what came out wrong of a run over all sites.
type tally struct{ pages, lines, lost, extra, unclean, wrong int }

// The ceilings are what a reader may be asked to put up with, in per cent, a little above what was measured: a step back
// shows. The pages were written without regard to the extractor, and neither is bent to the other.
var ceilings = []struct {
	name                 string
	known                bool // the other pages of the site were seen before
	lost, unclean, wrong int
}{
	{"first page of a site", false, 8, 70, 5},
	{"known site", true, 8, 10, 5},
}

// TestPagesComeOutClean extracts every article of every site and compares it with what its author wrote: once as the first
// page of its site that is ever seen, once with the site's other pages known, as they are to a reader after a week.
func TestPagesComeOutClean(t *testing.T) {
	s, err := demo.Start(t.Context(), demo.Options{Calm: true})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	for _, c := range ceilings {
		t.Run(c.name, func(t *testing.T) {
			var sum tally
			for _, site := range s.Sites() {
				got := measure(t, s, site, c.known)
				t.Logf("%s: %+v", site.ID, got)
				sum.pages += got.pages
				sum.lines += got.lines
				sum.lost += got.lost
				sum.extra += got.extra
				sum.unclean += got.unclean
				sum.wrong += got.wrong
			}
			t.Logf("all: %+v", sum)
			for _, v := range []struct {
				what         string
				n, of, limit int
			}{
				{"lines of articles were lost", sum.lost, sum.lines, c.lost},
				{"pages kept something that is not the article", sum.unclean, sum.pages, c.unclean},
				{"pages were said to be whole or cut off wrongly", sum.wrong, sum.pages, c.wrong},
			} {
				if v.n*100 > v.of*v.limit {
					t.Errorf("%d of %d %s, more than %d %%", v.n, v.of, v.what, v.limit)
				}
			}
		})
	}
}

// measure extracts the twelve opening articles of a site.
func measure(t *testing.T, s *demo.Server, site demo.Site, known bool) tally {
	t.Helper()
	const count = 12
	inputs := make([]extract.Input, count)
	seen := make([][]uint64, count)
	for i := range inputs {
		body, kind := fetch(t, s.Page(site.ID, i+1))
		inputs[i] = extract.Input{HTML: body, ContentType: kind, URL: s.Page(site.ID, i+1)}
		res, err := extract.Page(inputs[i])
		if err != nil {
			t.Fatalf("%s %d: %v", site.ID, i+1, err)
		}
		seen[i] = res.Blocks
	}
	var sum tally
	for i, in := range inputs {
		if known {
			in.Site = extract.Site{Pages: count - 1, Blocks: map[uint64]int{}}
			for j, blocks := range seen {
				if j == i {
					continue
				}
				slices.Sort(blocks)
				for _, b := range slices.Compact(blocks) {
					in.Site.Blocks[b]++
				}
			}
		}
		res, err := extract.Page(in)
		if err != nil {
			t.Fatalf("%s %d: %v", site.ID, i+1, err)
		}
		check(t, site, i+1, res.Article, &sum)
	}
	return sum
}

// check compares one article with what is expected and adds to the sum.
func check(t *testing.T, site demo.Site, n int, a article.Article, sum *tally) {
	t.Helper()
	want, got := strings.Split(demo.Expected(site.ID, n), "\n"), strings.Split(a.Text(), "\n")
	lost, extra := without(want, got), without(got, want)
	if a.Standfirst != "" { // no article of the demo has one
		extra = append(extra, a.Standfirst)
	}
	for _, l := range lost {
		t.Logf("%s %d lost  %.90s", site.ID, n, l)
	}
	for _, l := range extra {
		t.Logf("%s %d extra %.90s", site.ID, n, l)
	}
	sum.pages++
	sum.lines += len(want)
	sum.lost += len(lost)
	sum.extra += len(extra)
	if len(extra) > 0 {
		sum.unclean++
	}
	served := article.Full
	if site.ID == "faro" { // it gives the first three paragraphs away
		served = article.Preview
	}
	if a.Completeness != served {
		t.Logf("%s %d is %s (%s), not %s", site.ID, n, a.Completeness, a.Evidence, served)
		sum.wrong++
	}
	if a.Title == "" || a.Published.IsZero() || a.Language == "" || !strings.HasPrefix(site.Language, a.Language[:2]) {
		t.Errorf("%s %d: title %q, published %v, language %q", site.ID, n, a.Title, a.Published, a.Language)
	}
	if !utf8.ValidString(a.Text()) {
		t.Errorf("%s %d: the charset was not understood", site.ID, n)
	}
}

// without returns the lines of a that b lacks.
func without(a, b []string) []string {
	return slices.DeleteFunc(slices.Clone(a), func(l string) bool { return slices.Contains(b, l) })
}

// TestFeedsTextsComeOutClean opens the texts of the feeds that bring them whole, whose pages cannot be had, as a reader
// without a network does: what the feed sets around every text is left out, and nothing of the text.
func TestFeedsTextsComeOutClean(t *testing.T) {
	s, err := demo.Start(t.Context(), demo.Options{Calm: true})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	whole := 0
	for _, f := range s.Feeds() {
		body, kind := fetch(t, f.URL)
		doc, err := feed.Parse(body, kind, f.URL, time.Now())
		if err != nil {
			t.Fatal(err)
		}
		input := func(it feed.Item) extract.Input {
			return extract.Input{HTML: []byte(it.Content), URL: it.Link, Title: it.Title}
		}
		for i, it := range doc.Items {
			if it.Content == "" {
				continue
			}
			whole++
			in := input(it)
			in.Site.Blocks = map[uint64]int{}
			for j, other := range doc.Items {
				if j != i {
					in.Site.Pages++
					for _, b := range extract.CarriedBlocks(input(other)) {
						in.Site.Blocks[b]++
					}
				}
			}
			r, err := extract.Carried(in)
			if err != nil {
				t.Fatal(err)
			}
			plain := article.Article{Blocks: extract.Fragment(it.Content, it.Link)}
			all, kept := strings.Split(plain.Text(), "\n"), strings.Split(r.Article.Text(), "\n")
			if left := len(all) - len(kept); left < 2 || left > 3 {
				t.Errorf("%s: %d lines of %d were left out: %+v", it.Title, left, len(all), r.Article.Removed)
			}
		}
	}
	if whole == 0 {
		t.Error("no feed brings whole texts")
	}
}
