package extract

import (
	"fmt"
	"html"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// story is a made-up page: lines of an article (+) and of clutter (-), in the order in which they stand.
type story struct {
	name, lang, title string
	lines             []string
}

func readStories(t testing.TB) []story {
	t.Helper()
	files, err := filepath.Glob("testdata/stories/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no stories: ", err)
	}
	var out []story
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		parts := strings.Split(filepath.Base(f), ".")
		s := story{name: parts[0], lang: parts[1]}
		for line := range strings.SplitSeq(strings.TrimSpace(string(b)), "\n") {
			mark, text, _ := strings.Cut(line, "\t")
			if mark == "title" {
				s.title = text
			} else {
				s.lines = append(s.lines, mark+text)
			}
		}
		out = append(out, s)
	}
	return out
}

// forms are the ways in which a story's lines are set; clutter is dressed as the article's own text but for what the name says.
var forms = []struct {
	name             string
	article, clutter string // one line of each
	articleOpen      string
	articleShut      string
}{
	{name: "paragraphs", article: "<p>%s</p>\n", clutter: "<p>%s</p>\n", articleOpen: "<article><h1>%s</h1>", articleShut: "</article>"},
	{name: "divs", article: "<div>%s</div>\n", clutter: "<div>%s</div>\n", articleOpen: "<div><div><h1>%s</h1></div><div>", articleShut: "</div></div>"},
	{name: "breaks", article: "%s<br><br>\n", clutter: "%s<br><br>\n", articleOpen: "<div><h1>%s</h1></div><div>", articleShut: "</div>"},
	{name: "bold clutter", article: "<p>%s</p>\n", clutter: "<p><strong>%s</strong></p>\n", articleOpen: "<main><h1>%s</h1>", articleShut: "</main>"},
	{name: "boxed clutter", article: "<p>%s</p>\n", clutter: "<div class=\"x7\"><p>%s</p></div>\n", articleOpen: "<section><h1>%s</h1>", articleShut: "</section>"},
	{name: "asides", article: "<p>%s</p>\n", clutter: "<aside><p>%s</p></aside>\n", articleOpen: "<article><h1>%s</h1>", articleShut: "</article>"},
	{name: "names in another tongue", article: "<p class=\"absatz\">%s</p>\n", clutter: "<p class=\"absatz hinweis\">%s</p>\n", articleOpen: "<div class=\"seite\"><h1 class=\"titel\">%s</h1>", articleShut: "</div>"},
}

func (s story) page(form int) string {
	f := forms[form]
	var b strings.Builder
	fmt.Fprintf(&b, "<!doctype html><html lang=%s><head><meta charset=utf-8><title>%s</title></head><body><nav><ul><li><a href=/>News</a><li><a href=/s>Sport</a></ul></nav>", s.lang, s.title)
	fmt.Fprintf(&b, f.articleOpen, s.title)
	for _, l := range s.lines {
		set := f.article
		if l[0] == '-' {
			set = f.clutter
		}
		fmt.Fprintf(&b, set, html.EscapeString(l[1:]))
	}
	b.WriteString(f.articleShut + "<footer><p>© 2026 <a href=/imprint>Imprint</a> <a href=/privacy>Privacy</a></p></footer></body></html>")
	return b.String()
}

// The table: every story in every form. The model errs now and then, so shares are held: of a hundred lines of an article at most
// five may be lost (reporting about newsletters and donations included), of a hundred lines of clutter at most seven may stay.
// What was left out must always be accounted for.
func TestStories(t *testing.T) {
	kept, clutter, lost, lines := 0, 0, 0, 0
	for _, s := range readStories(t) {
		for form := range forms {
			res, err := Page(Input{HTML: []byte(s.page(form)), URL: "https://news.example.org/a"})
			if err != nil {
				t.Fatal(err)
			}
			in := map[string]bool{}
			for line := range strings.SplitSeq(res.Article.Text(), "\n") {
				in[line] = true
			}
			var out strings.Builder
			for _, r := range res.Article.Removed {
				for _, b := range r.Blocks {
					out.WriteString(b.Text() + "\n")
				}
			}
			for _, l := range s.lines {
				switch text := l[1:]; {
				case l[0] == '+':
					if lines++; !in[text] {
						lost++
						t.Logf("%s (%s), %s: lost %q", s.name, s.lang, forms[form].name, text)
					}
				default:
					clutter++
					if in[text] {
						kept++
						t.Logf("%s (%s), %s: kept %q", s.name, s.lang, forms[form].name, text)
					} else if !strings.Contains(out.String(), text) {
						t.Errorf("%s (%s), %s: not accounted for: %q", s.name, s.lang, forms[form].name, text)
					}
				}
			}
		}
	}
	t.Logf("%d of %d lines of articles lost, %d of %d lines of clutter stay", lost, lines, kept, clutter)
	if lost*20 > lines || kept*14 > clutter {
		t.Errorf("%d of %d lines of articles lost, %d of %d lines of clutter stay", lost, lines, kept, clutter)
	}
}
