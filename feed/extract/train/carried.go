package main

import (
	"bytes"
	"fmt"
	"path/filepath"

	"golang.org/x/net/html"

	"tidings/feed"
	"tidings/feed/extract"
)

// readCarried reads every page's article as a feed would carry it: the markup of the innermost element around all of the
// article's leaves, sanitised as an item's text is, without the page around it. The model of the page's fold judges it. The
// results are left in -work as carried.jsonl for score.py, beside whole.jsonl, where nothing was left out.
func (c *config) readCarried(gold, made []*sample) error {
	models, err := c.foldModels()
	if err != nil {
		return err
	}
	all := append(append([]*sample(nil), gold...), made...)
	whole, cleaned := make([]result, len(all)), make([]result, len(all))
	if err := parallel(len(all), func(i int) error {
		s := all[i]
		b, err := s.bytes(c.data)
		if err != nil {
			return err
		}
		markup := carried(extract.NewStudy(extract.Input{HTML: b, URL: s.URL}), s)
		if markup == "" {
			return nil
		}
		own := feed.Fragment(markup, s.URL)
		in := extract.Input{HTML: []byte(own), ContentType: "text/html; charset=utf-8", URL: s.URL, Title: s.Title}
		st := extract.NewStudy(in)
		var res extract.Result
		res.Article.Blocks = extract.Fragment(own, s.URL)
		whole[i] = result{s, rate(s, &res, res.Article.Text(), st), 0, res.Article}
		res = models[s.fold].Carried(in)
		cleaned[i] = result{s, rate(s, &res, res.Article.Text(), st), 0, res.Article}
		return nil
	}); err != nil {
		return err
	}
	for name, rs := range map[string][]result{"whole": whole, "carried": cleaned} {
		var read []result
		for _, r := range rs {
			if r.s != nil {
				read = append(read, r)
			}
		}
		for _, set := range []string{"inj", ""} {
			fmt.Printf("%-8s %-4s %s\n", name, set, summary(read, set))
		}
		if err := saveResults(filepath.Join(c.work, name+".jsonl"), read); err != nil {
			return err
		}
	}
	return nil
}

// carried returns the markup of the innermost element around an article's leaves, or "" where the page has none.
func carried(st *extract.Study, s *sample) string {
	var common *html.Node
	for i, y := range label(st, s.Text) {
		if !y {
			continue
		}
		n := st.Block(i)
		if common == nil {
			common = n
			continue
		}
		for common.Parent != nil && !within(n, common) {
			common = common.Parent
		}
	}
	if common == nil {
		return ""
	}
	var b bytes.Buffer
	if err := html.Render(&b, common); err != nil {
		return ""
	}
	return b.String()
}

func within(n, of *html.Node) bool {
	for ; n != nil; n = n.Parent {
		if n == of {
			return true
		}
	}
	return false
}
