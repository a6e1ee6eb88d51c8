package demo

import (
	"errors"
	"fmt"
	"html"
	"regexp"
	"strings"
	"sync"
	"unicode"
)

// article is one article as its file has it: three header lines, a line of dashes, then blocks with blank lines between.
//
//	## heading    > quote    - item    1. item    | cell | cell |    ```lang    [^1]: footnote    *** rule
//	!name | alternative text | caption
//
// Inside a block: **bold**, *italic*, `code`, [text](address), [^1] a note's number, {base|reading}.
type article struct {
	N      int // counted from 1 in order of publication
	Slug   string
	Title  string
	By     string
	Tags   []string
	Blocks []block
}

// block is one block; the page templates decide what markup it becomes.
type block struct {
	Kind  string // p, h, quote, ul, ol, table, code, note, rule, pic
	HTML  markup
	Text  string // what a reader sees
	Lang  string // code
	Label string // note
	Items []inline
	Rows  [][]inline // the first is the header
	Pic   string
	Alt   string
}

type inline struct {
	HTML markup
	Text string
}

// parseArticle reads an article's file.
func parseArticle(src string) (article, error) {
	head, body, ok := strings.Cut(src, "\n---\n")
	if !ok {
		return article{}, errors.New("no header")
	}
	var a article
	for line := range strings.Lines(head) {
		key, val, _ := strings.Cut(strings.TrimSpace(line), ": ")
		switch key {
		case "Title":
			a.Title = val
		case "By":
			a.By = val
		case "Tags":
			a.Tags = strings.Split(val, ", ")
		default:
			return article{}, fmt.Errorf("unknown header %q", key)
		}
	}
	for chunk := range strings.SplitSeq(strings.TrimSpace(body), "\n\n") {
		b, err := parseBlock(strings.TrimRight(chunk, "\n"))
		if err != nil {
			return article{}, err
		}
		a.Blocks = append(a.Blocks, b)
	}
	if a.Title == "" || a.Blocks[0].Kind != "p" {
		return article{}, errors.New("no title, or no paragraph to begin with")
	}
	return a, nil
}

var (
	numbered = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^\d+\. `) })
	noted    = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^\[\^(\w+)\]: `) })
)

func parseBlock(s string) (block, error) {
	lines := strings.Split(s, "\n")
	switch {
	case s == "***":
		return block{Kind: "rule"}, nil
	case strings.HasPrefix(s, "## "):
		return textBlock("h", s[3:]), nil
	case strings.HasPrefix(s, "> "):
		return textBlock("quote", strings.ReplaceAll(s[2:], "\n> ", "\n")), nil
	case strings.HasPrefix(s, "- "):
		return listBlock("ul", lines, func(l string) string { return strings.TrimPrefix(l, "- ") }), nil
	case numbered().MatchString(s):
		return listBlock("ol", lines, func(l string) string { return numbered().ReplaceAllString(l, "") }), nil
	case strings.HasPrefix(s, "| "):
		b := block{Kind: "table"}
		for _, l := range lines {
			var row []inline
			for cell := range strings.SplitSeq(strings.Trim(l, "| "), "|") {
				row = append(row, inlines(strings.TrimSpace(cell)))
			}
			b.Rows = append(b.Rows, row)
		}
		return b, nil
	case strings.HasPrefix(s, "```"):
		if len(lines) < 3 || lines[len(lines)-1] != "```" {
			return block{}, fmt.Errorf("code without an end: %q", lines[0])
		}
		text := strings.Join(lines[1:len(lines)-1], "\n")
		return block{Kind: "code", Lang: lines[0][3:], Text: text, HTML: markup(html.EscapeString(text))}, nil
	case strings.HasPrefix(s, "!"):
		part := strings.Split(s[1:], " | ")
		if len(part) != 3 {
			return block{}, fmt.Errorf("picture of %d parts: %q", len(part), s)
		}
		b := textBlock("pic", part[2])
		b.Pic, b.Alt = part[0], part[1]
		return b, nil
	}
	if m := noted().FindStringSubmatch(s); m != nil {
		b := textBlock("note", s[len(m[0]):])
		b.Label = m[1]
		return b, nil
	}
	return textBlock("p", s), nil
}

