package layout

import (
	"strings"
	"testing"
	"unicode/utf8"

	"tidings/feed/article"
)

// set returns the lines of one paragraph, without margin.
func set(s string, width int, change func(*Options)) []string {
	o := Options{Width: width + 4, Measure: width}
	if change != nil {
		change(&o)
	}
	var out []string
	for _, l := range Lines(article.Article{Language: "en", Blocks: []article.Block{{Spans: spans(s)}}}, o).Lines {
		if l.Block == 0 && l.Cols > 0 {
			out = append(out, strings.Trim(l.Text, " "))
		}
	}
	return out
}

// The lines of a paragraph are never more uneven than those that take as many words as fit, one after the other.
func TestTotalFit(t *testing.T) {
	s := strings.TrimSpace(strings.Repeat("It was the best of times, it was the worst of times, it was the age of wisdom, it was the age of foolishness ", 4))
	for width := 20; width < 90; width++ {
		cost := func(lines []string) (sum int) {
			for _, l := range lines[:len(lines)-1] {
				sum += (width - len(l)) * (width - len(l))
			}
			return sum
		}
		var greedy []string
		line := ""
		for w := range strings.FieldsSeq(s) {
			if line != "" && len(line)+1+len(w) > width {
				greedy = append(greedy, line)
				line = ""
			}
			line = strings.TrimSpace(line + " " + w)
		}
		greedy = append(greedy, line)
		fit := set(s, width, nil)
		if strings.Join(fit, " ") != s {
			t.Fatalf("width %d: %q", width, fit)
		}
		// A last line of one short word may cost something: it is a widow.
		if widow := (width / widowPart) * (width / widowPart); cost(fit) > cost(greedy)+widow {
			t.Errorf("width %d: %d, one by one %d", width, cost(fit), cost(greedy))
		}
	}
}

// Chinese and Japanese punctuation: no closing sign, small kana or mark of length begins a line, no opening sign ends one
// (JIS X 4051, as UAX #14 has it).
func TestKinsoku(t *testing.T) {
	s := strings.Repeat("津波警報が「解除」されました。気象庁は、（今後も）海面変動が続く、としてキャッチーなデータを出した！", 3)
	for width := 6; width < 80; width++ {
		for i, l := range set(s, width, nil) {
			first, _ := utf8.DecodeRuneInString(l)
			last, _ := utf8.DecodeLastRuneInString(l)
			if i > 0 && strings.ContainsRune("。、」）！ーッャ", first) {
				t.Errorf("width %d: a line begins with %c: %s", width, first, l)
			}
			if strings.ContainsRune("「（", last) {
				t.Errorf("width %d: a line ends with %c: %s", width, last, l)
			}
		}
	}
}

func TestWhereWordsBreak(t *testing.T) {
	for _, c := range []struct {
		text  string
		width int
		want  string
	}{
		{"a well-known thing", 9, "a well-|known|thing"},
		{"from -5 to 10", 6, "from|-5 to|10"},
		{"say — or not", 6, "say —|or not"},
		{"word—word word", 6, "word—|word|word"},
		{"over https://a.example/path/to/page now", 16, "over https://a.|example/path/to/|page now"},
		{"un\u00adbreak\u00adable", 8, "unbreak-|able"},
		{"10\u00a0000 euros and more", 8, "10\u00a0000|euros|and more"},
		{"a b\nc d", 20, "a b|c d"},
		{"日本 語", 4, "日本|語"},
		{"한국어 문장", 6, "한국어|문장"},
		{"x", 1, "x"},
		{"漢", 1, "…"},
	} {
		if got := strings.Join(set(c.text, c.width, nil), "|"); got != c.want {
			t.Errorf("%q at %d: %s, want %s", c.text, c.width, got, c.want)
		}
	}
}

func TestJustified(t *testing.T) {
	s := strings.TrimSpace(strings.Repeat("It was the best of times, it was the worst of times; ", 6))
	lines := set(s, 40, func(o *Options) { o.Justify = true })
	for i, l := range lines {
		if i < len(lines)-1 && len(l) != 40 {
			t.Errorf("line %d is %d columns wide: %q", i, len(l), l)
		}
		if i == len(lines)-1 && strings.Contains(l, "  ") {
			t.Errorf("the last line is spread: %q", l)
		}
	}
	if got := strings.Join(strings.Fields(strings.Join(lines, " ")), " "); got != s {
		t.Errorf("%q", got)
	}
}

func TestAllocations(t *testing.T) {
	a, o := prose(20000, english, " "), options(120)
	if n := testing.AllocsPerRun(2, func() { Lines(a, o) }); n > 6000 {
		t.Errorf("%v allocations for 20,000 words", n)
	}
}
