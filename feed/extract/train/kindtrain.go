package main

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
	"strings"

	"golang.org/x/net/html"

	"tidings/feed/article"
	"tidings/feed/extract"
)

// namesOfKinds are parts of class and id words by which pages name their own clutter: weak labels, for training only.
var namesOfKinds = []struct {
	kind  article.RemovedKind
	parts []string
}{
	{article.Newsletter, []string{"newsletter", "mailing", "signup", "sign-up", "email-capture", "mailchimp"}},
	{article.Donation, []string{"donat", "contribut", "support-us", "fundrais", "membership-appeal"}},
	{article.Paywall, []string{"paywall", "subscri", "premium", "regwall", "piano", "meter"}},
	{article.Cookie, []string{"cookie", "consent", "gdpr", "onetrust", "cmp-", "privacy"}},
	{article.Account, []string{"login", "log-in", "signin", "sign-in", "account", "register"}},
	{article.App, []string{"app-promo", "appstore", "app-store", "googleplay", "follow-us", "podcast-platform", "whatsapp-channel"}},
	{article.Ad, []string{"advert", "ad-slot", "adslot", "sponsor", "promo", "banner-ad", "outbrain", "taboola", "affiliate"}},
	{article.Related, []string{"related", "recommend", "read-more", "readmore", "more-from", "trending", "popular", "most-read", "latest", "teaser", "recirc"}},
	{article.Share, []string{"share", "social", "addtoany", "addthis"}},
	{article.Comments, []string{"comment", "disqus", "coral", "discussion"}},
	{article.Media, []string{"caption", "credit", "gallery", "figure", "video", "player", "carousel", "slideshow"}},
	{article.Navigation, []string{"breadcrumb", "menu", "navbar", "nav-", "-nav", "pagination", "toc", "skip-", "footer", "header", "sitemap", "tags", "topics"}},
	{article.Rights, []string{"copyright", "legal", "colophon", "imprint"}},
}

// weakKind guesses the kind of a leaf from the names around it, the nearest first.
func weakKind(st *extract.Study, i int) (article.RemovedKind, bool) {
	if t := st.Text(i); len(t) < 300 && (strings.Contains(t, "©") || strings.Contains(strings.ToLower(t), "copyright 20")) {
		return article.Rights, true
	}
	up := 0
	for n := st.Block(i); n != nil && up < 6; n = n.Parent {
		if n.Type != html.ElementNode {
			continue
		}
		up++
		var name strings.Builder
		for _, a := range n.Attr {
			if a.Key == "class" || a.Key == "id" || a.Key == "aria-label" {
				name.WriteString(" " + strings.ToLower(a.Val))
			}
		}
		s := name.String()
		if len(s) > 300 {
			continue
		}
		for _, k := range namesOfKinds {
			for _, p := range k.parts {
				if strings.Contains(s, p) {
					return k.kind, true
				}
			}
		}
		switch n.Data {
		case "nav":
			return article.Navigation, true
		case "figure", "figcaption":
			return article.Media, true
		}
	}
	return article.Other, false
}

// example is a leaf whose kind is known, or guessed.
type example struct {
	feats  []uint32
	kind   int
	weight float32
}

// trainKinds learns the kinds' model: softmax regression on the hand-written bank and on the saved pages' weak labels.
func trainKinds(pages []*page, own []*item) extract.Kinds {
	rng := rand.New(rand.NewPCG(11, 12))
	exs := kindExamples(pages, own, rng)
	k := newKindWeights(exs)
	for range 4 {
		rng.Shuffle(len(exs), func(i, j int) { exs[i], exs[j] = exs[j], exs[i] })
		for _, e := range exs {
			k.learn(e, rng)
		}
	}
	return k.pack()
}

