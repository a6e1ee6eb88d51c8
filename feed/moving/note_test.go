package moving

import (
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"tidings/feed"
	"tidings/feed/article"
)

func TestMarkdownFile(t *testing.T) {
	it := Item{
		Item: feed.Item{Title: `A "strange": title / with …`, Link: "https://a.example/1", Authors: []string{"Ann: B"}, Published: written},
		From: "https://a.example/f", Marks: []string{"two words", "x"}, Note: "first\nsecond", Bookmarked: true,
		Article: &article.Article{Title: "A title", Blocks: []article.Block{{Spans: []article.Span{{Text: "The text."}}}}},
	}
	name, data, err := MarkdownFile(it)
	if err != nil {
		t.Fatal(err)
	}
	want := `---
title: 'A "strange": title / with …'
url: https://a.example/1
feed: https://a.example/f
authors:
  - 'Ann: B'
published: "2026-03-04T05:06:07Z"
tags:
  - two-words
  - x
labels:
  - two words
  - x
---

> [!note]
> first
> second

# A title

The text.
`
	if string(data) != want {
		t.Errorf("got\n%s\nwant\n%s", data, want)
	}
	if !strings.HasPrefix(name, "2026-03-04-a-strange-title-with-") || !strings.HasSuffix(name, ".md") || strings.ContainsAny(name, `/\:*?"<>| `) {
		t.Errorf("name %q", name)
	}
	_, data, err = MarkdownFile(Item{Item: feed.Item{Title: "t", Content: "<p>The &lt;script&gt;alert(1)&lt;/script&gt; and [a](javascript:alert(1))</p><p>More</p>"}})
	if text := string(data); err != nil || !strings.Contains(text, `The \<script>alert(1)\</script> and \[a\](javascript:alert(1))`) {
		t.Errorf("%s %v", text, err)
	}
	seen := map[string]bool{}
	for _, title := range []string{"", "..", "CON", "con", "/etc/passwd", strings.Repeat("long ", 99), "日本語", "\x00"} {
		n, _, err := MarkdownFile(Item{Item: feed.Item{Title: title, Link: "https://a.example/2"}})
		if err != nil || seen[n] || len(n) > 120 || strings.ContainsAny(n, "/\\\x00") || strings.HasPrefix(n, ".") {
			t.Errorf("%q becomes %q, %v", title, n, err)
		}
		seen[n] = true
	}
}

// What MarkdownFile writes, ReadNote reads back: all that the file tells, the words of the text among it.
func TestRoundTripMarkdown(t *testing.T) {
	for seed := range uint64(300) {
		for _, it := range random(rand.New(rand.NewPCG(seed, 3))).Items {
			_, data, err := MarkdownFile(it)
			if err != nil {
				t.Fatal(err)
			}
			m, err := ReadNote(data)
			if err != nil || len(m.Notes) > 0 || len(m.Items) != 1 {
				t.Fatalf("seed %d: %v %v\n%s", seed, err, m.Notes, data)
			}
			got := m.Items[0]
			want := Item{
				Item: feed.Item{GUID: it.GUID, Link: it.Link, Title: it.Title, Authors: it.Authors, Published: it.Published, Content: got.Content},
				From: it.From, Read: it.Read, Bookmarked: it.Bookmarked, Marks: it.Marks, Note: it.Note,
			}
			if want.GUID == "" {
				want.GUID = want.Link
			}
			if !reflect.DeepEqual(got, want) {
				t.Fatalf("seed %d:\n got %+v\nwant %+v\n%s", seed, got, want, data)
			}
			text := feed.TextOf(it.Content)
			if it.Article != nil {
				text = it.Article.Text()
			}
			if a, b := wordsOf(feed.TextOf(got.Content)), wordsOf(text); !strings.HasPrefix(a, b) { // footnotes stand behind
				t.Fatalf("seed %d: the text is\n%s\nwant\n%s\nof\n%s", seed, a, b, data)
			}
		}
	}
}

// wordsOf is a text without space, and without the signs that set notes apart.
func wordsOf(s string) string {
	return strings.Join(strings.Fields(strings.NewReplacer("[^", "", "]:", "", "]", "", "*", "", "-", "").Replace(s)), "")
}

func TestNotesOfAPerson(t *testing.T) {
	const front = "---\ntitle: T\nurl: https://a.example/1\n---\n"
	for _, c := range []struct{ body, want string }{
		{"one\ntwo\n\nthree", "<p>one two</p> <p>three</p>"},
		{"a **b** *c* ~~d~~ `e<f>` \\*g\\* 2 * 3", "<p>a <strong>b</strong> <em>c</em> <s>d</s> <code>e&lt;f&gt;</code> *g* 2 * 3</p>"},
		{"[x](https://b.example/) ![p](https://b.example/p.png) [y] [z](", "<p><a href=\"https://b.example/\">x</a> <img alt=\"p\" src=\"https://b.example/p.png\"> [y] [z](</p>"},
		{"- a\n- b\n  - c\n\n1. d", "<ul><li><p>a</p> </li> <li><p>b</p> <ul><li><p>c</p> </li> </ul> </li> </ul> <ol><li><p>d</p> </li> </ol>"},
		{"> q\n> > r", "<blockquote><p>q</p> <blockquote><p>r</p> </blockquote> </blockquote>"},
		{"```go\nx <y\n\n- z\n```\nafter", "<pre><code>x &lt;y - z</code></pre> <p>after</p>"},
		{"## H *i*\n\n---", "<h2>H <em>i</em></h2> <hr>"},
		{"<script>alert(1)</script>x\n\n[x](javascript:alert(1))", "<p>x</p> <p><a>x</a>)</p>"},
		{"| a | b |\n| --- | --- |\n| c \\| d | e |", "<table><tr><th>a</th><th>b</th></tr> <tr><td>c | d</td><td>e</td></tr> </table>"},
	} {
		m, err := ReadNote([]byte(front + "\n" + c.body + "\n"))
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(strings.Fields(m.Items[0].Content), " "); got != c.want {
			t.Errorf("%q becomes\n %q, want\n %q", c.body, got, c.want)
		}
	}
	for _, c := range []struct{ file, err string }{
		{"---\ntitle: A recipe\n---\ntext", ErrNoArticle.Error()},
		{"# no front matter", ErrNoArticle.Error()},
		{"---\ntitle: [\nurl: x\n---\n", "front matter: line "},
		{strings.Repeat("x", maxNote+1), "larger than 4 MiB"},
	} {
		if _, err := ReadNote([]byte(c.file)); err == nil || !strings.Contains(err.Error(), c.err) {
			t.Errorf("%.40q: %v, want %q", c.file, err, c.err)
		}
	}
}

// What a hostile file could make long is read in one pass: it would not end if it were not.
func TestNotesThatNest(t *testing.T) {
	const n = 1 << 16
	for _, s := range []string{"[", ">", "- ", "![a", "*a **", "`", "<", "|a", "1. "} {
		for _, end := range []string{"", strings.Repeat("](x)", n)} {
			if _, err := ReadNote([]byte("---\nurl: https://a.example/1\n---\n" + strings.Repeat(s, n) + end)); err != nil {
				t.Errorf("%q: %v", s, err)
			}
		}
	}
}
