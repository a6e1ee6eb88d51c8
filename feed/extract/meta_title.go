package extract

import (
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// titleSource is one text that may be the article's title.
type titleSource struct {
	text  string
	words []string
	own   float64 // trust in the source by itself
	voice float64 // weight of its agreement with the others
	lone  bool    // an h1 that stands in the open
}

// loneH1 is what a page's h1, or of several the one that agrees most with the rest, gains if anything else on the page agrees with
// it: it is what readers see as the title on nine pages of ten.
const loneH1 = 1.2

// readTitle chooses the article's title: every place that names it is a candidate, and they vote for each other by the words
// that they share. What is shown on the page wins over what is written for search engines when both say the same.
func (s *said) readTitle(in Input, site string) string {
	names := siteNames(s, in.URL, site)
	if n := s.siteInHead(); n != "" {
		names = append(names, n)
	}
	var all []titleSource
	add := func(text string, own, voice float64, lone bool) {
		text = fold(text)
		if len(text) > 500 {
			return
		}
		text = trimSite(text, names)
		w := foldWords(text)
		if len(w) == 0 {
			return
		}
		if isSite(text, names) {
			own -= 2
		}
		if len(w) == 1 && len(text) < 16 {
			own -= .4
		}
		if len(text) > 250 {
			own -= .5
		}
		all = append(all, titleSource{text, w, own, voice, lone})
	}
	add(in.Title, .5, 1, false)
	for _, h := range s.titleHeads() {
		add(h.text, h.own, h.voice, h.lone)
	}
	page := s.ldTitles(in.URL)
	for i, t := range page {
		if i == 0 {
			add(t, .4, .8, false)
		} else {
			add(t, 0, 0, false)
		}
	}
	add(s.first("og:title"), .45, .8, false)
	add(s.first("twitter:title", "twitter:text:title"), .25, .4, false)
	for _, k := range []string{"headline", "dc.title", "dcterms.title", "sailthru.title", "parsely-title", "citation_title", "article:title", "hdl", "title"} {
		add(s.first(k), .2, .3, false)
	}
	add(s.title, .3, .8, false)
	slug := slugWords(in.URL)
	if len(slug) == 0 {
		slug = slugWords(s.first("og:url"))
	}
	if len(slug) == 0 {
		slug = slugWords(s.canonical)
	}

	agree := make([]float64, len(all)) // with the candidate or the address that is most like it
	score := make([]float64, len(all))
	lone := -1 // of the h1, the one that agrees most with the rest
	for i := range all {
		c := &all[i]
		score[i] = c.own
		for j := range all {
			if o := &all[j]; j != i && o.voice > 0 {
				a := alike(c.words, o.words)
				score[i] += o.voice * a
				agree[i] = max(agree[i], a)
			}
		}
		if len(slug) >= 2 {
			a := slugAlike(slug, c.words)
			score[i] += .6 * a
			agree[i] = max(agree[i], a)
		}
		if c.lone && (lone < 0 || agree[i] > agree[lone]+.05) {
			lone = i
		}
	}
	best, top := "", -10.0
	for i := range all {
		if i == lone && agree[i] >= .25 {
			score[i] += loneH1
		}
		if score[i] > top+1e-9 {
			best, top = all[i].text, score[i]
		}
	}
	return withKicker(inMixedCase(best, all), all)
}

// siteInHead returns what a page that shows both its site's name and its title in headings calls the site: <title> joins the
// two, the site's name last. Pages of manuals and books do so, and name the site nowhere else.
func (s *said) siteInHead() string {
	starts, ends := splitTitle(s.title)
	if len(starts) < 2 {
		return ""
	}
	last := len(starts) - 1
	name, title := squash(s.title[starts[last]:ends[last]]), squash(s.title[:ends[last-1]])
	if len(name) < 2 || name == title {
		return ""
	}
	first, both := 0, 0
	for i, h := range s.heads {
		if h.how != byTag || h.node.DataAtom == atom.H3 {
			continue
		}
		switch squash(headText(h.node)) {
		case name:
			first = i + 1
		case title:
			if first > 0 {
				both++
			}
		}
	}
	if both == 0 {
		return ""
	}
	return name
}

// inMixedCase returns the form of a title that is set in capitals as the page writes it elsewhere: capitals are its dress.
func inMixedCase(title string, all []titleSource) string {
	if !hasCase(title) || title != strings.ToUpper(title) || strings.Count(title, " ") < 2 {
		return title
	}
	words := foldWords(title)
	for i := range all {
		if c := &all[i]; c.voice > 0 && c.text != strings.ToUpper(c.text) && alike(words, c.words) >= .9 && inOrder(c.words, words) {
			return c.text
		}
	}
	return title
}

// inOrder says whether the words of one list stand in another in the same order.
func inOrder(some, all []string) bool {
	for _, w := range all {
		if len(some) > 0 && some[0] == w {
			some = some[1:]
		}
	}
	return len(some) == 0
}

// withKicker returns the longer form of a title that is less than half of what the page calls itself elsewhere: "Kicker: title".
func withKicker(title string, all []titleSource) string {
	t := squash(title)
	for i := range all {
		if c := &all[i]; c.voice >= .8 && len(t) >= 8 {
			if long := squash(c.text); len(long) > 2*len(t) && len(long) < 160 && strings.HasSuffix(long, t) {
				return c.text
			}
		}
	}
	return title
}

// titleHeads returns the headings that may be the title, with the trust that their tag and their place earn. A page's only
// plain h1 is nearly always what its readers see as the title.
func (s *said) titleHeads() []titleSource {
	var out []titleSource
	var plain []int // h1 elements that stand in the open
	var crumb spot  // an h1 at the end of the path to the page
	below := -1     // the first h2 below it
	levels := [3]int{}
	for _, h := range s.heads {
		own := headTrust(h)
		level := 2
		switch {
		case h.node.DataAtom == atom.H1 || h.how == byProperty:
			level = 0
		case h.node.DataAtom == atom.H2:
			level = 1
		}
		if levels[level]++; levels[level] > 12 {
			continue
		}
		t := titleSource{text: headText(h.node), own: own}
		if t.text == "" {
			continue
		}
		if h.node.DataAtom == atom.H1 && endsCrumbs(h.node) {
			t.own = crumbTrust
			crumb = h
		} else if h.node.DataAtom == atom.H1 && own > .4 {
			plain = append(plain, len(out))
		} else if crumb.node != nil && below < 0 && h.node.DataAtom == atom.H2 && own > -.1 && h.at-crumb.at < crumbReach {
			below = len(out)
		}
		out = append(out, t)
	}
	if len(plain) == 0 && below >= 0 {
		plain = append(plain, below)
		out[below].own = max(out[below].own, .75)
	}
	for _, k := range plain {
		out[k].lone = true
	}
	if len(plain) > 0 && !slices.ContainsFunc(plain, func(k int) bool { return out[k].text != out[plain[0]].text }) {
		out[plain[0]].voice = .8 // several that differ would only confirm each other
	}
	return out
}

// headTrust returns how far a heading is trusted to be the title, by its tag and by where it stands.
func headTrust(h spot) (own float64) {
	switch {
	case h.how == byProperty:
		own = .7
	case h.node.DataAtom == atom.H1:
		own = .75
	case h.node.DataAtom == atom.H2:
		own = .1
	default:
		own = -.1
	}
	class, _ := attr(h.node, "class")
	class = strings.ToLower(class)
	for _, w := range [...]string{"headline", "entry-title", "post-title", "article-title", "post_title", "entry_title"} {
		if strings.Contains(class, w) {
			own += .15
			break
		}
	}
	depth := 0
	for p := h.node; p != nil && depth < 30; p, depth = p.Parent, depth+1 {
		if p.Type != html.ElementNode {
			continue
		}
		if hidden(p) {
			own -= .3
		}
		switch p.DataAtom {
		case atom.Nav, atom.Footer, atom.Aside, atom.Dialog:
			own -= .6
		case atom.A:
			if href, _ := attr(p, "href"); isHome(href) {
				own -= .8
			}
		case atom.Article, atom.Main:
			own += .05
		}
	}
	for c := h.node.FirstChild; c != nil; c = c.NextSibling {
		if c.DataAtom == atom.A {
			if href, _ := attr(c, "href"); isHome(href) {
				own -= .8
			} else {
				own -= .05
			}
			break
		}
	}
	return own
}

// isHome says whether a link leads to a site's front page.
func isHome(href string) bool {
	if href == "/" {
		return true
	}
	u, err := url.Parse(strings.TrimSpace(href))
	return err == nil && u.Host != "" && strings.Trim(u.Path, "/") == ""
}

// ldTitles returns the headlines of JSON-LD's articles, the page's own first.
func (s *said) ldTitles(page string) []string {
	var out []string
	if t := s.main(page); t != nil && t.headline != "" {
		out = append(out, t.headline)
	}
	for i := range s.ld.things {
		if t := &s.ld.things[i]; t.headline != "" && len(out) < 20 {
			out = append(out, t.headline)
		}
	}
	return out
}
