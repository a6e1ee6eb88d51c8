package style

// nearest returns the entry with the least edit distance (Levenshtein) to s.
func nearest(s string, list []string) string {
	best, least := "", 1<<30
	for _, e := range list {
		if d := distance(s, e); d < least {
			best, least = e, d
		}
	}
	return best
}

func distance(a, b string) int {
	if len(a) > 64 { // no key is as long
		a = a[:64]
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		diag := row[0]
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := diag
			if a[i-1] != b[j-1] {
				cost++
			}
			diag = row[j]
			row[j] = min(cost, row[j]+1, row[j-1]+1)
		}
	}
	return row[len(b)]
}
