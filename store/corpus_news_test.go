package store_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"tidings/feed"
)

// newsFile holds the texts of some 850 English articles of news sites; they are no part of the project.
const newsFile = "../../shared/articles/gold.jsonl"

// newsCorpus makes items out of real articles: each is a run of an article's sentences, as long as the other corpus's items
// are. That keeps what decides how long a search for a phrase takes: how common words are, which stand together, which names
// return in which articles, and that one article is about one thing. It does not keep how a vocabulary grows: at a million
// items each sentence has returned some two hundred times, and no name is new, so that whatever is in three articles is in
// thousands of items.
type newsCorpus struct {
	rnd      *rand.Rand
	articles [][]string // their sentences
}

// openNews reads the articles; it skips the benchmark where they are not.
func openNews(tb testing.TB) *newsCorpus {
	tb.Helper()
	f, err := os.Open(newsFile)
	if err != nil {
		tb.Skip("no saved articles here: ", err)
	}
	defer f.Close()
	c := &newsCorpus{rnd: rand.New(rand.NewPCG(1, 2))}
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 16<<20)
	for lines.Scan() {
		var a struct{ Lang, Text string }
		if err := json.Unmarshal(lines.Bytes(), &a); err != nil {
			tb.Fatal(err)
		}
		if s := sentences(a.Text); a.Lang == "en" && len(s) >= 3 {
			c.articles = append(c.articles, s)
		}
	}
	if err := lines.Err(); err != nil {
		tb.Fatal(err)
	}
	return c
}

// sentences cuts a text behind full stops and the like that a space and a capital follow.
func sentences(text string) (out []string) {
	for block := range strings.SplitSeq(text, "\n") {
		words := strings.Fields(block)
		start := 0
		for i, w := range words {
			last := i+1 == len(words)
			if last || strings.ContainsAny(w[len(w)-1:], ".!?") && len(w) > 3 && unicode.IsUpper([]rune(words[i+1])[0]) {
				out = append(out, strings.Join(words[start:i+1], " "))
				start = i + 1
			}
		}
	}
	return out
}

func (c *newsCorpus) title() string {
	a := c.articles[c.rnd.IntN(len(c.articles))]
	words := strings.Fields(a[0])
	return strings.Join(words[:min(2, len(words))], " ")
}

var escapeText = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

func (c *newsCorpus) item(feedNo, n int, now time.Time, span time.Duration) feed.Item {
	var b strings.Builder
	var title string
	for left, i := itemSize(c.rnd), 0; left > 0; {
		a := c.articles[c.rnd.IntN(len(c.articles))]
		for at := c.rnd.IntN(len(a)); at < len(a) && left > 0; at, i = at+1, i+1 {
			words := strings.Fields(a[at])
			if title == "" {
				title = strings.Join(words[:min(len(words), 5+c.rnd.IntN(6))], " ")
				continue
			}
			if i%3 == 1 {
				b.WriteString("<p>")
			}
			b.WriteString(escapeText.Replace(a[at]) + " ")
			left -= len(words)
		}
	}
	return feed.Item{
		GUID: fmt.Sprintf("https://host%d.example/%d", feedNo, n), Link: fmt.Sprintf("https://host%d.example/2026/story-%d", feedNo, n),
		Title: title, Content: b.String(), Published: now.Add(-time.Duration(c.rnd.Int64N(int64(span)))),
	}
}

// pairs are 200 phrases of two words out of three articles or more: names are two words with capitals of which the first does
// not begin its sentence. Each phrase is as likely as any other, however often it returns.
func (c *newsCorpus) pairs(names bool) []string {
	seen := map[string]int{}
	for _, a := range c.articles {
		here := map[string]bool{}
		for _, s := range a {
			words := strings.FieldsFunc(s, func(r rune) bool { return unicode.IsSpace(r) || r == '-' || r == '—' })
			for i := range len(words) - 1 {
				if v, w := words[i], strings.TrimRight(words[i+1], ",.;:!?”’)"); isWord(v) && isWord(w) && (!names || i > 0 && isName(v) && isName(w)) {
					here[v+" "+w] = true
				}
			}
		}
		for p := range here {
			seen[p]++
		}
	}
	var all []string
	for p, n := range seen {
		if n >= 3 {
			all = append(all, fmt.Sprintf("%q", p))
		}
	}
	slices.Sort(all)
	rand.New(rand.NewPCG(3, 4)).Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	return all[:200]
}

func isWord(s string) bool {
	return s != "" && strings.IndexFunc(s, func(r rune) bool { return !unicode.IsLetter(r) }) < 0
}

func isName(s string) bool {
	r := []rune(s)
	return len(r) > 1 && unicode.IsUpper(r[0]) && unicode.IsLower(r[1])
}