func kindExamples(pages []*page, own []*item, rng *rand.Rand) []example {
	var exs []example
	st, of := bankStudy(own)
	for i := range st.Len() {
		exs = append(exs, example{st.KindFeatures(nil, i), extract.KindIndex(of[i].kind), 3})
	}
	for _, p := range pages {
		for i, y := range p.y {
			if y || rng.Float32() > .25 {
				continue
			}
			k, ok := weakKind(p.st, i)
			w := float32(1)
			if !ok {
				w = .3
			}
			if k == article.Navigation || k == article.Related {
				w *= .5
			}
			exs = append(exs, example{p.st.KindFeatures(nil, i), extract.KindIndex(k), w})
		}
	}
	return exs
}

// kindWeights are the weights under training: KindCount for each feature.
type kindWeights struct {
	hashes []uint32 // of the features
	number map[uint32]int
	w, g2  []float32 // weights, and the sums of their squared gradients (AdaGrad)
	bias   [extract.KindCount]float32

	p   [extract.KindCount]float64 // scratch
	idx []int                      // scratch
}

// newKindWeights numbers the features in the order in which they come; the rare ones say nothing.
func newKindWeights(exs []example) *kindWeights {
	freq := map[uint32]int{}
	for _, e := range exs {
		for _, h := range e.feats {
			freq[h]++
		}
	}
	k := &kindWeights{number: map[uint32]int{}}
	for _, e := range exs {
		for _, h := range e.feats {
			if _, ok := k.number[h]; !ok && freq[h] >= 4 {
				k.number[h] = len(k.hashes)
				k.hashes = append(k.hashes, h)
			}
		}
	}
	k.w = make([]float32, len(k.hashes)*extract.KindCount)
	k.g2 = make([]float32, len(k.w))
	return k
}

// learn takes a step for one example, a tenth of its features aside.
func (k *kindWeights) learn(e example, rng *rand.Rand) {
	const kinds = extract.KindCount
	k.idx = k.idx[:0]
	for _, h := range e.feats {
		if j, ok := k.number[h]; ok && rng.Float32() > .1 {
			k.idx = append(k.idx, j)
		}
	}
	for x := range k.p {
		k.p[x] = float64(k.bias[x])
	}
	for _, j := range k.idx {
		for x := range k.p {
			k.p[x] += float64(k.w[j*kinds+x])
		}
	}
	top := slices.Max(k.p[:])
	sum := 0.0
	for x := range k.p {
		k.p[x] = math.Exp(k.p[x] - top)
		sum += k.p[x]
	}
	for x := range k.p {
		g := float32(k.p[x] / sum)
		if x == e.kind {
			g--
		}
		g *= e.weight
		k.bias[x] -= .002 * g
		for _, j := range k.idx {
			at := j*kinds + x
			gw := g + 1e-4*k.w[at]
			k.g2[at] += gw * gw
			k.w[at] -= .1 / (1 + sqrt(k.g2[at])) * gw
		}
	}
}

// pack writes the features that tell the kinds apart best, as bytes.
func (k *kindWeights) pack() extract.Kinds {
	const (
		kinds = extract.KindCount
		slots = 1 << 13
	)
	order := make([]int, len(k.hashes))
	spread := make([]float32, len(k.hashes))
	var biggest float32
	for j := range order {
		order[j] = j
		row := k.w[j*kinds : (j+1)*kinds]
		lo, hi := slices.Min(row), slices.Max(row)
		spread[j] = hi - lo
		biggest = max(biggest, max(-lo, hi))
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Or(cmp.Compare(spread[b], spread[a]), cmp.Compare(a, b)) })
	out := extract.Kinds{Slots: make([]byte, slots*(2+kinds)), Bias: k.bias, Scale: max(biggest, .01) / 127}
	for _, j := range order[:min(len(order), slots*7/10)] {
		var q [kinds]int8
		for x := range q {
			q[x] = int8(math.Round(float64(k.w[j*kinds+x] / out.Scale)))
		}
		out.Set(k.hashes[j], q)
	}
	return out
}
