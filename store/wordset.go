package store

import "hash/maphash"

// wordSet is the words of a document for the search index, each once: the index keeps no places, and a word that it is told
// again costs it as much as a new one, in a transaction that others wait for. The zero wordSet is empty; it may be used again.
type wordSet struct {
	list  []byte // the words, a space before each
	n     int
	round uint32     // of slots, those with another number are free
	slots []wordSlot // by hash, a power of two of them, at least twice as many as words
}

type wordSlot struct {
	round, hash uint32
	start, end  int // in list
}

var wordSeed = maphash.MakeSeed()

// clear empties the set.
func (s *wordSet) clear() {
	s.list, s.n = s.list[:0], 0
	if s.round++; s.round == 0 {
		clear(s.slots)
		s.round = 1
	}
}

// add adds the word w with a mark before it.
func (s *wordSet) add(mark, w string) {
	if 2*s.n >= len(s.slots) {
		s.grow()
	}
	h := uint32(maphash.String(wordSeed, w)) + uint32(len(mark))
	for _, c := range []byte(mark) {
		h = h*31 + uint32(c)
	}
	last := len(s.slots) - 1
	i := int(h) & last
	for ; s.slots[i].round == s.round; i = (i + 1) & last {
		if s.slots[i].hash == h && s.holds(s.slots[i], mark, w) {
			return
		}
	}
	s.list = append(s.list, ' ')
	start := len(s.list)
	s.list = append(append(s.list, mark...), w...)
	s.slots[i] = wordSlot{s.round, h, start, len(s.list)}
	s.n++
}

func (s *wordSet) holds(x wordSlot, mark, w string) bool {
	word := s.list[x.start:x.end]
	return len(word) == len(mark)+len(w) && string(word[:len(mark)]) == mark && string(word[len(mark):]) == w
}

func (s *wordSet) grow() {
	old := s.slots
	s.slots = make([]wordSlot, max(512, 2*len(old)))
	last := len(s.slots) - 1
	s.round = max(s.round, 1)
	for _, x := range old {
		if x.round != s.round {
			continue
		}
		i := int(x.hash) & last
		for s.slots[i].round == s.round {
			i = (i + 1) & last
		}
		s.slots[i] = x
	}
}
