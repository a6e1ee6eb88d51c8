package layout

import (
	"compress/gzip"
	"embed"
	"io"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// The patterns are those of hyph-utf8 (see hyphens/COPYING), for the languages whose patterns may be passed on freely.
// In any other language only the soft hyphens of the text are broken at. No Go module brings patterns along; what reads
// them is Liang's method in the few lines below.
//
//go:embed hyphens/*.txt.gz
var hyphenFiles embed.FS

// hyphenators are the languages' patterns, read at first use: English in 3 ms, German in 25.
var hyphenators = func() map[string]func() *hyphenator {
	m := map[string]func() *hyphenator{}
	for _, lang := range []string{"de", "en", "es", "fr", "it", "pt"} {
		m[lang] = sync.OnceValue(func() *hyphenator { return readPatterns(lang) })
	}
	return m
}()

// hyphenator finds the places where words of one language may be broken (F. M. Liang, "Word Hy-phen-a-tion by
// Com-put-er", 1983).
type hyphenator struct {
	// levels holds for each pattern's letters the digits between them, one byte for each place from before the first
	// letter on; and for each beginning of a pattern "", so that a search knows when to stop.
	levels map[string]string
	words  map[string][]int // exceptions: byte offsets
	right  int              // letters behind a hyphen, at least
}

// hyphenatorFor returns the patterns of a language (BCP 47), or nil.
func hyphenatorFor(lang string) *hyphenator {
	lang, _, _ = strings.Cut(strings.ToLower(lang), "-")
	if f := hyphenators[lang]; f != nil {
		return f()
	}
	return nil
}

func readPatterns(lang string) *hyphenator {
	f, err := hyphenFiles.Open("hyphens/" + lang + ".txt.gz")
	if err != nil {
		return nil
	}
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil
	}
	data, err := io.ReadAll(z)
	if err != nil {
		return nil
	}
	h := parsePatterns(string(data))
	h.right = rightMin(lang)
	return h
}

// parsePatterns reads patterns ("hy3ph"), one a line, and exceptions ("=ta-ble"). The letters and the levels of all
// patterns are kept in one string each: a language may have 40,000.
func parsePatterns(data string) *hyphenator {
	h := &hyphenator{words: map[string][]int{}}
	type entry struct{ letters, levels int } // where each ends
	var entries []entry
	letters, levels := make([]byte, 0, len(data)), make([]byte, 0, len(data))
	for line := range strings.Lines(data) {
		line = strings.TrimSuffix(line, "\n")
		if word, ok := strings.CutPrefix(line, "="); ok {
			h.except(word)
			continue
		}
		level := byte(0)
		for i := 0; i < len(line); i++ {
			switch c := line[i]; {
			case c >= '0' && c <= '9':
				level = c - '0'
				continue
			case utf8.RuneStart(c):
				levels = append(levels, level)
				level = 0
			}
			letters = append(letters, line[i])
		}
		levels = append(levels, level)
		entries = append(entries, entry{len(letters), len(levels)})
	}
	allLetters, allLevels := string(letters), string(levels)
	h.levels = make(map[string]string, 3*len(entries))
	at := entry{}
	for _, e := range entries {
		h.levels[allLetters[at.letters:e.letters]] = allLevels[at.levels:e.levels]
		at = e
	}
	at = entry{}
	for _, e := range entries { // the beginnings, from the longest: a known one has all its own
		key := allLetters[at.letters:e.letters]
		at = e
		for {
			_, n := utf8.DecodeLastRuneInString(key)
			if key = key[:len(key)-n]; key == "" {
				break
			}
			if l, ok := h.levels[key]; ok && l == "" {
				break
			} else if !ok {
				h.levels[key] = ""
			}
		}
	}
	return h
}

func (h *hyphenator) except(word string) {
	var at []int
	parts := strings.Split(word, "-")
	n := 0
	for _, p := range parts[:len(parts)-1] {
		n += len(p)
		at = append(at, n)
	}
	h.words[strings.Join(parts, "")] = at
}

// A hyphen leaves at least two letters before it and three behind in English and Portuguese, two elsewhere (the limits
// that hyph-utf8 gives for typesetting); words under six letters stay whole.
const (
	leftMin = 2
	wordMin = 6
	wordMax = 64
)

func rightMin(lang string) int {
	if lang == "en" || lang == "pt" {
		return 3
	}
	return 2
}

// points returns the byte offsets in word, which is letters only, where it may be broken.
func (h *hyphenator) points(word string) []int {
	lower := strings.ToLower(word)
	if len(lower) != len(word) || len(word) > 4*wordMax {
		return nil
	}
	if at, ok := h.words[lower]; ok {
		return at
	}
	s := "." + lower + "."
	starts := make([]int, 0, wordMax) // byte offsets of the letters of s
	for i := range s {
		starts = append(starts, i)
	}
	n := len(starts)
	if n-2 < wordMin || n-2 > wordMax {
		return nil
	}
	starts = append(starts, len(s))
	var level [wordMax + 4]byte
	for i := range n {
		for j := i + 1; j <= n; j++ {
			l, ok := h.levels[s[starts[i]:starts[j]]]
			if !ok {
				break
			}
			for k := range len(l) {
				level[i+k] = max(level[i+k], l[k])
			}
		}
	}
	var at []int
	for k := 1 + leftMin; k <= n-1-h.right; k++ {
		if level[k]&1 == 1 {
			at = append(at, starts[k]-1)
		}
	}
	return at
}

// letterCore returns the part of a word between the punctuation around it, or an empty one if that is not letters only.
func letterCore(s string) (from, to int) {
	from = strings.IndexFunc(s, unicode.IsLetter)
	if from < 0 {
		return 0, 0
	}
	to = strings.LastIndexFunc(s, unicode.IsLetter)
	_, n := utf8.DecodeRuneInString(s[to:])
	to += n
	upper := 0
	for _, r := range s[from:to] {
		if !unicode.IsLetter(r) {
			return 0, 0
		}
		if unicode.IsUpper(r) {
			upper++
		}
	}
	if upper > 1 { // abbreviations, names like McCartney
		return 0, 0
	}
	return from, to
}
