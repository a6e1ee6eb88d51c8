package extract

import (
	"cmp"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"tidings/feed/article"
	"tidings/feed/text"
)

// Pages without the text of an article are not answered with nothing: what sort of page it is is said, and what there is
// instead is given: the list of articles that the page is, the page's own summary, the film that it shows.

const (
	fewestHeadlines = 6   // so many headlines that are links make a page a list
	mostHeadlines   = 200 // of a list that are given
	summaryWords    = 6   // fewer make no summary
)

// poor fills in what a page without the text of an article has instead, and says in Evidence what it is. Pages in whose place
// another one stands (a challenge, an error) have nothing to give.
func (s *sheet) poor(a *article.Article, v []verdict) {
	if s.keptWords(v) >= bodyless {
		return
	}
	shell := strings.HasPrefix(a.Evidence, emptyPage)
	switch {
	case shell, a.Evidence == noText, a.Evidence == noArticle, a.Evidence == "", a.Completeness == article.Teaser:
	default:
		return
	}
	kept := s.keptWords(v)
	said := s.doc.said
	claims := s.doc.claimsArticle()
	kind := said.pageKind()
	base := said.baseURL(s.doc.in.URL)
	var blocks []article.Block
	if kind == "" && !claims && !shell && a.Evidence != "" {
		if blocks = s.headlines(base); len(blocks) > 0 {
			a.Blocks, a.Completeness = blocks, article.Blocked
			a.Evidence = "in place of an article stands a list of " + strconv.Itoa(len(blocks)) + " others"
			markPlaces(a.Removed, len(a.Blocks))
			return
		}
	}
	if film := said.film(base); kind == "a video" && film != "" {
		blocks = append(blocks, article.Block{Kind: article.Embed, URL: film, Alt: cmp.Or(a.Title, text.Host(film))})
	}
	if sum := said.summary(s.doc.in.URL); kept == 0 && countWords(sum) >= summaryWords && !strings.Contains(squash(blocksText(a.Blocks)), squash(sum)) {
		blocks = append(blocks, article.Block{Spans: []article.Span{{Text: sum}}})
		switch {
		case kind != "":
			a.Completeness, a.Evidence = article.Teaser, "the page is "+kind+"; this is its description"
		case shell && (!claims || a.Evidence == emptyShell):
			a.Evidence += "; this is its summary"
		default:
			a.Completeness, a.Evidence = article.Teaser, "the page holds no text of an article; this is its summary"
		}
	} else if kind != "" {
		a.Evidence = "the page is " + kind
		if kept == 0 && len(blocks)+len(a.Blocks) == 0 {
			a.Completeness = article.Blocked
		}
	}
	for i := range blocks {
		blocks[i].ID = identity(&blocks[i])
	}
	for i := range a.Removed {
		a.Removed[i].At += len(blocks)
	}
	a.Blocks = append(blocks, a.Blocks...)
	markPlaces(a.Removed, len(a.Blocks))
}

// pageKind names what a page says it is, when that is no article: "a video", "a gallery of pictures", "a product’s page", or "".
func (s *said) pageKind() string {
	og := strings.ToLower(s.first("og:type"))
	types := s.ld.types
	for t := range types {
		if strings.HasSuffix(t, "article") || strings.HasSuffix(t, "posting") || t == "recipe" || t == "howto" {
			return ""
		}
	}
	switch {
	case types["product"] || og == "product" || og == "og:product":
		return "a product’s page"
	case types["imagegallery"] || types["mediagallery"]:
		return "a gallery of pictures"
	case types["videoobject"] || strings.HasPrefix(og, "video"):
		return "a video"
	case types["audioobject"] || types["podcastepisode"] || strings.HasPrefix(og, "music"):
		return "a recording"
	}
	return ""
}

// film returns the address of the film or the player that a page shares, or "".
func (s *said) film(base string) string {
	for _, k := range [...]string{"og:video:secure_url", "og:video:url", "og:video", "twitter:player"} {
		if u := text.URL(s.first(k), base); strings.HasPrefix(u, "http") {
			return u
		}
	}
	if u := text.URL(s.canonical, base); strings.HasPrefix(u, "http") {
		return u
	}
	return base
}

// summary returns the article's or the page's own description as one line.
func (s *said) summary(page string) string {
	if t := s.main(page); t != nil && countWords(t.description) >= summaryWords {
		return fold(t.description)
	}
	return s.first("og:description", "description", "twitter:description", "dc.description", "sailthru.description")
}

// headlines returns the page's headlines that are links, as items of a list, or nil where they are too few to make it one.
func (s *sheet) headlines(base string) []article.Block {
	var out []article.Block
	seen := map[string]bool{}
	for i := range s.doc.leaves {
		l := &s.doc.leaves[i]
		m := s.doc.elems[l.elem].marks
		n := countWords(l.text)
		if m&(inNav|inHidden|inDialog|inFooter|inForm|inButton) != 0 || n < 4 || n > 40 || l.linked*10 < len(l.text)*8 {
			continue
		}
		u := text.URL(linkOf(l), base)
		if !strings.HasPrefix(u, "http") || seen[bareURL(u)] || isHome(u) {
			continue
		}
		seen[bareURL(u)] = true
		b := article.Block{Kind: article.ListItem, Level: 1, Spans: []article.Span{{Text: l.text, URL: u}}}
		b.ID = identity(&b)
		if out = append(out, b); len(out) == mostHeadlines {
			break
		}
	}
	if len(out) < fewestHeadlines {
		return nil
	}
	return out
}

// linkOf returns the address that a leaf's first linked text leads to.
func linkOf(l *leaf) string {
	for _, t := range l.texts {
		if a := linkAround(t); a != nil {
			if href, ok := attr(a, "href"); ok && !strings.HasPrefix(href, "#") {
				return href
			}
		}
	}
	return ""
}

// linkAround returns the link around a text, or nil.
func linkAround(t *html.Node) *html.Node {
	for n := t.Parent; n != nil; n = n.Parent {
		if n.DataAtom == atom.A {
			return n
		}
	}
	return nil
}

// blocksText joins the text of blocks.
func blocksText(blocks []article.Block) string {
	var b strings.Builder
	for i := range blocks {
		b.WriteString(blocks[i].Text() + "\n")
	}
	return b.String()
}
