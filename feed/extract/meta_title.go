package extract

import (
	"net/url"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

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
	return s.withKicker(best, all)
}

// withKicker returns the longer form of a title that is less than half of what the page calls itself elsewhere: "Kicker: title".
func (s *said) withKicker(title string, all []titleSource) string {
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
		if h.node.DataAtom == atom.H1 && own > .4 {
			plain = append(plain, len(out))
		}
		out = append(out, t)
	}
	for _, k := range plain {
		out[k].lone = true
	}
	if len(plain) > 0 && !slices.ContainsFunc(plain, func(k int) bool { return out[k].text != out[plain[0]].text }) {
		out[plain[0]].voice = .8 // several that differ would only confirm each other
	}
	return out
}

// headText returns a heading's text. A kicker that stands inside the heading, set apart by style alone, is set apart by a colon.
func headText(n *html.Node) string {
	whole := textOf(n, 1000)
	for c := next(n, n, true); c != nil; c = next(c, n, true) {
		if c.Type == html.TextNode && strings.TrimSpace(c.Data) != "" {
			return whole // the heading begins with its own text
		}
		if class, _ := attr(c, "class"); c.Type != html.ElementNode || !isKicker(class) {
			continue
		}
		kicker := textOf(c, 1000)
		title, ok := strings.CutPrefix(whole, kicker)
		r, _ := utf8.DecodeLastRuneInString(kicker)
		if title = strings.TrimLeft(title, " -–—|:"); !ok || title == "" || kicker == "" {
			return whole
		}
		if !unicode.IsLetter(r) && !unicode.IsNumber(r) {
			return kicker + " " + title
		}
		return kicker + ": " + title
	}
	return whole
}

