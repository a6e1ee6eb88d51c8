package extract

// A long line that most of its kin vouches for, see dressed.
const (
	dressedWords = 10  // words from which a line counts
	dressedOdds  = -.5 // log odds of its words
	dressedLeast = 4   // lines of its kin that are kept
)

// fill keeps doubtful leaves between two kept ones that are set alike, unless their words read as clutter.
func (s *sheet) fill(v []verdict, words []float32) {
	for i := 1; i+1 < len(v); i++ {
		if !v[i].keep && v[i].score >= fillFrom && words[i] > fillWords && !v[i].settled() && v[i-1].keep && v[i+1].keep && (s.sign[i] == s.sign[i-1] || s.sign[i] == s.sign[i+1]) {
			v[i].keep = true
		}
	}
}

// kin keeps doubtful leaves that stand near a kept one, are set like it, and whose words by themselves do not read as clutter:
// a short paragraph at the end of a short article has little else to show, and a paragraph between two boxes looks like one.
func (s *sheet) kin(v []verdict, words []float32) {
	const reach = 8 // leaves of boxes between
	like := func(i, step int) (beside, near bool) {
		for j, n := i+step, 0; j >= 0 && j < len(v) && n < reach; j, n = j+step, n+1 {
			if s.sign[i] == s.sign[j] {
				return n == 0 && v[j].keep, v[j].keep
			}
		}
		return false, false
	}
	for i := range v {
		if v[i].keep || v[i].score < nearFrom || v[i].settled() || s.leaf[i].words < 6 {
			continue
		}
		above, nearAbove := like(i, -1)
		below, nearBelow := like(i, 1)
		switch {
		case v[i].score >= kinFrom && ((above || below) && words[i] > 1 || above && below && words[i] > -.5):
			v[i].keep = true
		case nearAbove && nearBelow && words[i] > -.5 && s.leaf[i].words >= 12:
			v[i].keep = true
		}
	}
}

// dressed keeps doubtful paragraphs between the first and the last that is kept, where most of what is set like them is kept:
// a text that the models are unsure of as a whole has many, and they stand side by side.
func (s *sheet) dressed(v []verdict, words []float32) {
	first, last := ends(v)
	if first < 0 {
		return
	}
	type count struct{ kept, all int }
	kin := map[uint32]count{}
	for i := first; i <= last; i++ {
		if s.leaf[i].words >= dressedWords {
			c := kin[s.sign[i]]
			c.all++
			if v[i].keep {
				c.kept++
			}
			kin[s.sign[i]] = c
		}
	}
	for i := first; i <= last; i++ {
		if v[i].keep || v[i].settled() || v[i].score < nearFrom || words[i] < dressedOdds || s.leaf[i].words < dressedWords {
			continue
		}
		if c := kin[s.sign[i]]; c.kept >= dressedLeast && c.kept*2 > c.all {
			v[i].keep = true
		}
	}
}
