package extract

import (
	"math"
	"strings"
	"unicode/utf8"
)

// keptText returns the text of the kept leaves, one a line, up to about limit bytes.
func keptText(doc *document, verdicts []verdict, limit int) string {
	var s strings.Builder
	for i := range verdicts {
		if verdicts[i].keep {
			s.WriteString(doc.leaves[i].text)
			s.WriteByte('\n')
			if s.Len() > limit {
				break
			}
		}
	}
	return s.String()
}

// tail is the evidence on whether the article was cut off, taken from its end.
type tail struct {
	first, last int // the kept leaves at both ends; -1 when none is kept
	words       int // of the kept leaves before the notice, or of all
	paras       int // kept leaves of eight words and more, likewise
	served      int // words of all leaves that read as running text, kept or not
	said        int // words that the page says the article has; 0 when it does not
	minutes     int // the reading time that the page gives; 0 when it does not

	notice   int     // the leaf where a notice begins, or -1
	far      int     // leaves between the kept text and the notice
	gate     float64 // how much the notice reads like one that stands in place of a text
	seen     [gateClasses]bool
	after    int  // words kept behind the notice
	alike    int  // of those, set like the text before it
	sure     int  // of those, each weighed by how sure it is that it belongs to the article
	beside   bool // it stands in that element
	button   bool // it is, or ends with, a button or a link to an account
	closed   bool // the text ends with a sentence, and the page does not call itself a report
	ellipsis bool // the text ends with "…", or a line of its own does
}

// tailWindow is how many leaves behind the last kept one are read.
const tailWindow = 6

// readTail collects the evidence.
func readTail(doc *document, verdicts []verdict) tail {
	t := tail{first: -1, last: -1, notice: -1}
	counts := make([]int, len(verdicts))
	for i := range verdicts {
		n := doc.count(i)
		counts[i] = n
		l := &doc.leaves[i]
		if n >= 12 && l.linked*2 < len(l.text) {
			t.served += n
		}
		if !verdicts[i].keep {
			continue
		}
		if t.first < 0 {
			t.first = i
		}
		t.last = i
		t.words += n
		if n >= 8 {
			t.paras++
		}
	}
	t.readSaid(doc)
	if t.last < 0 {
		return t
	}
	t.findNotice(doc, verdicts, counts)
	end := t.last
	if t.notice >= 0 && t.notice <= t.last {
		end = t.notice - 1
		t.words -= t.after
		t.paras = 0
		for i := t.first; i <= end; i++ {
			if verdicts[i].keep && counts[i] >= 8 {
				t.paras++
			}
		}
	}
	for end > t.first && !verdicts[end].keep {
		end--
	}
	t.ellipsis = t.ellipsis || endsInEllipsis(doc.leaves[end].text)
	t.closed = endsSentence(doc.leaves[end].text) && !endsInEllipsis(doc.leaves[end].text) && !doc.claimsReport()
	t.kin(doc, verdicts, counts, end)
	t.findMinutes(doc)
	return t
}

// readSaid reads what the page says of the article's length.
func (t *tail) readSaid(doc *document) {
	if doc.said == nil {
		return
	}
	th := doc.said.main(doc.in.URL)
	if th == nil {
		return
	}
	t.minutes = th.minutes
	t.said = max(th.words, countWords(th.body))
}

