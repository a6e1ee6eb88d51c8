package layout

import (
	"strings"
	"testing"

	"tidings/feed/article"
)

// Known words: Liang's own for English, and common ones whose hyphenation the languages' dictionaries agree on.
func TestHyphenation(t *testing.T) {
	for lang, words := range map[string]string{
		"en": "hy-phen-ation con-cate-na-tion su-per-cal-ifrag-ilis-tic as-so-ciate project",
		"de": "Zei-tung Bun-des-re-gie-rung Schiff-fahrt Do-nau-dampf-schiff",
		"fr": "ré-pu-blique cons-ti-tu-tion",
		"es": "cons-ti-tu-ción pe-rió-di-co",
		"it": "co-sti-tu-zio-ne gior-na-le",
		"pt": "li-ber-dade go-verno",
	} {
		h := hyphenatorFor(lang + "-XX")
		if h == nil {
			t.Fatalf("%s: no patterns", lang)
		}
		for want := range strings.FieldsSeq(words) {
			word := strings.ReplaceAll(want, "-", "")
			var b strings.Builder
			at := 0
			for _, p := range h.points(word) {
				b.WriteString(word[at:p] + "-")
				at = p
			}
			b.WriteString(word[at:])
			if b.String() != want {
				t.Errorf("%s: %s, want %s", lang, b.String(), want)
			}
		}
	}
	if hyphenatorFor("xx") != nil || hyphenatorFor("") != nil {
		t.Error("patterns for no language")
	}
}

func TestHyphenatedParagraph(t *testing.T) {
	a := article.Article{Language: "de", Blocks: []article.Block{{Spans: spans("Die Bundesregierung veröffentlichte Verordnungen zur Donaudampfschifffahrtsgesellschaft und Zeitungsberichterstattung.")}}}
	o := options(30)
	hyphens := 0
	for _, on := range []bool{true, false} {
		o.Hyphenate = on
		n := 0
		for _, l := range Lines(a, o).Lines {
			if l.Hyphen {
				n++
			}
		}
		if on {
			hyphens = n
		} else if n != 0 {
			t.Errorf("%d hyphens that nobody asked for", n)
		}
	}
	if hyphens == 0 {
		t.Error("nothing hyphenated")
	}
}

func BenchmarkHyphenated(b *testing.B) {
	o := options(120)
	o.Hyphenate = true
	a := prose(20000, english, " ")
	a.Language = "en"
	benchmark(b, a, o)
}

func BenchmarkReadPatterns(b *testing.B) {
	for _, lang := range []string{"en", "de"} {
		b.Run(lang, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				readPatterns(lang)
			}
		})
	}
}
