package article

import (
	"slices"
	"strings"
	"unicode"
)

// Change tells an article's text from an earlier one.
type Change struct {
	Blocks []Block // the article's, in their order; words that are new in a changed one carry Mark
	New    []int   // which of them are new or were changed, ascending
	Gone   []Gone  // what the earlier text had there, by At
	Count  int     // paragraphs that were changed, are new or are gone
}

// Gone is a paragraph that stands no more, or not as it was; then the words that are gone carry Strike.
type Gone struct {
	At    int // it stood before Change.Blocks[At]; their number where it stood after the last
	Block Block
}

// Bounds on what is compared: cells of the table that finds the longest common sequence. Beyond them what lies between the common
// beginning and the common end counts as changed as a whole.
const (
	mostLines = 4_000_000
	mostWords = 1_000_000
	mostPairs = 2_500
)

// Compare tells a from an earlier text of it. earlier and later are the paragraphs of that text and of the one that a was made
// of, cut alike: what is different between them is looked for in a's blocks, which may be cut otherwise.
func Compare(a Article, earlier, later []string) Change {
	c := Change{Blocks: slices.Clone(a.Blocks)}
	at := places(a.Blocks, later)
	i, j, next := 0, 0, 0
	for _, p := range append(common(earlier, later, mostLines), pair{len(earlier), len(later)}) {
		if i < p.a || j < p.b {
			c.differ(earlier[i:p.a], later[j:p.b], at[j:p.b], next)
		}
		for k := j; k <= p.b && k < len(later); k++ {
			if at[k] >= 0 {
				next = at[k] + 1
			}
		}
		i, j = p.a+1, p.b+1
	}
	slices.Sort(c.New)
	c.New = slices.Compact(c.New)
	slices.SortStableFunc(c.Gone, func(x, y Gone) int { return x.At - y.At })
	return c
}

// places finds the block that holds each line, -1 where none does. Blocks and lines run in the same order.
func places(blocks []Block, lines []string) []int {
	where := map[string][]int{}
	for i, b := range blocks {
		where[spaced(b.Text())] = append(where[spaced(b.Text())], i)
	}
	out := make([]int, len(lines))
	next := 0
	for k, l := range lines {
		out[k] = -1
		if i := slices.IndexFunc(where[spaced(l)], func(i int) bool { return i >= next }); i >= 0 {
			out[k] = where[spaced(l)][i]
			next = out[k] + 1
		}
	}
	return out
}

func spaced(s string) string { return strings.Join(strings.Fields(s), " ") }

// differ notes that the lines was stood where now stand those of is, whose blocks are at. next is the block below the last one that
// stayed.
func (c *Change) differ(was, is []string, at []int, next int) {
	taken := 0
	for _, old := range was {
		found := -1
		if len(was)*len(is) <= mostPairs {
			for k := taken; k < len(is) && found < 0; k++ {
				if at[k] >= 0 && len(c.Blocks[at[k]].Rows) == 0 && alike(old, is[k]) {
					found = k
				}
			}
		}
		if found < 0 {
			c.Gone = append(c.Gone, Gone{next, Block{Spans: []Span{{Text: old}}}})
			c.Count++
			continue
		}
		c.fresh(is[taken:found], at[taken:found])
		b := &c.Blocks[at[found]]
		gone, fresh := words(old, b.Text())
		c.Gone = append(c.Gone, Gone{at[found], Block{Quote: b.Quote, RTL: b.RTL, Spans: marked([]Span{{Text: old}}, gone, Strike)}})
		b.Spans = marked(b.Spans, fresh, Mark)
		c.New = append(c.New, at[found])
		c.Count++
		taken, next = found+1, at[found]+1
	}
	c.fresh(is[taken:], at[taken:])
}

// fresh notes lines that had no forerunner.
func (c *Change) fresh(lines []string, at []int) {
	c.Count += len(lines)
	for _, i := range at {
		if i >= 0 {
			c.New = append(c.New, i)
		}
	}
}

// alike reports whether one text can have been made of the other: half of the longer one's words, or of the signs of scripts
// without, are in both.
func alike(a, b string) bool {
	has := map[string]int{}
	count := func(s string, each func(w string)) (n int) {
		for _, t := range tokens(s) {
			if w := s[t[0]:t[1]]; strings.TrimSpace(w) != "" {
				each(w)
				n++
			}
		}
		return n
	}
	x := count(a, func(w string) { has[w]++ })
	same := 0
	y := count(b, func(w string) {
		if has[w] > 0 {
			has[w]--
			same++
		}
	})
	return 2*same >= max(x, y)
}

