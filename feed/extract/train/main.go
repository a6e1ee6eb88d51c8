// Command train makes feed/extract/model.bin, the block model, and measures it honestly.
//
//	go run ./feed/extract/train -data ../shared/articles -work /tmp/train
//
// It reads saved pages with their reference texts (gold.jsonl, inj.jsonl, cut.jsonl, pages/), splits the sites into five folds,
// trains a model without each fold and without clutter of its sites, lets that model read the fold's pages, and then trains the
// shipped model on all. In -work it leaves results.jsonl (every page read by the model that has not seen its site, in the form
// that score.py --load reads), foldN.bin and foldN.ids. The figures it prints itself are a quick look; leaks are counted by
// score.py alone:
//
//	python3 ../shared/articles/score.py --load /tmp/train/results.jsonl
//
// With -replay the pages are read again with the models that are there; -sites shows with them what the pages of a site teach of it,
// -carried how the text is cleaned that a feed carries.
//
// The run is deterministic and takes a few minutes on two cores. Nothing imports this package.
package main

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"tidings/feed/extract"
)

func main() {
	c := config{}
	flag.StringVar(&c.data, "data", "../shared/articles", "directory of the saved pages")
	flag.StringVar(&c.work, "work", "", "directory for the models of the folds and the results; empty: none are written")
	flag.StringVar(&c.out, "out", "feed/extract/model.bin", "where the shipped model goes; empty: it is not trained")
	flag.IntVar(&c.folds, "folds", 5, "how many folds")
	flag.IntVar(&c.only, "only", -1, "measure this fold alone")
	flag.BoolVar(&c.replay, "replay", false, "train nothing; read every page again with the models of -work")
	flag.BoolVar(&c.sites, "sites", false, "train nothing; show what the pages of a site teach of it, with the models of -work")
	flag.BoolVar(&c.carried, "carried", false, "train nothing; read every article as a feed would carry it, with the models of -work")
	flag.BoolVar(&c.cut, "cut", false, "train no model; fit what tells whether a text was cut off, with the models of -work")
	flag.IntVar(&c.boost.trees, "trees", 200, "how many trees")
	flag.IntVar(&c.boost.depth, "depth", 6, "their depth")
	flag.Float64Var(&c.boost.rate, "rate", 0.11, "their learning rate")
	flag.IntVar(&c.forests, "forests", 3, "how many forests of such trees are averaged, each drawn anew")
	flag.Float64Var(&c.l1, "l1", 1.0, "how strongly linear weights are pulled to zero")
	flag.Float64Var(&c.injected, "injected", 2.2, "weight of clutter put in")
	flag.Float64Var(&c.likely, "likely", 7, "weight of article paragraphs that read like clutter")
	flag.Float64Var(&c.article, "article", 1.0, "weight of article leaves")
	flag.Parse()
	c.boost.rowShare, c.boost.featureShare, c.boost.lambda, c.boost.minHessian, c.boost.seed = 0.4, 0.3, 2, 3, 7
	if err := c.run(); err != nil {
		fmt.Fprintln(os.Stderr, "train:", err)
		os.Exit(1)
	}
}

type config struct {
	data, work, out  string
	folds, only      int
	replay, cut      bool
	sites, carried   bool
	boost            boostParams
	forests          int
	l1               float64
	injected, likely float64
	article          float64
	start            time.Time
}

func (c *config) log(format string, args ...any) {
	fmt.Fprintf(os.Stderr, "%5.0fs "+format+"\n", append([]any{time.Since(c.start).Seconds()}, args...)...)
}

// page is a page to learn from: as served, or with clutter put in.
type page struct {
	s     *sample
	st    *extract.Study
	y     []bool
	putIn []bool
	rows  []*row // of every leaf
	bare  bool   // the article's own text in the plainest of pages
	made  bool   // made up as a whole: the trees do not learn from it
}

