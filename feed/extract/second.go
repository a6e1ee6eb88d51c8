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
	for i := range n {
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

// second writes what the second trees see beside the numbers, in the order of secondNames.
func (s *sheet) second(out []float32, i int, a *around) {
	f := &features{out: out}
	s.oddsNumbers(f, i, a)
	lo, hi := s.windowNumbers(f, i, a)
	s.gapNumbers(f, i, a)
	f.put(a.mean)
	f.share(a.kept[len(a.odds)], s.before[len(a.odds)])
	f.put(lo)
	f.put(hi)
	s.endNumbers(f, i, a)
	f.put(s.topicKept(i, a))
}

// oddsNumbers are the odds of the leaf, of those beside it and of its kin: o to osign.
func (s *sheet) oddsNumbers(f *features, i int, a *around) {
	for _, o := range [...]int{0, -1, 1, -2, 2, -3, 3} {
		f.put(near(a.odds, i+o))
	}
	parent, grand := s.parents(i)
	f.put(a.parent[parent])
	f.put(a.parent[grand])
	f.put(a.sign[s.sign[i]])
}

// windowNumbers are the mean of the odds around it and how much is kept on both sides: onear to keptbelow. It returns the
// lowest and the highest odds within three leaves.
func (s *sheet) windowNumbers(f *features, i int, a *around) (lo, hi float32) {
	n := len(a.odds)
	var sum, weight float32
	lo, hi = 9, -9
	for j := max(0, i-6); j < min(n, i+7); j++ {
		if j == i {
			continue
		}
		w := float32(1 + min(40, s.leaf[j].words))
		sum += w * clamp(a.odds[j])
		weight += w
		if j >= i-3 && j <= i+3 {
			lo, hi = min(lo, a.odds[j]), max(hi, a.odds[j])
		}
	}
	if weight > 0 {
		sum /= weight
	}
	f.put(sum)
	f.upTo(3000, a.kept[i])
	f.upTo(3000, a.kept[n]-a.kept[i+1])
	return lo, hi
}

// gapNumbers say how far the nearest kept and sure leaves are, and how long its own run is: gapabove to runwords.
func (s *sheet) gapNumbers(f *features, i int, a *around) {
	n := len(a.odds)
	gap := func(j int) {
		f.orElse(far+1, j >= 0 && j < n, func() float32 { return float32(min(far, max(i-j, j-i))) })
	}
	above, below := a.above[i], a.below[i]
	gap(above)
	gap(below)
	f.orElse(1001, above >= 0, func() float32 { return float32(min(1000, s.before[i]-s.before[above+1])) })
	f.orElse(1001, below < n, func() float32 { return float32(min(1000, s.before[below]-s.before[i+1])) })
	gap(a.sureA[i])
	gap(a.sureB[i])
	f.upTo(far, a.run[i])
	f.upTo(2000, a.runWords[i])
}

// endNumbers say where it stands between the ends of the main run: fromfirst to wordstolast.
func (s *sheet) endNumbers(f *features, i int, a *around) {
	if a.first < 0 {
		for range 4 {
			f.put(-2000)
		}
		return
	}
	f.within(far, i-a.first)
	f.within(far, a.last-i)
	f.within(1000, s.before[i]-s.before[a.first])
	f.within(1000, s.before[a.last]-s.before[i])
}

// topicKept is the share of its subject words that sure leaves have too; -1 for a sure leaf and one without such words.
func (s *sheet) topicKept(i int, a *around) float32 {
	t := s.leaf[i].topic
	if len(t) == 0 || a.odds[i] > sure {
		return -1
	}
	in := 0
	for _, k := range t {
		if a.topics[k] {
			in++
		}
	}
	return share(in, len(t))
}
