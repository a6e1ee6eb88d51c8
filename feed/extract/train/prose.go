package main

import (
	_ "embed"
	"html"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"

	"tidings/feed/extract"
)

// proseText is reporting written for training: about what appeals speak of, so that reporting on it is not taken for an appeal,
// and in languages in which few saved pages are at hand, so that a language is not taken for clutter.
//
//go:embed prose.txt
var proseText string

// proseBank is the reporting by language; "about" is that on the subjects of appeals.
type proseBank struct {
	of map[string][]string
}

func readProse() *proseBank {
	b := &proseBank{of: map[string][]string{}}
	for l := range strings.SplitSeq(proseText, "\n") {
		if lang, text, ok := strings.Cut(l, "\t"); ok && l[0] != '#' {
			b.of[lang] = append(b.of[lang], text)
		}
	}
	return b
}

// about draws reporting on an appeal's subject for a page of a fold; the same paragraph is never given to two folds.
func (b *proseBank) about(fold int, lang string, rng *rand.Rand) string {
	if lang != "en" && lang != "de" && lang != "fr" && lang != "es" && lang != "" {
		return ""
	}
	var mine []string
	for i, t := range b.of["about"] {
		if i%5 == fold%5 {
			mine = append(mine, t)
		}
	}
	if len(mine) == 0 {
		return ""
	}
	return mine[rng.IntN(len(mine))]
}

// languageOf guesses the language of a hand-written text by the words that it shares with the reporting; "en" when it shares none.
func languageOf(text string) string {
	best, lang := 0, "en"
	ws := map[string]bool{}
	for _, w := range words(text) {
		ws[w] = true
	}
	langs := make([]string, 0, len(languages))
	for l := range languages {
		langs = append(langs, l)
	}
	slices.Sort(langs)
	for _, l := range langs {
		n := 0
		for w := range ws {
			if languages[l][w] {
				n++
			}
		}
		if n > best {
			best, lang = n, l
		}
	}
	return lang
}

// languages are the words of the reporting in each language; English is that of "about".
var languages = func() map[string]map[string]bool {
	out := map[string]map[string]bool{}
	for l, ts := range readProse().of {
		for _, t := range ts {
			if l == "about" {
				if l = "en"; strings.Contains(t, " der ") || strings.Contains(t, " les ") || strings.Contains(t, " los ") || strings.Contains(t, " su ") || strings.Contains(t, " de ") || strings.Contains(t, "Euro im") {
					l = "about"
					continue
				}
			}
			if out[l] == nil {
				out[l] = map[string]bool{}
			}
			for _, w := range words(t) {
				out[l][w] = true
			}
			if l == "en" {
				l = "about"
			}
		}
	}
	return out
}()

// pages makes pages in the languages of the reporting, with clutter of the same language from the hand-written bank, set in ways
// that saved pages use. They teach the linear models words.
func (b *proseBank) pages(banks []*bankOf, folds int) []*page {
	var langs []string
	for l := range b.of {
		if l != "about" {
			langs = append(langs, l)
		}
	}
	slices.Sort(langs)
	var out []*page
	for _, lang := range langs {
		for n := range 4 * folds {
			rng := rand.New(rand.NewPCG(uint64(hash(lang)), uint64(n)))
			fold := n % folds
			var clutter []*item
			for _, it := range banks[fold].own {
				if it.lang == lang {
					clutter = append(clutter, it)
				}
			}
			tag := []string{"p", "div", "p"}[n%3]
			var h strings.Builder
			line := func(text, mark string) {
				h.WriteString("<" + tag + " " + putInAttr + "=" + strconv.Quote(mark) + ">" + html.EscapeString(strings.ReplaceAll(text, "{site}", "The Harbour Post")) + "</" + tag + ">")
			}
			h.WriteString("<html lang=" + lang + "><body><main><article>")
			paras := slices.Clone(b.of[lang])
			rng.Shuffle(len(paras), func(i, j int) { paras[i], paras[j] = paras[j], paras[i] })
			for i, p := range paras {
				if len(clutter) > 0 && rng.Float32() < .6 {
					it := clutter[rng.IntN(len(clutter))]
					for _, c := range it.paras {
						line(c, string(it.kind))
					}
				}
				if i%folds != fold { // the rest stays unknown to this fold's pages
					line(p, asArticle)
				}
			}
			h.WriteString("</article></main></body></html>")
			p := &page{
				s: &sample{ID: "made-" + lang + strconv.Itoa(n), Domain: "made-" + lang + strconv.Itoa(n), Lang: lang, fold: fold}, made: true,
				st: extract.NewStudy(extract.Input{HTML: []byte(h.String())}),
			}
			p.y, p.putIn = make([]bool, p.st.Len()), make([]bool, p.st.Len())
			for i := range p.y {
				p.putIn[i], p.y[i] = putIn(p.st.Inner(i))
			}
			out = append(out, p)
		}
	}
	return out
}
