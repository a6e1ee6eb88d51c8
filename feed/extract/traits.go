package extract

import (
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/html/atom"
)

// sheet is a page made ready for judging: the traits of every leaf and element and the views of where the article is.
type sheet struct {
	doc    *document
	leaf   []traits
	elem   []elemTraits
	sign   []uint32          // signature of each leaf: its tag and class and its parent's
	bySign map[uint32]*group // leaves of one signature
	views  views
	before []int // words before leaf i; one longer than leaf
	copies map[uint64]int
	topics map[token]int // in how many long leaves a subject word stands
	self   []bool        // leaves that name the site itself

	carried bool // it is of a text that a feed carried, and no page's
}

// elemTraits are what an element knows of the text in it.
type elemTraits struct {
	names  []uint32 // class and id words of itself
	above  []uint32 // of itself and what stands above, nearest first, at most mostAbove
	words  int
	linked int // bytes
	bytes  int
	long   int // words in long paragraphs
	leaves int
	ps     int // leaves in p
}

const mostAbove = 40

// group gathers leaves of one signature.
type group struct {
	n, words, long int
}

// longWords is how many words make a paragraph that by its length alone is likely prose.
const longWords = 18

// newSheet reads every leaf once.
func newSheet(d *document) *sheet {
	s := &sheet{
		doc: d, leaf: make([]traits, len(d.leaves)), elem: make([]elemTraits, len(d.elems)), sign: make([]uint32, len(d.leaves)),
		bySign: make(map[uint32]*group), before: make([]int, len(d.leaves)+1), copies: make(map[uint64]int, len(d.leaves)),
	}
	s.readLeaves(s.readElems())
	s.topics = make(map[token]int, 256)
	for i := range s.leaf {
		if s.long(i) {
			for _, k := range s.leaf[i].topic {
				s.topics[k]++
			}
		}
	}
	s.findSelf()
	s.views.find(s)
	return s
}

// readElems reads the names of the elements, and returns a sum of each one's tag and class.
func (s *sheet) readElems() []uint32 {
	d := s.doc
	sums := make([]uint32, len(d.elems))
	for i := range d.elems {
		e := &d.elems[i]
		var own []uint32
		h := uint32(e.node.DataAtom)
		for _, a := range e.node.Attr {
			if a.Key == "class" || a.Key == "id" || a.Key == "role" || a.Key == "data-component" || a.Key == "data-testid" || a.Key == "aria-label" {
				own = nameTokens(own, a.Val)
			}
			if a.Key == "class" {
				h = mix(h, uint32(fingerprint(a.Val)))
			}
		}
		sums[i] = h
		t := &s.elem[i]
		t.names = own
		if e.parent >= 0 {
			up := s.elem[e.parent].above
			t.above = own
			if len(up) > 0 {
				t.above = make([]uint32, 0, min(mostAbove, len(own)+len(up)))
				t.above = append(t.above, own...)
				for _, k := range up {
					if len(t.above) >= mostAbove {
						break
					}
					if !slices.Contains(own, k) {
						t.above = append(t.above, k)
					}
				}
			}
		}
	}
	return sums
}

// readLeaves reads the leaves' texts and sums them up for the elements above them and for their signatures.
func (s *sheet) readLeaves(sums []uint32) {
	d := s.doc
	for i := range d.leaves {
		l := &d.leaves[i]
		t := &s.leaf[i]
		t.read(l.text)
		s.before[i+1] = s.before[i] + t.words
		s.copies[t.print]++
		long := 0
		if s.long(i) {
			long = t.words
		}
		for e := l.elem; e >= 0; e = d.elems[e].parent {
			et := &s.elem[e]
			et.words += t.words
			et.linked += l.linked
			et.bytes += len(l.text)
			et.long += long
			et.leaves++
			if l.block.DataAtom == atom.P {
				et.ps++
			}
		}
		h := sums[l.elem]
		if p := d.elems[l.elem].parent; p >= 0 {
			h = mix(h, sums[p])
		}
		s.sign[i] = h
		g := s.bySign[h]
		if g == nil {
			g = &group{}
			s.bySign[h] = g
		}
		g.n++
		g.words += t.words
		g.long += long
	}
}

// long says whether a leaf is likely prose: long, and not mostly links.
func (s *sheet) long(i int) bool {
	l := &s.doc.leaves[i]
	return s.leaf[i].words >= longWords && l.linked*2 < len(l.text)
}

// shared is the share of a leaf's subject words that stand in other long leaves of the page: an appeal speaks of other things
// than the article around it.
func (s *sheet) shared(i int) float32 {
	t := &s.leaf[i]
	if len(t.topic) == 0 {
		return -1
	}
	own := 0
	if s.long(i) {
		own = 1
	}
	n := 0
	for _, k := range t.topic {
		if s.topics[k] > own {
			n++
		}
	}
	return share(n, len(t.topic))
}

// findSelf marks the leaves that name the publication, by the name that the page gives it or by its address.
func (s *sheet) findSelf() {
	s.self = make([]bool, len(s.leaf))
	name := strings.ToLower(s.doc.said.first("og:site_name"))
	if name == "" {
		name = strings.ToLower(s.doc.said.ld.site)
	}
	name = strings.TrimPrefix(name, "the ")
	host := ""
	if u, err := url.Parse(s.doc.in.URL); err == nil {
		parts := strings.Split(u.Hostname(), ".")
		for _, p := range parts[:max(0, len(parts)-1)] {
			if len(p) > len(host) && p != "www" {
				host = p
			}
		}
	}
	if len(host) < 5 || host == "example" {
		host = ""
	}
	if len(name) < 4 || len(name) > 60 {
		name = ""
	}
	if name == "" && host == "" {
		return
	}
	for i := range s.doc.leaves {
		text := s.doc.leaves[i].text
		if len(text) > 2000 {
			continue
		}
		text = strings.ToLower(text)
		s.self[i] = name != "" && strings.Contains(text, name) || host != "" && strings.Contains(text, host)
	}
}
