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

// trainKinds learns the kinds' model: softmax regression on the hand-written bank and on the saved pages' weak labels.
func trainKinds(pages []*page, own []*item) extract.Kinds {
	type ex struct {
		feats  []uint32
		kind   int
		weight float32
	}
	var exs []ex
	rng := rand.New(rand.NewPCG(11, 12))
	st, of := bankStudy(own)
	for i := range st.Len() {
		exs = append(exs, ex{st.KindFeatures(nil, i), extract.KindIndex(of[i].kind), 3})
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
			exs = append(exs, ex{p.st.KindFeatures(nil, i), extract.KindIndex(k), w})
		}
	}
	// Features are numbered by how often they stand; the rare ones say nothing.
	freq := map[uint32]int{}
	for _, e := range exs {
		for _, h := range e.feats {
			freq[h]++
		}
	}
	number := map[uint32]int{}
	var hashes []uint32
	for _, e := range exs {
		for _, h := range e.feats {
			if _, ok := number[h]; !ok && freq[h] >= 4 {
				number[h] = len(hashes)
				hashes = append(hashes, h)
			}
		}
	}
	K := extract.KindCount
	w := make([]float32, len(hashes)*K)
	g2 := make([]float32, len(hashes)*K)
	bias := make([]float32, K)
	p := make([]float64, K)
	var idx []int
	for range 4 {
		rng.Shuffle(len(exs), func(i, j int) { exs[i], exs[j] = exs[j], exs[i] })
		for _, e := range exs {
			idx = idx[:0]
			for _, h := range e.feats {
				if j, ok := number[h]; ok && rng.Float32() > .1 {
					idx = append(idx, j)
				}
			}
			for k := range p {
				p[k] = float64(bias[k])
			}
			for _, j := range idx {
				for k := range p {
					p[k] += float64(w[j*K+k])
				}
			}
			top := slices.Max(p)
			sum := 0.0
			for k := range p {
				p[k] = math.Exp(p[k] - top)
				sum += p[k]
			}
			for k := range p {
				g := float32(p[k] / sum)
				if k == e.kind {
					g--
				}
				g *= e.weight
				bias[k] -= .002 * g
				for _, j := range idx {
					at := j*K + k
					gw := g + 1e-4*w[at]
					g2[at] += gw * gw
					w[at] -= .1 / (1 + sqrt(g2[at])) * gw
				}
			}
		}
	}
	// The features that tell the kinds apart best, as bytes.
	const slots = 1 << 13
	order := make([]int, len(hashes))
	spread := make([]float32, len(hashes))
	var biggest float32
	for j := range order {
		order[j] = j
		row := w[j*K : (j+1)*K]
		lo, hi := slices.Min(row), slices.Max(row)
		spread[j] = hi - lo
		biggest = max(biggest, max(-lo, hi))
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Or(cmp.Compare(spread[b], spread[a]), cmp.Compare(a, b)) })
	out := extract.Kinds{Slots: make([]byte, slots*(2+K)), Scale: max(biggest, .01) / 127}
	copy(out.Bias[:], bias)
	for x, j := range order {
		if x >= slots*7/10 {
			break
		}
		var q [extract.KindCount]int8
		for k := range q {
			q[k] = int8(math.Round(float64(w[j*K+k] / out.Scale)))
		}
		out.Set(hashes[j], q)
	}
	return out
}