// words finds what of one text is not in the other and the reverse, as ranges of bytes that begin and end at words.
func words(a, b string) (gone, fresh [][2]int) {
	x, y := tokens(a), tokens(b)
	key := func(ts [][2]int, s string) []string {
		out := make([]string, len(ts))
		for i, t := range ts {
			if out[i] = s[t[0]:t[1]]; strings.TrimSpace(out[i]) == "" {
				out[i] = " "
			}
		}
		return out
	}
	ka, kb := key(x, a), key(y, b)
	i, j := 0, 0
	for _, p := range append(common(ka, kb, mostWords), pair{len(x), len(y)}) {
		gone = reach(gone, x, ka, i, p.a)
		fresh = reach(fresh, y, kb, j, p.b)
		i, j = p.a+1, p.b+1
	}
	return gone, fresh
}

// reach adds tokens from to to as a range, together with the one before where only a space parts them.
func reach(out [][2]int, ts [][2]int, keys []string, from, to int) [][2]int {
	if from == to {
		return out
	}
	start, end := ts[from][0], ts[to-1][1]
	if n := len(out); n > 0 && from > 0 && keys[from-1] == " " && out[n-1][1] == ts[from-1][0] {
		out[n-1][1] = end
		return out
	}
	return append(out, [2]int{start, end})
}

// tokens cuts a text into words, runs of space, and single characters: signs, and those of scripts without spaces.
func tokens(s string) [][2]int {
	kind := func(r rune) int {
		switch {
		case unicode.IsSpace(r):
			return 1
		case unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar):
			return 0
		case unicode.IsLetter(r), unicode.IsDigit(r), unicode.IsMark(r):
			return 2
		}
		return 0
	}
	var out [][2]int
	last := 0
	for i, r := range s {
		k := kind(r)
		end := i + len(string(r))
		if k != 0 && k == last {
			out[len(out)-1][1] = end
		} else {
			out = append(out, [2]int{i, end})
		}
		last = k
	}
	return out
}

// marked gives the ranges of the spans' text a style more.
func marked(spans []Span, ranges [][2]int, st Style) []Span {
	var out []Span
	at := 0
	for _, s := range spans {
		end := at + len(s.Text)
		from := at
		piece := func(to int, more Style) {
			if to > from {
				p := s
				p.Text, p.Style = s.Text[from-at:to-at], s.Style|more
				out = append(out, p)
				from = to
			}
		}
		if s.Ruby == "" { // what is read above belongs to the whole
			for _, r := range ranges {
				if r[1] > from && r[0] < end {
					piece(max(r[0], from), 0)
					piece(min(r[1], end), st)
				}
			}
		}
		piece(end, 0)
		at = end
	}
	return out
}

type pair struct{ a, b int }

// common returns the places of a longest sequence that both have; only what they have in common at their beginnings and ends where
// the table for the rest would have more than most cells.
func common(a, b []string, most int) []pair {
	var out, tail []pair
	from := 0
	for from < len(a) && from < len(b) && a[from] == b[from] {
		out = append(out, pair{from, from})
		from++
	}
	m, n := len(a), len(b)
	for m > from && n > from && a[m-1] == b[n-1] {
		m--
		n--
		tail = append(tail, pair{m, n})
	}
	slices.Reverse(tail)
	x, y := a[from:m], b[from:n]
	if (len(x)+1)*(len(y)+1) <= most {
		wide := len(y) + 1
		long := make([]int32, (len(x)+1)*wide) // of what both have from here on
		for i := len(x) - 1; i >= 0; i-- {
			for j := len(y) - 1; j >= 0; j-- {
				if x[i] == y[j] {
					long[i*wide+j] = long[(i+1)*wide+j+1] + 1
				} else {
					long[i*wide+j] = max(long[(i+1)*wide+j], long[i*wide+j+1])
				}
			}
		}
		for i, j := 0, 0; i < len(x) && j < len(y); {
			switch {
			case x[i] == y[j]:
				out = append(out, pair{from + i, from + j})
				i++
				j++
			case long[(i+1)*wide+j] >= long[i*wide+j+1]:
				i++
			default:
				j++
			}
		}
	}
	return append(out, tail...)
}
