package extract

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// splitNames cuts a line into what may be one name each.
func splitNames(s string) []string {
	if looksLikeAddress(s) {
		return nil
	}
	s = trimByline(s)
	var out []string
	from := 0
	house := false // "Center for Research and Teaching" is one name
	cut := func(i, n int) {
		out = append(out, s[from:i])
		from = i + n
	}
	for i, r := range s {
		if i < from {
			continue
		}
		switch r {
		case '(', ')':
			if !inName(s, i) {
				cut(i, 1)
			}
		case ',', ';', '|', '/', '•', '·', '、', '，', '&', '\n', '（', '）', '｜', '—', '–', ':', '：':
			cut(i, utf8.RuneLen(r))
		case '+', '-':
			if i > 0 && s[i-1] == ' ' && strings.HasPrefix(s[i+1:], " ") {
				cut(i, 1)
			}
		case ' ':
			for _, w := range [...]string{" and ", " und ", " et ", " y ", " e ", " och ", " og ", " en ", " ve ", " i ", " и ", " with ", " mit ", " reviewed by ", " medically reviewed by ", " fact checked by ", " edited by ", " on behalf of ", " für ", " for ", " in ", " aus ", " at ", " von ", " by ", " via "} {
				if strings.HasPrefix(s[i:], w) || len(w) > 3 && hasPrefixFold(s[i:], w) {
					if house && w == " and " {
						continue
					}
					if w == " for " && !strings.Contains(s[from:i], " ") {
						house = true
						continue
					}
					if (w == " von " || w == " in " || w == " en ") && i-from < 12 && !strings.Contains(s[from:i], " ") { // Hans von Storch
						continue
					}
					cut(i, len(w))
					if strings.HasSuffix(w, "ed by ") || w == " on behalf of " || w == " in " || w == " for " || w == " für " || w == " aus " || w == " at " || w == " via " { // a place, a paper or someone who did not write it follows
						return out
					}
					break
				}
			}
		}
	}
	return append(out, s[from:])
}

// inName says whether the bracket at i belongs to a name that stands in the middle of another: "Ann (Lee) Ek".
func inName(s string, i int) bool {
	from := strings.LastIndexByte(s[:i+1], '(')
	n := strings.IndexByte(s[max(from, 0):], ')')
	if from <= 0 || n < 0 || s[from-1] != ' ' {
		return false
	}
	inside, behind := s[from+1:from+n], s[from+n+1:]
	r, _ := utf8.DecodeRuneInString(strings.TrimPrefix(behind, " "))
	return inside != "" && !strings.Contains(inside, " ") && strings.HasPrefix(behind, " ") && unicode.IsUpper(r) && !hasRole(inside)
}

func hasPrefixFold(s, prefix string) bool {
	return len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], prefix)
}

// trimByline takes the words that introduce names from the front, as often as they stand there.
func trimByline(s string) string {
	for range 4 {
		s = strings.TrimLeft(s, " :-–—|•·,/\t")
		cut := false
		for _, w := range bylineWords {
			if !hasPrefixFold(s, w) || len(s) == len(w) {
				continue
			}
			r, _ := utf8.DecodeRuneInString(s[len(w):])
			last, _ := utf8.DecodeLastRuneInString(w)
			if r == ' ' || r == ':' || r == '：' || r == '/' || unbroken(last) {
				s, cut = s[len(w):], true
				break
			}
		}
		if !cut {
			break
		}
	}
	return strings.TrimLeft(s, " :-–—|•·,/：")
}
