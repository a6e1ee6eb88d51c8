package extract

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/net/html"

	"tidings/feed/article"
)

// kindWords say in plain words what a kind of clutter does.
var kindWords = map[article.RemovedKind]string{
	article.Donation: "asks for money", article.Paywall: "asks to subscribe", article.Newsletter: "offers a newsletter",
	article.Cookie: "is about cookies or consent", article.Account: "asks to log in or sign up", article.App: "promotes an app or a channel",
	article.Ad: "is or announces an advertisement", article.Related: "points to other articles", article.Share: "is for sharing the page",
	article.Comments: "belongs to the comments", article.Navigation: "belongs to the site's navigation", article.Rights: "states rights",
	article.Media: "belongs to a picture or a player",
}

// because is one reason and how much it weighs.
type because struct {
	words  string
	weight float32
}

// explain names the kind of what is left out within the span, and the reasons, the strongest first. Neighbours that stand in one
// box are one piece of clutter: their kind is decided together.
func (s *sheet) explain(m *Model, v []verdict) {
	var features []uint32
	out := func(i int) bool { return i < len(v) && !v[i].keep && v[i].shown }
	for i := 0; i < len(v); {
		if !out(i) {
			i++
			continue
		}
		box := s.doc.elems[s.doc.leaves[i].elem].parent
		var sum [KindCount]float32
		j := i
		for ; out(j) && (j == i || s.doc.elems[s.doc.leaves[j].elem].parent == box) && j < i+20; j++ {
			features = s.kindFeatures(features[:0], j)
			sc := m.Kinds.score(features)
			top := slices.Max(sc[:])
			for k := range sc {
				sum[k] += max(sc[k]-top, -4)
			}
		}
		kind, margin := best(sum)
		for ; i < j; i++ {
			v[i].kind = kindNames[kind]
			v[i].reasons = s.reasons(m, v, i, margin)
		}
	}
}

// reasons weighs what speaks against a leaf: its place, its dress, its words. The weights are in log odds as far as the linear
// models give them; the others are set to stand beside those.
func (s *sheet) reasons(m *Model, v []verdict, i int, margin float32) []string {
	d := s.doc
	l, t := &d.leaves[i], &s.leaf[i]
	var bs []because
	add := func(words string, weight float32) { bs = append(bs, because{words, weight}) }
	if w := kindWords[v[i].kind]; w != "" && margin > .5 {
		add(w, 2+margin)
	}
	if v[i].repeats {
		add("stands on other pages of this site as well", 20)
	}
	if v[i].pointer {
		add("opens as a pointer to another article", 8)
	}
	if v[i].copied {
		add("stands on this page twice", 20)
	}
	if s.isTitle(i) {
		add("repeats the title", 9)
	}
	if w := s.tellingWords(m, i); w != "" {
		add("says "+w, 3)
	}
	mk := d.elems[l.elem].marks
	for _, x := range [...]struct {
		m marks
		w string
	}{
		{inHidden, "is hidden on the page"},
		{inDialog, "stands in a dialog"},
		{inNav, "stands in the navigation"},
		{inFooter, "stands in a footer"},
		{inAside, "stands in a side box"},
		{inForm, "stands in a form"},
		{inButton, "is a button"},
		{inCaption, "is a caption"},
		{inHeader, "stands in the page's header"},
	} {
		if mk&x.m != 0 {
			add(x.w, 4)
			break
		}
	}
	if n := s.tellingName(m, i); n != "" {
		add("its box is called “"+n+"”", 2.5)
	}
	if len(l.text) > 0 && l.linked*10 > len(l.text)*8 {
		add("is a link and nothing else", 2.2)
	}
	if s.self[i] {
		add("speaks of the publication itself", 2.4)
	}
	if sh := s.shared(i); sh >= 0 && sh < .15 && len(t.topic) >= 3 {
		add("shares no subject with the article", 1.5)
	}
	if g := s.bySign[s.sign[i]]; g.words*20 < s.views.words {
		add("is set unlike the article's paragraphs", 1)
	}
	if t.words < 6 && !t.ended {
		add("is no sentence", .8)
	}
	slices.SortStableFunc(bs, func(a, b because) int { return cmp.Compare(b.weight, a.weight) })
	var out []string
	for _, b := range bs {
		out = append(out, b.words)
	}
	return out
}

// tellingWords returns the two words or pairs of words of a leaf that by the words model speak most against it, quoted.
func (s *sheet) tellingWords(m *Model, i int) string {
	if len(m.Linear.Slots) == 0 {
		return ""
	}
	type said struct {
		words  string
		weight float32
	}
	var all []said
	var prev token
	prevWord := ""
	fields := strings.FieldsFunc(s.doc.leaves[i].text, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsMark(r) && r != '\'' && r != '’' && !unicode.IsDigit(r)
	})
	for _, w := range fields[:min(len(fields), 40)] {
		if len(w) > 40 {
			prev = 0
			continue
		}
		var t traits
		t.read(w)
		if len(t.tokens) != 1 {
			prev = 0
			continue
		}
		k := t.tokens[0]
		if x := m.Linear.weight(mix(spWord, uint32(k))); x < 0 {
			all = append(all, said{w, x})
		}
		if prev != 0 {
			if x := m.Linear.weight(mix(spPair, mix(uint32(prev), uint32(k)))); x < 0 {
				all = append(all, said{prevWord + " " + w, x * 1.2})
			}
		}
		prev, prevWord = k, w
	}
	slices.SortStableFunc(all, func(a, b said) int { return cmp.Compare(a.weight, b.weight) })
	var out []string
	for _, a := range all {
		if len(out) == 2 || a.weight > -.25 {
			break
		}
		if len(out) == 1 && (strings.Contains(out[0], a.words) || strings.Contains(a.words, strings.Trim(out[0], "“”"))) {
			continue
		}
		out = append(out, "“"+a.words+"”")
	}
	return strings.Join(out, " and ")
}

// weight returns a feature's weight in the words model, as log odds.
func (l *Linear) weight(h uint32) float32 {
	i := l.slot(h, false)
	if i < 0 {
		return 0
	}
	return float32(int8(l.Slots[i+2])) * l.ScaleWords
}

// tellingName returns the word of the class and id names around a leaf that speaks most against it.
func (s *sheet) tellingName(m *Model, i int) string {
	if len(m.Linear.Slots) == 0 {
		return ""
	}
	best, word := float32(-.3), ""
	up := 0
	for n := s.doc.leaves[i].block; n != nil && up < 4; n, up = n.Parent, up+1 {
		if n.Type != html.ElementNode {
			continue
		}
		for _, a := range n.Attr {
			if a.Key != "class" && a.Key != "id" || len(a.Val) > 200 {
				continue
			}
			for _, w := range strings.FieldsFunc(a.Val, func(r rune) bool { return !(r|0x20 >= 'a' && r|0x20 <= 'z') }) {
				ks := nameTokens(nil, w)
				if len(ks) != 1 {
					continue
				}
				if j := m.Linear.slot(mix(spAny, ks[0]), false); j >= 0 {
					if x := float32(int8(m.Linear.Slots[j+3])) * m.Linear.ScaleFull; x < best {
						best, word = x, w
					}
				}
			}
		}
	}
	return word
}
