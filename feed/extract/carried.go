package extract

import (
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"tidings/feed/article"
)

// The text that a feed carries is plainer than a page: prose, show notes or a blurb, with now and then an appeal among it and
// a line above or below that every item has. The trees, which know whole pages, take much of what is no prose there for
// clutter. So two things alone are left out: what other items of the feed have word for word, and paragraphs that the model is
// sure of and whose own words say what they are.
const (
	carriedScore  = .3 // probability below which a paragraph may go
	carriedWords  = -2 // log odds of the words model below which it may
	carriedBeside = -1 // and below which one beside such a paragraph may
	carriedPlain  = 60 // words that must stand beside it
	carriedShare  = 3  // what goes that way is less than one in so many words
	carriedTitled = 8  // bytes from which a title is looked for inside other lines ("The post … appeared first on …")
)

// Carried cleans the text that a feed carried for an item. in.HTML is the item's sanitised fragment and in.Title its title;
// in.Site counts the CarriedBlocks of other items of the same feed. Of the article only Blocks and Removed are set.
func Carried(in Input) (Result, error) {
	m, err := shippedModel()
	if err != nil {
		return Result{}, err
	}
	return m.Carried(in), nil
}

// Carried cleans the text that a feed carried with this model.
func (m *Model) Carried(in Input) Result {
	s := newSheet(newDocument(in.titled()))
	s.carried = true
	v := make([]verdict, len(s.leaf))
	prints := s.carriedPrints(in.Title)
	odds, words := s.odds(m)
	for i := range v {
		v[i].score = logistic(odds[i])
		v[i].keep = s.doc.elems[s.doc.leaves[i].elem].marks&inHidden == 0
	}
	above := len(v) > 0 && setAbove(s.doc.leaves[0].block)
	// Nested too deep to be read as a page, a title that nobody sees, or no text under it.
	if !above && strings.TrimSpace(in.Title) != "" || above && len(v) == 1 {
		return Result{Article: article.Article{Blocks: Fragment(string(in.HTML), in.URL)}}
	}
	if above {
		s.carriedTitle(v)
	}
	s.carriedAgain(v, prints)
	s.carriedAppeals(m, v, words)
	s.keepAsked(v)
	for i := range v { // whatever its place: the whole text is the article's span
		v[i].shown = !v[i].keep && s.doc.elems[s.doc.leaves[i].elem].marks&inHidden == 0
	}
	s.explain(m, v)
	for i := range v {
		if !v[i].repeats {
			continue
		}
		if v[i].kind = article.Other; s.leaf[i].words >= repeatWords { // that it repeats says nothing of what it is, and a few words hardly more
			v[i].kind, _ = s.saysOfItself(m, i)
		}
	}
	if above {
		v[0].shown = false
	}
	var r Result
	r.Article.Blocks, r.Article.Removed = build(s.doc, v)
	markPlaces(r.Article.Removed, len(r.Article.Blocks))
	return r
}

// CarriedBlocks returns the fingerprints of an item's text, each once, for the Site that cleans the text of other items of the
// feed. It needs HTML and Title.
func CarriedBlocks(in Input) []uint64 {
	s := newSheet(newDocument(in.titled()))
	out := s.carriedPrints(in.Title)
	out = slices.DeleteFunc(out, func(k uint64) bool { return k == fingerprint("") })
	slices.Sort(out)
	return slices.Compact(out)
}

// titled sets an item's text as the body of a page under its title, as the pages are that the model knows. Nothing is closed
// behind it: where the text breaks off inside a tag, an end tag would be read as the rest of that.
func (in Input) titled() Input {
	title := html.EscapeString(in.Title)
	in.HTML = []byte("<html><head><title>" + title + "</title></head><body><article><h1>" + title + "</h1><div>" + string(in.HTML))
	in.ContentType = "text/html; charset=utf-8"
	return in
}

// setAbove says whether an element is the title that titled set above a text.
func setAbove(n *html.Node) bool {
	p := n.Parent
	return n.DataAtom == atom.H1 && p != nil && p.FirstChild == n && p.Parent != nil && p.Parent.FirstChild == p && p.Parent.DataAtom == atom.Body
}

// carriedPrints returns the leaves' fingerprints, without the item's title where it is a part of them, and with the addresses
// that they lead to, but for the item's own: a line that leads elsewhere in each item is no repetition, however much it reads
// like one.
func (s *sheet) carriedPrints(title string) []uint64 {
	out := make([]uint64, len(s.leaf))
	for i := range out {
		l := &s.doc.leaves[i]
		out[i] = s.leaf[i].print
		if len(title) >= carriedTitled && len(l.text) > len(title) && strings.Contains(l.text, title) {
			out[i] = fingerprint(strings.ReplaceAll(l.text, title, ""))
		}
		if l.linked == 0 {
			continue
		}
		var last *html.Node
		for _, t := range l.texts {
			if a := linkAround(t); a != nil && a != last {
				last = a
				if to, _ := attr(a, "href"); !s.leadsToItself(to) {
					out[i] = out[i]*31 ^ fingerprint(to)
				}
			}
		}
	}
	return out
}

