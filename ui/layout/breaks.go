package layout

// breaks chooses where the lines of a paragraph end: it returns for each line the number of the atom behind its last.
// All of a paragraph's lines are weighed together (total fit, after Knuth and Plass, "Breaking Paragraphs into Lines",
// 1981): the sum of the squares of what each line leaves empty is least, but for the last. No atom may be wider than
// width.
func (p *page) breaks(atoms []atom, width int) []int {
	p.ends = p.ends[:0]
	for from := 0; from < len(atoms); {
		to := from
		for to < len(atoms)-1 && !atoms[to].must {
			to++
		}
		p.fit(atoms, from, to+1, width)
		from = to + 1
	}
	return p.ends
}

// A line that ends with a hyphen counts as if it left this much more of itself empty, in parts of its width; a last
// line shorter than one part in six is a widow and counts as if it left this much.
const (
	hyphenPart = 5
	widowPart  = 8
	slackAtoms = 64 // a line holds no more atoms than columns, but for those without width
)

// fit breaks atoms[from:to], in which no break is asked for.
func (p *page) fit(atoms []atom, from, to, width int) {
	n := to - from
	// In one line, or in lines that the search cannot improve on.
	total := 0
	for i := from; i < to && total <= width; i++ {
		total += atoms[i].width + atoms[i].space
	}
	if total-atoms[to-1].space <= width {
		p.ends = append(p.ends, to)
		return
	}
	if cap(p.best) < n+1 {
		p.best = make([]node, n+1, 2*(n+1))
	}
	best := p.best[:n+1]
	best[0] = node{}
	for j := 1; j <= n; j++ {
		last := &atoms[from+j-1]
		w := -last.space
		b := node{cost: -1}
		for i := j - 1; i >= max(0, j-1-width-slackAtoms); i-- {
			a := &atoms[from+i]
			w += a.width + a.space
			used := w
			if last.hyphen && j < n {
				used++
			}
			if used > width && i < j-1 {
				break
			}
			slack := int64(max(width-used, 0))
			cost := slack * slack
			switch {
			case j == n && used*6 >= width:
				cost = 0
			case j == n:
				cost = int64(width/widowPart) * int64(width/widowPart)
			case last.hyphen:
				cost += int64(width/hyphenPart) * int64(width/hyphenPart)
			}
			if cost += best[i].cost; b.cost < 0 || cost < b.cost {
				b = node{cost: cost, from: i}
			}
		}
		best[j] = b
	}
	mark := len(p.ends)
	for j := n; j > 0; j = best[j].from {
		p.ends = append(p.ends, from+j)
	}
	for i, j := mark, len(p.ends)-1; i < j; i, j = i+1, j-1 {
		p.ends[i], p.ends[j] = p.ends[j], p.ends[i]
	}
}

// node is the best way to break everything before an atom.
type node struct {
	cost int64
	from int // where its last line begins
}