// findNotice looks for the notice that most likely stands in place of the rest of the text: near the end of what is kept, and a
// strong one further up too, since what follows may be the page's other matter.
func (t *tail) findNotice(doc *document, verdicts []verdict, counts []int) {
	best := 0.0
	before := 0
	for i := t.first; i < len(verdicts) && i <= t.last+tailWindow; i++ {
		if isEllipsis(doc.leaves[i].text) && i >= t.last {
			t.ellipsis = true
		}
		g, seen, button := gateOf(doc, i, min(len(verdicts), i+3))
		if g > 0 && i > 0 && !verdicts[i-1].keep { // a button's box says what it is for
			above := doc.gates(i - 1)
			for _, c := range [...]gateClass{gateLetter, gateComment, gateGive, gateElse} {
				if above[c] && !seen[c] && !(c == gateElse && seen[gateBuy]) {
					seen[c] = true
					g += gateWeights[c]
				}
			}
		}
		far := max(0, i-t.last-1)
		after := t.words - before
		if verdicts[i].keep {
			before += counts[i]
			after = t.words - before
		}
		if g <= 0 || i == t.first {
			continue
		}
		rank := g - .25*float64(far) - .5*math.Log1p(float64(after)/25)
		if verdicts[i].keep {
			rank -= .8
			g -= .8
		}
		if after > 0 && before > 300 {
			rank -= .5
		}
		if rank > best {
			best = rank
			t.notice, t.far, t.gate, t.seen, t.button, t.after = i, far, g, seen, button, after
		}
	}
	if t.notice >= 0 && t.gate < .7 {
		t.dropNotice()
	}
}

// dropNotice forgets the notice.
func (t *tail) dropNotice() {
	t.notice, t.far, t.gate, t.seen, t.button, t.after, t.beside = -1, 0, 0, [gateClasses]bool{}, false, 0, false
}

// kin looks at how the notice and what follows it stand to the text before it, whose last leaf is end.
func (t *tail) kin(doc *document, verdicts []verdict, counts []int, end int) {
	if t.notice < 0 {
		return
	}
	home := doc.elems[doc.leaves[end].elem].parent
	for up, e := 0, doc.leaves[t.notice].elem; up < 6 && e >= 0; up, e = up+1, doc.elems[e].parent {
		if e == home {
			t.beside = true
		}
	}
	if !t.beside && (t.far > 0 || t.bare()) && !t.seen[gateGoOn] { // somewhere below, and not about reading on: a box of the page
		t.dropNotice()
		return
	}
	before := map[string]bool{}
	for i := t.first; i <= end; i++ {
		if verdicts[i].keep && counts[i] >= 8 {
			before[look(doc.leaves[i].block)] = true
		}
	}
	for i := t.notice + 1; i <= t.last; i++ {
		if !verdicts[i].keep {
			continue
		}
		if before[look(doc.leaves[i].block)] {
			t.alike += counts[i]
		}
		t.sure += int(float32(counts[i]) * max(2*verdicts[i].score-1, 0))
	}
}

// minutesAround is how many leaves around the beginning of the text may state its reading time: further off the lists of other
// articles state theirs.
const minutesAround = 12

// findMinutes looks for the reading time near the beginning of the text.
func (t *tail) findMinutes(doc *document) {
	for i := t.first; t.minutes == 0 && i >= max(0, t.first-minutesAround); i-- {
		t.minutes = readingTime(doc.leaves[i].text)
	}
}

// isEllipsis says whether a line is nothing but an ellipsis.
func isEllipsis(s string) bool {
	s = strings.Trim(s, " []()")
	return s == "…" || s == "..." || s == ". . ." || s == "......" || s == "……"
}

// endsInEllipsis says whether a line breaks off.
func endsInEllipsis(s string) bool {
	s = strings.TrimRight(s, " ])\"”’»")
	return strings.HasSuffix(s, "…") || strings.HasSuffix(s, "...") || strings.HasSuffix(s, ". . .")
}

// countWords counts words; in scripts without spaces two characters count as one.
func countWords(s string) int {
	n, dense := 0, 0
	in := false
	for _, r := range s {
		switch {
		case unbroken(r):
			dense++
			in = false
		case r > ' ' && (r >= utf8.RuneSelf || r >= '0' && r <= '9' || r|0x20 >= 'a' && r|0x20 <= 'z'):
			if !in {
				n++
			}
			in = true
		case r == '\'' || r == '-':
		default:
			in = false
		}
	}
	return n + (dense+1)/2
}

// missing says whether the page names a length that neither the kept text nor all its text comes near.
func missing(t *tail) bool {
	return t.said > 100 && t.words*5 < t.said*3 && t.served*4 < t.said*3
}