func (c *config) run() error {
	c.start = time.Now()
	gold, made, err := load(c.data, c.folds)
	if err != nil {
		return err
	}
	if c.cut {
		return c.fitCut(gold, made)
	}
	if c.carried {
		return c.readCarried(gold, made)
	}
	if c.sites {
		return c.learnSites(gold)
	}
	if c.replay {
		return c.readAgain(gold, made)
	}
	pages := make([]*page, len(gold))
	if err := parallel(len(gold), func(i int) error {
		b, err := gold[i].bytes(c.data)
		if err != nil {
			return err
		}
		p := &page{s: gold[i], st: extract.NewStudy(extract.Input{HTML: b, URL: gold[i].URL})}
		p.y = label(p.st, p.s.Text)
		p.putIn = make([]bool, len(p.y))
		pages[i] = p
		return nil
	}); err != nil {
		return err
	}
	leaves, pos := 0, 0
	for _, p := range pages {
		leaves += len(p.y)
		for _, y := range p.y {
			if y {
				pos++
			}
		}
	}
	c.log("%d pages, %d leaves, %d of articles", len(pages), leaves, pos)
	if c.only == -2 {
		return c.ceiling(pages)
	}
	own, err := ownBank(c.folds)
	if err != nil {
		return err
	}
	pr := readProse()
	banks, likely := harvest(pages, own, c.folds)
	for f, b := range banks {
		c.log("fold %d: %d own items, %d appeals, %d prose", f, len(b.own), len(b.appeals), len(b.prose))
	}
	all := slices.Clone(pages)
	copies := make([][]*page, len(pages))
	if err := parallel(len(pages), func(i int) error {
		p := pages[i]
		for copyNo := range 2 {
			rng := rand.New(rand.NewPCG(uint64(hash(p.s.ID)), uint64(copyNo)))
			var st *extract.Study
			y := p.y
			if copyNo == 0 {
				b, err := p.s.bytes(c.data)
				if err != nil {
					return err
				}
				st = extract.NewStudy(extract.Input{HTML: b, URL: p.s.URL})
				if rng.Float32() < .4 {
					undress(st.Root(), rng)
				}
			} else if st, y = bare(p, banks[p.s.fold], rng); st == nil {
				continue
			}
			if !inject(st, y, banks[p.s.fold], 2+rng.IntN(3), p.st.SiteName(), p.s.Lang, rng) {
				continue
			}
			if text := pr.about(p.s.fold, p.s.Lang, rng); text != "" {
				report(st, y, text, rng)
			}
			q := &page{s: p.s, st: extract.NewStudyTree(st.Root(), extract.Input{URL: p.s.URL}), bare: copyNo == 1}
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
			copies[i] = append(copies[i], q)
		}
		return nil
	}); err != nil {
		return err
	}
	for _, cs := range copies {
		all = append(all, cs...)
	}
	all = append(all, pr.pages(banks, c.folds)...)
	c.log("%d pages with copies", len(all))
	dict := c.makeRows(all, likely)
	c.log("%d features", len(dict.hash))
	var rows []*row
	for _, p := range all {
		rows = append(rows, p.rows...)
	}

	// Linear models: one without each fold, one without each pair of folds (their scores feed the trees that are measured on one
	// fold of the pair), one on everything.
	type job struct{ a, b int }
	var jobs []job
	for a := range c.folds {
		jobs = append(jobs, job{a, a})
		if c.only >= 0 && a != c.only {
			jobs = jobs[:len(jobs)-1]
		}
		for b := range a {
			if c.only < 0 || a == c.only || b == c.only {
				jobs = append(jobs, job{a, b})
			}
		}
	}
	if c.out != "" {
		jobs = append(jobs, job{-1, -1})
		if c.only >= 0 {
			for a := range c.folds {
				if a != c.only {
					jobs = append(jobs, job{a, a})
				}
			}
		}
	}
	linear := map[job]*linearModel{}
	var mu sync.Mutex
	if err := parallel(len(jobs), func(i int) error {
		j := jobs[i]
		usable := make([]bool, len(dict.hash))
		for k := range usable {
			usable[k] = dict.sites(uint32(k), j.a, j.b) >= minSites
		}
		m := trainLinear(rows, len(dict.hash), usable,
			func(f int) bool { return f == j.a || f == j.b }, uint64(i), float32(c.l1), float32(c.l1))
		mu.Lock()
		linear[j] = m
		mu.Unlock()
		return nil
	}); err != nil {
		return err
	}
	c.log("%d linear models", len(jobs))
	kinds := trainKinds(pages, own)
	c.log("kinds")

	pair := func(a, b int) *linearModel { return linear[job{max(a, b), min(a, b)}] }
	var results []result
	for f := range c.folds {
		if c.only >= 0 && f != c.only {
			continue
		}
		m, err := c.trainTrees(all, dict, pair(f, f), kinds, func(p *page) *linearModel {
			if p.s.fold == f {
				return nil
			}
			return pair(f, p.s.fold)
		})
		if err != nil {
			return err
		}
		c.log("fold %d trained", f)
		var tests []*sample
		for _, s := range slices.Concat(gold, made) {
			if s.fold == f {
				tests = append(tests, s)
			}
		}
		rs := make([]result, len(tests))
		if err := parallel(len(tests), func(i int) error {
			r, err := c.test(m, tests[i])
			rs[i] = r
			return err
		}); err != nil {
			return err
		}
		results = append(results, rs...)
		c.log("fold %d: %s", f, summary(rs, ""))
		if c.work != "" {
			if err := c.saveFold(f, m, tests); err != nil {
				return err
			}
		}
	}
	for _, set := range []string{"sh", "atf", "fundus", "wcxb", "inj", "cut", ""} {
		fmt.Printf("%-7s %s\n", set, summary(results, set))
	}
	fmt.Println(saidRight(results))
	if c.work != "" {
		if err := saveResults(filepath.Join(c.work, "results.jsonl"), results); err != nil {
			return err
		}
	}
	if c.out == "" {
		return nil
	}
	m, err := c.trainTrees(all, dict, linear[job{-1, -1}], kinds, func(p *page) *linearModel { return pair(p.s.fold, p.s.fold) })
	if err != nil {
		return err
	}
	b, err := m.MarshalBinary()
	if err != nil {
		return err
	}
	c.log("shipped model: %d bytes", len(b))
	return os.WriteFile(c.out, b, 0o644)
}

