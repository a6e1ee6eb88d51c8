package main

import "tidings/feed/extract"

// label says of every leaf of a page whether it belongs to the article: 60 % of its three-word runs stand in the reference. Of
// a text that stands on the page several times the copy nearest to other article leaves is the article's. A leaf of one to
// three words counts only where the reference has it beside the words of a neighbouring article leaf.
func label(st *extract.Study, reference string) []bool {
	n := st.Len()
	ref := words(reference)
	b := bag(ref)
	ws := make([][]string, n)
	y := make([]bool, n)
	for i := range n {
		ws[i] = words(st.Text(i))
		if len(ws[i]) >= 4 {
			y[i] = covered(ws[i], b) >= 0.6
		}
	}
	// Duplicates.
	at := map[uint64][]int{}
	for i := range ws {
		if y[i] {
			k := runKey(ws[i])
			at[k] = append(at[k], i)
		}
	}
	for first := range y { // in page order: what is decided for one text bears on the next
		same := at[runKey(ws[first])]
		if len(same) < 2 || same[0] != first {
			continue
		}
		w := ws[same[0]]
		times := count(ref, w)
		if times >= len(same) {
			continue
		}
		best, bestScore := -1, -1.0
		for _, i := range same {
			score := 0.0
			for j := max(0, i-12); j < min(n, i+13); j++ {
				if j != i && y[j] && len(at[runKey(ws[j])]) == 1 {
					d := float64(j - i)
					if d < 0 {
						d = -d
					}
					score += float64(min(len(ws[j]), 40)) / (1 + d)
				}
			}
			if score > bestScore {
				best, bestScore = i, score
			}
		}
		for _, i := range same {
			y[i] = i == best
		}
	}
	// Short leaves, forwards then backwards.
	near := func(i, j int) bool {
		if j < 0 || j >= n || !y[j] || len(ws[j]) == 0 {
			return false
		}
		var joint []string
		if j < i {
			joint = append(joint, ws[j][max(0, len(ws[j])-(3-min(2, len(ws[i])))):]...)
			joint = append(joint, ws[i][:min(2, len(ws[i]))]...)
		} else {
			joint = append(joint, ws[i][max(0, len(ws[i])-2):]...)
			joint = append(joint, ws[j][:min(len(ws[j]), 3-min(2, len(ws[i])))]...)
		}
		return len(joint) == 3 && b[runKey(joint)] && (len(ws[i]) < 3 || b[runKey(ws[i][:3])])
	}
	for i := range n {
		if !y[i] && len(ws[i]) > 0 && len(ws[i]) < 4 {
			y[i] = near(i, i-1)
		}
	}
	for i := n - 1; i >= 0; i-- {
		if !y[i] && len(ws[i]) > 0 && len(ws[i]) < 4 {
			y[i] = near(i, i+1)
		}
	}
	return y
}

// count says how often the words w stand in ref in a row.
func count(ref, w []string) int {
	n := 0
	for i := 0; i+len(w) <= len(ref); i++ {
		j := 0
		for j < len(w) && ref[i+j] == w[j] {
			j++
		}
		if j == len(w) {
			n++
		}
	}
	return max(n, 1)
}
