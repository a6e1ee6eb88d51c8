package extract

import (
	"math"
	"strings"
)

// cutNames names what decides on whether a text was cut off, in the order of cutWeights. What concerns a notice is zero
// without one. isAccessibleForFree is not among them: on nearly all pages that say "false" the whole article was served, and
// what is learnt from pages cut off by hand would know nothing of it.
var cutNames = [...]string{
	"bias",
	"length",                                   // log of the words before the notice, over 150
	"notice",                                   // there is one
	"gate",                                     // how much it reads like one that stands in place of a text
	"notice, short",                            // the log of the words, below 150
	"notice, long",                             // and above
	"after",                                    // log of the words kept behind the notice
	"after, alike",                             // of those that are set like the text before it
	"after, sure",                              // of those that are surely the article's
	"after, share",                             // their share in all that is kept
	"right behind",                             // the notice follows the last kept block
	"far",                                      // blocks between the two
	"beside",                                   // it stands in the element that holds the text
	"button",                                   // it has a button or a link to an account
	"buy", "enter", "go on", "terms", "letter", // what it speaks of
	"ellipsis",         // the text ends with one
	"ellipsis, length", // the log of the words, above 150
	"stated",           // log of the words that the page states over those kept
	"stated, served",   // over those that the page serves at all
	"minutes",          // log of the reading time that it states over that of what is kept
}

// cutCount is how many features there are.
const cutCount = len(cutNames)

// cutFeatures are the features of one page.
func (t *tail) cutFeatures() (x [cutCount]float64) {
	i := 0
	add := func(v float64) { x[i] = v; i++ }
	flag := func(b bool) {
		if b {
			add(1)
		} else {
			add(0)
		}
	}
	length := max(math.Log(float64(max(t.words, 10))/150), -2)
	noticed := t.notice >= 0
	words := func(n int) float64 { return math.Log1p(float64(n) / 25) }
	when := func(b bool, v float64) {
		if !b {
			v = 0
		}
		add(v)
	}
	add(1)
	add(length)
	flag(noticed)
	when(noticed, min(t.gate, 3))
	when(noticed, min(length, 0))
	when(noticed, max(length, 0))
	when(noticed, words(t.after))
	when(noticed, words(t.alike))
	when(noticed, words(t.sure))
	when(noticed, float64(t.after)/float64(max(1, t.after+t.words)))
	flag(noticed && t.far == 0)
	when(noticed, float64(min(t.far, 6)))
	flag(noticed && t.beside)
	flag(noticed && t.button)
	for _, c := range [...]gateClass{gateBuy, gateEnter, gateGoOn, gateTerms, gateLetter} {
		flag(noticed && t.seen[c])
	}
	flag(t.ellipsis)
	when(t.ellipsis, max(length, 0))
	add(lack(t.said, t.words, 100))
	add(lack(t.said, t.served, 100))
	add(lack(t.minutes*wordsAMinute, t.words, 2*wordsAMinute))
	return x
}

// bare says whether a notice speaks of subscribing or of an account, and neither of the other nor of reading on nor of terms.
func (t *tail) bare() bool {
	return t.seen[gateBuy] != t.seen[gateEnter] && !t.seen[gateGoOn] && !t.seen[gateTerms]
}

// wordsAMinute is what publishers count with when they state a reading time: mostly 200 to 265 words; the least errs to less text.
const wordsAMinute = 200

// lack is the log of how many times more words are stated than are there, 0 where at most a third more are; least is how many
// must be stated to count.
func lack(stated, there, least int) float64 {
	if stated < least {
		return 0
	}
	return min(max(math.Log(float64(stated)/float64(max(there, 20)))-.3, 0), 2)
}

// evident says whether anything at all speaks for a cut: a short text by itself is no evidence, unless it is hardly any and
// the page claims to hold an article. Posts of weblogs may be one sentence, reports are not.
func (t *tail) evident(claims bool) bool {
	return t.notice >= 0 || t.ellipsis || missing(t) || lack(t.minutes*wordsAMinute, t.words, 2*wordsAMinute) > .5 || claims && !t.closed && t.words < shellWords
}

// cutOdds returns the log odds that the text was cut off where it ends; they are low where nothing speaks for it.
func (t *tail) cutOdds(claims bool) float64 {
	if !t.evident(claims) {
		return -9
	}
	sum := 0.0
	for i, v := range t.cutFeatures() {
		sum += v * cutWeights[i]
	}
	return sum
}

// readingTime returns the reading time in minutes that a short line states ("5 min read", "Lesezeit: 5 Minuten"), or 0.
func readingTime(line string) int {
	if len(line) > 120 {
		return 0
	}
	digits := strings.IndexAny(line, "0123456789")
	if digits < 0 {
		return 0
	}
	low := strings.ToLower(line)
	named := false
	for _, w := range [...]string{"read", "lese", "lectura", "lecture", "lettura", "leitura", "lees", "läs", "læs", "luku", "czyt", "čten", "чтен", "okuma", "阅读", "閱讀", "読", "읽"} {
		named = named || strings.Contains(low, w)
	}
	if !named {
		return 0
	}
	for i := digits; i < len(low); i++ {
		if low[i] < '0' || low[i] > '9' || i > 0 && (low[i-1] >= '0' && low[i-1] <= '9' || low[i-1] == ':' || low[i-1] == '.') {
			continue
		}
		n, j := 0, i
		for ; j < len(low) && low[j] >= '0' && low[j] <= '9' && n < 1000; j++ {
			n = n*10 + int(low[j]-'0')
		}
		rest := strings.TrimLeft(low[j:], " -\u00a0+")
		for _, w := range [...]string{"min", "мин", "хв", "dk", "dak", "分", "분", "λεπτ", "دق", "phút", "perc"} {
			if strings.HasPrefix(rest, w) && n >= 1 && n <= 90 {
				return n
			}
		}
	}
	return 0
}
