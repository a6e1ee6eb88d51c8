package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"tidings/feed/article"
	"tidings/feed/extract"
)

// readAgain reads every page with the model of its fold, as -work holds it.
func (c *config) readAgain(gold, made []*sample) error {
	models, err := c.foldModels()
	if err != nil {
		return err
	}
	tests := slices.DeleteFunc(slices.Concat(gold, made), func(s *sample) bool { return !c.measured(s.fold) })
	rs, err := c.testAll(tests, func(s *sample) *extract.Model { return models[s.fold] })
	if err != nil {
		return err
	}
	show(rs)
	return saveResults(filepath.Join(c.work, "results.jsonl"), rs)
}

// result is a page read by a model, and what it scores.
type result struct {
	s   *sample
	m   measure
	ms  float64
	art article.Article
}

// show prints what each set of pages scores, and all together.
func show(rs []result) {
	for _, set := range []string{"sh", "atf", "fundus", "wcxb", "inj", "cut", ""} {
		fmt.Printf("%-7s %s\n", set, summary(rs, set))
	}
	fmt.Println(saidRight(rs))
}

// testAll reads pages, each with its model.
func (c *config) testAll(tests []*sample, model func(*sample) *extract.Model) ([]result, error) {
	rs := make([]result, len(tests))
	err := parallel(len(tests), func(i int) (err error) {
		rs[i], err = c.test(model(tests[i]), tests[i])
		return err
	})
	return rs, err
}

// test reads a page as the program does.
func (c *config) test(m *extract.Model, s *sample) (result, error) {
	b, err := s.bytes(c.data)
	if err != nil {
		return result{}, err
	}
	start := time.Now()
	res, err := m.Page(extract.Input{HTML: b, URL: s.URL})
	ms := float64(time.Since(start).Microseconds()) / 1000
	if err != nil {
		return result{}, fmt.Errorf("%s: %w", s.ID, err)
	}
	st := extract.NewStudy(extract.Input{HTML: b, URL: s.URL})
	return result{s, rate(s, &res, res.Article.Text(), st), ms, res.Article}, nil
}

// summary is one line of figures over a set; the empty set means the four sets of pages as served.
func summary(rs []result, set string) string {
	var p, r, lost, starts, ends, n float64
	injIn, injN, shown := 0, 0, 0
	var ms []float64
	for _, x := range rs {
		injIn += x.m.injIn
		injN += x.m.injN
		shown += x.m.shown
		if x.s.Set != set && (set != "" || x.s.Page != "") {
			continue
		}
		n++
		p += x.m.p
		r += x.m.r
		lost += x.m.lost
		starts += x.m.starts
		ends += x.m.ends
		ms = append(ms, x.ms)
	}
	if n == 0 {
		return "no pages"
	}
	slices.Sort(ms)
	p, r = p/n, r/n
	return fmt.Sprintf("pages %4.0f F1 %.3f P %.3f R %.3f lost %.3f starts %.3f ends %.3f inj %.3f shown %.3f ms %.1f/%.1f", n, 2*p*r/(p+r), p, r, lost/n, starts/n, ends/n,
		float64(injIn)/float64(max(1, injN)), float64(shown)/float64(max(1, injN-injIn)), ms[len(ms)/2], ms[len(ms)*95/100])
}

func (c *config) saveFold(f int, m *extract.Model, tests []*sample) error {
	if err := os.MkdirAll(c.work, 0o755); err != nil {
		return err
	}
	b, err := m.MarshalBinary()
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(c.work, fmt.Sprintf("fold%d.bin", f)), b, 0o644); err != nil {
		return err
	}
	var ids strings.Builder
	for _, s := range tests {
		ids.WriteString(s.ID + "\n")
	}
	return os.WriteFile(filepath.Join(c.work, fmt.Sprintf("fold%d.ids", f)), []byte(ids.String()), 0o644)
}

// saveResults writes what score.py --load reads.
func saveResults(path string, rs []result) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	enc := json.NewEncoder(f)
	enc.SetEscapeHTML(false)
	for _, r := range rs {
		type left struct {
			Text   string `json:"text"`
			Reason string `json:"reason"`
			Kind   string `json:"kind"`
		}
		var removed []left
		for _, x := range r.art.Removed {
			var ts []string
			for _, b := range x.Blocks {
				ts = append(ts, b.Text())
			}
			removed = append(removed, left{strings.Join(ts, "\n"), x.Reason, string(x.Kind)})
		}
		published := ""
		if !r.art.Published.IsZero() {
			published = r.art.Published.Format(time.RFC3339)
		}
		if err := enc.Encode(map[string]any{"id": r.s.ID, "ms": r.ms, "out": map[string]any{
			"title": r.art.Title, "byline": r.art.Byline, "site": r.art.Site,
			"language": r.art.Language, "published": published, "image": r.art.Image, "text": r.art.Text(), "completeness": r.art.Completeness.String(), "removed": removed,
		}}); err != nil {
			f.Close()
			return err
		}
	}
	return f.Close()
}
