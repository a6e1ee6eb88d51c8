package cli_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
)

// A bookmark keeps its article though it was never opened, its page is gone and its feed no longer followed.
func TestABookmarkKeepsItsArticle(t *testing.T) {
	var gone atomic.Bool
	var s *site
	s = newSite(t, func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.URL.Path == "/feed":
			fmt.Fprintf(w, `<rss version="2.0"><channel><title>Herald</title>
				<item><guid>1</guid><title>The ferry is back</title><link>%[1]s/ferry</link></item>
				<item><guid>2</guid><title>The bridge</title><link>%[1]s/bridge</link></item></channel></rss>`, s.URL)
		case r.URL.Path == "/ferry" && !gone.Load():
			w.Header().Set("Content-Type", "text/html")
			fmt.Fprint(w, `<title>The ferry is back</title><article><h1>The ferry is back</h1>`, strings.Repeat(`<p>The harbour council met on Tuesday to weigh what the old ferry line would cost the town, and agreed after two hours.</p>`, 4), `</article>`)
		default:
			http.NotFound(w, r)
		}
	})
	p := newPerson(t, "")
	p.run("", "add", s.URL+"/feed")
	ferry, bridge := "", ""
	for line := range strings.Lines(p.run("", "list", "--format", "{{.ID}} {{.Title}}\n")) {
		id, title, _ := strings.Cut(strings.TrimSpace(line), " ")
		if title == "The bridge" {
			bridge = id
		} else {
			ferry = id
		}
	}
	if out := p.run("", "bookmark", ferry); out != "" {
		t.Errorf("bookmark: %q", out)
	}
	if out := p.run("", "bookmark", bridge); !strings.Contains(out, "item "+bridge+" is bookmarked with what its feed brought; the page could not be read") {
		t.Errorf("a page that is not there: %q", out)
	}
	gone.Store(true)
	p.run("", "remove", "Herald")
	if out := p.run("", "read", ferry); !strings.Contains(out, "harbour council met") {
		t.Errorf("the bookmark lost its article: %q", out)
	}
}
