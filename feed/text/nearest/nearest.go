// Package nearest finds the word that a person meant: "did you mean". It imports nothing of the house, and any room may import it.
package nearest

import "math"

// Any is a limit for Word that every word keeps to.
const Any = math.MaxInt

// longest is how many bytes of a wrong word are looked at: no right one is as long.
const longest = 64

// Word returns the word that is the fewest edits from s (Levenshtein distance over bytes), the first of several, or "" where that
// takes more than most edits.
func Word(s string, words []string, most int) string {
	s = s[:min(len(s), longest)]
	best, least := "", Any
	for _, w := range words {
		if d := distance(s, w); d < least && d <= most {
			best, least = w, d
		}
	}
	return best
}

func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j+1]+1, row[j]+1)
		}
	}
	return row[len(b)]
}
