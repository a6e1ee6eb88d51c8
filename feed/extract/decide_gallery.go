package extract

import (
	"slices"

	"golang.org/x/net/html/atom"
)

// A page of pictures is read for what stands under them. Captions are none of the text where people mark articles, so that the models leave
// them out; where they are most of what a page has to say, they are the text.
const (
	galleryLeast = 5   // pictures in a row, set alike, each with words of its own
	galleryWords = 4   // words of those
	galleryNodes = 200 // of the page that are looked through for a picture
)

// galleryNames are the hashes of what pages call rows of pictures, and the pictures in them, where they use no <figure>.
var galleryNames = nameSet("gallery galleries slideshow slideshows slide slides photo photos caption captions galerie galerien bildergalerie fotostrecke diaporama galeria galería fotogalería fotogaleria fotogallery galleria")

// gallery keeps the words under a row of pictures where they are more than all the rest that is kept.
func (s *sheet) gallery(v []verdict) {
	kept, left := 0, 0
	for i := range v {
		if v[i].keep {
			kept += s.leaf[i].words
		} else {
			left += s.leaf[i].words
		}
	}
	if left <= kept {
		return
	}
	type row struct {
		parent int32
		dress  uint32
	}
	rows := map[row][]int32{}
	var order []row
	for e := 1; e < len(s.doc.elems); e++ {
		el := &s.doc.elems[e]
		if el.marks&(inNav|inHidden|inDialog|inForm|inButton|inAside|inFooter|inLink) != 0 || isHeading(el.node.DataAtom) {
			continue
		}
		r := row{el.parent, s.dressOf(int32(e))}
		if rows[r] == nil {
			order = append(order, r)
		}
		rows[r] = append(rows[r], int32(e))
	}
	for _, r := range order {
		if len(rows[r]) < galleryLeast {
			continue
		}
		var pictured []int32
		within, words := 0, 0
		for _, e := range rows[r] {
			if !s.pictured(e, v) {
				continue
			}
			pictured = append(pictured, e)
			for i := s.doc.elems[e].first; i < s.doc.elems[e].last; i++ {
				words += s.leaf[i].words
				if v[i].keep {
					within += s.leaf[i].words
				}
			}
		}
		if len(pictured) < galleryLeast || len(pictured)*3 < len(rows[r])*2 || words <= kept-within || s.cutWithout(pictured, v) {
			continue
		}
		for _, e := range pictured {
			for i := s.doc.elems[e].first; i < s.doc.elems[e].last; i++ {
				if !v[i].settled() && !v[i].copied && s.leaf[i].words >= galleryWords {
					v[i].keep = true
				}
			}
		}
	}
}

// pictured says whether an element is a picture with words, none of which is a link: pictures of other articles are links.
func (s *sheet) pictured(e int32, v []verdict) bool {
	el := &s.doc.elems[e]
	words := 0
	for i := el.first; i < el.last; i++ {
		if l := &s.doc.leaves[i]; l.linked*2 > len(l.text) || v[i].settled() || s.asks(int(i)) {
			return false
		}
		words += s.leaf[i].words
	}
	if words < galleryWords {
		return false
	}
	figure, picture, seen := el.node.DataAtom == atom.Figure || s.called(e, galleryNames()), false, 0
	for n := range el.node.Descendants() {
		if seen++; seen > galleryNodes || figure && picture {
			break
		}
		figure = figure || n.DataAtom == atom.Figure
		picture = picture || n.DataAtom == atom.Img && !decorative(n)
	}
	return figure && picture
}

// cutWithout says whether the publisher cut off what is kept beside some pictures: theirs are no words in its place.
func (s *sheet) cutWithout(pictured []int32, v []verdict) bool {
	v = slices.Clone(v)
	for _, e := range pictured {
		for i := s.doc.elems[e].first; i < s.doc.elems[e].last; i++ {
			v[i].keep = false
		}
	}
	t := readTail(s.doc, v)
	return t.last >= 0 && t.cutOdds(false) > 0 // what little stands beside pictures is no sign of it
}

// called says whether an element, or one of the two around it, has one of some names.
func (s *sheet) called(e int32, names map[uint32]bool) bool {
	for n := 0; n < 3 && e >= 0; n, e = n+1, s.doc.elems[e].parent {
		for _, k := range s.elem[e].names {
			if names[k] {
				return true
			}
		}
	}
	return false
}
