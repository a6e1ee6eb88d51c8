package main

import (
	"strings"
	"unicode"

	"tidings/feed/extract"
)

// measure is what one page scores. It is a quick stand-in for the reference score, without its judgement of leaks.
type measure struct {
	p, r, lost   float64
	starts, ends float64
	injIn, injN  int
	shown        int
}

func shingles(ws []string) map[uint64]int {
	out := make(map[uint64]int, len(ws))
	if len(ws) > 0 && len(ws) < 4 {
		out[runKey(ws)]++
	}
	for i := 0; i+4 <= len(ws); i++ {
		out[runKey(ws[i:i+4])]++
	}
	return out
}

// rate measures one result. inPage is the bag of the whole page's text.
func rate(s *sample, res *extract.Result, text string, st *extract.Study) measure {
	reference := s.Text
	if s.Set == "cut" {
		reference = upto(reference, s.Upto)
	}
	gw, ow := words(reference), words(text)
	gs, os := shingles(gw), shingles(ow)
	tp, gn, on := 0, 0, 0
	for k, n := range os {
		tp += min(n, gs[k])
		on += n
	}
	for _, n := range gs {
		gn += n
	}
	var m measure
	if on > 0 {
		m.p = float64(tp) / float64(on)
	}
	if gn > 0 {
		m.r = float64(tp) / float64(gn)
	}
	gb, ob := bag(gw), bag(ow)
	var all []string
	for i := range st.Len() {
		all = append(all, words(st.Text(i))...)
	}
	pb := bag(all)
	lost, n := 0, 0
	for l := range strings.SplitSeq(reference, "\n") {
		w := words(l)
		if len(w) < 8 || covered(w, pb) < .8 {
			continue
		}
		n++
		if covered(w, ob) < .5 {
			lost++
		}
	}
	if n > 0 {
		m.lost = float64(lost) / float64(n)
	}
	var ls []string
	for l := range strings.SplitSeq(text, "\n") {
		if strings.TrimSpace(l) != "" {
			ls = append(ls, l)
		}
	}
	if len(ls) > 0 {
		if covered(words(ls[0]), gb) >= .5 {
			m.starts = 1
		}
		if covered(words(ls[len(ls)-1]), gb) >= .5 {
			m.ends = 1
		}
	}
	if len(s.Texts) > 0 {
		var left []string
		for _, r := range res.Article.Removed {
			for _, b := range r.Blocks {
				left = append(left, words(b.Text())...)
			}
		}
		rb := bag(left)
		for _, t := range s.Texts {
			m.injN++
			if covered(words(t), ob) > .5 {
				m.injIn++
			} else if covered(words(t), rb) > .5 {
				m.shown++
			}
		}
	}
	return m
}

// upto is the part of a reference text that n characters of its form with single spaces between words reach.
func upto(text string, n int) string {
	at, inWord := 0, false
	for i, r := range text {
		w := r == '_' || unicode.IsLetter(r) || unicode.IsNumber(r)
		if i > 0 && w != inWord && at >= n {
			return text[:i]
		}
		if w || inWord || i == 0 {
			at++
		}
		inWord = w
	}
	return text
}
