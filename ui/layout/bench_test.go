package layout

import (
	"math/rand/v2"
	"strings"
	"testing"

	"tidings/feed/article"
)

// prose is an article of n words in paragraphs of about 80, with a link and an emphasis here and there, as news has.
func prose(n int, words []string, sep string) article.Article {
	r := rand.New(rand.NewPCG(1, 2))
	var a article.Article
	a.Title = "A long article"
	for n > 0 {
		k := 60 + r.IntN(40)
		n -= k
		var b strings.Builder
		var spans []article.Span
		for i := range k {
			b.WriteString(words[r.IntN(len(words))])
			b.WriteString(sep)
			if i%40 == 39 {
				spans = append(spans, article.Span{Text: b.String()}, article.Span{Text: "linked words", URL: "https://a.example/x"}, article.Span{Text: " and "}, article.Span{Text: "more", Style: article.Italic}, article.Span{Text: sep})
				b.Reset()
			}
		}
		spans = append(spans, article.Span{Text: b.String()})
		a.Blocks = append(a.Blocks, article.Block{Kind: article.Paragraph, Spans: spans, ID: uint64(n + 1<<20)})
	}
	return a
}

var (
	english = strings.Fields("the of and a to in is was he for it with as his on be at by I this had not are but from or have an they which one you were all her she there would their we him been has when who will no more if out so up said what its about than into them can only other time new some could these two may first then do any like my now over such our man me even most made after also did many off before must well back through years where much your way down should because long each just state those people too mr how little good world make very year still see own work men day get here old life both between being under three never know same last another while us might great Starmer’s “allies” Zelensky’s well-known €1,205 don’t")
	chinese = []string{"津波警報", "が解除されました。", "気象庁は「今後も", "海面変動が続く」", "として、", "注意を", "呼びかけています", "（続く）"}
	russian = strings.Fields("и в не на я быть он с что а по это она этот к но они мы весь который из у то за свой весна год от так о для ты же все тот мочь вы человек такой его сказать один")
)

func benchmark(b *testing.B, a article.Article, o Options) {
	b.ReportAllocs()
	var l *Laid
	for b.Loop() {
		l = Lines(a, o)
	}
	b.ReportMetric(float64(len(l.Lines)), "lines")
	b.ReportMetric(float64(l.Words), "words")
}

func BenchmarkLong(b *testing.B)    { benchmark(b, prose(20000, english, " "), options(120)) }
func BenchmarkRussian(b *testing.B) { benchmark(b, prose(20000, russian, " "), options(120)) }
func BenchmarkChinese(b *testing.B) { benchmark(b, prose(5000, chinese, ""), options(120)) }
func BenchmarkNews(b *testing.B)    { benchmark(b, prose(800, english, " "), options(120)) }
func BenchmarkSample(b *testing.B)  { benchmark(b, sample(), options(120)) }

func BenchmarkLongJustified(b *testing.B) {
	o := options(120)
	o.Justify = true
	benchmark(b, prose(20000, english, " "), o)
}
