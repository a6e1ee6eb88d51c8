package extract

import (
	"cmp"
	"fmt"
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

// sayings are the kinds that are told by what a text says: without such words in it no box's name makes it one.
var sayings = map[article.RemovedKind]bool{
	article.Donation: true, article.Paywall: true, article.Newsletter: true, article.Cookie: true, article.Account: true,
	article.App: true, article.Ad: true, article.Rights: true,
}

// explain names the kind of what is left out within the span, and the reasons, the strongest first. Neighbours that stand in one
// box are one piece of clutter: their kind is decided together, but only those whose own words or place bear it out give it as
// their reason.
func (s *sheet) explain(m *Model, v []verdict) {
	var features []uint32
	var own [][KindCount]float32
	var names [][KindCount]float32
	var asks []bool // leaves with a word that tells an appeal by itself
	donation := KindIndex(article.Donation)
	out := func(i int) bool { return i < len(v) && !v[i].keep && v[i].shown }
	for i := 0; i < len(v); {
		if !out(i) {
			i++
			continue
		}
		box := s.doc.elems[s.doc.leaves[i].elem].parent
		var sum [KindCount]float32
		own, names, asks = own[:0], names[:0], asks[:0]
		j := i
		for ; out(j) && (j == i || s.doc.elems[s.doc.leaves[j].elem].parent == box) && j < i+20; j++ {
			var n int
			features, n = s.kindFeatures(features[:0], j)
			words, all := m.Kinds.score(features[:n]), m.Kinds.score(features)
			top := slices.Max(all[:])
			var rest [KindCount]float32
			for k := range all {
				sum[k] += max(all[k]-top, -4)
				rest[k] = all[k] - words[k]
			}
			// The last two of a leaf's own features tell its length and no word of it.
			own, names, asks = append(own, words), append(names, rest), append(asks, m.Kinds.heaviest(features[:max(0, n-2)], donation) >= appealWord)
		}
		kind, margin := best(sum)
		for said := false; !said; { // a saying that nobody in the box says is none
			said = !sayings[kindNames[kind]]
			for x := range own {
				said = said || tells(own[x], kind, saidAhead)
			}
			if !said {
				sum[kind] = -1e9
				kind, margin = best(sum)
			}
		}
		for x := 0; i < j; i, x = i+1, x+1 {
			v[i].kind = kindNames[kind]
			if v[i].rule == byComments {
				v[i].kind = article.Comments
			}
			borne := tells(own[x], kind, saidAhead) && (kind != donation || asks[x])
			switch k := kindNames[kind]; {
			case k == article.Media:
				borne = borne || s.placed(i, k)
			case !sayings[k]:
				borne = borne || tells(names[x], kind, namedAhead) || s.placed(i, k)
			}
			v[i].reasons = s.reasons(m, v, i, margin, borne)
		}
	}
}

// How far ahead of "other" a kind must be, in log odds, to be borne out by a leaf's words or by the names around it. An appeal
// for money must hold a word that tells it by itself as well: it is written in whole sentences, of which the kinds' model has
// learnt few of any other kind, so that it takes plain prose for a weak appeal.
const (
	saidAhead  = .5
	namedAhead = 1
	appealWord = .4
)

// tells says whether scores name a kind before all others, and by how much before "other".
func tells(sc [KindCount]float32, kind int, ahead float32) bool {
	k, _ := best(sc)
	return k == kind && sc[k] > sc[KindCount-1]+ahead
}

// heaviest returns the greatest weight that one of the features gives a kind.
func (k *Kinds) heaviest(features []uint32, kind int) float32 {
	top := float32(0)
	if len(k.Slots) == 0 {
		return 0
	}
	for _, h := range features {
		if i := k.slot(h, false); i >= 0 {
			top = max(top, float32(int8(k.Slots[i+2+kind]))*k.Scale)
		}
	}
	return top
}

// placed says whether a leaf's place bears out a kind.
func (s *sheet) placed(i int, kind article.RemovedKind) bool {
	l := &s.doc.leaves[i]
	marks := s.doc.elems[l.elem].marks
	switch kind {
	case article.Media:
		return marks&(inFigure|inCaption) != 0
	case article.Navigation:
		return marks&inNav != 0
	case article.Related:
		return l.linked*10 > len(l.text)*8 && s.leaf[i].words >= 4
	}
	return false
}

// reasons weighs what speaks against a leaf: its place, its dress, its words. The weights are in log odds as far as the linear
// models give them; the others are set to stand beside those.
// borne says that the leaf itself bears out its kind.
func (s *sheet) reasons(m *Model, v []verdict, i int, margin float32, borne bool) []string {
	d := s.doc
	l, t := &d.leaves[i], &s.leaf[i]
	var bs []because
	add := func(words string, weight float32) { bs = append(bs, because{words, weight}) }
	if w := kindWords[v[i].kind]; w != "" && margin > .5 && borne {
		add(w, 2+margin)
	}
	switch {
	case v[i].repeats && s.carried:
		add("stands in other items of this feed as well", 20)
	case v[i].repeats:
		add("stands on other pages of this site as well", 20)
	}
	if v[i].pointer {
		add("opens as a pointer to another article", 8)
	}
	if v[i].copied {
		add("stands on this page twice", 20)
	}
	if s.isTitle(i) {
		add(repeatsTitle, 9)
	}
	switch v[i].rule {
	case byFar:
		add("stands far from the article's text", 8)
	case byIsland:
		add("stands among clutter", 6)
	case byEdge:
		add("stands at the article's edge and is in doubt", 1.2)
	case byLone:
		add("is a heading with nothing under it", 8)
	case byTail:
		add(fmt.Sprintf(tailReason, d.leaves[v[i].under].text), 5)
	case byComments:
		add("stands among the readers' comments", 9)
	case byNotice:
		add("stands where the page stops at a notice", 6)
	case byGroup:
		add("most of the list or table around it is left out", 6)
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
	var ks []uint32
	for n := s.doc.leaves[i].block; n != nil && up < 4; n, up = n.Parent, up+1 {
		if n.Type != html.ElementNode {
			continue
		}
		for _, a := range n.Attr {
			if a.Key != "class" && a.Key != "id" || len(a.Val) > 200 {
				continue
			}
			for w := range strings.FieldsFuncSeq(a.Val, func(r rune) bool { return !(r|0x20 >= 'a' && r|0x20 <= 'z') }) {
				if ks = nameTokens(ks[:0], w); len(ks) != 1 {
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
