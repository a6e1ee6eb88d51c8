package extract

import (
	"cmp"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// maxAuthors bounds a byline: longer lists are of contributors, not of authors.
const maxAuthors = 12

// bylineReach is how many elements below the title a person's name may stand to take the place of the house that the head
// names: further down stand the authors of other articles.
const bylineReach = 150

// houseReach is how far below a line that names the house a person's name may still belong to it.
const houseReach = 12

const maxElements = 1 << 30 // a page has fewer

// readByline returns the authors' names, joined by ", ". JSON-LD is asked first, then the head, then the elements of the page
// that are marked as a line of names, then a line near the title that begins with "By". The first that holds names wins. A page
// that names itself as the author is believed only when nobody else is named with as much authority.
func (s *said) readByline(in Input, site, title string) string {
	names := siteNames(s, in.URL, site)
	spare, login := "", ""
	try := func(raw []string, marked bool) string {
		var own []string
		for _, p := range authorNames(raw, names, marked) {
			switch {
			case isSite(p, names):
				spare = cmp.Or(spare, p)
			case isLogin(p):
				login = cmp.Or(login, p)
			default:
				own = append(own, p)
			}
		}
		return strings.Join(own, ", ")
	}
	if t := s.main(in.URL); t != nil {
		if b := try(t.authors, true); b != "" {
			return b
		}
	}
	for _, k := range [...]string{"author", "article:author", "parsely-author", "sailthru.author", "dc.creator", "dcterms.creator", "citation_author", "byl", "article:author_name", "og:article:author", "twitter:data1", "twitter:data2"} {
		if label, ok := strings.CutPrefix(k, "twitter:data"); ok && !isBylineLabel(s.first("twitter:label"+label)) {
			continue
		}
		raw := s.meta[k]
		if k == "citation_author" {
			raw = firstNamesFirst(raw)
		}
		if b := try(raw, true); b != "" {
			return b
		}
	}
	if raw, marked := s.bylineSpots(title, names, spare == ""); len(raw) > 0 {
		if b := try(raw, marked); b != "" {
			return b
		}
	}
	return cmp.Or(login, spare, s.blogger(site))
}

// blogger returns whose blog it is, where the site's name says so: "Ann Lee's notes".
func (s *said) blogger(site string) string {
	starts, ends := splitTitle(s.title)
	parts := []string{site, s.ld.site}
	for i := range starts {
		parts = append(parts, s.title[starts[i]:ends[i]])
	}
	for _, p := range parts {
		name, what, ok := strings.Cut(strings.ReplaceAll(strings.TrimSpace(p), "’", "'"), "'s ")
		if !ok || !plainName(name) {
			continue
		}
		words := strings.Fields(strings.ToLower(what))
		switch words[len(words)-1] {
		case "blog", "weblog", "site", "website", "homepage", "journal", "notes", "diary", "notebook":
			return name
		}
	}
	return ""
}

// isLogin says whether a name is one to log in with rather than a person's: one word, written small.
func isLogin(name string) bool {
	return !strings.Contains(name, " ") && hasCase(name) && strings.ToLower(name) == name
}

// firstNamesFirst turns "Last, First", as catalogues have it, round.
func firstNamesFirst(raw []string) []string {
	var out []string
	for _, r := range raw {
		if last, first, ok := strings.Cut(r, ","); ok && !strings.Contains(first, ",") {
			r = strings.TrimSpace(first) + " " + strings.TrimSpace(last)
		}
		out = append(out, r)
	}
	return out
}

// bylineSpots returns the texts of the elements that look most like the line of names: the best sort of mark first, and of
// that sort those in the same place as the first; else the names in a line near the title, those that nothing announces only
// if open is set. marked says that the mark leaves no doubt.
func (s *said) bylineSpots(title string, site []string, open bool) (raw []string, marked bool) {
	top := s.titleSpot(title)
	from, upto := top.at-400, top.at+maxElements
	if !open && top.node != nil {
		upto = top.at + bylineReach
	}
	house, at := s.houseSpot(top, site)
	if house != "" {
		from, upto = at+1, at+houseReach
	}
	for _, how := range []spotKind{byProperty, byRel, byAddress, byClass, byIcon} {
		marked := how == byProperty || how == byRel
		var out []string
		var group *html.Node
		first := 0
		for _, p := range s.people {
			if p.how != how || p.at < from || p.at > upto || how == byIcon && (p.at < top.at || p.at > top.at+bylineReach) || inClutter(p.node) {
				continue
			}
			t := personText(p.node)
			if t == "" || len(t) > 200 || len(authorNames([]string{t}, site, marked)) == 0 {
				continue
			}
			if group == nil {
				group, first = p.node.Parent, p.at
			} else if p.at > first+40 || p.node.Parent != group && (p.node.Parent == nil || p.node.Parent.Parent != group.Parent) {
				continue
			}
			out = append(out, t)
			if how == byClass || how == byIcon {
				break
			}
		}
		if len(out) > 0 {
			return out, marked
		}
	}
	if house != "" {
		return []string{house}, true
	}
	if name := s.nameNear(title, site, open); name != "" {
		return []string{name}, false
	}
	return nil, false
}

// houseSpot returns the first line of names below the title if it names no person but who publishes, and where it stands.
func (s *said) houseSpot(top spot, site []string) (house string, at int) {
	for _, p := range s.people {
		if p.at < top.at || p.how == byIcon || inClutter(p.node) {
			continue
		}
		if p.at > top.at+bylineReach {
			break
		}
		t := personText(p.node)
		if t == "" || len(t) > 200 {
			continue
		}
		if isHouse(t, site) {
			return t, p.at
		}
		if len(authorNames([]string{t}, site, false)) > 0 {
			break
		}
	}
	return "", 0
}

// isHouse says whether a line of names names no person but who publishes: the site, or what "By" announces and no name looks like.
func isHouse(line string, site []string) bool {
	p := strings.Trim(trimByline(line), " .,;")
	if p != "" && isSite(p, site) {
		return true
	}
	return opensByline(line) && len(splitNames(line)) == 1 && len(authorNames([]string{line}, site, false)) == 0 && !isBylineLabel(p) && isDesk(strings.TrimPrefix(p, "the "))
}

// personText returns the name in an element: of its itemprop=name if it has one, else its own text.
func personText(n *html.Node) string {
	if n.DataAtom == atom.Meta {
		v, _ := attr(n, "content")
		return fold(v)
	}
	for c := n; c != nil; c = next(c, n, true) {
		if v, ok := attr(c, "itemprop"); ok && c != n && hasWord(strings.ToLower(v), "name") {
			if content, ok := attr(c, "content"); ok {
				return fold(content)
			}
			return textOf(c, 300)
		}
	}
	return linesOf(n, 300)
}

// linesOf returns the text below n as textOf does, with a "|" where a block element begins: names and roles stand below each other.
func linesOf(n *html.Node, limit int) string {
	var out []byte
	space, line := false, false
	for c := n; c != nil && len(out) < limit; {
		deeper := true
		switch c.Type {
		case html.TextNode:
			if line && len(out) > 0 && strings.TrimSpace(c.Data) != "" {
				out, space, line = append(out, " |"...), true, false
			}
			out, space = appendText(out, c.Data, space)
		case html.ElementNode:
			if c != n && (skipped(c) || hidden(c)) {
				deeper = false
			} else if isBlock(c.DataAtom) || c.DataAtom == atom.Br {
				line = true
			}
		}
		c = next(c, n, deeper)
	}
	return string(out)
}

// inClutter says whether an element stands where a name is not the author's: comments, navigation, related articles.
func inClutter(n *html.Node) bool {
	for p, depth := n, 0; p != nil && depth < 40; p, depth = p.Parent, depth+1 {
		switch p.DataAtom {
		case atom.Nav, atom.Footer, atom.Aside, atom.Form, atom.Figure, atom.Figcaption:
			return true
		}
		for i := range p.Attr {
			if k := p.Attr[i].Key; k == "class" || k == "id" {
				v := strings.ToLower(p.Attr[i].Val)
				for _, w := range [...]string{"comment", "related", "sidebar", "recommend", "teaser", "popular", "footer", "trending"} {
					if strings.Contains(v, w) && p.DataAtom != atom.Body && p.DataAtom != atom.Html {
						return true
					}
				}
			}
		}
	}
	return false
}