func textBlock(kind, s string) block {
	in := inlines(strings.ReplaceAll(s, "\n", " "))
	return block{Kind: kind, HTML: in.HTML, Text: in.Text}
}

func listBlock(kind string, lines []string, cut func(string) string) block {
	b := block{Kind: kind}
	for _, l := range lines {
		b.Items = append(b.Items, inlines(cut(l)))
	}
	return b
}

// spans are the marks inside a block, with what they become; html and text take the submatches.
var spans = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile("\\*\\*(.+?)\\*\\*|\\*(.+?)\\*|`(.+?)`|\\[([^\\]^]+)\\]\\(([^)]+)\\)|\\[\\^(\\w+)\\]|\\{([^|}]+)\\|([^}]+)\\}")
})

func inlines(s string) inline {
	var marks, text strings.Builder
	last := 0
	put := func(h, t string) { marks.WriteString(h); text.WriteString(t) }
	for _, m := range spans().FindAllStringSubmatchIndex(s, -1) {
		put(html.EscapeString(s[last:m[0]]), s[last:m[0]])
		last = m[1]
		sub := func(i int) string {
			if m[2*i] < 0 {
				return ""
			}
			return s[m[2*i]:m[2*i+1]]
		}
		esc := func(i int) string { return html.EscapeString(sub(i)) }
		switch {
		case sub(1) != "":
			put("<strong>"+esc(1)+"</strong>", sub(1))
		case sub(2) != "":
			put("<em>"+esc(2)+"</em>", sub(2))
		case sub(3) != "":
			put("<code>"+esc(3)+"</code>", sub(3))
		case sub(4) != "":
			put(`<a href="`+esc(5)+`">`+esc(4)+"</a>", sub(4))
		case sub(6) != "":
			put(`<sup><a href="#fn`+esc(6)+`" id="ref`+esc(6)+`">`+esc(6)+"</a></sup>", "")
		default:
			put("<ruby>"+esc(7)+"<rt>"+esc(8)+"</rt></ruby>", sub(7))
		}
	}
	put(html.EscapeString(s[last:]), s[last:])
	return inline{HTML: markup(marks.String()), Text: text.String()}
}

// lines are what a perfect reader shows of a block: one line a paragraph, heading, quote, item, row or footnote. A note's
// number inside the text and a ruby reading are left out, so is a picture's caption; code is folded into one line.
func (b block) lines() []string {
	switch b.Kind {
	case "ul", "ol":
		out := make([]string, len(b.Items))
		for i, it := range b.Items {
			out[i] = it.Text
		}
		return out
	case "table":
		out := make([]string, len(b.Rows))
		for i, r := range b.Rows {
			cells := make([]string, len(r))
			for j, c := range r {
				cells[j] = c.Text
			}
			out[i] = strings.Join(cells, "\t")
		}
		return out
	case "pic", "rule":
		return nil
	}
	return []string{strings.Join(strings.Fields(b.Text), " ")}
}

// served are the blocks that the site's page has of an article: all, or as many as it gives away.
func (st *site) served(a article) []block {
	if st.Cut > 0 && len(a.Blocks) > st.Cut {
		return a.Blocks[:st.Cut]
	}
	return a.Blocks
}

// Expected returns the clean text of article n (from 1) of a site: what its page holds of the article, one block a line,
// without title, byline, captions and everything else that stands there, as article.Article.Text would put it. It is ""
// when there is no such site or article.
func Expected(id string, n int) string {
	st, err := loadSite(id)
	if err != nil || n < 1 || (n > len(st.articles) && !st.Busy) {
		return ""
	}
	var out []string
	for _, b := range st.served(st.article(n)) {
		out = append(out, b.lines()...)
	}
	return strings.Join(out, "\n")
}

// words counts an article's words as a site's own software would: runs of letters and digits.
func (a article) words() int {
	n := 0
	for _, b := range a.Blocks {
		for _, l := range b.lines() {
			n += len(strings.FieldsFunc(l, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) && r != '\'' && r != '’' }))
		}
	}
	return n
}
