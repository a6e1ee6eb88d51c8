package main

import (
	"slices"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// rightToLeft puts runs of Hebrew and Arabic on a line into the order in which they are seen and joins Arabic letters, as
// terminals do that know bidirectional text.
func rightToLeft(cells []cell) {
	for i := 0; i < len(cells); {
		if !isRTL(cells[i]) {
			i++
			continue
		}
		end := i + 1 // behind the last letter of the run; spaces and signs between belong to it
		for j := end; j < len(cells) && (isRTL(cells[j]) || neutral(cells[j])); j++ {
			if j > end && first(cells[j]) == ' ' && first(cells[j-1]) == ' ' { // a gap between columns
				break
			}
			if isRTL(cells[j]) {
				end = j + 1
			}
		}
		run := cells[i:end]
		join(run)
		slices.Reverse(run)
		for from := 0; from < len(run); from++ { // but numbers run from left to right
			to := from
			for to < len(run) && first(run[to]) >= '0' && first(run[to]) <= '9' {
				to++
			}
			slices.Reverse(run[from:to])
			from = to
		}
		i = end
	}
}

func first(c cell) rune {
	r, _ := utf8.DecodeRuneInString(c.text)
	return r
}

func isRTL(c cell) bool { return unicode.In(first(c), unicode.Arabic, unicode.Hebrew) }

func neutral(c cell) bool {
	r := first(c)
	return r == ' ' || unicode.IsPunct(r) || r >= '0' && r <= '9'
}

// forms are the presentation forms of Arabic letters: alone, last, and for those that join on both sides first and middle
// (Unicode, Arabic Presentation Forms-B: they follow each other in this order).
var forms = func() map[rune][]rune {
	m := map[rune][]rune{}
	for r := rune(0xfe80); r < 0xfef5; r++ {
		base := []rune(norm.NFKC.String(string(r)))
		if len(base) == 1 {
			m[base[0]] = append(m[base[0]], r)
		}
	}
	return m
}()

func join(run []cell) {
	letters := make([]rune, len(run))
	for i, c := range run {
		letters[i] = first(c)
	}
	for i, r := range letters {
		f := forms[r]
		before := i > 0 && len(forms[letters[i-1]]) == 4
		after := i+1 < len(letters) && len(forms[letters[i+1]]) >= 2
		n := 0
		switch {
		case before && after && len(f) == 4:
			n = 3
		case after && len(f) == 4:
			n = 2
		case before && len(f) >= 2:
			n = 1
		}
		if n < len(f) {
			run[i].text = string(f[n]) + run[i].text[utf8.RuneLen(r):]
		}
	}
}
