package extract

// An appeal is a run of lines, of which some read as reporting: what the house did, what is at stake. A line beside others of
// the same dress that were left out as an appeal or a notice is of it, too, when its words lean that way and it speaks of
// other things than the article does.
const (
	runText   = 250 // words of kept text from which its subject words tell what it speaks of
	runLeaves = 3   // leaves of an appeal that may read as reporting in a row
	runShare  = 5   // they hold less than one in so many of the kept words
	runNear   = 6   // leaves left out on each side that are looked at
	runWords  = -.3 // log odds of the words model below which a line leans
	runSure   = -1  // below which one that was left out is of an appeal by its words
	runTopics = .3  // share of its subject words in the rest of the text from which it speaks of the same
)

// appealRuns drops lines that are of an appeal, and says whether there were any. The saved pages hardly have one, right or
// wrong: of the 38 kept lines beside an appeal of their own dress two are no article's, and none of the others both leans and
// speaks of other things.
func (s *sheet) appealRuns(v []verdict, words []float32) bool {
	total, dropped := s.keptWords(v), false
	if total < runText {
		return false
	}
	drop := func(from, to int) {
		for i := from; i < to; i++ {
			v[i].keep, v[i].rule = false, byIsland
		}
		dropped = true
	}
	for i := 0; i < len(v); i++ {
		if !v[i].keep {
			continue
		}
		from := i
		for i < len(v) && v[i].keep {
			i++
		}
		to := i
		above, below := s.appealBeside(v, words, from-1, -1, s.sign[from]), s.appealBeside(v, words, to, 1, s.sign[to-1])
		if above && below && to-from <= runLeaves && (s.before[to]-s.before[from])*runShare < total && s.offTopic(v, words, from, to, s.sign[from]) {
			drop(from, to)
			continue
		}
		for n := min(runLeaves, to-from-1); above && n > 0; n-- {
			if s.offTopic(v, words, from, from+n, s.sign[from]) {
				drop(from, from+n)
				break
			}
		}
		for n := min(runLeaves, to-from-1); below && n > 0; n-- {
			if s.offTopic(v, words, to-n, to, s.sign[to-1]) {
				drop(to-n, to)
				break
			}
		}
	}
	return dropped
}

// appealBeside says whether a line of the same dress that was left out as an appeal or a notice stands right there.
func (s *sheet) appealBeside(v []verdict, words []float32, i, step int, dress uint32) bool {
	for n := 0; n < runNear && i >= 0 && i < len(v) && !v[i].keep; n, i = n+1, i+step {
		if v[i].kind.SetInto() && words[i] < runSure && s.sign[i] == dress {
			return true
		}
	}
	return false
}

// offTopic says whether leaves are set in a dress, lean towards an appeal, and speak of other things than what is kept beside them.
func (s *sheet) offTopic(v []verdict, words []float32, from, to int, dress uint32) bool {
	for i := from; i < to; i++ {
		if s.sign[i] != dress || words[i] >= runWords || s.saysTitle(i) || s.shareOf(v, i, i+1, from, to) >= runTopics {
			return false
		}
	}
	return true
}

// shareOf is the share of the subject words of leaves a to b that stand in what is kept outside of from to to; 1 when they
// have none.
func (s *sheet) shareOf(v []verdict, a, b, from, to int) float32 {
	rest := map[token]bool{}
	for i := range v {
		if v[i].keep && (i < from || i >= to) {
			for _, k := range s.leaf[i].topic {
				rest[k] = true
			}
		}
	}
	all, in := 0, 0
	for i := a; i < b; i++ {
		for _, k := range s.leaf[i].topic {
			all++
			if rest[k] {
				in++
			}
		}
	}
	if all == 0 {
		return 1
	}
	return float32(in) / float32(all)
}