// leadsToItself says whether an address is the item's own, or hands it to somebody, as those for sharing do.
func (s *sheet) leadsToItself(to string) bool {
	for _, own := range [...]string{s.doc.in.URL, url.QueryEscape(s.doc.in.URL)} {
		if _, behind, found := strings.Cut(to, own); own != "" && found && (behind == "" || strings.ContainsRune("?#&%", rune(behind[0]))) {
			return true
		}
	}
	return false
}

// carriedTitle drops the title that was set above the text, and the text's own copy of it right below, unless that is all there is.
func (s *sheet) carriedTitle(v []verdict) {
	v[0].keep = false
	if len(v) > 2 && (s.isTitle(1) || s.leaf[1].print == s.leaf[0].print) {
		v[1].keep, v[1].rule = false, byTitle
	}
}

// carriedAgain drops what other items of the feed have as well: long lines wherever they stand, short ones and headings only where
// nothing else stands between them and the text's beginning or end.
func (s *sheet) carriedAgain(v []verdict, prints []uint64) {
	site := &s.doc.in.Site
	if site.Pages < repeatFrom {
		return
	}
	again, all := 0, 0
	for i := range v {
		if !v[i].keep || s.leaf[i].chars == 0 {
			continue
		}
		all += s.leaf[i].words
		if site.Blocks[prints[i]] >= repeatFrom {
			again += s.leaf[i].words
		}
	}
	if again*2 > all { // an item that came twice repeats as a whole
		return
	}
	drop := func(i int) { v[i].keep, v[i].repeats = false, true }
	for i := range v {
		if v[i].keep && s.leaf[i].words >= repeatWords && site.Blocks[prints[i]] >= repeatFrom && headLevel(s.doc.leaves[i].block) == 0 {
			drop(i)
		}
	}
	edge := func(i int) bool {
		if v[i].keep && s.leaf[i].chars > 0 && site.Blocks[prints[i]] >= repeatFrom && site.Blocks[prints[i]]*2 >= site.Pages {
			drop(i)
		}
		return !v[i].keep || s.leaf[i].chars == 0
	}
	for i := 0; i < len(v) && edge(i); i++ {
	}
	for i := len(v) - 1; i >= 0 && edge(i); i-- {
	}
}

// carriedAppeals drops paragraphs that ask for money, offer a newsletter, an app, an account or a subscription, or advertise,
// and doubtful ones right beside them: an appeal is a run of lines.
func (s *sheet) carriedAppeals(m *Model, v []verdict, words []float32) {
	appeal := make([]bool, len(v))
	for i := range v {
		if v[i].keep && v[i].score < carriedScore && words[i] < carriedWords && s.carriedProse(i) {
			kind, says := s.saysOfItself(m, i)
			appeal[i] = says && kind.SetInto()
		}
	}
	beside := func(i, step int) {
		for j := i + step; j >= 0 && j < len(v) && v[j].keep && !appeal[j] && v[j].score < carriedScore && words[j] < carriedBeside && s.carriedProse(j); j += step {
			appeal[j] = true
		}
	}
	for i, found := range slices.Clone(appeal) {
		if found {
			beside(i, -1)
			beside(i, 1)
		}
	}
	size := 0
	for i := range appeal {
		if appeal[i] {
			size += s.leaf[i].words
		}
	}
	if all := s.keptWords(v); all-size < carriedPlain || size*carriedShare > all {
		return
	}
	for i := range appeal {
		v[i].keep = v[i].keep && !appeal[i]
	}
}

// saysOfItself returns the kind of clutter that a leaf's own words name before all others; Other and false where they name none.
func (s *sheet) saysOfItself(m *Model, i int) (article.RemovedKind, bool) {
	features, own := s.kindFeatures(nil, i)
	sc := m.Kinds.score(features[:own])
	kind, _ := best(sc)
	// The last two of a leaf's own features tell its length and no word of it.
	if !tells(sc, kind, saidAhead) || kindNames[kind] == article.Donation && m.Kinds.heaviest(features[:max(0, own-2)], kind) < appealWord {
		return article.Other, false
	}
	return kindNames[kind], true
}

// carriedProse says whether a leaf is a paragraph or an item of a list, and no heading, caption, cell or code.
func (s *sheet) carriedProse(i int) bool {
	l := &s.doc.leaves[i]
	return s.doc.elems[l.elem].marks&(inPre|inTable|inCaption|inFigure) == 0 && headLevel(l.block) == 0 && s.leaf[i].words >= 3
}
