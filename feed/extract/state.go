package extract

import (
	"encoding/json"
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Some pages serve their article only inside a script: as JSON-LD's articleBody or in the state of the application that would draw
// the page. Where the tree has no article, the body is taken from there and judged like any other.

// bodyless is below how many kept words a page counts as one without an article in its tree; stateFrom is how many words of prose a
// script must hold to stand in.
const (
	bodyless  = 25
	stateFrom = 80
	stateMore = 2 // times as many words as JSON-LD's articleBody has make another string of the page the body
)

// fromScripts returns the document with the body that its scripts hold put in as an <article>, or nil when they hold none.
func (d *document) fromScripts() *document {
	body := ""
	for i := range d.said.ld.things {
		if t := &d.said.ld.things[i]; !t.inside && len(t.body) > len(body) {
			body = t.body
		}
	}
	words := prose(body)
	if state := stateBody(d.root); words < stateFrom || prose(state) > stateMore*words { // JSON-LD may hold a summary alone
		body, words = state, prose(state)
	}
	if words < stateFrom {
		return nil
	}
	if !strings.Contains(body, "<p") && !strings.Contains(body, "<br") && !strings.Contains(body, "<div") {
		var b strings.Builder
		for line := range strings.SplitSeq(body, "\n") {
			if strings.TrimSpace(line) != "" {
				b.WriteString("<p>" + line + "</p>")
			}
		}
		body = b.String()
	}
	at := &html.Node{Type: html.ElementNode, DataAtom: atom.Article, Data: "article"}
	tree, _ := parse([]byte(body))
	var from *html.Node
	for n := tree; n != nil; n = next(n, tree, true) {
		if n.DataAtom == atom.Body {
			from = n
			break
		}
	}
	if from == nil {
		return nil
	}
	for c := from.FirstChild; c != nil; c = from.FirstChild {
		from.RemoveChild(c)
		at.AppendChild(c)
	}
	for n := d.root; n != nil; n = next(n, d.root, true) {
		if n.DataAtom == atom.Body {
			n.AppendChild(at)
			out := &document{in: d.in, root: d.root, said: d.said, cut: d.cut, script: at}
			out.split()
			return out
		}
	}
	return nil
}

// codeShare is how many words a text must have for each sign of code in it to be prose: a news text has one in a table or a name.
const codeShare = 50

// prose counts the words of a text, markup left out, that stand in sentences; none of what reads as code.
func prose(s string) int {
	words, code, in, tag := 0, 0, false, false
	for _, r := range s {
		switch {
		case r == '<':
			tag, in = true, false
		case r == '>' && tag:
			tag = false
		case tag:
		case unicode.IsLetter(r):
			if !in || ideograph(r) {
				words++
			}
			in = true
		case r == ' ' || r == '\n' || r == ',' || r == '.' || r == 0xa0:
			in = false
		case r == '{' || r == '}' || r == '_' || r == '=':
			code++
		}
	}
	if code*codeShare > words {
		return 0
	}
	return words
}

// maxScript is how much of a page's scripts is searched.
const maxScript = 8 << 20

// stateBody finds the longest prose among the strings of a page's scripts. Strings under the same name in one script belong
// together: an article is often a list of paragraphs.
func stateBody(root *html.Node) string {
	best, bestWords, left := "", 0, maxScript
	for n := root; n != nil; n = next(n, root, true) {
		if n.DataAtom != atom.Script || n.FirstChild == nil || len(n.FirstChild.Data) > left {
			continue
		}
		left -= len(n.FirstChild.Data)
		groups := map[string]*strings.Builder{}
		var names []string
		collect(n.FirstChild.Data, 0, func(name, value string) {
			g := groups[name]
			if g == nil {
				g = &strings.Builder{}
				groups[name] = g
				names = append(names, name)
			}
			if g.Len() < 1<<20 {
				g.WriteString(value + "\n")
			}
		})
		for _, name := range names {
			if s := groups[name].String(); len(s) > 400 {
				if w := prose(s); w > bestWords {
					best, bestWords = s, w
				}
			}
		}
	}
	return best
}

// collect calls f with every string literal of a script that reads as prose and with the name before it. A string that is itself
// written as JSON is searched in turn, twice at most.
func collect(script string, depth int, f func(name, value string)) {
	name := ""
	for i := 0; i < len(script); {
		j := strings.IndexByte(script[i:], '"')
		if j < 0 {
			return
		}
		i += j
		end := i + 1
		for end < len(script) && script[end] != '"' {
			if script[end] == '\\' {
				end++
			}
			end++
		}
		if end >= len(script) {
			return
		}
		literal := script[i : end+1]
		i = end + 1
		if i < len(script) && script[i] == ':' {
			name = literal
			continue
		}
		if len(literal) < 40 {
			continue
		}
		var value string
		if json.Unmarshal([]byte(literal), &value) != nil {
			continue
		}
		if depth < 2 && strings.Count(value, "\":") > 2 {
			collect(value, depth+1, f)
			continue
		}
		if prose(value) >= 8 && strings.ContainsAny(value, ".。!?؟।") {
			f(name, value)
		}
	}
}