// ceiling measures perfect labels: what the split and the rules alone lose.
func (c *config) ceiling(pages []*page) error {
	rs := make([]result, len(pages))
	err := parallel(len(pages), func(i int) error {
		p := pages[i]
		odds := make([]float32, len(p.y))
		for j := range odds {
			odds[j] = -5
			if p.y[j] {
				odds[j] = 5
			}
		}
		res := p.st.Finish(&extract.Model{}, odds)
		rs[i] = result{p.s, rate(p.s, &res, res.Article.Text(), p.st), 0, res.Article}
		return nil
	})
	for _, r := range rs {
		if r.m.r < .6 || r.m.p < .6 {
			fmt.Printf("%s P %.2f R %.2f %s\n", r.s.ID, r.m.p, r.m.r, r.s.URL)
		}
	}
	fmt.Println(summary(rs, ""))
	return err
}

// parallel calls f for every index below n on two goroutines and returns the first error.
func parallel(n int, f func(int) error) error {
	var wg sync.WaitGroup
	var mu sync.Mutex
	var first error
	next := 0
	for range 2 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for {
				mu.Lock()
				i := next
				next++
				stop := first != nil
				mu.Unlock()
				if i >= n || stop {
					return
				}
				if err := f(i); err != nil {
					mu.Lock()
					if first == nil {
						first = err
					}
					mu.Unlock()
				}
			}
		}()
	}
	wg.Wait()
	return first
}