// isKicker says whether a class names the line above a headline.
func isKicker(class string) bool {
	class = strings.ToLower(class)
	for _, w := range [...]string{"kicker", "overline", "eyebrow", "dachzeile", "topline", "roofline", "spitzmarke", "surtitre", "supertitle", "pretitle", "pre-title", "antetitulo", "occhiello"} {
		if strings.Contains(class, w) {
			return true
		}
	}
	return false
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
	if href == "" || href == "/" {
		return href == "/"
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

// siteNames returns the forms of the site's name that a title may carry, letters and digits alone.
func siteNames(s *said, page, site string) []string {
	var out []string
	add := func(n string) {
		if n = squash(n); len(n) > 1 {
			out = append(out, n)
		}
	}
	add(site)
	for _, k := range [...]string{"og:site_name", "application-name", "apple-mobile-web-app-title"} {
		for _, n := range s.meta[k] {
			if s.namesSite(n) {
				add(n)
			}
		}
	}
	add(s.ld.site)
	for i := range s.ld.things {
		add(s.ld.things[i].publisher)
		if i > 5 {
			break
		}
	}
	for _, n := range s.meta["twitter:site"] {
		add(n)
	}
	for _, raw := range []string{page, s.first("og:url"), s.canonical} {
		if u, err := url.Parse(raw); err == nil && u.Host != "" {
			h := strings.TrimPrefix(u.Hostname(), "www.")
			add(h)
			if labels := strings.Split(h, "."); len(labels) > 1 {
				add(labels[len(labels)-2])
				if len(labels[len(labels)-2]) <= 3 && len(labels) > 2 { // bbc.co.uk
					add(labels[len(labels)-3])
				}
			}
		}
	}
	return out
}

// isSite says whether a text is no more than the site's name.
func isSite(text string, names []string) bool {
	t := squash(text)
	if t == "" {
		return true
	}
	for _, n := range names {
		if t == n || "the"+t == n || t == "the"+n || len(n) >= 5 && strings.HasPrefix(t, n) && len(t) < len(n)+6 || len(t) >= 5 && strings.HasPrefix(n, t) {
			return true
		}
	}
	return false
}

// splitTitle cuts a title at what publishers put between it and the name of section and site. ends[i] is where part i's text
// ends in the title, starts[i] where it begins.
func splitTitle(t string) (starts, ends []int) {
	starts = append(starts, 0)
	quoted := strings.Contains(t, "«") && strings.Contains(t, "»")
	for i, r := range t {
		n := len(string(r))
		switch r {
		case '|', '¦', '│', '｜', '•', '·', '→', '★', '∣', '丨':
		case '-', '–', '—', '―', '/', ':', '~', '_', '−', '‒', '»', '«', '‹', '›': // angle quotes stand close to what they quote
			if quoted && (r == '«' || r == '»') {
				continue
			}
			before := i > 0 && t[i-1] == ' '
			after := i+n < len(t) && t[i+n] == ' '
			if !(before && after) && !(r == ':' && after && i > 0) && !((r == '-' || r == '_') && i > 0 && i+n < len(t) && t[i-1] >= 0x80 && t[i+n] >= 0x80) {
				continue
			}
		default:
			continue
		}
		ends = append(ends, i)
		starts = append(starts, i+n)
	}
	return starts, append(ends, len(t))
}

// trimSite cuts the site's name, and what stands beyond it, from either end of a title.
func trimSite(t string, names []string) string {
	starts, ends := splitTitle(t)
	lo, hi := 0, len(starts)-1
	for i := hi; i > 0; i-- { // the site's name and sections before it stand at the end
		if isSite(t[starts[i]:ends[i]], names) && len(squash(t[:ends[i-1]])) >= 4 {
			hi = i - 1
		}
	}
	if hi > 0 && isSite(t[starts[0]:ends[0]], names) && t[ends[0]] != ':' {
		lo = 1
	} else if hi > 0 && isSite(t[starts[0]:ends[0]], names) && hi >= 1 {
		lo = 1
	}
	out := strings.TrimSpace(t[starts[lo]:ends[hi]])
	out = strings.TrimRight(out, " |-–—·•:")
	if !strings.Contains(out, "«") { // else it closes a quotation
		out = strings.TrimRight(out, " »")
	}
	return out
}

// foldWords returns the words of a text in lower case: runs of letters and digits; in scripts without spaces each character.
func foldWords(s string) []string {
	out := make([]string, 0, len(s)/6+1) // about a word's length and the space behind it
	from := -1
	s = strings.ToLower(s)
	for i, r := range s {
		wordy := unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r)
		if wordy && unbroken(r) {
			if from >= 0 {
				out = append(out, s[from:i])
				from = -1
			}
			out = append(out, string(r))
			continue
		}
		if wordy && from < 0 {
			from = i
		} else if !wordy && from >= 0 {
			out = append(out, s[from:i])
			from = -1
		}
	}
	if from >= 0 {
		out = append(out, s[from:])
	}
	return out
}

// unbroken says whether a script is written without spaces between words: Thai, Lao, kana and Han.
func unbroken(r rune) bool {
	return r >= 0x0e00 && r <= 0x0eff || r >= 0x3040 && r <= 0x30ff || r >= 0x3400 && r <= 0x9fff
}

// squash returns letters and digits alone, in lower case.
func squash(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsNumber(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

// alike returns how far two word lists are the same, 0 to 1: twice the words in common over all words.
func alike(a, b []string) float64 {
	if len(a) == 0 || len(b) == 0 || len(a) > 200 || len(b) > 200 {
		return 0
	}
	return 2 * float64(common(a, b)) / float64(len(a)+len(b))
}

// common counts the words of a that stand in b too, each as often as it stands there.
func common(a, b []string) int {
	n := 0
	used := make([]bool, len(b))
	for _, w := range a {
		for j, o := range b {
			if !used[j] && w == o {
				used[j] = true
				n++
				break
			}
		}
	}
	return n
}

// slugWords returns the words of an address's last path segment that says something.
func slugWords(raw string) []string {
	u, err := url.Parse(raw)
	if err != nil {
		return nil
	}
	var best []string
	for seg := range strings.SplitSeq(strings.Trim(u.Path, "/"), "/") {
		if i := strings.LastIndexByte(seg, '.'); i > 0 {
			seg = seg[:i]
		}
		var w []string
		for _, x := range foldWords(seg) {
			if strings.Trim(x, "0123456789") != "" {
				w = append(w, x)
			}
		}
		if len(w) >= len(best) && len(w) > 1 {
			best = w
		}
	}
	if len(best) > 40 {
		best = best[:40]
	}
	return best
}

// slugAlike returns the share of an address's words that a title has, accents aside.
func slugAlike(slug, words []string) float64 {
	if len(words) > 200 {
		return 0
	}
	return float64(common(slug, words)) / float64(len(slug))
}
