package main

import (
	_ "embed"
	"fmt"
	"html"
	"math"
	"math/rand/v2"
	"strings"

	"tidings/feed/article"
	"tidings/feed/extract"
)

// bankText is clutter written for training, in many languages: kind, a tab, paragraphs parted by " ¶ ". It is material to learn
// from, as the saved pages are; no line of it is looked for in a page.
//
//go:embed bank.txt
var bankText string

// ownBank reads the hand-written bank; the items are spread over the folds.
func ownBank(folds int) ([]*item, error) {
	var out []*item
	for n, l := range strings.Split(bankText, "\n") {
		if l == "" || l[0] == '#' {
			continue
		}
		kind, text, ok := strings.Cut(l, "\t")
		if !ok || extract.KindIndex(article.RemovedKind(kind)) < 0 {
			return nil, fmt.Errorf("bank.txt line %d: no kind", n+1)
		}
		out = append(out, &item{kind: article.RemovedKind(kind), paras: strings.Split(text, " ¶ "), fold: int(hash(text)>>8) % folds, lang: languageOf(text)})
	}
	return out, nil
}

// bankStudy opens the items' paragraphs as a page; which leaf is of which item.
func bankStudy(items []*item) (*extract.Study, []*item) {
	var b strings.Builder
	var of []*item
	for _, it := range items {
		for _, p := range it.paras {
			b.WriteString("<p>" + html.EscapeString(strings.ReplaceAll(p, "{site}", "The Harbour Post")) + "</p>")
			of = append(of, it)
		}
	}
	return extract.NewStudy(extract.Input{HTML: []byte(b.String())}), of
}

// appealModel tells appeals from article paragraphs by words alone, learnt from the hand-written bank and article paragraphs. It
// only picks material for training.
type appealModel struct{ f *ftrl }

// slot is where a hashed feature has its weight.
func (appealModel) slot(h uint32) uint32 { return h >> 12 }

func (a appealModel) score(feats []uint32) float64 {
	sum := a.f.bias()
	for _, h := range feats {
		sum += a.f.weight(a.slot(h))
	}
	return 1 / (1 + math.Exp(-float64(sum)))
}

// trainAppeals learns from the bank and from the pages of the other folds.
func trainAppeals(pages []*page, own []*item, fold int, rng *rand.Rand) appealModel {
	type ex struct {
		feats []uint32
		y     bool
	}
	var exs []ex
	st, of := bankStudy(own)
	for i := range st.Len() {
		switch of[i].kind {
		case article.Related, article.Navigation, article.Rights, article.Comments, article.Share:
			continue
		}
		feats, n := st.Hashed(nil, i, nil)
		exs = append(exs, ex{feats[:n], true})
	}
	for _, p := range pages {
		if p.s.fold == fold {
			continue
		}
		for i, y := range p.y {
			if y && p.st.Words(i) >= 4 && rng.Float32() < .1 {
				feats, n := p.st.Hashed(nil, i, nil)
				exs = append(exs, ex{feats[:n], false})
			}
		}
	}
	a := appealModel{f: newFTRL(1<<20, .2)}
	buf := make([]float32, 0, 512)
	for range 3 {
		rng.Shuffle(len(exs), func(i, j int) { exs[i], exs[j] = exs[j], exs[i] })
		for _, e := range exs {
			idx := make([]uint32, len(e.feats))
			for j, h := range e.feats {
				idx[j] = a.slot(h)
			}
			w := float32(1)
			if e.y {
				w = 4
			}
			a.f.learn(idx, e.y, w, buf)
		}
	}
	return a
}

// harvest finds, for each fold, the clutter that its own pages hold, and the article paragraphs that read like clutter.
func harvest(pages []*page, own []*item, folds int) ([]*bankOf, map[*page]map[int]bool) {
	banks := make([]*bankOf, folds)
	for f := range banks {
		banks[f] = &bankOf{}
	}
	for _, it := range own {
		banks[it.fold].own = append(banks[it.fold].own, it)
	}
	likely := map[*page]map[int]bool{}
	for f, bank := range banks {
		rng := rand.New(rand.NewPCG(3, uint64(f)))
		h := harvester{bank: bank, model: trainAppeals(pages, own, f, rng), rng: rng, seen: map[uint32]bool{}, perSite: map[string]int{}}
		for _, p := range pages {
			if p.s.fold == f {
				likely[p] = h.page(p)
			}
		}
	}
	return banks, likely
}

// harvester picks the clutter of one fold's pages.
type harvester struct {
	bank    *bankOf
	model   appealModel
	rng     *rand.Rand
	seen    map[uint32]bool
	perSite map[string]int
}

// page puts a page's clutter into the bank, and returns which paragraphs of its article read like clutter.
func (h *harvester) page(p *page) (likely map[int]bool) {
	likely = map[int]bool{}
	for i := 0; i < len(p.y); i++ {
		n := p.st.Words(i)
		if n < 5 || n > 150 {
			continue
		}
		feats, own := p.st.Hashed(nil, i, nil)
		s := h.model.score(feats[:own])
		if p.y[i] {
			if n >= 20 && s > .3 {
				likely[i] = true
			}
			continue
		}
		text := p.st.Text(i)
		if h.seen[hash(text)] || h.perSite[p.s.Domain] > 25 {
			continue
		}
		h.seen[hash(text)] = true
		it := &item{paras: []string{text}, fold: p.s.fold, site: p.st.SiteName()}
		switch {
		case s > .5:
			if i+1 < len(p.y) && !p.y[i+1] && p.st.Words(i+1) >= 2 && p.st.Words(i+1) < 120 && h.rng.Float32() < .4 {
				it.paras = append(it.paras, p.st.Text(i+1))
				i++
			}
			h.bank.appeals = append(h.bank.appeals, it)
			h.perSite[p.s.Domain]++
		case n >= 9 && p.st.LinkShare(i) < .5 && h.rng.Float32() < .3:
			h.bank.prose = append(h.bank.prose, it)
			h.perSite[p.s.Domain]++
		}
	}
	return likely
}
