package extract

import (
	"strings"
	"time"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Where nothing marks names and date they stand in short lines around the title: "By Ann Lee", "Ann Lee · 4 May 2025", or a
// name alone with the date beside it.

// How many lines above and below the title are read, and where the article's text begins, behind which no names are looked for.
const (
	linesAbove = 8
	linesBelow = 60
	namesBelow = 24
	bodyWords  = 60 // a line so long is the article's text
	leadWords  = 22 // so is the second one so long; the first is the summary under the title
)

// nearLine is one line near the title.
type nearLine struct {
	text  string
	parts []string // the texts in it that no element divides
	links []string // addresses of the links in it
}

// surroundings are the lines around a page's title.
type surroundings struct {
	lines       []nearLine
	above, body int // how many stand above the title, and in front of the article's text
}

// titleSpot returns the title's heading, or the zero spot: the heading that says the same, or the one that says it among more.
func (s *said) titleSpot(title string) spot {
	t := squash(title)
	if t == "" {
		return spot{}
	}
	near, same := spot{}, false
	for _, h := range s.heads {
		switch own := squash(textOf(h.node, 1000)); {
		case own == t && (near.node == nil || !same):
			near, same = h, true
		case own == t && h.node.DataAtom == atom.H1 && near.node.DataAtom != atom.H1: // a teaser of the page itself stands in front
			near = h
		case near.node == nil && h.node.DataAtom == atom.H1 && len(own) >= 8 && (strings.Contains(own, t) || strings.Contains(t, own)):
			near = h
		}
	}
	return near
}

// nearTitle reads the lines around the title's heading, or around the first h1.
func (s *said) nearTitle(title string) surroundings {
	top := s.titleSpot(title).node
	for i := 0; top == nil && i < len(s.heads); i++ {
		if s.heads[i].node.DataAtom == atom.H1 {
			top = s.heads[i].node
		}
	}
	if top == nil {
		return surroundings{}
	}
	around := map[*html.Node]bool{} // a page that shows itself by script hides what the title stands in
	for p := top; p != nil; p = p.Parent {
		around[p] = true
	}
	w := nearWalk{}
	for n := s.root; n != nil; {
		deeper := true
		switch {
		case n == top:
			w.flush()
			w.below, deeper = true, false
		case n.Type == html.TextNode:
			w.read(n.Data)
		case n.Type == html.ElementNode:
			switch n.DataAtom {
			case atom.Nav, atom.Head, atom.Select:
				deeper = false
			case atom.A:
				if href, ok := attr(n, "href"); ok && len(w.line.links) < 20 {
					w.line.links = append(w.line.links, href)
				}
			}
			deeper = deeper && (around[n] || !skipped(n) && !hidden(n))
			if endsLine(n) && w.flush() {
				deeper, n = false, nil
			}
		}
		if n != nil && deeper && n.FirstChild != nil {
			n = n.FirstChild
			continue
		}
		for n != nil { // leaving a block element ends a line as well
			if endsLine(n) && w.flush() {
				n = nil
			} else if n.NextSibling != nil {
				n = n.NextSibling
				break
			} else {
				n = n.Parent
			}
		}
	}
	w.flush()
	return w.surroundings()
}

// nearWalk gathers the lines on the way through the page.
type nearWalk struct {
	before, after []nearLine
	below         bool // the title has been passed

	line  nearLine // the one on its way
	text  []byte   // its text
	space bool     // white space is owed before its next word
}

// read adds a text to the line.
func (w *nearWalk) read(s string) {
	if len(w.text) >= 2000 {
		return
	}
	w.text, w.space = appendText(w.text, s, w.space)
	if t := fold(s); t != "" && len(w.line.parts) < 20 {
		w.line.parts = append(w.line.parts, t)
	}
}

// flush ends the line; done says that enough are read.
func (w *nearWalk) flush() (done bool) {
	l := w.line
	l.text = string(w.text)
	w.line, w.text, w.space = nearLine{}, w.text[:0], false
	switch {
	case l.text == "":
	case w.below:
		w.after = append(w.after, l)
	case len(w.before) == 4*linesAbove:
		w.before = append(append(w.before[:0], w.before[len(w.before)-linesAbove:]...), l)
	default:
		w.before = append(w.before, l)
	}
	return len(w.after) >= linesBelow
}

// surroundings joins the lines and finds where the article's text begins.
func (w *nearWalk) surroundings() surroundings {
	before := w.before[max(0, len(w.before)-linesAbove):]
	out := surroundings{lines: append(before, w.after...), above: len(before)}
	long := 0
	for out.body = out.above; out.body < len(out.lines) && out.body < out.above+namesBelow; out.body++ {
		n := countWords(out.lines[out.body].text)
		if n >= leadWords {
			long++
		}
		if n >= bodyWords || long > 1 {
			break
		}
	}
	return out
}

// endsLine says whether an element stands on lines of its own.
func endsLine(n *html.Node) bool {
	return n.Type == html.ElementNode && (isBlock(n.DataAtom) || n.DataAtom == atom.Br)
}

// date returns the date in a line of a surrounding, or zero.
func (l *nearLine) date(lang string) time.Time {
	if !strings.ContainsAny(l.text, "0123456789") {
		return time.Time{}
	}
	if len(l.text) >= 6 && len(l.text) < 120 {
		if d := findDate(l.text, lang); !d.IsZero() {
			return d
		}
	}
	for _, t := range l.parts {
		if len(t) >= 6 && len(t) < 90 && len(l.parts) > 1 {
			if d := findDate(t, lang); !d.IsZero() {
				return d
			}
		}
	}
	return time.Time{}
}

// dateNear looks for a date in the short lines around the title: below it, then above, the nearest first, then in the text.
func (s *said) dateNear(title string) time.Time {
	a := s.nearTitle(title)
	for i := a.above; i < a.body; i++ {
		if d := a.lines[i].date(s.lang); !d.IsZero() {
			return d
		}
	}
	for i := a.above - 1; i >= 0; i-- {
		if d := a.lines[i].date(s.lang); !d.IsZero() {
			return d
		}
	}
	for i := a.body; i < len(a.lines); i++ {
		if d := a.lines[i].date(s.lang); !d.IsZero() {
			return d
		}
	}
	return time.Time{}
}

// nameNear returns the names in the short lines around the title, or "": in a line that the word for "by" opens, else, when open
// is set, in one with a date in it, or beside one.
func (s *said) nameNear(title string, site []string, open bool) string {
	a := s.nearTitle(title)
	named := func(t string) bool { return len(authorNames([]string{t}, site, false)) > 0 }
	from := max(0, a.above-3)
	upto := a.body
	if open {
		upto = min(len(a.lines), a.above+namesBelow)
	}
	for i := from; i < upto; i++ {
		l := &a.lines[i]
		parts := append(strings.Split(l.text, "|"), l.parts...)
		for j, t := range parts {
			if t = strings.TrimSpace(t); len(t) >= 150 || !opensByline(t) && !labelsAuthors(t) || i >= a.body && j == 0 && len(t) > 90 {
				continue
			}
			if labelsAuthors(t) || len(trimByline(t+" x")) < 3 { // "By" alone: the name is what follows
				switch {
				case j+1 < len(parts):
					t += " " + parts[j+1]
				case i+1 < len(a.lines):
					list := labelsAuthors(t)
					t += " " + a.lines[i+1].text
					for k := i + 2; list && k < min(len(a.lines), i+maxAuthors) && plainName(a.lines[k].text); k++ {
						t += ", " + a.lines[k].text
					}
				}
			}
			if len(t) < 200 && named(t) {
				return t
			}
		}
	}
	if !open {
		return ""
	}
	dated := make([]bool, a.body+2)
	for i := range dated {
		dated[i] = i < len(a.lines) && len(a.lines[i].text) < 120 && !a.lines[i].date(s.lang).IsZero()
	}
	for i := from; i < a.body; i++ {
		l := &a.lines[i]
		if len(l.text) > 120 || leadsToSection(l.links) || !dated[i] && !dated[i+1] && (i < a.above || !dated[i+2]) && (i == 0 || i < a.above || !dated[i-1]) {
			continue
		}
		for _, t := range [...]string{l.parts[0], l.text} {
			if name := firstPart(t); plainName(name) && named(name) && squash(name) != squash(title) {
				return name
			}
		}
	}
	return ""
}

// openers are the words that a line of names begins with, lower case.
var openers = [...]string{
	"by", "written by", "posted by", "words by", "story by", "report by", "author:", "authors:", "von", "ein gastbeitrag von", "par", "por", "escrito por", "di", "scritto da", "door", "av", "af", "tekst:", "text:", "autor:",
	"autorin:", "auteur:", "автор:", "作者", "文：", "記者", "기자",
}

// opensByline says whether a line begins with the word that stands before names.
func opensByline(s string) bool {
	for _, w := range openers {
		if hasPrefixFold(s, w) && (len(s) == len(w) || s[len(w)] == ' ' || s[len(w)-1] == ':' || w[0] >= 0x80) {
			return true
		}
	}
	return false
}

// labelsAuthors says whether a line is no more than the label above names.
func labelsAuthors(t string) bool {
	switch strings.ToLower(strings.TrimRight(t, ": ")) {
	case "author", "authors", "author(s)", "author/s", "autor", "autoren", "autorin", "auteur", "auteurs", "autore", "autores", "автор", "авторы":
		return true
	}
	return false
}
