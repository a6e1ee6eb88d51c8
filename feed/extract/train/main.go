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
// With -replay the pages are read again with the models that are there; -sites shows with them what the pages of a site teach
// of it, -carried how the text is cleaned that a feed carries; -perfect shows what pages score whose leaves are judged without
// a fault.
//
// The run is deterministic and takes a few minutes on two cores. Nothing imports this package.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

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
	flag.BoolVar(&c.perfect, "perfect", false, "train nothing; show what the pages score with perfect labels: what the split and the rules alone lose")
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
	perfect          bool
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
	switch {
	case c.cut:
		return c.fitCut(gold, made)
	case c.carried:
		return c.readCarried(gold, made)
	case c.sites:
		return c.learnSites(gold)
	case c.replay:
		return c.readAgain(gold, made)
	}
	pages, err := c.open(gold)
	if err != nil {
		return err
	}
	if c.perfect {
		return c.ceiling(pages)
	}
	own, err := ownBank(c.folds)
	if err != nil {
		return err
	}
	l, err := c.material(pages, own)
	if err != nil {
		return err
	}
	if err := l.trainLinears(); err != nil {
		return err
	}
	l.kinds = trainKinds(pages, own)
	c.log("kinds")
	results, err := l.testFolds(slices.Concat(gold, made))
	if err != nil {
		return err
	}
	show(results)
	if c.work != "" {
		if err := saveResults(filepath.Join(c.work, "results.jsonl"), results); err != nil {
			return err
		}
	}
	if c.out == "" {
		return nil
	}
	return l.ship()
}

// open reads the pages and labels their leaves.
func (c *config) open(gold []*sample) ([]*page, error) {
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
		return nil, err
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
	return pages, nil
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

// parallel calls f for every index below n, two at a time, and returns the first error.
func parallel(n int, f func(int) error) error {
	var g errgroup.Group
	g.SetLimit(2)
	for i := range n {
		g.Go(func() error { return f(i) })
	}
	return g.Wait()
}
