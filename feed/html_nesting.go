package feed

// push opens an element; "" stands for one that is not written.
func (s *sanitizer) push(name string) {
	if len(s.open) >= maxOpen {
		s.over++
		return
	}
	s.open = append(s.open, name)
}

func (s *sanitizer) pop() {
	name := s.open[len(s.open)-1]
	s.open = s.open[:len(s.open)-1]
	if name != "" {
		s.out = append(append(append(s.out, "</"...), name...), '>')
	}
	for n := len(s.bases); n > 0 && s.bases[n-1].depth >= len(s.open); n-- {
		s.base = s.bases[n-1].base
		s.bases = s.bases[:n-1]
	}
}

// end closes the innermost open element of that name with all in it; without one the tag is ignored.
func (s *sanitizer) end(n *htmlName) {
	if n.void {
		return
	}
	name := n.name
	if name == "span" && len(s.open) > 0 && s.open[len(s.open)-1] == "" {
		s.pop()
		return
	}
	if s.over > 0 {
		s.over--
		return
	}
	for i := len(s.open) - 1; i >= 0; i-- {
		if s.open[i] == name {
			for len(s.open) > i {
				s.pop()
			}
			return
		}
		if n.inline && !isInline(s.open[i]) && s.open[i] != "" {
			return // a format does not end the block around it
		}
	}
}

// imply closes what a start tag closes by itself: a paragraph by any block, a list item by the next, cells and rows.
func (s *sanitizer) imply(n *htmlName) {
	if n.inline || n.media || n.name == "br" {
		return
	}
	for i := len(s.open) - 1; i >= 0; i-- {
		o := s.open[i]
		switch {
		case o == "p" || closedBy(o, n.name):
			for len(s.open) > i {
				s.pop()
			}
			if o == "p" && closesMore(n.name) {
				continue
			}
			if o == "p" || o == "tr" || o == "li" {
				return
			}
			continue
		case o == "" || isInline(o):
			continue
		case closesMore(n.name) && (o == "td" || o == "th"):
			continue
		}
		return
	}
}

// closesMore reports whether an element may close another one further out than a paragraph.
func closesMore(name string) bool {
	switch name {
	case "li", "dt", "dd", "tr", "td", "th", "tbody", "thead", "tfoot":
		return true
	}
	return false
}

// closedBy reports whether an open element ends where another one starts (HTML, 13.1.2.4, optional tags).
func closedBy(open, by string) bool {
	switch open {
	case "li":
		return by == "li"
	case "dt", "dd":
		return by == "dt" || by == "dd"
	case "td", "th":
		return by == "td" || by == "th" || by == "tr" || by == "tbody" || by == "tfoot"
	case "tr":
		return by == "tr" || by == "tbody" || by == "tfoot"
	case "thead", "tbody", "tfoot":
		return by == "tbody" || by == "tfoot"
	}
	return false
}
