package main

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/net/html"

	"tidings/feed/article"
	"tidings/feed/extract"
)

// manyPages is how many pages of a site must be at hand to show what a site's earlier pages teach.
const manyPages = 5

// learnSites shows what the pages of a site teach of it: each page of a site of five and more is read by the model of its fold
// that has not seen the site, once by itself and once with what the others taught. Every page is read as it was served and
// with one and the same box of the hand-written bank, also unknown to the model, set among its paragraphs as a paragraph,
// elsewhere on each page. The results as served, with what was learnt, are left in -work as sites.jsonl and sites.ids for
// score.py.
func (c *config) learnSites(gold []*sample) error {
	models, err := c.foldModels()
	if err != nil {
		return err
	}
	own, err := ownBank(c.folds)
	if err != nil {
		return err
	}
	bySite := map[string][]*sample{}
	var names []string
	for _, s := range gold {
		if bySite[s.Domain] = append(bySite[s.Domain], s); len(bySite[s.Domain]) == manyPages {
			names = append(names, s.Domain)
		}
	}
	slices.Sort(names)
	var alone, taught []result
	put, aloneKept, taughtKept := 0, 0, 0
	for _, name := range names {
		pages := bySite[name]
		m := models[pages[0].fold]
		a, t, _, err := c.readSite(m, pages, nil)
		if err != nil {
			return err
		}
		alone, taught = append(alone, a...), append(taught, t...)
		for _, it := range own {
			if it.fold != pages[0].fold || it.lang != pages[0].Lang || it.kind != article.Donation && it.kind != article.Newsletter && it.kind != article.Paywall && it.kind != article.App && it.kind != article.Account {
				continue
			}
			a, t, n, err := c.readSite(m, pages, it)
			if err != nil {
				return err
			}
			put += n
			for i := range a {
				aloneKept, taughtKept = aloneKept+a[i].m.injIn, taughtKept+t[i].m.injIn
			}
		}
	}
	fmt.Printf("%d pages of %d sites\nalone   %s\ntaught  %s\n", len(alone), len(names), summary(alone, ""), summary(taught, ""))
	fmt.Printf("paragraphs of boxes set into all pages of a site: %d; kept alone %d (%.3f), kept when taught %d (%.3f)\n",
		put, aloneKept, float64(aloneKept)/float64(max(1, put)), taughtKept, float64(taughtKept)/float64(max(1, put)))
	if c.work == "" {
		return nil
	}
	var ids strings.Builder
	for _, r := range taught {
		ids.WriteString(r.s.ID + "\n")
	}
	if err := os.WriteFile(filepath.Join(c.work, "sites.ids"), []byte(ids.String()), 0o644); err != nil {
		return err
	}
	return saveResults(filepath.Join(c.work, "sites.jsonl"), taught)
}

// readSite reads the pages of one site alone and taught by the others, with an item put in where there is one; put is how many
// paragraphs that were in all.
func (c *config) readSite(m *extract.Model, pages []*sample, it *item) (alone, taught []result, put int, err error) {
	inputs := make([]extract.Input, len(pages))
	prints := make([][]uint64, len(pages))
	samples := make([]*sample, len(pages))
	alone, taught = make([]result, len(pages)), make([]result, len(pages))
	read := func(i int) (result, []uint64, error) {
		res, err := m.Page(inputs[i])
		if err != nil {
			return result{}, nil, fmt.Errorf("%s: %w", pages[i].ID, err)
		}
		st := extract.NewStudy(inputs[i])
		return result{samples[i], rate(samples[i], &res, res.Article.Text(), st), 0, res.Article}, res.Blocks, nil
	}
	for i, s := range pages {
		b, err := s.bytes(c.data)
		if err != nil {
			return nil, nil, 0, err
		}
		samples[i] = s
		if it != nil {
			with := *s
			with.Texts = it.paras
			if b = setAmong(b, s, it); b != nil {
				put += len(it.paras)
			} else {
				with.Texts = nil
				if b, err = s.bytes(c.data); err != nil {
					return nil, nil, 0, err
				}
			}
			samples[i] = &with
		}
		inputs[i] = extract.Input{HTML: b, URL: s.URL}
		if alone[i], prints[i], err = read(i); err != nil {
			return nil, nil, 0, err
		}
	}
	for i := range pages {
		site := extract.Site{Blocks: map[uint64]int{}}
		for j := range pages {
			if j == i {
				continue
			}
			site.Pages++
			for _, p := range prints[j] {
				site.Blocks[p]++
			}
		}
		inputs[i].Site = site
		if taught[i], _, err = read(i); err != nil {
			return nil, nil, 0, err
		}
	}
	return alone, taught, put, nil
}

// setAmong sets an item's paragraphs between those of a page's article; nil when it has no place for them.
func setAmong(page []byte, s *sample, it *item) []byte {
	st := extract.NewStudy(extract.Input{HTML: page, URL: s.URL})
	var spots []*html.Node
	for i, y := range label(st, s.Text) {
		if b := st.Block(i); y && st.Words(i) >= 15 && b != nil && b.Data == "p" && b.Parent != nil {
			spots = append(spots, b)
		}
	}
	if len(spots) < 2 {
		return nil
	}
	rng := rand.New(rand.NewPCG(uint64(hash(s.ID)), uint64(hash(it.paras[0]))))
	at := spots[rng.IntN(len(spots)-1)]
	for _, p := range it.paras {
		n := element(at.DataAtom, "", &html.Node{Type: html.TextNode, Data: strings.ReplaceAll(p, "{site}", st.SiteName())})
		at.Parent.InsertBefore(n, at.NextSibling)
		at = n
	}
	var b bytes.Buffer
	if html.Render(&b, st.Root()) != nil {
		return nil
	}
	return b.Bytes()
}
