package main

import (
	"math/rand/v2"
	"os"
	"slices"
	"sync"

	"tidings/feed/extract"
)

// learner holds what all models are trained on, and the models that other models build on.
type learner struct {
	*config
	pages  []*page // as served, then with clutter put in, then made up
	dict   *dictionary
	linear map[without]*linearModel
	kinds  extract.Kinds
}

// without says which folds a linear model has not seen, the greater one first; twice the same for one fold.
type without struct{ a, b int }

// nothing is of the model that has seen all folds.
var nothing = without{-1, -1}

// leavingOut returns the linear model that has not seen two folds.
func (l *learner) leavingOut(a, b int) *linearModel { return l.linear[without{max(a, b), min(a, b)}] }

// material makes all that is learnt from: the pages, copies of them with clutter put in, made-up ones, and their features.
func (c *config) material(pages []*page, own []*item) (*learner, error) {
	prose := readProse()
	banks, likely := harvest(pages, own, c.folds)
	for f, b := range banks {
		c.log("fold %d: %d own items, %d appeals, %d prose", f, len(b.own), len(b.appeals), len(b.prose))
	}
	copies := make([][]*page, len(pages))
	if err := parallel(len(pages), func(i int) error {
		var err error
		copies[i], err = c.copies(pages[i], banks[pages[i].s.fold], prose)
		return err
	}); err != nil {
		return nil, err
	}
	l := &learner{config: c, pages: slices.Concat(pages, slices.Concat(copies...), prose.pages(banks, c.folds))}
	c.log("%d pages with copies", len(l.pages))
	l.dict = c.makeRows(l.pages, likely)
	c.log("%d features", len(l.dict.hash))
	return l, nil
}

// copies returns a page with clutter put in: as it is set, some of its dress taken off, and its article in the plainest of pages.
func (c *config) copies(p *page, bank *bankOf, prose *proseBank) ([]*page, error) {
	var out []*page
	for n := range 2 {
		rng := rand.New(rand.NewPCG(uint64(hash(p.s.ID)), uint64(n)))
		var st *extract.Study
		y := p.y
		if n == 0 {
			b, err := p.s.bytes(c.data)
			if err != nil {
				return nil, err
			}
			st = extract.NewStudy(extract.Input{HTML: b, URL: p.s.URL})
			if rng.Float32() < .4 {
				undress(st.Root(), rng)
			}
		} else if st, y = bare(p, bank, rng); st == nil {
			continue
		}
		if !inject(st, y, bank, 2+rng.IntN(3), p.st.SiteName(), p.s.Lang, rng) {
			continue
		}
		if text := prose.about(p.s.fold, p.s.Lang, rng); text != "" {
			report(st, y, text, rng)
		}
		q := &page{s: p.s, st: extract.NewStudyTree(st.Root(), extract.Input{URL: p.s.URL}), bare: n == 1}
		if q.bare {
			q.y = make([]bool, q.st.Len())
		} else {
			q.y = label(q.st, p.s.Text)
		}
		q.putIn = make([]bool, len(q.y))
		for j := range q.y {
			if in, article := putIn(q.st.Inner(j)); in {
				q.y[j], q.putIn[j] = article, true
			}
		}
		out = append(out, q)
	}
	return out, nil
}

// trainLinears trains the linear models: one without each fold, one without each pair of folds (their scores feed the trees
// that are measured on one fold of the pair), one on everything.
func (l *learner) trainLinears() error {
	var jobs []without
	for a := range l.folds {
		if l.measured(a) {
			jobs = append(jobs, without{a, a})
		}
		for b := range a {
			if l.measured(a) || l.measured(b) {
				jobs = append(jobs, without{a, b})
			}
		}
	}
	if l.out != "" {
		jobs = append(jobs, nothing)
		for a := range l.folds {
			if !l.measured(a) {
				jobs = append(jobs, without{a, a})
			}
		}
	}
	var rows []*row
	for _, p := range l.pages {
		rows = append(rows, p.rows...)
	}
	l.linear = map[without]*linearModel{}
	var mu sync.Mutex
	if err := parallel(len(jobs), func(i int) error {
		j := jobs[i]
		usable := make([]bool, len(l.dict.hash))
		for k := range usable {
			usable[k] = l.dict.sites(uint32(k), j.a, j.b) >= minSites
		}
		m := trainLinear(rows, len(l.dict.hash), usable,
			func(f int) bool { return f == j.a || f == j.b }, uint64(i), float32(l.l1), float32(l.l1))
		mu.Lock()
		l.linear[j] = m
		mu.Unlock()
		return nil
	}); err != nil {
		return err
	}
	l.log("%d linear models", len(jobs))
	return nil
}

// measured says whether a fold is one of those to measure.
func (c *config) measured(fold int) bool { return c.only < 0 || fold == c.only }

// testFolds trains a model without each fold and lets it read the fold's pages.
func (l *learner) testFolds(samples []*sample) ([]result, error) {
	var results []result
	for f := range l.folds {
		if !l.measured(f) {
			continue
		}
		m, err := l.trainTrees(l.leavingOut(f, f), func(p *page) *linearModel {
			if p.s.fold == f {
				return nil
			}
			return l.leavingOut(f, p.s.fold)
		})
		if err != nil {
			return nil, err
		}
		l.log("fold %d trained", f)
		var tests []*sample
		for _, s := range samples {
			if s.fold == f {
				tests = append(tests, s)
			}
		}
		rs, err := l.testAll(tests, func(*sample) *extract.Model { return m })
		if err != nil {
			return nil, err
		}
		results = append(results, rs...)
		l.log("fold %d: %s", f, summary(rs, ""))
		if l.work != "" {
			if err := l.saveFold(f, m, tests); err != nil {
				return nil, err
			}
		}
	}
	return results, nil
}

// ship trains the model that has seen everything and writes it.
func (l *learner) ship() error {
	m, err := l.trainTrees(l.linear[nothing], func(p *page) *linearModel { return l.leavingOut(p.s.fold, p.s.fold) })
	if err != nil {
		return err
	}
	b, err := m.MarshalBinary()
	if err != nil {
		return err
	}
	l.log("shipped model: %d bytes", len(b))
	return os.WriteFile(l.out, b, 0o644)
}
