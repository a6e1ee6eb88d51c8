package extract

// The second trees look at the first trees' verdicts around a leaf: where the article seems to begin and to end, how far the
// next sure paragraph is, what the leaf's kin were taken for. secondNames names what they see beside the numbers of the first.
var secondNames = [...]string{
	"o", "o-1", "o+1", "o-2", "o+2", "o-3", "o+3", "oparent", "ogrand", "osign", "onear", "keptabove", "keptbelow", "gapabove", "gapbelow",
	"gapwordsabove", "gapwordsbelow", "sureabove", "surebelow", "runleaves", "runwords", "keptmean", "keptshare", "omin3", "omax3",
	"fromfirst", "tolast", "wordsfromfirst", "wordstolast", "topickept",
}

const (
	secondCount = len(secondNames)
	rowCount    = numberCount + secondCount
)

// around sums up the first trees' log odds of a page.
type around struct {
	odds         []float32
	parent       []float32
	sign         map[uint32]float32
	above, below []int // nearest kept leaf
	sureA, sureB []int
	kept         []int // words kept before leaf i
	run          []int // leaves in the run of kept leaves around i; 0 when i is not kept
	runWords     []int
	first, last  int // of the main run, from its first to its last kept leaf of some length
	mean         float32
	topics       map[token]bool // subject words of sure leaves
}

const sure = 2

func newAround(s *sheet, odds []float32) *around {
	d := s.doc
	n := len(odds)
	a := &around{
		odds: odds, parent: make([]float32, len(d.elems)), sign: make(map[uint32]float32, len(s.bySign)), above: make([]int, n), below: make([]int, n),
		sureA: make([]int, n), sureB: make([]int, n), kept: make([]int, n+1), run: make([]int, n), runWords: make([]int, n), first: -1, last: -1, topics: map[token]bool{},
	}
	weight := make([]float32, len(d.elems))
	signWeight := make(map[uint32]float32, len(s.bySign))
	keptWeight := float32(0)
	la, ls := -1, -1
	for i := 0; i < n; i++ {
		w := float32(1 + min(s.leaf[i].words, 60))
		o := clamp(odds[i])
		for e, up := d.leaves[i].elem, 0; e >= 0 && up < 5; e, up = d.elems[e].parent, up+1 {
			a.parent[e] += w * o
			weight[e] += w
		}
		a.sign[s.sign[i]] += w * o
		signWeight[s.sign[i]] += w
		a.above[i], a.sureA[i] = la, ls
		a.kept[i+1] = a.kept[i]
		if odds[i] > 0 {
			la = i
			a.kept[i+1] += s.leaf[i].words
			a.mean += w * o
			keptWeight += w
			if s.leaf[i].words >= 8 {
				if a.first < 0 {
					a.first = i
				}
				a.last = i
			}
		}
		if odds[i] > sure {
			ls = i
			for _, k := range s.leaf[i].topic {
				a.topics[k] = true
			}
		}
	}
	if keptWeight > 0 {
		a.mean /= keptWeight
	}
	la, ls = n, n
	for i := n - 1; i >= 0; i-- {
		a.below[i], a.sureB[i] = la, ls
		if odds[i] > 0 {
			la = i
		}
		if odds[i] > sure {
			ls = i
		}
	}
	for i := 0; i < n; {
		j := i
		for j < n && odds[j] > 0 {
			j++
		}
		for k := i; k < j; k++ {
			a.run[k], a.runWords[k] = j-i, s.before[j]-s.before[i]
		}
		i = max(j, i+1)
	}
	for e := range weight {
		if weight[e] > 0 {
			a.parent[e] /= weight[e]
		}
	}
	for k, w := range signWeight {
		a.sign[k] /= w
	}
	return a
}

// second writes what the second trees see beside the numbers.
func (s *sheet) second(out []float32, i int, a *around) {
	d := s.doc
	n := len(a.odds)
	at := 0
	put := func(x float32) { out[at] = x; at++ }
	near := func(j int) float32 {
		if j < 0 || j >= n {
			return -9
		}
		return a.odds[j]
	}
	for _, o := range [...]int{0, -1, 1, -2, 2, -3, 3} {
		put(near(i + o))
	}
	p := max(0, d.elems[d.leaves[i].elem].parent)
	put(a.parent[p])
	put(a.parent[max(0, d.elems[p].parent)])
	put(a.sign[s.sign[i]])
	var sum, ws float32
	lo, hi := float32(9), float32(-9)
	for j := max(0, i-6); j < min(n, i+7); j++ {
		if j == i {
			continue
		}
		w := float32(1 + min(40, s.leaf[j].words))
		sum += w * clamp(a.odds[j])
		ws += w
		if j >= i-3 && j <= i+3 {
			lo, hi = min(lo, a.odds[j]), max(hi, a.odds[j])
		}
	}
	if ws > 0 {
		sum /= ws
	}
	put(sum)
	put(float32(min(3000, a.kept[i])))
	put(float32(min(3000, a.kept[n]-a.kept[i+1])))
	gap := func(j int) float32 {
		if j < 0 || j >= n {
			return far + 1
		}
		return float32(min(far, max(i-j, j-i)))
	}
	put(gap(a.above[i]))
	put(gap(a.below[i]))
	if j := a.above[i]; j >= 0 {
		put(float32(min(1000, s.before[i]-s.before[j+1])))
	} else {
		put(1001)
	}
	if j := a.below[i]; j < n {
		put(float32(min(1000, s.before[j]-s.before[i+1])))
	} else {
		put(1001)
	}
	put(gap(a.sureA[i]))
	put(gap(a.sureB[i]))
	put(float32(min(far, a.run[i])))
	put(float32(min(2000, a.runWords[i])))
	put(a.mean)
	if total := s.before[n]; total > 0 {
		put(float32(a.kept[n]) / float32(total))
	} else {
		put(0)
	}
	put(lo)
	put(hi)
	if a.first >= 0 {
		put(float32(max(-far, min(far, i-a.first))))
		put(float32(max(-far, min(far, a.last-i))))
		put(float32(max(-1000, min(1000, s.before[i]-s.before[a.first]))))
		put(float32(max(-1000, min(1000, s.before[a.last]-s.before[i]))))
	} else {
		for range 4 {
			put(-2000)
		}
	}
	t := s.leaf[i].topic
	if len(t) == 0 || a.odds[i] > sure {
		put(-1)
	} else {
		in := 0
		for _, k := range t {
			if a.topics[k] {
				in++
			}
		}
		put(float32(in) / float32(len(t)))
	}
}
