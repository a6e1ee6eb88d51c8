package extract

import "slices"

// A page that was cut off ends with its notice: what is kept of the notice and behind it is a box of the page, and its words would
// stand in the article that the notice says is not there. Where much is kept behind it, or what is surely the article's, the
// notice is not the end.
const (
	noticeOdds  = .5 // log odds that the text was cut off, from which it is taken at its word
	noticeWords = 90 // words kept from the notice on, at most
	noticeSure  = 20 // of those, each weighed by how sure it is that it belongs to the article
	noticeHead  = 12 // words of a line right above that speaks of reading on or subscribing as well
	noticeBox   = .8 // probability below which a line above in the notice's own box is of it
)

// atNotice drops what is kept from the notice on at which the page stops.
func (s *sheet) atNotice(v []verdict) bool {
	t := readTail(s.doc, v)
	if t.notice < 0 || t.far > 0 || t.after > noticeWords || t.sure > noticeSure ||
		t.cutOdds(s.doc.claimsArticle()) < noticeOdds {
		return false
	}
	from := t.notice
	for i := from - 1; i > t.first; i-- {
		head := s.leaf[i].words <= noticeHead && gateSum(s.doc.gates(i)) > 0
		if !head && (v[i].score >= noticeBox || !s.inBox(i, t.notice, t.first)) {
			break
		}
		from = i
	}
	dropped := false
	for i := from; i <= max(t.last, t.notice); i++ {
		if v[i].keep && !slices.Contains(s.doc.in.Site.Keep, s.leaf[i].print) {
			v[i].keep, v[i].rule = false, byNotice
			dropped = true
		}
	}
	return dropped
}

// inBox says whether leaf i stands with leaf j in an element that does not hold leaf other.
func (s *sheet) inBox(i, j, other int) bool {
	for e := s.doc.leaves[j].elem; e >= 0; e = s.doc.elems[e].parent {
		el := &s.doc.elems[e]
		if other >= int(el.first) && other < int(el.last) {
			return false
		}
		if i >= int(el.first) && i < int(el.last) {
			return true
		}
	}
	return false
}
