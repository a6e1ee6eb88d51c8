package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"unicode"
)

// sample is a saved page with its reference text; inj and cut pages are samples that change the page of another.
type sample struct {
	ID, Set, URL, Domain, Text, Title, Lang, Complete, Date string
	Author                                                  names

	Page   string   // the id of the page that this one changes; empty for a page as served
	Offset int      // bytes before what is put in
	Until  int      // where the page goes on; 0 at Offset
	HTML   string   // what is put in
	Texts  []string // the clutter put in, a paragraph each (set inj)
	Upto   int      // how much of the reference is left (set cut), in characters

	fold int
}

// load reads gold.jsonl, inj.jsonl and cut.jsonl and assigns the folds by site.
func load(dir string, folds int) (gold, made []*sample, err error) {
	byID := map[string]*sample{}
	err = lines(filepath.Join(dir, "gold.jsonl"), func(b []byte) error {
		s := &sample{}
		if err := json.Unmarshal(b, s); err != nil {
			return err
		}
		gold = append(gold, s)
		byID[s.ID] = s
		return nil
	})
	if err != nil {
		return nil, nil, err
	}
	assign(gold, folds)
	for _, set := range []string{"inj", "cut"} {
		err := lines(filepath.Join(dir, set+".jsonl"), func(b []byte) error {
			x := &sample{}
			if err := json.Unmarshal(b, x); err != nil {
				return err
			}
			if g := byID[x.Page]; g != nil {
				x.Set, x.URL, x.Domain, x.Title, x.Lang, x.Text, x.fold = set, g.URL, g.Domain, g.Title, g.Lang, g.Text, g.fold
				if set == "inj" {
					x.Complete = ""
				}
				made = append(made, x)
			}
			return nil
		})
		if err != nil {
			return nil, nil, err
		}
	}
	return gold, made, nil
}

// assign spreads the sites over the folds, the largest first into the emptiest fold.
func assign(gold []*sample, folds int) {
	pages := map[string]int{}
	for _, s := range gold {
		pages[s.Domain]++
	}
	var sites []string
	for d := range pages {
		sites = append(sites, d)
	}
	slices.Sort(sites)
	rng := rand.New(rand.NewPCG(1, 2))
	rng.Shuffle(len(sites), func(i, j int) { sites[i], sites[j] = sites[j], sites[i] })
	slices.SortStableFunc(sites, func(a, b string) int { return pages[b] - pages[a] })
	size := make([]int, folds)
	fold := map[string]int{}
	for _, d := range sites {
		f := 0
		for i := range size {
			if size[i] < size[f] {
				f = i
			}
		}
		fold[d] = f
		size[f] += pages[d]
	}
	for _, s := range gold {
		s.fold = fold[s.Domain]
	}
}

func lines(path string, f func([]byte) error) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	r := bufio.NewReaderSize(file, 1<<20)
	for n := 1; ; n++ {
		b, err := r.ReadBytes('\n')
		if len(bytes.TrimSpace(b)) > 0 {
			if err := f(b); err != nil {
				return fmt.Errorf("%s line %d: %w", path, n, err)
			}
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// bytes returns the page as served, or as changed.
func (s *sample) bytes(dir string) ([]byte, error) {
	id := s.ID
	if s.Page != "" {
		id = s.Page
	}
	f, err := os.Open(filepath.Join(dir, "pages", id+".html.gz"))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, fmt.Errorf("page %s: %w", id, err)
	}
	raw, err := io.ReadAll(z)
	if err != nil {
		return nil, fmt.Errorf("page %s: %w", id, err)
	}
	if s.Page != "" {
		until := s.Until
		if until == 0 {
			until = s.Offset
		}
		raw = slices.Concat(raw[:s.Offset], []byte(s.HTML), raw[until:])
	}
	return raw, nil
}

// words splits text as the measure does: runs of letters, digits and underscores in lower case; ideographs one by one.
func words(s string) []string {
	var out []string
	var w []rune
	end := func() {
		if len(w) > 0 {
			out = append(out, string(w))
			w = w[:0]
		}
	}
	for _, r := range s {
		r = unicode.ToLower(r)
		switch {
		case r >= 0x0e00 && r <= 0x0eff || r >= 0x3040 && r <= 0x30ff || r >= 0x3400 && r <= 0x9fff || r >= 0xac00 && r <= 0xd7af:
			end()
			out = append(out, string(r))
		case r == '_' || unicode.IsLetter(r) || unicode.IsNumber(r):
			w = append(w, r)
		default:
			end()
		}
	}
	end()
	return out
}

// runKey is a hash of a run of words.
func runKey(ws []string) uint64 {
	h := uint64(14695981039346656037)
	for _, w := range ws {
		for i := 0; i < len(w); i++ {
			h = (h ^ uint64(w[i])) * 1099511628211
		}
		h = (h ^ 0xff) * 1099511628211
	}
	return h
}

// bag is the set of runs of one to three words.
func bag(ws []string) map[uint64]bool {
	b := make(map[uint64]bool, 3*len(ws))
	for n := 1; n <= 3; n++ {
		for i := 0; i+n <= len(ws); i++ {
			b[runKey(ws[i:i+n])] = true
		}
	}
	return b
}

// covered is the share of runs of three words that stand in a bag.
func covered(ws []string, b map[uint64]bool) float64 {
	if len(ws) == 0 {
		return 1
	}
	if len(ws) < 3 {
		if b[runKey(ws)] {
			return 1
		}
		return 0
	}
	in := 0
	for i := 0; i+3 <= len(ws); i++ {
		if b[runKey(ws[i:i+3])] {
			in++
		}
	}
	return float64(in) / float64(len(ws)-2)
}
