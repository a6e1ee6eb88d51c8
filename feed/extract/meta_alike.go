package extract

import (
	"net/url"
	"strings"
	"unicode"
)

// foldWords returns the words of a text in lower case: runs of letters and digits; in scripts without spaces each character.
func foldWords(s string) []string {
	out := make([]string, 0, len(s)/6+1) // about a word's length and the space behind it
	from := -1
	s = strings.ToLower(s)
	for i, r := range s {
		wordy := unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r)
		if wordy && unbroken(r) {
			if from >= 0 {
				out = append(out, s[from:i])
				from = -1
			}
			out = append(out, string(r))
			continue
		}
		if wordy && from < 0 {
			from = i
		} else if !wordy && from >= 0 {
			out = append(out, s[from:i])
			from = -1
		}
	}
	if from >= 0 {
		out = append(out, s[from:])
	}
	return out
}

// unbroken says whether a script is written without spaces between words: Thai, Lao, kana and Han.
func unbroken(r rune) bool {
	return r >= 0x0e00 && r <= 0x0eff || r >= 0x3040 && r <= 0x30ff || r >= 0x3400 && r <= 0x9fff
}

// squash returns letters and digits alone, in lower case.
func squash(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsNumber(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

// alike returns how far two word lists are the same, 0 to 1: twice the words in common over all words.
func alike(a, b []string) float64 {
	if len(a) == 0 || len(b) == 0 || len(a) > 200 || len(b) > 200 {
		return 0
	}
	return 2 * float64(common(a, b)) / float64(len(a)+len(b))
}

// common counts the words of a that stand in b too, each as often as it stands there.
func common(a, b []string) int {
	n := 0
	used := make([]bool, len(b))
	for _, w := range a {
		for j, o := range b {
			if !used[j] && w == o {
				used[j] = true
				n++
				break
			}
		}
	}
	return n
}

// slugWords returns the words of an address's last path segment that says something.
func slugWords(raw string) []string {
	u, err := url.Parse(raw)
	if err != nil {
		return nil
	}
	var best []string
	for seg := range strings.SplitSeq(strings.Trim(u.Path, "/"), "/") {
		if i := strings.LastIndexByte(seg, '.'); i > 0 {
			seg = seg[:i]
		}
		var w []string
		for _, x := range foldWords(seg) {
			if strings.Trim(x, "0123456789") != "" {
				w = append(w, x)
			}
		}
		if len(w) >= len(best) && len(w) > 1 {
			best = w
		}
	}
	if len(best) > 40 {
		best = best[:40]
	}
	return best
}

// slugAlike returns the share of an address's words that a title has, accents aside.
func slugAlike(slug, words []string) float64 {
	if len(words) > 200 {
		return 0
	}
	return float64(common(slug, words)) / float64(len(slug))
}
