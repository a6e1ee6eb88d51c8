package extract

// What repeats is not the article: a leaf that stood word for word on other pages of the site is a box, a notice or a motto.

// repeatFrom is on how many earlier pages a leaf must have stood.
const repeatFrom = 2

// repeatWords is from how many words on a leaf hardly comes again by chance.
const repeatWords = 6

// fromSite lowers the odds of leaves that earlier pages of the site showed as well, and returns which they are.
func (s *sheet) fromSite(odds []float32) []bool {
	site := &s.doc.in.Site
	if site.Pages < repeatFrom || len(site.Blocks) == 0 {
		return nil
	}
	// A page that was counted before, as it is read again, repeats as a whole: then this layer knows nothing.
	good, again := 0, 0
	for i := range odds {
		if odds[i] > 0 {
			good += s.leaf[i].words
			if site.Blocks[s.leaf[i].print] >= repeatFrom {
				again += s.leaf[i].words
			}
		}
	}
	if again*2 > good {
		return nil
	}
	out := make([]bool, len(odds))
	for i := range odds {
		if s.leaf[i].chars == 0 {
			continue
		}
		n := site.Blocks[s.leaf[i].print]
		if n < repeatFrom {
			continue
		}
		// A short line may come again by chance ("Yes.", a name, a heading such as "Background"); a long one hardly.
		switch {
		case s.leaf[i].words >= repeatWords || n*2 >= site.Pages && n >= 3:
			odds[i] = min(odds[i]-6, -2)
			out[i] = true
		case s.leaf[i].words >= 3:
			odds[i] -= 2
			out[i] = true
		default:
			odds[i]--
		}
	}
	return out
}

// prints returns the fingerprints of the leaves from the first that is kept to the last, or to a notice's end, each once, for
// Site.Blocks. What stands outside is left out without this layer, and cards there repeat the first sentences of other
// articles.
func (s *sheet) prints(v []verdict) []uint64 {
	first, last := len(v), -1
	for i := range v {
		if v[i].keep || v[i].rule == byNotice {
			first, last = min(first, i), i
		}
	}
	out := make([]uint64, 0, len(s.leaf))
	seen := make(map[uint64]bool, len(s.leaf))
	for i := range s.leaf {
		if s.leaf[i].chars == 0 || i < first || i > last {
			continue
		}
		if k := s.leaf[i].print; !seen[k] {
			seen[k] = true
			out = append(out, k)
		}
	}
	return out
}
